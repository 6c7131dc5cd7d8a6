"""What stands around the pages: headers for all, a page for every failure, and a request that is
there as a whole, and in time, before anything is done with it."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from pinprick.extras import needed
from pinprick.problems import without_words
from pinprick.serving import calm
from pinprick.serving.languages import STATIC
from pinprick.words import say

with needed("page"):
    from starlette.datastructures import MutableHeaders
    from starlette.requests import ClientDisconnect, Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from pinprick.serving.refusals import Busy, Refused, Refusing
    from pinprick.serving.state import language_of

MOST_BYTES = 100_000
"""Of the body of a request; forms of ours have a few thousand, a file has 20,000 at most."""
_LONG_AT_ONCE = 4_000_000
"""The bytes that are held at once at addresses that take longer bodies: each counts as the longest."""
BODY_SECONDS = 10.0
"""The time that a body may take to come."""
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
_WITHOUT_BODY = ("GET", "HEAD")


class Headers:
    """Adds our headers. What a person answered is never stored, not by the browser either; our own
    files may be, and what an answer says of itself that it may."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        ours = scope["path"].startswith(STATIC) and scope["query_string"].startswith(b"v=")

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                kept = "public, max-age=31536000, immutable" if ours else "no-store"
                headers.setdefault("cache-control", kept)
            await send(message)

        await self.app(scope, receive, with_headers)


class Failures:
    """Answers with a page what went wrong on our side, and logs it without its words. A client that
    went away is no failure."""

    def __init__(self, app: ASGIApp, refused: Refusing) -> None:
        self.app, self.refused = app, refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except ClientDisconnect:
            return
        except Exception as error:
            answer = await self._failed(Request(scope), error)
            if not begun:  # else the server closes the connection, as the answer is not whole
                await answer(scope, receive, send)

    async def _failed(self, request: Request, error: Exception) -> ASGIApp:
        """The page for an error, which is logged; one that only says that nothing is left to give is
        told once a minute."""
        if calm.is_exhausted(error):
            calm.exhausted()
            return await self.refused(request, Busy())
        calm.LOG.error(without_words(error))
        return await self.refused(request, error)


class Whole:
    """Reads the body of a request before anything is done with it. One that is longer than any form of
    ours is refused before it is read whole, one that does not come in time is too; the connection is
    closed then, as the rest of it would be taken for another request.

    `longer` says how long it may be at addresses that take more; few of these are held at once."""

    def __init__(self, app: ASGIApp, refused: Refusing, longer: Mapping[str, int]) -> None:
        self.app, self.refused, self.longer = app, refused, longer
        self.held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in _WITHOUT_BODY:
            await self.app(scope, receive, send)
            return
        most = self.longer.get(scope["path"], MOST_BYTES)
        with self._room(most) as room:
            if not room:
                await self._refuse(scope, receive, send, 503)
                return
            try:
                async with asyncio.timeout(BODY_SECONDS):
                    body = await _body(receive, most)
            except TimeoutError:
                await self._refuse(scope, receive, send, 408)
                return
            if body is None:
                await self._refuse(scope, receive, send, 413)
                return
            await self.app(scope, again(body, receive), send)

    @contextmanager
    def _room(self, most: int) -> Iterator[bool]:
        """Whether there is room for a body of that length, while it is needed."""
        if most <= MOST_BYTES:
            yield True
            return
        if self.held + most > _LONG_AT_ONCE:
            yield False
            return
        self.held += most
        try:
            yield True
        finally:
            self.held -= most

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, status: int) -> None:
        """Answers a body that was not read to its end, and has the connection closed."""
        request = Request(scope)
        language = language_of(request)
        most = self.longer.get(scope["path"], MOST_BYTES)
        error: Exception = Busy()
        if status == 408:
            error = Refused([say(language, "form.too-slow")], status)
        elif status == 413:
            error = Refused([say(language, "form.too-long", most=most)], status)
        answer = await self.refused(request, error)
        answer.headers["connection"] = "close"
        await answer(scope, receive, send)


def again(body: bytes, receive: Receive) -> Receive:
    """What gives a body that was read as if it came now, and then whatever `receive` gives."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def read() -> Message:
        return waiting.pop() if waiting else await receive()

    return read


async def _body(receive: Receive, most: int) -> bytes | None:
    """The whole body, None when it is too long.

    Raises:
        ClientDisconnect: when it was not sent to its end.
    """
    read, more = bytearray(), True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        read += message.get("body", b"")
        more = message.get("more_body", False)
        if len(read) > most:
            return None
    return bytes(read)
