"""A server of our own and a form sent to it, for whoever shows pages in a browser: the pictures and the tests."""

import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import uvicorn
from playwright.sync_api import Page, Request

from pinprick.app import application
from pinprick.model.axes import Model

_SEND = """([path, fields]) => {
    const form = document.createElement("form");
    [form.method, form.action, form.hidden] = ["post", path, true];
    for (const [name, value] of fields) {
        const input = document.createElement("input");
        [input.type, input.name, input.value] = ["hidden", name, value];
        form.append(input);
    }
    document.body.append(form);
    form.submit();
}"""


@contextmanager
def served(model: Model) -> Iterator[str]:
    """The address of a server of the page, as long as it is wanted."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    config = uvicorn.Config(application(model), access_log=False, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=5)


def post(page: Page, path: str, fields: Sequence[tuple[str, str]]) -> None:
    """Send a form as a page of ours does, and wait for the page that comes.

    What the browser tells of navigations may still be about the page before, so the answer to this
    very request is waited for.
    """
    with page.expect_request(Request.is_navigation_request) as sent:
        page.evaluate(_SEND, [path, [list(one) for one in fields]])
    came = sent.value.response()
    if came:
        came.finished()
    page.wait_for_load_state("domcontentloaded")
