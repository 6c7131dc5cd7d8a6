"""What is private stays so: no browser is let keep a form, no address and no title tells an answer, and
serving writes no file and calls nobody. `tests/browser/test_profile.py` looks at a browser's disk."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from pinprick.app import application
from pinprick.web import forms
from pinprick.web.browse import KINDS
from pinprick.web.pages import HERE
from pinprick.words import ENGLISH, wording
from tests.pages import FINDINGS, KNOWLEDGE, MODEL, article, play
from tests.raw import WHOLE, Served

FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(application(MODEL)) as client:
        yield client


class Read(HTMLParser):
    """The elements of a page with their attributes, and its title."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(page)
        self.title = page.partition("<title>")[2].partition("</title>")[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def links(self) -> list[str]:
        """Where its links lead."""
        return [what["href"] for tag, what in self.elements if tag == "a"]


def post(client: TestClient, path: str, fields: list[tuple[str, str]]) -> Read:
    answer = client.post(path, content=urlencode(fields), headers={"content-type": FORM})
    assert answer.status_code in (200, 422)
    return Read(answer.text)


def finished() -> list[tuple[str, str]]:
    turn, _ = play(article())
    return list(forms.hidden(turn.sheet))


def private(client: TestClient) -> Iterator[tuple[str, Read]]:
    """Every kind of page that shows or asks for answers, those with something to mend among them."""
    told = finished()
    yield "a result", post(client, "/interview", [*told, ("_go", "result")])
    yield "an emergency", post(client, "/interview", [(emergency(), "present"), ("_go", "result")])
    yield "the answers", post(client, "/interview", [*told, ("_go", "answers")])
    for page in questions():
        yield f"page {page}", post(client, "/interview", [("_go", f"change:{page}")])
        yield f"page {page} to mend", post(client, "/interview", [("_page", page), ("_go", "next")])
    yield "for clinicians", post(client, "/clinician", [(id_, value) for id_, value in told if id_ in FINDINGS])
    yield (
        "what an answer leads to",
        post(client, "/read", [("thing", f"/conditions/{next(iter(KNOWLEDGE.conditions))}")]),
    )


def emergency() -> str:
    """A red flag that is an emergency by itself."""
    alone = (rule.when for rule in KNOWLEDGE.rules.values() if rule.level == "emergency")
    return next(when for when in alone if isinstance(when, str) and when in FINDINGS)


def questions() -> list[str]:
    """The pages of the worked case."""
    return play(article())[1]


# ---- forms, addresses and titles


def test_no_form_lets_the_browser_keep_what_is_said() -> None:
    """Chromium writes ticks and words to the file of its session unless the form forbids it."""
    for file in sorted((HERE / "templates").glob("*.html")):
        for form in re.findall(r"<form\b[^>]*>", file.read_text(encoding="utf-8")):
            assert ' autocomplete="off"' in form, f"{file.name}: {form}"
    script = (HERE / "static" / "pinprick.js").read_text(encoding="utf-8")
    assert script.count('createElement("form")') == script.count(
        'form.autocomplete] = ["post", `${base}/interview`, true, "off"]'
    )


def test_what_stands_in_no_form_is_not_kept_either() -> None:
    """The note to copy, and the link that holds the answers."""
    for file in sorted((HERE / "templates").glob("*.html")):
        for area in re.findall(r"<textarea\b[^>]*>", file.read_text(encoding="utf-8")):
            assert " name=" in area or ' autocomplete="off"' in area, f"{file.name}: {area}"


def test_no_title_tells_an_answer_or_asks_for_one(client: TestClient) -> None:
    levels = [*wording.level_names(ENGLISH).values()]
    names = [wording.text(one.name.plain, ENGLISH) for one in KNOWLEDGE.conditions.values()]
    asks = [wording.text(one.ask, ENGLISH) for one in FINDINGS.values()]
    for name, page in private(client):
        for telling in (*levels, *names, *asks):
            assert telling.lower() not in page.title.lower(), f"{name}: {page.title}"


def test_no_address_on_a_private_page_tells_what_is_on_it(client: TestClient) -> None:
    """Following a link writes its address to the history: so do parts of a page, behind the `#`."""
    ids = [*FINDINGS, *KNOWLEDGE.conditions, *KNOWLEDGE.self_care.routines, *KNOWLEDGE.medicines, *KNOWLEDGE.rules]
    telling = re.compile(rf"^/(?:{'|'.join(KINDS)})/|#(?:.*\b)?(?:{'|'.join(map(re.escape, ids))})$")
    found = {(name, link) for name, page in private(client) for link in page.links() if telling.search(link)}
    assert not found


def test_what_an_answer_leads_to_comes_by_an_address_that_is_the_same_for_all(client: TestClient) -> None:
    for kind, what in KINDS.items():
        id_ = next(iter(what.records(KNOWLEDGE)))
        page = client.post("/read", data={"thing": f"/{kind}/{id_}"})
        name = what.name(id_, what.records(KNOWLEDGE)[id_], ENGLISH)
        assert page.status_code == 200
        assert f'<h1 class="govuk-heading-l">{name}' in page.text.replace("&#39;", "'")
        assert (
            Read(page.text).title
            == Read(client.post("/read", data={"thing": "/sites/" + next(iter(KNOWLEDGE.sites))}).text).title
        )


@pytest.mark.parametrize(
    "thing", ["", "/", "/conditions", "/conditions/", "/conditions/none", "/guides/x", "none", "/../x"]
)
def test_what_is_not_there_to_be_read_is_refused(client: TestClient, thing: str) -> None:
    assert client.post("/read", data={"thing": thing}).status_code == 404


def test_each_button_that_leads_somewhere_leads_there(client: TestClient) -> None:
    for name, page in private(client):
        things = {what["value"] for tag, what in page.elements if what.get("name") == "thing"}
        for thing in sorted(things)[:3]:
            assert client.post("/read", data={"thing": thing}).status_code == 200, f"{name}: {thing}"
        if things:
            assert ("form", "/read") in {(tag, what.get("action")) for tag, what in page.elements}, name


# ---- the server


WRITES = re.compile(
    r"O_(?:WRONLY|RDWR|CREAT|APPEND|TRUNC)|\b(?:creat|rename\w*|link\w*|symlink\w*|mkdir\w*|memfd_create)\("
)
CALLS = re.compile(r"\bconnect\(")
MAY = re.compile(r'"/dev/(?:null|tty|urandom)"')


def test_serving_writes_no_file_and_calls_nobody(tmp_path: Path) -> None:
    """Watched by the system: a result, the note, the file of answers, and opening one again."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    trace = tmp_path / "trace"
    watched = ["strace", "-f", "-qq", "-o", str(trace), "-e", "trace=%file,connect,memfd_create"]
    if subprocess.run([*watched, "true"], capture_output=True, check=False).returncode:
        pytest.skip("strace may not watch processes here")
    before = _asked_under(watched, trace)
    lines = [line for line in trace.read_text().splitlines()[before:] if "resumed" not in line]
    assert [line for line in lines if CALLS.search(line)] == []
    assert [line for line in lines if WRITES.search(line) and not MAY.search(line)] == []


def _asked_under(watched: list[str], trace: Path) -> int:
    """Asks a server that is watched for everything; how many lines there were before."""
    with subprocess.Popen(
        [*watched, sys.executable, "-c", "from pinprick.cli import main; main(['serve', '--port', '0'])"],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        port = int(re.findall(r":(\d+)/", process.stdout.readline())[0])
        server = Served(port, process)
        server.talk(WHOLE)
        before = len(trace.read_text().splitlines())
        body = urlencode(finished()).encode()
        for path in ("/interview", "/note.pdf", "/case.json"):
            assert b" 200 " in server.talk(_sent(path, body + b"&_go=result", FORM))[:20]
        case = b'--x\r\ncontent-disposition: form-data; name="case"; filename="a.json"\r\n\r\n{"findings": '
        case += b'{"age": 34}}\r\n--x--\r\n'
        assert b" 200 " in server.talk(_sent("/open", case, "multipart/form-data; boundary=x"))[:20]
        assert b" 200 " in server.talk(_sent("/search", b"words=numb+foot", FORM))[:20]
        os.killpg(process.pid, signal.SIGKILL)  # strace hands no signal on
    return before


def _sent(path: str, body: bytes, kind: str) -> bytes:
    head = f"POST {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n"
    head += f"content-type: {kind}\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode() + body
