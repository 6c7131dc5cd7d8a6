"""The card of an answer: what is named at the top, what is said to do first, what would be worse."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pinprick import guide
from pinprick.account import Account, account
from pinprick.account.card import firm_cause
from pinprick.advice import is_held
from pinprick.assessment import Assessment, assess
from pinprick.case.case import Case
from pinprick.knowledge import Level
from pinprick.words.wording import text
from tests.answers import answers
from tests.models import shipped

MODEL = shipped()
KNOWLEDGE = MODEL.knowledge
LIMITS = KNOWLEDGE.settings.telling
DANGERS = KNOWLEDGE.urgency.self_care.dangers


def both(told: dict[str, Any], finished: bool = True) -> tuple[Assessment, Account]:
    """An assessment and what is told of it; finished: no other warning sign is true."""
    case = Case.of(MODEL, told, "card")
    assessment = assess(MODEL, guide.without_warning_signs(MODEL, case) if finished else case)
    return assessment, account(MODEL, assessment, "en")


@settings(max_examples=40, deadline=None)
@given(answers(), st.booleans())
def test_only_a_firm_cause_is_named_and_none_beside_an_open_or_urgent_verdict(
    told_: dict[str, Any], finished: bool
) -> None:
    assessment, told = both(told_, finished)
    card, urgency = told.card, told.urgency
    if urgency.emergency:
        assert card is None
        return
    assert card is not None
    assert card.do
    if urgency.answer_first:
        assert (card.cause, card.headline, card.do[0]) == (None, "", urgency.answer_first)
        return
    first = next(iter(assessment.likely))
    likely = assessment.likely[first] >= LIMITS.least_first and assessment.stable_first >= LIMITS.least_stable
    firm = likely and not is_held(KNOWLEDGE, first, assessment.known)
    assert card.cause in ((first,) if firm else (None,))
    names = {text(one.name.yours or one.name.plain, "en") for one in KNOWLEDGE.conditions.values()}
    assert (card.headline in names) == firm
    assert len(card.do) <= LIMITS.most_to_do
    assert card.routine is None or urgency.level == Level.SELF_CARE


@settings(max_examples=40, deadline=None)
@given(answers())
def test_what_would_be_worse_is_above_the_level_and_holds_the_emergencies(told_: dict[str, Any]) -> None:
    assessment, told = both(told_)
    if told.card is None:
        return
    levels = [sign.level for sign in told.card.worry_if]
    assert levels == sorted(levels)
    assert all(level > assessment.urgency.level for level in levels)
    calls = [sign.sign for sign in told.card.worry_if if sign.level == Level.EMERGENCY]
    assert len(calls) >= (LIMITS.most_dangers if assessment.urgency.complete else len(DANGERS) - 1)
    assert set(calls) & {text(sign.says, "en") for sign in DANGERS}
    assert all(len(sign.split()) <= 30 for sign in calls)


NAP = {"limb-pressed": "present", "moving-relieves": "present", "episode-length": "2-to-30-minutes", "age": 34}
FIRST: dict[str, tuple[dict[str, Any], str]] = {
    "what a rule says": ({"feels-numb": "present", "chemotherapy": "present"}, "Tell your cancer team within days."),
    "what the level asks for": ({"feels-numb": "present", "low-back-pain": "present"}, "Book an ordinary appointment"),
    "what helps, at home": (
        {**NAP, "known-for": "first-time-today", "onset": "seconds-minutes"},
        "Take the weight off",
    ),
}


@pytest.mark.parametrize("name", FIRST)
def test_the_first_thing_to_do_is(name: str) -> None:
    told, first = FIRST[name]
    card = both(told)[1].card
    assert card is not None
    assert card.do[0].startswith(first)


def test_several_are_possible_where_none_is_firm_and_tests_tell_them_apart() -> None:
    card = both(dict(KNOWLEDGE.guides["both-feet-at-night"].story))[1].card
    assert card is not None
    assert card.headline == "Several causes are possible"
    assert "many nerves at once" in card.beside
    asked = KNOWLEDGE.families["polyneuropathy"].ask_for
    assert asked is not None
    assert text(asked.do, "en") in card.do


def test_a_first_cause_that_does_not_stay_first_is_not_named() -> None:
    assessment, told = both(dict(KNOWLEDGE.guides["with-back-pain"].story))
    assert told.card is not None
    assert told.card.cause == firm_cause(KNOWLEDGE, assessment, LIMITS) == "lumbar-disc-radiculopathy"
    assert firm_cause(KNOWLEDGE, assessment, replace(LIMITS, least_stable=assessment.stable_first + 0.01)) is None
    assert firm_cause(KNOWLEDGE, assessment, replace(LIMITS, least_first=0.9)) is None


def test_a_sign_of_the_level_itself_is_no_reason_to_worry() -> None:
    assessment, told = both(dict(KNOWLEDGE.guides["numb-ball-of-foot"].story))
    assert told.card is not None
    assert told.card.cause == "morton-neuroma"
    assert any(up.to == assessment.urgency.level for up in KNOWLEDGE.conditions["morton-neuroma"].urgency.upgrades)
    calls = [Level.EMERGENCY] * LIMITS.most_dangers  # with its own
    assert [sign.level for sign in told.card.worry_if] == [Level.SOON, *calls]


def test_a_family_of_what_is_left_over_has_nothing_in_common() -> None:
    """ "Something else" says nothing of several causes; and no test is asked for where an answer would tell."""
    twitching = {"age": 30, "feels-cramping": "present", "known-for": "months", "episode-length": "under-2-minutes"}
    assessment, told = both(
        twitching | {"mood-low-or-anxious": "present", "numb-where": "lower-leg", "side": "both-sides-equal"}
    )
    assert assessment.families[0].id == "other"
    assert next(iter(assessment.likely)) == "benign-twitching"
    card = told.card
    assert card is not None
    assert card.cause is None
    assert text(KNOWLEDGE.families["other"].name, "en") not in card.beside
    assert not [line for line in card.do if line.startswith("Ask about this test")]
