"""The ways to take the red flags of many cases, in groups of one shape.

What a way comes to is a product of factors by unit. Ways of a case are laid out in two halves, and the
sums over all pairs of them are one product of matrices, whose shape depends on the case alone: so it
comes to the same bits beside whatever other cases."""

from collections.abc import Iterator
from itertools import product

import numpy as np
from msgspec import Struct

from pinprick.cohort.columns import Codes, Int32
from pinprick.cohort.harms import LEVELS, Raised, Weights, counts_missed
from pinprick.cohort.places import Words, of_sites, of_units, open_regions, say_in_words
from pinprick.cohort.tables import Tables
from pinprick.cohort.taken import Chosen
from pinprick.cohort.told import Told
from pinprick.model.axes import Array, Flags, Index

_MOST = 1 << 18
"""How many numbers the factors of a few cases take up together: what stays near at hand."""
_FEW = 9
"""Up to so many ways are taken at each site by itself; where there are more, a product of matrices
costs less than adding up the sites first."""


class Weighed(Struct, frozen=True):
    """What the answers say of units: of all answers but the side and the map, `answers` (N, U), and
    of those two, `place` (N, U). `apart` (N, U) is `answers` as if no signs came together, and
    `together` (N,) where that is not the same. `said` (N, 3, P) is what the map and the words in
    place of it say of patterns, those about its regions left out. `causes` (N, C) is P(cause), and
    `total` (N,) the sum of all weights, of which the largest is about 1."""

    answers: Array
    apart: Array
    together: Flags
    place: Array
    said: Array
    causes: Array
    total: Array


class Block(Struct, frozen=True):
    """Cases (N) that are judged together: what they told, what that says of units, and how urgent
    each cause is."""

    its: Tables
    known: Told
    weighed: Weighed
    urgency: Raised


class Shape(Struct, frozen=True):
    """The ways of some cases: how many of the red flags that are varied differ over sites (`wide`),
    how many do not (`narrow`), and how many are two that come together (`pairs`); whether the map is
    taken (`of_map`), with the questions in words of `told`, as bits; and of how many causes it is
    asked whether they were `raised`."""

    wide: int
    narrow: int
    pairs: int
    of_map: int
    told: int
    raised: int

    @property
    def plain(self) -> bool:
        """Whether there is but one way."""
        return not (self.wide or self.narrow or self.pairs or self.of_map)

    @property
    def at_sites(self) -> int:
        """How many ways there are that differ over sites."""
        of_map = 3 ** self.told.bit_count() + 1 if self.told else 1 + self.of_map
        return int(3**self.wide * 9**self.pairs * of_map)


class Group(Struct, frozen=True):
    """Cases of one shape, at `rows` (n,): which of `Taken.three` are varied, first the wide ones, and
    which of `Taken.nine`, shape (n, ...)."""

    shape: Shape
    rows: Index
    threes: Index
    nines: Index


# ---- groups


def groups(block: Block, which: Chosen, rows: Index, apart: bool) -> Iterator[Group]:
    """The cases at some `rows` in groups, signs told apart or not."""
    if not len(rows):
        return
    threes, nines = _varied(block, which, rows, apart)
    wide = (threes >= 0) & block.its.taken.wide[threes]
    # The causes that were raised are counted in steps, so that there are few shapes.
    count = block.urgency.raised[rows].sum(axis=1)
    of_map = which.map[rows]
    each = (
        wide.sum(axis=0),
        ((threes >= 0) & ~wide).sum(axis=0),
        (nines >= 0).sum(axis=0),
        of_map,
        np.where(of_map, which.told[rows] & _open(block, rows), 0),
        np.select([count == 0, count <= 4, count <= 16], [0, 4, 16], count),
    )
    shapes, of = np.unique(np.stack(each), axis=1, return_inverse=True)
    order = np.argsort(of.ravel(), kind="stable")
    cuts = np.cumsum(np.bincount(of.ravel()))[:-1]
    rank = np.where(threes < 0, 2, ~wide)  # the wide ones first, none last
    for numbers, its in zip(shapes.T.tolist(), np.split(order, cuts), strict=True):
        shape = Shape(*numbers)
        yield Group(
            shape=shape,
            rows=rows[its],
            threes=_first(threes[:, its], rank[:, its], shape.wide + shape.narrow),
            nines=_first(nines[:, its], nines[:, its] < 0, shape.pairs),
        )


def _first(at: Index, rank: Index | Flags, count: int) -> Index:
    """Those of each case that rank first, shape (n, count)."""
    order = np.argsort(rank, axis=0, kind="stable")[:count]
    return np.take_along_axis(at, order, axis=0).T


def _open(block: Block, rows: Index) -> Codes:
    """The questions in words of `Taken.told` of which the map leaves any region open, as bits: those
    alone say anything of the place."""
    bits = np.zeros(len(rows), np.uint8)
    for bit, w in enumerate(block.its.taken.told):
        open_ = open_regions(block.its.places.words[w], block.known)[rows] > 0
        bits |= open_.astype(np.uint8) << np.uint8(bit)
    return bits


def _varied(block: Block, which: Chosen, rows: Index, apart: bool) -> tuple[Index, Index]:
    """For each finding that may be a red flag, its row in `three` and in `nine`, -1 where it has
    none, shape (A, n) both."""
    known, taken, flags = block.known, block.its.taken, which.flags[:, rows]
    band = known.codes[block.its.age, rows]
    band = np.where(band < taken.three_at.shape[3], band, 0)
    threes, nines = (np.full(flags.shape, -1, np.intp) for _ in range(2))
    for a in np.flatnonzero(flags.any(axis=1)):
        code = np.where(flags[a], known.codes[taken.rows[a], rows], 0)
        other, partner = taken.other[a], taken.partner[a]
        beside, both = np.zeros_like(code), np.zeros(len(rows), np.bool_)
        if other >= 0 and not apart:
            beside = known.codes[other, rows]
            beside = np.where(beside > 2, 0, beside)
        if partner >= 0 and not apart:
            both = flags[a] & flags[partner]
            nines[a] = np.where(both, taken.nine_at[a][np.where(both, code, 0), beside], -1)
        threes[a] = np.where(both, -1, taken.three_at[a][code, beside, band])
    return threes, nines


# ---- what a group comes to


def weights(block: Block, group: Group, apart: bool) -> Iterator[tuple[Index, Weights]]:
    """The weights of all ways of the cases of a group, a few cases at a time, and their rows."""
    shape, width = group.shape, len(block.its.cause)
    size = 2 * (shape.at_sites if shape.at_sites <= _FEW else 0)
    size += int(3 * np.sqrt(shape.at_sites * 3**shape.narrow * (LEVELS + 1 + shape.raised)))
    most = max(1, _MOST // (size * width))
    for start in range(0, len(group.rows), most):
        part = slice(start, start + most)
        few = Group(shape, group.rows[part], group.threes[part], group.nines[part])
        yield few.rows, _summed(block, few, apart)


def _summed(block: Block, few: Group, apart: bool) -> Weights:
    """The weights of all ways of a few cases, each shape (n, ways, ...)."""
    its, shape, weighed = block.its, few.shape, block.weighed
    base = np.take(weighed.apart if apart else weighed.answers, few.rows, axis=0)
    if not shape.of_map:
        base *= np.take(weighed.place, few.rows, axis=0)
    factors = [np.take(its.taken.nine, at, axis=0) for at in few.nines.T]
    if shape.of_map:
        factors.append(_places(block, few.rows, shape.told))
    wide, narrow = np.split(few.threes.T, [shape.wide])
    factors += [np.take(its.taken.three, at, axis=0) for at in wide]
    at_sites, causes = base[:, None], its.cause
    if shape.at_sites <= _FEW:
        for each in factors:
            at_sites = _pairs(at_sites, each)
        at_sites = np.add.reduceat(at_sites, its.ways.starts, axis=2)
        causes = its.cause[its.ways.starts]
        factors = [np.take(its.taken.narrow, at, axis=0) for at in narrow]
    else:
        factors += [np.take(its.taken.three, at, axis=0) for at in narrow]
    counted = _counted(block, few, causes)
    left = at_sites[:, :, None] * counted[:, None]
    right: Array | None = None
    for each in factors:
        if right is None:
            right = each
        elif left.shape[1] * left.shape[2] > right.shape[1]:
            right = _pairs(right, each)
        else:
            left = _pairs(left, each[:, :, None])
    return _weights(its, left, right)


def _pairs(ways: Array, others: Array) -> Array:
    """Every pair of ways, shape (n, ways, ..., V)."""
    both = ways[:, :, None] * others[:, None]
    return both.reshape(len(ways), -1, *ways.shape[2:])


def _counted(block: Block, few: Group, causes: Int32) -> Array:
    """What counts in each sum, shape (n, sums, V): our conditions by level, the same as they count
    when missed where that is not the same, `other`, and each cause that was raised."""
    its, rows = block.its, few.rows
    levels = np.take(block.urgency.levels[rows], causes, axis=1)
    ours = causes < len(its.harm.levels) - 1
    levels[:, ~ours] = LEVELS
    sums = [levels == rank for rank in range(LEVELS)]
    if counts_missed(its.harm):
        sums += [of_level * its.harm.missed[causes] for of_level in sums]
    sums.append(np.broadcast_to(~ours, levels.shape))
    counted = np.zeros((len(rows), len(sums) + few.shape.raised, len(causes)))
    for place, each in enumerate(sums):
        counted[:, place] = each
    if few.shape.raised:
        for n, emergency in enumerate(block.urgency.raised[rows]):
            for place, cause in enumerate(np.flatnonzero(emergency), len(sums)):
                counted[n, place] = causes == cause
    return counted


def _weights(its: Tables, left: Array, right: Array | None) -> Weights:
    """The sums over all pairs of ways."""
    rows, ways, sums, width = left.shape
    if right is None:
        summed = left.sum(axis=3)
    else:
        flat = left.reshape(rows, ways * sums, width) @ right.swapaxes(1, 2)
        summed = np.moveaxis(flat.reshape(rows, ways, sums, -1), 2, 3).reshape(rows, -1, sums)
    after = 2 * LEVELS if counts_missed(its.harm) else LEVELS
    ours, missed = summed[..., :LEVELS], summed[..., after - LEVELS : after]
    return Weights(ours, missed, summed[..., after], summed[..., after + 1 :])


# ---- the map


def _places(block: Block, rows: Index, told: int) -> Array:
    """P(side, place | unit) of each way to take the map: as it was answered, not asked, and with each
    red flag that was told in words taken otherwise, shape (n, ways, U)."""
    its, known, weighed = block.its, block.known, block.weighed
    at = its.places
    numbers = [w for bit, w in enumerate(its.taken.told) if told >> bit & 1]
    side = known.side[rows]
    ways = [weighed.place[rows], _no_place(its, side)]
    if numbers:
        asked = [(word, open_regions(word, known)[rows]) for word in at.words]
        fixed = weighed.said[rows]
        for w, (word, open_) in enumerate(asked):
            if w not in numbers:
                say_in_words(word, fixed, open_, known.codes[word.row, rows])
        _, *others = product((1, 2, 0), repeat=len(numbers))  # the first is as it was answered
        for codes in others:
            said = fixed.copy()
            for w, code in zip(numbers, codes, strict=True):
                _say(said, asked[w], code)
            ways.append(of_units(at, of_sites(at, said), side).sum(axis=1))
    return np.stack(ways, axis=1)


def _say(said: Array, asked: tuple[Words, Index], code: int) -> None:
    word, open_ = asked
    say_in_words(word, said, open_, np.full(len(said), code, np.uint8))


def _no_place(its: Tables, side: Codes) -> Array:
    """P(side, answer to it | unit), shape (n, U)."""
    p = its.places.p_sides.sum(axis=1)
    found: Array = p[np.where(side < len(p), side, 0)]
    return found
