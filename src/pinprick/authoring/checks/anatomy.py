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
            and id_ not in knowledge.background.findings
        ):
            yield Fault(file, ("findings",), f"misses {id_}; every finding needs its background")
