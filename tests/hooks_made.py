"""Calls of CDS Hooks: a record, an order, and who asks."""

from datetime import UTC, datetime
from typing import Any

from starlette.testclient import TestClient

from pinprick.app import application
from tests.pages import MODEL

ADDRESS = "http://127.0.0.1:8000"
VIEW, MEDICINES = "/cds-services/numb-feet", "/cds-services/nerve-medicines"
ICD_10_CM, SNOMED = "http://hl7.org/fhir/sid/icd-10-cm", "http://snomed.info/sct"
ATC, RXNORM = "http://www.whocc.no/atc", "http://www.nlm.nih.gov/research/umls/rxnorm"
DIABETES, UNKNOWN_DISEASE = (ICD_10_CM, "E11.9"), (ICD_10_CM, "Z99.99")
GABAPENTIN, CARBAMAZEPINE, NAPROXEN = (ATC, "N02BF01"), (ATC, "N03AF01"), (ATC, "M01AE02")
PERSON = "1288992"
THIS_YEAR = datetime.now(UTC).year


def here(**headers: str) -> TestClient:
    """A client on the machine that serves."""
    return TestClient(application(MODEL), base_url=ADDRESS, client=("127.0.0.1", 5000), headers=headers)


CLIENT = here()


def patient(age: int = 60, **more: Any) -> dict[str, Any]:
    """Somebody of an age, born on the first day of a year."""
    born = f"{THIS_YEAR - age}-01-01"
    return {"resourceType": "Patient", "id": PERSON, "gender": "male", "birthDate": born, "active": True, **more}


def bundle(*resources: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What a search gives."""
    entries = [{"resource": one} for one in resources]
    return {"resourceType": "Bundle", "type": "searchset", "total": len(entries), "entry": entries, **more}


def concept(*codes: tuple[str, str]) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code} for system, code in codes]}


def condition(code: tuple[str, str], **more: Any) -> dict[str, Any]:
    """A diagnosis that holds."""
    made = {"resourceType": "Condition", "id": f"c-{code[1]}", "subject": {"reference": f"Patient/{PERSON}"}}
    active = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]}
    return made | {"clinicalStatus": active, "code": concept(code)} | more


def prefetch(*conditions: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What is sent along of a record."""
    return {"patient": patient(), "conditions": bundle(*conditions)} | more


def call(hook: str, prefetched: dict[str, Any] | None, **context: Any) -> dict[str, Any]:
    """A call as the standard has it."""
    made = {
        "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
        "hook": hook,
        "fhirServer": "https://fhir.example.org/r4",
        "context": {"userId": "Practitioner/example", "patientId": PERSON, "encounterId": "89284"} | context,
    }
    return made if prefetched is None else made | {"prefetch": prefetched}


def order(code: tuple[str, str], id_: str = "smart-MedicationRequest-103", **more: Any) -> dict[str, Any]:
    """A draft of an order of a medicine."""
    made = {"resourceType": "MedicationRequest", "id": id_, "status": "draft", "intent": "order"}
    subject = {"reference": f"Patient/{PERSON}"}
    return made | {"subject": subject, "medicationCodeableConcept": concept(code)} | more


def ordering(*orders: dict[str, Any], selections: list[str] | None = None) -> dict[str, Any]:
    """The context of orders, all of which were just chosen where nothing else is said."""
    chosen = [f"{one['resourceType']}/{one['id']}" for one in orders] if selections is None else selections
    return {"selections": chosen, "draftOrders": {"resourceType": "Bundle", "entry": bundle(*orders)["entry"]}}


def viewed(prefetched: dict[str, Any] | None, status: int = 200) -> Any:
    """What opening the record brings."""
    return posted(VIEW, call("patient-view", prefetched), status)


def ordered(prefetched: dict[str, Any] | None, status: int = 200, hook: str = "order-select", **context: Any) -> Any:
    """What an order brings."""
    return posted(MEDICINES, call(hook, prefetched, **context), status)


def posted(path: str, body: Any, status: int = 200) -> Any:
    answer = CLIENT.post(path, json=body)
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else None


def places(body: dict[str, Any]) -> list[str]:
    """Where the faults of a refusal are."""
    return [one["pointer"] for one in body["errors"]]
