"""Faults of places along the nerves, and of how common findings are without a cause."""

from collections.abc import Iterable, Iterator

from pinprick.authoring.checks.conditions import ADULTS
from pinprick.authoring.checks.fault import Fault
from pinprick.authoring.checks.numbers import (
    ROUNDING,
    between,
    faults_of_number,
    finding_numbers,
    ids,
)
from pinprick.knowledge import (
    Knowledge,
)

_MIX = 0.01
"""How far the rates by age, taken together, may lie from the rate over all ages."""


def sites(knowledge: Knowledge) -> Iterator[Fault]:
    regions = knowledge.vocabulary.regions
    for id_, site in knowledge.sites.items():
        file = f"sites/{id_}.yaml"
        yield from ids(file, ("regions",), site.regions, regions, "region")
        for name in ("strength", "reflexes"):
            yield from ids(
                file, (name,), getattr(site, name), knowledge.vocabulary.findings, "finding"
            )
        for name in ("regions", "strength", "reflexes"):
            yield from between(file, (name,), getattr(site, name))
        if site.patterns and abs(sum(pattern.weight for pattern in site.patterns) - 1) > ROUNDING:
            yield Fault(file, ("patterns",), "the weights do not sum to 1")
        for index, pattern in enumerate(site.patterns):
            yield from ids(file, ("patterns", index, "regions"), pattern.regions, regions, "region")
            yield from between(file, ("patterns", index, "regions"), pattern.regions)


def background(knowledge: Knowledge) -> Iterator[Fault]:
    file, findings = "background.yaml", knowledge.vocabulary.findings
    special: dict[str, Iterable[str]] = {"age": ADULTS, "sex": ("female", "male")}
    for id_, values in special.items():
        if id_ in knowledge.background.findings:
            yield from faults_of_number(
                file, ("findings", id_), knowledge.background.findings[id_], values
            )
    rest = {id_: q for id_, q in knowledge.background.findings.items() if id_ not in special}
    yield from finding_numbers(file, ("findings",), rest, findings)
    for id_, finding in findings.items():
        if (
            finding.kind != "regions"
            and not finding.in_words
            and not finding.areas
            and id_ not in knowledge.background.findings
        ):
            yield Fault(file, ("findings",), f"misses {id_}; every finding needs its background")
    yield from _by_age(knowledge)


def _by_age(knowledge: Knowledge) -> Iterator[Fault]:
    """Each is a flag with a number over all ages, which its numbers by age come to over the mix of
    ages of those who ask."""
    file, stated = "background.yaml", knowledge.background
    for id_, rates in stated.by_age.items():
        path, whole = ("by_age", id_), stated.findings.get(id_)
        if whole is None or isinstance(whole.p, dict):
            yield Fault(file, path, "is not a flag with a number of its own under `findings`")
        elif not isinstance(rates.p, dict) or set(rates.p) != set(ADULTS):
            yield Fault(file, (*path, "p"), f"takes a number for each of {', '.join(ADULTS)}")
        else:
            yield from between(file, (*path, "p"), rates.p)
            ages = stated.findings["age"].p
            assert isinstance(ages, dict)  # held above
            mean = sum(ages.get(band, 0.0) * p for band, p in rates.p.items())
            if abs(mean - whole.p) > _MIX:
                yield Fault(
                    file,
                    (*path, "p"),
                    f"comes to {mean:.3f} over all ages, but `findings` says {whole.p:g}",
                )
        if rates.basis != "estimate" and not rates.sources:
            yield Fault(file, path, f"basis {rates.basis} without a source")
