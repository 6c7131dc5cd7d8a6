"""What a question may bring, against twins that try every answer."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from pinprick import interview
from pinprick.case.answers import Answers
from pinprick.case.known import Known, of_answers
from pinprick.model.compiler import compile_model
from pinprick.reasoning import inference
from tests import small

few = settings(max_examples=25)


@few
@given(small.told())
def test_the_weights_of_units_are_those_of_the_posterior(case: small.Told) -> None:
    model = compile_model(case.knowledge)
    slow = inference.posterior(model, inference.evidence(model, of_answers(model.knowledge, case.answers)))
    units = np.bincount(model.hypotheses.unit, weights=slow, minlength=len(model.units.cause))
    believed = inference.believe(model, of_answers(model.knowledge, case.answers))
    assert believed.units == pytest.approx(units, abs=1e-12)


@few
@given(small.told())
def test_expected_information_is_that_of_trying_every_answer(case: small.Told) -> None:
    """I(cause; answer) = H(cause) - Σ P(answer) H(cause | answer), each posterior computed anew."""
    model = compile_model(case.knowledge)
    now = _causes(model, case.answers)
    known = of_answers(model.knowledge, case.answers)
    asked = interview.questions(model, known, inference.believe(model, known), ("person", "examiner", "test"))
    for question in (one for one in asked if one.finding != "age"):
        expected = _entropy(now)
        for value, p in _predicted(model, case.answers, question.finding).items():
            after = _causes(model, {**case.answers, question.finding: value}) if p > 0 else now
            expected -= p * _entropy(after)
        assert question.bits == pytest.approx(max(expected, 0), abs=1e-9)


def _causes(model: Any, answers: Answers) -> Any:
    return inference.believe(model, of_answers(model.knowledge, answers)).causes


def _entropy(p: Any) -> float:
    return float(-(p * np.log2(np.where(p > 0, p, 1))).sum())


def _predicted(model: Any, answers: Answers, finding: str) -> dict[str, float]:
    known = of_answers(model.knowledge, answers)
    weights = inference.posterior(model, inference.evidence(model, known))
    p = _of_units(model, known, finding)[:, model.hypotheses.unit] @ weights
    return dict(zip(model.values[finding], map(float, p), strict=True))


def _of_units(model: Any, known: Known, finding: str) -> Any:
    """P(answer | unit, the answer to the sign that comes together with it), by Bayes where this sign leads."""
    p, pair = np.exp(model.log_p_at(finding, inference.known_band(model, known))), model.beside.get(finding)
    given = inference.column(model, pair.other, known.get(pair.other)) if pair else None
    if pair is None or given is None:
        return p
    if pair.leads:
        p = p * np.exp([model.log_p[model.row_beside(pair.other, given, value)] for value in range(len(p))])
        return p / p.sum(axis=0)
    return np.exp([model.log_p[model.row_beside(finding, value, given)] for value in range(len(p))])
