"""A benchmark of others (MMVB) that runs against us gets the shape that its runner reads, and no calm level from what
was not asked."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from pinprick.account.telling import urgency
from pinprick.account.verdict import stated
from pinprick.app import application
from pinprick.assessment import assess
from pinprick.case.case import Case
from pinprick.case.known import red_flags_to_ask
from pinprick.knowledge.ids import AGE
from pinprick.words import ENGLISH
from tests.evidence import person
from tests.pages import FINDINGS, KNOWLEDGE, MODEL
from tests.published import CASES

CLIENT = TestClient(application(MODEL))
WHO = {"age": 34, "biologicalSex": "male"}
LEVELS = {"emergency": "EC", "same-day": "PC", "soon": "PC", "routine": "PC", "self-care": "SC", None: "UNCERTAIN"}
TOLD = [case for case in CASES[::5] if isinstance(case.answers.get(AGE), float) and not case.since]


def case_data(features: list[tuple[str, str]], who: dict[str, Any]) -> dict[str, Any]:
    """A case as the runner sends it: the first feature is the complaint. Its schema has these keys of each."""
    of_others = {"standardOntologyUris": ["21522001"], "attributes": []}
    named = [{"id": id_, "name": id_, "state": state} | of_others for id_, state in features]
    return {
        "metaData": {"description": "any"},
        "profileInformation": who,
        "presentingComplaints": named[:1],
        "otherFeatures": named[1:],
    }


def solve(features: list[tuple[str, str]], who: dict[str, Any] = WHO) -> Any:
    body = {"caseData": case_data(features, who), "aiImplementation": "pinprick"}
    answer = CLIENT.post("/mmvb/solve-case", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_it_answers() -> None:
    assert CLIENT.get("/mmvb/health-check").json() == {"status": "ok"}


def test_the_runner_reads_a_level_and_conditions() -> None:
    told = solve([("numb-saddle", "present"), ("bladder-retention", "present"), ("fever", "unsure")])
    assert told["triage"] == "EC"
    assert "error" not in told
    assert len(told["conditions"]) == 10
    for one in told["conditions"]:
        assert one["name"] == KNOWLEDGE.conditions[one["id"]].name.clinical["en"]


def test_what_was_not_asked_or_is_not_known_here_is_uncertain() -> None:
    calm = [("limb-pressed", "present"), ("moving-relieves", "present")]
    denied = [(id_, "absent") for id_ in red_flags_to_ask(KNOWLEDGE) if FINDINGS[id_].kind == "flag"]
    assert solve(calm)["triage"] == "UNCERTAIN"
    assert solve([*calm, *denied])["triage"] in ("SC", "PC")
    theirs = solve([*calm, *denied, ("1e400ff9b77134121117183e3fc9b7a2", "present")])
    assert (theirs["triage"], theirs["ignored"]) == ("UNCERTAIN", ["1e400ff9b77134121117183e3fc9b7a2"])
    assert solve([("1e400ff9b77134121117183e3fc9b7a2", "present")])["conditions"] == []


def test_what_is_said_closer_of_a_feature_is_told_back_and_bars_a_calm_level() -> None:
    """The benchmark says of a pain where it is and since when: no words of ours, and perhaps what makes it a sign."""
    calm = [("limb-pressed", "present"), ("moving-relieves", "present")]
    denied = [(id_, "absent") for id_ in red_flags_to_ask(KNOWLEDGE) if FINDINGS[id_].kind == "flag"]
    case = case_data([*calm, *denied], WHO)
    since = {
        "id": "7ede29da",
        "name": "Time since onset",
        "standardOntologyUris": ["CUSTOM:1"],
        "value": {"id": "15fb0c"},
    }
    for given, told in (([since], "7ede29da"), ([{"value": 1}], "0"), ("long", "0"), (since, "7ede29da")):
        case["presentingComplaints"][0]["attributes"] = given
        answer = CLIENT.post("/mmvb/solve-case", json={"caseData": case}).json()
        assert (answer["triage"], answer["ignored"]) == ("UNCERTAIN", [f"limb-pressed/{told}"])


def test_features_that_stand_in_no_list_are_refused() -> None:
    case = case_data([("foot-drop", "present")], WHO) | {"otherFeatures": {"id": "numb-saddle", "state": "present"}}
    answer = CLIENT.post("/mmvb/solve-case", json={"caseData": case})
    assert answer.status_code == 400
    assert [one["pointer"] for one in answer.json()["errors"]] == ["/caseData/otherFeatures"]
    case["otherFeatures"] = None
    assert CLIENT.post("/mmvb/solve-case", json={"caseData": case}).status_code == 200


@pytest.mark.parametrize("case", TOLD, ids=lambda case: case.id)
def test_a_published_case_gets_the_level_and_causes_of_every_face(case: Case) -> None:
    pieces = person(KNOWLEDGE, case)["evidence"]
    told = solve([(one["id"], one["choice_id"]) for one in pieces], {"age": case.answers[AGE]})
    assessment = assess(MODEL, case)
    assert told["triage"] == LEVELS[stated(urgency(KNOWLEDGE, assessment, ENGLISH))]
    assert [one["id"] for one in told["conditions"]] == list(assessment.likely)[:10]
