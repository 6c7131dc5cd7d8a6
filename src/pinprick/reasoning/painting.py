"""How likely people paint what they painted: which side first, then which segments of it, then
which regions of those.

    P(a side's map | pattern) = z · Π_segment [ q · Π_region r^x (1-r)^(1-x)  (+ 1-q when nothing of
    it is painted) ]
                                (+ 1-z when nothing of the side is painted)

`z` depends on the side of the hypothesis alone: an affected side is painted but for `wrong_side`,
and of two affected sides one may be left out. So regions that go together count once for their
side, once for their segment, and a little each. What is asked in words is told apart from the map:
it has a `z` of its own.

Where no map was painted, people may say in words where it is. Each word stands for an area, and
those who answer in words choose among the areas as they would paint them on one affected side:

    P(area | pattern) = P(painting just that area | pattern) / Σ_areas P(painting just that | pattern)

Some say no more than "my leg": a word that stands for several areas takes the share `loosely` of
each, and leaves them the rest."""

from collections.abc import Collection
from math import log

import numpy as np
from msgspec import Struct

from pinprick.case.answers import Answer, Painted
from pinprick.case.known import Known
from pinprick.knowledge import Finding
from pinprick.knowledge.ids import ABSENT, MAP, MAP_PARTS, PRESENT, SIDES, UNKNOWN
from pinprick.knowledge.quantity import number
from pinprick.model.axes import Array, Flags, Model, Territory
from pinprick.once import once


def said_of_places(model: Model, known: Known) -> tuple[Answer, ...]:
    """The answers that say where it is numb: the map, and what is asked in words."""
    return tuple(known.get(id_) for id_ in (MAP, *_in_words(model), *_in_place_of_map(model)))


def log_places(model: Model, known: Known) -> Array | None:
    """log P(what is known of where it is numb | pattern, side), shape (P, 3); None when nothing
    is."""
    painted = known.get(MAP)
    shown = painted if isinstance(painted, Painted) else None
    worded, areas = in_words(model, known, shown), in_place_of_map(model, known, shown)
    if shown is None and not worded and not areas:
        return None
    table = np.zeros((len(model.patterns.site), len(SIDES)))
    nothing = Painted()
    if shown is not None:
        seen = [region for region in model.regions if region not in shown.not_asked]
        table += _log_map(model, asked_regions(model, shown, seen))
    for regions, present in worded:
        log_none = _log_map(model, asked_regions(model, nothing, regions))
        table += np.log(-np.expm1(log_none)) if present else log_none
    for id_, value in areas:
        table += log_areas(model)[id_][value][:, None]
    return table


# ---- in words


@once
def _in_words(model: Model) -> dict[str, tuple[str, ...]]:
    """The findings that ask in words, and the regions that each asks about."""
    findings = model.knowledge.vocabulary.findings
    return {id_: finding.in_words for id_, finding in findings.items() if finding.in_words}


def in_words(
    model: Model, known: Known, shown: Painted | None
) -> list[tuple[tuple[str, ...], bool]]:
    """Regions asked in words that the map does not show: what is painted is not counted twice."""
    worded = []
    for id_, regions in _in_words(model).items():
        if known.get(id_) in (PRESENT, ABSENT):
            open_ = regions if shown is None else tuple(r for r in regions if r in shown.not_asked)
            worded += [(open_, known.get(id_) == PRESENT)] if open_ else []
    return worded


def _in_place_of_map(model: Model) -> tuple[str, ...]:
    return model.knowledge.vocabulary.in_place_of_map


def in_place_of_map(model: Model, known: Known, shown: Painted | None) -> list[tuple[str, str]]:
    """What was said in words of where it is, by finding; it counts only where no map was painted."""
    ids = _in_place_of_map(model) if shown is None else ()
    return [(id_, str(known.get(id_))) for id_ in ids if known.get(id_) != UNKNOWN]


@once
def log_areas(model: Model) -> dict[str, dict[str, Array]]:
    """log P(value | pattern), shape (P,), of every value of each finding that stands in place of
    the map."""
    findings = model.knowledge.vocabulary.findings
    return {id_: _log_words(model, findings[id_]) for id_ in _in_place_of_map(model)}


def _log_words(model: Model, finding: Finding) -> dict[str, Array]:
    settings = model.knowledge.settings.map
    seen = _flags(model, {region for area in finding.areas.values() for region in area})
    shown = np.array([_flags(model, area) for area in finding.areas.values()])
    drawn = Asked(np.tile(seen, (len(shown), 1)), shown)
    log_p = log_parts(tables(model)[0], drawn).T
    log_p -= np.logaddexp.reduce(log_p, axis=-1)[..., None]
    names, loose = list(finding.areas), number(settings.loosely)
    told: dict[str, Array] = {}
    for word, stands_for in finding.loosely.items():
        places = [names.index(value) for value in stands_for]
        told[word] = np.log(loose) + np.logaddexp.reduce(log_p[:, places], axis=-1)
    also = {value for stands_for in finding.loosely.values() for value in stands_for}
    exact = {value: log_p[:, index] for index, value in enumerate(names)}
    return told | {
        value: log_one + (np.log1p(-loose) if value in also else 0.0)
        for value, log_one in exact.items()
    }


# ---- the map


class Asked(Struct, frozen=True):
    """Which regions were asked, and which of them are painted, in each part of the map, shape (3
    parts, regions)."""

    seen: Flags
    shown: Flags


def asked_regions(model: Model, painted: Painted, regions: Collection[str]) -> Asked:
    midline = _midline(model)
    asked = _flags(model, regions)
    return Asked(
        seen=np.array([asked & (midline == (part == "midline")) for part in MAP_PARTS]),
        shown=np.array([_flags(model, getattr(painted, part)) for part in MAP_PARTS]),
    )


@once
def _midline(model: Model) -> Flags:
    named = model.knowledge.vocabulary.regions
    return np.array([named[region].midline for region in model.regions])


def _flags(model: Model, regions: Collection[str]) -> Flags:
    return np.array([region in regions for region in model.regions])


def _log_map(model: Model, asked: Asked) -> Array:
    """log P(of the regions asked, those painted are painted | pattern, side), shape (P, 3)."""
    settings = model.knowledge.settings.map
    of_one, of_both = (log_parts(its, asked) for its in tables(model))
    wrong, left_out = number(settings.wrong_side), number(settings.left_out)
    table = np.zeros((len(SIDES), of_one.shape[1]))
    for part, where in enumerate(MAP_PARTS):
        one, both, empty = of_one[part], of_both[part], not asked.shown[part].any()
        for index, side in enumerate(SIDES):
            if where == "midline":
                table[index] += both if side == "both" else one
            elif side == "both":
                table[index] += _perhaps(both, 1 - left_out, empty)
            else:
                table[index] += _perhaps(one, 1 - wrong if side == where else wrong, empty)
    return table.T


def _perhaps(log_p: Array, z: float, empty: bool) -> Array:
    """log P of a side that is painted with probability `z`, and otherwise left empty; `log_p` (P,)
    is that of one that is painted."""
    log_painted: Array = log_p + log(z)
    if not empty:
        return log_painted
    perhaps: Array = np.logaddexp(log_painted, log(1 - z))
    return perhaps


class Table(Struct, frozen=True):
    """A territory by rows: `any` and `none` (segments, P), `painted` and `sound` (regions, P);
    `within` (segments, regions) says which regions a segment has, and `blank` (segments, P) is that
    all of them were asked and none is painted."""

    any: Array
    none: Array
    painted: Array
    sound: Array
    within: Flags
    blank: Array


@once
def tables(model: Model) -> tuple[Table, Table]:
    """The territories of the affected side of one-sided hypotheses and of each side of two-sided
    ones."""
    return _table(model, model.patterns.one), _table(model, model.patterns.both)


def _table(model: Model, its: Territory) -> Table:
    any_, none, painted, sound = (
        np.ascontiguousarray(logs.T) for logs in (its.any, its.none, its.painted, its.sound)
    )
    within = np.arange(len(any_))[:, None] == model.patterns.of
    blank = np.logaddexp(any_ + within.astype(float) @ sound, none)
    return Table(any_, none, painted, sound, within, blank)


def log_parts(its: Table, asked: Asked) -> Array:
    """log P(of the regions asked, those painted are painted | pattern, the side is painted) in each
    part of the map, shape (parts, P)."""
    sound = asked.seen & ~asked.shown
    blank = sound.astype(float) @ its.within.T == its.within.sum(axis=1)
    total: Array = blank.astype(float) @ its.blank
    others = (asked.seen.astype(float) @ its.within.T > 0) & ~blank
    for part, segment in zip(*np.nonzero(others), strict=True):
        here = its.within[segment]
        painted = here & asked.seen[part] & asked.shown[part]
        log_any = its.any[segment] + its.sound[here & sound[part]].sum(axis=0)
        if painted.any():
            total[part] += log_any + its.painted[painted].sum(axis=0)
        else:
            total[part] += np.logaddexp(log_any, its.none[segment])
    return total
