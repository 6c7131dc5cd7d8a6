"""Many cases at once in numpy are what each of them is one after the other."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pinprick.case.answers import Answer, Painted
from pinprick.case.case import Case, made
from pinprick.cohort import columns, many, outcome
from pinprick.cohort.columns import Coded
from pinprick.cohort.exact import exact
from pinprick.cohort.outcome import Outcome
from pinprick.knowledge.ids import ABSENT, AGE, MAP, PRESENT, UNKNOWN
from pinprick.lab import simulate
from pinprick.model.axes import Model
from tests.cohorts import cases, partly
from tests.models import shipped
from tests.published import CASES

ALL = ("person", "examiner", "test")


def _agree(one: Outcome, other: Outcome) -> None:
    """Levels, rules and the like are the same, probabilities to 1e-9; of causes or sides that are equally likely
    another may stand first (docs/decisions/0025-kernel.md)."""
    for name in outcome.COLUMNS:
        its, theirs = getattr(one, name), getattr(other, name)
        if its.dtype == np.float64:
            np.testing.assert_allclose(its, theirs, rtol=0, atol=1e-9, err_msg=name)
        elif name not in ("causes", "side"):
            np.testing.assert_array_equal(its, theirs, err_msg=name)
    alike = one.causes == other.causes
    np.testing.assert_allclose(one.probabilities[~alike], other.probabilities[~alike], rtol=0, atol=1e-12)
    alike = one.side == other.side
    np.testing.assert_allclose(one.site_probability[~alike], other.site_probability[~alike], rtol=0, atol=1e-12)


def _same_bytes(one: Outcome, other: Outcome) -> None:
    for name in outcome.COLUMNS:
        assert getattr(one, name).tobytes() == getattr(other, name).tobytes(), name


def _held(model: Model, several: Sequence[Case]) -> None:
    coded = columns.encode(model, several)
    _agree(many.many(model, coded, 5), exact(model, coded, 5))


@cache
def _simulated() -> Sequence[Case]:
    return [*simulate.people(shipped(), 120, seed=31, by=ALL)]


# ---- held to the slow way


def test_the_published_cases_are_the_same() -> None:
    _held(shipped(), CASES)


def test_complete_people_are_the_same() -> None:
    _held(shipped(), _simulated())


def test_people_who_told_a_part_are_the_same() -> None:
    _held(shipped(), [*partly(shipped(), simulate.people(shipped(), 400, seed=32, by=ALL), seed=33)])


@settings(max_examples=40)
@given(st.lists(cases(), min_size=1, max_size=8))
def test_random_cases_are_the_same(several: list[Case]) -> None:
    _held(shipped(), several)


def test_who_told_nothing_is_the_same() -> None:
    _held(shipped(), [made({}, {})])


def test_no_cases_are_no_outcome() -> None:
    found = many.many(shipped(), columns.encode(shipped(), []), 3)
    assert len(found) == 0
    assert found.engine == many.NAME


WORDS = ("numb-saddle", "numb-face", "numb-trunk", "numb-arm-or-hand")
HEEL, HIDDEN = frozenset({"heel"}), frozenset({"saddle", "face", "arm"})
MAPS = (None, Painted(), Painted(left=HEEL), Painted(left=HEEL, not_asked=HIDDEN))


@pytest.mark.parametrize("shown", range(len(MAPS)))
def test_words_beside_a_map_are_the_same(shown: int) -> None:
    answers: list[dict[str, Answer]] = [
        {**dict.fromkeys(WORDS[:count], PRESENT), **dict.fromkeys(WORDS[count:], rest), "numb-where": "foot"}
        for count in range(len(WORDS) + 1)
        for rest in (ABSENT, UNKNOWN)
    ]
    given_map = MAPS[shown]
    also: dict[str, Answer] = {} if given_map is None else {MAP: given_map}
    _held(shipped(), [made({**one, **also}, {}) for one in answers])


def test_more_red_flags_than_are_varied_are_the_same() -> None:
    model = shipped()
    flags = [id_ for id_, its in model.knowledge.vocabulary.findings.items() if its.kind == "flag"]
    answers: list[dict[str, Answer]] = [dict.fromkeys(flags[start::7], PRESENT) for start in range(7)]
    _held(model, [made({**one, AGE: 10.0 * n}, {}) for n, one in enumerate(answers)])


# ---- cuts


@given(st.lists(st.integers(1, 50), min_size=1, max_size=4))
@settings(max_examples=6)
def test_no_case_depends_on_those_beside_it(cuts: list[int]) -> None:
    model = shipped()
    coded = columns.encode(model, _simulated())
    whole = many.many(model, coded, 5)
    edges = [0, *np.cumsum(cuts).tolist(), len(coded)]
    parts = [columns.chosen(coded, slice(*each)) for each in pairwise(edges)]
    _same_bytes(whole, outcome.joined([many.many(model, part, 5) for part in parts]))


def test_no_case_depends_on_its_block(monkeypatch: pytest.MonkeyPatch) -> None:
    coded = columns.encode(shipped(), _simulated())
    whole = many.many(shipped(), coded, 5)
    for block in (1, 7, 64):
        monkeypatch.setattr(many, "_BLOCK", block)
        _same_bytes(whole, many.many(shipped(), coded, 5))


def test_the_order_of_cases_is_kept() -> None:
    coded = columns.encode(shipped(), _simulated())
    backwards = np.arange(len(coded))[::-1]
    there, back = many.many(shipped(), coded, 3), many.many(shipped(), columns.chosen(coded, backwards), 3)
    for name in outcome.COLUMNS:
        np.testing.assert_array_equal(getattr(there, name)[::-1], getattr(back, name))


# ---- what is left to the slow way


def _spied(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    taken = list[int]()

    def spy(model: Model, coded: Coded, top: int) -> Outcome:
        taken.append(len(coded))
        return exact(model, coded, top)

    monkeypatch.setattr(many, "exact", spy)
    return taken


def test_a_weight_that_is_too_small_takes_the_slow_way(monkeypatch: pytest.MonkeyPatch) -> None:
    taken, coded = _spied(monkeypatch), columns.encode(shipped(), CASES[:5])
    _agree(many.many(shipped(), coded, 5), exact(shipped(), coded, 5))
    assert taken == []
    monkeypatch.setattr(many, "_LEAST", float("inf"))
    found = many.many(shipped(), coded, 5)
    assert taken == [5]
    _agree(found, exact(shipped(), coded, 5))
    assert found.engine == many.NAME


def test_what_tables_cannot_hold_takes_the_slow_way(monkeypatch: pytest.MonkeyPatch) -> None:
    taken, coded = _spied(monkeypatch), columns.encode(shipped(), CASES[:2])
    model = replace(shipped(), by_age={**shipped().by_age, "foot-drop": shipped().by_age["vibration-low"]})
    _agree(many.many(model, coded, 5), exact(model, coded, 5))
    assert taken == [2]
