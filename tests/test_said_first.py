"""A reason begins with what the person said; and no cause is told as an answer while what defines it is not known."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinprick import advice, guide
from pinprick.account import Account, account, for_clinicians
from pinprick.advice import known_to_hold
from pinprick.assessment import assess
from pinprick.case.answers import Answer
from pinprick.case.case import Case
from pinprick.case.known import of_answers
from pinprick.knowledge import Level
from pinprick.knowledge.ids import UNKNOWN
from pinprick.rules import mentioned, parse
from pinprick.urgency import promises
from pinprick.words.wording import text
from tests.answers import answers
from tests.models import shipped, written

MODEL = shipped()
KNOWLEDGE = MODEL.knowledge
FINDINGS = KNOWLEDGE.vocabulary.findings
URGENT = sorted(id_ for id_, rule in KNOWLEDGE.rules.items() if rule.level == Level.EMERGENCY)


def told(said: dict[str, Any], finished: bool = False) -> Account:
    case = Case.of(MODEL, said, "said")
    return account(MODEL, assess(MODEL, guide.without_warning_signs(MODEL, case) if finished else case), "en")


# ---- reasons


@pytest.mark.parametrize("id_", URGENT)
def test_an_emergency_begins_with_what_was_said(id_: str) -> None:
    """In a story that each such rule catches: the first reason names an answer before it explains."""
    for story in list(promises.stories(written().promises.rules[id_].catches[0]))[:3]:
        reasons = told(dict(story)).urgency.reasons
        assert reasons
        assert reasons[0].level == Level.EMERGENCY
        first = reasons[0]
        named = [FINDINGS[one].label["en"] for one in first.findings if FINDINGS[one].kind == "flag"]
        assert first.text.startswith("You said: "), first.text
        assert not named or any(name in first.text.partition(". ")[0] for name in named), first.text


@settings(max_examples=50, deadline=None)
@given(answers(), st.booleans())
def test_every_reason_begins_with_what_was_said(told_: dict[str, Any], finished: bool) -> None:
    known = of_answers(KNOWLEDGE, told_)
    for reason in told(told_, finished).urgency.reasons:
        if set(reason.findings) - known.implied.keys():
            assert reason.text.startswith("You said: "), reason.text
        if reason.rule:
            assert reason.text.endswith(text(KNOWLEDGE.rules[reason.rule].why, "en"))


# ---- causes whose defining sign is not known


@settings(max_examples=60, deadline=None)
@given(answers(), st.booleans())
def test_no_cause_is_listed_while_what_defines_it_is_not_known(told_: dict[str, Any], finished: bool) -> None:
    case = Case.of(MODEL, told_, "said")
    case = guide.without_warning_signs(MODEL, case) if finished else case
    assessment = assess(MODEL, case)
    found = account(MODEL, assessment, "en")
    for cause in found.causes:
        needs = KNOWLEDGE.conditions[cause.id].needs
        assert needs is None or known_to_hold(KNOWLEDGE, needs, assessment.known) is True, cause.id
    for one in found.waiting:
        needs = KNOWLEDGE.conditions[one.id].needs
        assert known_to_hold(KNOWLEDGE, needs, assessment.known) is None
        assert one.findings
        asked = mentioned(parse(needs, KNOWLEDGE.urgency.definitions))
        open_ = {each for each in asked if assessment.known.get(each) == UNKNOWN}
        assert {finding.id for finding in one.findings} <= open_
        assert one.name in one.text
    if found.urgency.level != Level.EMERGENCY and assessment.known.given:
        clinical = account(MODEL, assessment, "en", for_clinicians(KNOWLEDGE.settings.telling))
        assert not clinical.waiting
        assert clinical.causes[0].id == next(iter(assessment.likely))


CRAMPS: dict[str, Answer] = {
    "age": 30,
    "numb-regions": {"left": ["calf"], "right": ["calf"]},  # type: ignore[dict-item]
    "feels-cramping": "present",
    "mood-low-or-anxious": "present",
    "known-for": "months",
    "course": "comes-and-goes",
    "episode-length": "under-2-minutes",
}


@pytest.mark.parametrize("answer", [None, "unknown", "present", "absent"])
def test_twitching_is_an_answer_only_for_who_twitches(answer: str | None) -> None:
    found = told(CRAMPS if answer is None else CRAMPS | {"muscles-twitch": answer})
    listed, waiting = {one.id for one in found.causes}, {one.id for one in found.waiting}
    assert ("benign-twitching" in listed) == (answer == "present")
    assert ("benign-twitching" in waiting) == (answer in (None, "unknown"))


def test_what_is_open_is_what_would_tell() -> None:
    known = of_answers(KNOWLEDGE, {"diabetes": "absent"})
    assert advice.open_findings(KNOWLEDGE, "diabetic-polyneuropathy", known) == ("hba1c-high",)
    known = of_answers(KNOWLEDGE, {"diabetes": "present"})
    assert advice.open_findings(KNOWLEDGE, "diabetic-polyneuropathy", known) == ()
    assert advice.open_findings(KNOWLEDGE, "lumbar-disc-radiculopathy", known) == ()
