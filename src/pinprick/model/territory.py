"""What a pattern paints, as log odds: whether anything of a segment, and which regions of it."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pinprick.knowledge import Knowledge, Map, Vocabulary
from pinprick.knowledge.quantity import number
from pinprick.model.axes import Array, Index, Territory

Mask = npt.NDArray[np.bool_]


class Odds(NamedTuple):
    """Log odds, (..., P, segments) that anything of a segment is painted and (..., P, regions) a
    region when it is."""

    segment: Array
    region: Array


def segments(vocabulary: Vocabulary) -> list[str]:
    """The segments that have regions, in the order of their first: the axis of a `Territory`."""
    return list(dict.fromkeys(region.segment for region in vocabulary.regions.values()))


def painted_odds(p: Array, named: Mask, of: Index, settings: Map) -> Odds:
    """P(painted) of regions, shape (..., P, regions), as log odds of segments and of regions when
    their segment is.

    `named` (P, segments) says which segments a pattern names; `of` (regions,) is the segment of
    each region. A pattern paints a segment as surely as the region of it that it paints most."""
    segment = np.stack(
        [p[..., of == index].max(axis=-1) for index in range(named.shape[1])], axis=-1
    )
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
