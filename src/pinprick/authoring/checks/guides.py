"""Faults of guides: a story that is not a case, or what is not there."""

from collections.abc import Iterator, Mapping

from pinprick.authoring.checks.fault import Fault
from pinprick.case.reading import case_from
from pinprick.knowledge import Guide, Knowledge
from pinprick.problems import did_you_mean
from pinprick.yamltext import Path


def faults(knowledge: Knowledge, id_: str, guide: Guide) -> Iterator[Fault]:
    """Every fault of a guide; `id_` is the name of its file."""
    for path, what in _faults(knowledge, id_, guide):
        yield Fault(f"guides/{id_}.yaml", path, what)


def _faults(knowledge: Knowledge, id_: str, guide: Guide) -> Iterator[tuple[Path, str]]:
    if guide.id != id_:
        yield ("id",), f"differs from the name of the file, {id_}; give both the same name"
    for path, what in case_from({"findings": guide.story}, knowledge.vocabulary)[1]:
        yield ("story", *path[1:]), what
    if not guide.story:
        yield ("story",), "says nothing; give what the asker has said by asking"
    if guide.options.causes < 1:
        yield ("options", "causes"), "takes 1 or more"
    known: dict[str, Mapping[str, object]] = {
        "also": knowledge.conditions,
        "routines": knowledge.self_care.routines,
    }
    for part, ids in known.items():
        for index, name in enumerate(getattr(guide.options, part)):
            if name not in ids:
                yield (
                    ("options", part, index),
                    f"{name} is not in the knowledge base{did_you_mean(name, ids)}",
                )
    if not guide.asked.get("en"):
        yield ("asked",), "misses `en`, the words in which people ask"
