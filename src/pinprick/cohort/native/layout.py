"""The axes of the kernel's tables: how units, causes, sites and patterns stand in them.

Units stand by what their cause's delay costs, then by cause; each such group fills whole vectors,
so that the harm of a way is a sum of whole vectors. Sites stand by how many patterns they have, most
first, and patterns by their number within their site, so that a sum by site is a few sums of rows."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from pinprick.knowledge.ids import OTHER
from pinprick.model.axes import Array, Index, Model
from pinprick.once import once
from pinprick.reasoning.sites import sites
from pinprick.urgency.causes import settled

LANES = 8
"""Numbers in a vector of the kernel."""


class Axes(Struct, frozen=True):
    """Where everything stands.

    `units` (U',) is the unit of the model at each place, -1 where a group is filled up;
    `group_first` (groups + 1,) is where each begins, `group_of` (causes,) the group of each cause and
    `other_group` that of `other`. `variants` (V,) is the first unit of each way that a cause can be
    but for its site, `variant_of` (U',) which of them a unit is of, and `own` (U,) the first unit of
    the variant of each unit of the model. `patterns` (P,) and
    `site_order` (sites,) say which of the model stands where; `rank_count` (ranks,) how many sites
    have as many patterns."""

    units: Index
    group_first: Index
    group_of: Index
    other_group: int
    variants: Index
    variant_of: Index
    own: Index
    patterns: Index
    site_order: Index
    rank_count: Index


@once
def axes(model: Model) -> Axes:
    """The axes of a model."""
    group_of = _groups(model)
    units, first = list[int](), [0]
    for group in range(int(group_of.max()) + 1):
        its = np.flatnonzero(group_of[model.units.cause] == group)
        units += [*its.tolist(), *[-1] * (-len(its) % LANES)]
        first.append(len(units))
    at = np.array(units)
    variants, variant_of = _variants(model)
    patterns, site_order, rank_count = _ranks(model)
    return Axes(
        units=at,
        group_first=np.array(first),
        group_of=group_of,
        other_group=int(group_of[model.causes.index(OTHER)]),
        variants=variants,
        variant_of=np.where(at >= 0, variant_of[at], 0),
        own=variants[variant_of],
        patterns=patterns,
        site_order=site_order,
        rank_count=rank_count,
    )


def _groups(model: Model) -> Index:
    """The group (causes,) of each cause: those that cost alike, and `other` for itself."""
    its = settled(model)
    costs = [
        (id_ == OTHER, int(level), float(missed))
        for id_, level, missed in zip(model.causes, its.levels, its.missed, strict=True)
    ]
    numbers = {one: number for number, one in enumerate(sorted(set(costs)))}
    return np.array([numbers[one] for one in costs])


def _variants(model: Model) -> tuple[Index, Index]:
    """The first unit of each variant of a cause, and the variant of each unit."""
    first: dict[tuple[int, str], int] = {}
    named = list(zip(model.units.cause.tolist(), model.units.variant, strict=True))
    for unit, name in enumerate(named):
        first.setdefault(name, unit)
    number = {name: index for index, name in enumerate(first)}
    return np.array(list(first.values())), np.array([number[name] for name in named])


def _ranks(model: Model) -> tuple[Index, Index, Index]:
    """The order of patterns and of sites, and how many sites have a pattern of each rank."""
    its = sites(model)
    count = np.bincount(its.of_patterns)
    order = np.argsort(-count, kind="stable")
    patterns = [
        int(its.patterns[site]) + rank
        for rank in range(int(count.max()))
        for site in order
        if count[site] > rank
    ]
    ranks = np.array([int((count > rank).sum()) for rank in range(int(count.max()))])
    return np.array(patterns), order, ranks


def by_unit(model: Model, values: Array, filling: float) -> Array:
    """Numbers of units (..., U) at their places (..., U')."""
    at = axes(model).units
    return np.where(at >= 0, values[..., at], filling)


def by_variant(model: Model, values: Array) -> Array:
    """Numbers of units (..., U) of the first unit of each variant, filled up to whole vectors."""
    return filled(values[..., axes(model).variants])


def by_pattern(model: Model, values: Array) -> Array:
    """Numbers of patterns (..., P) at their places, filled up to whole vectors."""
    return filled(values[..., axes(model).patterns])


def filled(values: Array) -> Array:
    """The last axis filled up with 0 to whole vectors."""
    more = [(0, 0)] * (values.ndim - 1) + [(0, -values.shape[-1] % LANES)]
    return np.pad(values, more)


def starts(counts: Sequence[int]) -> Index:
    """Where each of some parts begins, and where the last ends."""
    return np.concatenate([[0], np.cumsum(np.array(counts, dtype=np.intp))])
