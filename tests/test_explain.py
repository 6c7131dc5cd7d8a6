"""Weights of evidence add up, do not depend on order, and agree with a slow integral over the
oracle's states."""

import itertools
import math
from collections.abc import Callable, Sequence
from random import Random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pinprick.case.known import of_answers
from pinprick.knowledge.quantity import Quantity
from pinprick.model.axes import Array, Model
from pinprick.model.compiler import compile_model
from pinprick.reasoning import inference
from pinprick.reasoning import weights as explain
from tests import drawing, loud, oracle, small

LN2 = math.log(2)


def _log_odds_bits(model: Model, log_weights: Array) -> Array:
    """log2-odds of each cause, in log space, so that none is lost next to 0 or 1."""
    of_cause = [model.hypotheses.cause == index for index in range(len(model.causes))]
    return (
        np.array([np.logaddexp.reduce(log_weights[c]) - np.logaddexp.reduce(log_weights[~c]) for c in of_cause]) / LN2
    )


def _check_sum(case: small.Told) -> None:
    model = compile_model(case.knowledge)
    found = inference.evidence(model, of_answers(model.knowledge, case.answers))
    bits = explain.weights_of_evidence(model, found, model.causes)
    prior = model.hypotheses.log_prior
    gained = _log_odds_bits(model, prior + inference.log_likelihoods(model, found).sum(axis=0)) - _log_odds_bits(
        model, prior
    )
    assert bits.shape == (len(model.causes), len(found.findings))
    assert bits.sum(axis=1) == pytest.approx(gained, abs=1e-9, rel=0)


@given(small.told())
def test_rows_add_up(case: small.Told) -> None:
    _check_sum(case)


@settings(max_examples=25)
@given(loud.contradictory)
def test_rows_add_up_on_extreme_evidence(case: small.Told) -> None:
    model = compile_model(case.knowledge)
    found = inference.evidence(model, of_answers(model.knowledge, case.answers))
    total = inference.log_likelihoods(model, found).sum(axis=0)
    assert total.max() - total.min() > 100
    _check_sum(case)


@settings(max_examples=20)
@given(small.told(), st.data())
def test_some_causes_are_explained_as_among_all(case: small.Told, data: st.DataObject) -> None:
    model = compile_model(case.knowledge)
    found = inference.evidence(model, of_answers(model.knowledge, case.answers))
    some = data.draw(st.lists(st.sampled_from(model.causes), unique=True))
    whole = explain.weights_of_evidence(model, found, model.causes)
    expected = whole[[model.causes.index(cause) for cause in some]]
    assert np.array_equal(explain.weights_of_evidence(model, found, some), expected)


@settings(max_examples=20)
@given(small.told(), st.randoms(use_true_random=False))
def test_the_order_of_answers_never_matters(case: small.Told, random: Random) -> None:
    model = compile_model(case.knowledge)
    order = list(case.answers)
    random.shuffle(order)
    shuffled = inference.evidence(model, of_answers(model.knowledge, {id_: case.answers[id_] for id_ in order}))
    found = inference.evidence(model, of_answers(model.knowledge, case.answers))
    assert found.findings == shuffled.findings
    assert np.array_equal(
        explain.weights_of_evidence(model, found, model.causes),
        explain.weights_of_evidence(model, shuffled, model.causes),
    )


# ---- the slow twin: the oracle's states, adaptive Simpson


def _simpson(f: Callable[[float], float], low: float, high: float, error: float) -> float:
    """∫ f, halving where a finer rule differs by more than the error."""

    def part(a: float, b: float, fa: float, fm: float, fb: float) -> float:
        m = (a + b) / 2
        left, right = f((a + m) / 2), f((m + b) / 2)
        coarse = (b - a) / 6 * (fa + 4 * fm + fb)
        fine = (b - a) / 12 * (fa + 4 * left + 2 * fm + 4 * right + fb)
        if abs(fine - coarse) < 15 * error * (b - a):
            return fine + (fine - coarse) / 15
        return part(a, m, fa, left, fm) + part(m, b, fm, right, fb)

    # begun in pieces, so that a bend in one of them is not overlooked
    edges = [low + (high - low) * index / 16 for index in range(17)]
    return sum(part(a, b, f(a), f((a + b) / 2), f(b)) for a, b in itertools.pairwise(edges))


def _mean(states: Sequence[oracle.Weighed], t: float, finding: str) -> float:
    """E_t[ℓ_f] over states weighed by prior · exp(t Σ ℓ)."""
    logs = [w.log_prior + t * math.fsum(w.answers.values()) for w in states]
    most = max(logs)
    weights = [math.exp(value - most) for value in logs]
    return sum(p * w.answers[finding] for p, w in zip(weights, states, strict=True)) / sum(weights)


@settings(max_examples=8)
@given(small.told(), st.data())
def test_a_slow_integral_agrees(case: small.Told, data: st.DataObject) -> None:
    model = compile_model(case.knowledge)
    found = inference.evidence(model, of_answers(model.knowledge, case.answers))
    assume(found.findings)
    finding = data.draw(st.sampled_from(found.findings))
    cause = data.draw(st.sampled_from(model.causes))
    weighed = list(oracle.weigh(case.knowledge, case.answers))
    own = [w for w in weighed if w.state.cause == cause]
    rest = [w for w in weighed if w.state.cause != cause]
    slow = _simpson(lambda t: _mean(own, t, finding) - _mean(rest, t, finding), 0, 1, 1e-8) / LN2
    bits = explain.weights_of_evidence(model, found, model.causes)
    assert bits[model.causes.index(cause), found.findings.index(finding)] == pytest.approx(slow, abs=1e-6)


# ---- what a row means


@settings(max_examples=30)
@given(small.told())
def test_a_row_lies_between_the_least_and_the_most_it_can_say(case: small.Told) -> None:
    """An answer that every state of a cause explains better than any other state speaks for it, and
    the reverse."""
    model = compile_model(case.knowledge)
    found = inference.evidence(model, of_answers(model.knowledge, case.answers))
    bits = explain.weights_of_evidence(model, found, model.causes)
    for index in range(len(model.causes)):
        own = model.hypotheses.cause == index
        for row, value in zip(inference.log_likelihoods(model, found), bits[index], strict=True):
            least, most = row[own].min() - row[~own].max(), row[own].max() - row[~own].min()
            assert least / LN2 - 1e-9 <= value <= most / LN2 + 1e-9


COUNTED = Quantity(0.8, "study", ("a-study",))
TINGLING = small.on_tingling(COUNTED, drawing.quantity(0.1))


@pytest.mark.parametrize(("answer", "ratio"), [("present", 0.8 / 0.1), ("absent", 0.2 / 0.9)])
def test_one_answer_weighs_the_log_of_its_likelihood_ratio(answer: str, ratio: float) -> None:
    model = compile_model(TINGLING)
    found = inference.evidence(model, of_answers(model.knowledge, {"tingles": answer}))
    bits = explain.weights_of_evidence(model, found, model.causes)
    assert bits[0, 0] == pytest.approx(math.log2(ratio), abs=1e-9)


def test_no_answers_no_rows() -> None:
    model = compile_model(TINGLING)
    nothing = inference.evidence(model, of_answers(model.knowledge, {}))
    assert explain.weights_of_evidence(model, nothing, model.causes).shape == (3, 0)


def test_a_reason_knows_what_it_rests_on() -> None:
    model = compile_model(TINGLING)
    found = inference.evidence(model, of_answers(model.knowledge, {"sex": "female", "tingles": "present"}))
    told = explain.reasons(model, found, explain.weights_of_evidence(model, found, ["pressure"])[0], "pressure")
    assert [(reason.finding, reason.basis, reason.sources) for reason in told] == [
        ("tingles", "study", ("a-study",)),
        ("sex", "estimate", ()),
    ]
    assert explain.basis_share(told) == pytest.approx({"study": 1.0, "estimate": 0.0}, abs=1e-9)


@settings(max_examples=20)
@given(small.told())
def test_reasons_of_any_cause_are_all_rows_strongest_first(case: small.Told) -> None:
    model = compile_model(case.knowledge)
    found = inference.evidence(model, of_answers(model.knowledge, case.answers))
    bits = explain.weights_of_evidence(model, found, model.causes)
    for index, cause in enumerate(model.causes):
        told = explain.reasons(model, found, bits[index], cause)
        assert sorted(reason.finding for reason in told) == sorted(found.findings)
        assert sum(reason.bits for reason in told) == pytest.approx(float(bits[index].sum()), abs=1e-9)
        weights = [abs(reason.bits) for reason in told]
        assert weights == sorted(weights, reverse=True)
