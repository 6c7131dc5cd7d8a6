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

from collections.abc import Collection, Sequence

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
    asked = [_asked(model, nothing, regions) for regions, _ in worded]
    if shown is not None:
        seen = [region for region in model.regions if region not in shown.not_asked]
        asked.insert(0, _asked(model, shown, seen))
    logs = list(_log_maps(model, asked)) if asked else []
    if shown is not None:
        table += logs.pop(0)
    for (_, present), log_none in zip(worded, logs, strict=True):
        table += np.log(-np.expm1(log_none)) if present else log_none
    for id_, value in areas:
        table += _log_areas(model)[id_][value][:, None]
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
def _log_areas(model: Model) -> dict[str, dict[str, Array]]:
    """log P(value | pattern), shape (P,), of every value of each finding that stands in place of
    the map."""
    findings = model.knowledge.vocabulary.findings
    return {id_: _log_words(model, findings[id_]) for id_ in _in_place_of_map(model)}


def _log_words(model: Model, finding: Finding) -> dict[str, Array]:
    settings = model.knowledge.settings.map
    mentioned = {region for area in finding.areas.values() for region in area}
    seen = _flags(model, mentioned)
    shown = np.array([_flags(model, area) for area in finding.areas.values()])
    log_p = _log_sides(_tables(model)[0], np.tile(seen, (len(shown), 1)), shown).T
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


class _Asked(Struct, frozen=True):
    """Which regions were asked, and which of them are painted, in each part of the map, shape (3
    parts, regions)."""

    seen: Flags
    shown: Flags


def _asked(model: Model, painted: Painted, regions: Collection[str]) -> _Asked:
    named = model.knowledge.vocabulary.regions
    midline = np.array([named[region].midline for region in model.regions])
    asked = _flags(model, regions)
    return _Asked(
        seen=np.array([asked & (midline == (part == "midline")) for part in MAP_PARTS]),
        shown=np.array([_flags(model, getattr(painted, part)) for part in MAP_PARTS]),
    )


def _flags(model: Model, regions: Collection[str]) -> Flags:
    return np.array([region in regions for region in model.regions])


def _log_maps(model: Model, many: Sequence[_Asked]) -> Array:
    """log P(of the regions asked, those painted are painted | pattern, side) for each of some
    maps, shape (N, P, 3)."""
    settings, patterns = model.knowledge.settings.map, len(model.patterns.site)
    parts, regions = len(MAP_PARTS), len(model.regions)
    seen = np.array([one.seen for one in many]).reshape(-1, regions)
    shown = np.array([one.shown for one in many]).reshape(-1, regions)
    of_one, of_both = (
        _log_sides(its, seen, shown).reshape(-1, parts, patterns) for its in _tables(model)
    )
    empty = ~shown.any(axis=1).reshape(-1, parts, 1)
    wrong, left_out = number(settings.wrong_side), number(settings.left_out)
    table = np.zeros((len(many), patterns, len(SIDES)))
    for part, where in enumerate(MAP_PARTS):
        one, both, none = of_one[:, part], of_both[:, part], empty[:, part]
        for index, side in enumerate(SIDES):
            if where == "midline":
                table[..., index] += both if side == "both" else one
            elif side == "both":
                table[..., index] += _perhaps(both, 1 - left_out, none)
            else:
                table[..., index] += _perhaps(one, 1 - wrong if side == where else wrong, none)
    return table


class _Table(Struct, frozen=True):
    """A territory, laid out so that one product sums regions by segment: `painted` and `sound`
    (regions, P · segments) are 0 beside the region's own segment; `any` and `none` are (P,
    segments), `within` (regions, segments) says which segment a region is of."""

    painted: Array
    sound: Array
    any: Array
    none: Array
    within: Flags


@once
def _tables(model: Model) -> tuple[_Table, _Table]:
    """The territories of the affected side of one-sided hypotheses and of each side of two-sided
    ones."""
    return _table(model, model.patterns.one), _table(model, model.patterns.both)


def _table(model: Model, its: Territory) -> _Table:
    within = model.patterns.of[:, None] == np.arange(its.any.shape[1])

    def by_segment(logs: Array) -> Array:
        spread: Array = logs.T[:, :, None] * within[:, None, :]
        return spread.reshape(len(within), -1)

    return _Table(by_segment(its.painted), by_segment(its.sound), its.any, its.none, within)


def _log_sides(its: _Table, seen: Flags, shown: Flags) -> Array:
    """log P(of the regions `seen`, those `shown` are painted | pattern, the side is painted), shape
    (N, P); `seen` and `shown` are (N, regions)."""
    painted, sound = (seen & shown).astype(float), (seen & ~shown).astype(float)
    log_any = its.any + (painted @ its.painted + sound @ its.sound).reshape(-1, *its.any.shape)
    touched, asked = (part @ its.within > 0 for part in (painted, seen.astype(float)))
    log_segment = np.where(touched[:, None], log_any, np.logaddexp(log_any, its.none))
    total: Array = (log_segment * asked[:, None]).sum(axis=-1)
    return total


def _perhaps(log_p: Array, z: float, empty: Flags) -> Array:
    """log P of a side that is painted with probability `z`, and otherwise left empty; `log_p` (N,
    P) is that of one that is painted, `empty` (N, 1) says where nothing is."""
    log_painted: Array = np.log(z) + log_p
    return np.where(empty, np.logaddexp(log_painted, np.log(1 - z)), log_painted)
