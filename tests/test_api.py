"""The interface for programs says what every other face says, asks what the interview asks, and refuses with every
fault at its place. That it keeps to its own description is held in test_api_contract.py."""

from typing import Any

import msgspec
import pytest
from starlette.testclient import TestClient

from pinprick import interview
from pinprick.account import account, whole
from pinprick.account.parts import PARTS
from pinprick.account.verdict import stated
from pinprick.api.problems import pointer
from pinprick.app import ORIGINS, application
from pinprick.assessment import assess
from pinprick.case.answers import plain
from pinprick.case.case import Case
from pinprick.case.known import known
from pinprick.case.reading import to_data
from pinprick.knowledge.ids import ABSENT, PRESENT
from pinprick.story import lexicon
from pinprick.story.understanding import to_data as understanding
from pinprick.story.understanding import understand
from pinprick.words.offering import caveats, offered
from tests.pages import FINDINGS, KNOWLEDGE, MODEL, article
from tests.published import CASES

CLIENT = TestClient(application(MODEL))
NAP = {"age": 34, "feels-numb": "present", "limb-pressed": "present", "moving-relieves": "present"}
EMERGENCY = {"numb-saddle": "present", "bladder-retention": "present", "feels-burning": "present"}
SECRET = "toxin-exposure"


def post(path: str, body: Any, status: int = 200) -> Any:
    answer = CLIENT.post(f"/api/v1/{path}", json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


def body(case: Case) -> dict[str, Any]:
    """What a program sends of a case."""
    return {key: value for key, value in to_data(case).items() if key in ("id", "findings", "since")}


# ---- an assessment


@pytest.mark.parametrize("case", CASES[::6], ids=lambda case: case.id)
def test_a_clinicians_whole_is_what_the_account_of_the_case_says(case: Case) -> None:
    told = post("assess?audience=clinician&causes=200", body(case))
    limits = whole(KNOWLEDGE.settings.telling)
    whole_account = account(MODEL, assess(MODEL, case), "en", limits)
    same = msgspec.json.decode(msgspec.json.encode(whole_account))
    assert told["urgency"] == same["urgency"] | {"level": stated(whole_account.urgency)}
    assert told["places"] == same["sites"]
    assert told["families"] == same["families"]
    assert told["second"] == same["second"]
    assert told["questions"] == {"person": same["next"], "clinician": same["next_for_clinician"]}
    for one, other in zip(told["causes"], same["causes"], strict=True):
        shared = one.keys() & other.keys()
        assert other.keys() - shared == {"basis_share"}
        assert [one[key] for key in shared] == [other[key] for key in shared]


@pytest.mark.parametrize("part", PARTS)
def test_a_part_alone_is_that_part_of_the_whole(part: str) -> None:
    told = body(Case.of(MODEL, article()))
    alone, all_ = post(f"assess?include={part}", told), post("assess", told)
    assert set(alone) < set(all_)
    for key in alone.keys() - {"causes", "unexplained"}:
        assert alone[key] == all_[key]
    for one, other in zip(alone.get("causes", ()), all_["causes"], strict=False):
        assert one.items() <= other.items()


def test_parts_may_be_joined_by_commas_or_given_one_by_one() -> None:
    told = {"findings": NAP}
    assert post("assess?include=verdict,causes", told) == post("assess?include=causes&include=verdict", told)


@pytest.mark.parametrize("told", [EMERGENCY, {}], ids=["emergency", "nothing answered"])
def test_a_person_is_told_the_verdict_alone(told: dict[str, Any]) -> None:
    """Beside an emergency nothing may keep anybody from help, and of nothing nothing is known."""
    person = post("assess", {"findings": told})
    assert set(person) == {"knowledge", "urgency", "scope"}
    assert "causes" in post("assess?audience=clinician", {"findings": told})


def test_what_was_not_asked_is_told_and_never_taken_as_no() -> None:
    flags = [id_ for id_, one in FINDINGS.items() if one.kind == "flag"]
    silent = post("assess?include=verdict", {"findings": NAP})["urgency"]
    denied = post("assess?include=verdict", {"findings": dict.fromkeys(flags, ABSENT) | NAP})["urgency"]
    assert not silent["complete"]
    assert len(silent["not_asked"]) > 20
    assert denied["complete"]
    assert not denied["not_asked"]


# ---- the interview


def test_an_interview_over_the_interface_is_the_interview() -> None:
    """Page after page: the same pages, questions and end, from nothing but the answers so far."""
    told, pages = article(), 0
    findings: dict[str, Any] = {}
    while True:
        step = post("next", {"findings": findings})
        here = Case.of(MODEL, findings)
        same = interview.next_page(MODEL, interview.progress(MODEL, known(KNOWLEDGE, here)))
        assert (step["page"] and step["page"]["id"], step["ends"]) == (same.page, same.ends)
        if step["page"] is None:
            break
        asked = [one["finding"] for one in step["page"]["questions"]]
        assert tuple(asked) == same.findings
        findings |= {id_: plain(told[id_]) if id_ in told else "unknown" for id_ in asked}
        pages += 1
    assert pages > 4
    assert step["says"]
    assert step["urgency"] == post("assess?include=verdict", {"findings": findings})["urgency"]


def test_an_alarm_comes_with_its_rule_before_the_next_question() -> None:
    alarm = post("next", {"findings": EMERGENCY})["alarm"]
    assert alarm["level"] == KNOWLEDGE.rules[alarm["rule"]].level == "emergency"


# ---- own words


def test_words_are_understood_as_everywhere() -> None:
    said = "My left foot went numb in a nap. No back pain. My mother has diabetes. Blah blah blah."
    told = post("understand", {"text": said})
    same = understanding(understand(KNOWLEDGE, lexicon.load(None, "en"), said))
    keys = ("finding", "value", "words", "red_flag")
    assert [[one[key] for key in keys] for one in told["proposals"]] == [
        [one[key] for key in keys] for one in same["proposals"]
    ]
    assert len(told["aside"]) == len(same["aside"])
    assert len(told["not_understood"]) == len(same["not_understood"])


# ---- the knowledge base


@pytest.mark.parametrize("kind", ["findings", "conditions", "rules", "sources"])
def test_every_record_is_there_by_its_id(kind: str) -> None:
    every = CLIENT.get(f"/api/v1/knowledge/{kind}").json()
    there = KNOWLEDGE.vocabulary.findings if kind == "findings" else getattr(KNOWLEDGE, kind)
    assert [one["id"] for one in every] == list(there)
    for one in every[::40]:
        assert CLIENT.get(f"/api/v1/knowledge/{kind}/{one['id']}").json() == one


# ---- what is refused


def test_every_fault_is_told_at_its_place_with_the_cure() -> None:
    sent = {"findings": {"foot-dorp": PRESENT, "age": "old", "side": "left"}, "sinse": {}}
    told = post("assess?includ=verdict&causes=0", sent, 422)
    assert {one["pointer"] for one in told["errors"]} == {
        *("?includ", "?causes", "/sinse", "/findings/foot-dorp", "/findings/age", "/findings/side")
    }
    assert "did you mean foot-drop?" in str(told)


REFUSED = [
    ("GET", "/api/v1/nothing", {}, 404),
    ("GET", "/api/v1/knowledge/findings/foot-dorp", {}, 404),
    ("GET", "/api/v1/knowledge/secrets", {}, 404),
    ("GET", "/api/v1/assess", {}, 405),
    ("POST", "/api/v1/assess", {"content": b"x" * 200_000}, 413),
    ("POST", "/api/v1/assess", {"content": b"a=b"}, 415),
    ("POST", "/api/v1/assess", {"content": b"{", "headers": {"content-type": "application/json"}}, 400),
    ("POST", "/api/v1/assess", {"json": [1]}, 422),
    ("POST", "/api/v1/understand", {"json": {"text": "x" * 6000}}, 422),
    ("POST", "/api/v1/understand", {"json": {"txt": "x"}}, 422),
]


@pytest.mark.parametrize(("method", "path", "sent", "status"), REFUSED)
def test_a_refusal_is_a_problem_that_a_program_can_read(method: str, path: str, sent: Any, status: int) -> None:
    answer = CLIENT.request(method, path, **sent)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json()["status"] == status
    assert status != 405 or answer.headers["allow"] == "POST"


def test_a_place_is_written_as_a_json_pointer() -> None:
    assert pointer(("findings", "a/b~c", 0)) == "/findings/a~1b~0c/0"
    assert pointer(()) == ""


LANGUAGES = {
    "next": {"findings": {}},
    "understand": {"text": "foot numb"},
    "assess": {"findings": {"numb-saddle": "present"}},
}


@pytest.mark.parametrize("path", LANGUAGES)
def test_a_language_may_be_named_after_the_address(path: str) -> None:
    sent, other = LANGUAGES[path], {"accept-language": "zh-TW"}
    english = post(path, sent)
    assert post(f"{path}?language=zh-tw", sent) == CLIENT.post(f"/api/v1/{path}", json=sent, headers=other).json()
    assert CLIENT.post(f"/api/v1/{path}?language=en", json=sent, headers=other).json() == english
    (fault,) = post(f"{path}?language=zh-XX", sent, 422)["errors"]
    assert "language" in str(fault)
    assert "en, zh, zh-TW, zh-HK; did you mean zh" in fault["detail"]


def test_a_language_may_be_named_for_a_record() -> None:
    for path in ("/api/v1/knowledge/conditions", "/api/v1/knowledge/conditions/foot-drop"):
        path = path.replace("foot-drop", "lumbar-disc-radiculopathy")
        assert CLIENT.get(f"{path}?language=zh").json() == CLIENT.get(path, headers={"accept-language": "zh"}).json()
        assert CLIENT.get(f"{path}?language=xx").status_code == 422


def test_a_program_learns_what_to_tell_of_each_language() -> None:
    languages = CLIENT.get("/api/v1/version").json()["languages"]
    assert languages == {id_: list(caveats(KNOWLEDGE, id_)) for id_ in offered(KNOWLEDGE)}
    assert languages["en"] == []
    assert "机器翻译" in languages["zh"][0]


def test_own_words_are_read_in_the_language_that_is_named() -> None:
    (told,) = (one for one in post("understand?language=zh", {"text": "尿不出来"})["proposals"] if one["red_flag"])
    assert told["finding"] == "bladder-retention"


@pytest.mark.parametrize("origin", ["https://clinic.example", "https://other.example"])
def test_pages_of_others_ask_only_where_they_were_named(origin: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ORIGINS, "https://clinic.example")
    client = TestClient(application(MODEL))
    headers = {"origin": origin, "access-control-request-method": "POST"}
    asked = client.options("/api/v1/assess", headers=headers | {"access-control-request-headers": "content-type"})
    may = origin == "https://clinic.example"
    assert (asked.headers.get("access-control-allow-origin") == origin) is may
    answered = client.post("/api/v1/assess", json={"findings": {}}, headers={"origin": origin})
    assert (answered.headers.get("access-control-allow-origin") == origin) is may
    assert "access-control-allow-origin" not in client.get("/", headers={"origin": origin}).headers


def test_what_watches_the_server_sees_no_answer() -> None:
    post("assess", {"findings": {SECRET: PRESENT}})
    post(f"assess?include={SECRET}", {"findings": {}}, 422)
    CLIENT.get(f"/api/v1/knowledge/findings/{SECRET}")
    seen = CLIENT.get("/metrics").text
    assert 'route="/api/v1/assess",status="200"' in seen
    assert 'route="/api/v1/assess",status="422"' in seen
    assert SECRET not in seen
