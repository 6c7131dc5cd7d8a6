"""Faults of what is told of brown and black skin."""

from collections.abc import Iterator, Mapping
from typing import Any

from pinprick.authoring.checks.fault import Fault
from pinprick.authoring.checks.numbers import ids
from pinprick.knowledge import Knowledge
from pinprick.yamltext import Path


def skin(knowledge: Knowledge) -> Iterator[Fault]:
    """A line of `skin.yaml` without a source, and a name under `skin` that is not there."""
    for name, line in knowledge.skin.items():
        if not line.sources:
            yield Fault("skin.yaml", (name,), "needs `sources` that say how it looks")
    for file, path, record in _told(knowledge):
        yield from ids(file, (*path, "skin"), record.skin, knowledge.skin, "line of skin.yaml")


def _told(knowledge: Knowledge) -> Iterator[tuple[str, Path, Any]]:
    """Every record whose texts may name a colour of the skin, with its file and path."""
    for id_, finding in knowledge.vocabulary.findings.items():
        yield "findings/*.yaml", ("findings", id_), finding
    for id_, rule in knowledge.rules.items():
        yield "rules/*.yaml", ("rules", id_), rule
    for id_, routine in knowledge.self_care.routines.items():
        yield "self_care.yaml", ("routines", id_), routine
    for id_, condition in knowledge.conditions.items():
        yield f"conditions/{id_}.yaml", ("urgency",), condition.urgency
    folders: Mapping[str, Mapping[str, Any]] = {
        "conditions": knowledge.conditions,
        "guides": knowledge.guides,
        "medicines": knowledge.medicines,
    }
    for folder, records in folders.items():
        for id_, record in records.items():
            yield f"{folder}/{id_}.yaml", (), record
