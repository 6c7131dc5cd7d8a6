"""Requests that are not served: what is said of them, each face in its own form."""

from collections.abc import Awaitable, Callable, Iterable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route

from pinprick.case.answers import Fault
from pinprick.problems import did_you_mean

RETRY_SECONDS = 5
"""After how long somebody may ask again who was turned away."""
_DESCRIBED = ("/openapi.json", "/metadata")
"""How an address ends at which a face is described."""
_OF_FILES = ("GET", "HEAD")
"""The methods that our static files take; their mount does not say so."""

Refusing = Callable[[Request, Exception], Awaitable[Response]]
"""What answers a request that failed."""


class Refused(HTTPException):
    """A request that nothing of ours sends; `faults` say what is wrong with it, those of files in
    English alone."""

    def __init__(self, faults: list[str], status: int = 400, in_english: bool = False) -> None:
        super().__init__(status)
        self.faults = faults
        self.in_english = in_english


class Faulty(Refused):
    """A request with faults at places of it."""

    def __init__(self, wrong: Iterable[Fault], status: int = 422) -> None:
        self.wrong = tuple(wrong)
        super().__init__([], status)


class Busy(HTTPException):
    """A request for which there is no room now, and that may come again in a few seconds."""

    def __init__(self) -> None:
        super().__init__(503)


class TooOften(Refused):
    """A request of a client that asks too often, and may come again after some seconds."""

    def __init__(self, fault: str, seconds: int) -> None:
        self.seconds = seconds
        super().__init__([fault], 429)


def status_of(error: Exception) -> int:
    """The status of the answer to a request that ended in this."""
    return error.status_code if isinstance(error, HTTPException) else 500


def told_in_headers(request: Request, error: Exception) -> dict[str, str]:
    """What the headers of an answer say of a refusal: when to come again, what is allowed."""
    status = status_of(error)
    if isinstance(error, TooOften):
        return {"retry-after": str(error.seconds)}
    if status == 503:
        return {"retry-after": str(RETRY_SECONDS)}
    if status == 401:
        return {"www-authenticate": "Bearer"}
    return {"allow": ", ".join(_allowed(request))} if status == 405 else {}


def faults_of(request: Request, error: Exception) -> tuple[Fault, ...]:
    """All that is wrong with a request, each fault with its place and the cure; of one that has no
    more than a status, what to do about that."""
    if isinstance(error, Faulty):
        return error.wrong
    if isinstance(error, Refused):
        return tuple(((), fault) for fault in error.faults)
    cures = {404: _elsewhere, 405: _otherwise, 503: _later}
    cure = cures.get(status_of(error))
    return (((), cure(request)),) if cure else ()


def _elsewhere(request: Request) -> str:
    """The nearest address of the same face, and where all of them are described."""
    asked = f"{request.method} {request.url.path}"
    face = request.url.path.strip("/").partition("/")[0]
    ours = [
        f"{min(one.methods)} {one.path}"  # GET stands before HEAD
        for one in request.app.routes
        if isinstance(one, Route) and one.methods and one.path.split("/")[1] == face
    ]
    described = [one for one in ours if one.endswith(_DESCRIBED)]
    see = f"{described[0]} tells all" if described else f"there are {', '.join(ours)}"
    return f"no such address{did_you_mean(asked, ours).removesuffix('?')}; {see}"


def _otherwise(request: Request) -> str:
    return f"is asked by {' or '.join(_allowed(request))}, not in this way"


def _later(_: Request) -> str:
    return f"there is no room now; send it again in {RETRY_SECONDS} seconds"


def _allowed(request: Request) -> list[str]:
    """The methods that an address takes. The error knows only those of the first of its routes, or
    none."""
    # a mount has moved the address that its own routes see
    scope = {**request.scope, "root_path": request.scope.get("app_root_path", "")}
    matching = [one for one in request.app.routes if one.matches(scope)[0] != Match.NONE]
    return sorted({method for one in matching for method in getattr(one, "methods", _OF_FILES)})
