"""Making small clinical records, and reading them."""

from datetime import date, timedelta
from typing import Any

from pinprick.fhir.records import Record, answers_from_record
from pinprick.fhir.systems import ICD_10, SYSTEMS
from pinprick.knowledge import Knowledge
from tests.pages import KNOWLEDGE

TODAY = date(2026, 11, 28)
PERSON = {"resourceType": "Patient", "id": "7", "birthDate": "1958-07-06", "gender": "male"}
_CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
_SURE = "http://terminology.hl7.org/CodeSystem/condition-ver-status"


def ago(days: int) -> str:
    return (TODAY - timedelta(days)).isoformat()


def concept(code: str, system: str = ICD_10) -> dict[str, Any]:
    urls = {name: url for url, name in reversed(SYSTEMS.items())}
    return {"coding": [{"system": urls.get(system, system), "code": code}]}  # type: ignore[call-overload]


def condition(code: str = "E11.9", clinical: str = "active", sure: str = "confirmed", **more: Any) -> dict[str, Any]:
    made = {"resourceType": "Condition", "id": "c1", "code": concept(code), "subject": {"reference": "Patient/7"}}
    states = {"clinicalStatus": (clinical, _CLINICAL), "verificationStatus": (sure, _SURE)}
    return made | {key: concept(*state) for key, state in states.items() if state[0]} | more


OF = {"subject": {"reference": "Patient/7"}}
WARFARIN, CIPROFLOXACIN, NITROFURANTOIN, CISPLATIN = "B01AA03", "J01MA02", "J01XE01", "L01XA01"


def order(atc: str = WARFARIN, authored: str | None = ago(30), **more: Any) -> dict[str, Any]:
    made = {"resourceType": "MedicationRequest", "id": "m1", "status": "active", "intent": "order", **OF}
    made |= {"authoredOn": authored} if authored else {}
    return made | {"medicationCodeableConcept": concept(atc, "atc")} | more


def taking(atc: str = WARFARIN, **more: Any) -> dict[str, Any]:
    made = {"resourceType": "MedicationStatement", "id": "s1", "status": "active", **OF}
    return made | {"medicationCodeableConcept": concept(atc, "atc")} | more


def procedure(code: str = "367336001", performed: str | None = ago(900), **more: Any) -> dict[str, Any]:
    made = {"resourceType": "Procedure", "id": "p1", "status": "completed", "code": concept(code, "snomed"), **OF}
    return made | ({"performedDateTime": performed} if performed else {}) | more


def observation(code: str = "4548-4", on: str | None = ago(10), **more: Any) -> dict[str, Any]:
    made = {"resourceType": "Observation", "id": "o1", "status": "final", "code": concept(code, "loinc"), **OF}
    return made | ({"effectiveDateTime": on} if on else {}) | more


def measure(value: float, unit: str = "%", **more: Any) -> dict[str, Any]:
    """A value in a unit of UCUM."""
    quantity = {"value": value, "unit": unit, "code": unit, "system": "http://unitsofmeasure.org"}
    return {"valueQuantity": quantity | more}


def mark(code: str) -> dict[str, Any]:
    """What a laboratory says of a value."""
    return {"interpretation": [{"coding": [{"system": "urn:mark", "code": code}]}]}


def bundle(*resources: Any, kind: str = "collection") -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": kind, "entry": [{"resource": one} for one in resources]}


def read(*resources: Any, knowledge: Knowledge = KNOWLEDGE) -> Record:
    """What a record of this person and these says; it has no fault."""
    record, faults = answers_from_record(bundle(PERSON, *resources), knowledge, TODAY)
    assert not faults
    return record


def said(*resources: Any, knowledge: Knowledge = KNOWLEDGE) -> dict[str, Any]:
    """The answers of these, beside age and sex."""
    answers = dict(read(*resources, knowledge=knowledge).answers)
    return {id_: answer for id_, answer in answers.items() if id_ not in ("age", "sex")}
