"""Draws of the knowledge base: keyed by path, as wide as the ranges say, and around the model
itself."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pinprick.case.known import of_answers
from pinprick.knowledge import Knowledge, Spread
from pinprick.knowledge.quantity import Basis, Quantity
from pinprick.model.axes import Array
from pinprick.model.compiler import compile_model
from pinprick.model.draws import prior
from pinprick.model.draws.keyed import LEAST
from pinprick.reasoning import inference, uncertainty
from tests import drawing, loud, small
from tests.models import shipped
from tests.pages import article

few = settings(max_examples=25)


def _settings(knowledge: Knowledge, draws: int, spread: Spread) -> Knowledge:
    every: dict[Basis, Spread] = {"study": spread, "review": spread, "estimate": spread}
    return replace(knowledge, settings=replace(knowledge.settings, draws=draws, spread=every))


@few
@given(small.told() | loud.contradictory)
def test_draws_are_distributions_and_the_interval_holds_the_number(case: small.Told) -> None:
    model = compile_model(case.knowledge)
    drawn = uncertainty.draws(model, of_answers(model.knowledge, case.answers))
    assert drawn.shape == (model.knowledge.settings.draws, len(model.causes))
    assert np.isfinite(drawn).all()
    assert (drawn >= 0).all()
    assert drawn.sum(axis=1) == pytest.approx(1, abs=1e-12)
    by_cause = inference.believe(model, of_answers(model.knowledge, case.answers)).causes
    for p, held in zip(by_cause, uncertainty.intervals(drawn, by_cause), strict=True):
        assert 0 <= held.low <= p <= held.high <= 1
    assert sum(uncertainty.stable_first(drawn, index) for index in range(len(model.causes))) == pytest.approx(1)


@pytest.mark.parametrize("count", [1, 2, 3, 200])
def test_an_interval_is_the_middle_of_the_draws(count: int) -> None:
    drawn = np.random.default_rng(count).random((count, 5))
    low, high = np.quantile(drawn, (0.05, 0.95), axis=0)
    held = uncertainty.intervals(drawn, (low + high) / 2)
    assert [one.low for one in held] == pytest.approx(low)
    assert [one.high for one in held] == pytest.approx(high)


@settings(max_examples=3)
@given(loud.hopeless)
def test_draws_are_distributions_where_every_probability_underflows(case: small.Told) -> None:
    drawn = uncertainty.draws(
        compile_model(case.knowledge), of_answers(compile_model(case.knowledge).knowledge, case.answers)
    )
    assert np.isfinite(drawn).all()
    assert drawn.sum(axis=1) == pytest.approx(1, abs=1e-12)


@few
@given(small.told())
def test_draws_come_again(case: small.Told) -> None:
    model = compile_model(case.knowledge)
    kept = replace(model, drawn=prior.prepare(model))
    once = uncertainty.draws(model, of_answers(model.knowledge, case.answers))
    turned = dict(reversed(case.answers.items()))
    assert np.array_equal(
        once,
        uncertainty.draws(compile_model(case.knowledge), of_answers(compile_model(case.knowledge).knowledge, turned)),
    )
    assert np.array_equal(once, uncertainty.draws(kept, of_answers(kept.knowledge, case.answers)))


@few
@given(small.told())
def test_what_is_sure_is_drawn_as_it_stands(case: small.Told) -> None:
    """With no spread at all every draw is the model: the draws follow the same formulas."""
    knowledge = _settings(case.knowledge, 3, Spread(log_odds=0.0, concentration=1e13))
    model = compile_model(knowledge)
    assume((model.raw >= LEAST).all())  # nothing is drawn closer to 0
    by_cause = inference.believe(model, of_answers(model.knowledge, case.answers)).causes
    for drawn in uncertainty.draws(model, of_answers(model.knowledge, case.answers)):
        assert drawn == pytest.approx(by_cause, abs=1e-4)


@few
@given(small.told(), st.data())
def test_one_condition_more_changes_no_other_draw(case: small.Told, data: st.DataObject) -> None:
    knowledge = case.knowledge
    more = data.draw(small.condition_records("a-new-one", knowledge.vocabulary, tuple(knowledge.sites)))
    first = data.draw(st.booleans())
    added = {more.id: more} | knowledge.conditions if first else knowledge.conditions | {more.id: more}
    before, after = compile_model(knowledge), compile_model(replace(knowledge, conditions=added))
    old = uncertainty.draws(before, of_answers(before.knowledge, case.answers))
    new = uncertainty.draws(after, of_answers(after.knowledge, case.answers))[
        :, [after.causes.index(cause) for cause in before.causes]
    ]
    new, old = new[:, :-1], old[:, :-1]  # an illness akin to ours is like the new one too
    assert new / new.sum(axis=1, keepdims=True) == pytest.approx(old / old.sum(axis=1, keepdims=True), abs=1e-9)


# ---- as wide as the range says


def _one_flag(p: Quantity, draws: int) -> Array:
    """P(present | the one condition) in each draw, read off the odds against the other one, which
    is sure."""
    knowledge = small.on_tingling(p, drawing.quantity(0.5, (0.5, 0.5)), draws)
    model = compile_model(knowledge)
    asked, not_asked = (
        uncertainty.draws(model, of_answers(model.knowledge, {"tingles": "present"})),
        uncertainty.draws(model, of_answers(model.knowledge, {})),
    )
    ratio: Array = (asked[:, 0] / asked[:, 1]) / (not_asked[:, 0] / not_asked[:, 1])
    return ratio * 0.5


@pytest.mark.parametrize(
    ("p", "low", "high"), [(0.5, 0.3, 0.7), (0.9, 0.76923, 0.96429), (0.02, 0.01, 0.0392), (0.001, 0.0003, 0.00333)]
)
def test_the_draws_of_a_flag_have_its_median_and_its_range(p: float, low: float, high: float) -> None:
    drawn = _one_flag(Quantity(p, "study", ("a-study",), (low, high)), draws=4000)
    quantiles = np.quantile(drawn, (0.05, 0.5, 0.95))
    odds = np.log(quantiles / (1 - quantiles))
    expected = [np.log(x / (1 - x)) for x in (low, p, high)]
    assert odds == pytest.approx(expected, abs=0.06 * (expected[2] - expected[0]))


def test_without_a_range_the_basis_says_how_wide() -> None:
    drawn = _one_flag(drawing.quantity(0.3), draws=4000)
    odds = np.log(drawn / (1 - drawn))
    spread = small.PLAIN_SETTINGS.spread["estimate"].log_odds
    assert odds.mean() == pytest.approx(np.log(0.3 / 0.7), abs=4 * spread / 4000**0.5)
    assert odds.std() == pytest.approx(spread, rel=0.05)


def test_a_range_that_touches_nought_or_one_has_an_end() -> None:
    for p, reach in ((0.01, (0.0, 0.03)), (0.98, (0.93, 1.0))):
        drawn = _one_flag(Quantity(p, "estimate", (), reach), draws=400)
        assert np.isfinite(drawn).all()
        assert np.median(drawn) == pytest.approx(p, rel=0.2)
        assert 0 < drawn.std() < 0.1


# ---- where the sums of a case begin


@pytest.mark.parametrize("left_out", [0, 40, 120])
def test_draws_are_the_same_from_a_no_to_every_sign_as_from_nothing(
    left_out: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever answers all has mostly said no: their sums begin there, and what differs is changed."""
    model = shipped()
    answers = dict(list(article().items())[left_out:])
    known = of_answers(model.knowledge, answers | {"foot-drop": "present", "unsteady": "present"})
    monkeypatch.setattr(uncertainty, "_DEARER", np.inf)
    written_out = uncertainty.draws(model, known)
    monkeypatch.setattr(uncertainty, "_DEARER", 0)
    assert uncertainty.draws(model, known) == pytest.approx(written_out, rel=1e-9, abs=1e-12)


def test_sums_begin_with_a_no_to_every_sign_where_nearly_all_were_denied() -> None:
    begins = uncertainty._is_nearly_denied
    denied = uncertainty._denied(shipped())
    some = dict(list(denied.items())[: len(denied) // 2])
    assert begins(shipped(), denied)
    assert not begins(shipped(), some)
    assert not begins(shipped(), {})
