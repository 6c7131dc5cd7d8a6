"""`pinprick serve`: the page in a browser, for oneself or on a server."""

import contextlib
import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from pinprick import loading, serving
from pinprick.app import KNOWLEDGE, application
from pinprick.cli.common import fail, knowledge_option
from pinprick.extras import needed
from pinprick.hooks import clients
from pinprick.hooks.door import CLIENTS
from pinprick.problems import ProblemsFound
from pinprick.words import ENGLISH, say

with needed("page"):
    import uvicorn

    from pinprick.serving.listening import One, Several
    from pinprick.serving.protocol import Bounded


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="0 takes any free one.",
)
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Processes that serve.",
)
@click.option("--open", "open_", is_flag=True, help="Open the page in the browser.")
@knowledge_option
def command(host: str, port: int, workers: int, open_: bool, knowledge: Path | None) -> None:
    """Serve the page. Answers are neither logged nor stored."""
    try:
        model = loading.load(knowledge)
        # a fault in these is told here, once, and not by each worker
        clients.named(os.environ.get(CLIENTS))
        serving.asked_for(os.environ, ENGLISH)
    except ProblemsFound as error:
        fail(error)
    listening = _listen(host, port, ENGLISH)
    address = (
        f"http://{'localhost' if host in ('0.0.0.0', '::') else host}:{listening.getsockname()[1]}/"
    )

    at = say(ENGLISH, "serve.at", address=address)

    def tell() -> None:
        click.echo(at)
        if open_:
            threading.Thread(target=_open, args=[address], daemon=True).start()

    if workers == 1:
        _alone(application(model, knowledge), listening, tell)
        return
    if knowledge:
        os.environ[KNOWLEDGE] = str(knowledge.resolve())
    try:
        with serving.shared(os.environ, ENGLISH):
            _several(workers, listening, tell)
    except ProblemsFound as error:
        fail(error)


def _alone(app: Any, listening: socket.socket, tell: Callable[[], object]) -> None:
    server = One(uvicorn.Config(app, **_settings()), tell)
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listening])
    if server.failed:
        raise server.failed


def _several(workers: int, listening: socket.socket, tell: Callable[[], object]) -> None:
    settings = _settings()
    if (
        os.name == "posix"
    ):  # processes of other systems share no socket by asking whether it is ready
        settings["loop"] = "pinprick.serving.even:Even"
    config = uvicorn.Config("pinprick.app:create", factory=True, workers=workers, **settings)
    server = Several(config, listening, tell)
    server.run()
    if server.failed:
        raise server.failed


def _settings() -> dict[str, Any]:
    """What uvicorn is told. It warns of every request that is not HTTP, so that whoever sends such
    would write our log: what it logs are its own failures."""
    return {
        "access_log": False,
        "log_level": "error",
        "server_header": False,
        "proxy_headers": False,  # whoever asks could write one; ours counts where it is named
        "http": Bounded,
        "ws": "none",
        "backlog": 128,  # so many connections are taken in a row before those that came are served
        "timeout_graceful_shutdown": 10,
    }


def _listen(host: str, port: int, language: str) -> socket.socket:
    """A socket that listens; says what to do when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named because asyncio sends small packets at once only where it is; else each
    # answer waits 40 ms.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        click.echo(
            say(language, "serve.taken", host=host, port=port, reason=error.strerror),
            err=True,
        )
        sys.exit(2)
    listening.set_inheritable(True)
    return listening


def _open(address: str) -> None:
    with contextlib.suppress(webbrowser.Error):
        webbrowser.open(address)
