"""Calls of CDS Hooks: what has to be sent along, what is refused with every place, and feedback, which is counted and
not kept."""

from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from pinprick.fhir import answers_from_record
from pinprick.hooks.routes import LONGER
from pinprick.knowledge.ids import PRESENT
from pinprick.serving import MOST_BYTES
from tests.hooks_made import (
    CARBAMAZEPINE,
    CLIENT,
    DIABETES,
    GABAPENTIN,
    MEDICINES,
    NAPROXEN,
    PERSON,
    SNOMED,
    UNKNOWN_DISEASE,
    VIEW,
    bundle,
    call,
    concept,
    condition,
    here,
    order,
    ordered,
    ordering,
    patient,
    places,
    posted,
    prefetch,
    viewed,
)
from tests.made_patients import PATIENTS, resources
from tests.pages import FINDINGS, KNOWLEDGE
from tests.sending import log

SECRET = "xyzzy-of-the-record"
OLDER = {"resourceType": "MedicationOrder", "id": "order-123", "status": "draft", "medicationCodeableConcept": {}}
NEWER = {"resourceType": "MedicationRequest", "id": "request-123", "status": "draft", "medication": {"concept": {}}}
"""Orders in the shapes of FHIR before and after R4."""


# ---- what is sent along


def test_what_is_needed_and_was_not_sent_is_said_by_412() -> None:
    refused = viewed(None, 412)
    assert places(refused) == ["/prefetch/patient", "/prefetch/conditions"]
    assert "Condition?patient={{context.patientId}}" in refused["errors"][1]["detail"]
    outcome = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "timeout"}]}
    assert places(viewed(prefetch() | {"conditions": outcome}, 412)) == ["/prefetch/conditions"]
    assert places(viewed(prefetch() | {"patient": None}, 412)) == ["/prefetch/patient"]
    assert places(ordered({"patient": patient()}, 412, **ordering(order(GABAPENTIN)))) == ["/prefetch/conditions"]


def test_nothing_in_the_record_is_no_answer_and_never_no() -> None:
    assert viewed(prefetch() | {"conditions": None}) == {"cards": []}
    (card,) = ordered(prefetch() | {"conditions": None}, **ordering(order(NAPROXEN)))["cards"]
    assert "your kidneys have failed" in card["detail"].partition("this record does not answer")[2]


def test_what_was_sent_in_part_is_said() -> None:
    whole = prefetch() | dict.fromkeys(("observations", "medications", "prescriptions"))
    more = bundle(link=[{"relation": "self", "url": "x"}, {"relation": "next", "url": "x"}])
    words = "was not sent whole"
    for sent, said in ((whole, False), (whole | {"conditions": more}, True), (prefetch(), True)):
        (card,) = ordered(sent, **ordering(order(CARBAMAZEPINE)))["cards"]
        assert (words in card["detail"]) == said


def test_no_server_is_asked_for_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("something was asked of somebody")

    client = here()
    client.get("/cds-services")  # the test's own loop has its sockets by now
    monkeypatch.setattr("socket.getaddrinfo", never)
    monkeypatch.setattr("socket.create_connection", never)
    access = {"access_token": SECRET, "token_type": "Bearer", "expires_in": 300, "scope": "user/*.read", "subject": "x"}
    body = call("patient-view", prefetch(condition(DIABETES))) | {"fhirAuthorization": access}
    assert client.post(VIEW, json=body).status_code == 200


# ---- what is refused


def test_every_fault_is_told_at_once_with_its_place() -> None:
    assert places(posted(VIEW, {}, 422)) == ["/hook", "/hookInstance", "/context"]
    wrong = call("order-selct", {"patient": bundle(), "conditions": [], "medications": 3}, patientId=7)
    told = posted(MEDICINES, wrong, 422)
    pointed = ["/prefetch/patient", "/prefetch/conditions", "/prefetch/medications"]
    assert places(told) == ["/hook", "/context/patientId", *pointed]
    assert "did you mean order-select?" in told["errors"][0]["detail"]


def test_the_faults_of_a_record_have_their_places() -> None:
    broken = condition(DIABETES, onsetDateTime="last Tuesday")
    assert places(viewed(prefetch(condition(DIABETES), broken), 422)) == [
        "/prefetch/conditions/entry/1/resource/onsetDateTime"
    ]


def test_a_record_of_another_version_of_fhir_is_refused_with_the_cure() -> None:
    """As DSTU2 has it: the public sandbox sends what its server gives."""
    older = condition(DIABETES, clinicalStatus="active") | {"code": {"coding": {"code": 7}}}
    told = viewed(prefetch(older), 422)["errors"]
    at = "/prefetch/conditions/entry/0/resource"
    assert {one["pointer"]: one["detail"] for one in told} == {
        f"{at}/clinicalStatus": "takes an object, not text, as FHIR R4 has it",
        f"{at}/code/coding": "takes a list, not an object, as FHIR R4 has it",
    }


@pytest.mark.parametrize(
    ("context", "place"),
    [
        ({"draftOrders": None}, "/context/draftOrders"),
        ({"draftOrders": {"resourceType": "Bundle", "entry": 3}}, "/context/draftOrders/entry"),
        ({"selections": None}, "/context/selections"),
        ({"selections": ["MedicationRequest/other"]}, "/context/selections/0"),
        ({"selections": [7]}, "/context/selections/0"),
        (ordering(OLDER), "/context/draftOrders/entry/0/resource"),
        (ordering(NEWER), "/context/draftOrders/entry/0/resource/medication"),
    ],
)
def test_orders_that_cannot_be_looked_at_are_refused(context: dict[str, Any], place: str) -> None:
    told = ordered(prefetch(), 422, **ordering(order(GABAPENTIN)) | context)
    assert place in places(told)


def test_what_is_of_somebody_else_is_refused() -> None:
    other = {"reference": "https://fhir.example.org/r4/Patient/77/_history/2"}
    assert places(viewed(prefetch(condition(DIABETES, subject=other)), 422)) == [
        "/prefetch/conditions/entry/0/resource"
    ]
    assert places(viewed(prefetch(patient=patient(id="77")), 422)) == ["/prefetch/patient"]
    assert places(ordered(prefetch(), 422, **ordering(order(GABAPENTIN, subject=other)))) == [
        "/context/draftOrders/entry/0/resource"
    ]
    same = {"reference": f"urn:uuid:{PERSON}"}
    assert viewed(prefetch(condition(DIABETES, subject=same)))["cards"] == []


def test_a_body_that_is_no_json_too_long_or_of_another_kind_is_refused() -> None:
    headers = {"content-type": "application/json"}
    assert CLIENT.post(VIEW, content=b"{", headers=headers).status_code == 400
    assert CLIENT.post(VIEW, content=b"{}", headers={"content-type": "text/plain"}).status_code == 415
    assert CLIENT.post(VIEW, content=b" " * (LONGER[VIEW] + 1), headers=headers).status_code == 413
    assert CLIENT.post("/api/v1/assess", content=b" " * (MOST_BYTES + 1), headers=headers).status_code == 413


def test_a_record_of_some_hundred_resources_is_taken() -> None:
    many = prefetch(*(condition(UNKNOWN_DISEASE, note=[{"text": "x" * 700}]) for _ in range(400)))
    assert viewed(many) == {"cards": []}


# ---- feedback


OVERRIDDEN = {
    "card": "9368d37b-283f-44a0-93ea-547cebab93ed",
    "outcome": "overridden",
    "overrideReason": {"reason": {"code": "x", "system": "https://ehr.example.org/reasons"}, "userComment": SECRET},
    "outcomeTimestamp": "2026-11-28T10:05:31Z",
}


def counted(client: Any) -> dict[tuple[str, str, str], float]:
    """What the figures say became of cards."""
    families = text_string_to_metric_families(client.get("/metrics").text)
    told = [one for family in families for one in family.samples if one.name == "pinprick_card_outcomes_total"]
    return {(one.labels["service"], one.labels["outcome"], one.labels["reason"]): one.value for one in told}


def test_feedback_is_counted_and_nothing_of_it_is_kept() -> None:
    client = here()
    (card,) = client.post(
        MEDICINES, json=call("order-select", prefetch(patient=patient(70)), **ordering(order(NAPROXEN)))
    ).json()["cards"]
    ours = deepcopy(OVERRIDDEN) | {"overrideReason": {"reason": card["overrideReasons"][1]}}
    theirs = OVERRIDDEN | {"overrideReason": {"reason": {"code": "watched", "system": "https://ehr.example.org"}}}
    plain = {"card": card["uuid"], "outcome": "overridden", "outcomeTimestamp": "2026-11-28T00:00:00+01:00"}
    taken = plain | {"outcome": "accepted", "acceptedSuggestions": [{"id": "e56e1945-20b3-4393-8503-a1a20fd73152"}]}
    with log() as lines:
        told = client.post(f"{MEDICINES}/feedback", json={"feedback": [OVERRIDDEN, ours, theirs, plain, taken]})
    assert (told.status_code, told.content) == (200, b"")
    assert counted(client) == {
        ("nerve-medicines", "overridden", "other"): 2,
        ("nerve-medicines", "overridden", "watched"): 1,
        ("nerve-medicines", "overridden", "none"): 1,
        ("nerve-medicines", "accepted", "none"): 1,
    }
    assert SECRET not in client.get("/metrics").text
    assert not [line for line in lines if SECRET in line]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"card": ""}, "/feedback/0/card"),
        ({"outcome": "ignored"}, "/feedback/0/outcome"),
        ({"outcomeTimestamp": "yesterday"}, "/feedback/0/outcomeTimestamp"),
        ({"outcomeTimestamp": "2026-11-28T10:05:31"}, "/feedback/0/outcomeTimestamp"),
        ({"overrideReason": "no"}, "/feedback/0/overrideReason"),
    ],
)
def test_feedback_with_a_fault_is_refused_and_none_of_it_counted(change: dict[str, Any], place: str) -> None:
    client = here()
    told = client.post(f"{VIEW}/feedback", json={"feedback": [OVERRIDDEN | change, OVERRIDDEN]})
    assert told.status_code == 422
    assert places(told.json()) == [place]
    assert not counted(client)


def test_feedback_is_a_list_that_is_neither_empty_nor_endless() -> None:
    wrong: tuple[Any, ...] = ({}, [], {"feedback": []}, {"feedback": [OVERRIDDEN] * 101}, {"feedback": {}})
    for told in wrong:
        assert places(posted(f"{VIEW}/feedback", told, 422)) == ["/feedback"]


# ---- as the standard and the public sandbox ask


def test_the_standards_order_of_a_diet_beside_a_medicine_is_taken() -> None:
    """The one of `order-select`: two orders chosen, of which one is none of a medicine."""
    diet = {
        "resourceType": "NutritionOrder",
        "id": "pureed-diet",
        "status": "draft",
        "patient": {"reference": f"Patient/{PERSON}"},
        "oralDiet": {"type": [{"text": "Pureed diet"}]},
    }
    dose = {"doseQuantity": {"value": 5, "unit": "mL", "system": "http://unitsofmeasure.org", "code": "mL"}}
    drug = order(NAPROXEN, dosageInstruction=[{"text": "5 mL twice", "doseAndRate": dose}])
    old = prefetch(patient=patient(70))
    (card,) = ordered(old, **ordering(diet, drug))["cards"]
    assert card["summary"].startswith("Naproxen")
    assert not ordered(old, **ordering(diet, drug, selections=["NutritionOrder/pureed-diet"]))["cards"]
    another = diet | {"patient": {"reference": "Patient/77"}}
    assert places(ordered(old, 422, **ordering(another))) == ["/context/draftOrders/entry/0/resource"]


def test_what_the_sandbox_sends_is_taken() -> None:
    """It asks before a medicine was chosen, sends no intent with a draft until it is signed and then a category that is
    no list, asks with a charset, and adds what belongs to its own server."""
    drug = order(NAPROXEN, "request-123", authoredOn="2026-11-28", category=concept((SNOMED, "community")))
    del drug["intent"]
    before = {key: value for key, value in drug.items() if key != "medicationCodeableConcept"}
    assert ordered(prefetch(), **ordering(before)) == {"cards": []}
    found = bundle(condition(DIABETES), link=[{"relation": "self", "url": "https://r4.example.org/Condition"}])
    body = call("order-select", prefetch(patient=patient(70)) | {"conditions": found}, **ordering(drug))
    body["context"] = {"patientId": PERSON, "userId": "Practitioner/COREPRACTITIONER1"} | ordering(drug)
    body["fhirServer"] = "https://launch.smarthealthit.org/v/r4/fhir"
    body["extension"] = {"com.cds-hooks.sandbox.myextension-practitionerspecialty": "gastroenterology"}
    headers = {"accept": "application/json", "content-type": "application/json;charset=UTF-8"}
    told = CLIENT.post(MEDICINES, json=body, headers=headers)
    assert told.status_code == 200
    assert len(told.json()["cards"]) == 1


@pytest.mark.parametrize("index", range(len(PATIENTS)))
def test_a_made_patient_brings_only_cards_for_what_is_read_of_the_record(index: int) -> None:
    """Each with tens of diagnoses, orders and measurements, sent as a client would."""
    kinds = {"conditions": "Condition", "observations": "Observation", "prescriptions": "MedicationRequest"}
    (person,) = resources(index, "Patient")
    sent = {key: bundle(*resources(index, kind)) for key, kind in kinds.items()} | {"patient": person}
    told = posted(VIEW, call("patient-view", sent, patientId=person["id"]))
    today = datetime.now(UTC).date()
    record, _ = answers_from_record([person, *sent.values()], KNOWLEDGE, today)
    labels = {FINDINGS[id_].label["en"] for id_, answer in record.answers.items() if answer == PRESENT}
    for card in told["cards"]:
        named = [line.removeprefix("- ").partition(": ")[0] for line in card["detail"].splitlines() if line[:2] == "- "]
        assert named
        assert set(named) <= labels
