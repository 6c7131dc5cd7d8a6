"""How likely people paint what they painted, in every draw: the formulas of `painting`, multiplied
as probabilities and not added as logarithms, as there are hundreds of draws.

Products of a few factors are taken in float32, and those of many in float64, so that nothing
becomes 0: no factor is below `LEAST`."""

from collections.abc import Collection, Sequence

import numpy as np

from pinprick.case.answers import Painted
from pinprick.case.known import Known
from pinprick.knowledge.ids import MAP, MAP_PARTS, SIDES, UNKNOWN
from pinprick.knowledge.quantity import number
from pinprick.model.axes import Array, Drawn, DrawnMap, Model
from pinprick.model.draws.maps import midline
from pinprick.reasoning.painting import in_words

_FEW = 8
"""Factors whose product float32 can hold, even if each is as small as can be."""


def places(model: Model, known: Known, drawn: Drawn) -> Array | None:
    """P(what is known of where it is numb | pattern, side), shape (3 sides, P, draws), or (1, P,
    draws) where all sides are alike; None when nothing is known."""
    painted = known.get(MAP)
    shown = painted if isinstance(painted, Painted) else None
    tables = [] if shown is None else [_painted(model, shown, drawn)]
    tables += [
        _said(model, regions, present, drawn) for regions, present in in_words(model, known, shown)
    ]
    if shown is None:
        told = ((id_, known.get(id_)) for id_ in drawn.areas)
        tables += [
            drawn.areas[id_][str(value)][...][None] for id_, value in told if value != UNKNOWN
        ]
    if not tables:
        return None
    together = tables[0]
    for table in tables[1:]:
        together = together * table
    return together


def _painted(model: Model, shown: Painted, drawn: Drawn) -> Array:
    """P(the painted map | pattern, side), shape (3, P, draws)."""
    settings, of_midline = model.knowledge.settings.map, midline(model)
    wrong, left_out = number(settings.wrong_side), number(settings.left_out)
    table = np.ones((len(SIDES), *drawn.patterns.shape))
    for where in MAP_PARTS:
        painted: frozenset[str] = getattr(shown, where)
        kind = where == "midline"
        seen = [
            index
            for index, region in enumerate(model.regions)
            if of_midline[index] == kind and region not in shown.not_asked
        ]
        touched = [index for index in seen if model.regions[index] in painted]
        of_one, of_both = (_side(model, its, seen, touched) for its in (drawn.one, drawn.both))
        for index, side in enumerate(SIDES):
            p = of_both if side == "both" else of_one
            z = 1 - left_out if side == "both" else 1 - wrong if side == where else wrong
            if not kind:  # the midline is painted for itself, on whatever side the trouble is
                p = z * p if painted else z * p + (1 - z)
            table[index] *= p
    return table


def _side(model: Model, its: DrawnMap, seen: Sequence[int], painted: Sequence[int]) -> Array:
    """P(`painted` of the regions `seen` | pattern, the side is painted), shape (P, draws)."""
    of, of_midline = model.patterns.of, midline(model)
    if not seen:
        return np.ones(its.any.shape[1:])
    kind = int(of_midline[seen[0]])
    if not painted and len(seen) == (of_midline == kind).sum():
        clear: Array = its.clear[kind]
        return clear
    factors: list[Array] = []
    for segment in dict.fromkeys(of[seen]):
        here = [region for region in seen if of[region] == segment]
        untouched = [its.sound[region] for region in here if region not in painted]
        touched = [its.painted[region] for region in here if region in painted]
        if touched:
            factors += [its.any[segment], *touched, *untouched]
        elif len(here) == ((of == segment) & (of_midline == kind)).sum():
            factors.append(its.blank[kind, segment])
        else:
            factors.append(its.any[segment] * _product(untouched) + its.none[segment])
    return _product(factors)


def _product(factors: Sequence[Array]) -> Array:
    """The product of any number of factors."""
    product: Array | None = None
    for first in range(0, len(factors), _FEW):
        some = factors[first].copy()
        for factor in factors[first + 1 : first + _FEW]:
            some *= factor
        product = some if product is None else product * some.astype(np.float64)
    assert product is not None
    return product


# ---- regions asked in words


def _said(model: Model, regions: Collection[str], present: bool, drawn: Drawn) -> Array:
    """P(some of the regions are numb, or none | pattern, side), shape (3, P, draws).

    P(some) is summed from parts, as 1 - P(none) would lose its digits where it is small."""
    settings, of_midline = model.knowledge.settings.map, midline(model)
    wrong, left_out = number(settings.wrong_side), number(settings.left_out)
    asked = [index for index, region in enumerate(model.regions) if region in regions]
    sideways = [index for index in asked if not of_midline[index]]
    middle = [index for index in asked if of_midline[index]]

    def told(its: DrawnMap, of_sides: Sequence[float]) -> Array:
        (none, some), of_middle = (
            _none_and_some(model, its, sideways),
            _none_and_some(model, its, middle),
        )
        halves = ((z * none + (1 - z), z * some) for z in of_sides)
        return _together([of_middle, *halves])[int(present)]

    # where the trouble is on one side it matters not on which, as nobody was asked for one
    of_one = told(drawn.one, [1 - wrong, wrong])
    of_both = told(drawn.both, [1 - left_out] * 2)
    return np.array([of_both if side == "both" else of_one for side in SIDES])


def _none_and_some(model: Model, its: DrawnMap, asked: Sequence[int]) -> tuple[Array, Array]:
    """P(none of the regions is numb, some are | pattern, the side is painted), each (P, draws)."""
    of, parts = model.patterns.of, []
    for segment in dict.fromkeys(of[asked]):
        here = [index for index in asked if of[index] == segment]
        none, some = _together([(its.sound[region], its.painted[region]) for region in here])
        parts.append((its.any[segment] * none + its.none[segment], its.any[segment] * some))
    return _together(parts)


def _together(parts: Sequence[tuple[Array, Array]]) -> tuple[Array, Array]:
    """P(none, some) of parts that are independent, from that of each."""
    none: Array = np.ones(1, dtype=np.float32)
    some: Array = np.zeros(1, dtype=np.float32)
    for none_here, some_here in parts:
        none, some = none * none_here, some + none * some_here
    return none, some
