"""The language of a request: the one that begins its address, as in `/zh/guides`, else the first that
the browser asks for and that is offered, else English.

An address says no more than that: whoever changes the language in the middle of an interview sends
the same form to the other address. Nothing is kept of it, in no cookie either."""

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from pinprick.extras import needed

with needed("page"):
    from starlette.datastructures import Headers, MutableHeaders
    from starlette.responses import RedirectResponse
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATIC = "/static/"
"""The addresses below it are the same in every language."""
CHOSEN = "pinprick.language"
"""The key of a scope under which the language stands that its address begins with."""
_MOST_PARTS = 4
"""Of a tag, that are looked at; the longest of ours has three."""


class Spoken:
    """Takes the language from the beginning of an address, so that what lies below knows only one
    address of each page; and says that an answer depends on the language that was asked for. A tag
    in other letters (RFC 5646: case tells nothing) or another tag of a language leads to its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        static = scope["type"] == "http" and scope["path"].startswith(STATIC)
        if scope["type"] != "http" or static or len(languages := offered_of(scope)) == 1:
            await self.app(scope, receive, send)
            return
        first, slash, rest = scope["path"].removeprefix("/").partition("/")
        if first not in languages and (meant := scope["app"].state.asked.get(first.lower())):
            # a path alone: an address with a host would be the one that the request named
            query = scope["query_string"].decode("latin-1")
            to = f"/{meant}{slash}{quote(rest)}" + (f"?{query}" if query else "")
            await RedirectResponse(to, 308)(scope, receive, send)
            return
        if first in languages:
            path = f"/{rest}"
            chosen = {CHOSEN: first, "path": path, "raw_path": path.encode()}
            await self.app({**scope, **chosen}, receive, send)
            return

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).add_vary_header("Accept-Language")
            await send(message)

        await self.app(scope, receive, told)


def offered_of(scope: Scope) -> tuple[str, ...]:
    """The languages that the application of a request offers, English first."""
    languages: tuple[str, ...] = scope["app"].state.languages
    return languages


def language_in(scope: Scope) -> str:
    """The language of the answer to a request."""
    languages = offered_of(scope)
    if CHOSEN in scope:
        chosen: str = scope[CHOSEN]
        return chosen
    if len(languages) == 1:
        return languages[0]
    asked: Mapping[str, str] = scope["app"].state.asked
    return accepted(Headers(scope=scope).get("accept-language", ""), asked)


def beginning(scope: Scope) -> str:
    """What addresses of this page begin with so that the language stays: `/zh`, or nothing."""
    return f"/{scope[CHOSEN]}" if CHOSEN in scope else ""


def accepted(header: str, asked: Mapping[str, str]) -> str:
    """The language that a browser likes best of those that tags ask for; the first where it likes
    none."""
    liked: dict[str, float] = {}
    for tag, quality in _liked(header):
        liked.setdefault(_looked_up(tag, asked), quality)
    there = {id_: quality for id_, quality in liked.items() if id_ and quality > 0}
    return max(there, key=there.__getitem__, default=next(iter(asked.values())))


def _looked_up(tag: str, asked: Mapping[str, str]) -> str:
    """The language of a tag, else of the longest that it begins with (RFC 4647, 3.4): that of zh-HK
    for zh-HK-x-ours, that of zh for zh-SG; nothing where there is none."""
    parts = tag.split("-")[:_MOST_PARTS]
    begins = ("-".join(parts[:end]) for end in range(len(parts), 0, -1))
    return next((asked[one] for one in begins if one in asked), "")


def _liked(header: str) -> Iterator[tuple[str, float]]:
    """The languages of an Accept-Language header in small letters, each with its quality."""
    for one in header.split(","):
        tag, _, quality = one.partition(";")
        try:
            yield tag.strip().lower(), float(quality.strip()[2:] or 1)
        except ValueError:
            continue
