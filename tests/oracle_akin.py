"""The illnesses that we do not know, as the design tells them: of each family one whose every number is
the mean over the family's conditions, each weighed alike."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pinprick.knowledge import Condition, Knowledge
from pinprick.knowledge.quantity import Quantity

if TYPE_CHECKING:
    from tests.oracle import Sufferers

Values = dict[str, float]


def kin(
    knowledge: Knowledge, ours: Sequence[Sufferers], p_values: Callable[[Sufferers, str], Values]
) -> Iterator[tuple[str, float, Condition]]:
    """Each family with the part of `other` that its unknown illness has, and that illness in the place of a condition.

    `ours` are the people with one of our conditions, `p_values` says P(value | them) of a finding."""
    if not knowledge.settings.other.akin:
        return
    conditions = knowledge.conditions.values()
    for family in dict.fromkeys(condition.family for condition in conditions):
        members = [condition for condition in conditions if condition.family == family]
        people = [who for who in ours if who.cause in {condition.id for condition in members}]
        share = knowledge.settings.other.akin * len(members) / len(knowledge.conditions)
        yield family, share, _like(knowledge, members, _even(people, len(members)), p_values)


def _even(people: Sequence[Sufferers], members: int) -> list[tuple[float, Sufferers]]:
    """The people with their weights, as if each cause among them were as common as every other."""
    of_cause = {who.cause: math.fsum(one.share for one in people if one.cause == who.cause) for who in people}
    return [(who.share / of_cause[who.cause] / members, who) for who in people]


def _like(
    knowledge: Knowledge,
    members: Sequence[Condition],
    people: Sequence[tuple[float, Sufferers]],
    p_values: Callable[[Sufferers, str], Values],
) -> Condition:
    told = [(weight, who, who.condition) for weight, who in people if who.condition]
    stated = {id_ for _, _, condition in told for id_ in condition.findings}
    usual = knowledge.background.findings.get("side")
    findings = {}
    for id_ in stated - {"side"}:
        p = _mean((weight, p_values(who, id_)) for weight, who, _ in told)
        flag = knowledge.vocabulary.findings[id_].kind == "flag"
        findings[id_] = Quantity(p["present"] if flag else p, basis="estimate")
    if "side" in stated:
        sides = ((weight, _shares(condition.findings.get("side") or usual)) for weight, _, condition in told)
        findings["side"] = Quantity(_mean(sides), basis="estimate")
    female = math.fsum(weight * float(str(condition.female.p)) for weight, _, condition in told)
    return replace(
        members[0],
        variants={},
        age=Quantity(_mean((weight, _shares(condition.age)) for weight, _, condition in told), basis="estimate"),
        female=Quantity(female, basis="estimate"),
        sites=Quantity(_mean((weight, {who.site: 1.0}) for weight, who, _ in told), basis="estimate"),
        sides=Quantity(_mean((weight, _shares(condition.sides)) for weight, _, condition in told), basis="estimate"),
        findings=findings,
    )


def _shares(quantity: Quantity | None) -> Values:
    assert quantity is not None
    assert isinstance(quantity.p, dict)
    total = math.fsum(quantity.p.values())
    return {value: p / total for value, p in quantity.p.items()}


def _mean(parts: Iterator[tuple[float, Values]]) -> Values:
    sums: dict[str, list[float]] = {}
    for weight, p in parts:
        for value, part in p.items():
            sums.setdefault(value, []).append(weight * part)
    return {value: math.fsum(each) for value, each in sums.items()}
