"""Requests as bytes: real ones of ours with their head, their body or their order spoilt. They are given to the
application itself and, through a socket, to the command that serves it."""

import atexit
import contextlib
import re
import socket
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlencode

from benchmarks.server import finished, midway
from pinprick.app import application
from tests.apart import run
from tests.commands import COMMAND
from tests.models import shipped

FORM = b"application/x-www-form-urlencoded"
PATHS = {
    b"POST": (b"/interview", b"/interview", b"/case.json", b"/note.pdf", b"/open", b"/clinician", b"/clinician"),
    b"GET": (b"/", b"/interview", b"/guides/nap-numbness", b"/search?q=foot", b"/clinician", b"/static/pinprick.css"),
}
STRANGE_METHODS = (b"HEAD", b"PUT", b"OPTIONS", b"TRACE", b"CONNECT", b"get", b"", b"X" * 300, b"GET ", b"\x00")
STRANGE_PATHS = (
    *(b"//", b"/../app.py", b"/%00", b"/%ff", b"/static/../../app.py", b"/static/%2e%2e/x", b"*", b"", b"http://x/"),
    *(b"/" * 3000, b"/guides/" + b"x" * 9000, b"/search?q=" + b"%F0%9F" * 900, b"/search?q=a&q=b&&=;", b"/?#/\\"),
)
VALUES = (
    *("present", "absent", "unknown", "", "\x00", "é" * 99, "<script>", "-1", "1e999", "９", "left:dorsum", "next"),
    *("result", "back", "view:soles", "change:age", "_page", "_go", "age", "numb-regions", "screen-0", "a" * 5000),
)
PIECES = (
    *(b"\r\n", b"\n", b"\x00", b"\xff\xfe", b": ", b"%", b"%ff", b"&", b"=", b";", b"\r\n\r\n", b"0\r\n\r\n"),
    *(b"ffffffff\r\n", b"HTTP/1.1", b"\t", b"POST / HTTP/1.1\r\n\r\n", b"%ed%a0%80", b"\x80" * 90),
)
HEADERS = (
    *(b"transfer-encoding: chunked", b"content-length: 0", b"content-length: 99999", b"content-length: -1", b"host: a"),
    *(b"expect: 100-continue", b"accept-encoding: gzip", b"accept-language: \xff", b"upgrade: h2c", b"range: bytes=0-"),
    *(b"content-type: ", b"content-type: multipart/form-data; boundary=x", b"content-type: text/html; charset=utf-7"),
    *(
        b"if-none-match: *",
        b"if-modified-since: x",
        b"x" * 9000 + b": y",
        b" folded",
        b"cookie: a=b",
        b"upgrade: websocket",
    ),
)
_MOST_MEMORY = 300_000
"""Kilobytes of the server."""
_BROKEN = {"LocalProtocolError"}
"""What may be logged: that somebody sent what is not HTTP while the answer to what they had sent was on its way."""
_PATIENCE, _MOST_SECONDS = 0.3, 5.0


@cache
def _forms() -> tuple[bytes, ...]:
    return b"", b"_go=next", midway(), finished()


def _body(random: Random) -> tuple[bytes, bytes]:
    """A body and its kind."""
    form = random.choice(_forms())
    if random.random() < 0.15:
        part = b'--BB\r\ncontent-disposition: form-data; name="case"; filename="c.json"\r\n\r\n'
        return part + b'{"findings": {"fever": "present"}}\r\n--BB--\r\n', b"multipart/form-data; boundary=BB"
    pairs = parse_qsl(form.decode(), keep_blank_values=True)
    for _ in range(random.randint(0, 4)):
        name = random.choice(pairs)[0] if pairs and random.random() < 0.7 else random.choice(VALUES)
        change = (name, random.choice(VALUES))
        pairs[random.randint(0, len(pairs)) : random.randint(0, len(pairs))] = [change] * random.choice((1, 1, 2, 40))
    return urlencode(pairs[:900]).encode(), FORM


def _spoilt(random: Random, content: bytes, most: int) -> bytes:
    for _ in range(random.randint(0, most)):
        at = random.randint(0, len(content))
        content = content[:at] + random.choice((b"", *PIECES)) + content[at + random.choice((0, 0, 1, 9)) :]
    return content


def _parts(random: Random) -> tuple[bytes, bytes, list[bytes], bytes]:
    """The method, address, headers and body of a request."""
    body, kind = _body(random)
    method = random.choice(tuple(PATHS))
    path = random.choice(PATHS[method])
    if random.random() < 0.15:
        method, path = random.choice(STRANGE_METHODS), random.choice((path, random.choice(STRANGE_PATHS)))
    headers = [b"host: localhost", b"connection: close", b"content-type: " + kind]
    headers += random.sample(HEADERS, random.choice((0, 0, 0, 1, 3)))
    return (
        method,
        _spoilt(random, path, random.choice((0, 0, 0, 2))),
        headers,
        _spoilt(random, body, random.choice((0, 0, 2))),
    )


# ---- to the application itself


@cache
def _app() -> Any:
    return application(shipped())


def asgi(seed: int) -> str:
    """A request that a server has understood is answered by the application, with nothing that failed."""
    random = Random(seed)
    method, path, headers, body = _parts(random)
    address, _, query = path.partition(b"?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method.decode("latin-1").upper() or "GET",
        "scheme": "http",
        "path": re.sub("%(..)", " ", address.decode("latin-1")) if random.random() < 0.5 else address.decode("latin-1"),
        "raw_path": address,
        "query_string": query,
        "root_path": "",
        "headers": [(name.lower(), value.strip()) for name, _, value in (each.partition(b":") for each in headers)],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    status = run(_answered(scope, body, random.random() < 0.1))
    assert 200 <= status < 500, status
    return f"{status // 100}xx"


async def _answered(scope: dict[str, Any], body: bytes, in_pieces: bool) -> int:
    """The status of the answer."""
    step = max(1, len(body) // 7) if in_pieces else max(1, len(body))
    pieces = [body[at : at + step] for at in range(0, len(body), step)] or [b""]
    messages = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    messages[-1]["more_body"] = False
    sent: list[Any] = []

    async def receive() -> Any:
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    await _app()(scope, receive, send)
    assert sent[0]["type"] == "http.response.start"
    assert not sent[-1].get("more_body", False)
    return int(sent[0]["status"])


# ---- through a socket


@cache
def _server() -> tuple[int, int, Path]:
    """The port and the process of a server, and what it logs."""
    log = Path(tempfile.mkstemp(prefix="pinprick-fuzz-")[1])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with log.open("wb") as into:
        server = subprocess.Popen([COMMAND, "serve", "--port", str(port)], stdout=into, stderr=into)
    atexit.register(log.unlink)
    atexit.register(server.kill)
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return port, server.pid, log
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(0.1)
    raise RuntimeError(log.read_text())


def raw(seed: int) -> str:
    """Bytes that may be a request are answered, or the connection is closed; nothing fails and nothing grows."""
    random = Random(seed)
    method, path, headers, body = _parts(random)
    if random.random() < 0.8:
        headers.append(b"content-length: %d" % len(body))
    content = b"\r\n".join((b" ".join((method, path, b"HTTP/1.1")), *headers, b"", body))
    port, process, log = _server()
    answer = _exchanged(port, _spoilt(random, content, random.choice((0, 0, 2))), random.random() < 0.1)
    statuses = re.findall(rb"^HTTP/1\.1 (\d)\d\d", answer)
    assert b"5" not in statuses, answer[:300]
    status = Path(f"/proc/{process}/status").read_text()
    assert int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) < _MOST_MEMORY, "the server takes too much memory"
    logged = log.read_text()
    assert "Traceback" not in logged, logged[-300:]
    assert set(re.findall(r"^(?:ERROR: +)?(\w+) at /", logged, re.MULTILINE)) <= _BROKEN, logged[-300:]
    return f"{statuses[0].decode()}xx" if statuses else "closed"


def _exchanged(port: int, content: bytes, aborts: bool) -> bytes:
    """What a server answers to some bytes; who waits in vain ends what they send."""
    answer = b""
    with socket.create_connection(("127.0.0.1", port), _MOST_SECONDS) as line, contextlib.suppress(ConnectionError):
        line.sendall(content)
        if aborts:
            return b""
        line.settimeout(_PATIENCE)
        with contextlib.suppress(TimeoutError):
            while piece := line.recv(65536):
                answer += piece
            return answer
        line.settimeout(_MOST_SECONDS)
        line.shutdown(socket.SHUT_WR)
        while piece := line.recv(65536):
            answer += piece
    return answer
