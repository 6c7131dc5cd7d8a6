"""The knowledge base for programs: its records in short, each by its id."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from pinprick.account.records import KINDS
from pinprick.api.rest import json
from pinprick.problems import did_you_mean
from pinprick.serving.refusals import Faulty
from pinprick.serving.state import language_of, model_of


async def every(request: Request) -> Response:
    """All records of a kind, in the order of the knowledge base."""
    kind = request.path_params["kind"]
    if kind not in KINDS:
        raise HTTPException(404)
    there, told, _ = KINDS[kind]
    knowledge, language = model_of(request).knowledge, language_of(request)
    return json([told(knowledge, id_, language) for id_ in there(knowledge)])


async def one(request: Request) -> Response:
    """One record."""
    kind, id_ = request.path_params["kind"], request.path_params["id"]
    if kind not in KINDS:
        raise HTTPException(404)
    there, told, _ = KINDS[kind]
    knowledge = model_of(request).knowledge
    if id_ not in there(knowledge):
        what = f"no such record{did_you_mean(id_, there(knowledge))}"
        raise Faulty([((), what)], 404)
    return json(told(knowledge, id_, language_of(request)))
