"""The tools over HTTP, beside the page: one request, one answer, nothing kept between them. The
package `mcp` is imported when the first comes."""

from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar

from pinprick.assistants import PATH
from pinprick.assistants.sent import Wrong
from pinprick.extras import needed

with needed("page"):
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute, Route
    from starlette.types import Receive, Scope, Send

    from pinprick.serving import work
    from pinprick.serving.bodies import keys_twice
    from pinprick.serving.middleware import again
    from pinprick.serving.refusals import RETRY_SECONDS, Busy, Faulty, Refused
    from pinprick.serving.state import language_of, model_of

if TYPE_CHECKING:
    from mcp.server.lowlevel import Server

T = TypeVar("T")


def routes() -> list[BaseRoute]:
    """The one address of the tools; without the extra `mcp` it says what is missing."""
    return [Route(PATH, Tools() if find_spec("mcp") else lacking, methods=["POST"])]


async def lacking(_: Request) -> Response:
    """Says what is missing.

    Raises:
        Refused: always (404).
    """
    what = 'The tools are not served here: whoever serves needs pip install "pinprick[page,mcp]"'
    raise Refused([what], 404)


class Tools:
    """Answers what a host of a model sends. Pages of others never may: a browser says who asks."""

    def __init__(self) -> None:
        self._server: Server[Any] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        if "origin" in request.headers:
            raise Refused(["Scripts of pages may not ask here; a host of a model may"], 403)
        if self._server is None:
            self._server = await work.heavy(request, _made, request)
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

        sessions = StreamableHTTPSessionManager(self._server, json_response=True, stateless=True)
        sent = await _whole(request, receive)
        async with sessions.run():
            await sessions.handle_request(scope, sent, send)


async def _whole(request: Request, receive: Receive) -> Receive:
    """What gives the body of a request, once it was looked through for keys that stand twice, of
    which the package would take the last.

    Raises:
        Faulty: there is one (400).
    """
    body = await Request(request.scope, receive).body()
    with suppress(ValueError, RecursionError):  # what is no JSON the package says itself
        if twice := keys_twice(body):
            raise Faulty(twice, 400)
    return again(body, receive)


def _made(request: Request) -> "Server[Any]":
    """The server, which takes half a second to be imported."""
    from pinprick.assistants import server

    async def run(dear: bool, done: Callable[[], T]) -> T:
        try:
            return await (work.heavy if dear else work.step)(request, done)
        except Busy:
            what = f"there is no room now; call it again in {RETRY_SECONDS} seconds"
            raise Wrong([((), what)]) from None

    return server.made(model_of(request), request.app.state.folder, run, language_of(request))
