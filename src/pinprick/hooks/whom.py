"""Whose the resources of a call are."""

from collections.abc import Iterator
from typing import Any

from pinprick.case.answers import Fault
from pinprick.fhir.bundled import last_of
from pinprick.yamltext import Path

Json = dict[str, Any]


def resources(value: Any, place: Path) -> Iterator[tuple[Path, Json]]:
    """A resource, or those of a Bundle, each with its place; what is none of them is passed over."""
    if not isinstance(value, dict):
        return
    if value.get("resourceType") != "Bundle":
        yield place, value
        return
    entries = value.get("entry")
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(resource, dict):
            yield (*place, "entry", index, "resource"), resource


def of_others(value: Any, place: Path, person: str) -> Iterator[Fault]:
    """Each resource that says that it is of somebody else than the patient with this id."""
    for at, resource in resources(value, place):
        if _is_of_another(resource, person):
            yield at, "is of another patient than context.patientId"


def _is_of_another(resource: Json, person: str) -> bool:
    if resource.get("resourceType") == "Patient":
        return isinstance(resource.get("id"), str) and resource["id"] != person
    subject = resource.get("subject", resource.get("patient"))
    to = subject.get("reference") if isinstance(subject, dict) else None
    return isinstance(to, str) and not to.startswith("#") and last_of(to) != person
