"""The ASGI application: the pages, with the headers that keep a person's answers to themselves."""

import gc
import logging
import os
from pathlib import Path

from pinprick.extras import needed
from pinprick.threads import one_thread

one_thread()  # before numpy is loaded, which all that follows does
with needed("page"):
    from starlette.applications import Starlette
    from starlette.exceptions import HTTPException
    from starlette.middleware import Middleware
    from starlette.middleware.gzip import GZipMiddleware
    from starlette.requests import Request
    from starlette.responses import Response

    from pinprick import api, fhir, loading, mmvb, serving, v3, web
    from pinprick.assistants import PATH as TOOLS
    from pinprick.assistants import over_http
    from pinprick.hooks import clients
    from pinprick.hooks import routes as hooks
    from pinprick.hooks.door import CLIENTS, Door
    from pinprick.model.axes import Model
    from pinprick.words import ENGLISH
    from pinprick.words.offering import asked_as, offered

ORIGINS = "PINPRICK_ORIGINS"
"""The environment variable that names the pages of others whose scripts may ask the interface for
programs, joined by commas; none by default."""
KNOWLEDGE = "PINPRICK_KNOWLEDGE"
"""The environment variable that names another knowledge base, for servers that start the
application by its name."""


def _origins() -> tuple[str, ...]:
    return tuple(one for one in os.environ.get(ORIGINS, "").split(",") if one)


async def refused(request: Request, error: Exception) -> Response:
    """The answer to a request that failed, as the face says it that was asked."""
    path = f"{request.url.path}/"  # whoever leaves out the last slash is a program too
    if path.startswith((api.PREFIX, f"{hooks.PREFIX}/", mmvb.PREFIX, f"{TOOLS}/")):
        return await api.refused(request, error)
    if path.startswith(fhir.PREFIX):
        return await fhir.refused(request, error)
    if path.startswith(v3.PREFIX):
        return await v3.refused(request, error)
    return await web.refused(request, error)


def create() -> Starlette:
    """The application with the knowledge base that the environment names, by default the one that
    ships."""
    folder = os.environ.get(KNOWLEDGE)
    named = Path(folder) if folder else None
    return application(loading.load(named), named)


def _around(metrics: serving.Metrics, ledger: serving.Ledger) -> list[Middleware]:
    """What every request goes through, from the outside in."""
    limit = serving.asked_for(os.environ, ENGLISH)
    programs = (api.PREFIX, fhir.PREFIX, v3.PREFIX, mmvb.PREFIX, hooks.PREFIX, TOOLS)
    return [
        Middleware(serving.Spoken),
        Middleware(serving.Counted, metrics),
        Middleware(serving.Headers),
        Middleware(api.FromElsewhere, _origins(), (api.PREFIX, fhir.PREFIX, hooks.PREFIX)),
        Middleware(api.FromElsewhere, _origins(), (v3.PREFIX,), v3.HEADERS),
        Middleware(serving.Failures, refused),
        Middleware(serving.Whole, refused, fhir.LONGER | hooks.LONGER),
        # after the body was read, so that the answer is read too and the connection stays
        *([Middleware(serving.Limited, refused, programs, limit, ledger)] if limit else []),
        Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
    ]


def application(model: Model, folder: Path | None = None) -> Starlette:
    """The application for a model; `folder` is that of its knowledge base, where it is not the one
    that ships.

    Raises:
        ProblemsFound: when the environment asks for a limit that cannot be.
    """
    metrics, ledger = serving.Metrics(), serving.ledger_of(os.environ)
    made = Starlette(
        routes=[
            *serving.routes(),
            *api.routes(),
            *fhir.routes(),
            *v3.routes(),
            *mmvb.routes(),
            *hooks.routes(),
            *over_http.routes(),
            *web.routes(),
        ],
        middleware=_around(metrics, ledger),
        exception_handlers={HTTPException: refused},
        lifespan=serving.lifespan,
    )
    _give(made, model, folder, metrics)
    made.state.hooks = Door(clients.named(os.environ.get(CLIENTS)), metrics.registry, ledger)
    made.router.redirect_slashes = (
        False  # such a redirect names the host that the request named, whichever that is
    )
    logging.getLogger("python_multipart").setLevel(
        logging.CRITICAL + 1
    )  # it repeats parts of what was sent
    # the model stays as long as the server: looking through it for cycles took longer than a step
    gc.freeze()
    return made


def _give(made: Starlette, model: Model, folder: Path | None, metrics: serving.Metrics) -> None:
    """Give an application what its faces ask it for."""
    made.state.model = model
    made.state.languages = offered(model.knowledge)
    made.state.asked = asked_as(model.knowledge)
    made.state.folder = folder
    made.state.phrases = {}
    made.state.metrics = metrics
    made.state.pools = serving.Pools()
