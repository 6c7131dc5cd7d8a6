"""The voice of the causes for many cases: see `urgency.causes`, of which this is the same in bulk.

The level of least expected harm does not change when all weights are scaled. So a way to take the
red flags is a product of factors by unit, and what it costs is a sum over units. Ways of a case are
laid out in two halves, and the sums over all pairs of them are one product of matrices, whose shape
depends on the case alone: so it comes to the same bits beside whatever other cases."""

from collections.abc import Iterator
from itertools import product

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from pinprick.cohort.columns import Codes, Flags
from pinprick.cohort.places import of_sites, of_units, open_regions, say_in_words
from pinprick.cohort.standing import Standing
from pinprick.cohort.tables import Harm, Tables
from pinprick.cohort.taken import Chosen, chosen
from pinprick.cohort.told import Told
from pinprick.knowledge import Level
from pinprick.model.axes import Array, Index

Small = npt.NDArray[np.uint8]
_MOST = 1 << 17
"""How many numbers the factors of a few cases take up together: what stays near at hand."""
_EMERGENCY, _SAME_DAY = Level.EMERGENCY.rank, Level.SAME_DAY.rank
_BEFORE = 7
"""What is summed of each way before its raised causes: the cost of each level given but for that of
`other`, the probability of `other`, and that of our conditions."""


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
        if to == _EMERGENCY:
            emergency[cause] |= holds
    emergency &= known.complete
    return Raised(np.ascontiguousarray(levels.T), np.ascontiguousarray(emergency.T))


class Weighed(Struct, frozen=True):
    """What the answers say of units: of all answers but the side and the map, `answers` (N, U), and
    of those two, `place` (N, U). `apart` (N, U) is `answers` as if no signs came together, and
    `together` (N,) where that is not the same. `said` (N, 3, P) is what the map and the words in
    place of it say of patterns, those about its regions left out."""

    answers: Array
    apart: Array
    together: Flags
    place: Array
    said: Array


class Block(Struct, frozen=True):
    """Cases (N) that are judged together: what they told, what that says of units, how urgent each
    cause is, and P(cause) by it, `causes` (N, C)."""

    its: Tables
    known: Told
    weighed: Weighed
    urgency: Raised
    causes: Array


def said_by_causes(block: Block) -> Small:
    """The rank of the level that the causes say, shape (N,)."""
    its, known, causes, urgency = block.its, block.known, block.causes, block.urgency
    harm = its.harm
    level = _capped(_least(_expected(harm, causes, urgency.levels)), causes, harm, urgency.raised)
    ceiling = np.where(urgency.raised.any(axis=1), _EMERGENCY, _SAME_DAY)
    words = np.array([known.codes[word.row] for word in its.places.words], dtype=np.uint8)
    which = chosen(its.taken, known, words.reshape(-1, len(level)))
    for apart in (False, True):
        below = level < ceiling
        if apart:
            below &= block.weighed.together
        for rows, ways in _groups(block, which, np.flatnonzero(below), apart):
            found = _highest(block, rows, ways)
            level[rows] = np.maximum(level[rows], found)
    worried = np.where(causes[:, -1] > harm.worrying, harm.worried, 0)
    return np.maximum(level, worried).astype(np.uint8)


def _expected(harm: Harm, causes: Array, levels: Small) -> Array:
    """The cost of each level given, shape (N, 5)."""
    return np.stack(
        [(causes * _cost(harm, levels, given)).sum(axis=1) for given in range(len(Level))], axis=1
    )


def _cost(harm: Harm, levels: Small, given: int) -> Array:
    """What a level given costs for each cause, shape (N, C)."""
    cost: Array = harm.cost[:, given][levels]
    if (harm.missed != 1).any():
        cost *= np.where(given < levels, harm.missed, 1.0)
    return cost


def _least(expected: Array) -> Index:
    """The rank of the level of least cost along the last axis, the most urgent among equals."""
    levels: Index = len(Level) - 1 - expected[..., ::-1].argmin(axis=-1)
    return levels


def _capped(level: Index, causes: Array, harm: Harm, emergency: Flags) -> Index:
    """At most same-day where no likely cause was raised to an emergency."""
    likely = (emergency & (causes >= harm.least_raised)).any(axis=-1)
    return np.where(likely, level, np.minimum(level, _SAME_DAY))


# ---- cases whose ways have one shape


class _Ways(Struct, frozen=True):
    """The ways of some cases (n): which rows of `Taken.three` (n, k) and of `Taken.nine` (n, q),
    whether the map is taken and the questions in `told` with it, as bits, and of how many causes it
    is asked whether they were raised. `apart` says that signs are told apart."""

    threes: Index
    nines: Index
    of_map: bool
    told: int
    raised: int
    apart: bool


def _groups(block: Block, which: Chosen, rows: Index, apart: bool) -> Iterator[tuple[Index, _Ways]]:
    """The cases at some `rows` in groups of which the ways have one shape."""
    if not len(rows):
        return
    threes, nines = _factors(block, which, rows, apart)
    # The causes that were raised are counted in steps, so that there are few shapes.
    count = block.urgency.raised[rows].sum(axis=1)
    steps = np.where(count > 0, 1 << np.ceil(np.log2(np.maximum(count, 1))).astype(int), 0)
    shape = np.stack(
        [
            (threes >= 0).sum(axis=0),
            (nines >= 0).sum(axis=0),
            which.map[rows],
            np.where(which.map[rows], which.told[rows], 0),
            steps,
        ]
    )
    shapes, of = np.unique(shape, axis=1, return_inverse=True)
    order = np.argsort(of.ravel(), kind="stable")
    for (k, q, of_map, told, most), group in zip(
        shapes.T.tolist(),
        np.split(order, np.cumsum(np.bincount(of.ravel()))[:-1]),
        strict=True,
    ):
        yield (
            rows[group],
            _Ways(
                threes=_first(threes[:, group], k),
                nines=_first(nines[:, group], q),
                of_map=bool(of_map),
                told=told,
                raised=most,
                apart=apart,
            ),
        )


def _first(at: Index, count: int) -> Index:
    """The first indexes of each case that are none of -1, shape (n, count)."""
    order = np.argsort(at < 0, axis=0, kind="stable")[:count]
    return np.take_along_axis(at, order, axis=0).T


def _factors(block: Block, which: Chosen, rows: Index, apart: bool) -> tuple[Index, Index]:
    """For each finding that may be a red flag, its row in `three` and in `nine`, -1 where it has
    none, shape (A, n) both."""
    known, taken, flags = block.known, block.its.taken, which.flags[:, rows]
    bands = _bands(block.its, known, rows)
    threes, nines = (np.full(flags.shape, -1, np.intp) for _ in range(2))
    for a in np.flatnonzero(flags.any(axis=1)):
        code = known.codes[taken.rows[a], rows]
        other, partner = taken.other[a], taken.partner[a]
        beside = np.zeros_like(code)
        if other >= 0 and not apart:
            beside = known.codes[other, rows]
            beside = np.where(beside > 2, 0, beside)
        both = np.zeros(len(rows), np.bool_)
        if partner >= 0 and not apart:
            both = flags[a] & flags[partner]
        at = taken.three_at[a][np.where(flags[a], code, 0), beside, bands]
        threes[a] = np.where(flags[a] & ~both, at, -1)
        nine = taken.nine_at[a][np.where(both, code, 0), beside]
        nines[a] = np.where(both, nine, -1)
    return threes, nines


def _bands(its: Tables, known: Told, rows: Index) -> Codes:
    """The codes of the age, 0 where they say nothing."""
    band = known.codes[its.age, rows]
    return np.where(band < its.taken.three_at.shape[3], band, 0).astype(np.uint8)


# ---- what a group comes to


def _highest(block: Block, rows: Index, ways: _Ways) -> Small:
    """The highest level over all ways, shape (n,)."""
    most = max(1, _MOST // (_size(ways) * len(block.its.cause)))
    found = np.zeros(len(rows), np.uint8)
    for start in range(0, len(rows), most):
        part = slice(start, start + most)
        found[part] = _level(block.its.harm, *_halves(block, rows[part], ways, part))
    return found


def _size(ways: _Ways) -> int:
    """How many rows of units one case takes, about."""
    count = 3 ** ways.threes.shape[1] * 9 ** ways.nines.shape[1] * (3 ** ways.told.bit_count() + 1)
    return int(3 * np.sqrt(count * (_BEFORE + ways.raised)))


def _halves(block: Block, rows: Index, ways: _Ways, part: slice) -> tuple[Array, Array]:
    """What is summed, times the factors of one half of the ways, shape (n, ways, sums, U), and the
    factors of the other half, shape (n, ways, U)."""
    its, weighed = block.its, block.weighed
    answers = weighed.apart if ways.apart else weighed.answers
    base = answers[rows] if ways.of_map else answers[rows] * weighed.place[rows]
    summed = _summed(its, block.urgency, rows, ways.raised)
    summed *= base[:, None, :]
    factors = [its.taken.nine[at] for at in ways.nines[part].T]
    if ways.of_map:
        factors.append(_places(block, rows, ways.told))
    factors += [its.taken.three[at] for at in ways.threes[part].T]
    left, right = summed[:, None], np.ones((len(rows), 1, len(its.cause)))
    for each in factors:
        if left.shape[1] * left.shape[2] > right.shape[1]:
            right = _both(right, each)
        else:
            left = _both(left, each[:, :, None])
    return left, right


def _both(ways: Array, others: Array) -> Array:
    """Every pair of ways, shape (n, ways, ..., U)."""
    both = ways[:, :, None] * others[:, None]
    return both.reshape(len(ways), -1, *ways.shape[2:])


def _summed(its: Tables, urgency: Raised, rows: Index, most: int) -> Array:
    """By how much each unit counts in each sum, shape (n, sums, U): see `_BEFORE`."""
    levels, harm = urgency.levels[rows], its.harm
    summed = np.zeros((len(rows), _BEFORE + most, len(its.cause)))
    for given in range(len(Level)):
        summed[:, given] = np.take(_cost(harm, levels, given), its.cause, axis=1)
    ours = its.cause < len(harm.levels) - 1
    summed[:, : len(Level), ~ours] = 0.0
    summed[:, _BEFORE - 2, ~ours] = summed[:, _BEFORE - 1, ours] = 1.0
    for n, emergency in enumerate(urgency.raised[rows] if most else ()):
        for place, cause in enumerate(np.flatnonzero(emergency), _BEFORE):
            summed[n, place, its.cause == cause] = 1.0
    return summed


def _places(block: Block, rows: Index, told: int) -> Array:
    """P(side, place | unit) of each way to take the map: as it was answered, not asked, and with each
    red flag that was told in words taken otherwise, shape (n, ways, U)."""
    its, known, weighed = block.its, block.known, block.weighed
    at = its.places
    numbers = [w for bit, w in enumerate(its.taken.told) if told >> bit & 1]
    side = known.side[rows]
    ways = [weighed.place[rows], _no_place(its, side)]
    fixed = weighed.said[rows]
    asked = [(word, open_regions(word, known)[rows]) for word in at.words]
    for w, (word, open_) in enumerate(asked):
        if w not in numbers:
            say_in_words(word, fixed, open_, known.codes[word.row, rows])
    _, *others = product((1, 2, 0), repeat=len(numbers))  # the first is as it was answered
    for codes in others:
        said = fixed.copy()
        for w, code in zip(numbers, codes, strict=True):
            word, open_ = asked[w]
            say_in_words(word, said, open_, np.full(len(rows), code, np.uint8))
        ways.append(of_units(at, of_sites(at, said), side).sum(axis=1))
    return np.stack(ways, axis=1)


def _no_place(its: Tables, side: Codes) -> Array:
    """P(side, answer to it | unit), shape (n, U)."""
    p = its.places.p_sides.sum(axis=1)
    found: Array = p[np.where(side < len(p), side, 0)]
    return found


def _level(harm: Harm, left: Array, right: Array) -> Small:
    """The highest level over all pairs of ways, each with `other` and without it."""
    rows, ways, sums, units = left.shape
    if right.shape[1] == 1:
        summed = (left * right[:, :, None]).sum(axis=3)
    else:
        flat = left.reshape(rows, ways * sums, units) @ right.swapaxes(1, 2)
        summed = np.moveaxis(flat.reshape(rows, ways, sums, -1), 2, 3).reshape(rows, -1, sums)
    other, ours, emergency = (
        summed[..., _BEFORE - 2],
        summed[..., _BEFORE - 1],
        summed[..., _BEFORE:],
    )
    cost = summed[..., : len(Level)]
    of_other = harm.cost[harm.levels[-1]] * np.where(
        np.arange(len(Level)) < harm.levels[-1], harm.missed[-1], 1.0
    )
    highest = np.zeros(rows, np.uint8)
    for expected, total in (
        (cost + other[..., None] * of_other, ours + other),
        (cost, ours),
    ):
        level = _least(expected)
        likely = (emergency >= harm.least_raised * total[..., None]) & (emergency > 0)
        level = np.where(likely.any(axis=-1), level, np.minimum(level, _SAME_DAY))
        highest = np.maximum(highest, level.max(axis=1))
    return highest.astype(np.uint8)
