"""For what watches the server: whether it lives, and whether it has room for another result."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from pinprick.serving import metrics
from pinprick.serving.refusals import RETRY_SECONDS
from pinprick.serving.work import pools_of


def routes() -> list[BaseRoute]:
    """All in plain text; none tells anything that was sent."""
    return [
        Route("/healthz", alive, methods=["GET"]),
        Route("/readyz", ready, methods=["GET"]),
        Route("/metrics", metrics.shown, methods=["GET"]),
    ]


async def alive(_: Request) -> Response:
    """It answers."""
    return PlainTextResponse("ok\n")


async def ready(request: Request) -> Response:
    """The knowledge base is loaded, as it is before anything is served, and there is room."""
    if pools_of(request).heavy.is_full:
        wait = {"retry-after": str(RETRY_SECONDS)}
        return PlainTextResponse("busy\n", 503, headers=wait)
    return PlainTextResponse("ready\n")
