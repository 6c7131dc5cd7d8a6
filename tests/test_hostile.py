"""Whatever is sent, the page answers: with no failure of ours, without what was sent, and nothing
goes into a log."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from pinprick.app import application
from pinprick.pictures import bodymap
from pinprick.web import forms, requests, turns
from tests.pages import FINDINGS, KNOWLEDGE, MODEL, SCRIPT, article
from tests.sending import FORM, log, post, send

SECRET = "xyzzy-a-secret-answer"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(application(MODEL), raise_server_exceptions=False, follow_redirects=False) as client:
        yield client


# ---- forms


WRONG: dict[str, list[tuple[str, str]]] = {
    "no button of ours": [("_go", "drop-tables")],
    "a page to change that is none": [("_go", "change:nothing")],
    "a view to open that is none": [("_go", "view:../../app")],
    "two answers": [("fever", "present"), ("fever", "absent")],
    "two buttons": [("_go", "back"), ("_go", "next")],
    "a long value": [("foot-drop", "a" * 90_000)],
    "a long name": [("a" * 90_000, "present")],
    "a long number": [("age", "1" * 90_000)],
    "a long page": [("_page", "also-" + "1" * 90_000)],
    "many names": [(f"foot-dro{number}", "present") for number in range(990)],
    "unknown and a region": [("numb-regions", "unknown"), ("numb-regions", "left:dorsum")],
    "nowhere and a region": [("numb-regions", "nowhere"), ("numb-regions", "left:dorsum")],
    "a region that was not asked": [("numb-regions", "left:dorsum"), ("_not-asked", "dorsum")],
    "not asked without a map": [("_not-asked", "dorsum")],
    "a page of the screen that is none": [("_page", "also-99")],
    "a negative page of the screen": [("_page", "also--1")],
    "a box that says maybe": [("_none", "maybe")],
    "a page of red flags by number": [("_page", "screen-0")],
    **{f"no group of signs: {name[:3]!r}": [("_unsure", name)] for name in ("99", "-1", "²", "1" * 90_000, "")},
    "going on that says maybe": [("_on", "maybe")],
    "NUL in a name": [("fever\x00", "present")],
    "NUL in a value": [("fever", "present\x00")],
    "a number in other digits": [("age", "٣٤x")],
}


@pytest.mark.parametrize("name", WRONG)
def test_what_no_page_of_ours_sends_is_refused(client: TestClient, name: str) -> None:
    assert post(client, "/interview", WRONG[name]).status_code == 400


WITHOUT_PAGE = [[("_go", f"view:{view}")] for view in bodymap.VIEWS] + [
    [("_go", go), *more] for go in ("back", "skip", "panel", "next") for more in ([], [("_change", "yes")])
]


@pytest.mark.parametrize("fields", WITHOUT_PAGE)
def test_a_button_without_its_page_leads_on(client: TestClient, fields: list[tuple[str, str]]) -> None:
    assert post(client, "/interview", fields).status_code == 200


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"age=34", FORM.upper(), 200),
        (b"age=34", f"{FORM}; charset=utf-8", 200),
        ("age=34".encode("utf-16"), f"{FORM}; charset=utf-16", 400),
        (b"age=%ed%a0%80", FORM, 400),
        (b"age=%f8%88%80%80%80", FORM, 400),
        (b"\xc0\xaf=1", FORM, 400),
        (b"age=34;age=35", FORM, 400),
        (b"age=34", "", 415),
        (b"age=34", "text/plain", 415),
        (b"<age>34</age>", "application/xml", 415),
        (b'{"age": 34}', "application/json", 415),
        (b"--x\r\n\r\n", "multipart/form-data; boundary=x", 415),
    ],
)
def test_a_form_is_known_by_its_type_and_its_encoding(client: TestClient, body: bytes, kind: str, status: int) -> None:
    assert send(client, "POST", "/interview", content=body, headers={"content-type": kind}).status_code == status


NAMES = [*sorted(FINDINGS), *forms._CONTROLS, "words", "no-such-field", SCRIPT]
REGIONS = [f"{side}:{region}" for side in ("left", "right", "midline", "up") for region in KNOWLEDGE.vocabulary.regions]
PAGES = ["screen", *(f"also-{number}" for number in range(len(KNOWLEDGE.screen.also) + 1)), "foot-drop+leg-weak"]
GOES = ["next", "none", "on", "back", "skip", "panel", "answers", "result", "start", "view:back"]
GOES += ["change:age", "change:screen"]
VALUES = ["present", "absent", "unknown", "yes", "nowhere", "34", "-1", "1e999", "NaN", "", SCRIPT, *GOES, *PAGES]
PATHS = ["/interview", "/clinician", "/case.json", "/search", "/open", "/note.pdf"]
anything = st.text(st.characters(codec="utf-8"), max_size=30)
field = st.tuples(st.sampled_from(NAMES) | anything, st.sampled_from([*VALUES, *REGIONS, *sorted(FINDINGS)]) | anything)
usual = st.one_of(
    st.tuples(st.just("_page"), st.sampled_from([*PAGES, *sorted(FINDINGS)])),
    st.tuples(st.just("_go"), st.sampled_from(GOES)),
    st.tuples(st.just("_unsure"), st.sampled_from("012")),
    st.tuples(st.sampled_from(sorted(FINDINGS)), st.sampled_from(["present", "absent", "unknown", "34"])),
    st.tuples(st.just("numb-regions"), st.sampled_from([*REGIONS, "nowhere", "unknown"])),
)
"""Fields that our pages could send, so that forms come further than the first check."""


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PATHS[:4]), st.lists(usual | field, max_size=12))
def test_no_form_gets_the_better_of_a_page(client: TestClient, path: str, fields: list[tuple[str, str]]) -> None:
    post(client, path, fields)


KINDS = [FORM, f"{FORM}; charset=utf-7", "multipart/form-data", "multipart/form-data; boundary=", "text/html", ""] + [
    f"multipart/form-data; boundary={boundary}" for boundary in ('"', "x", "x" * 3000, "é", "x; charset=nonsense")
]
parts = st.lists(
    st.sampled_from([b"--x", b"\r\n", b"--x--", b"Content-Disposition: form-data; name=case; filename=a", b"\x00"])
    | st.sampled_from([b"content-transfer-encoding: " + SECRET.encode(), b"Content-Type: ", b"_=%", b"&", b"="])
    | st.binary(max_size=40),
    max_size=12,
).map(b"".join)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PATHS), st.sampled_from(KINDS), parts)
def test_no_body_gets_the_better_of_a_page(client: TestClient, path: str, kind: str, body: bytes) -> None:
    send(client, "POST", path, content=body, headers={"content-type": kind.encode()})


# ---- files


plain = st.none() | st.booleans() | st.floats() | st.integers() | st.sampled_from([*VALUES, *REGIONS]) | anything
names = st.sampled_from(["findings", "age", "numb-regions", "left", "not-asked", "nowhere", "expect", "urgency", "id"])
files = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names | anything, inner, max_size=5),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None)
@given(files.map(json.dumps).map(str.encode) | files.map(lambda data: json.dumps({"findings": data}).encode()) | parts)
def test_no_file_gets_the_better_of_a_page(client: TestClient, content: bytes) -> None:
    send(client, "POST", "/open", files={"case": ("kept.json", content)})


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00",
        b"\xff\xfe\x00",
        b"[" * 19_000,
        b'{"a":' * 3000,
        b"&a [*a]",
        b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nfindings: {age: *c}",
        b"!!python/object/apply:os.system [ls]",
        b"findings: {age: !!binary x}",
        b"findings: {? [a] : b}",
        b'{"findings": {"fever": "\\ud800"}}',
        b"findings:\n" + b"".join(b"  foot-dro%d: present\n" % number for number in range(700)),
    ],
)
def test_a_file_that_is_no_case_is_refused(client: TestClient, content: bytes) -> None:
    assert send(client, "POST", "/open", files={"case": ("kept.yaml", content)}).status_code == 422


def test_a_file_that_is_longer_than_any_of_ours_is_not_read(client: TestClient) -> None:
    whole = list(forms.fields({**dict.fromkeys(FINDINGS, "absent"), **article()}))
    assert 2 * len(client.post("/case.json", data=dict(whole)).content) < requests._MOST_OF_FILE
    content = b"findings: {age: 34} #" + b" " * requests._MOST_OF_FILE
    assert send(client, "POST", "/open", files={"case": ("kept.yaml", content)}).status_code == 413


# ---- methods, addresses, hosts, other sites


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "NONSENSE"])
@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", "GET, HEAD"),
        ("/interview", "GET, HEAD, POST"),
        ("/clinician", "GET, HEAD, POST"),
        ("/case.json", "POST"),
        ("/search", "POST"),
        ("/conditions/ischaemic-stroke", "GET, HEAD"),
        ("/static/pinprick.css", "GET, HEAD"),
    ],
)
def test_other_methods_are_refused_and_those_that_are_allowed_are_told(
    client: TestClient, method: str, path: str, allowed: str
) -> None:
    answer = send(client, method, path)
    assert answer.status_code == 405
    assert answer.headers["allow"] == allowed


def test_an_answer_that_is_no_405_tells_no_methods(client: TestClient) -> None:
    assert "allow" not in send(client, "GET", "/nothing").headers


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2f..%2fapp.py",
        "/static/..%5capp.py",
        "/static/....//app.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/%00",
        "/static/",
        "/static",
        "/interview/",
        "/%2f%2fevil.example",
        "/\\evil.example",
        "/guides/%0d%0aset-cookie:%20a=b/leaflet.pdf",
        "/guides/../../etc/passwd",
        "/conditions/%ff",
        f"/rules/{SCRIPT}",
        "/findings/" + "a" * 10_000,
    ],
)
def test_no_address_leads_out_of_the_pages(client: TestClient, path: str) -> None:
    assert send(client, "GET", path).status_code == 404


@pytest.mark.parametrize("path", ["/", "/interview", "/browse", "/nothing", "/static"])
def test_the_host_that_is_asked_for_changes_nothing(client: TestClient, path: str) -> None:
    ours, theirs = (send(client, "GET", path), send(client, "GET", path, headers={"host": "evil.example"}))
    forwarded = send(client, "GET", path, headers={"x-forwarded-host": "evil.example", "x-forwarded-proto": "gopher"})
    assert ours.text == theirs.text == forwarded.text


def test_another_site_can_send_a_form_but_neither_read_nor_frame_nor_keep_the_answer(client: TestClient) -> None:
    """Nothing is stored, so a form that another site sends changes nothing; what comes back is the
    browser's alone."""
    headers = {"content-type": FORM, "origin": "https://evil.example", "sec-fetch-site": "cross-site", "cookie": "a=b"}
    answer = send(client, "POST", "/interview", content="fever=present&_go=result", headers=headers)
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert not [name for name in answer.headers if name.startswith("access-control-")]
    fresh = send(client, "GET", "/interview")
    assert fresh.text == send(client, "GET", "/interview", headers={"cookie": "a=b"}).text


@pytest.mark.parametrize("language", ["en-GB,<script>", "x" * 50_000, "en-\u0130\u0130", "*", "en--", "-" * 99, SCRIPT])
def test_a_languages_header_breaks_nothing(client: TestClient, language: str) -> None:
    assert send(client, "GET", "/", headers={"accept-language": language.encode()}).status_code == 200


# ---- failures and logs


def test_a_failure_of_ours_is_a_page_and_the_log_gets_no_answer(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise KeyError(SECRET)

    monkeypatch.setattr(turns, "turn", fails)
    with log() as lines:
        answer = client.post("/interview", content="age=34", headers={"content-type": FORM})
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert [line.startswith("KeyError at ") for line in lines] == [True]
    assert SECRET not in lines[0] + answer.text
