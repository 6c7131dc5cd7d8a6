"""The assessments of many cases at once, in numpy.

Held to `exact`: rules, levels and what is complete are the same, probabilities to 1e-9. What a case comes
to does not depend on the cases beside it: all sums over units, patterns and ways are taken case by
case, in an order that is its own. A case of which the weights are too small for plain numbers takes
the way of `exact`.
"""

import numpy as np
import numpy.typing as npt

from pinprick.cohort.columns import Coded, chosen
from pinprick.cohort.exact import exact
from pinprick.cohort.outcome import Outcome, blank, write
from pinprick.cohort.places import of_sites, of_units, said_of_map, with_words
from pinprick.cohort.standing import standing
from pinprick.cohort.sums import add, indexes, silenced
from pinprick.cohort.tables import Tables, tables
from pinprick.cohort.taken import ways_in_bulk
from pinprick.cohort.told import Told, told
from pinprick.cohort.voice import Block, Weighed, raised, said_by_causes
from pinprick.knowledge.ids import SIDES
from pinprick.model.axes import Array, Model

NAME = "numpy"
_BLOCK = 2048
"""Cases that are taken together: enough that numpy works in long rows, and few enough that memory
stays small."""
_LEAST = 1e-200
"""A total weight below which plain numbers may have lost some of it."""


def many(model: Model, coded: Coded, top: int) -> Outcome:
    """The assessments of cases, with the `top` causes of each."""
    found = blank(model, len(coded), top, NAME)
    if not ways_in_bulk(model):
        write(found, slice(None), exact(model, coded, top))
        return found
    its = tables(model)
    for start in range(0, len(coded), _BLOCK):
        where = slice(start, start + _BLOCK)
        part = chosen(coded, where)
        outcome, total = _block(model, its, part, top)
        write(found, where, outcome)
        lost = np.flatnonzero(~(total > _LEAST))
        if len(lost):
            write(found, start + lost, exact(model, chosen(part, lost), top))
    return found


def _block(
    model: Model, its: Tables, coded: Coded, top: int
) -> tuple[Outcome, npt.NDArray[np.float64]]:
    """The outcome of a block of cases, and the total weight of each, of which the largest is about
    1."""
    known = told(model, coded)
    now = standing(its.rulebook, known)
    found = blank(model, len(coded), top, NAME)
    weighed, sided = _weighed(its, known)
    weights = weighed.answers * weighed.place
    total = weights.sum(axis=1)
    sums = np.add.reduceat(weights, its.starts, axis=1)
    causes = np.minimum(sums / total[:, None], 1.0)
    _rank(its, causes, found)
    _locate(its, weighed.answers, sided, total, found)
    urgency = raised(its, known, now)
    found.by_causes[:] = said_by_causes(Block(its, known, weighed, urgency, causes))
    found.by_rules[:], found.rules[:] = now.level, now.fired
    np.maximum(found.by_rules, found.by_causes, out=found.level)
    found.not_asked[:], found.complete[:] = known.not_asked, known.complete
    return found, total


def _weighed(its: Tables, known: Told) -> tuple[Weighed, Array]:
    """What the answers say of units, and P(side, place | unit), shape (N, 3, U)."""
    answers, apart, together = _answers(its, known)
    said = said_of_map(its.places, known)
    worded = with_words(its.places, known, said.copy())
    sided = of_units(its.places, of_sites(its.places, worded), known.side)
    place = sided.sum(axis=1)
    return Weighed(answers, apart, together, place, said), sided


def _answers(its: Tables, known: Told) -> tuple[Array, Array, npt.NDArray[np.bool_]]:
    """P(answers but side and map, unit), scaled, shape (N, U); the same with signs told apart; and
    where that is another."""
    codes, sums, count = silenced(known.codes), its.sums, known.codes.shape[1]
    narrow = np.zeros((count, len(its.ways.starts)))
    wide = np.repeat(its.log_prior[None], count, axis=0)
    add(narrow, sums.narrow.log_p, indexes(sums.narrow, codes))
    add(wide, sums.wide.log_p, indexes(sums.wide, codes))
    found = []
    together = np.zeros(count, np.bool_)
    of_narrow = indexes(sums.narrow_together, codes)
    of_wide = indexes(sums.wide_together, codes)
    for table in ("log_p", "apart"):
        logs, ways = wide.copy(), narrow.copy()
        add(ways, getattr(sums.narrow_together, table), of_narrow)
        add(logs, getattr(sums.wide_together, table), of_wide)
        logs += np.take(ways, its.ways.of_units, axis=1)
        logs -= logs.max(axis=1, keepdims=True)
        found.append(np.exp(logs, out=logs))
    for row, other in its.together:
        together |= (codes[row] > 0) & (codes[other] > 0)
    return found[0], found[1], together


def _rank(its: Tables, causes: Array, found: Outcome) -> None:
    """Write the first causes of each case."""
    left = causes[:, its.by_id].copy()
    lines = np.arange(len(left))
    for place in range(found.causes.shape[1]):
        first = left.argmax(axis=1)
        found.causes[:, place] = its.by_id[first]
        found.probabilities[:, place] = left[lines, first]
        left[lines, first] = -1.0
    found.unexplained[:] = causes[:, -1]


def _locate(its: Tables, answers: Array, sided: Array, total: Array, found: Outcome) -> None:
    """Write the likeliest place of each case."""
    sided *= answers[:, None, :]
    sums = np.add.reduceat(np.take(sided, its.site_order, axis=2), its.site_starts, axis=2)
    flat = sums.reshape(len(total), -1)
    first = flat.argmax(axis=1)
    side, site = np.divmod(first, len(its.site))
    assert sums.shape[1] == len(SIDES)
    found.site[:], found.side[:] = its.site[site], side
    found.site_probability[:] = flat[np.arange(len(first)), first] / total
