"""The interview and its answer as FHIR: what is made fits the models of R4B and the invariants, the interview is ours
page after page, and a response comes to the verdict of its case."""

from copy import deepcopy
from typing import Any

import fhirpathpy
import pytest
from fhirpathpy.models import models

from pinprick import interview
from pinprick.account import account
from pinprick.assessment import assess
from pinprick.case.answers import Painted
from pinprick.case.case import Case
from pinprick.case.known import known
from pinprick.fhir import LONGER
from pinprick.fhir.items import UNKNOWN_OF, asking
from pinprick.fhir.questionnaires import is_told
from pinprick.fhir.routes import NEXT as NEXT_PATH
from pinprick.fhir.systems import ICD_10, ICD_10_CM, SNOMED_CT
from pinprick.knowledge import Level
from pinprick.knowledge.ids import ABSENT, MAP, PRESENT, UNKNOWN
from pinprick.lab import simulate
from tests.fhir_made import (
    ADAPTIVE,
    ASSESS,
    CLIENT,
    EMERGENCY,
    INVARIANTS,
    NAP,
    NEXT,
    START,
    holds,
    of,
    post,
    response,
    says_the_same,
)
from tests.pages import FINDINGS, KNOWLEDGE, MODEL, article
from tests.published import CASES
from tests.ten_stories import STORIES


def leaves(items: Any) -> dict[str, Any]:
    """The items that are no groups, by their `linkId`."""
    found: dict[str, Any] = {}
    for item in items:
        found |= leaves(item["item"]) if item["type"] == "group" else {item["linkId"]: item}
    return found


def fhir_shown(case: Case) -> dict[str, Any]:
    """The answers of a case as a form has them on which the whole map is shown."""
    painted = {id_: one for id_, one in case.answers.items() if isinstance(one, Painted)}
    return dict(case.answers) | {id_: Painted(one.left, one.right, one.midline) for id_, one in painted.items()}


# ---- the whole questionnaire


def test_the_questionnaire_fits_and_asks_everything_that_a_person_can_know() -> None:
    made = CLIENT.get("/fhir/Questionnaire/pinprick")
    holds(made.json())
    asked = set(leaves(made.json()["item"]))
    persons = {id_ for id_, one in FINDINGS.items() if one.by == "person"}
    only_following = interview.only_following(KNOWLEDGE)
    assert asked == (persons - only_following) | {f"age{UNKNOWN_OF}"}
    assert KNOWLEDGE.hash in made.json()["version"]


def test_every_question_can_be_answered_with_i_do_not_know() -> None:
    items = leaves(CLIENT.get("/fhir/Questionnaire/pinprick").json()["item"])
    for link, item in items.items():
        codes = [one["valueCoding"]["code"] for one in item.get("answerOption", [])]
        assert UNKNOWN in codes or item["type"] == "boolean" or f"{link}{UNKNOWN_OF}" in items, link
        assert "initial" not in item
        assert not any("initialSelected" in one for one in item.get("answerOption", []))


def test_an_option_that_goes_with_no_other_says_so() -> None:
    options = leaves(CLIENT.get("/fhir/Questionnaire/pinprick").json()["item"])[MAP]["answerOption"]
    alone = {one["valueCoding"]["code"] for one in options if "extension" in one}
    assert alone == {"nowhere", UNKNOWN}


def test_the_statement_fits_and_names_what_is_served() -> None:
    made = CLIENT.get("/fhir/metadata").json()
    holds(made)
    operations = {
        (one["type"], operation["name"]) for one in made["rest"][0]["resource"] for operation in one["operation"]
    }
    assert operations == {
        ("Questionnaire", "next-question"),
        ("Questionnaire", "populate"),
        ("QuestionnaireResponse", "assess"),
    }


# ---- the interview


@pytest.mark.parametrize("told", [article(), *(dict(one.others) for one in STORIES.values())][:2])
def test_an_interview_page_after_page_is_the_interview(told: Any) -> None:
    """The same questions and the same end, from nothing but the response so far; and it stays short enough to send."""
    answers: dict[str, Any] = {}
    made: dict[str, Any] = {"resourceType": "QuestionnaireResponse", "status": "in-progress", "contained": [START]}
    for _ in range(40):
        made = post(NEXT, made)
        step = interview.next_page(MODEL, interview.progress(MODEL, known(KNOWLEDGE, Case.of(MODEL, answers))))
        (form,) = made["contained"]
        assert served_at(form) == [{"url": ADAPTIVE, "valueUrl": "https://pinprick.example.org/next"}]
        shown = [one["linkId"] for one in form["item"] if not is_told(one["linkId"])]
        fresh = [id_ for id_ in shown if id_ not in answers and not id_.endswith(UNKNOWN_OF)]
        assert fresh == [id_ for id_ in step.findings if id_ not in answers]
        assert (made["status"] == "completed") == (step.page is None)
        if step.page is None:
            break
        answers |= {id_: told.get(id_, ABSENT if FINDINGS[id_].kind == "flag" else UNKNOWN) for id_ in fresh}
        made |= response(answers, status="in-progress")
        words = {one["linkId"]: one["text"] for one in form["item"]}
        made["item"] = [one | {"text": words[one["linkId"]]} for one in made["item"]]  # as LHC-Forms writes it
        assert len(CLIENT.build_request("POST", "/", json=made).content) < LONGER[NEXT_PATH] * 0.6
    assert made["status"] == "completed"
    assert len(answers) > len(KNOWLEDGE.screen.findings)


def served_at(form: dict[str, Any]) -> list[Any]:
    """What a form says of where its next page is asked for."""
    return [one for one in form["extension"] if one["url"] == ADAPTIVE]


def test_the_form_inside_is_one_of_the_standards_adaptive_forms() -> None:
    """`sdc-questionnaire-adapt`: of one response alone, so that it has no version; the first inside."""
    others = {"resourceType": "Patient", "id": "p"}
    made = post(NEXT, {"resourceType": "QuestionnaireResponse", "status": "in-progress", "contained": [others]})
    form, *rest = made["contained"]
    assert rest == [others]
    assert made["questionnaire"] == f"#{form['id']}"
    assert served_at(form) == [{"url": ADAPTIVE, "valueBoolean": True}]
    assert not form.keys() & {"url", "version"}
    assert len(form["derivedFrom"]) == 1
    assert all(one["text"] for one in form["item"])


@pytest.mark.parametrize("given", [None, 7, [7], [{"url": ADAPTIVE, "valueUrl": 7}], [{"url": "x", "valueUrl": "y"}]])
def test_an_address_that_is_none_is_not_given_back(given: Any) -> None:
    start = {
        "resourceType": "QuestionnaireResponse",
        "status": "in-progress",
        "contained": [START | {"extension": given}],
    }
    assert served_at(post(NEXT, start)["contained"][0]) == [{"url": ADAPTIVE, "valueBoolean": True}]


def test_a_page_that_was_left_open_comes_again() -> None:
    """Nobody goes on without having been asked, and what was left open is not unknown either."""
    first = post(NEXT, {"resourceType": "QuestionnaireResponse", "status": "in-progress"})
    empty = [{"linkId": one["linkId"]} for one in first["contained"][0]["item"] if one["type"] != "display"]
    assert post(NEXT, first | {"item": empty}) == first


def test_an_alarm_stands_before_the_next_question() -> None:
    items = post(NEXT, response(EMERGENCY))["contained"][0]["item"]
    links = [one["linkId"] for one in items]
    fresh = [link for link in links if link not in EMERGENCY and not is_told(link)]
    assert links.index("alarm") < links.index(fresh[0])
    now = interview.progress(MODEL, known(KNOWLEDGE, Case.of(MODEL, EMERGENCY)))
    assert now.alarm is not None
    assert items[links.index("alarm")]["text"] == now.alarm.tell["en"]


def test_what_a_client_wrote_beside_the_answers_comes_back() -> None:
    theirs = {"id": "a1", "subject": {"reference": "Patient/7"}, "authored": "2026-11-28"}
    made = post(NEXT, response(NAP, **theirs))
    assert {key: made[key] for key in theirs} == theirs


# ---- what a response comes to


@pytest.mark.parametrize("case", CASES[::12], ids=lambda case: case.id)
def test_a_response_comes_to_the_verdict_of_its_case(case: Case) -> None:
    answers = fhir_shown(case)
    says_the_same(post(ASSESS, response(answers)), answers)


def test_the_parts_of_a_bundle_point_to_one_another_and_say_what_made_them() -> None:
    made = post(ASSESS, response(EMERGENCY, subject={"reference": "Patient/7"}))
    urls = {one["fullUrl"]: one["resource"]["resourceType"] for one in made["entry"]}
    provenance = of(made, "Provenance")
    pointed = {urls[one["reference"]] for one in provenance["target"]}
    assert pointed == {"Flag", "RiskAssessment", "ClinicalImpression"}
    assert urls[provenance["agent"][0]["who"]["reference"]] == "Device"
    assert provenance["entity"][0]["what"]["identifier"]["value"] == KNOWLEDGE.hash
    assert all(url.startswith("urn:uuid:") for url in urls)
    about = [one["resource"]["subject"] for one in made["entry"] if "subject" in one["resource"]]
    assert about == [{"reference": "Patient/7"}] * 3
    again = post(ASSESS, response(EMERGENCY))
    assert not urls.keys() & {one["fullUrl"] for one in again["entry"]}


def test_a_code_of_others_stands_only_where_it_means_just_the_cause() -> None:
    addresses = {"icd10": ICD_10, "icd10cm": ICD_10_CM, "snomed": SNOMED_CT}
    seen = set()
    for told in (NAP, {"age": 50.0, "feels-numb": PRESENT, "diabetes": PRESENT}):
        for one in of(post(ASSESS, response(told)), "RiskAssessment")["prediction"]:
            own, *others = one["outcome"].get("coding", [None])
            if own:
                cause = KNOWLEDGE.conditions[own["code"]]
                exact = {(addresses[name], cause.codes[name][0]) for name in cause.exact}
                assert {(each["system"], each["code"]) for each in others} == exact
                seen |= {system for system, _ in exact}
    assert seen == set(addresses.values())


# ---- what was not asked


def test_an_item_without_an_answer_is_never_a_no() -> None:
    flags = [id_ for id_, one in FINDINGS.items() if one.kind == "flag" and one.by == "person"]
    left = response(NAP)
    left["item"] += [{"linkId": id_} for id_ in flags if id_ not in NAP]
    denied = response(dict.fromkeys(flags, ABSENT) | NAP)
    open_, told = post(ASSESS, left), post(ASSESS, denied)
    assert of(open_, "Flag")["code"] == of(post(ASSESS, response(NAP)), "Flag")["code"]
    assert of(open_, "Flag")["code"]["coding"][0]["code"] == "not-judged"
    assert of(open_, "ClinicalImpression")["status"] == "in-progress"
    assert of(open_, "RiskAssessment")["status"] == "preliminary"
    assert of(told, "ClinicalImpression")["status"] == "completed"
    assert of(told, "Flag")["code"]["coding"][0]["code"] != "not-judged"


def test_of_nothing_no_cause_is_told() -> None:
    made = post(ASSESS, response({}))
    kinds = [one["resource"]["resourceType"] for one in made["entry"]]
    assert kinds == ["Flag", "ClinicalImpression", "Device", "Provenance"]


def test_an_emergency_is_one_though_not_all_was_asked() -> None:
    made = post(ASSESS, response(EMERGENCY))
    assert of(made, "Flag")["code"]["coding"][0]["code"] == "emergency"
    assert of(made, "ClinicalImpression")["status"] == "in-progress"


def test_an_emergency_that_only_the_causes_see_arrives_as_one() -> None:
    """Of simulated people, those whom no rule sends at once, but what makes a likely cause grave."""
    seen = set()
    for person in simulate.people(MODEL, 400, seed=9):
        answers = fhir_shown(person)
        verdict = assess(MODEL, Case.of(MODEL, answers)).urgency
        if verdict.level != Level.EMERGENCY or verdict.by_rules == Level.EMERGENCY:
            continue
        first = verdict.reasons[0]
        assert first.rule is None, "the causes are the reason"
        made = post(ASSESS, response(answers))
        flag, impression = of(made, "Flag"), of(made, "ClinicalImpression")
        assert flag["code"]["coding"][0]["code"] == Level.EMERGENCY
        assert (flag["status"], impression["status"]) == ("active", "completed")
        told = account(MODEL, assess(MODEL, Case.of(MODEL, answers)), "en").urgency
        assert flag["code"]["text"] == impression["summary"] == f"{told.name}. {told.tell}"
        assert impression["finding"][0]["itemCodeableConcept"]["text"] == told.reasons[0].text
        seen.add(first.condition)
    assert len(seen) >= 2, "a search that finds nothing proves nothing"


def test_a_number_and_the_map_can_be_unknown_or_nowhere() -> None:
    answers = {"age": UNKNOWN, MAP: UNKNOWN, "foot-drop": UNKNOWN}
    assert post(NEXT, response(answers))["item"] == response(answers)["item"]
    nowhere = response({MAP: Painted()})
    assert nowhere["item"][0]["answer"][0]["valueCoding"]["code"] == "nowhere"
    assert post(NEXT, nowhere)["item"] == nowhere["item"]


# ---- the invariants themselves


@pytest.mark.parametrize("name", ["que-2", "que-1a", "que-1b", "que-12", "que-5", "que-7"])
def test_an_invariant_finds_what_breaks_it(name: str) -> None:
    """The paths are ours to get right: each is seen to fail."""
    made = deepcopy(CLIENT.get("/fhir/Questionnaire/pinprick").json())
    age = list(asking(KNOWLEDGE, "age", "en"))
    broken: dict[str, Any] = {
        "que-2": age * 2,
        "que-1a": [{"linkId": "g", "type": "group"}],
        "que-1b": [{"linkId": "d", "type": "display", "required": True}],
        "que-12": [age[0], age[1] | {"enableWhen": age[1]["enableWhen"] * 2}],
        "que-5": [age[0] | {"answerOption": [{"valueInteger": 1}]}],
        "que-7": [age[0], age[1] | {"enableWhen": [{"question": "age", "operator": "exists", "answerInteger": 1}]}],
    }
    path = INVARIANTS["Questionnaire"][name]
    assert fhirpathpy.evaluate(made, path, model=models["r4"]) == [True]
    assert fhirpathpy.evaluate(made | {"item": broken[name]}, path, model=models["r4"]) == [False]


@pytest.mark.parametrize("kind", ["Flag", "RiskAssessment", "ClinicalImpression"])
def test_a_status_that_is_none_of_its_value_set_is_found(kind: str) -> None:
    made = deepcopy(post(ASSESS, response(NAP)))
    of(made, kind)["status"] = "done"
    with pytest.raises(AssertionError, match="status: done"):
        holds(made)
