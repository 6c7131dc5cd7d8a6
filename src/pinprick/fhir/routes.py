"""The addresses of the FHIR interface."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pinprick.assessment import assess
from pinprick.case.case import Case
from pinprick.fhir.bundles import Occasion, bundle
from pinprick.fhir.capabilities import capabilities
from pinprick.fhir.outcomes import MEDIA
from pinprick.fhir.populating import populate
from pinprick.fhir.questionnaires import ID, next_question, whole
from pinprick.fhir.responses import case_of
from pinprick.fhir.systems import Json
from pinprick.model.axes import Model
from pinprick.serving import bodies, work
from pinprick.serving.refusals import Faulty
from pinprick.serving.state import language_of, model_of
from pinprick.words import say

PREFIX = "/fhir/"
"""What the address of every request begins with."""
POPULATE = f"{PREFIX}Questionnaire/{ID}/$populate"
NEXT, ASSESS = f"{PREFIX}Questionnaire/$next-question", f"{PREFIX}QuestionnaireResponse/$assess"
LONGER = {POPULATE: 1_000_000, NEXT: 250_000, ASSESS: 250_000}
"""Addresses that take more than a form has, and how many bytes: a record is longer, and so is a
response that a form has filled with its questions and brings back with the questionnaire inside."""
_SENT_AS = "questionnaire-response"
"""The name of the parameter that holds a response, where one is sent among parameters."""
_LEAST = '{"resourceType": "QuestionnaireResponse", "status": "in-progress"}'
"""The shortest response that would do."""
_LONGEST = 500
"""Characters of a reference to a person."""


def routes() -> list[BaseRoute]:
    """All of them. The application that serves them has the model as `state.model`."""
    return [
        Route(f"{PREFIX}metadata", described, methods=["GET"]),
        Route(f"{PREFIX}Questionnaire/{{id}}", questionnaire, methods=["GET"]),
        Route(NEXT, asked, methods=["POST"]),
        Route(POPULATE, populated, methods=["POST"]),
        Route(ASSESS, assessed, methods=["POST"]),
    ]


def _answer(resource: Json) -> Response:
    return Response(msgspec.json.encode(resource), media_type=MEDIA)


async def described(_: Request) -> Response:
    """What can be asked."""
    return _answer(capabilities(datetime.now(UTC)))


async def questionnaire(request: Request) -> Response:
    """The whole questionnaire."""
    if request.path_params["id"] != ID:
        raise HTTPException(404)
    return _answer(whole(model_of(request).knowledge, language_of(request)))


async def asked(request: Request) -> Response:
    """A response with the next page of the interview."""
    response, case = await _sent(request)
    language = language_of(request)
    return _answer(
        await work.step(request, next_question, model_of(request), case, response, language)
    )


async def populated(request: Request) -> Response:
    """A response with what a record says, and what was read of it and what was not."""
    data = await bodies.sent(request, MEDIA, bodies.JSON, least='{"resourceType": "Parameters"}')
    today = datetime.now(UTC).date()
    language = language_of(request)
    return _answer(
        await work.step(request, populate, data, model_of(request).knowledge, today, language)
    )


async def assessed(request: Request) -> Response:
    """What a response comes to."""
    response, case = await _sent(request)
    language = language_of(request)
    when = Occasion(_subject(response, language), datetime.now(UTC), uuid4())
    return _answer(await work.heavy(request, _assessed, model_of(request), case, when, language))


def _assessed(model: Model, case: Case, when: Occasion, language: str) -> Json:
    return bundle(model, assess(model, case), when, language)


def _subject(response: Json, language: str) -> Json:
    """Whom it is about, as the response says it; nobody who is known, where it does not."""
    named = response.get("subject")
    to = named.get("reference") if isinstance(named, dict) else None
    if isinstance(to, str) and 0 < len(to) <= _LONGEST and not to.startswith("#"):
        return {"reference": to}
    return {"display": say(language, "fhir.person")}


async def _sent(request: Request) -> tuple[Json, Case]:
    """The response in the body, and the case that it holds.

    Raises:
        Faulty: it is no JSON (400), another kind (415), or has faults (422), each at its place.
    """
    data = _unwrapped(await bodies.sent(request, MEDIA, bodies.JSON, least=_LEAST))
    case, faults = case_of(data, model_of(request).knowledge, language_of(request))
    if faults:
        raise Faulty(faults)
    return data, case


def _unwrapped(data: Any) -> Any:
    """The response itself, where it was sent among parameters."""
    if not isinstance(data, dict) or data.get("resourceType") != "Parameters":
        return data
    given = data.get("parameter")
    named = [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
    return next((one.get("resource") for one in named if one.get("name") == _SENT_AS), None)
