"""Signs that come together are no two proofs; each alone keeps its weight, and no verdict grows calmer for it."""

from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pinprick.authoring.checks.urgency import settings as faults
from pinprick.case.answers import Answer, Answers
from pinprick.case.case import Case
from pinprick.case.known import known as what_is_known
from pinprick.case.known import of_answers
from pinprick.knowledge import Knowledge, Together
from pinprick.lab import simulate
from pinprick.model import together
from pinprick.model.axes import Model
from pinprick.model.compiler import compile_model
from pinprick.reasoning.inference import believe
from pinprick.reasoning.outlook import effects
from pinprick.urgency import level_of
from tests.answers import answers
from tests.models import shipped, written

MODEL = shipped()
KNOWLEDGE = MODEL.knowledge
PAIRS = [pair.signs for pair in KNOWLEDGE.settings.together.values()]
EYE = ("vision-loss-or-blur", "eye-pain-moving")
probabilities = st.floats(0.001, 0.999)


@cache
def apart() -> Model:
    """The model in which no two signs come together."""
    settings_ = replace(KNOWLEDGE.settings, together={})
    return compile_model(replace(KNOWLEDGE, settings=settings_))


def likely(model: Model, told: Answers) -> dict[str, float]:
    return dict(zip(model.causes, believe(model, of_answers(KNOWLEDGE, told)).causes, strict=True))


@given(probabilities, probabilities, probabilities)
def test_each_sign_keeps_its_own_probability(first: float, second: float, share: float) -> None:
    joint = together.joint(np.array(first), np.array(second), np.array(share))
    assert (joint > 0).all()
    np.testing.assert_allclose(joint.sum(axis=1)[0], first, atol=1e-12)
    np.testing.assert_allclose(joint.sum(axis=0)[0], second, atol=1e-12)
    np.testing.assert_allclose(joint.sum(), 1)
    assert joint[0, 0] >= first * second - 1e-12


@pytest.mark.parametrize("signs", PAIRS)
def test_a_sign_alone_weighs_what_it_weighed(signs: tuple[str, str]) -> None:
    for sign in signs:
        for answer in ("present", "absent"):
            told: Answers = {"age": 40.0, "known-for": "weeks", sign: answer}
            if set(signs) <= of_answers(KNOWLEDGE, told).answers.keys():
                continue  # a tender swollen calf is a swollen leg by definition
            assert likely(MODEL, told) == pytest.approx(likely(apart(), told))


@pytest.mark.parametrize("signs", PAIRS)
def test_two_signs_of_one_trouble_weigh_less_than_their_sum(signs: tuple[str, str]) -> None:
    """For the cause that both speak for most, as it would be were they apart."""
    alone = [likely(MODEL, {sign: "present"}) for sign in signs]
    before, both = likely(MODEL, {"sex": "female"}), dict.fromkeys(signs, "present")
    two, one = likely(apart(), both), likely(MODEL, both)
    bringing = [id_ for id_, of in KNOWLEDGE.conditions.items() if all(sign in of.findings for sign in signs)]
    gain = {id_: min(each[id_] for each in alone) / before[id_] for id_ in bringing}
    cause = max(gain, key=lambda id_: gain[id_] * (two[id_] > 0.01))
    assert one[cause] < two[cause]


def test_an_eye_that_hurts_and_sees_badly_is_one_proof() -> None:
    story: Answers = {"age": 31.0, "sex": "female", "onset": "hours-days", "known-for": "weeks"}
    either = max(likely(MODEL, {**story, sign: "present"})["multiple-sclerosis"] for sign in EYE)
    both: Answers = {**story, **dict.fromkeys(EYE, "present")}
    assert either < likely(MODEL, both)["multiple-sclerosis"] < likely(apart(), both)["multiple-sclerosis"] - 0.05


@settings(max_examples=40, deadline=None)
@given(answers(), st.sampled_from(PAIRS))
def test_no_verdict_is_calmer_than_with_each_sign_by_itself(told: dict[str, Any], signs: tuple[str, str]) -> None:
    case = Case.of(MODEL, told | dict.fromkeys(signs, "present"))
    known = what_is_known(KNOWLEDGE, case)
    levels = [level_of(model, known, believe(model, known)) for model in (MODEL, apart())]
    assert levels[0] >= levels[1]


@pytest.mark.parametrize("signs", PAIRS)
def test_an_open_question_knows_of_the_sign_it_comes_together_with(signs: tuple[str, str]) -> None:
    """What an answer would do is what it does."""
    for first, second in (signs, signs[::-1]):
        told: dict[str, Answer] = {"age": 50.0, first: "present"}
        known = of_answers(KNOWLEDGE, told)
        if second in known.answers:
            continue
        for effect in effects(MODEL, known, believe(MODEL, known), second):
            after = likely(MODEL, {**told, second: effect.value})
            if set(of_answers(KNOWLEDGE, {**told, second: effect.value}).answers) == {*known.answers, second}:
                assert effect.causes == pytest.approx(after)


def test_simulated_people_have_both_or_neither_more_often() -> None:
    people = [case.answers for case in simulate.people(MODEL, 1500, 3)]
    counts = {}
    for first, second in PAIRS:
        of = [(one.get(first) == "present", one.get(second) == "present") for one in people]
        p, q = (np.mean([each[at] for each in of]) for at in (0, 1))
        counts[first, second] = np.mean([a and b for a, b in of]) - p * q
    assert min(counts["unsteady", "falls"], counts["worse-at-night", "sleep-disturbed"]) > 0.01


def with_pair(signs: tuple[str, str], other: tuple[str, str] | None = None) -> Knowledge:
    number = KNOWLEDGE.settings.together["eye"].brought
    pairs = {str(index): Together(one, number, number) for index, one in enumerate(filter(None, (signs, other)))}
    return replace(written(), settings=replace(written().settings, together=pairs))


@pytest.mark.parametrize(
    ("knowledge", "says"),
    [
        (with_pair(("no-such", "falls")), "is not a finding"),
        (with_pair(("onset", "falls")), "is no sign by itself"),
        (with_pair(("diabetes", "falls")), "is no sign by itself"),
        (with_pair(("vibration-low", "falls")), "is no sign by itself"),
        (with_pair(("numb-saddle", "falls")), "is no sign by itself"),
        (with_pair(("unsteady", "falls"), ("falls", "dizzy")), "stands in two pairs"),
    ],
)
def test_what_cannot_come_together_is_a_fault(knowledge: Knowledge, says: str) -> None:
    assert any(says in fault.what for fault in faults(knowledge))
    assert not list(faults(written()))
