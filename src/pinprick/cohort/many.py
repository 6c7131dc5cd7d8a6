"""The assessments of many cases at once, in numpy.

Held to `exact`: rules, levels and what is complete are the same, probabilities to 1e-9. What a case comes
to does not depend on the cases beside it: all sums over units, patterns and ways are taken case by
case, in an order that is its own. A case of which the weights are too small for plain numbers takes
the way of `exact`.
"""

from typing import TypeVar

import numpy as np
from msgspec import Struct

from pinprick.cohort.columns import Coded, chosen
from pinprick.cohort.exact import exact
from pinprick.cohort.harms import raised
from pinprick.cohort.outcome import Outcome, blank, write
from pinprick.cohort.places import of_sites, of_units, said_of_map, with_words
from pinprick.cohort.standing import standing
from pinprick.cohort.sums import add, indexes, silenced
from pinprick.cohort.tables import Tables, tables
from pinprick.cohort.taken import ways_in_bulk
from pinprick.cohort.told import Told, told
from pinprick.cohort.voice import said_by_causes
from pinprick.cohort.ways import Block, Weighed
from pinprick.knowledge.ids import SIDES
from pinprick.model.axes import Array, Model

Kind = TypeVar("Kind", bound=Struct)

NAME = "numpy"
_BLOCK, _PART = 4096, 256
"""Cases that are judged together, so that numpy works in long rows and memory stays small; and those of
which the units are weighed together, so that they stay near at hand."""
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


def _block(model: Model, its: Tables, coded: Coded, top: int) -> tuple[Outcome, Array]:
    """The outcome of a block of cases, and the total weight of each, of which the largest is about
    1."""
    known = told(model, coded)
    now = standing(its.rulebook, known)
    found = blank(model, len(coded), top, NAME)
    weighed = _room(its, len(coded))
    for start in range(0, len(coded), _PART):
        where = slice(start, start + _PART)
        _weigh(its, _told(known, where), _cut(weighed, where), _cut(found, where))
    found.by_causes[:] = said_by_causes(Block(its, known, weighed, raised(its, known, now)))
    found.by_rules[:], found.rules[:] = now.level, now.fired
    np.maximum(found.by_rules, found.by_causes, out=found.level)
    found.not_asked[:], found.complete[:] = known.not_asked, known.complete
    return found, weighed.total


# ---- units


def _room(its: Tables, count: int) -> Weighed:
    """What is said of units, to be written into."""
    units, patterns = len(its.cause), len(its.places.weight)
    return Weighed(
        answers=np.empty((count, units)),
        apart=np.empty((count, units)),
        together=np.empty(count, np.bool_),
        place=np.empty((count, units)),
        said=np.empty((count, len(SIDES), patterns)),
        causes=np.empty((count, len(its.starts))),
        total=np.empty(count),
    )


def _cut(of: Kind, where: slice) -> Kind:
    """Some cases of columns whose first axis is the cases, as a view."""
    each = (getattr(of, name) for name in of.__struct_fields__)
    return type(of)(*(one[where] if isinstance(one, np.ndarray) else one for one in each))


def _told(known: Told, where: slice) -> Told:
    """Some of the cases."""
    return Told(
        given=chosen(known.given, where),
        codes=known.codes[:, where],
        side=known.side[where],
        not_asked=known.not_asked[where],
        unsure=known.unsure[where],
    )


def _weigh(its: Tables, known: Told, into: Weighed, found: Outcome) -> None:
    """Write what the answers say of units and causes, and which are likeliest."""
    _answers(its, known, into)
    into.said[:] = said_of_map(its.places, known)
    worded = with_words(its.places, known, into.said.copy())
    sided = of_units(its.places, of_sites(its.places, worded), known.side)
    np.sum(sided, axis=1, out=into.place)
    weights = into.answers * into.place
    np.sum(weights, axis=1, out=into.total)
    sums = np.add.reduceat(weights, its.starts, axis=1)
    np.minimum(sums / into.total[:, None], 1.0, out=into.causes)
    _rank(its, into.causes, found)
    _locate(its, into, sided, found)


def _answers(its: Tables, known: Told, into: Weighed) -> None:
    """Write P(answers but side and map, unit), scaled, the same with signs told apart, and where that
    is another."""
    codes, sums, count = silenced(known.codes), its.sums, known.codes.shape[1]
    narrow = np.zeros((count, len(its.ways.starts)))
    wide = np.repeat(its.log_prior[None], count, axis=0)
    add(narrow, sums.narrow.log_p, indexes(sums.narrow, codes))
    add(wide, sums.wide.log_p, indexes(sums.wide, codes))
    of_narrow = indexes(sums.narrow_together, codes)
    of_wide = indexes(sums.wide_together, codes)
    for table, logs in (("log_p", into.answers), ("apart", into.apart)):
        ways = narrow.copy()
        logs[:] = wide
        add(ways, getattr(sums.narrow_together, table), of_narrow)
        add(logs, getattr(sums.wide_together, table), of_wide)
        logs += np.take(ways, its.ways.of_units, axis=1)
        logs -= logs.max(axis=1, keepdims=True)
        np.exp(logs, out=logs)
    into.together[:] = False
    for row, other in its.together:
        into.together[:] |= (codes[row] > 0) & (codes[other] > 0)


# ---- what is likeliest


def _rank(its: Tables, causes: Array, found: Outcome) -> None:
    """Write the first causes of each case."""
    left = causes[:, its.by_id]
    lines = np.arange(len(left))
    for place in range(found.causes.shape[1]):
        first = left.argmax(axis=1)
        found.causes[:, place] = its.by_id[first]
        found.probabilities[:, place] = left[lines, first]
        left[lines, first] = -1.0
    found.unexplained[:] = causes[:, -1]


def _locate(its: Tables, weighed: Weighed, sided: Array, found: Outcome) -> None:
    """Write the likeliest place of each case; `sided` is written over."""
    sided *= weighed.answers[:, None, :]
    sums = np.add.reduceat(np.take(sided, its.site_order, axis=2), its.site_starts, axis=2)
    flat = sums.reshape(len(sums), -1)
    first = flat.argmax(axis=1)
    side, site = np.divmod(first, len(its.site))
    found.site[:], found.side[:] = its.site[site], side
    found.site_probability[:] = flat[np.arange(len(first)), first] / weighed.total
