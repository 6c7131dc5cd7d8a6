"""Faults of conditions and of what their variants come to together."""

from collections.abc import Iterator
from typing import Any

from pinprick.authoring.checks.fault import Fault
from pinprick.authoring.checks.numbers import (
    ROUNDING,
    faults_of_number,
    finding_numbers,
    ids,
)
from pinprick.knowledge import (
    Condition,
    Knowledge,
)
from pinprick.knowledge.quantity import Quantity
from pinprick.yamltext import Path

_FAR = 0.02
"""How far the mean over the variants may be from the number of the whole condition, as both are
rounded."""


ADULTS = ("18-39", "40-59", "60-74", "75+")


def conditions(knowledge: Knowledge) -> Iterator[Fault]:
    total = 0.0
    for id_, condition in knowledge.conditions.items():
        file = f"conditions/{id_}.yaml"
        yield from _condition(knowledge, file, condition)
        total += condition.share.p if isinstance(condition.share.p, float) else 0
        yield from ids(
            file,
            ("look_alikes",),
            [x.id for x in condition.look_alikes],
            knowledge.conditions,
            "condition",
        )
        if id_ != condition.id:
            yield Fault(
                file, ("id",), f"differs from the name of the file, {id_}; give both the same name"
            )
    if total > 1:
        yield Fault(
            "model.yaml",
            ("other", "share"),
            f"the shares of all conditions sum to {total:g}, above 1",
        )


def _condition(knowledge: Knowledge, file: str, condition: Condition) -> Iterator[Fault]:
    findings = knowledge.vocabulary.findings
    yield from ids(file, ("family",), [condition.family], knowledge.families, "family")
    named = [condition.mechanism] if condition.mechanism else []
    yield from ids(file, ("mechanism",), named, knowledge.mechanisms, "mechanism")
    for index, upgrade in enumerate(condition.urgency.upgrades):
        if upgrade.when is None:
            what = (
                "is empty; say when, by findings, or take the upgrade out: nothing would compute it"
            )
            yield Fault(file, ("urgency", "upgrades", index, "when"), what)
    yield from faults_of_number(file, ("share",), condition.share, None)
    yield from _population(knowledge, file, (), condition)
    yield from finding_numbers(file, ("findings",), condition.findings, findings)
    for name, variant in condition.variants.items():
        path: Path = ("variants", name)
        yield from faults_of_number(file, (*path, "share"), variant.share, None)
        yield from _population(knowledge, file, path, variant)
        yield from finding_numbers(file, (*path, "findings"), variant.findings, findings)
    shares = [variant.share.p for variant in condition.variants.values()]
    if shares and abs(sum(p for p in shares if isinstance(p, float)) - 1) > ROUNDING:
        yield Fault(file, ("variants",), "the shares of the variants do not sum to 1")
    elif shares:
        yield from _means(file, condition)


def _means(file: str, condition: Condition) -> Iterator[Fault]:
    """The variants together are the condition: what they state must have the condition's own number
    as its mean."""
    parts = list(condition.variants.values())
    for name in ("age", "female", "sites", "sides"):
        pairs = [(part.share.p, getattr(part, name) or getattr(condition, name)) for part in parts]
        yield from _mean(file, ("variants",), name, getattr(condition, name), pairs)
    for id_ in dict.fromkeys(id_ for part in parts for id_ in part.findings):
        whole = condition.findings.get(id_)
        if whole is None:
            yield Fault(
                file,
                ("variants",),
                f"{id_} stands in a variant only; state it for the condition too",
            )
        else:
            pairs = [(part.share.p, part.findings.get(id_) or whole) for part in parts]
            yield from _mean(file, ("variants",), id_, whole, pairs)


def _mean(
    file: str, path: Path, name: str, whole: Quantity, parts: list[tuple[Any, Quantity]]
) -> Iterator[Fault]:
    for value, p in _named(whole).items():
        mean = sum(share * _named(part).get(value, 0.0) for share, part in parts)
        if abs(mean - p) > _FAR:
            which = f"{name} {value}".strip()
            yield Fault(
                file,
                path,
                f"{which}: the variants' mean is {mean:.3f}, the condition has {p:g}; fix one",
            )


def _named(quantity: Quantity) -> dict[str, float]:
    return quantity.p if isinstance(quantity.p, dict) else {"": quantity.p}


def _population(knowledge: Knowledge, file: str, path: Path, of: Any) -> Iterator[Fault]:
    if of.age:
        yield from faults_of_number(file, (*path, "age"), of.age, ADULTS)
    if of.sides:
        yield from faults_of_number(file, (*path, "sides"), of.sides, ("one", "both"))
    if of.female:
        yield from faults_of_number(file, (*path, "female"), of.female, None)
    if of.sites:
        sites = of.sites.p if isinstance(of.sites.p, dict) else {}
        yield from ids(file, (*path, "sites", "p"), sites, knowledge.sites, "site")
        yield from faults_of_number(file, (*path, "sites"), of.sites, tuple(sites) or ("a site",))
