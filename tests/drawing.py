"""What random knowledge is drawn from: numbers, distributions and choices, each strategy built once."""

from functools import cache
from typing import Any

from hypothesis import strategies as st

from pinprick.knowledge.quantity import Quantity


def quantity(p: float | dict[str, float], reach: tuple[float, float] | None = None) -> Quantity:
    """An estimate."""
    return Quantity(p, "estimate", (), reach)


probabilities = st.integers(1, 999).map(lambda number: number / 1000)
quantities = probabilities.map(quantity)
thousandths = st.integers(1, 100).map(lambda number: quantity(number / 1000))
exponents = st.sampled_from((1.0, 0.5, 0.35, 0.8))


@cache
def distributions(values: tuple[str, ...]) -> st.SearchStrategy[Quantity]:
    """Distributions over values, each above 0."""
    weights = st.tuples(*(st.integers(1, 99) for _ in values))
    return weights.map(lambda ws: quantity({v: w / sum(ws) for v, w in zip(values, ws, strict=True)}))


@cache
def perhaps(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """That, or nothing."""
    return st.none() | strategy


@cache
def some_of(values: tuple[str, ...], least: int = 0, most: int | None = None) -> st.SearchStrategy[list[str]]:
    """Some of these, in any order and none twice."""
    return st.lists(st.sampled_from(values), min_size=least, max_size=most, unique=True)
