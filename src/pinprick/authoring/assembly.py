"""The records of all files → the parts of one Knowledge, each folder in the order of
`order.yaml`."""

from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatch
from typing import Any

from msgspec.structs import fields

from pinprick.authoring import skin
from pinprick.authoring.checks.fault import Fault
from pinprick.knowledge import Order, Promises, Vocabulary
from pinprick.knowledge.joining import together
from pinprick.problems import did_you_mean
from pinprick.yamltext import Document, Path


def parts_of(files: Mapping[str, Any], order: Order) -> dict[str, Any]:
    """The parts of Knowledge: `files` are the records of single files by their parts, and those of
    folders by folder and id."""
    parts = dict(files)
    for folder in _folders():
        parts[folder] = _sorted(files[folder], getattr(order, folder))
    groups = parts.pop("findings")
    findings = {id_: one for group in groups.values() for id_, one in group.findings.items()}
    titles = {id_: group.title for id_, group in groups.items()}
    parts["vocabulary"] = Vocabulary(parts.pop("regions"), findings, titles)
    parts["rules"] = {
        id_: rule for system in parts["rules"].values() for id_, rule in system.rules.items()
    }
    parts["promises"] = together(Promises, parts["promises"].values())
    del parts["order"]
    return skin.told(parts)


def _folders() -> list[str]:
    return [field.name for field in fields(Order)]


def _sorted(records: Mapping[str, Any], listed: tuple[str, ...]) -> dict[str, Any]:
    """Those that no list names come last; that is a fault besides."""
    return {id_: records[id_] for id_ in dict.fromkeys((*listed, *records)) if id_ in records}


def faults(files: Mapping[str, Any], order: Order, names: Iterable[str]) -> Iterator[Fault]:
    """What keeps the files from making one whole: `names` are those of all files, of which some may
    not be readable."""
    names = set(names)
    for folder in _folders():
        yield from _faults_of_order(folder, getattr(order, folder), names)
    for folder, kind in (
        ("findings", "findings"),
        ("rules", "rules"),
        ("promises", "rules"),
        ("promises", "conditions"),
    ):
        yield from _twice(folder, kind, files[folder])
    for name, group in files["findings"].items():
        for id_, finding in group.findings.items():
            if finding.group in files["findings"] and finding.group != name:
                what = f"is not {name}; move the finding to findings/{finding.group}.yaml"
                yield Fault(f"findings/{name}.yaml", ("findings", id_, "group"), what)


def _twice(folder: str, kind: str, records: Mapping[str, Any]) -> Iterator[Fault]:
    """What two files of a folder say of one id."""
    stand = [(name, id_) for name, record in records.items() for id_ in getattr(record, kind)]
    first: dict[str, str] = {}
    for name, id_ in stand:
        if first.setdefault(id_, name) != name:
            what = f"stands in {folder}/{first[id_]}.yaml too; keep one"
            yield Fault(f"{folder}/{name}.yaml", (kind, id_), what)


def _faults_of_order(folder: str, listed: tuple[str, ...], names: set[str]) -> Iterator[Fault]:
    there = sorted(
        name.removeprefix(f"{folder}/").removesuffix(".yaml")
        for name in names
        if name.startswith(f"{folder}/")
    )
    for index, id_ in enumerate(listed):
        if id_ not in there:
            what = f"there is no {folder}/{id_}.yaml{did_you_mean(id_, there)}"
            yield Fault("order.yaml", (folder, index), what)
        elif id_ in listed[:index]:
            yield Fault("order.yaml", (folder, index), f"{id_} stands twice; keep one")
    for id_ in there:
        if id_ not in listed:
            what = f"misses {id_}; put it where {folder}/{id_}.yaml belongs"
            yield Fault("order.yaml", (folder,), what)


def document_of(documents: Mapping[str, Document], file: str, path: Path) -> Document:
    """The document that a fault lies in: of `rules/*.yaml` the one in which its path stands."""
    if file in documents:
        return documents[file]
    among = [document for name, document in documents.items() if fnmatch(name, file)]
    return next((one for one in among if path[:2] in one.places), among[0])
