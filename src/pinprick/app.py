"""The ASGI application: the pages, with the headers that keep a person's answers to themselves."""

import gc
import logging
import os
import traceback
from pathlib import Path

from pinprick.extras import needed
from pinprick.threads import one_thread

one_thread()  # before numpy is loaded, which all that follows does
with needed("page"):
    from starlette.applications import Starlette
    from starlette.datastructures import MutableHeaders
    from starlette.exceptions import HTTPException
    from starlette.middleware import Middleware
    from starlette.middleware.gzip import GZipMiddleware
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from pinprick import loading, web
    from pinprick.model.axes import Model
    from pinprick.words import say

KNOWLEDGE = "PINPRICK_KNOWLEDGE"
"""The environment variable that names another knowledge base, for servers that start the
application by its name."""
MOST_BYTES = 500_000
"""Of the body of a request; forms of ours have a few thousand."""
LOG = logging.getLogger(__name__)
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


def create() -> Starlette:
    """The application with the knowledge base that the environment names, by default the one that
    ships."""
    folder = os.environ.get(KNOWLEDGE)
    named = Path(folder) if folder else None
    return application(loading.load(named), named)


def application(model: Model, folder: Path | None = None) -> Starlette:
    """The application for a model; `folder` is that of its knowledge base, where it is not the one
    that ships."""
    made = Starlette(
        routes=web.routes(),
        middleware=[
            Middleware(_Headers),
            Middleware(_Failures),
            Middleware(_Limit),
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
        ],
        exception_handlers={HTTPException: web.refused},
    )
    made.state.model = model
    made.state.folder = folder
    made.state.phrases = {}
    made.router.redirect_slashes = (
        False  # such a redirect names the host that the request named, whichever that is
    )
    logging.getLogger("python_multipart").setLevel(
        logging.CRITICAL + 1
    )  # it repeats parts of what was sent
    # the model stays as long as the server: looking through it for cycles took longer than a step
    gc.freeze()
    return made


class _Headers:
    """Adds our headers. What a person answered is never stored, not by the browser either; our own
    files may be."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        ours = scope["path"].startswith("/static/") and scope["query_string"].startswith(b"v=")

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                headers["cache-control"] = (
                    "public, max-age=31536000, immutable" if ours else "no-store"
                )
            await send(message)

        await self.app(scope, receive, with_headers)


class _Failures:
    """Answers with a page what went wrong on our side. The log gets the kind of the error and the
    places in the code, not its words: they may hold an answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            await self.app(scope, receive, send)
        except Exception as error:
            places = [
                f"{frame.filename}:{frame.lineno}"
                for frame in traceback.extract_tb(error.__traceback__)
            ]
            LOG.error("%s at %s", type(error).__name__, ", ".join(places))
            answer = await web.refused(Request(scope), error)
            await answer(scope, receive, send)


class _Limit:
    """Refuses bodies that are longer than any form of ours, before they are read whole."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        read = 0

        async def limited() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > MOST_BYTES:
                language = web.language_of(Request(scope))
                raise web.Refused([say(language, "form.too-long", most=MOST_BYTES)], 413)
            return message

        await self.app(scope, limited, send)
