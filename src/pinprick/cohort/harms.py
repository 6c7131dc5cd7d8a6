"""The level of least expected harm for many cases: see `urgency.causes`.

It does not change when all weights are scaled. So only the weight of the causes of each level
counts."""

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from pinprick.cohort.standing import Standing
from pinprick.cohort.tables import Harm, Tables
from pinprick.cohort.told import Told
from pinprick.knowledge import Level
from pinprick.model.axes import Array, Flags, Index

Small = npt.NDArray[np.uint8]
LEVELS = len(Level)
EMERGENCY, SAME_DAY = Level.EMERGENCY.rank, Level.SAME_DAY.rank


class Raised(Struct, frozen=True):
    """The causes of cases (N) as the answers raise them: the rank of each, `levels` (N, C), and whether an
    upgrade made it an emergency after every red flag was asked, `raised` (N, C)."""

    levels: Small
    raised: Flags


def raised(its: Tables, known: Told, now: Standing) -> Raised:
    """How urgent each cause is."""
    count = len(known.not_asked)
    levels = np.repeat(its.harm.levels.astype(np.uint8)[:, None], count, axis=1)
    emergency = np.zeros(levels.shape, np.bool_)
    book = its.rulebook
    for cause, to, holds in zip(book.cause, book.to, now.upgraded, strict=True):
        np.maximum(levels[cause], to, out=levels[cause], where=holds)
        if to == EMERGENCY:
            emergency[cause] |= holds
    emergency &= known.complete
    return Raised(np.ascontiguousarray(levels.T), np.ascontiguousarray(emergency.T))


class Weights(Struct, frozen=True):
    """Weights of some ways to take a case: of our conditions by their level, `ours` (..., 5), each of
    them `missed` (..., 5) times, and of `other` (...). `emergency` (..., causes) are those of the causes
    that were raised to one."""

    ours: Array
    missed: Array
    other: Array
    emergency: Array


def by_cause(harm: Harm, causes: Array, urgency: Raised, rows: Index) -> Weights:
    """The weights of P(cause), shape (n, C), of the cases at some `rows`."""
    levels = urgency.levels[rows]
    ours = by_level(causes[:, :-1], levels[:, :-1])
    missed = ours
    if counts_missed(harm):
        missed = by_level(causes[:, :-1] * harm.missed[:-1], levels[:, :-1])
    return Weights(ours, missed, causes[:, -1], causes * urgency.raised[rows])


def by_level(causes: Array, levels: Small) -> Array:
    """P(cause) summed by level, shape (n, 5)."""
    return np.stack([(causes * (levels == rank)).sum(axis=1) for rank in range(LEVELS)], axis=1)


def counts_missed(harm: Harm) -> bool:
    """Whether a level too low costs more for some causes than for others."""
    return bool((harm.missed != 1).any())


def with_and_without_other(harm: Harm, of: Weights) -> Small:
    """The higher level of the two: with `other`, and as if it could not be."""
    without = _level(harm, _of_ours(harm, of), of.ours, of)
    return np.maximum(with_other(harm, of), without).astype(np.uint8)


def with_other(harm: Harm, of: Weights) -> Small:
    """The level of least harm, capped."""
    its = int(harm.levels[-1])
    factor = np.where(np.arange(LEVELS) < its, harm.missed[-1], 1.0)
    cost = _of_ours(harm, of) + of.other[..., None] * (harm.cost[its] * factor)
    total = np.concatenate([of.ours, of.other[..., None]], axis=-1)
    return _level(harm, cost, total, of)


def _of_ours(harm: Harm, of: Weights) -> Array:
    """What each level given costs for our conditions, shape (..., 5)."""
    cost = np.zeros_like(of.ours)
    given = np.arange(LEVELS)
    for rank in range(LEVELS):
        enough = np.where(given < rank, 0.0, harm.cost[rank])
        too_low = np.where(given < rank, harm.cost[rank], 0.0)
        cost += of.ours[..., rank, None] * enough + of.missed[..., rank, None] * too_low
    return cost


def _level(harm: Harm, cost: Array, total: Array, of: Weights) -> Small:
    """The level that costs least, the most urgent among equals; at most same-day where no likely
    cause was raised to an emergency."""
    level = LEVELS - 1 - cost[..., ::-1].argmin(axis=-1)
    least = harm.least_raised * total.sum(axis=-1)
    likely = ((of.emergency >= least[..., None]) & (of.emergency > 0)).any(axis=-1)
    capped: Small = np.where(likely, level, np.minimum(level, SAME_DAY)).astype(np.uint8)
    return capped
