"""The questionnaire filled in from a record: what comes back is gone on from, and says what of the record was used."""

import asyncio
from typing import Any, get_args

import pytest

from pinprick.fhir.populating import populate
from pinprick.fhir.routes import LONGER, POPULATE
from pinprick.fhir.statements import Why
from pinprick.knowledge.ids import PRESENT
from pinprick.serving import MOST_BYTES
from pinprick.serving.middleware import Whole
from pinprick.words import say
from tests.apart import run
from tests.fhir_made import ASSESS, CLIENT, MEDIA, NEXT, of, post
from tests.fhir_records import PERSON, TODAY, bundle, condition
from tests.pages import KNOWLEDGE

PATH = POPULATE.removeprefix("/fhir/")
RECORD = bundle(PERSON, condition(), condition(code="E10.9", sure="refuted"), {"resourceType": "Claim"})


def parts(made: Any) -> dict[str, Any]:
    return {one["name"]: one["resource"] for one in made["parameter"]}


def parameters(*contexts: Any, **more: Any) -> dict[str, Any]:
    """As SDC has them: a name and a content in each context."""
    named = [
        {"name": "context", "part": [{"name": "name", "valueCode": "patient"}, {"name": "content", "resource": one}]}
        for one in contexts
    ]
    return {"resourceType": "Parameters", "parameter": [*named, *({"name": key} | one for key, one in more.items())]}


def test_what_a_record_says_is_filled_in_and_nothing_else() -> None:
    made = parts(post(PATH, RECORD))["response"]
    assert made["status"] == "in-progress"
    assert made["subject"] == {"reference": "Patient/7"}
    answers = {one["linkId"]: one["answer"][0] for one in made["item"]}
    assert set(answers) == {"age", "sex", "diabetes"}
    assert answers["diabetes"]["valueCoding"]["code"] == PRESENT


def test_the_interview_and_the_assessment_go_on_from_it() -> None:
    made = parts(post(PATH, RECORD))["response"]
    asked = post(NEXT, made)
    assert asked["status"] == "in-progress"
    assert [one["linkId"] for one in asked["item"]] == [one["linkId"] for one in made["item"]]
    assert of(post(ASSESS, made), "ClinicalImpression")["status"] == "in-progress"


def test_it_says_what_was_used_and_what_was_not() -> None:
    record = bundle(PERSON, condition(id="c2", sure="refuted"), {"resourceType": "Claim"})
    issues = parts(post(PATH, record))["issues"]["issue"]
    assert [(one["severity"], one["diagnostics"], one.get("expression")) for one in issues] == [
        ("information", "age 68: from Patient/7.", ["Bundle.entry[0].resource.birthDate"]),
        ("information", "sex recorded at birth: male: from Patient/7.", ["Bundle.entry[0].resource.gender"]),
        (
            "warning",
            "diabetes is still asked: Condition/c2 (icd10 E119) was ruled out.",
            ["Bundle.entry[1].resource"],
        ),
        ("information", "1 resource is of a type that is not read.", None),
    ]


@pytest.mark.parametrize("why", get_args(Why))
def test_every_reason_has_its_words(why: str) -> None:
    assert say("en", f"record.why.{why}")


def test_parameters_of_the_standard_are_taken() -> None:
    subject = {"valueReference": {"reference": "Patient/own"}}
    made = parts(post(PATH, parameters(PERSON, bundle(condition()), subject=subject)))
    assert made["response"]["subject"] == {"reference": "Patient/own"}
    assert {one["linkId"] for one in made["response"]["item"]} == {"age", "sex", "diabetes"}
    (place,) = made["issues"]["issue"][-1]["expression"]
    assert place == "Parameters.parameter[1].part[1].resource.entry[0].resource"


def test_an_empty_record_gives_an_empty_response() -> None:
    made = parts(post(PATH, bundle()))
    assert "item" not in made["response"]
    assert "issues" not in made


@pytest.mark.parametrize(
    ("body", "places"),
    [
        (condition(), ["Condition"]),
        ({}, ["Bundle"]),
        ([], ["Bundle"]),
        ({"resourceType": "Parameters", "parameter": [{"name": "content", "resource": RECORD}]}, ["Parameters"]),
        ({"resourceType": "Parameters", "parameter": 7}, ["Parameters"]),
        (bundle(PERSON, PERSON), ["Bundle.entry[1].resource"]),
        (
            bundle(PERSON | {"birthDate": "long ago"}, condition(code=7), "x"),  # type: ignore[arg-type]
            [
                "Bundle.entry[0].resource.birthDate",
                "Bundle.entry[1].resource.code.coding[0].code",
                "Bundle.entry[2].resource",
            ],
        ),
        (
            parameters(PERSON, bundle(condition(onsetDateTime="2026-13"))),
            ["Parameters.parameter[1].part[1].resource.entry[0].resource.onsetDateTime"],
        ),
    ],
)
def test_every_fault_is_refused_at_its_place(body: Any, places: Any) -> None:
    issues = post(PATH, body, 422)["issue"]
    assert sorted(place for one in issues for place in one["expression"]) == sorted(places)
    assert {one["severity"] for one in issues} == {"error"}


@pytest.mark.parametrize(("content", "status"), [(b"{", 400), (b" " * (LONGER[POPULATE] + 1), 413)])
def test_what_is_no_record_at_all_is_refused(content: bytes, status: int) -> None:
    answer = CLIENT.post(POPULATE, content=content, headers={"content-type": MEDIA})
    assert answer.status_code == status
    assert answer.json()["resourceType"] == "OperationOutcome"


def test_a_record_may_be_longer_than_a_form() -> None:
    many = bundle(PERSON, *(condition(id=f"c{number}") for number in range(1000)))
    assert len(CLIENT.build_request("POST", "/", json=many).content) > MOST_BYTES
    assert len(parts(post(PATH, many))["issues"]["issue"]) == 3


def test_few_long_bodies_are_held_at_once() -> None:
    """Else some slow clients would fill the memory."""
    at_once = run(_held(40))
    assert 1 < at_once < 10


async def _held(clients: int) -> int:
    """How many of so many clients that send at once are listened to."""
    begun, end, sent = 0, asyncio.Event(), 0

    async def refused(*_: Any) -> Any:
        nonlocal sent
        sent += 1
        raise OverflowError

    async def receive() -> Any:
        nonlocal begun
        begun += 1
        await end.wait()
        return {"type": "http.disconnect"}

    whole = Whole(CLIENT.app, refused, LONGER)
    scope = {
        "type": "http",
        "app": CLIENT.app,
        "method": "POST",
        "path": POPULATE,
        "headers": [],
        "query_string": b"",
    }
    calls = [asyncio.create_task(whole(scope, receive, receive)) for _ in range(clients)]  # type: ignore[arg-type]
    await asyncio.sleep(0.1)
    end.set()
    await asyncio.gather(*calls, return_exceptions=True)
    assert begun + sent == clients
    return begun


def test_the_day_decides_how_old_somebody_is() -> None:
    born = bundle(PERSON | {"birthDate": "1958-11-29"})
    made = parts(populate(born, KNOWLEDGE, TODAY, "en"))["response"]
    assert made["item"][0]["answer"] == [{"valueDecimal": 67.0}]
