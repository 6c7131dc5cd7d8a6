"""A questionnaire filled in as far as a record goes (SDC `$populate`), with what of the record was
used and what was not."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from pinprick.fhir.items import answering
from pinprick.fhir.outcomes import Misread
from pinprick.fhir.questionnaires import URL, version
from pinprick.fhir.records import Ground, Record, answers_from_record
from pinprick.fhir.responses import fhirpath
from pinprick.fhir.systems import Json
from pinprick.knowledge import Knowledge
from pinprick.words import say, wording
from pinprick.yamltext import Path

_BUNDLE, _PARAMETERS = "Bundle", "Parameters"


def populate(data: Any, knowledge: Knowledge, today: date, language: str) -> Json:
    """Parameters with a response that holds what a record says, and the issues of reading it.

    `data` is a Bundle, or Parameters that hold resources as `content` of a `context`.

    Raises:
        Misread: with every fault at its place.
    """
    root = data.get("resourceType") if isinstance(data, dict) else None
    places, resources = _sent(data) if isinstance(data, dict) else ([], [])
    if root not in (_BUNDLE, _PARAMETERS) or not resources:
        what = f"takes a {_BUNDLE}, or {_PARAMETERS} with a context that holds one as its content"
        raise Misread([((), what)], str(root or _BUNDLE))
    record, faults = answers_from_record(resources, knowledge, today)
    if faults:
        raise Misread(((_whole(path, places), what) for path, what in faults), str(root))
    made = [{"name": "response", "resource": _response(record, knowledge, data, language)}]
    issues = list(_issues(record, knowledge, (str(root), places), language))
    if issues:
        outcome = {"resourceType": "OperationOutcome", "issue": issues}
        made.append({"name": "issues", "resource": outcome})
    return {"resourceType": _PARAMETERS, "parameter": made}


def _sent(data: Json) -> tuple[list[Path], list[Any]]:
    """The places of all resources that are the content of a context, and the resources; a bundle
    stands for itself."""
    places: list[Path] = []
    resources: list[Any] = []
    if data.get("resourceType") == _BUNDLE:
        return [()], [data]
    for index, outer in enumerate(_parts(data, "parameter")):
        if outer.get("name") != "context":
            continue
        for inner, part in enumerate(_parts(outer, "part")):
            if part.get("name") == "content" and "resource" in part:
                places.append(("parameter", index, "part", inner, "resource"))
                resources.append(part["resource"])
    return places, resources


def _parts(data: Json, key: str) -> list[Json]:
    given = data.get(key)
    return (
        [one if isinstance(one, dict) else {} for one in given] if isinstance(given, list) else []
    )


def _whole(path: Path, places: list[Path]) -> Path:
    """A path into the list of resources as one into what was sent."""
    if not path:
        return ()
    assert isinstance(path[0], int), "a list was read"
    return (*places[path[0]], *path[1:])


def _response(record: Record, knowledge: Knowledge, data: Json, language: str) -> Json:
    made: Json = {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": f"{URL}|{version(knowledge)}",
        "status": "in-progress",
    }
    subject = _subject(data) or ({"reference": record.person} if record.person else None)
    items = list(answering(knowledge, record.answers, language))
    return made | ({"subject": subject} if subject else {}) | ({"item": items} if items else {})


def _subject(data: Json) -> Json | None:
    """Whom the parameters name."""
    named = (
        one.get("valueReference")
        for one in _parts(data, "parameter")
        if one.get("name") == "subject"
    )
    given = next(named, None)
    to = given.get("reference") if isinstance(given, dict) else None
    return {"reference": to} if isinstance(to, str) and to else None


def _issues(
    record: Record, knowledge: Knowledge, at: tuple[str, list[Path]], language: str
) -> Iterator[Json]:
    """What every answer rests on, what was set aside and why, and what was not read at all."""
    root, places = at
    for one in (*record.grounds, *record.aside):
        yield {
            "severity": "warning" if one.why else "information",
            "code": "informational",
            "diagnostics": _told(one, record, knowledge, language),
            "expression": [fhirpath(_whole(one.path, places), root)],
        }
    if record.not_read:
        words = say(language, "record.not-read", count=record.not_read)
        yield {"severity": "information", "code": "not-supported", "diagnostics": words}


def _told(one: Ground, record: Record, knowledge: Knowledge, language: str) -> str:
    rests_on = (
        say(language, "record.code", resource=one.resource, code=one.code)
        if one.code
        else one.resource
    )
    if one.why is None:
        answer = wording.answer(knowledge, one.finding, record.answers[one.finding], language)
        return say(language, "record.used", answer=answer, resource=rests_on)
    name = wording.text(knowledge.vocabulary.findings[one.finding].label, language)
    why = say(language, f"record.why.{one.why}")
    return say(language, "record.aside", finding=name, resource=rests_on, why=why)
