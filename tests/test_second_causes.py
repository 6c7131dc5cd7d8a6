"""Two causes at once: the odds are exact, a second cause is told only where both are well supported, and it changes
nothing else."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pinprick.account import account
from pinprick.account.told import Account, ToldSecond
from pinprick.advice import is_held
from pinprick.assessment import assess
from pinprick.case.answers import Answer, Answers
from pinprick.case.case import Case
from pinprick.case.known import of_answers
from pinprick.knowledge import Knowledge, Level, Second
from pinprick.knowledge.ids import OTHER
from pinprick.lab import simulate
from pinprick.model.axes import ORIGINS, Model
from pinprick.model.compiler import compile_model
from pinprick.reasoning.inference import evidence
from pinprick.reasoning.second_causes import beside, of_two
from tests import slow_second, small
from tests.models import shipped

MODEL = shipped()
DIABETES_AND_BACK: dict[str, Answer] = {
    "age": 58.0,
    "diabetes": "present",
    "feels-burning": "present",
    "worse-at-night": "present",
    "known-for": "years",
    "low-back-pain": "present",
    "leg-radiating-pain": "present",
    "cough-worsens": "present",
    "numb-where": "whole-foot",
    "side": "both-sides-unequal",
}
few = settings(max_examples=15, deadline=None)


def told(model: Model, answers: Answers) -> Account:
    return account(model, assess(model, Case.of(model, answers)), "en")


def second(answers: Answers) -> ToldSecond | None:
    return told(MODEL, answers).second


@cache
def without() -> Model:
    """The model that knows of no second cause."""
    knowledge = MODEL.knowledge
    return replace(MODEL, knowledge=replace(knowledge, settings=replace(knowledge.settings, second=None)))


def with_two(knowledge: Knowledge) -> Model:
    limits = Second(of_person=("person",), least_odds=1.0, least_own=1.0)
    return compile_model(replace(knowledge, settings=replace(knowledge.settings, second=limits)))


@few
@given(small.told())
def test_the_odds_are_those_of_every_pair_of_hypotheses(case: small.Told) -> None:
    model = with_two(case.knowledge)
    known = of_answers(model.knowledge, case.answers)
    first, *others = [at for at, cause in enumerate(model.causes) if cause != OTHER]
    every = beside(model, known, evidence(model, known), first, others).log_odds
    for other in others:
        expected = slow_second.odds(model, known, model.causes[first], model.causes[other])
        assert np.exp(every[other]) == pytest.approx(expected, rel=1e-9)
        (alone,) = beside(model, known, evidence(model, known), first, [other]).log_odds.values()
        assert alone == pytest.approx(every[other], rel=1e-9)


@few
@given(small.knowledge_bases(), st.data())
def test_what_the_second_says_nothing_of_is_as_with_the_first_alone(knowledge: Knowledge, data: st.DataObject) -> None:
    model = with_two(knowledge)
    for finding in model.findings:
        origin = model.units.origin[:, model.findings.index(finding)]
        silent = np.flatnonzero(origin == ORIGINS.index("background"))
        unit = data.draw(st.integers(0, len(model.units.cause) - 1))
        for other in (at for at in silent if model.causes[model.units.cause[at]] != OTHER):
            both, alone = of_two(model, finding, None, unit, int(other)), model.raw_at(finding, None)[:, unit]
            assert both == pytest.approx(alone, rel=1e-9)


@few
@given(small.knowledge_bases(), st.data())
def test_two_causes_make_probabilities_and_no_sign_rarer(knowledge: Knowledge, data: st.DataObject) -> None:
    model = with_two(knowledge)
    ours = [at for at, cause in enumerate(model.units.cause) if model.causes[cause] != OTHER]
    one, other = (data.draw(st.sampled_from(ours)) for _ in range(2))
    for finding in model.findings:
        p, alone = of_two(model, finding, None, one, other), model.raw_at(finding, None)
        assert p.sum() == pytest.approx(1)
        assert p == pytest.approx(of_two(model, finding, None, other, one))
        chance = knowledge.background.findings[finding].p
        if isinstance(chance, float) and (alone[0, [one, other]] >= chance).all():
            assert p[0] >= alone[0, [one, other]].max() - 1e-12


def test_diabetes_beside_a_bad_back_is_told_in_a_line_of_its_own() -> None:
    found = second(DIABETES_AND_BACK)
    assert found is not None
    of = {found.id: found.speaks_for, found.first: found.speaks_for_first}
    assert {one.id for one in of["diabetic-polyneuropathy"]} >= {"diabetes"}
    assert {one.id for one in of["lumbar-disc-radiculopathy"]} >= {"leg-radiating-pain"}
    assert all(one.name in found.text and one.name in found.note for one in found.speaks_for[:3])


@pytest.mark.parametrize("risk", ["unknown", "absent", None])
def test_a_cause_whose_risk_was_not_told_is_no_second(risk: str | None) -> None:
    answers = {id_: answer for id_, answer in DIABETES_AND_BACK.items() if id_ != "diabetes"}
    found = second(answers | ({"diabetes": risk} if risk else {}))
    assert found is None or found.id != "diabetic-polyneuropathy"


def test_who_has_one_condition_is_seldom_told_of_two_and_who_has_two_mostly_is() -> None:
    one = [person.answers for person in simulate.people(MODEL, 150, seed=21)]
    assert sum(assess(MODEL, Case.of(MODEL, answers)).second is not None for answers in one) <= 0.05 * len(one)
    both = list(simulate.people_with_two(MODEL, 200, seed=21))
    named = 0
    for person in both:
        found = assess(MODEL, Case.of(MODEL, person.answers)).second
        assert person.expect is not None
        named += found is not None and {found.id, found.first} == set(person.expect.cause)
    assert named >= 0.5 * len(both)


def test_a_second_cause_changes_nothing_else_and_each_is_pointed_to() -> None:
    people = [*simulate.people(MODEL, 15, seed=22), *simulate.people_with_two(MODEL, 25, seed=22)]
    seen = 0
    for person in people:
        with_, plain = told(MODEL, person.answers), told(without(), person.answers)
        assert plain.second is None
        assert replace(with_, second=None) == plain
        if with_.second:
            seen += 1
            assert with_.second.first == with_.causes[0].id
            signs = {one.id for one in with_.second.speaks_for}
            of_first = {one.id for one in with_.second.speaks_for_first}
            assert signs
            assert of_first
            assert not signs & of_first
            assert all(person.answers[id_] == "present" for id_ in signs | of_first)
    assert seen > 5


def test_an_emergency_tells_of_no_second_cause() -> None:
    answers = DIABETES_AND_BACK | {"numb-saddle": "present", "bladder-retention": "present"}
    found = told(MODEL, answers)
    assert found.urgency.level == Level.EMERGENCY
    assert found.second is None


def test_who_has_two_conditions_is_expected_to_be_as_urgent_as_the_graver() -> None:
    for person in simulate.people_with_two(MODEL, 20, seed=23):
        expect = person.expect
        assert expect is not None
        assert len(set(expect.cause)) == 2
        levels = [MODEL.knowledge.conditions[cause].urgency.level for cause in expect.cause]
        assert expect.at_least == expect.at_most >= max(levels)


def test_nor_is_one_whose_own_risk_was_not_told_the_first_of_two() -> None:
    risks = {"diabetes", "heavy-alcohol", "b12-risk", "chemotherapy", "nitrous-oxide", "poor-diet"}
    held = 0
    for person in simulate.people_with_two(MODEL, 60, seed=24):
        answers = {id_: answer for id_, answer in person.answers.items() if id_ not in risks}
        assessment = assess(MODEL, Case.of(MODEL, answers))
        if is_held(MODEL.knowledge, next(iter(assessment.likely)), assessment.known):
            held += 1
            assert assessment.second is None
    assert held > 3
