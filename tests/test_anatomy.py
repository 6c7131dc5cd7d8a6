"""The condition says how often, the anatomy says where: what sites have apart adds up to what the
condition says."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinprick.knowledge import Knowledge
from pinprick.knowledge.quantity import Quantity
from pinprick.model import anatomy, compiler
from pinprick.model.axes import Array, Model
from tests import drawing, oracle, oracle_numbers, small
from tests.models import shipped

CLOSE = 1e-9


def _stated(knowledge: Knowledge) -> Iterator[tuple[str, str, str, Quantity]]:
    """(cause, variant, finding, P(finding | cause, variant)) for every number that a condition
    states."""
    for id_, condition in knowledge.conditions.items():
        for variant, _, told in oracle.ways(condition):
            female = oracle_numbers.number(told.female)
            yield id_, variant, "age", told.age
            yield (id_, variant, "sex", Quantity({"female": female, "male": 1 - female}, told.female.basis))
            own = {finding: quantity for finding, quantity in told.findings.items() if finding != "side"}
            yield from ((id_, variant, finding, quantity) for finding, quantity in own.items())


def _units(model: Model, cause: str, variant: str) -> Array:
    """P(unit | cause, variant), 0 for all other units, shape (U,)."""
    of_cause = model.units.cause == model.causes.index(cause)
    theirs = of_cause & np.array([name == variant for name in model.units.variant])
    weights = np.where(theirs, np.exp(model.units.log_prior), 0.0)
    of_them: Array = weights / weights.sum()
    return of_them


def _check_marginals(model: Model) -> None:
    for cause, variant, finding, quantity in _stated(model.knowledge):
        marginal = model.raw_at(finding, None) @ _units(model, cause, variant)
        stated = oracle_numbers.values(quantity)
        expected = [stated[value] for value in model.values[finding]]
        assert marginal == pytest.approx(expected, abs=CLOSE, rel=0), (cause, variant, finding)


@given(small.knowledge_bases())
def test_sites_add_up_to_what_the_condition_says(knowledge: Knowledge) -> None:
    _check_marginals(compiler.compile_model(knowledge))


def test_sites_add_up_in_the_knowledge_base_that_ships() -> None:
    _check_marginals(shipped())


@settings(max_examples=20)
@given(small.knowledge_bases())
def test_every_probability_is_one_and_every_column_a_distribution(knowledge: Knowledge) -> None:
    model = compiler.compile_model(knowledge)
    for finding in model.findings:
        raw, log_p = model.raw_at(finding, None), model.log_p_at(finding, None)
        assert ((raw > 0) & (raw < 1)).all()
        assert raw.sum(axis=0) == pytest.approx(1, abs=1e-12)
        assert np.exp(log_p).sum(axis=0) == pytest.approx(1, abs=1e-12)


sites = st.lists(st.tuples(drawing.probabilities, st.integers(1, 99)), min_size=1, max_size=5)


@given(sites, drawing.probabilities)
def test_the_offset_solves_its_equation_and_keeps_the_order_of_sites(sites: list[tuple[float, int]], p: float) -> None:
    at_site = np.array([number for number, _ in sites])
    weights = np.array([weight for _, weight in sites]) / sum(weight for _, weight in sites)
    b = anatomy.offset(at_site, weights, np.array(p))
    spread = anatomy.spread_over_sites(at_site, b)
    assert weights @ spread == pytest.approx(p, abs=1e-12)
    assert (np.argsort(spread, kind="stable") == np.argsort(at_site, kind="stable")).all()
    assert np.log(spread / (1 - spread)) - np.log(at_site / (1 - at_site)) == pytest.approx(b, abs=1e-6)


@given(st.lists(st.tuples(*[drawing.probabilities] * 4), min_size=1, max_size=4))
def test_offsets_of_many_findings_are_those_of_each(rows: list[tuple[float, ...]]) -> None:
    weights = np.array([0.5, 0.3, 0.2])
    at_site, p = np.array([row[:3] for row in rows]), np.array([row[3] for row in rows])
    each = [anatomy.offset(one, weights, np.array(its)) for one, its in zip(at_site, p, strict=True)]
    assert np.array_equal(anatomy.offset(at_site, weights, p), each)


@given(drawing.probabilities, drawing.probabilities)
def test_one_site_has_the_number_of_the_condition(at_site: float, p: float) -> None:
    only = np.array([at_site])
    b = anatomy.offset(only, np.array([1.0]), np.array(p))
    assert anatomy.spread_over_sites(only, b)[0] == pytest.approx(p, abs=1e-12)
