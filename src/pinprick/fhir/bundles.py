"""An assessment as a bundle of resources: how urgent, which causes, what was found, made by what."""

from collections.abc import Iterator
from datetime import datetime
from importlib import metadata
from uuid import UUID, uuid5

from msgspec import UNSET, Struct

from pinprick.account.parts import AskedCause, Assessed, Part, assessed
from pinprick.account.told import ToldReason, ToldUrgency
from pinprick.account.verdict import stated
from pinprick.assessment import Assessment
from pinprick.fhir.systems import FLAG_CATEGORY, ICD_10, ICD_10_CM, SNOMED_CT, Json, coding, ours
from pinprick.model.axes import Model
from pinprick.words import say, wording

MOST_CAUSES = 10
_PARTS: tuple[Part, ...] = ("verdict", "causes", "ranges", "reasons")
NOT_JUDGED = "not-judged"
"""The code of the urgency while red flags were not asked that could change it."""


class Occasion(Struct, frozen=True):
    """Of whom (a reference), when, and a number that no other bundle has."""

    subject: Json
    at: datetime
    seed: UUID


def bundle(model: Model, assessment: Assessment, when: Occasion, language: str) -> Json:
    """Everything a clinician is told; of causes nothing before anything was answered."""
    asked = _PARTS if assessment.known.given else _PARTS[:1]
    told = assessed(model, assessment, asked, MOST_CAUSES, language)
    assert isinstance(told.urgency, ToldUrgency), "the verdict is asked for"
    made = {"urgency": _flag(told.urgency, when)}
    if told.causes is not UNSET:
        made["causes"] = _risk(model, told, when, language)
    made["impression"] = _impression(told, when, [*made], language)
    made["maker"] = _device(told)
    made["provenance"] = _provenance(told, when, [*made])
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": _instant(when),
        "entry": [
            {"fullUrl": _url(when, name), "resource": resource} for name, resource in made.items()
        ],
    }


def _url(when: Occasion, name: str) -> str:
    return f"urn:uuid:{uuid5(when.seed, name)}"


def _to(when: Occasion, name: str) -> Json:
    return {"reference": _url(when, name)}


def _instant(when: Occasion) -> str:
    return when.at.isoformat(timespec="seconds")


# ---- how urgent


def _flag(urgency: ToldUrgency, when: Occasion) -> Json:
    """How urgent it is. A level that is only the least it may be says so in its words; a calm one
    that more answers could raise is no code at all."""
    code = stated(urgency) or NOT_JUDGED
    return {
        "resourceType": "Flag",
        "status": "active",
        "category": [{"coding": [{"system": FLAG_CATEGORY, "code": "clinical"}]}],
        "code": {
            "coding": [coding(ours("urgency"), code, urgency.name)],
            "text": _joined(f"{urgency.name}.", urgency.tell),
        },
        "subject": when.subject,
        "period": {"start": _instant(when)},
    }


# ---- which causes


def _risk(model: Model, told: Assessed, when: Occasion, language: str) -> Json:
    urgency, causes = told.urgency, told.causes
    assert isinstance(urgency, ToldUrgency), "the verdict is asked for"
    assert isinstance(causes, tuple), "the causes are asked for"
    most = model.knowledge.settings.telling.most_reasons
    predictions = [_prediction(cause, most, language) for cause in causes]
    if told.unexplained is not UNSET:
        other = say(language, "cause.none-of-ours")
        percent = _percent(told.unexplained.probability)
        predictions.append({"outcome": {"text": other}, "probabilityDecimal": percent})
    return {
        "resourceType": "RiskAssessment",
        "status": _status(urgency),
        "subject": when.subject,
        "occurrenceDateTime": _instant(when),
        "method": {"text": _version(told, language)},
        "prediction": predictions,
    }


def _status(urgency: ToldUrgency) -> str:
    return "final" if urgency.complete else "preliminary"


def _prediction(cause: AskedCause, most: int, language: str) -> Json:
    own = coding(ours("condition"), cause.id, cause.clinical)
    return {
        "outcome": {"coding": [own, *_translated(cause)], "text": cause.name},
        "probabilityDecimal": _percent(cause.probability),
        "rationale": wording.together(_rationale(cause, most, language)),
    }


def _translated(cause: AskedCause) -> Iterator[Json]:
    """The codes of others that mean just this cause; those that mean more are no translations."""
    others = {
        "icd10": (ICD_10, cause.icd10),
        "icd10cm": (ICD_10_CM, cause.icd10cm),
        "snomed": (SNOMED_CT, cause.snomed),
    }
    for name, (system, codes) in others.items():
        if name in cause.exact:
            yield {"system": system, "code": codes[0]}


def _rationale(cause: AskedCause, most: int, language: str) -> Iterator[str]:
    """How sure that is, and which answers speak most for and against it."""
    yield say(
        language, "fhir.likely", odds=wording.with_range(cause.odds, str(cause.range), language)
    )
    for key, reasons in (("fhir.for", cause.speaks_for), ("fhir.against", cause.speaks_against)):
        if reasons is not UNSET and reasons:
            yield say(language, key, answers=_listed(reasons[:most], language))


def _listed(reasons: tuple[ToldReason, ...], language: str) -> str:
    return wording.series((one.words for one in reasons), language)


def _percent(probability: float) -> float:
    return round(100 * probability, 2)


# ---- what a clinician reads


def _impression(told: Assessed, when: Occasion, rests_on: list[str], language: str) -> Json:
    urgency = told.urgency
    assert isinstance(urgency, ToldUrgency), "the verdict is asked for"
    notes = [{"text": line} for line in _notes(told, urgency, language)]
    findings = [{"itemCodeableConcept": {"text": why.text}} for why in urgency.reasons]
    made = {
        "resourceType": "ClinicalImpression",
        "status": "completed" if urgency.complete else "in-progress",
        "subject": when.subject,
        "date": _instant(when),
        "summary": _joined(f"{urgency.name}.", urgency.tell),
        "supportingInfo": [_to(when, name) for name in rests_on],
    }
    return made | ({"finding": findings} if findings else {}) | ({"note": notes} if notes else {})


def _notes(told: Assessed, urgency: ToldUrgency, language: str) -> Iterator[str]:
    """What was not asked or is not known, what this is not made for, a second cause, the version."""
    if urgency.answer_first and urgency.answer_first != urgency.tell:
        yield urgency.answer_first
    if urgency.open:
        names = (flag.name for flag in urgency.open)
        open_ = wording.series(names, language, "list.comma")
        yield say(language, "note.not-known", findings=open_)
    if urgency.children:
        yield urgency.children
    if told.scope is not UNSET:
        yield from (wording.together((one.says, one.go)) for one in told.scope)
    if told.second is not UNSET and told.second is not None:
        yield told.second.note
    yield _version(told, language)


def _version(told: Assessed, language: str) -> str:
    knowledge = told.knowledge
    return say(language, "note.version", version=knowledge.version, hash=knowledge.hash)


def _joined(*lines: str) -> str:
    return " ".join(line for line in lines if line)


# ---- by what


def _device(told: Assessed) -> Json:
    knowledge = told.knowledge
    return {
        "resourceType": "Device",
        "deviceName": [{"name": "pinprick", "type": "user-friendly-name"}],
        "version": [
            {"type": {"text": "pinprick"}, "value": metadata.version("pinprick")},
            {"type": {"text": "knowledge"}, "value": f"{knowledge.version}+{knowledge.hash}"},
        ],
    }


def _provenance(told: Assessed, when: Occasion, targets: list[str]) -> Json:
    knowledge = told.knowledge
    base = {
        "identifier": {"system": ours("knowledge"), "value": knowledge.hash},
        "display": f"pinprick {knowledge.version}",
    }
    return {
        "resourceType": "Provenance",
        "target": [_to(when, name) for name in targets if name != "maker"],
        "recorded": _instant(when),
        "agent": [{"who": _to(when, "maker")}],
        "entity": [{"role": "source", "what": base}],
    }
