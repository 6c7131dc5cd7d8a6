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
from pinprick.reasoning.sites import Sites, sites

Patterns = tuple[Index, Index]
"""Which patterns of the first are held against which of the second."""
_BOTH = SIDES.index("both")
_UNEQUAL = "both-sides-unequal"


def log_place(
    model: Model, known: Known, found: Evidence, own: slice, others: Index | slice
) -> Array:
    """log P(answer to the side, map | unit of the first, unit of the second), shape (own units,
    others); `others` are units of a second."""
    at = sites(model)
    sides = np.exp(at.log_sides).T
    p = sides[own, None, :, None] * sides[None, others, None, :]
    if found.side is not None:
        p = p * _of_side(model, found.side, own, others)
    if found.places is None:
        with np.errstate(divide="ignore"):
            alone: Array = np.log(p.sum(axis=(2, 3)))
        return alone
    first, rows = _patterns(at, at.of_units[own])
    second, columns = _patterns(at, at.of_units[others])
    logs = _by_site(model, _pictures(model, known, (rows, columns)), (rows, columns))
    of_units = logs[first][:, second]
    top = of_units.max(axis=(2, 3), keepdims=True)
    total: Array = np.log((p * np.exp(of_units - top)).sum(axis=(2, 3))) + top[..., 0, 0]
    return total


def _patterns(at: Sites, of_units: Index) -> tuple[Index, Index]:
    """The patterns of the sites of some units, and which of those sites each unit is at; what has no
    site of its own is at the one after the last."""
    own = np.array(sorted(set(of_units.tolist())))
    patterns = np.flatnonzero((at.of_patterns == own[:, None]).any(axis=0))
    return np.searchsorted(own, of_units), patterns


def _of_side(model: Model, answer: int, own: slice, others: Index | slice) -> Array:
    """P(answer to the side | units, sides), shape (own units, others, 3, 3)."""
    p = np.exp(model.log_side[answer])
    error = number(model.knowledge.settings.map.wrong_side)
    elsewhere = 1 - error if SIDE_ANSWERS[answer] == _UNEQUAL else error / 2
    same = np.eye(len(SIDES), dtype=bool)
    same[_BOTH] = True
    # (U, 3 own side, 3 side of the other)
    told = np.where(same, p[:, :, None], elsewhere)
    halves: Array = (told[own, None] + told.transpose(0, 2, 1)[None, others]) / 2
    return halves


# ---- by site


def _by_site(model: Model, logs: Array, of: Patterns) -> Array:
    """`logs` (patterns of the first, of the second, 3, 3), summed over the patterns of each site;
    those of the second have one more, of which nothing is said, for what has no site of its own."""
    at = sites(model)
    summed = logs + np.add.outer(*(at.log_weight[its] for its in of))[:, :, None, None]
    for axis, its in enumerate(of):
        first = np.flatnonzero(np.diff(at.of_patterns[its], prepend=-1))
        summed = _log_sums(summed, first, axis)
    return np.concatenate([summed, np.zeros_like(summed[:, :1])], axis=1)


def _log_sums(logs: Array, first: Index, axis: int) -> Array:
    """log of the sums of groups along an axis that begin at `first`."""
    tops = np.maximum.reduceat(logs, first, axis=axis)
    lengths = np.diff([*first, logs.shape[axis]])
    shares = np.exp(logs - np.repeat(tops, lengths, axis=axis))
    total: Array = tops + np.log(np.add.reduceat(shares, first, axis=axis))
    return total


# ---- the picture


def _pictures(model: Model, known: Known, of: Patterns) -> Array:
    """log P(what is known of where it is numb | pattern and side of the first, of the second), shape
    (patterns of the first, of the second, 3, 3)."""
    painted = known.get(MAP)
    shown = painted if isinstance(painted, Painted) else None
    logs = np.zeros((*map(len, of), len(SIDES), len(SIDES)))
    if shown is not None:
        seen = [region for region in model.regions if region not in shown.not_asked]
        logs += _log_map(model, asked_regions(model, shown, seen), of)
    for regions, present in painting.in_words(model, known, shown):
        log_none = _log_map(model, asked_regions(model, Painted(), regions), of)
        logs += np.log(-np.expm1(log_none)) if present else log_none
    for id_, value in painting.in_place_of_map(model, known, shown):
        of_one = painting.log_areas(model)[id_][value]
        told = np.logaddexp.outer(*(of_one[its] for its in of)) - np.log(2)
        logs += told[:, :, None, None]
    return logs


def _log_map(model: Model, asked: Asked, of: Patterns) -> Array:
    """log P(of the regions asked, those painted are painted | patterns, sides), shape (patterns of
    the first, of the second, 3, 3)."""
    alone = np.exp(np.stack(log_parts(model, asked)))
    kinds = np.array([int(side == "both") for side in SIDES])
    total, joints = np.zeros((*map(len, of), len(SIDES), len(SIDES))), dict[bytes, Array]()
    for part, z in enumerate(_painted_sides(model)):
        if not asked.seen[part].any():
            continue  # of what was not asked nothing is said
        same = asked.seen[part].tobytes() + asked.shown[part].tobytes()
        if same not in joints:  # both sides are often asked and shown alike, as in words
            joints[same] = _joint(model, asked, part, of)
        joint = joints[same][kinds][:, :, kinds].transpose(1, 3, 0, 2)
        its = alone[kinds, part].T * z
        first, second = its[of[0], None, :, None], its[None, of[1], None, :]
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


def _joint(model: Model, asked: Asked, part: int, of: Patterns) -> Array:
    """P(a part of the map | patterns, both paint it), shape (2, of the first, 2, of the second): of
    each whether it is one-sided or two-sided."""
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
    first = np.stack([own, spared, none], axis=-1)[:, :, of[0]]
    second = np.stack([spared, own, blank], axis=-1)[:, :, of[1]]
    p = np.ones((2 * len(of[0]), 2 * len(of[1])))
    for one, other in zip(first, second, strict=True):
        p *= one.reshape(-1, 3) @ other.reshape(-1, 3).T
    return p.reshape(2, len(of[0]), 2, len(of[1]))


def _log_regions(its: Table, asked: Asked, part: int) -> Array:
    """log P(of the regions of a segment asked, those painted are painted | pattern, it is painted),
    shape (segments, P)."""
    shown = asked.seen[part] & asked.shown[part]
    sound = asked.seen[part] & ~asked.shown[part]
    logs: Array = its.within.astype(float) @ (
        shown[:, None] * its.painted + sound[:, None] * its.sound
    )
    return logs
