"""Faults of guides: a story that is not a case, what is not there, or a part too long to be read."""

from collections.abc import Iterator

from pinprick.authoring.checks.fault import Fault
from pinprick.authoring.checks.numbers import ids
from pinprick.case.reading import case_from
from pinprick.knowledge import Guide, Knowledge
from pinprick.yamltext import Path

_ANSWER, _BOX = 3, 6
"""How many lines the answer has, and the box at most."""


def faults(knowledge: Knowledge, id_: str, guide: Guide) -> Iterator[Fault]:
    """Every fault of a guide; `id_` is the name of its file."""
    file = f"guides/{id_}.yaml"
    for path, what in _faults(knowledge, id_, guide):
        yield Fault(file, path, what)
    conditions, routines = knowledge.conditions, knowledge.self_care.routines
    yield from ids(file, ("steps",), guide.steps, routines, "routine")
    yield from ids(file, ("mostly",), guide.mostly, conditions, "condition")
    for index, other in enumerate(guide.others):
        where: Path = ("others", index, "condition")
        yield from ids(file, where, [other.condition], conditions, "condition")
    drawn = [guide.why.mechanism] if guide.why.mechanism else []
    yield from ids(file, ("why", "mechanism"), drawn, knowledge.mechanisms, "mechanism")


def _faults(knowledge: Knowledge, id_: str, guide: Guide) -> Iterator[tuple[Path, str]]:
    if guide.id != id_:
        yield ("id",), f"differs from the name of the file, {id_}; give both the same name"
    for part in ("story", "settled"):
        told = {"findings": getattr(guide, part)}
        for path, what in case_from(told, knowledge.vocabulary)[1]:
            yield (part, *path[1:]), what
    if not guide.story:
        yield ("story",), "says nothing; give what the asker has said by asking"
    if not guide.asked.get("en"):
        yield ("asked",), "misses `en`, the words in which people ask"
    if len(guide.answer.lines.get("en", ())) != _ANSWER:
        yield ("answer", "lines"), f"takes {_ANSWER} lines: the answer, what matters, the verdict"
    if not guide.answer.sources:
        yield ("answer", "sources"), "names no source"
    if not 1 <= len(guide.box) <= _BOX:
        yield ("box",), f"takes 1 to {_BOX} lines, the dangers of this story"
    for part in ("steps", "mostly", "others", "come_back"):
        if not getattr(guide, part):
            yield (part,), "is empty; a guide has all six parts"
    for index, sign in enumerate(guide.box):
        if not sign.rules:
            yield ("box", index), "a danger names the rule that computes it"
