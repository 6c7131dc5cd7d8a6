"""Asking the FHIR interface, and what holds for every resource that it makes."""

from collections.abc import Iterator, Mapping
from typing import Any

import fhirpathpy
import pytest
from fhir.resources.R4B import get_fhir_model_class
from fhirpathpy.models import models
from pydantic import BaseModel
from starlette.testclient import TestClient

from pinprick.account import account, whole
from pinprick.app import application
from pinprick.assessment import assess
from pinprick.case.answers import Answer
from pinprick.case.case import Case
from pinprick.fhir.items import answering
from pinprick.knowledge.ids import PRESENT
from tests.pages import KNOWLEDGE, MODEL

CLIENT = TestClient(application(MODEL))
NEXT, ASSESS = "Questionnaire/$next-question", "QuestionnaireResponse/$assess"
MEDIA = "application/fhir+json"
ADAPTIVE = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-questionnaireAdaptive"
START = {
    "resourceType": "Questionnaire",
    "id": "start",
    "status": "draft",
    "extension": [{"url": ADAPTIVE, "valueUrl": "https://pinprick.example.org/next"}],
}
"""The form with which a client begins that wants to be told where the next page is asked for (DTR)."""
NAP = {"age": 34.0, "feels-numb": PRESENT, "limb-pressed": PRESENT, "moving-relieves": PRESENT}
EMERGENCY = {"numb-saddle": PRESENT, "bladder-retention": PRESENT, "feels-burning": PRESENT}
INVARIANTS = {
    "Questionnaire": {
        "que-0": "name.exists() implies name.matches('[A-Z]([A-Za-z0-9_]){0,254}')",
        "que-2": "descendants().linkId.isDistinct()",
        "que-1a": "descendants().where(type = 'group').all(item.exists())",
        "que-1b": "descendants().where(type = 'display').all(item.empty() and code.empty() and required.empty())",
        "que-5": "descendants().where(answerOption.exists()).all(type = 'choice' or type = 'open-choice')",
        "que-12": "descendants().where(enableWhen.count() > 1).all(enableBehavior.exists())",
        "que-7": "descendants().where(operator = 'exists').all(answerBoolean.exists())",
    },
    "QuestionnaireResponse": {
        "qrs-1": "descendants().where(linkId.exists()).all((answer.exists() and item.exists()).not())",
        "dom-2": "contained.contained.empty()",
        "one of each": "item.linkId.isDistinct()",
    },
    "RiskAssessment": {"ras-2": "prediction.probability.all($this <= 100)"},
    "Bundle": {"bdl-7": "entry.fullUrl.isDistinct()"},
}
"""Of the standard, as FHIRPath."""


CUT_SHORT = {
    "registered": {"corrected", "cancelled", "entered-in-error", "unknown"},
    "group": {"choice", "open-choice"},
}
"""Codes of the value sets that the models list cut short ("+"), by the first code: of observation-status the rest
(https://hl7.org/fhir/R4/codesystem-observation-status.xml.html), of item-type those that the invariant que-5 names."""


def wrong_codes(model: Any, path: str) -> Iterator[str]:
    """Where a code stands that is none of the value set to which the standard binds its field, as the models of
    `fhir.resources` list it under `enum_values`; they themselves take any."""
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        values, place = value if isinstance(value, list) else [value], f"{path}.{name}"
        extra = field.json_schema_extra
        codes: Any = extra.get("enum_values", ()) if isinstance(extra, dict) else ()
        allowed = {*codes, *CUT_SHORT[codes[0]]} - {"+"} if "+" in codes else {*codes}
        for one in values:
            if isinstance(one, BaseModel):
                yield from wrong_codes(one, place)
            elif one is not None and allowed and one not in allowed:
                yield f"{place}: {one}"


def holds(resource: dict[str, Any]) -> None:
    """The model of its type takes it, its codes are of their value sets, and every invariant of that type holds."""
    kind = resource["resourceType"]
    model = get_fhir_model_class(kind).model_validate(resource)
    wrong = list(wrong_codes(model, kind))
    assert not wrong, wrong
    for name, path in INVARIANTS.get(kind, {}).items():
        assert fhirpathpy.evaluate(resource, path, model=models["r4"]) == [True], name
    inner = [*resource.get("contained", []), *(one["resource"] for one in resource.get("entry", []))]
    for one in inner:
        holds(one)


def response(answers: Any, **more: Any) -> dict[str, Any]:
    """A response that holds these answers."""
    items = list(answering(KNOWLEDGE, answers, "en"))
    made = {"resourceType": "QuestionnaireResponse", "status": "completed", **more}
    return made | ({"item": items} if items else {})


def post(path: str, body: Any, status: int = 200) -> Any:
    answer = CLIENT.post(f"/fhir/{path}", json=body, headers={"content-type": MEDIA})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == MEDIA
    made = answer.json()
    holds(made)
    return made


def of(bundle: Any, kind: str) -> Any:
    """The one resource of a kind in a bundle."""
    (found,) = (one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] == kind)
    return found


def says_the_same(bundle: Any, answers: Mapping[str, Answer], language: str = "en") -> None:
    """The bundle says what the library says of these answers: how urgent, which causes, how sure, what is open."""
    told = account(MODEL, assess(MODEL, Case.of(MODEL, answers)), language, whole(KNOWLEDGE.settings.telling))
    flag, risk, impression = (of(bundle, kind) for kind in ("Flag", "RiskAssessment", "ClinicalImpression"))
    assert flag["code"]["text"].startswith(told.urgency.name)
    assert told.urgency.tell in impression["summary"]
    if told.urgency.complete:
        assert flag["code"]["coding"][0]["code"] == told.urgency.level
    predicted = [one for one in risk["prediction"] if "coding" in one["outcome"]]
    for one, cause in zip(predicted, told.causes, strict=False):
        assert one["outcome"]["coding"][0]["code"] == cause.id
        assert one["probabilityDecimal"] == pytest.approx(100 * cause.probability, abs=0.006)
    statuses = ("final", "completed") if told.urgency.complete else ("preliminary", "in-progress")
    assert (risk["status"], impression["status"]) == statuses
    assert [one["text"] for one in impression.get("note", [])][-1].count(KNOWLEDGE.hash) == 1
