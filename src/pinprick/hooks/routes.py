"""The addresses of the services."""

from datetime import UTC, datetime

import msgspec

from pinprick.extras import needed
from pinprick.hooks import feedback, ordering, views
from pinprick.hooks.asked import asked
from pinprick.hooks.cards import Card
from pinprick.hooks.door import door_of
from pinprick.hooks.services import FEET, MEDICINES, VIEW, hooks_of, services
from pinprick.model.axes import Model
from pinprick.serving import bodies, work
from pinprick.serving.refusals import Faulty
from pinprick.serving.state import language_of, model_of

with needed("page"):
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute, Route

PREFIX = "/cds-services"
"""What the address of every request begins with."""
_LEAST = (
    '{"hook": "...", "hookInstance": "...", "context": {"patientId": "..."}, "prefetch": {...}}'
)
"""The shortest call that would do."""
LONGER = {f"{PREFIX}/{id_}": 1_000_000 for id_ in (FEET, MEDICINES)}
"""Addresses that take more than a form has, and how many bytes: a record is longer."""


def routes() -> list[BaseRoute]:
    """All of them. The application that serves them has the model as `state.model` and a `Door` as
    `state.hooks`."""
    return [
        Route(PREFIX, discovered, methods=["GET"]),
        Route(f"{PREFIX}/{{id}}", called, methods=["POST"]),
        Route(f"{PREFIX}/{{id}}/feedback", told, methods=["POST"]),
    ]


def _json(content: object) -> Response:
    return Response(msgspec.json.encode(content), media_type=bodies.JSON)


async def discovered(request: Request) -> Response:
    """The services that are there."""
    door_of(request).admit(request)
    return _json({"services": services(language_of(request))})


async def called(request: Request) -> Response:
    """The cards for a moment of a client's work; an empty list where there is no reason for one."""
    hooks = _hooks(request)
    data = await bodies.sent(request, bodies.JSON, least=_LEAST)
    address = door_of(request).address(request)
    # a record takes memory as long as it waits, so it waits where few do
    told = await work.heavy(
        request, _cards, model_of(request), (data, hooks), address, language_of(request)
    )
    return _json({"cards": told})


def _cards(
    model: Model, sent: tuple[object, tuple[str, ...]], address: str, language: str
) -> tuple[Card, ...]:
    call = asked(*sent, model.knowledge, datetime.now(UTC).date())
    of_hook = views.cards if call.hook == VIEW else ordering.cards
    return of_hook(model, call, address, language)


async def told(request: Request) -> Response:
    """Counts what became of cards."""
    _hooks(request)
    outcomes = feedback.outcomes(await bodies.sent(request, bodies.JSON, least='{"feedback": []}'))
    for outcome, reason in outcomes:
        door_of(request).outcomes.count(request.path_params["id"], outcome, reason)
    return Response()


def _hooks(request: Request) -> tuple[str, ...]:
    """The hooks of the service that is asked, by a client that may.

    Raises:
        Faulty: there is no such service (404).
    """
    door_of(request).admit(request)
    hooks = hooks_of(request.path_params["id"])
    if not hooks:
        raise Faulty([((), "no such service; GET /cds-services lists those that are there")], 404)
    return hooks
