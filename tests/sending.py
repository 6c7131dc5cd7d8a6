"""Sending to the application, with what holds for every answer."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from starlette.testclient import TestClient

from tests.pages import SCRIPT

FORM = "application/x-www-form-urlencoded"
HEADERS = {
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
"""Of every answer, whatever was asked; the policy comes beside them."""
ALLOWED = {*HEADERS, "content-security-policy", "permissions-policy", "content-type", "content-length"} | {
    "content-encoding",
    "content-disposition",
    "vary",
    "allow",
    "etag",
    "last-modified",
    "accept-ranges",
}
"""No other header is sent: no cookie, no address to go to, no leave for other sites to read."""


class _Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith(("httpx", "asyncio")):  # the client of the test speaks too
            self.lines.append(logging.Formatter().format(record))


@contextmanager
def log() -> Iterator[list[str]]:
    """Everything that is logged meanwhile, at any level."""
    handler, root = _Lines(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler.lines
    root.setLevel(level)
    root.removeHandler(handler)


def send(client: TestClient, method: str, path: str, **what: Any) -> Any:
    """Sends what is told and holds the answer against all that holds for every answer."""
    with log() as lines:
        answer = client.request(method, path, **what)
    assert answer.status_code < 500, answer.text
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert set(answer.headers) <= ALLOWED
    assert SCRIPT not in answer.text
    assert lines == []
    mended = answer.status_code == 422 and 'name="_page"' in answer.text  # the same question with what is to be mended
    if answer.status_code >= 400 and not mended:
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert "Nothing was stored" in answer.text
        assert len(answer.content) < 20_000
    return answer


def post(client: TestClient, path: str, fields: list[tuple[str, str]]) -> Any:
    return send(client, "POST", path, content=urlencode(fields), headers={"content-type": FORM})


def posted(
    client: TestClient,
    path: str,
    fields: Iterable[tuple[str, str]],
    status: int = 200,
    headers: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """The page that comes when a form is sent."""
    kind = {"content-type": FORM}
    answer = client.post(path, content=urlencode(list(fields)), headers={**kind, **headers})
    assert answer.status_code == status, answer.text
    return answer.text
