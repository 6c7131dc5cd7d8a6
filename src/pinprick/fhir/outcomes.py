"""What was wrong with a request, as an OperationOutcome."""

from collections.abc import Iterable
from http import HTTPStatus

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from pinprick.case.answers import Fault
from pinprick.fhir.responses import KIND, fhirpath
from pinprick.fhir.systems import Json
from pinprick.serving.refusals import Faulty, faults_of, status_of, told_in_headers

MEDIA = "application/fhir+json"
_MOST_FAULTS, _MOST_OF_FAULT = 50, 400
"""How many faults are told, and how many characters of each."""
_CODES = {
    400: "structure",
    404: "not-found",
    405: "not-supported",
    408: "timeout",
    413: "too-long",
    415: "not-supported",
    422: "value",
    429: "throttled",
    503: "throttled",
}
"""The kind of issue of each status; of another it is `exception`."""


class Misread(Faulty):
    """A resource of the type `root` with faults at places of it."""

    def __init__(self, wrong: Iterable[Fault], root: str) -> None:
        super().__init__(wrong)
        self.root = root


def outcome(status: int, wrong: Iterable[Fault], root: str = KIND) -> Json:
    """The faults of a resource as issues, each with its place; at least one."""
    told = [_issue(status, what, [fhirpath(path, root)]) for path, what in wrong][:_MOST_FAULTS]
    issues = told or [_issue(status, HTTPStatus(status).phrase, [])]
    return {"resourceType": "OperationOutcome", "issue": issues}


def _issue(status: int, what: str, places: list[str]) -> Json:
    words = what if len(what) <= _MOST_OF_FAULT else f"{what[:_MOST_OF_FAULT]}…"
    issue: Json = {"severity": "error", "code": _CODES.get(status, "exception")}
    issue["diagnostics"] = words
    return issue | ({"expression": places} if places else {})


async def refused(request: Request, error: Exception) -> Response:
    """The answer to a request that failed; it repeats nothing of it but what is wrong."""
    status = status_of(error)
    if isinstance(error, Faulty):
        told = outcome(status, error.wrong, error.root if isinstance(error, Misread) else KIND)
    else:
        told = outcome(status, ())
        faults = faults_of(request, error)
        if faults:
            told["issue"] = [_issue(status, fault, []) for _, fault in faults]
    content = msgspec.json.encode(told)
    return Response(content, status, told_in_headers(request, error), MEDIA)
