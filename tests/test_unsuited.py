"""What is told beside an emergency suits whoever reads it: sugar is not forbidden where it may be the treatment,
nothing calms, and nothing is said twice. No cause is told as fitting of which it is not known whether it can hold."""

import pytest

from pinprick.account import Account, account
from pinprick.account.told import ToldUrgency
from pinprick.account.verdict import lesser
from pinprick.advice import is_held
from pinprick.assessment import Assessment, assess
from pinprick.case.answers import Answer, Answers, Painted
from pinprick.case.case import Case
from pinprick.knowledge import Level
from pinprick.knowledge.ids import ABSENT, MAP, PRESENT
from pinprick.urgency import parsed
from pinprick.urgency.proofs import witness
from pinprick.words import ENGLISH, say
from pinprick.words.wording import text
from tests.pages import FINDINGS, KNOWLEDGE, MODEL

RULES = parsed(KNOWLEDGE)
PERSON = frozenset(id_ for id_, finding in FINDINGS.items() if finding.by == "person")
STORIES = {
    id_: found
    for id_, expr in RULES.fires.items()
    if RULES.levels[id_] == Level.EMERGENCY and (found := witness(expr, PERSON))
}
"""Of each emergency rule the fewest answers that make it fire."""
BESIDE = {"diabetes": PRESENT, "feels-numb": PRESENT, "kidney-disease": PRESENT}
NEEDING = [id_ for id_, one in KNOWLEDGE.conditions.items() if one.needs is not None]


def as_painted(least: Answer) -> Answer:
    """A map as it can be painted: what has no side in its middle."""
    assert isinstance(least, Painted)
    middle = frozenset(id_ for id_ in least.left if KNOWLEDGE.vocabulary.regions[id_].midline)
    return Painted(left=least.left - middle, right=least.right, midline=least.midline | middle)


def assessed(answers: Answers) -> Assessment:
    shown = {id_: as_painted(one) if id_ == MAP else one for id_, one in answers.items()}
    return assess(MODEL, Case.of(MODEL, shown))


def told(answers: Answers) -> ToldUrgency:
    return account(MODEL, assessed(answers), ENGLISH).urgency


@pytest.mark.parametrize("rule", STORIES)
def test_no_emergency_forbids_sugar_to_whoever_may_need_it(rule: str) -> None:
    with_diabetes = told({**STORIES[rule], "diabetes": PRESENT}).emergency
    without = told(STORIES[rule]).emergency
    assert with_diabetes is not None
    assert without is not None
    assert [line for line in with_diabetes.do_not if "eat" in line and "sugar" not in line] == []
    assert any("eat or drink" in line for line in without.do_not)
    assert any("sugar" in line for line in without.do_not) == ("diabetes" in STORIES[rule])


@pytest.mark.parametrize("rule", STORIES)
def test_beside_an_emergency_nothing_calms_or_is_said_of_the_same_answers_again(rule: str) -> None:
    urgency = told({**BESIDE, **STORIES[rule]})
    also, first = lesser(urgency), [one for one in urgency.reasons if one.level == urgency.level]
    assert [one.text for one in also if one.level <= Level.ROUTINE] == []
    before = [set(one.findings) for one in first]
    for one in also:
        assert not any(set(one.findings) <= known for known in before), one.text
        before.append(set(one.findings))


@pytest.mark.parametrize("condition", NEEDING)
def test_no_reason_gives_odds_of_a_cause_whose_definition_was_not_asked(condition: str) -> None:
    """Its own findings are told, and nothing of what defines it."""
    record = KNOWLEDGE.conditions[condition]
    own = {id_: PRESENT for id_, one in record.findings.items() if isinstance(one.p, float) and one.p >= 0.5}
    answers = {id_: PRESENT for id_ in own if FINDINGS[id_].kind == "flag" and FINDINGS[id_].by == "person"}
    found = assessed(answers)
    for one in account(MODEL, found, ENGLISH).urgency.reasons:
        if one.condition and one.level != Level.EMERGENCY and is_held(KNOWLEDGE, one.condition, found.known):
            assert " in 10" not in one.text, one.text
            assert "nothing is known yet" in one.text, one.text


def test_a_cause_that_waits_is_a_reason_in_some_story() -> None:
    toe = frozenset({"great-toe"})
    story: dict[str, Answer] = {
        MAP: Painted(left=toe, right=toe),
        "neurotoxic-drug": PRESENT,
        "feels-numb": PRESENT,
        "age": 73,
    }
    story |= {"diabetes": "absent", "heavy-alcohol": "absent", "known-for": "months", "onset": "months-years"}
    found = assessed({**story, "sex": "male"})
    reasons = account(MODEL, found, ENGLISH).urgency.reasons
    waiting = [one for one in reasons if one.condition and is_held(KNOWLEDGE, one.condition, found.known)]
    assert waiting
    assert all("nothing is known yet" in one.text for one in waiting)


DENIED: Answers = {id_: ABSENT for id_, one in FINDINGS.items() if one.by == "person" and one.kind == "flag"}
LONG: Answers = {"onset": "months-years", "known-for": "years", "course": "steady", "episode-length": "constant"}


def told_in_full(answers: Answers) -> Account:
    """With everything else denied, so that the card is more than "answer the warning signs first"."""
    return account(MODEL, assessed({**DENIED, **LONG, "age": 68.0, "sex": "female", **answers}), ENGLISH)


@pytest.mark.parametrize("region", [id_ for id_, one in KNOWLEDGE.vocabulary.regions.items() if one.segment != "foot"])
def test_whoever_has_no_numb_foot_is_not_told_to_draw_on_it(region: str) -> None:
    marks = frozenset({region})
    painted = Painted(midline=marks) if KNOWLEDGE.vocabulary.regions[region].midline else Painted(left=marks)
    found = told_in_full({MAP: painted, "feels-numb": PRESENT, "side": "one-side"})
    lines = found.card.do if found.card else ()
    assert not [line for line in lines if "draw" in line.lower() and "foot" in line]


def test_no_card_says_that_causes_have_something_else_in_common() -> None:
    """Restless legs, or the nerves of failing kidneys: neither is sure, and their family has no name."""
    foot = frozenset(id_ for id_, one in KNOWLEDGE.vocabulary.regions.items() if one.segment == "foot")
    restless = ("kidney-disease", "urge-to-move", "moving-relieves", "worse-at-night", "feels-tingling")
    found = told_in_full({MAP: Painted(left=foot, right=foot), **dict.fromkeys(restless, PRESENT)})
    unnamed = {text(one.name, ENGLISH) for one in KNOWLEDGE.families.values() if not one.alike}
    assert found.card
    assert found.families[0].name in unnamed
    assert found.card.cause is None
    assert found.card.beside == say(ENGLISH, "card.nothing-in-common")


def test_tingling_alone_is_not_told_as_panic() -> None:
    """A first spell at 67 that marches over face and hand may be a small stroke; nobody told of fast breathing."""
    spell = ("numb-face", "numb-arm-or-hand", "marching-spread", "feels-tingling")
    first: Answers = {"age": 67.0, "sex": "male", "onset": "seconds-minutes", "known-for": "first-time-today"}
    found = account(MODEL, assessed({**first, **dict.fromkeys(spell, PRESENT)}), ENGLISH)
    assert "hyperventilation-panic" not in [one.id for one in found.causes]
    assert "hyperventilation-panic" in [one.id for one in found.waiting]
    worried = account(MODEL, assessed({**first, **dict.fromkeys((*spell, "anxious-breathing"), PRESENT)}), ENGLISH)
    assert "hyperventilation-panic" in [one.id for one in worried.causes]
    assert worried.urgency.level == found.urgency.level
