"""The voice of the causes for many cases: see `urgency.causes`, of which this is the same in bulk."""

import numpy as np
import numpy.typing as npt

from pinprick.cohort.harms import (
    EMERGENCY,
    SAME_DAY,
    Weights,
    by_cause,
    with_and_without_other,
    with_other,
)
from pinprick.cohort.taken import chosen
from pinprick.cohort.ways import Block, Group, groups, weights
from pinprick.model.axes import Array, Index

Small = npt.NDArray[np.uint8]


def said_by_causes(block: Block) -> Small:
    """The rank of the level that the causes say, shape (N,)."""
    its, known, raised = block.its, block.known, block.urgency.raised
    level = with_other(its.harm, _by_cause(block, block.weighed.causes, np.arange(len(raised))))
    ceiling = np.where(raised.any(axis=1), EMERGENCY, SAME_DAY)
    words = np.array([known.codes[word.row] for word in its.places.words], dtype=np.uint8)
    which = chosen(its.taken, known, words.reshape(-1, len(level)))
    for apart in (False, True):
        below = level < ceiling  # of the others no way can be higher
        if apart:
            below &= block.weighed.together
        for group in groups(block, which, np.flatnonzero(below), apart):
            for rows, found in _of_group(block, group, apart):
                level[rows] = np.maximum(level[rows], found)
    worried = np.where(block.weighed.causes[:, -1] > its.harm.worrying, its.harm.worried, 0)
    return np.maximum(level, worried).astype(np.uint8)


def _of_group(block: Block, group: Group, apart: bool) -> list[tuple[Index, Small]]:
    """The highest level over all ways of the cases of a group, by some of their rows."""
    harm = block.its.harm
    if group.shape.plain:
        causes = _apart(block, group.rows) if apart else block.weighed.causes[group.rows]
        found = with_and_without_other(harm, _by_cause(block, causes, group.rows))
        return [(group.rows, found)]
    each = weights(block, group, apart)
    return [(rows, with_and_without_other(harm, of).max(axis=1)) for rows, of in each]


def _by_cause(block: Block, causes: Array, rows: Index) -> Weights:
    return by_cause(block.its.harm, causes, block.urgency, rows)


def _apart(block: Block, rows: Index) -> Array:
    """The weights of causes if no signs came together, shape (n, C)."""
    base = np.take(block.weighed.apart, rows, axis=0)
    base *= np.take(block.weighed.place, rows, axis=0)
    causes: Array = np.add.reduceat(base, block.its.starts, axis=1)
    return causes
