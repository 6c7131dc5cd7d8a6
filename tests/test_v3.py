"""Clients of a /v3 interface are told what every other face says; nothing is taken as "no" that nobody denied, and
nothing that was sent is passed over in silence. That it keeps to its own description is held in test_v3_contract.py."""

from collections.abc import Iterator
from typing import Any

import infermedica_api
import msgspec
import pytest
from starlette.testclient import TestClient

from pinprick.account import parts, steps
from pinprick.account.parts import Part
from pinprick.account.telling import urgency, waits_for
from pinprick.app import ORIGINS, application
from pinprick.assessment import assess
from pinprick.case.case import Case, changed
from pinprick.case.known import Known, red_flags_to_ask
from pinprick.case.known import known as what_is_known
from pinprick.knowledge.ids import ABSENT, AGE, MAP, PRESENT, UNKNOWN
from pinprick.v3.evidence import Sent, sent
from pinprick.v3.urgency import LEVELS
from pinprick.words import ENGLISH
from tests import evidence
from tests.evidence import Json, person, piece
from tests.pages import FINDINGS, KNOWLEDGE, MODEL
from tests.published import CASES
from tests.raw import served

CLIENT = TestClient(application(MODEL))
NAP = [piece("limb-pressed"), piece("moving-relieves"), piece("feels-numb")]
DENIED = [piece(id_, ABSENT) for id_ in KNOWLEDGE.screen.findings]
MOST = 150
REASONS: tuple[Part, ...] = ("reasons",)
CALM_SAID = ("self_care", "consultation")
TOLD = [
    changed(MODEL, case, since={}, finished=False) for case in CASES[::4] if isinstance(case.answers.get(AGE), float)
]


def post(name: str, told: list[Json], status: int = 200, **more: Any) -> Any:
    answer = CLIENT.post(f"/v3/{name}", json={"age": {"value": 34}, "sex": "male", "evidence": told} | more)
    assert answer.status_code == status, answer.text
    return answer.json()


def known(case: Case) -> Known:
    return what_is_known(KNOWLEDGE, case)


def read(told: list[Json]) -> tuple[Sent, list[Any]]:
    wrong: list[Any] = []
    return sent(KNOWLEDGE, {"age": {"value": 34}, "evidence": told}, wrong), wrong


def interview(told: list[Json], answers: dict[str, Any], **more: Any) -> Iterator[Json]:
    """Every answer of an interview up to the last; what is asked and `answers` do not tell is denied, a choice is
    answered "unknown"."""
    for _ in range(MOST):
        step = post("diagnosis", told, **more)
        yield step
        if step["should_stop"]:
            return
        otherwise = UNKNOWN if "=" in step["question"]["items"][0]["id"] else ABSENT
        told += [piece(one["id"], answers.get(one["id"], otherwise)) for one in step["question"]["items"]]
    raise AssertionError("the interview does not end")


# ---- a client of others


def test_a_client_of_others_runs_against_a_server() -> None:
    with served() as server:
        api = infermedica_api.APIv3Connector("any", "any", endpoint=f"http://127.0.0.1:{server.port}/")
        assert api.info()["conditions_count"] == len(KNOWLEDGE.conditions)
        heard = api.parse("My left foot went numb while I sat with crossed legs. I can't lift my toes.", age=34)
        told = [piece(one["id"], one["choice_id"]) for one in heard["mentions"]]
        assert piece("foot-drop") in told
        suggested = api.suggest(evidence=told, sex="male", age=34, suggest_method="red_flags", max_results=100)
        told += [piece(one["id"], ABSENT) for one in suggested]
        step: Any = {"should_stop": False}
        for _ in range(MOST):
            if step["should_stop"]:
                break
            step = api.diagnosis(evidence=told, sex="male", age=34)
            question = step["question"] or {"type": "", "items": []}
            one_of, asked = question["type"] == "group_single", question["items"]
            told += [piece(one["id"], PRESENT if one_of and one is asked[0] else ABSENT) for one in asked]
        assert step["should_stop"], f"{MOST} turns, and no end"
        triage = api.triage(evidence=told, sex="male", age=34)
        assert (triage["triage_level"], triage["root_cause"]) == ("consultation_24", "serious_evidence_present")
        assert "foot-drop" in {one["id"] for one in triage["serious"]}
        why = api.explain(target_id=step["conditions"][0]["id"], evidence=told, sex="male", age=34)
        assert why["supporting_evidence"]
        assert api.rationale(evidence=told[:2], sex="male", age=34)["why"]
        assert api.specialist_recommender(evidence=told, sex="male", age=34)["recommended_specialist"]
        assert "feels-numb" in {one["id"] for one in api.search("numb foot", age=34)}
        assert api.condition_details("common-peroneal-neuropathy", age=34)["triage_level"] == "consultation"
        assert api.symptom_details("foot-drop", age=34)["extras"]["red_flag"]
        assert api.risk_factor_details("diabetes", age=34)["id"] == "diabetes"
        assert [one["type"] for one in api.concept_list(ids=["onset=weeks", "b12-low"])] == ["symptom", "lab_test"]
        assert api.lab_test_list(age=34)[0]["results"]
        with pytest.raises(infermedica_api.exceptions.ResourceNotFound, match="did you mean foot-drop"):
            api.symptom_details("foot-dorp", age=34)
        with pytest.raises(infermedica_api.exceptions.BadRequest, match="is out of range"):
            api.triage(evidence=told, sex="male", age=400)
        assert server.end() == ""


# ---- what every face says


@pytest.mark.parametrize("case", TOLD, ids=lambda case: case.id)
def test_a_client_is_told_what_every_face_says(case: Case) -> None:
    told, assessment = person(KNOWLEDGE, case), assess(MODEL, case)
    wrong: list[Any] = []
    assert sent(KNOWLEDGE, told, wrong).case.answers == case.answers
    assert wrong == []
    expected = urgency(KNOWLEDGE, assessment, ENGLISH)
    triage = CLIENT.post("/v3/triage", json=told).json()
    assert triage["extras"]["urgency"]["why"] == list(expected.why)
    assert triage["extras"]["tell"] == expected.tell
    assert expected.name in triage["extras"]["says"]
    if expected.complete and expected.level:
        assert triage["triage_level"] == LEVELS[expected.level]
    step = steps.next_step(MODEL, case, ENGLISH)
    said = CLIENT.post("/v3/diagnosis", json=told).json()
    assert [(one["id"], one["probability"]) for one in said["conditions"]] == [
        (one.id, one.probability) for one in step.causes
    ]
    assert said["should_stop"] == (step.page is None)
    first = next(iter(assessment.likely))
    why = CLIENT.post("/v3/explain", json=told | {"target": first}).json()
    reasons = parts.of_person(assessment, REASONS)
    whole: Any = msgspec.to_builtins(parts.assessed(MODEL, assessment, reasons, 1, ENGLISH))
    (cause,) = whole.get("causes", [{"for": [], "against": []}])
    assert [one["name"] for one in why["supporting_evidence"]] == [one["words"] for one in cause["for"]]
    assert [one["name"] for one in why["conflicting_evidence"]] == [one["words"] for one in cause["against"]]


def test_what_would_tell_whether_a_condition_holds_is_unconfirmed() -> None:
    waiting = [
        (one, id_) for one in TOLD for id_ in KNOWLEDGE.conditions if waits_for(KNOWLEDGE, known(one), id_, ENGLISH)
    ]
    case, target = next((one, id_) for one, id_ in waiting if parts.of_person(assess(MODEL, one), REASONS))
    why = CLIENT.post("/v3/explain", json=person(KNOWLEDGE, case) | {"target": target}).json()
    labels = waits_for(KNOWLEDGE, known(case), target, ENGLISH)
    assert [one["id"] for one in why["unconfirmed_evidence"]] == [one.id for one in labels]


def test_beside_an_emergency_only_the_verdict_is_told() -> None:
    told = [piece("numb-saddle"), piece("bladder-retention")]
    triage, step = post("triage", told), post("diagnosis", told)
    assert (triage["triage_level"], triage["root_cause"]) == ("emergency_ambulance", "emergency_evidence_present")
    assert {one["id"] for one in triage["serious"] if one["is_emergency"]} == {"numb-saddle", "bladder-retention"}
    assert (step["has_emergency_evidence"], step["conditions"]) == (True, [])
    assert step["extras"]["alarm"]
    assert post("explain", told, target="cauda-equina-syndrome")["supporting_evidence"] == []
    assert post("recommend_specialist", told)["recommended_specialist"] is None


# ---- what was not asked


@pytest.mark.parametrize("told", [[], NAP])
def test_a_triage_says_first_that_warning_signs_were_not_asked(told: list[Json]) -> None:
    triage = post("triage", told)
    assert (next(iter(triage)), next(iter(triage["extras"]))) == ("extras", "says")
    assert triage["extras"]["says"].startswith("Incomplete: ")
    assert {one["id"] for one in triage["extras"]["not_asked"]} == red_flags_to_ask(KNOWLEDGE).keys()
    assert (triage["triage_level"], triage["root_cause"]) == (None, "diagnosis_unknown")
    assert post("recommend_specialist", told)["recommended_specialist"] is None


def test_what_rules_say_stands_while_warning_signs_were_not_asked() -> None:
    triage = post("triage", [*NAP, piece("foot-drop")])
    assert (triage["triage_level"], triage["root_cause"]) == ("consultation_24", "serious_evidence_present")
    assert triage["extras"]["says"].startswith("Incomplete: ")


def test_what_a_client_does_not_send_is_asked_again() -> None:
    first = post("diagnosis", NAP)["question"]
    assert (first["type"], [one["id"] for one in first["items"]]) == ("group_multiple", list(KNOWLEDGE.screen.findings))
    ticked = first["items"][3]["id"]
    again = post("diagnosis", [*NAP, piece(ticked)])["question"]
    assert [one["id"] for one in again["items"]] == [one["id"] for one in first["items"] if one["id"] != ticked]


def test_an_interview_ends_with_everything_denied_and_says_so() -> None:
    told = list(NAP)
    *_, last = interview(told, {})
    triage = post("triage", told)
    assert last["extras"]["not_asked"] == triage["extras"]["not_asked"] == []
    assert not triage["extras"]["says"].startswith("Incomplete")
    assert triage["triage_level"] in CALM_SAID


def test_one_question_at_a_time_comes_to_the_end_too() -> None:
    asked = [step["question"] for step in interview(list(NAP), {}, extras={"disable_groups": True})]
    assert {one["type"] for one in asked if one} == {"single"}
    assert {len(one["items"]) for one in asked if one} == {1}
    ids = [one["items"][0]["id"] for one in asked if one]
    assert len(ids) == len(set(ids))
    assert not any(id_.startswith(MAP) for id_ in ids)


# ---- what is not known here


def test_what_is_not_known_here_is_told_back_and_no_calm_level_beside_it() -> None:
    told = [*NAP, *DENIED]
    told += [piece(id_, ABSENT) for id_ in red_flags_to_ask(KNOWLEDGE) if piece(id_, ABSENT) not in told]
    told = [one for one in told if FINDINGS[one["id"]].kind == "flag"]
    assert post("triage", told)["triage_level"] in CALM_SAID
    triage = post("triage", [*told, piece("s_21"), piece("s_98", ABSENT)], interview_mode="short")
    assert triage["extras"]["ignored"] == ["s_21", "s_98"]
    assert triage["extras"]["unused"] == ["interview_mode"]
    assert "2 things that were sent are not known here" in triage["extras"]["says"]
    assert (triage["triage_level"], triage["root_cause"]) == (None, "diagnosis_unknown")
    assert post("diagnosis", [piece("s_21")])["extras"]["ignored"] == ["s_21"]
    assert "s_21" in post("suggest", [piece("s_21")], 400)["message"]


def test_an_urgent_level_stands_beside_what_is_not_known_here() -> None:
    triage = post("triage", [piece("numb-saddle"), piece("bladder-retention"), piece("s_21")])
    assert triage["triage_level"] == "emergency_ambulance"


# ---- how evidence is read


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        ([piece("onset=weeks")], "weeks"),
        ([piece("onset=weeks"), piece("onset=hours-days", ABSENT)], "weeks"),
        ([piece("onset=weeks", UNKNOWN)], UNKNOWN),
        ([piece("onset=weeks", ABSENT)], None),
        ([piece(f"onset={value}", ABSENT) for value in FINDINGS["onset"].values], UNKNOWN),
    ],
)
def test_a_choice_is_known_when_one_is_chosen(told: list[Json], answer: str | None) -> None:
    read_, wrong = read(told)
    assert (read_.case.answers.get("onset"), wrong) == (answer, [])


@pytest.mark.parametrize(
    ("told", "numb", "not_asked"),
    [
        ({"left:heel": PRESENT}, {"heel"}, "face"),
        ({"left:heel": PRESENT, "left:face": ABSENT, "right:face": ABSENT}, {"heel"}, "great-toe"),
        ({"left:heel": ABSENT, "right:heel": ABSENT}, set(), "face"),
        ({"left:heel": ABSENT, "right:heel": ABSENT, "left:calf": ABSENT, "right:calf": UNKNOWN}, set(), "calf"),
    ],
)
def test_a_part_of_the_map_is_not_numb_only_where_it_was_denied(
    told: dict[str, str], numb: set[str], not_asked: str
) -> None:
    read_, wrong = read([piece(f"{MAP}={part}", state) for part, state in told.items()])
    painted: Any = read_.case.answers[MAP]
    assert (painted.left | painted.right, wrong) == (numb, [])
    assert painted.has(not_asked) is None
    denied = {part.partition(":")[2] for part, state in told.items() if state == ABSENT} - {not_asked}
    assert all(painted.has(region) is False for region in denied)


def test_half_a_denial_of_the_map_is_no_answer() -> None:
    assert MAP not in read([piece(f"{MAP}=left:heel", ABSENT)])[0].case.answers
    whole = evidence.pieces(KNOWLEDGE, MAP, UNKNOWN)
    assert read(whole)[0].case.answers[MAP] == UNKNOWN
    assert MAP not in read(whole[1:])[0].case.answers


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({}, "/age"),
        ({"age": {"value": "34"}}, "/age"),
        ({"age": 34}, "/age"),
        ({"age": {"value": 34, "unit": "weeks"}}, "/age/unit"),
        ({"age": {"value": 34}, "sex": "m"}, "/sex"),
        ({"age": {"value": 34}, "sex": "male", "evidence": [piece("sex=female")]}, "/sex"),
        ({"age": {"value": 34}, "evidence": {}}, "/evidence"),
        ({"age": {"value": 34}, "evidence": [{"id": "fever"}]}, "/evidence/0/choice_id"),
        ({"age": {"value": 34}, "evidence": [piece("fever"), piece("fever", ABSENT)]}, "/evidence/1"),
        ({"age": {"value": 34}, "evidence": [piece("onset=weeks"), piece("onset=hours-days")]}, "/evidence"),
        ({"age": {"value": 34}, "evidence": ["fever"]}, "/evidence/0"),
        ({"age": {"value": 34}, "extras": []}, "/extras"),
    ],
)
def test_a_fault_is_told_with_its_place_as_such_clients_read_it(body: Json, place: str) -> None:
    answer = CLIENT.post("/v3/triage", json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert [one["pointer"] for one in answer.json()["errors"]] == [place]
    assert answer.json()["message"].startswith(f"{place}: ")


def test_months_are_a_part_of_a_year() -> None:
    wrong: list[Any] = []
    assert sent(KNOWLEDGE, {"age": {"value": 30, "unit": "month"}}, wrong).case.answers == {AGE: 2.5}
    assert wrong == []


# ---- words


def test_what_words_deny_is_no_mention() -> None:
    heard = CLIENT.post("/v3/parse", json={"text": "My foot burns. No fever, and I can hold my water."}).json()
    assert "feels-burning" in {one["id"] for one in heard["mentions"]}
    assert ({one["choice_id"] for one in heard["mentions"]}, heard["obvious"]) == ({PRESENT}, False)
    assert ("fever", "no") in {(one["finding"], one["why"]) for one in heard["extras"]["aside"]}


# ---- addresses


def test_what_is_asked_of_nobody_may_be_kept_and_the_rest_never() -> None:
    for path in ("info", "conditions", "concepts?types=lab_test", "symptoms/foot-drop", "openapi.json"):
        assert CLIENT.get(f"/v3/{path}").headers["cache-control"] == "public, max-age=3600", path
    for path in ("conditions?age.value=34", "search?phrase=numb", "symptoms/foot-dorp", "symptoms/foot-drop?sex=male"):
        assert CLIENT.get(f"/v3/{path}").headers["cache-control"] == "no-store", path
    assert CLIENT.post("/v3/triage", json={"age": {"value": 34}}).headers["cache-control"] == "no-store"


def test_a_page_of_others_may_send_its_own_headers_here_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ORIGINS, "https://clinic.example")
    client = TestClient(application(MODEL))
    asks = {
        "origin": "https://clinic.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "app-id,app-key,interview-id,content-type",
    }
    assert client.options("/v3/triage", headers=asks).status_code == 200
    assert client.options("/api/v1/assess", headers=asks).status_code == 400


def test_a_refusal_of_the_server_is_told_in_the_same_form() -> None:
    for answer, status in (
        (CLIENT.get("/v3/triage"), 405),
        (CLIENT.get("/v3/nowhere"), 404),
        (CLIENT.post("/v3/triage", content="age=34"), 415),
        (CLIENT.post("/v3/triage", content="{", headers={"content-type": "application/json"}), 400),
    ):
        assert (answer.status_code, answer.json()["status"]) == (status, status)
        assert answer.json()["message"]
