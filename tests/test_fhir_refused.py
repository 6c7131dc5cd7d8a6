"""What the FHIR interface refuses, with every fault at its place, and from whom it takes what."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from pinprick.app import ORIGINS, application
from pinprick.fhir import LONGER, responses
from pinprick.fhir.systems import ours
from pinprick.knowledge.ids import ABSENT, MAP, PRESENT, UNKNOWN
from tests.fhir_made import ASSESS, CLIENT, MEDIA, NAP, NEXT, holds, post, response
from tests.pages import MODEL

MOST = LONGER[f"/fhir/{ASSESS}"]


def one(link: str, *values: Any, **more: Any) -> dict[str, Any]:
    return {"linkId": link, "answer": [*values]} | more


def chosen(code: str, system: str = "") -> dict[str, Any]:
    return {"valueCoding": {"code": code} | ({"system": system} if system else {})}


@pytest.mark.parametrize(
    ("items", "place"),
    [
        ([{"linkId": "foot-dorp"}], "item[0].linkId"),
        ([{"linkId": "foot-drop", "anwser": []}], "item[0].anwser"),
        ([one("foot-drop", chosen("yes"))], "item[0].answer[0].value"),
        ([one("foot-drop", chosen(PRESENT, ours("region")))], "item[0].answer[0].value.system"),
        ([one("foot-drop", {"valueBoolean": False})], "item[0].answer[0]"),
        ([one("foot-drop", {})], "item[0].answer[0]"),
        ([one("foot-drop", chosen(PRESENT), chosen(ABSENT))], "item[0].answer"),
        ([one("foot-drop", chosen(PRESENT)), one("foot-drop", chosen(ABSENT))], "item[1]"),
        ([one("age", {"valueDecimal": 400})], "item[0].answer[0].value"),
        ([one("age", {"valueDecimal": True})], "item[0].answer[0].value"),
        ([one("age", {"valueDecimal": 40}), one("age/unknown", {"valueBoolean": True})], "item[1].answer"),
        ([one(MAP, chosen("left:heel"), chosen("left:heal"))], "item[0].answer[1].value"),
        ([one(MAP, chosen("left:heel"), chosen("nowhere"))], "item[0].answer"),
        ([one(MAP, chosen("left:heel"), chosen(UNKNOWN))], "item[0].answer"),
        ([one("age/unknown", {"valueBoolean": 1})], "item[0].answer[0].value"),
        ([one("screen-0", chosen(PRESENT))], "item[0].answer"),
        ([one("alarm", chosen(PRESENT))], "item[0].answer"),
        ([one("foot-drop", chosen(PRESENT), modifierExtension=[{"url": "x"}])], "item[0].modifierExtension"),
        ([{"linkId": "screen-0", "item": [{"linkId": "nobody"}]}], "item[0].item[0].linkId"),
        (["foot-drop"], "item[0]"),
        ({}, "item"),
    ],
)
def test_a_fault_is_told_at_its_place(items: Any, place: str) -> None:
    body = {"resourceType": "QuestionnaireResponse", "status": "completed", "item": items}
    for path in (NEXT, ASSESS):
        (issue,) = post(path, body, 422)["issue"]
        assert issue["expression"] == [f"QuestionnaireResponse.{place}"]
        assert issue["severity"] == "error"


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"status": "entered-in-error"}, ".status"),
        ({"questionnaire": "urn:uuid:9f0a6c9e-0000-4000-8000-000000000000"}, ".questionnaire"),
        ({"implicitRules": "urn:x"}, ".implicitRules"),
        ({"contained": {}}, ".contained"),
        ({"resourceType": "Patient"}, ""),
    ],
)
def test_another_resource_is_refused(changed: dict[str, Any], place: str) -> None:
    (issue,) = post(ASSESS, response(NAP) | changed, 422)["issue"]
    assert issue["expression"] == [f"QuestionnaireResponse{place}"]


def test_items_within_items_without_end_are_refused() -> None:
    deep: dict[str, Any] = {"linkId": "foot-drop"}
    for _ in range(200):
        deep = {"linkId": "screen-0", "item": [deep]}
    issues = post(ASSESS, response({}) | {"item": [deep]}, 422)["issue"]
    assert len(issues) == 1


def test_a_response_full_of_faults_looks_for_few_of_the_nearest_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking for the nearest of each would take seconds, in which nobody else is served."""
    looked_for: list[object] = []

    def look(word: object, _: object) -> str:
        looked_for.append(word)
        return ""

    monkeypatch.setattr(responses, "did_you_mean", look)
    items = [{"linkId": f"foot-{number}"} for number in range(3000)]
    regions = [one(MAP, *(chosen(f"left:{number}") for number in range(1500)))]
    for wrong in (items, regions):
        assert len(post(ASSESS, response({}) | {"item": wrong}, 422)["issue"]) == 50
    assert len(looked_for) == 100


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(("linkId", "item", "answer", "valueCoding", "code", "age")), inner, max_size=4
        )
    ),
)


@settings(max_examples=25)
@given(JSON, st.sampled_from(("item", "status", "contained", "subject", "questionnaire", "id")))
def test_whatever_is_sent_is_answered(value: Any, key: str) -> None:
    for path in (NEXT, ASSESS):
        answer = CLIENT.post(f"/fhir/{path}", json=response(NAP) | {key: value})
        assert answer.status_code in (200, 422)


@pytest.mark.parametrize(
    ("method", "path", "what", "status", "code"),
    [
        ("GET", "nothing", {}, 404, "not-found"),
        ("GET", "Questionnaire/other", {}, 404, "not-found"),
        ("PUT", "metadata", {}, 405, "not-supported"),
        ("GET", ASSESS, {}, 405, "not-supported"),
        ("POST", ASSESS, {"content": b"{", "headers": {"content-type": MEDIA}}, 400, "structure"),
        (
            "POST",
            ASSESS,
            {"content": b"<a/>", "headers": {"content-type": "application/fhir+xml"}},
            415,
            "not-supported",
        ),
        ("POST", ASSESS, {"content": b" " * (MOST + 1), "headers": {"content-type": MEDIA}}, 413, "too-long"),
    ],
)
def test_every_refusal_is_an_outcome(method: str, path: str, what: Any, status: int, code: str) -> None:
    answer = CLIENT.request(method, f"/fhir/{path}", **what)
    assert (answer.status_code, answer.headers["content-type"]) == (status, MEDIA)
    holds(answer.json())
    assert {issue["code"] for issue in answer.json()["issue"]} == {code}


def test_a_response_may_be_sent_among_parameters() -> None:
    wrapped = {
        "resourceType": "Parameters",
        "parameter": [{"name": "questionnaire-response", "resource": response(NAP)}],
    }
    assert post(NEXT, wrapped) == post(NEXT, response(NAP))
    post(NEXT, {"resourceType": "Parameters", "parameter": [{"name": "other"}]}, 422)


def test_scripts_of_origins_that_are_named_may_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = {"origin": "https://records.example"}
    assert "access-control-allow-origin" not in CLIENT.get("/fhir/metadata", headers=theirs).headers
    monkeypatch.setenv(ORIGINS, "https://records.example")
    opened = TestClient(application(MODEL)).get("/fhir/metadata", headers=theirs).headers
    assert opened["access-control-allow-origin"] == "https://records.example"
