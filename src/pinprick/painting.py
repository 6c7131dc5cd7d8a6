"""How likely people paint what they painted: which side first, then which segments of it, then which regions of those.

    P(a side's map | pattern) = z · Π_segment [ q · Π_region r^x (1-r)^(1-x)  (+ 1-q when nothing of it is painted) ]
                                (+ 1-z when nothing of the side is painted)

`z` depends on the side of the hypothesis alone: an affected side is painted but for `wrong_side`, and of two affected
sides one may be left out. So regions that go together count once for their side, once for their segment, and a little
each. What is asked in words is told apart from the map: it has a `z` of its own.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pinprick.case import ABSENT, MAP, PRESENT, UNKNOWN, Answers, Painted
from pinprick.case import SIDES as WHERE
from pinprick.knowledge import Knowledge, Map, Vocabulary
from pinprick.model import SIDES, Array, Index, Model, Territory
from pinprick.quantity import number

Mask = npt.NDArray[np.bool_]


class Odds(NamedTuple):
    """Log odds, (..., P, segments) that anything of a segment is painted and (..., P, regions) a region when it is."""

    segment: Array
    region: Array


def segments(vocabulary: Vocabulary) -> list[str]:
    """The segments that have regions, in the order of their first: the axis of a `Territory`."""
    return list(dict.fromkeys(region.segment for region in vocabulary.regions.values()))


def painted_odds(p: Array, named: Mask, of: Index, settings: Map) -> Odds:
    """P(painted) of regions, shape (..., P, regions), as log odds of segments and of regions when their segment is.

    `named` (P, segments) says which segments a pattern names; `of` (regions,) is the segment of each region. A pattern
    paints a segment as surely as the region of it that it paints most.
    """
    segment = np.stack([p[..., of == index].max(axis=-1) for index in range(named.shape[1])], axis=-1)
    expected = np.minimum(p / segment[..., of], number(settings.core))
    region = np.where(named[:, of], expected, number(settings.elsewhere))
    return Odds(np.log(segment / (1 - segment)), np.log(region / (1 - region)))


def tempered(of: Odds, knowledge: Knowledge, exponent: float = 1.0) -> Territory:
    """The log odds shrunk by the exponents of the segments, and all by `exponent`."""
    told, vocabulary = knowledge.settings.map.segments, knowledge.vocabulary
    whether = np.array([told[segment].whether for segment in segments(vocabulary)])
    where = np.array([told[region.segment].where for region in vocabulary.regions.values()])
    return territory(Odds(exponent * whether * of.segment, exponent * where * of.region))


def territory(of: Odds) -> Territory:
    """What the log odds come to."""
    any_, painted = (-np.log1p(np.exp(-log_odds)) for log_odds in of)
    return Territory(any=any_, none=any_ - of.segment, painted=painted, sound=painted - of.region)


def log_places(model: Model, answers: Answers, one: Territory, both: Territory) -> Array | None:
    """log P(what is known of where it is numb | pattern, side), shape (..., P, 3); None when nothing is.

    `one` is the territory on the affected side of a one-sided hypothesis, `both` on each side of a two-sided one.
    """
    painted = answers.get(MAP, UNKNOWN)
    shown = painted if isinstance(painted, Painted) else None
    worded = in_words(model, answers, shown)
    if shown is None and not worded:
        return None
    table = np.zeros((*one.any.shape[:-1], len(SIDES)))
    if shown is not None:
        asked = [region for region in model.regions if region not in shown.not_asked]
        table += _log_map(model, asked, {where: getattr(shown, where) for where in WHERE}, one, both)
    for regions, present in worded:
        log_none = _log_map(model, regions, dict.fromkeys(WHERE, frozenset[str]()), one, both)
        table += np.log(-np.expm1(log_none)) if present else log_none
    return table


def in_words(model: Model, answers: Answers, shown: Painted | None) -> list[tuple[tuple[str, ...], bool]]:
    """Regions asked in words that the map does not show: what is painted is not counted twice."""
    worded = []
    for id_, finding in model.knowledge.vocabulary.findings.items():
        asked = finding.in_words if shown is None else tuple(r for r in finding.in_words if r in shown.not_asked)
        if asked and answers.get(id_) in (PRESENT, ABSENT):
            worded.append((asked, answers[id_] == PRESENT))
    return worded


def _log_map(
    model: Model, asked: Collection[str], painted: Mapping[str, frozenset[str]], one: Territory, both: Territory
) -> Array:
    """log P(of the regions `asked`, those `painted` on each side are painted | pattern, side), shape (..., P, 3)."""
    settings, regions = model.knowledge.settings.map, model.knowledge.vocabulary.regions
    table = np.zeros((*one.any.shape[:-1], len(SIDES)))
    for where in WHERE:
        here = [region for region in asked if regions[region].midline == (where == "midline")]
        seen, shown = _mask(model, here), _mask(model, painted[where])
        of_one, of_both = _log_side(model, one, seen, shown), _log_side(model, both, seen, shown)
        for index, side in enumerate(SIDES):
            if where == "midline":
                table[..., index] += of_both if side == "both" else of_one
            elif side == "both":
                table[..., index] += _perhaps(of_both, 1 - number(settings.left_out), shown)
            else:
                wrong = number(settings.wrong_side)
                table[..., index] += _perhaps(of_one, 1 - wrong if side == where else wrong, shown)
    return table


def _mask(model: Model, regions: Collection[str]) -> Mask:
    return np.array([region in regions for region in model.regions])


def _log_side(model: Model, its: Territory, seen: Mask, painted: Mask) -> Array:
    """log P(`painted` of the regions `seen`, both (regions,) | pattern, the side is painted), shape (..., P)."""
    total = np.zeros(its.any.shape[:-1])
    for index in range(its.any.shape[-1]):
        here = seen & (model.patterns.of == index)
        if here.any():
            within = its.painted[..., here & painted].sum(axis=-1) + its.sound[..., here & ~painted].sum(axis=-1)
            log_any = its.any[..., index] + within
            total += log_any if (here & painted).any() else np.logaddexp(log_any, its.none[..., index])
    return total


def _perhaps(log_p: Array, z: float, painted: Mask) -> Array:
    """log P of a side that is painted with probability `z`, and left empty else."""
    log_painted: Array = np.log(z) + log_p
    return log_painted if painted.any() else np.logaddexp(log_painted, np.log(1 - z))
