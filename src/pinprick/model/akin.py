"""An illness that we do not know, akin to those of one of our families.

What it is like nobody can say; but if it is one of a family, it is as likely to have a finding as its
members are on average. So each of its numbers is the mean over them, each weighed alike, as a rare
illness is no liker to a common one. A family has the part of `akin` that its members are of all
conditions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from msgspec import Struct

from pinprick.knowledge import Condition, Knowledge
from pinprick.knowledge.ids import SIDE
from pinprick.knowledge.quantity import Quantity, distribution, number
from pinprick.model.axes import Akin, Array
from pinprick.model.units import Unit, views


class _Part(Struct, frozen=True):
    """A variant of a member of a family, as the variant has the member, and its weight in the
    mean."""

    weight: float
    view: Condition


def akin(
    knowledge: Knowledge, units: Iterable[Unit], values: Mapping[str, Sequence[str]]
) -> dict[str, Akin]:
    """The unknown illness of each family, from the units of all conditions; none where `akin` has
    no share."""
    families: dict[str, list[Condition]] = {}
    if knowledge.settings.other.akin:
        for condition in knowledge.conditions.values():
            families.setdefault(condition.family, []).append(condition)
    tables = _tables(units)
    return {
        family: _mean(knowledge, members, tables, values) for family, members in families.items()
    }


def _tables(units: Iterable[Unit]) -> dict[str, dict[str, Array]]:
    """P(value | condition) of each finding, over the variants and sites of each condition."""
    priors: dict[str, float] = {}
    sums: dict[str, dict[str, Array]] = {}
    for unit in units:
        table = sums.setdefault(unit.cause, {})
        priors[unit.cause] = priors.get(unit.cause, 0.0) + unit.prior
        for id_, p in unit.p.items():
            table[id_] = table.get(id_, 0.0) + unit.prior * p
    return {
        cause: {id_: p / priors[cause] for id_, p in table.items()} for cause, table in sums.items()
    }


def _mean(
    knowledge: Knowledge,
    members: Sequence[Condition],
    tables: Mapping[str, Mapping[str, Array]],
    values: Mapping[str, Sequence[str]],
) -> Akin:
    parts = [
        _Part(share / len(members), view)
        for condition in members
        for _, share, view in views(condition)
    ]
    findings = {
        id_: _quantity(np.mean([tables[member.id][id_] for member in members], axis=0), values[id_])
        for id_ in values
        if any(id_ in part.view.findings for part in parts)
    }
    if any(SIDE in part.view.findings for part in parts):
        usual = knowledge.background.findings[SIDE]
        findings[SIDE] = _over((part, part.view.findings.get(SIDE, usual)) for part in parts)
    total = sum(part.weight for part in parts)
    return Akin(
        share=knowledge.settings.other.akin * len(members) / len(knowledge.conditions),
        age=_over((part, part.view.age) for part in parts),
        female=_estimate(sum(part.weight * number(part.view.female) for part in parts) / total),
        sites=_over((part, part.view.sites) for part in parts),
        sides=_over((part, part.view.sides) for part in parts),
        findings=findings,
    )


def _quantity(p: Array, values: Sequence[str]) -> Quantity:
    """A number for a flag, a distribution for a choice."""
    if tuple(values) == ("present", "absent"):
        return _estimate(float(p[0]))
    return _estimate(dict(zip(values, map(float, p), strict=True)))


def _over(parts: Iterator[tuple[_Part, Quantity]]) -> Quantity:
    """The mean of distributions."""
    sums: dict[str, float] = {}
    for part, quantity in parts:
        for value, p in distribution(quantity).items():
            sums[value] = sums.get(value, 0.0) + part.weight * p
    total = sum(sums.values())
    return _estimate({value: p / total for value, p in sums.items()})


def _estimate(p: float | dict[str, float]) -> Quantity:
    return Quantity(p=p, basis="estimate")
