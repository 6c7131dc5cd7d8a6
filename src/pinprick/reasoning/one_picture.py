"""One picture of two causes: each part of the body is painted as by the cause that is felt there.

Each cause paints a side, and a segment of it, or not, without knowing of the other: what either
paints is painted. Where both paint a segment, its regions are as one of the two has them, each half
of the time: people paint whole areas, and two causes at one place make no other picture than one.

    P(a segment's map | k, l) = q_k R_k (1-q_l + q_l/2) + q_l R_l (1-q_k + q_k/2)
                                (+ (1-q_k) (1-q_l) when nothing of it is painted)

with `R` the product over its regions. What was said in words of one place is said of one of the
two, each half of the time.

The side that is named is that of both: one side where both are on it, else both sides, told as each
has it, and as unequal by one that is on one side only."""

import numpy as np

from pinprick.case.answers import Painted
from pinprick.case.known import Known
from pinprick.knowledge.ids import MAP, MAP_PARTS, SIDE_ANSWERS, SIDES
from pinprick.knowledge.quantity import number
from pinprick.model.axes import Array, Index, Model
from pinprick.reasoning import painting
from pinprick.reasoning.inference import Evidence
from pinprick.reasoning.painting import Asked, Table, asked_regions, log_parts, tables
from pinprick.reasoning.sites import sites

_BOTH = SIDES.index("both")
_UNEQUAL = "both-sides-unequal"


def log_place(model: Model, known: Known, found: Evidence, own: slice) -> Array:
    """log P(answer to the side, map | unit of the first, unit of the second), shape (own units,
    U)."""
    at = sites(model)
    sides = np.exp(at.log_sides)
    p = sides.T[own, None, :, None] * sides.T[None, :, None, :]
    if found.side is not None:
        p = p * _of_side(model, found.side, own)
    if found.places is None:
        with np.errstate(divide="ignore"):
            alone: Array = np.log(p.sum(axis=(2, 3)))
        return alone
    own_sites = np.array(sorted(set(at.of_units[own].tolist())))
    rows = np.flatnonzero((at.of_patterns == own_sites[:, None]).any(axis=0))
    logs = _by_site(model, _pictures(model, known, rows), rows)
    of_units = logs[np.searchsorted(own_sites, at.of_units[own])][:, at.of_units]
    top = of_units.max(axis=(2, 3), keepdims=True)
    total: Array = np.log((p * np.exp(of_units - top)).sum(axis=(2, 3))) + top[..., 0, 0]
    return total


def _of_side(model: Model, answer: int, own: slice) -> Array:
    """P(answer to the side | units, sides), shape (own units, U, 3, 3)."""
    p = np.exp(model.log_side[answer])
    error = number(model.knowledge.settings.map.wrong_side)
    elsewhere = 1 - error if SIDE_ANSWERS[answer] == _UNEQUAL else error / 2
    same = np.eye(len(SIDES), dtype=bool)
    same[_BOTH] = True
    # (U, 3 own side, 3 side of the other)
    told = np.where(same, p[:, :, None], elsewhere)
    halves: Array = (told[own, None] + told.transpose(0, 2, 1)[None]) / 2
    return halves


# ---- by site


def _by_site(model: Model, logs: Array, rows: Index) -> Array:
    """`logs` (patterns of the first, P, 3, 3), summed over the patterns of each site; those of the
    second have one more, of which nothing is said, for what has no site of its own."""
    at = sites(model)
    of_rows = np.flatnonzero(np.diff(at.of_patterns[rows], prepend=-1))
    weights = at.log_weight[rows, None] + at.log_weight
    weighted = logs + weights[:, :, None, None]
    by_first = _log_sums(weighted, of_rows, 0)
    summed = _log_sums(by_first, at.patterns, 1)
    return np.concatenate([summed, np.zeros_like(summed[:, :1])], axis=1)


def _log_sums(logs: Array, first: Index, axis: int) -> Array:
    """log of the sums of groups along an axis that begin at `first`."""
    tops = np.maximum.reduceat(logs, first, axis=axis)
    lengths = np.diff([*first, logs.shape[axis]])
    shares = np.exp(logs - np.repeat(tops, lengths, axis=axis))
    total: Array = tops + np.log(np.add.reduceat(shares, first, axis=axis))
    return total


# ---- the picture


def _pictures(model: Model, known: Known, rows: Index) -> Array:
    """log P(what is known of where it is numb | pattern and side of the first, of the second), shape
    (rows, P, 3, 3); `rows` are the patterns of the first."""
    painted = known.get(MAP)
    shown = painted if isinstance(painted, Painted) else None
    logs = np.zeros((len(rows), len(model.patterns.site), len(SIDES), len(SIDES)))
    if shown is not None:
        seen = [region for region in model.regions if region not in shown.not_asked]
        logs += _log_map(model, asked_regions(model, shown, seen), rows)
    for regions, present in painting.in_words(model, known, shown):
        log_none = _log_map(model, asked_regions(model, Painted(), regions), rows)
        logs += np.log(-np.expm1(log_none)) if present else log_none
    for id_, value in painting.in_place_of_map(model, known, shown):
        of_one = painting.log_areas(model)[id_][value]
        told = np.logaddexp(of_one[rows, None], of_one) - np.log(2)
        logs += told[:, :, None, None]
    return logs


def _log_map(model: Model, asked: Asked, rows: Index) -> Array:
    """log P(of the regions asked, those painted are painted | patterns, sides), shape (rows, P, 3,
    3)."""
    alone = np.exp(np.stack(log_parts(model, asked)))
    kinds = np.array([int(side == "both") for side in SIDES])
    total = np.zeros((len(rows), alone.shape[-1], len(SIDES), len(SIDES)))
    for part, z in enumerate(_painted_sides(model)):
        joint = _joint(model, asked, part, rows)[kinds][:, :, kinds].transpose(1, 3, 0, 2)
        its = alone[kinds, part].T * z
        first, second = its[rows, None, :, None], its[None, :, None, :]
        z_first, z_second = z[:, None], z[None, :]
        p = joint * z_first * z_second + first * (1 - z_second) + (1 - z_first) * second
        if not asked.shown[part].any():
            p = p + (1 - z_first) * (1 - z_second)
        total += np.log(p)
    return total


def _painted_sides(model: Model) -> Array:
    """P(a part of the map is painted | side), shape (3 parts, 3)."""
    settings = model.knowledge.settings.map
    wrong, left_out = number(settings.wrong_side), number(settings.left_out)
    return np.array(
        [
            [
                1.0
                if part == "midline"
                else 1 - left_out
                if side == "both"
                else 1 - wrong
                if side == part
                else wrong
                for side in SIDES
            ]
            for part in MAP_PARTS
        ]
    )


def _joint(model: Model, asked: Asked, part: int, rows: Index) -> Array:
    """P(a part of the map | patterns, both paint it), shape (2, rows, 2, P): of each whether it is
    one-sided or two-sided."""
    territories = tables(model)
    within = territories[0].within
    seen = np.flatnonzero((within & asked.seen[part]).any(axis=1))
    empty = ~(within & asked.seen[part] & asked.shown[part]).any(axis=1)[seen]
    # (segments, 2, P)
    any_, none, regions = (
        np.exp(np.stack(logs, axis=1))
        for logs in (
            [its.any[seen] for its in territories],
            [its.none[seen] for its in territories],
            [_log_regions(its, asked, part)[seen] for its in territories],
        )
    )
    own, spared = any_ * regions, none + any_ / 2
    blank = none * empty[:, None, None]
    first = np.stack([own, spared, none], axis=-1)[:, :, rows].reshape(len(seen), 2 * len(rows), 3)
    second = np.stack([spared, own, blank], axis=-1).reshape(len(seen), 2 * any_.shape[-1], 3)
    joint: Array = np.prod(first @ second.transpose(0, 2, 1), axis=0)
    return joint.reshape(2, len(rows), 2, any_.shape[-1])


def _log_regions(its: Table, asked: Asked, part: int) -> Array:
    """log P(of the regions of a segment asked, those painted are painted | pattern, it is painted),
    shape (segments, P)."""
    shown = asked.seen[part] & asked.shown[part]
    sound = asked.seen[part] & ~asked.shown[part]
    logs: Array = its.within.astype(float) @ (
        shown[:, None] * its.painted + sound[:, None] * its.sound
    )
    return logs
