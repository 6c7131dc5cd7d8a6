"""The knowledge base for programs: its records in short, each by its id."""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from pinprick.account.records import KINDS
from pinprick.api import reading
from pinprick.api.rest import json
from pinprick.case.answers import Fault
from pinprick.knowledge import Knowledge
from pinprick.problems import did_you_mean
from pinprick.serving.refusals import Faulty
from pinprick.serving.state import language_of, model_of

Kind = tuple[Callable[[Knowledge], Mapping[str, Any]], Callable[..., Struct], type[Struct]]


def _language(request: Request) -> str:
    """The language to answer in.

    Raises:
        Faulty: one is asked for that is not offered.
    """
    wrong: list[Fault] = []
    reading.language(request, wrong)
    if wrong:
        raise Faulty(wrong)
    return language_of(request)


def _kind(kind: str) -> Kind:
    """What there is of a kind.

    Raises:
        Faulty: there is no such kind; the kinds that are there are told.
    """
    if kind not in KINDS:
        raise Faulty([((), f"no such kind of record; takes one of {', '.join(KINDS)}")], 404)
    return KINDS[kind]


async def every(request: Request) -> Response:
    """All records of a kind, in the order of the knowledge base."""
    kind = request.path_params["kind"]
    there, told, _ = _kind(kind)
    knowledge, language = model_of(request).knowledge, _language(request)
    return json([told(knowledge, id_, language) for id_ in there(knowledge)])


async def one(request: Request) -> Response:
    """One record."""
    kind, id_ = request.path_params["kind"], request.path_params["id"]
    there, told, _ = _kind(kind)
    knowledge = model_of(request).knowledge
    if id_ not in there(knowledge):
        what = f"no such record{did_you_mean(id_, there(knowledge))}"
        raise Faulty([((), what)], 404)
    return json(told(knowledge, id_, _language(request)))
