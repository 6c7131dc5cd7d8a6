"""What a number rests on: a count stands in what its source says, and a review has a figure or a word of how often."""

import re
from collections.abc import Iterator
from itertools import permutations

from pinprick.authoring.checks.walking import records
from pinprick.knowledge.quantity import Quantity
from tests.models import written

KNOWLEDGE = written()
_FIGURE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_BETWEEN = re.compile(r"(\d+(?:\.\d+)?) (?:to|or|and) (\d+(?:\.\d+)?) ?%")
_HOW_OFTEN = re.compile(
    r"\b(half|(two )?thirds?|quarters?|all|every|each|always|never|no|none|not|without|absent|"
    r"most|mostly|main|mainly|usual|usually|often|common|commonly|commonest|many|majority|frequent|frequently|"
    r"may|can|could|some|sometimes|few|seldom|rare|rarely|uncommon|occasional|occasionally|up to|"
    r"typical|typically|classic|classically|predominant|predominantly|generally|symmetric|symmetrical|asymmetric|"
    r"one-sided|insidious|relentless|required|needs|criteria|normal)\b",
    re.IGNORECASE,
)
_NEAR = 0.02
"""How far a number without a range may lie from the figure it rounds."""


def _of(basis: str) -> Iterator[tuple[str, Quantity, str]]:
    for file, path, record in records(KNOWLEDGE):
        if isinstance(record, Quantity) and record.basis == basis:
            name = ".".join([file, *map(str, path)])
            yield name, record, " ".join(KNOWLEDGE.sources[key].says for key in record.sources)


def _rates(says: str) -> set[float]:
    """Every rate the figures give: 40% as 0.4 and 0.6, 8 and 20 as 0.4, and 8 against 20 as 8 of 28."""
    figures = [float(one.replace(",", "")) for one in _FIGURE.findall(says)]
    found = {one / 100 for one in figures} | {one for one in figures if one < 1}
    for one, other in permutations(figures, 2):
        if 0 < one < other:
            found |= {one / other, one / (one + other), other / (one + other)}
    return found | {1 - one for one in found}


def _percents(says: str) -> set[float]:
    return {float(one.replace(",", "")) / 100 for one in _FIGURE.findall(says)}


def _held(p: float, span: tuple[float, float] | None, rates: set[float]) -> bool:
    low, high = span or (p - _NEAR, p + _NEAR)
    return any(low <= rate <= high for rate in rates)


def _shares(quantity: Quantity) -> list[float]:
    return list(quantity.p.values()) if isinstance(quantity.p, dict) else [quantity.p]


def test_each_counted_number_follows_from_a_figure_of_its_source() -> None:
    unheld = {
        name
        for name, quantity, says in _of("study")
        if not all(_held(p, quantity.range, _rates(says)) for p in _shares(quantity))
    }
    assert unheld == set(), "the source has no such figure: say it there, or the number is an estimate"


def test_each_number_of_a_review_has_a_figure_or_a_word_of_how_often() -> None:
    bare = {
        name
        for name, quantity, says in _of("review")
        if not _HOW_OFTEN.search(says)
        and not any(float(a) <= 100 * p <= float(b) for a, b in _BETWEEN.findall(says) for p in _shares(quantity))
        and not any(_held(p, quantity.range, _rates(says)) for p in _shares(quantity))
    }
    assert bare == set(), "the source says neither how many nor how often: the number is an estimate"


def test_ages_shared_out_by_ourselves_are_estimates() -> None:
    ours = {
        name
        for basis in ("study", "review")
        for name, quantity, says in _of(basis)
        if name.endswith(".age") and not all(_held(p, None, _percents(says)) for p in _shares(quantity))
    }
    assert ours == set(), "a mean age or a peak gives no shares of the bands: the number is an estimate"
