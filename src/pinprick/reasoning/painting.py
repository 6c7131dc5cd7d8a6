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

from collections.abc import Callable, Collection
from functools import lru_cache, reduce

import numpy as np
from msgspec import Struct

from pinprick.case.answers import Painted
from pinprick.case.known import Known
from pinprick.knowledge import Finding
from pinprick.knowledge.ids import ABSENT, MAP, MAP_PARTS, PRESENT, SIDES, UNKNOWN
from pinprick.knowledge.quantity import number
from pinprick.model.axes import Array, Flags, Model, Territory
from pinprick.once import once

_SAID = 256
"""For how many groups of regions what is said of them in words is kept."""


def log_map(model: Model, known: Known) -> Array | None:
    """log P(what was painted | pattern, side), shape (P, 3); None when nothing was shown."""
    shown = known.get(MAP)
    if not isinstance(shown, Painted):
        return None
    seen = [region for region in model.regions if region not in shown.not_asked]
    return _log_map(model, asked_regions(model, shown, seen))


def log_places(model: Model, known: Known) -> Array | None:
    """log P(what is known of where it is numb | pattern, side), shape (P, 3); None when nothing
    is."""
    return with_words(model, known, log_map(model, known))


def with_words(model: Model, known: Known, of_map: Array | None) -> Array | None:
    """The same, where `log_map` is known already."""
    painted = known.get(MAP)
    shown = painted if isinstance(painted, Painted) else None
    parts = [] if of_map is None else [of_map]
    parts += [log_said_of(model)(*said) for said in in_words(model, known, shown)]
    for id_, value in in_place_of_map(model, known, shown):
        parts.append(np.repeat(log_areas(model)[id_][value][:, None], len(SIDES), axis=1))
    return reduce(np.add, parts) if parts else None


# ---- in words


@once
def words(model: Model) -> dict[str, tuple[str, ...]]:
    """The findings that ask in words, and the regions that each asks about."""
    findings = model.knowledge.vocabulary.findings
    return {id_: finding.in_words for id_, finding in findings.items() if finding.in_words}


def in_words(
    model: Model, known: Known, shown: Painted | None
) -> list[tuple[tuple[str, ...], bool]]:
    """Regions asked in words that the map does not show: what is painted is not counted twice."""
    worded = []
    for id_, regions in words(model).items():
        if known.get(id_) in (PRESENT, ABSENT):
            open_ = regions if shown is None else tuple(r for r in regions if r in shown.not_asked)
            worded += [(open_, known.get(id_) == PRESENT)] if open_ else []
    return worded


@once
def log_said_of(model: Model) -> Callable[[tuple[str, ...], bool], Array]:
    """log P(some of the regions are numb, or none | pattern, side), shape (P, 3): of the few groups of
    regions that are asked about, each is reckoned once."""

    @lru_cache(_SAID)
    def log_said(regions: tuple[str, ...], present: bool) -> Array:
        log_none = _log_map(model, asked_regions(model, Painted(), regions))
        return np.log(-np.expm1(log_none)) if present else log_none

    return log_said


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
    log_p = log_parts(model, drawn)[0].T
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
    shown = [_flags(model, getattr(painted, part)) for part in MAP_PARTS]
    return Asked(_flags(model, regions) & _of_parts(model), np.array(shown))


@once
def _of_parts(model: Model) -> Flags:
    """Which regions each part of the map has, shape (3 parts, regions)."""
    named = model.knowledge.vocabulary.regions
    midline = np.array([named[region].midline for region in model.regions])
    return np.array([midline == (part == "midline") for part in MAP_PARTS])


def _flags(model: Model, regions: Collection[str]) -> Flags:
    return np.array([region in regions for region in model.regions])


def _log_map(model: Model, asked: Asked) -> Array:
    """log P(of the regions asked, those painted are painted | pattern, side), shape (P, 3)."""
    of_one, of_both = log_parts(model, asked)
    of_sides, (log_z, log_rest) = np.array([of_one, of_one, of_both]), painted_at_all(model)
    sided = of_sides[:, :-1] + log_z
    empty = ~asked.shown[:-1].any(axis=1)
    if empty.any():
        sided[:, empty] = np.logaddexp(sided[:, empty], log_rest[:, empty])
    # The midline is painted for itself, on whatever side the trouble is.
    table: Array = sided.sum(axis=1) + of_sides[:, -1]
    return table.T


@once
def painted_at_all(model: Model) -> tuple[Array, Array]:
    """log P(a side is painted) and log P(it is left empty), shape (3 sides of a hypothesis, 2 sides of
    the map, 1)."""
    settings = model.knowledge.settings.map
    wrong, left_out = number(settings.wrong_side), number(settings.left_out)
    z = np.array(
        [
            [1 - left_out if side == "both" else 1 - wrong if side == where else wrong]
            for side in SIDES
            for where in MAP_PARTS[:-1]
        ]
    ).reshape(len(SIDES), -1, 1)
    return np.log(z), np.log(1 - z)


class Table(Struct, frozen=True):
    """A territory by rows: `any` and `none` (segments, P), `painted` and `sound` (regions, P);
    `within` (segments, regions) says which regions a segment has."""

    any: Array
    none: Array
    painted: Array
    sound: Array
    within: Flags


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
    return Table(any_, none, painted, sound, within)


class _Both(Struct, frozen=True):
    """Both territories side by side, one-sided hypotheses first (2P columns).

    The rows of `logs` are first those of the regions when they are painted, then when they are not,
    then those of the segments when anything of them is painted, then when all of them was asked and
    nothing is. `none` and `within` are as in `Table`."""

    logs: Array
    none: Array
    within: Array


@once
def _both(model: Model) -> _Both:
    of_one, of_both = tables(model)
    any_, none, painted, sound = (
        np.concatenate([getattr(of_one, name), getattr(of_both, name)], axis=1)
        for name in ("any", "none", "painted", "sound")
    )
    within = of_one.within.astype(float)
    blank = np.logaddexp(any_ + within @ sound, none)
    return _Both(np.concatenate([painted, sound, any_, blank]), none, within)


def log_parts(model: Model, asked: Asked) -> tuple[Array, Array]:
    """log P(of the regions asked, those painted are painted | pattern, the side is painted) in each
    part of the map, shape (parts, P): of one-sided hypotheses, and of two-sided ones."""
    its, painted = _both(model), (asked.seen & asked.shown).astype(float)
    sound = (asked.seen & ~asked.shown).astype(float)
    of_sound, touched = sound @ its.within.T, painted @ its.within.T > 0
    blank = of_sound == its.within.sum(axis=1)
    beside = sound * (touched @ its.within)
    total: Array = np.concatenate([painted, beside, touched, blank], axis=1) @ its.logs
    # What is left are segments of which only some regions were asked, and none is painted.
    part, segment = np.nonzero((of_sound > 0) & ~touched & ~blank)
    if len(part):
        regions, segments = its.within.shape[1], len(its.within)
        log_sound, log_any = its.logs[regions : 2 * regions], its.logs[2 * regions :][:segments]
        log_any = log_any[segment] + (sound[part] * its.within[segment]) @ log_sound
        np.add.at(total, part, np.logaddexp(log_any, its.none[segment]))
    one, both = np.split(total, 2, axis=1)
    return one, both
