"""The addresses of the interface."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pinprick.api import openapi, records, rest
from pinprick.api.elsewhere import PREFIX
from pinprick.serving.state import model_of

_V1 = f"{PREFIX}v1"


def routes() -> list[BaseRoute]:
    """All of them. The application that serves them has the model as `state.model`."""
    return [
        Route(f"{_V1}/assess", rest.assessed, methods=["POST"]),
        Route(f"{_V1}/next", rest.next_step, methods=["POST"]),
        Route(f"{_V1}/understand", rest.understood, methods=["POST"]),
        Route(f"{_V1}/knowledge/{{kind}}", records.every, methods=["GET"]),
        Route(f"{_V1}/knowledge/{{kind}}/{{id}}", records.one, methods=["GET"]),
        Route(f"{_V1}/version", rest.versions, methods=["GET"]),
        Route(f"{_V1}/openapi.json", described, methods=["GET"]),
    ]


async def described(request: Request) -> Response:
    """The description of the interface (OpenAPI 3.1)."""
    return Response(openapi.encoded(model_of(request).knowledge), media_type="application/json")
