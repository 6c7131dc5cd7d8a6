"""What is said of the place in many cases: P(map, words for it | site, side).

The regions of the map stand in chunks, and a chunk has a row for every way to paint it: not shown,
not painted, painted, region by region. What a map says of a pattern is then the product of a few
rows. All of it is what `reasoning.painting` makes, laid out.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

import numpy as np
from msgspec import Struct

from pinprick.cohort.columns import Codes, Int32, Masks, findings, mask, values
from pinprick.cohort.told import Told
from pinprick.knowledge.ids import SIDE_ANSWERS, SIDES
from pinprick.model.axes import Array, Index, Model
from pinprick.reasoning.painting import (
    Asked,
    log_areas,
    log_parts,
    log_said_of,
    painted_at_all,
    tables,
    words,
)
from pinprick.reasoning.sites import sites

_MOST_REGIONS = 5
"""Of a chunk, which has 3 ** regions rows."""


class Chunks(Struct, frozen=True):
    """The regions of one part of the map in chunks (Q): whole segments, or a part of a large one.

    `digit` (Q, R) is 1, 3, 9 and so on for the regions of a chunk, else 0: the row of a case is
    `starts` (Q,) + Σ digit · (2 where the region is painted, 1 where it was shown and is not). Where
    nothing is painted of the `segment` (Q,) that a chunk is a part of, a mask, 0 of whole ones, it is
    `quiet_starts` (Q,) + Σ `quiet` (Q, R) · (1 where the region was shown). `p` (T, 2P) has the
    rows: P(painted so | pattern) of one-sided hypotheses, then of each side of two-sided ones.
    `regions` is the mask of all regions of the part.
    """

    regions: int
    digit: Int32
    segment: Masks
    starts: Int32
    quiet: Int32
    quiet_starts: Int32
    p: Array


class Words(Struct, frozen=True):
    """A question in words about regions of the map: its `row` of codes, the `regions` as bits, and
    `p` (2^regions, 2 answers, 3 sides, P): P(present, absent | pattern, side) of each set of them
    that the map leaves open, bit by bit in their order. The first set is empty and says nothing."""

    row: int
    regions: tuple[int, ...]
    p: Array


class Areas(Struct, frozen=True):
    """A question that stands in place of the map: its `row` of codes, and P(value | pattern), shape
    (values, P)."""

    row: int
    p: Array


class Places(Struct, frozen=True):
    """What the map and words say of patterns (P), sites (S) and units (U).

    `painted` and `empty` (3 sides, 2 sides of the map) are P(that side is painted at all | side) and
    the rest. `weight` (P,) is P(pattern | site), `starts` (S,) where the patterns of a site start;
    `of_units` (U,) the site of a unit, S for whatever is at all of them alike. `p_sides` (4, 3, U) is
    P(side, answer to it | unit), not answered first.
    """

    side: Chunks
    midline: Chunks
    painted: Array
    empty: Array
    words: tuple[Words, ...]
    areas: tuple[Areas, ...]
    weight: Array
    starts: Index
    of_units: Index
    p_sides: Array


def places(model: Model) -> Places:
    """The tables of a model."""
    at, (log_z, log_rest) = sites(model), painted_at_all(model)
    row = {id_: n for n, id_ in enumerate(findings(model))}
    named = model.knowledge.vocabulary.regions
    middle = mask(model, (id_ for id_, region in named.items() if region.midline))
    everywhere = (1 << len(model.regions)) - 1
    answered = [np.zeros((len(SIDES), len(at.of_units)))]
    answered += [model.log_side[answer].T for answer in range(len(SIDE_ANSWERS))]
    return Places(
        side=_chunks(model, everywhere & ~middle),
        midline=_chunks(model, middle),
        painted=np.exp(log_z)[..., 0],
        empty=np.exp(log_rest)[..., 0],
        words=tuple(_words(model, row[id_], regions) for id_, regions in words(model).items()),
        areas=tuple(
            Areas(row[id_], np.exp([p[value] for value in values(model)[row[id_]]]))
            for id_, p in log_areas(model).items()
        ),
        weight=np.exp(at.log_weight),
        starts=at.patterns,
        of_units=at.of_units,
        p_sides=np.exp(np.array([at.log_sides + log_p for log_p in answered])),
    )


def _words(model: Model, row: int, regions: tuple[str, ...]) -> Words:
    said = log_said_of(model)
    silent = np.ones((2, len(SIDES), len(model.patterns.site)))
    p = [silent]
    for bits in range(1, 1 << len(regions)):
        open_ = tuple(region for n, region in enumerate(regions) if bits >> n & 1)
        p.append(np.exp([said(open_, present).T for present in (True, False)]))
    return Words(row, tuple(model.regions.index(region) for region in regions), np.array(p))


# ---- chunks of the map


class _Chunk(Struct, frozen=True):
    """Regions that stand together, of whole segments; or a part of the regions of one `segment`, of
    which the first says whether anything of it is painted."""

    regions: tuple[int, ...]
    segment: tuple[int, ...] = ()
    first: bool = True


def _cut(model: Model, regions: int) -> Iterator[_Chunk]:
    """The regions of a part of the map in chunks."""
    together = tuple[int, ...]()
    of = model.patterns.of
    for segment in range(int(of.max()) + 1):
        its = tuple(int(r) for r in np.flatnonzero(of == segment) if regions >> int(r) & 1)
        if len(its) > _MOST_REGIONS:
            for start in range(0, len(its), _MOST_REGIONS):
                yield _Chunk(its[start : start + _MOST_REGIONS], its, start == 0)
        elif len(together) + len(its) > _MOST_REGIONS:
            yield _Chunk(together)
            together = its
        else:
            together += its
    if together:
        yield _Chunk(together)


def _chunks(model: Model, regions: int) -> Chunks:
    cut = list(_cut(model, regions))
    count = len(model.regions)
    digit, quiet = (np.zeros((len(cut), count), np.int32) for _ in range(2))
    rows, starts, quiet_starts = list[Array](), list[int](), list[int]()
    for q, chunk in enumerate(cut):
        digit[q, list(chunk.regions)] = [3**n for n in range(len(chunk.regions))]
        starts.append(sum(map(len, rows)))
        rows.append(_part(model, chunk) if chunk.segment else _whole(model, chunk))
        quiet_starts.append(sum(map(len, rows)))
        if chunk.segment and chunk.first:
            quiet[q, list(chunk.segment)] = [1 << n for n in range(len(chunk.segment))]
            rows.append(_nothing(model, chunk.segment))
        elif chunk.segment:
            rows.append(np.ones((1, 2 * len(model.patterns.site))))
    return Chunks(
        regions=regions,
        digit=digit,
        segment=np.array([sum(1 << r for r in chunk.segment) for chunk in cut], dtype=np.uint32),
        starts=np.array(starts, dtype=np.int32),
        quiet=quiet,
        quiet_starts=np.array(quiet_starts, dtype=np.int32),
        p=np.concatenate(rows),
    )


def _states(count: int, states: int) -> Array:
    """Every way to give so many regions one of some states, that of the first changing fastest."""
    return np.array([each[::-1] for each in product(range(states), repeat=count)])


def _whole(model: Model, chunk: _Chunk) -> Array:
    """The rows of whole segments."""
    return _drawn(model, chunk.regions, _states(len(chunk.regions), 3))


def _nothing(model: Model, segment: Sequence[int]) -> Array:
    """The rows of a segment of which nothing is painted, by which regions were shown."""
    return _drawn(model, segment, _states(len(segment), 2))


def _drawn(model: Model, regions: Sequence[int], states: Array) -> Array:
    seen, shown = (np.zeros((len(states), len(model.regions)), np.bool_) for _ in range(2))
    seen[:, list(regions)], shown[:, list(regions)] = states > 0, states == 2
    p: Array = np.exp(np.concatenate(log_parts(model, Asked(seen, shown)), axis=1))
    return p


def _part(model: Model, chunk: _Chunk) -> Array:
    """The rows of a part of a segment, where anything of the segment is painted."""
    states, its = _states(len(chunk.regions), 3), list(chunk.regions)
    of_segment = model.patterns.of[its[0]]
    logs = [
        (states == 2) @ table.painted[its]
        + (states == 1) @ table.sound[its]
        + (table.any[of_segment] if chunk.first else 0.0)
        for table in tables(model)
    ]
    p: Array = np.exp(np.concatenate(logs, axis=1))
    return p


# ---- what is said of patterns


def said_of_map(at: Places, known: Told) -> Array:
    """P(map, or the words in place of it | pattern, side), shape (N, 3, P)."""
    given = known.given
    seen = np.where(given.shown, ~given.not_asked, np.uint32(0))
    left, right, midline = (
        _of_part(chunks, painted, seen)
        for chunks, painted in (
            (at.side, given.left),
            (at.side, given.right),
            (at.midline, given.midline),
        )
    )
    patterns = len(at.weight)
    one, both = slice(patterns), slice(patterns, None)
    said = np.empty((len(given), len(SIDES), patterns))
    no_left, no_right = (given.left == 0).astype(float), (given.right == 0).astype(float)
    for its, sides in ((one, (0, 1)), (both, (2,))):
        its_left, its_right, its_midline = left[:, its], right[:, its], midline[:, its]
        two = its_left * its_right
        for side in sides:
            # Written out, so that left and right come to the same bits where nothing tells them apart.
            (z_left, z_right), (e_left, e_right) = at.painted[side], at.empty[side]
            its_said = two * (z_left * z_right)
            its_said += its_left * (z_left * (e_right * no_right))[:, None]
            its_said += its_right * (z_right * (e_left * no_left))[:, None]
            its_said += ((e_left * no_left) * (e_right * no_right))[:, None]
            np.multiply(its_said, its_midline, out=said[:, side])
    said[~given.shown] = 1.0
    for area in at.areas:
        code = known.codes[area.row]
        told = np.flatnonzero(~given.shown & (code > 0) & (code <= len(area.p)))
        said[told] *= area.p[code[told] - 1][:, None, :]
    return said


def _of_part(chunks: Chunks, painted: Masks, seen: Masks) -> Array:
    """P(painted so | pattern) of one part of the map, shape (N, 2P)."""
    total = np.ones((len(painted), chunks.p.shape[1]))
    taken = np.empty_like(total)
    seen = seen & np.uint32(chunks.regions)
    for rows in _rows(chunks, painted & seen, seen):
        np.take(chunks.p, rows, axis=0, out=taken, mode="clip")
        total *= taken
    return total


def _rows(chunks: Chunks, painted: Masks, seen: Masks) -> Iterator[Int32]:
    """The row of each case in each chunk."""
    for q, segment in enumerate(chunks.segment):
        row = np.full(len(painted), chunks.starts[q], np.int32)
        for region in np.flatnonzero(chunks.digit[q]):
            state = (painted >> np.uint32(region) & 1) + (seen >> np.uint32(region) & 1)
            row += (chunks.digit[q, region] * state.astype(np.int32)).astype(np.int32)
        if segment:
            quiet = np.full(len(painted), chunks.quiet_starts[q], np.int32)
            for region in np.flatnonzero(chunks.quiet[q]):
                shown = (seen >> np.uint32(region) & 1).astype(np.int32)
                quiet += chunks.quiet[q, region] * shown
            row = np.where(painted & segment, row, quiet)
        yield row


def open_regions(word: Words, known: Told) -> Index:
    """Which of the regions that a question in words asks about the map leaves open, as an index into
    its `p`, shape (N,)."""
    given = known.given
    hidden = np.where(given.shown, given.not_asked, np.uint32(0xFFFFFFFF))
    bits = ((hidden >> np.uint32(region) & 1) << n for n, region in enumerate(word.regions))
    return np.asarray(sum(bits), dtype=np.intp)


def say_in_words(word: Words, said: Array, open_: Index, code: Codes) -> None:
    """Multiply what is `said` (N, 3, P) by what the answers to a question in words say."""
    telling = np.flatnonzero((open_ > 0) & ((code == 1) | (code == 2)))
    said[telling] *= word.p[open_[telling], code[telling] - 1]


def with_words(at: Places, known: Told, said: Array, but: Iterable[int] = ()) -> Array:
    """What is said of the place by the map and in words, but for some questions; `said` is written
    over."""
    left_out = set(but)
    for number, word in enumerate(at.words):
        if number not in left_out:
            say_in_words(word, said, open_regions(word, known), known.codes[word.row])
    return said


# ---- and of sites and units


def of_sites(at: Places, said: Array) -> Array:
    """P(said | site, side), shape (N, 3, S + 1), each case scaled so that the largest is 1."""
    found = np.empty((*said.shape[:2], len(at.starts) + 1))
    np.add.reduceat(said * at.weight, at.starts, axis=2, out=found[..., :-1])
    found[..., -1] = found[..., :-1].sum(axis=2) / len(at.starts)
    found /= found.max(axis=(1, 2))[:, None, None]
    return found


def of_units(at: Places, found: Array, side: Codes) -> Array:
    """P(side, answer to it, said | unit), shape (N, 3, U), of what is said of sites and sides."""
    sided = np.take(found, at.of_units, axis=2)
    sided *= np.take(at.p_sides, np.where(side < len(at.p_sides), side, 0), axis=0)
    return sided
