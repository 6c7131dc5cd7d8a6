"""The server has bounds: on time, on connections, on what is worked at once and on what is logged; and
nothing of a request is in what it logs."""

import asyncio
import errno
import itertools
import logging
import socket
import struct
import threading
import time
from contextlib import closing
from typing import Any
from urllib.parse import urlencode

import httpx2
import pytest
from starlette.testclient import TestClient

from pinprick.app import application
from pinprick.serving import calm, protocol
from pinprick.serving.refusals import Busy
from pinprick.serving.work import Pool
from pinprick.web import talk
from tests.apart import run
from tests.pages import MODEL
from tests.raw import WAYS, WHOLE, Served, rest, served, status

FORM = "application/x-www-form-urlencoded"
SECRET = "xyzzy-a-secret-answer"
HEAD = f"POST /interview HTTP/1.1\r\nhost: x\r\ncontent-type: {FORM}\r\n".encode()
RESULT = {"fever": "present", "_go": "result"}

RAW = [
    b"POST /interview HTTP/1.1\r\nhost: x\r\ncontent-length: -5\r\n\r\n%s",
    b"POST /interview HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n%s\r\n0\r\n\r\n",
    b"POST /interview HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n5\r\nfever\r\n%s\r\n0\r\n\r\n",
    b"POST /nothing HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n5\r\nfever\r\n%s\r\n0\r\n\r\n",
    b"POST /interview HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\ntransfer-encoding: chunked\r\n\r\n%s",
    HEAD + b"content-length: 99999\r\n\r\nfever=%s",
    HEAD + b"content-length: 999999\r\n\r\nfever=%s",
    b"GET /interview?fever=%s HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
    b"GET /interview HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n5\r\nfever\r\n%s\r\n",
    b"GET http://evil.example/%s HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00%s",
    b"GET / HTTP/9.9\r\n%s\r\n\r\n",
    b"GET /" + b"a" * 100_000 + b"%s HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n%s",
]


# ---- what is aborted, and what is logged


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("reset", [False, True])
def test_the_server_outlives_what_is_not_http_and_what_is_aborted_and_logs_nothing_of_it(way: str, reset: bool) -> None:
    """Closed at once, and waited for a little; by its own way of HTTP it writes no line at all."""
    with served(way) as server:
        for sent, pause in itertools.product(RAW, (0.0, 0.05)):
            _abort(server, sent % SECRET.encode(), pause, reset)
        body = urlencode({"fever": "present", "foot-drop": SECRET}).encode()
        whole = HEAD + b"connection: close\r\ncontent-length: %d\r\n\r\n" % len(body) + body
        assert status(server.talk(whole)) == 400
        said = server.end()
    assert SECRET not in server.said
    assert "Traceback" not in said
    assert "ERROR" not in said
    assert said == "" or way != "serve"


def _abort(server: Served, sent: bytes, pause: float, reset: bool) -> None:
    """Send something, wait, and go away."""
    with closing(server.connected()) as line:
        line.sendall(sent)
        time.sleep(pause)
        if reset:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def test_what_is_not_http_after_the_answer_ends_the_connection_and_is_not_logged() -> None:
    """A page that is got reads no body, so that its answer is there before the body breaks."""
    with served() as server, closing(server.connected()) as line:
        line.sendall(b"GET /healthz HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n")
        assert status(line.recv(65536)) == 200
        line.sendall(b"not-a-chunk\r\n" + SECRET.encode())
        assert rest(line) in (b"", b"ok\n")
        assert server.end() == ""


def test_an_error_that_nobody_caught_is_logged_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    with closing(asyncio.new_event_loop()) as loop, caplog.at_level(logging.DEBUG):
        caplog.clear()
        calm.handler(loop, {"message": SECRET, "exception": KeyError(SECRET)})
    assert [record.getMessage() for record in caplog.records] == ["KeyError at "]


def test_a_failure_after_the_answer_began_is_logged_without_its_words() -> None:
    broken = f"""
class Page:
    async def __call__(self, scope, receive, send):
        await send({{"type": "http.response.start", "status": 200, "headers": []}})
        await send({{"type": "http.response.body", "body": b"a" * 5000, "more_body": True}})
        raise KeyError({SECRET!r})
from pinprick import serving
from starlette.routing import Route
more = serving.routes
serving.routes = lambda: [*more(), Route("/broken", Page())]
"""
    with served("serve", broken) as server:
        server.talk(b"GET /broken HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        said = server.end()
    assert "KeyError at " in said
    assert SECRET not in said


# ---- time


HALVES = {
    "nothing": b"",
    "half a head": HEAD,
    "half a body": HEAD + b"content-length: 999\r\n\r\nfever=",
    "half a chunk": HEAD + b"transfer-encoding: chunked\r\n\r\nfff\r\nfever",
    "half of what no page reads": b"GET / HTTP/1.1\r\nhost: x\r\ncontent-length: 999\r\n\r\n",
    "half of a second request": b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n" + HEAD,
}


@pytest.mark.parametrize("drips", [False, True])
def test_a_request_that_is_half_sent_is_closed(drips: bool) -> None:
    """Whether nothing more comes or a byte now and then. A body that is late gets a page."""
    with served() as server:
        lines = {name: server.connected() for name in HALVES}
        for name, line in lines.items():
            line.sendall(HALVES[name])
        until = time.monotonic() + 6
        open_ = dict(lines)
        got = dict.fromkeys(lines, b"")
        while open_ and time.monotonic() < until:
            open_ = {name: line for name, line in open_.items() if _alive(line, name, got, drips)}
            time.sleep(0.1)
        for line in lines.values():
            line.close()
        assert not open_
        if not drips:  # else what came last may be lost with the reset
            assert status(got["half a body"]) == status(got["half a chunk"]) == 408
            assert b"did not arrive whole" in got["half a body"]
        assert server.end() == ""


def _alive(line: socket.socket, name: str, got: dict[str, bytes], drips: bool) -> bool:
    """Whether a connection is open; what came of it is added."""
    line.setblocking(False)
    try:
        if drips:
            line.send(b"a")
        more = line.recv(65536)
    except BlockingIOError:
        return True
    except (ConnectionResetError, BrokenPipeError):
        return False
    got[name] += more
    return bool(more)


def test_by_any_server_a_body_that_is_late_gets_a_page() -> None:
    with served("uvicorn") as server:
        assert status(server.talk(HALVES["half a body"])) == 408
        assert status(server.talk(WHOLE)) == 200


def test_an_answer_that_nobody_reads_ends_the_connection() -> None:
    """Answers pile up until the system takes no more of them."""
    with served() as server, closing(socket.socket()) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        line.connect(("127.0.0.1", server.port))
        line.settimeout(0.5)
        until = time.monotonic() + 20
        ended = False
        while not ended and time.monotonic() < until:
            try:
                line.sendall(b"GET /about HTTP/1.1\r\nhost: x\r\n\r\n" * 20)
            except TimeoutError:
                time.sleep(0.2)
            except (ConnectionResetError, BrokenPipeError):
                ended = True
        assert ended


# ---- connections and descriptors


FEW = "from pinprick.serving import protocol; protocol.MOST_CONNECTIONS = 3"
BUSY = f"""
{FEW}
import asyncio
from pinprick.serving import health
from starlette.responses import PlainTextResponse
async def slow(_):
    await asyncio.sleep(1)
    return PlainTextResponse("ready")
health.ready = slow
"""


def test_those_who_send_nothing_keep_nobody_out() -> None:
    """One connection too many takes the place of the oldest that waits for its client."""
    with served(before=FEW) as server:
        lines = [server.connected() for _ in range(3)]
        time.sleep(0.2)
        assert status(server.talk(WHOLE)) == 200
        assert rest(lines[0]) == b""
        lines[2].sendall(WHOLE)
        assert status(rest(lines[2])) == 200
        for line in lines:
            line.close()
        assert server.end() == ""


def test_where_none_waits_one_connection_too_many_is_told_to_come_again() -> None:
    with served(before=BUSY) as server:
        time.sleep(0.2)
        lines = [server.connected() for _ in range(3)]
        for line in lines:
            line.sendall(WHOLE.replace(b"/healthz", b"/readyz"))
        time.sleep(0.3)
        with closing(server.connected()) as line:
            answer = rest(line)
        assert status(answer) == 503
        assert b"retry-after: " in answer
        assert [status(rest(line)) for line in lines] == [200] * 3
        for line in lines:
            line.close()
        assert server.end() == ""


@pytest.mark.parametrize("way", WAYS)
def test_when_descriptors_are_used_up_one_line_says_so(way: str) -> None:
    with served(way, files=48) as server:
        lines = [socket.socket() for _ in range(120)]
        for line in lines:
            line.settimeout(0.2)
            line.connect_ex(("127.0.0.1", server.port))
        time.sleep(3)
        for line in lines:
            line.close()
        answers = (server.talk(WHOLE) for _ in range(2000))
        assert 200 in map(status, answers)
        said = server.end()
    assert "Traceback" not in said
    assert said.count("Too many connections") <= 1
    assert len(said.splitlines()) <= 2


def test_connections_leave_room_for_files(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    monkeypatch.setattr(resource, "getrlimit", lambda _: (64, 64))
    assert protocol.most_connections() == 32
    monkeypatch.setattr(resource, "getrlimit", lambda _: (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert protocol.most_connections() == protocol.MOST_CONNECTIONS


def test_a_page_that_finds_no_descriptor_is_busy_and_no_failure(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object) -> None:
        raise OSError(errno.EMFILE, SECRET)

    monkeypatch.setattr(talk, "_step", fails)
    monkeypatch.setattr(calm, "seldom", calm.Seldom())
    with TestClient(application(MODEL)) as client:
        answers = [client.post("/interview", data=RESULT) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [503, 503, 503]
    said = [record for record in caplog.records if record.name.startswith("pinprick")]
    assert [record.levelname for record in said] == ["WARNING"]


# ---- what is worked at once


def test_a_pool_takes_what_it_has_room_for_and_no_more() -> None:
    async def crowd() -> tuple[list[Any], bool, bool]:
        pool, gate = Pool(threads=2, waiting=3), threading.Event()
        running = [asyncio.ensure_future(pool.run(gate.wait, 5)) for _ in range(9)]
        await asyncio.sleep(0.05)
        full = pool.is_full
        gate.set()
        got = await asyncio.gather(*running, return_exceptions=True)
        await asyncio.sleep(0.05)
        return got, full, pool.is_full

    got, full, after = run(crowd())
    assert [type(one) for one in got] == [bool] * 5 + [Busy] * 4
    assert (full, after) == (True, False)


def test_of_many_results_at_once_few_are_worked_out_and_those_too_many_are_told_to_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inside, most, real, count = 0, 0, talk._result, threading.Lock()

    def counted(*what: Any) -> Any:
        nonlocal inside, most
        with count:
            inside += 1
            most = max(most, inside)
        time.sleep(0.02)
        answer = real(*what)
        with count:
            inside -= 1
        return answer

    async def crowd() -> list[Any]:
        app = httpx2.ASGITransport(application(MODEL))
        async with httpx2.AsyncClient(transport=app, base_url="http://x", timeout=60) as client:
            return await asyncio.gather(*(client.post("/interview", data=RESULT) for _ in range(40)))

    monkeypatch.setattr(talk, "_result", counted)
    answers = run(crowd())
    assert most == 1
    refused = [answer for answer in answers if answer.status_code == 503]
    assert {answer.status_code for answer in answers} == {200, 503}
    assert 0 < len(refused) <= 40 - 18
    for answer in refused:
        assert int(answer.headers["retry-after"]) >= 1
        assert "wait a few seconds" in answer.text
        assert "emergency number" in answer.text
        assert answer.headers["cache-control"] == "no-store"


def test_while_results_wait_questions_do_not_and_readiness_says_so() -> None:
    app = application(MODEL)
    app.state.pools.heavy = full = Pool(threads=1, waiting=0)
    with TestClient(app) as client:
        assert client.get("/readyz").text == "ready\n"
        assert full._room.acquire(blocking=False)
        assert client.post("/interview", data=RESULT).status_code == 503
        assert client.post("/note.pdf", data=RESULT).status_code == 503
        assert client.post("/clinician", data={"fever": "present"}).status_code == 503
        assert client.post("/interview", data={"_go": "next", "age": "34"}).status_code == 200
        assert client.get("/interview").status_code == 200
        ready = client.get("/readyz")
        assert (ready.status_code, ready.text) == (503, "busy\n")
        assert "retry-after" in ready.headers
        alive = client.get("/healthz")
        assert (alive.status_code, alive.text) == (200, "ok\n")
        assert alive.headers["content-type"] == "text/plain; charset=utf-8"
