"""What was wrong with a request, as problem+json (RFC 9457)."""

from http import HTTPStatus

import msgspec
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from pinprick.serving.refusals import faults_of, status_of, told_in_headers
from pinprick.yamltext import Path

KIND = "application/problem+json"
_MOST_FAULTS = 50
_MOST_OF_FAULT = 400
"""How many faults are told, and how many characters of each."""


class Wrong(Struct, frozen=True):
    """One fault of a request: where (a JSON pointer into the body, or `?name` of the address), what
    is wrong there, and the cure."""

    pointer: str
    detail: str


class Problem(Struct, frozen=True):
    """Why a request was refused, with every fault of it."""

    type: str
    title: str
    status: int
    errors: tuple[Wrong, ...] = ()


class Name(str):
    """A name after the `?` of an address, which is a whole path."""


def pointer(path: Path) -> str:
    """A path as a JSON pointer (RFC 6901), a name after the `?` of an address as `?name`."""
    if path and isinstance(path[0], Name):
        return f"?{path[0]}"
    parts = (str(part).replace("~", "~0").replace("/", "~1") for part in path)
    return "".join(f"/{part}" for part in parts)


async def refused(request: Request, error: Exception) -> Response:
    """The answer to a request that failed; it repeats nothing of it but what is wrong."""
    status = status_of(error)
    wrong = faults_of(request, error)
    told = tuple(Wrong(pointer(path), _short(what)) for path, what in wrong[:_MOST_FAULTS])
    problem = Problem("about:blank", HTTPStatus(status).phrase, status, told)
    content = msgspec.json.encode(problem)
    return Response(content, status, told_in_headers(request, error), KIND)


def _short(detail: str) -> str:
    return detail if len(detail) <= _MOST_OF_FAULT else f"{detail[:_MOST_OF_FAULT]}…"
