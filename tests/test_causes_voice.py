"""The voice of the causes: least expected harm, bounded, and never calmer for a red flag."""

import numpy as np
import pytest

from pinprick import urgency
from pinprick.knowledge import LEVELS, Level
from pinprick.model.axes import Array, Index, starts
from pinprick.urgency import proofs
from tests.rulebook import EMERGENCY, KNOWLEDGE, ROUTINE, SAME_DAY, SELF_CARE, SOON

HARM = KNOWLEDGE.settings.harm
COST = np.array([[HARM.cost[of][given] for given in LEVELS] for of in LEVELS], dtype=float)


def _table(*levels: int, raised: tuple[int, ...] = ()) -> urgency.HarmTable:
    among = np.isin(np.arange(len(levels)), raised)
    return urgency.HarmTable(np.array(levels), among, COST, np.ones(len(levels)), 0.05)


def test_the_costs_raise_the_level_when_a_cause_grows_more_urgent() -> None:
    assert proofs.cost_faults(COST) == ()
    assert proofs.cost_faults(COST[::-1]) != ()


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ((0.33, 0.485, 0.125, 0.044, 0.016), ROUTINE),  # the shares of all conditions: the empty case
        ((0.0, 0.7, 0.3, 0.0, 0.0), ROUTINE),
        ((0.7, 0.0, 0.3, 0.0, 0.0), SOON),
        ((0.0, 0.97, 0.0, 0.0, 0.03), SAME_DAY),  # 3 % cauda equina, the rest disc: no rule says emergency
        ((0.0, 0.0, 0.97, 0.0, 0.03), SAME_DAY),
        ((0.95, 0.05, 0.0, 0.0, 0.0), SELF_CARE),
        ((0.0, 0.7, 0.0, 0.3, 0.0), SAME_DAY),
    ],
)
def test_least_harm(shares: tuple[float, ...], expected: Level) -> None:
    given = urgency.level_by_harm(np.array(shares), _table(*range(5)))
    assert given == expected if expected != SOON else ROUTINE <= given <= SOON


def test_an_emergency_by_causes_needs_a_likely_condition_that_was_raised_to_one() -> None:
    at_5, below = np.array([0.95, 0.05]), np.array([0.951, 0.049])
    assert urgency.level_by_harm(at_5, _table(1, 4, raised=(1,))) == EMERGENCY
    assert urgency.level_by_harm(below, _table(1, 4, raised=(1,))) == SAME_DAY
    assert urgency.level_by_harm(at_5, _table(1, 4)) == SAME_DAY


def _highest(base: Array, taken: list[Array], cause: Index, table: urgency.HarmTable) -> int:
    order = cause.argsort(kind="stable")
    ways = [np.take(rows, order, axis=1) for rows in taken]
    probabilities = urgency.combined(base[order], ways, starts(cause[order]))
    return int(urgency.capped(urgency.least_harm(probabilities @ urgency.harm(table)), probabilities, table).max())


def test_no_red_flag_lowers_the_level_of_the_causes_from_no_or_from_not_asked() -> None:
    some = np.random.default_rng(4)
    cause = np.arange(12) % 5
    for _ in range(100):
        base, present, absent = some.normal(0, 3, 12), some.normal(0, 3, (4, 12)), some.normal(0, 3, (4, 12))
        table = _table(*some.permutation(5), raised=tuple(some.permutation(5)[:2]))
        taken = [np.array([present[n], np.zeros(12), absent[n]]) for n in range(4)]
        levels = [_highest(base, taken[:n], cause, table) for n in range(5)]
        assert levels == sorted(levels)
        assert _highest(base, taken, cause, table) >= _highest(base + absent[3], taken[:3], cause, table)


def test_every_way_to_take_the_red_flags_is_one_row_each() -> None:
    """The slow twin: each combination written out."""
    some = np.random.default_rng(5)
    base, first, second = some.normal(0, 1, 6), some.normal(0, 1, (3, 6)), some.normal(0, 1, (2, 6))
    cause = np.array([0, 0, 1, 2, 2, 2])
    whole = [np.bincount(cause, np.exp(base + a + b)) for a in first for b in second]
    expected = [weights / weights.sum() for weights in whole]
    assert np.allclose(urgency.combined(base, [first, second], starts(cause)), expected)
