"""The page asked without a network, as the server calls the application; and the server itself."""

import asyncio
import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from msgspec.structs import replace
from starlette.types import ASGIApp, Message, Scope

from pinprick.web import forms
from tests.pages import article, play

FORM = "application/x-www-form-urlencoded"
SENT = ((b"host", b"x"), (b"accept-encoding", b"gzip"), (b"accept-language", b"en-GB,en"))


async def ask(app: ASGIApp, address: str, content: bytes | None = None) -> bytes:
    """What a browser gets that takes it compressed; `content` is the form that it sends.

    Raises:
        RuntimeError: when it gets no page.
    """
    path, _, query = address.partition("?")
    form = () if content is None else ((b"content-type", FORM.encode()),)
    scope: Scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET" if content is None else "POST",
        "scheme": "http",
        "root_path": "",
        "path": path,
        "query_string": query.encode(),
        "headers": [*SENT, *form],
    }
    told: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": content or b"", "more_body": False}

    async def send(message: Message) -> None:
        told.append(message)

    await app(scope, receive, send)
    if content is not None and told[0]["status"] != 200:
        raise RuntimeError(f"{address} answered {told[0]['status']}")
    return b"".join(message.get("body", b"") for message in told)


def asked(app: ASGIApp, address: str, content: bytes | None = None) -> bytes:
    """The same, waited for."""
    return asyncio.run(ask(app, address, content))


def finished() -> bytes:
    """The form of somebody who answered every question as the worked case says and asks for the
    result."""
    turn, _ = play(article())
    return urlencode([*forms.hidden(turn.sheet), ("_go", "result")]).encode()


def midway() -> bytes:
    """The form of somebody who has answered the first two thirds of it and goes on."""
    turn, _ = play(article())
    answers = list(turn.sheet.answers.items())
    sheet = replace(turn.sheet, answers=dict(answers[: len(answers) * 2 // 3]), finished=False)
    return urlencode([*forms.hidden(sheet), ("_go", "next")]).encode()


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def started(port: int, workers: int = 1) -> subprocess.Popen[bytes]:
    """The process of `pinprick serve`, which may not answer yet."""
    command = [str(Path(sys.executable).with_name("pinprick")), "serve", "--port", str(port)]
    return subprocess.Popen([*command, "--workers", str(workers)], stdout=subprocess.DEVNULL)


@contextlib.contextmanager
def served(workers: int = 1) -> Iterator[tuple[str, int]]:
    """`pinprick serve`, which answers: its address, and the number of its process."""
    port = free_port()
    server = started(port, workers)
    try:
        address = f"http://127.0.0.1:{port}"
        wait(address)
        yield address, server.pid
    finally:
        server.terminate()
        server.wait()


def sent(address: str, content: bytes | None = None) -> bytes:
    """What the server answers."""
    with urlopen(Request(address, content, {"content-type": FORM})) as answer:
        return bytes(answer.read())


def wait(address: str) -> None:
    """Until it answers."""
    for _ in range(200):
        with contextlib.suppress(URLError):
            sent(address)
            return
        time.sleep(0.1)
    raise SystemExit("the server did not start")
