"""The three kinds of interview that are played: as told, with symptoms said first, completed."""

from collections import Counter

import numpy as np

from pinprick.case.answers import Answer
from pinprick.case.case import Case, Expect, changed
from pinprick.case.known import red_flags_to_ask
from pinprick.knowledge import Level
from pinprick.knowledge.ids import ABSENT, AGE, MAP, PRESENT, UNKNOWN
from pinprick.lab import rehearsal
from pinprick.lab.completing import completed
from tests.models import shipped

MODEL = shipped()
KNOWLEDGE = MODEL.knowledge
FINDINGS = KNOWLEDGE.vocabulary.findings
BURNING: dict[str, Answer] = {
    "feels-burning": PRESENT,
    "diabetes": PRESENT,
    "worse-at-night": PRESENT,
    "foot-drop": UNKNOWN,
}


def case_of(cause: str, answers: dict[str, Answer]) -> Case:
    expect = Expect((cause,), (), Level.SELF_CARE, Level.EMERGENCY)
    return changed(MODEL, Case.of(MODEL, answers, f"of-{cause}"), expect=expect)


def test_what_is_told_stays_and_no_red_flag_is_drawn() -> None:
    case = case_of("diabetic-polyneuropathy", BURNING)
    for drawn in completed(MODEL, case, 5):
        assert drawn.answers.items() >= case.answers.items()
        flags = {*KNOWLEDGE.screen.findings, *red_flags_to_ask(KNOWLEDGE)} - BURNING.keys()
        assert {drawn.answers[id_] for id_ in flags} == {ABSENT}
        assert {FINDINGS[id_].by for id_ in drawn.answers} == {"person"}
        assert MAP not in drawn.answers, "nobody paints what was not told"


def test_the_draws_of_a_case_are_always_the_same_and_differ_from_each_other() -> None:
    case = case_of("diabetic-polyneuropathy", BURNING)
    first, again = ([one.answers for one in completed(MODEL, case, 4)] for _ in range(2))
    assert first == again
    assert len({frozenset(one.items()) for one in first}) > 1


def test_what_is_not_told_is_drawn_as_the_right_cause_has_it() -> None:
    """A sign that nine in ten have with the cause is there in most draws, and an age fits its band."""
    case = case_of("meralgia-paresthetica", {"sex": "male"})
    drawn = [one.answers for one in completed(MODEL, case, 200)]
    index = MODEL.causes.index("meralgia-paresthetica")
    units = np.flatnonzero(MODEL.units.cause == index)
    weights = np.exp(MODEL.units.log_prior[units])
    for id_ in ("standing-brings-on", "feels-burning", "tight-belt-clothing"):
        column = MODEL.values[id_].index(PRESENT)
        of_units = MODEL.raw_at(id_, None)[column, units]
        expected = float(of_units @ weights / weights.sum())
        seen = Counter(one[id_] for one in drawn)[PRESENT] / len(drawn)
        assert abs(seen - expected) < 4 * np.sqrt(expected * (1 - expected) / len(drawn)) + 0.02, id_
    assert all(0 <= float(str(one[AGE])) < 120 for one in drawn)


def test_only_what_is_offered_is_said_first_and_at_most_three() -> None:
    offered = [one.finding for one in KNOWLEDGE.screen.notice]
    case = case_of(
        "diabetic-polyneuropathy", {**BURNING, **dict.fromkeys(offered[:6], PRESENT), "night-back-pain": PRESENT}
    )
    first = rehearsal.volunteered(MODEL, case)
    assert len(first) == 3
    assert set(first) <= set(offered)
    assert not set(first) & {*KNOWLEDGE.screen.findings}
    assert rehearsal.volunteered(MODEL, case_of("diabetic-polyneuropathy", {"feels-burning": ABSENT})) == ()


def test_who_says_something_first_has_one_page_more_at_the_start() -> None:
    case = case_of("diabetic-polyneuropathy", BURNING)
    kinds = dict(rehearsal.rehearse(MODEL, case))
    assert list(kinds) == list(rehearsal.KINDS)
    silent = rehearsal.play(MODEL, case, ())
    assert silent.pages == kinds["told"].pages + 1


def test_the_figures_of_each_kind_are_told_apart() -> None:
    case = case_of("diabetic-polyneuropathy", BURNING)
    told = rehearsal.summaries(rehearsal.rehearse(MODEL, case))
    assert [figures["n"] for figures in told.values()] == [1, 1, 3]
    assert rehearsal.summaries([]) == {}
