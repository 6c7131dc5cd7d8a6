"""What is drawn of the map, as probabilities: a case multiplies them and takes no logarithm."""

from collections.abc import Collection

import numpy as np
from msgspec.structs import fields

from pinprick.knowledge import Finding
from pinprick.knowledge.quantity import number
from pinprick.model.axes import Array, DrawnMap, Model, Territory
from pinprick.model.rows import Rows
from pinprick.model.territory import Mask


def draws_last(drawn: Array) -> Rows:
    """The first axis, that of the draws, put last, in float32."""
    return Rows(_draws_last(drawn))


def _draws_last(drawn: Array) -> Array:
    return np.ascontiguousarray(np.moveaxis(drawn, 0, -1), dtype=np.float32)


def drawn_map(model: Model, of: Territory) -> DrawnMap:
    """A territory with an axis of draws as probabilities."""
    p = {field.name: np.exp(getattr(of, field.name)) for field in fields(of)}
    parts, of_midline = model.patterns.of, midline(model)
    blank = np.ones((2, *p["any"].shape))
    for kind, segment in set(zip(of_midline.astype(int), parts, strict=True)):
        here = (parts == segment) & (of_midline == kind)
        untouched = p["sound"][..., here].prod(axis=-1)
        blank[kind, ..., segment] = p["any"][..., segment] * untouched + p["none"][..., segment]
    last = {name: draws_last(np.moveaxis(table, -1, 1)) for name, table in p.items()}
    return DrawnMap(
        **last,
        blank=Rows(np.stack([_draws_last(np.moveaxis(table, -1, 1)) for table in blank])),
        clear=Rows(np.stack([_draws_last(table.prod(axis=-1)) for table in blank])),
    )


def areas(model: Model, finding: Finding, one: Territory) -> dict[str, Rows]:
    """P(value | pattern) of a finding that stands in place of the map, each of shape (P, draws);
    the formula is that of `painting.log_areas`. `one` is the territory of an affected side, with an
    axis of draws."""
    seen = _mask(model, {region for area in finding.areas.values() for region in area})
    drawn = [_just(model, one, seen, _mask(model, area)) for area in finding.areas.values()]
    p = np.exp(np.stack(drawn) - np.logaddexp.reduce(drawn))
    names, loose = list(finding.areas), number(model.knowledge.settings.map.loosely)
    also = {value for stands_for in finding.loosely.values() for value in stands_for}
    told = {
        word: loose * p[[names.index(value) for value in stands_for]].sum(axis=0)
        for word, stands_for in finding.loosely.items()
    }
    told |= {
        value: p_one * (1 - loose if value in also else 1.0)
        for value, p_one in zip(names, p, strict=True)
    }
    return {value: draws_last(p_one) for value, p_one in told.items()}


def _just(model: Model, one: Territory, seen: Mask, area: Mask) -> Array:
    """log P(just an area is painted of what is seen | pattern), shape (draws, P)."""
    log_p = np.zeros(one.any.shape[:-1])
    for segment in range(one.any.shape[-1]):
        here = seen & (model.patterns.of == segment)
        if not here.any():
            continue
        touched, untouched = one.painted[..., here & area], one.sound[..., here & ~area]
        within = one.any[..., segment] + touched.sum(axis=-1) + untouched.sum(axis=-1)
        none = one.none[..., segment]
        log_p += within if (here & area).any() else np.logaddexp(within, none)
    return log_p


def midline(model: Model) -> Mask:
    """Whether a region is of the midline, shape (regions,)."""
    regions = model.knowledge.vocabulary.regions
    return np.array([regions[region].midline for region in model.regions])


def _mask(model: Model, regions: Collection[str]) -> Mask:
    return np.array([region in regions for region in model.regions])
