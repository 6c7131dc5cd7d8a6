"""Advice never contradicts an answer: nobody is told to stop, take or treat what they said no to, and what
helps in a cause waits until what defines that cause is known."""

import re
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinprick.account import account
from pinprick.advice import OfferedMedicine, advise, known_to_hold
from pinprick.assessment import assess
from pinprick.case.answers import Answer
from pinprick.case.case import Case
from pinprick.case.known import of_answers
from pinprick.knowledge import Level, Medicine, Routine, Step, Treatment
from pinprick.rules import parse
from tests.answers import answers
from tests.models import shipped

MODEL = shipped()
KNOWLEDGE = MODEL.knowledge
FINDINGS = KNOWLEDGE.vocabulary.findings
AGAINST = {
    "nitrous-oxide": r"\blaughing gas\b",
    "smoker": r"\bsmok",
    "heavy-alcohol": r"what you drink|drink none|[Ss]top drinking|\bNo alcohol, and vitamin|dependence on alcohol",
    "high-dose-b6": r"(Stop|Stopping|Leave out).*vitamin B6|vitamin B6 \(pyridoxine\)",
    "diabetes": r"glucose goal|blood sugar, blood pressure",
    "chemotherapy": r"cancer team|lower dose, or another",
    "neurotoxic-drug": r"isoniazid|[Ss]topping the medicine",
    "anticoagulant": r"reversing the blood thinner",
    "hiv": r"HIV medicines",
    "tight-belt-clothing": r"\bno tight belt\b|leave off your belt",
    "prediabetes-obesity": r"[Ll]ose weight if you are overweight",
    "recent-weight-loss-fast": r"you have lost weight",
    "kidney-disease": r"[Dd]ialysis",
    "thyroid-disease": r"Levothyroxine",
}
"""By what somebody says no to: words of advice that would contradict it. With it those that hang on the same
expression are said no to."""
FIRST_AID = ("frozen-foot-first-aid", "safety-net")
"""Routines that name such things in what holds for everybody, as "do not smoke" with a frozen foot."""


def lines(answered: Mapping[str, Answer], condition: str) -> Iterator[str]:
    """All that is advised when one cause leads."""
    told = advise(KNOWLEDGE, of_answers(KNOWLEDGE, answered), {condition: 0.9}, Level.ROUTINE)
    for cause in told.causes:
        yield from (step.do["en"] for step in cause.self_care)
        yield from (one.what["en"] for one in cause.treatment)
    for one in told.routines:
        if one.id not in FIRST_AID:
            yield from (step.do["en"] for step in one.routine.steps)


def no_to(finding: str) -> dict[str, Answer]:
    return {finding: "absent", "hba1c-high": "absent", "deep-sedated-sleep": "absent", "poor-diet": "absent"}


@pytest.mark.parametrize("finding", AGAINST)
def test_nobody_is_told_to_stop_take_or_treat_what_they_said_no_to(finding: str) -> None:
    words = re.compile(AGAINST[finding])
    for condition in KNOWLEDGE.conditions:
        wrong = [line for line in lines(no_to(finding), condition) if words.search(" ".join(line.split()))]
        assert not wrong, f"{condition}: {wrong}"


@pytest.mark.parametrize("finding", AGAINST)
def test_it_is_told_to_somebody_who_said_yes(finding: str) -> None:
    words = re.compile(AGAINST[finding])
    found = (line for condition in KNOWLEDGE.conditions for line in lines({finding: "present"}, condition))
    assert any(words.search(" ".join(line.split())) for line in found)


HELD = [id_ for id_, one in KNOWLEDGE.conditions.items() if one.needs is not None]


@pytest.mark.parametrize("condition", HELD)
def test_what_helps_waits_until_what_defines_the_cause_is_known(condition: str) -> None:
    told = advise(KNOWLEDGE, of_answers(KNOWLEDGE, {"feels-numb": "present"}), {condition: 0.9}, Level.ROUTINE)
    (cause,) = told.causes
    assert cause.held
    assert (told.routines, told.medicines, cause.self_care, cause.treatment) == ((), (), (), ())
    assert cause.tests == tuple(one for one in KNOWLEDGE.conditions[condition].confirm if one.sources)


@pytest.mark.parametrize("condition", HELD)
def test_one_answer_that_defines_the_cause_is_enough(condition: str) -> None:
    needs = str(parse(KNOWLEDGE.conditions[condition].needs, KNOWLEDGE.urgency.definitions))
    for finding in FINDINGS:
        if re.search(rf"'{finding}'", needs):
            known = of_answers(KNOWLEDGE, {finding: "present"})
            assert not advise(KNOWLEDGE, known, {condition: 0.9}, Level.ROUTINE).causes[0].held, finding


def test_nobody_without_pain_is_offered_a_medicine_for_nerve_pain() -> None:
    pains = ("feels-burning", "feels-shooting", "touch-hurts", "severe-pain", "leg-radiating-pain")
    told: dict[str, Answer] = {"diabetes": "present", **dict.fromkeys(pains, "absent")}
    ids = {one.id for one in _medicines(told, "diabetic-polyneuropathy")}
    assert not ids & {"gabapentin", "pregabalin", "duloxetine", "amitriptyline", "venlafaxine"}
    assert {one.id for one in _medicines({**told, "feels-burning": "present"}, "diabetic-polyneuropathy")} > ids


def _medicines(told: Mapping[str, Answer], condition: str) -> tuple[OfferedMedicine, ...]:
    return advise(KNOWLEDGE, of_answers(KNOWLEDGE, told), {condition: 0.9}, Level.ROUTINE).medicines


@settings(max_examples=50, deadline=None)
@given(answers(), st.booleans())
def test_no_line_of_any_answer_is_contradicted_and_nothing_is_offered_that_is_not_recommended(
    told: dict[str, Answer], finished: bool
) -> None:
    assessment = assess(MODEL, Case.of(MODEL, told, "advice", finished=finished))
    known, offered = assessment.known, assessment.advice
    told_lines: list[Step | Treatment] = [step for each in offered.routines for step in each.routine.steps]
    for cause in offered.causes:
        told_lines += [*cause.self_care, *cause.treatment]
    for line in told_lines:
        assert line.only_when is None or known_to_hold(KNOWLEDGE, line.only_when, known) is not False
    records: list[Medicine | Routine] = [one.medicine for one in offered.medicines]
    for one in [*records, *(each.routine for each in offered.routines)]:
        assert one.avoid_when is None or known_to_hold(KNOWLEDGE, one.avoid_when, known) is not True
    assert all(each.role != "not-recommended" for each in account(MODEL, assessment, "en").medicines)
