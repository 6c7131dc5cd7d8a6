"""Whoever asks wrongly is told the cure, at every door for programs, whichever form it refuses in; and nothing that is
sent twice is taken for what was said last."""

import gzip
import json
import re
from typing import Any

import httpx2 as httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.routing import Route
from starlette.testclient import TestClient

from pinprick.app import application
from pinprick.serving.bodies import keys_twice
from tests.hooks_made import ADDRESS
from tests.pages import MODEL

APP = application(MODEL)
CLIENT = TestClient(APP, base_url=ADDRESS, client=("127.0.0.1", 5000))
KIND = {"content-type": "application/json"}
FACES = ("api", "fhir", "v3", "mmvb", "cds-services")
POSTS = [
    one.path.replace("{id}", "numb-feet")
    for one in APP.routes
    if isinstance(one, Route) and "POST" in (one.methods or ()) and one.path.split("/")[1] in FACES
]


def told(answer: httpx.Response) -> str:
    """What a refusal says is wrong, whatever the form of its face."""
    data = answer.json()
    if "issue" in data:
        return "; ".join(one["diagnostics"] for one in data["issue"])
    return "; ".join(f"{one['pointer']} {one['detail']}" for one in data["errors"])


def sent(path: str, content: bytes, **headers: str) -> tuple[int, str]:
    """The status of what is sent, and what was wrong."""
    answer = CLIENT.post(path, content=content, headers=KIND | headers)
    return answer.status_code, told(answer)


def test_every_door_is_here() -> None:
    assert {path.split("/")[1] for path in POSTS} == set(FACES)
    assert len(POSTS) >= 16


# ---- bodies


@pytest.mark.parametrize("path", POSTS)
def test_a_body_that_cannot_be_read_is_told_with_the_cure(path: str) -> None:
    status, why = sent(path, b" ")
    assert status == 400
    assert re.search(r"is missing; send application/(fhir\+)?json, at least \{", why)
    assert sent(path, b'{"a": ')[1].endswith("it ends after 6 bytes, before it is whole; send all of it")
    assert "no number is written so (byte 6); leave out what is not known" in sent(path, b'{"a": NaN}')[1]
    assert "byte order mark" in sent(path, b"\xef\xbb\xbf{}")[1]
    assert "not in UTF-8" in sent(path, '{"a": "é"}'.encode("latin-1"))[1]
    assert sent(path, b"[" * 20_000)[0] == 400
    packed = sent(path, gzip.compress(b"{}"), **{"content-encoding": "gzip"})
    assert packed == (415, packed[1])
    assert "send it as it is" in packed[1]
    plain = CLIENT.post(path, content=b"{}", headers={"content-type": "text/plain"})
    assert plain.status_code == 415
    assert "send it with that content-type" in told(plain)


@pytest.mark.parametrize("path", POSTS)
def test_a_key_that_stands_twice_is_refused(path: str) -> None:
    status, why = sent(path, b'{"findings": {"foot-drop": "present", "foot-drop": "absent"}}')
    assert status == 400
    assert "stands twice; say it once" in why


def test_a_tool_is_not_told_a_key_twice() -> None:
    answers = b'{"foot-drop": "present", "foot-drop": "absent"}'
    called = b'{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "assess_case", "arguments": %s}}'
    answer = CLIENT.post("/mcp", content=called % answers, headers=KIND | {"accept": "application/json"})
    assert answer.status_code == 400
    assert told(answer) == "/params/arguments/foot-drop stands twice; say it once"


# What a mapping may hold, as pairs of which a key may stand twice.
VALUES = st.recursive(
    st.one_of(st.integers(), st.text(max_size=3)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.lists(st.tuples(st.sampled_from("abc"), inner), max_size=3)
    ),
    max_leaves=8,
)


def written(value: Any) -> str:
    """A value as JSON; a list of pairs is a mapping."""
    if not isinstance(value, list):
        return json.dumps(value)
    if value and all(isinstance(one, tuple) for one in value):
        return "{" + ", ".join(f"{json.dumps(key)}: {written(one)}" for key, one in value) + "}"
    return "[" + ", ".join(map(written, value)) + "]"


def has_one_twice(value: Any) -> bool:
    if not isinstance(value, list):
        return False
    pairs = [one for one in value if isinstance(one, tuple)]
    keys = [key for key, _ in pairs]
    inner = [one for _, one in pairs] if pairs else value
    return len(keys) > len(set(keys)) or any(map(has_one_twice, inner))


@settings(max_examples=60)
@given(VALUES)
def test_every_key_that_stands_twice_is_found_wherever_it_is(value: Any) -> None:
    assert bool(keys_twice(written(value).encode())) == has_one_twice(value)


# ---- addresses


@pytest.mark.parametrize("path", [*POSTS, "/mcp"])
@pytest.mark.parametrize("method", ["DELETE", "OPTIONS", "GET"])
def test_who_asks_in_another_way_is_told_how(path: str, method: str) -> None:
    answer = CLIENT.request(method, path)
    if answer.status_code == 404:  # it would be the id of a questionnaire
        assert f"did you mean POST {path}" in told(answer)
        return
    assert answer.status_code == 405
    assert all(one in told(answer) for one in answer.headers["allow"].split(", "))


@pytest.mark.parametrize("path", [path for path in POSTS if path.count("/") > 2])
def test_an_address_that_is_not_there_is_told_with_the_nearest_and_where_all_are(path: str) -> None:
    for wrong in (f"{path}/", f"{path}s"):
        answer = CLIENT.post(wrong, content=b"{}", headers=KIND)
        if answer.status_code == 404 and "no such service" not in told(answer):
            assert "did you mean POST " + path.replace("numb-feet", "{id}") in told(answer)
            named = re.search(r"GET (/\S+) tells all", told(answer))
            assert named is None or CLIENT.get(named[1]).status_code == 200
            assert named or path.split("/")[1] in ("cds-services", "mmvb")


@pytest.mark.parametrize("face", ["api", "fhir", "v3", "mmvb"])
def test_the_face_of_a_program_refuses_in_its_own_form_without_the_last_slash(face: str) -> None:
    answer = CLIENT.get(f"/{face}")
    assert answer.status_code == 404
    assert f"/{face}/" in told(answer)
