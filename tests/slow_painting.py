"""The slow twin of `painting`: side after side, segment after segment, as its formula is written.

`log_places` takes the territories with any axes before those of patterns, such as one of draws."""

from collections.abc import Collection, Mapping

import numpy as np

from pinprick.case.answers import Painted
from pinprick.case.known import Known
from pinprick.knowledge import Finding
from pinprick.knowledge.ids import MAP, SIDES, UNKNOWN
from pinprick.knowledge.ids import MAP_PARTS as WHERE
from pinprick.knowledge.quantity import number
from pinprick.model.axes import Array, Model, Territory
from pinprick.model.territory import Mask
from pinprick.reasoning.painting import in_words


def log_places(model: Model, known: Known, one: Territory, both: Territory) -> Array | None:
    """log P(what is known of where it is numb | pattern, side), shape (..., P, 3); None when
    nothing is.

    `one` is the territory on the affected side of a one-sided hypothesis, `both` on each side of a
    two-sided one."""
    painted = known.get(MAP)
    shown = painted if isinstance(painted, Painted) else None
    worded = in_words(model, known, shown)
    areas = in_place_of_map(model, known, shown)
    if shown is None and not worded and not areas:
        return None
    table = np.zeros((*one.any.shape[:-1], len(SIDES)))
    if shown is not None:
        asked = [region for region in model.regions if region not in shown.not_asked]
        table += _log_map(model, asked, {where: getattr(shown, where) for where in WHERE}, one, both)
    for regions, present in worded:
        log_none = _log_map(model, regions, dict.fromkeys(WHERE, frozenset[str]()), one, both)
        table += np.log(-np.expm1(log_none)) if present else log_none
    for finding, value in areas:
        table += log_areas(model, finding, one)[value][..., None]
    return table


def in_place_of_map(model: Model, known: Known, shown: Painted | None) -> list[tuple[Finding, str]]:
    """What was said in words of where it is; it counts only where no map was painted."""
    findings = model.knowledge.vocabulary.findings
    ids = model.knowledge.vocabulary.in_place_of_map if shown is None else ()
    return [(findings[id_], str(known.get(id_))) for id_ in ids if known.get(id_) != UNKNOWN]


def log_areas(model: Model, finding: Finding, of: Territory) -> dict[str, Array]:
    """log P(value | pattern) of a finding that stands in place of the map, each of shape (..., P);
    `of` is the territory on one affected side."""
    settings = model.knowledge.settings.map
    seen = _mask(model, {region for area in finding.areas.values() for region in area})
    drawn = [_log_side(model, of, seen, _mask(model, area)) for area in finding.areas.values()]
    log_p = np.stack(drawn, axis=-1)
    log_p -= np.logaddexp.reduce(log_p, axis=-1)[..., None]
    names, loose = list(finding.areas), number(settings.loosely)
    told: dict[str, Array] = {}
    for word, stands_for in finding.loosely.items():
        places = [names.index(value) for value in stands_for]
        told[word] = np.log(loose) + np.logaddexp.reduce(log_p[..., places], axis=-1)
    also = {value for stands_for in finding.loosely.values() for value in stands_for}
    exact = {value: log_p[..., index] for index, value in enumerate(names)}
    return told | {value: log_one + (np.log1p(-loose) if value in also else 0.0) for value, log_one in exact.items()}


def _log_map(
    model: Model,
    asked: Collection[str],
    painted: Mapping[str, frozenset[str]],
    one: Territory,
    both: Territory,
) -> Array:
    """log P(of the regions `asked`, those `painted` on each side are painted | pattern, side),
    shape (..., P, 3)."""
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
    """log P(`painted` of the regions `seen`, both (regions,) | pattern, the side is painted), shape
    (..., P)."""
    total = np.zeros(its.any.shape[:-1])
    for index in range(its.any.shape[-1]):
        here = seen & (model.patterns.of == index)
        if here.any():
            within = its.painted[..., here & painted].sum(axis=-1) + its.sound[..., here & ~painted].sum(axis=-1)
            log_any = its.any[..., index] + within
            total += log_any if (here & painted).any() else np.logaddexp(log_any, its.none[..., index])
    return total


def _perhaps(log_p: Array, z: float, painted: Mask) -> Array:
    """log P of a side that is painted with probability `z`, and otherwise left empty."""
    log_painted: Array = np.log(z) + log_p
    return log_painted if painted.any() else np.logaddexp(log_painted, np.log(1 - z))
