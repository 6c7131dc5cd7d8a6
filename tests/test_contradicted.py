"""Nobody is told to wait for what they said is so already: "sooner if it gets worse" is not for somebody who said
that it gets worse."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinprick import guide
from pinprick.account import Account, account
from pinprick.account.advice import care
from pinprick.advice import known_to_hold, of_cause
from pinprick.assessment import assess
from pinprick.case.answers import Answer
from pinprick.case.case import Case
from pinprick.case.known import of_answers
from pinprick.rules import parse
from pinprick.urgency import lines, proofs
from pinprick.words.wording import text
from tests.answers import answers
from tests.models import shipped

MODEL = shipped()
KNOWLEDGE = MODEL.knowledge
STAYS: dict[str, Answer] = {"episode-length": "constant", "course": "steady"}
SAID: list[tuple[dict[str, Answer], str]] = [
    ({"course": "worsening"}, r"(if|or) (one of them )?gets worse(?! from| quickly| within)|gets worse[.,;]"),
    ({"course": "comes-and-goes"}, r"keeps coming back, |or keeps coming back$|comes often"),
    ({"course": "same-trigger-each-time"}, r"keeps coming back, |or keeps coming back$"),
    (STAYS, r"not back an hour after|lasts (more than|over) an hour|spreads or stays"),
    ({"spread": "climbing-from-feet"}, r"if it spreads|, spreads|if it climbs"),
]
"""By what somebody said: words that would tell them to wait for it."""


def told(said: dict[str, Any], finished: bool) -> Account:
    case = Case.of(MODEL, said, "said")
    return account(MODEL, assess(MODEL, guide.without_warning_signs(MODEL, case) if finished else case), "en")


def clauses(of: Account) -> Iterator[str]:
    """What says when to see whom: by the level, its rules, the card, what helps, and the safety net."""
    yield of.urgency.within
    yield from (one.tell for one in of.urgency.reasons if one.level == of.urgency.level)
    yield from of.card.do if of.card else ()
    yield from (line for care in of.care for line in care.self_care)
    yield of.urgency.safety_net


@pytest.mark.parametrize(("said", "words"), SAID)
@settings(max_examples=30, deadline=None)
@given(answers(), st.booleans())
def test_no_clause_waits_for_what_was_said(
    said: dict[str, Answer], words: str, told_: dict[str, Any], finished: bool
) -> None:
    for line in clauses(told(told_ | said, finished)):
        assert not re.search(words, line), line


@settings(max_examples=40, deadline=None)
@given(answers(), st.booleans())
def test_nobody_is_told_to_come_back_for_what_is_so(told_: dict[str, Any], finished: bool) -> None:
    of = told(told_, finished)
    known = of_answers(KNOWLEDGE, told_)
    for each in of.care:
        so = {
            one.says["en"]
            for one in KNOWLEDGE.conditions[each.condition].urgency.upgrades
            if known_to_hold(KNOWLEDGE, one.when, known) is True
        }
        assert not so & {one.sign for one in each.come_back_if}
        assert of.card is None or of.card.cause != each.condition or not so & {one.sign for one in of.card.worry_if}


@settings(max_examples=40, deadline=None)
@given(answers())
def test_some_advice_to_come_back_is_always_left(told_: dict[str, Any]) -> None:
    of = told(told_, finished=True)
    assert of.urgency.safety_net.startswith("See a doctor")
    assert "Call the emergency number if" in of.urgency.safety_net


def test_whoever_said_that_it_gets_worse_is_told_to_say_so() -> None:
    of = told({"course": "worsening", "known-for": "years", "feels-numb": "present"}, finished=True)
    assert "say when you book that it is getting worse" in of.urgency.within
    calm = told({"course": "steady", "known-for": "years", "feels-numb": "present"}, finished=True)
    assert "sooner if it changes or gets worse" in calm.urgency.within


@pytest.mark.parametrize("id_", sorted(KNOWLEDGE.conditions))
def test_what_makes_a_condition_more_urgent_is_no_reason_to_come_back_once_it_is_so(id_: str) -> None:
    every = frozenset(KNOWLEDGE.vocabulary.findings)
    for upgrade in KNOWLEDGE.conditions[id_].urgency.upgrades:
        for one in lines.alternatives(parse(upgrade.when, KNOWLEDGE.urgency.definitions)):
            known = of_answers(KNOWLEDGE, proofs.witness(one, every))
            left = care(KNOWLEDGE, known, of_cause(KNOWLEDGE, id_), "en").come_back_if
            assert text(upgrade.says, "en") not in {sign.sign for sign in left}
