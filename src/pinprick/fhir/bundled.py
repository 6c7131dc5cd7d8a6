"""The resources of a record: taken out of bundles, of one person, with the names that others call
them by."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from pinprick.case.answers import Fault, kind_of
from pinprick.fhir.resources import KINDS, Medication, OfPerson, Patient, Resource, read
from pinprick.fhir.systems import Json
from pinprick.yamltext import Path

_DEEPEST = 4
"""How many bundles may stand in one another."""
_MOST_FAULTS = 50
"""After which a record is read no further."""
_BY_KIND = {kind.KIND: kind for kind in KINDS}


class Found(Struct, frozen=True):
    """A resource that was read: its place, its data, and the last part of each of its names."""

    path: Path
    resource: Resource
    names: frozenset[str]

    @property
    def name(self) -> str:
        """What it is called, as `Condition/7`."""
        kind = self.resource.KIND
        return f"{kind}/{self.resource.id}" if self.resource.id else kind


class Held(Struct, frozen=True):
    """The resources of a record: the person, the medicines that others point to, all others that
    can be read, and how many are of another type."""

    patient: Found | None
    medicines: tuple[Found, ...]
    others: tuple[Found, ...]
    not_read: int = 0


def held(record: Any) -> tuple[Held, list[Fault]]:
    """What a record holds: a Bundle, a resource, or a list of them; and every fault by its path."""
    faults: list[Fault] = []
    found: list[Found] = []
    not_read = 0
    for path, data, url in _resources(record, (), faults):
        if len(faults) > _MOST_FAULTS:
            break
        kind = _BY_KIND.get(data["resourceType"])
        if kind is None:
            not_read += 1
            continue
        resource = read(kind, data, path, faults)
        if resource is not None:
            names = frozenset(last_of(one) for one in (resource.id, url) if one)
            found.append(Found(path, resource, names))
    patients = [one for one in found if isinstance(one.resource, Patient)]
    faults += [(one.path, "is a second person; a record is of one") for one in patients[1:]]
    medicines = tuple(one for one in found if isinstance(one.resource, Medication))
    others = tuple(one for one in found if isinstance(one.resource, OfPerson))
    if not patients:
        faults += _of_others(others)
    return Held(patients[0] if patients else None, medicines, others, not_read), faults


def _of_others(others: tuple[Found, ...]) -> Iterator[Fault]:
    """Resources of another person than the first is of, where none says whose record it is."""
    first = ""
    for one in others:
        assert isinstance(one.resource, OfPerson), "no other is among them"
        of = last_of(one.resource.subject.reference)
        first = first or of
        if of and of != first:
            yield (*one.path, "subject"), "is of a second person; a record is of one"


def last_of(reference: str) -> str:
    """The last part of a reference: of `Patient/7`, of `https://a.example/fhir/Patient/7` and of
    `urn:uuid:7` it is `7`."""
    return reference.partition("/_history/")[0].rstrip("/").split("/")[-1].split(":")[-1]


def _resources(
    record: Any, path: Path, faults: list[Fault], url: str = "", depth: int = 0
) -> Iterator[tuple[Path, Json, str]]:
    """Every resource with its place and its full address; bundles stand for what is in them."""
    if isinstance(record, list) and not path:
        for index, one in enumerate(record):
            yield from _resources(one, (index,), faults, url, depth)
        return
    if not isinstance(record, dict):
        faults.append((path, f"takes a Bundle or a resource, not {kind_of(record)}"))
        return
    if not isinstance(record.get("resourceType"), str):
        faults.append(((*path, "resourceType"), "misses the type of the resource"))
    elif record["resourceType"] != "Bundle":
        yield path, record, url
    elif record.get("type") == "history":
        faults.append(((*path, "type"), "holds what was said before; send what holds now"))
    elif depth > _DEEPEST:
        faults.append((path, f"stands in more than {_DEEPEST} bundles"))
    else:
        yield from _entries(record, path, faults, depth)


def _entries(
    bundle: Json, path: Path, faults: list[Fault], depth: int
) -> Iterator[tuple[Path, Json, str]]:
    entries = bundle.get("entry", [])
    if not isinstance(entries, list):
        faults.append(((*path, "entry"), f"takes a list of entries, not {kind_of(entries)}"))
        return
    for index, entry in enumerate(entries):
        here = (*path, "entry", index)
        if not isinstance(entry, dict) or not isinstance(entry.get("fullUrl", ""), str):
            faults.append((here, "takes an entry, with its `fullUrl` in quotes"))
        elif "resource" in entry:  # an answer to a search may hold entries without one
            inside = (*here, "resource")
            url = entry.get("fullUrl", "")
            yield from _resources(entry["resource"], inside, faults, url, depth + 1)
