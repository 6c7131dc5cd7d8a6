"""One story through every door for programs: the same level, reasons, causes and open red flags.

The interface for programs, the tools for assistants, FHIR, `/v3` and the benchmark are asked over HTTP, as software
asks them, and none says more or calmer than another."""

from collections.abc import Iterator
from typing import Any

import pytest
from msgspec import Struct
from starlette.testclient import TestClient

from pinprick.app import application
from pinprick.assessment import assess
from pinprick.case.case import Case
from pinprick.case.known import red_flags_to_ask
from pinprick.case.reading import to_data
from pinprick.knowledge import Level
from pinprick.knowledge.ids import ABSENT, AGE, MAP, PRESENT, UNKNOWN
from pinprick.lab import simulate
from tests.evidence import person
from tests.fhir_made import of, response
from tests.pages import FINDINGS, KNOWLEDGE, MODEL

Json = dict[str, Any]
DENIED = {id_: ABSENT for id_ in red_flags_to_ask(KNOWLEDGE) if FINDINGS[id_].kind == "flag"}
PAINTED = {MAP: {"left": ["dorsum", "great-toe"]}}
NAP = {AGE: 34, "sex": "male", "feels-numb": PRESENT, "limb-pressed": PRESENT, "moving-relieves": PRESENT}
STORIES: dict[str, Json] = {
    "emergency by a rule": {AGE: 44, "numb-saddle": PRESENT, "bladder-retention": PRESENT},
    "urgent, the rest not asked": {AGE: 34, "sex": "male", "foot-drop": PRESENT},
    "calm, all denied": {**DENIED, **NAP, **PAINTED, "onset": "seconds-minutes", "known-for": "first-time-today"},
    "nothing but an age": {AGE: 60},
    "half answered": {**dict(list(DENIED.items())[::2]), **NAP, "fever": UNKNOWN},
    "much unknown": {**NAP, **dict.fromkeys(list(DENIED)[:9], UNKNOWN)},
    "a swollen calf": {AGE: 50, "calf-tender-swollen-one": PRESENT, "diabetes": ABSENT},
}
CODES = {"emergency": "emergency_ambulance", "same-day": "consultation_24", "self-care": "self_care"}
BENCHMARK = {
    "emergency_ambulance": "EC",
    "consultation_24": "PC",
    "consultation": "PC",
    "self_care": "SC",
    None: "UNCERTAIN",
}
CALM = ("self-care", "self_care", "SC")


class Said(Struct, frozen=True):
    """What a door says, as far as every door has a place for it."""

    name: str
    tell: str
    why: tuple[str, ...]
    not_asked: tuple[str, ...]


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(application(MODEL), base_url="http://127.0.0.1:8000", client=("127.0.0.1", 50000)) as client:
        yield client


def ask(client: TestClient, path: str, body: Json) -> Any:
    answer = client.post(path, json=body, headers={"accept": "application/json, text/event-stream"})
    assert answer.status_code == 200, answer.text
    return answer.json()


def tool(client: TestClient, name: str, given: Json) -> tuple[Any, str]:
    """The record and the text of a tool."""
    params = {"name": name, "arguments": given}
    told = ask(client, "/mcp", {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params})["result"]
    return told.get("structuredContent"), told["content"][0]["text"]


def plain(story: Json) -> Json:
    """Answers as JSON, the map with all its parts shown."""
    return {id_: dict(one) if isinstance(one, dict) else one for id_, one in story.items()}


def volunteered(story: Json) -> Json:
    numb = set(PAINTED[MAP]["left"])
    rest = [one for one in KNOWLEDGE.vocabulary.regions if one not in numb]
    told = {id_: {**one, "not-numb": rest} if id_ == MAP else one for id_, one in story.items()}
    return {"volunteered": [{"finding": id_, "answer": one, "words": "my words"} for id_, one in told.items()]}


def of_api(client: TestClient, story: Json, audience: str = "person") -> Any:
    return ask(client, f"/api/v1/assess?audience={audience}", {"findings": plain(story)})


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_every_door_says_the_same_of_a_story(client: TestClient, story: Json) -> None:
    told = of_api(client, story)
    urgency = told["urgency"]
    expected = Said(urgency["name"], urgency["tell"], tuple(urgency["why"]), tuple(urgency["not_asked"]))
    case = Case.of(MODEL, story)
    record, text = tool(client, "assess_case", volunteered(story))
    of_tool = record["assessment"]["urgency"]
    assert Said(of_tool["name"], of_tool["tell"], tuple(of_tool["why"]), tuple(of_tool["not_asked"])) == expected
    assert expected.name in text.splitlines()[0]
    v3 = ask(client, "/v3/triage", person(KNOWLEDGE, case))
    extras = v3["extras"]
    of_v3 = tuple(one["id"] for one in extras["not_asked"])
    assert extras["open"] == urgency["open"]
    assert Said(extras["urgency"]["name"], extras["tell"], tuple(extras["urgency"]["why"]), of_v3) == expected
    assert expected.name in extras["says"]
    bundle = ask(client, "/fhir/QuestionnaireResponse/$assess", response(case.answers))
    flag, impression = of(bundle, "Flag"), of(bundle, "ClinicalImpression")
    assert flag["code"]["text"].startswith(expected.name)
    assert all(one in impression["summary"] or one in str(impression) for one in (expected.tell, *expected.why))
    if urgency["level"] != "emergency":
        assert all(one["name"] in str(impression) for one in urgency["open"])
    benchmark = ask(client, "/mmvb/solve-case", {"caseData": runner(person(KNOWLEDGE, case))})
    assert benchmark["triage"] == BENCHMARK[v3["triage_level"]]
    assert (urgency["level"] is None) == (v3["triage_level"] is None), "no level as a code that is none in words"
    assert extras["urgency"]["level"] == of_tool["level"] == urgency["level"]
    final = urgency["complete"] or urgency["level"] == "emergency"
    if final:
        code = CODES.get(urgency["level"], "consultation")
        assert (flag["code"]["coding"][0]["code"], v3["triage_level"]) == (urgency["level"], code)
    else:
        codes = {urgency["level"], flag["code"]["coding"][0]["code"], v3["triage_level"], benchmark["triage"]}
        assert not codes & set(CALM)


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_every_door_has_the_same_first_cause_and_people_are_told_none_beside_an_emergency(
    client: TestClient, story: Json
) -> None:
    case = Case.of(MODEL, story)
    evidence = person(KNOWLEDGE, case)
    clinical = [one["id"] for one in of_api(client, story, "clinician")["causes"]]
    risk = of(ask(client, "/fhir/QuestionnaireResponse/$assess", response(case.answers)), "RiskAssessment")
    predicted = [one["outcome"]["coding"][0]["code"] for one in risk["prediction"] if "coding" in one["outcome"]]
    assert predicted == clinical
    solved = ask(client, "/mmvb/solve-case", {"caseData": runner(evidence)})["conditions"]
    assert [one["id"] for one in solved] == (clinical if evidence["evidence"] else [])  # of nothing said, none
    told = of_api(client, story).get("causes", ())
    personal = [one["id"] for one in told]
    judged = [one["id"] for one in told if not one["waits_for"]]  # an interview shows no others
    tools = tool(client, "assess_case", volunteered(story))[0]["assessment"].get("causes", ())
    ids = [one["id"] for one in tools]
    assert ids == personal[: len(ids)]
    assert bool(ids) == bool(personal)
    conditions = [one["id"] for one in ask(client, "/v3/diagnosis", evidence)["conditions"]]
    assert conditions[:1] in (judged[:1], [])


def runner(evidence: Json) -> Json:
    """A case of the benchmark of the same evidence."""
    features = [{"id": one["id"], "name": one["id"], "state": one["choice_id"]} for one in evidence["evidence"]]
    told = [one | {"state": "unsure" if one["state"] == UNKNOWN else one["state"]} for one in features]
    who = {"age": evidence["age"]["value"]}
    return {"profileInformation": who, "presentingComplaints": told[:1], "otherFeatures": told[1:]}


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_no_line_of_a_tool_is_a_head_without_a_body(client: TestClient, story: Json) -> None:
    for line in tool(client, "assess_case", volunteered(story))[1].splitlines():
        assert not line.rstrip().endswith(":") or "each may be wrong" in line, line


def test_an_emergency_that_only_the_causes_see_is_one_at_every_door(client: TestClient) -> None:
    """A simulated person whom no rule sends at once, but what makes a likely cause grave."""
    people = (Case.of(MODEL, one.answers) for one in simulate.people(MODEL, 400, seed=9))
    case = next(one for one in people if by_causes_alone(one))
    told = ask(client, "/api/v1/assess", to_data(case))
    urgency = told["urgency"]
    assert (urgency["level"], urgency["reasons"][0].get("rule"), "causes" in told) == ("emergency", None, False)
    triage = ask(client, "/v3/triage", person(KNOWLEDGE, case))
    assert (triage["triage_level"], triage["root_cause"]) == ("emergency_ambulance", "emergency_condition_likely")
    assert triage["extras"]["urgency"]["why"] == urgency["why"]
    flag = of(ask(client, "/fhir/QuestionnaireResponse/$assess", response(case.answers)), "Flag")
    assert flag["code"]["coding"][0]["code"] == "emergency"
    assert ask(client, "/mmvb/solve-case", {"caseData": runner(person(KNOWLEDGE, case))})["triage"] == "EC"


def by_causes_alone(case: Case) -> bool:
    verdict = assess(MODEL, case).urgency
    return verdict.level == Level.EMERGENCY != verdict.by_rules


WRONG: list[tuple[str, Json, int, str, str]] = [
    ("/api/v1/assess", {"findings": {"foot-dorp": PRESENT}}, 422, "/findings/foot-dorp", "did you mean foot-drop?"),
    ("/cds-services/numb-foot", {}, 404, "", "GET /cds-services lists"),
    ("/mmvb/solve-case", {"caseData": {}}, 400, "/caseData/profileInformation/age", "takes"),
    ("/mmvb/solve-case", {"caseData": {"profileInformation": {"age": 34, "biologicalSex": "m"}}}, 400,
     "/caseData/profileInformation/biologicalSex", "takes one of"),
    ("/mmvb/solve-case", {"caseData": {"profileInformation": {"age": 34}, "presentingComplaints": [
        {"id": "foot-drop", "state": PRESENT}], "otherFeatures": [{"id": "fever", "state": "yes"}]}}, 400,
     "/caseData/otherFeatures/0/state", "takes one of"),
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_a_fault_is_told_with_its_place_in_what_was_sent_and_a_cure(
    client: TestClient, wrong: tuple[str, Json, int, str, str]
) -> None:
    path, body, status, place, cure = wrong
    answer = client.post(path, json=body)
    assert answer.status_code == status
    (fault,) = answer.json()["errors"]
    assert fault["pointer"] == place
    assert cure in fault["detail"]


def test_a_kind_of_record_that_is_not_there_is_told_with_those_that_are(client: TestClient) -> None:
    for path in ("conditons", "conditons/any"):
        answer = client.get(f"/api/v1/knowledge/{path}")
        assert answer.status_code == 404
        assert "takes one of findings, conditions" in answer.json()["errors"][0]["detail"]


def test_a_code_that_an_item_does_not_have_is_told_with_those_that_it_has(client: TestClient) -> None:
    item = {"linkId": "fever", "answer": [{"valueCoding": {"code": "yes"}}]}
    body = {"resourceType": "QuestionnaireResponse", "status": "completed", "item": [item]}
    answer = client.post("/fhir/QuestionnaireResponse/$assess", json=body)
    assert answer.status_code == 422
    assert "takes one of present, absent, unknown" in answer.json()["issue"][0]["diagnostics"]


def test_a_model_is_told_every_misspelt_name_at_once(client: TestClient) -> None:
    said = [{"finding": "limb-presed", "answer": PRESENT}]
    given = {"asked": {"screen": {"foot-dorp": ABSENT}, "skreen": {}}, "volunteered": said}
    text = tool(client, "assess_case", given)[1]
    for near in ("foot-drop", "screen", "limb-pressed"):
        assert f"did you mean {near}?" in text
