"""Pages that are the same for everybody: made and compressed once for a country and a language, then
sent as they are.

Nothing that a person sent can get into one: it is made from a request that says no more than the
address, the language and the guess of the country. What is kept is bounded, as addresses and
headers come from outside."""

import gzip
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from pinprick.model.axes import Model
from pinprick.once import once
from pinprick.serving.languages import CHOSEN, beginning
from pinprick.serving.state import language_of, model_of
from pinprick.web.pages import place_of

MOST_KEPT = 8_000_000
"""Bytes of compressed pages that a process keeps for a model, the latest ones asked for."""
_LEVEL = 9
_OF_CONTENT = ("content-type", "content-disposition")


class Kept(Struct, frozen=True):
    """A page as it is sent: the headers that say what it is, and its compressed bytes."""

    headers: dict[str, str]
    body: bytes


Key: TypeAlias = tuple[str, str, str]
"""The address, the language and the country that is guessed, if one of ours is."""
Pages: TypeAlias = OrderedDict[Key, Kept]
Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]


@once
def pages_of(model: Model) -> Pages:
    """The pages of a model that are kept, the one that was asked for last at the end."""
    return OrderedDict()


def for_everybody(make: Endpoint) -> Endpoint:
    """An endpoint of GET whose page is the same for everybody in a country. Only a page that was
    made is kept; one that is refused is not."""

    async def shown(request: Request) -> Response:
        pages, key = pages_of(model_of(request)), _key(request)
        if key not in pages:
            keep(pages, key, _compressed(await make(_plain(request, key))))
        pages.move_to_end(key)
        return sent(request, pages[key])

    return shown


def keep(pages: Pages, key: Key, kept: Kept, most: int = MOST_KEPT) -> None:
    """Keep a page; those that nobody asked for longest go until all have `most` bytes at most. The
    newest stays in any case."""
    pages[key] = kept
    held = sum(len(one.body) for one in pages.values())
    while held > most and len(pages) > 1:
        _, gone = pages.popitem(last=False)
        held -= len(gone.body)


def _key(request: Request) -> Key:
    country = place_of(request).country
    known = country in model_of(request).knowledge.countries.countries
    address = beginning(request.scope) + request.scope["path"]
    return address, language_of(request), country if known else ""


def _plain(request: Request, key: Key) -> Request:
    """A request that says nothing but what the page may depend on."""
    _, language, country = key
    # the country is guessed from the first, which is no language, so that neither changes the other
    asked = f"und-{country},{language}"
    names = ("type", "app", "path", "path_params", CHOSEN)
    scope = {name: request.scope[name] for name in names if name in request.scope}
    headers = [(b"accept-language", asked.encode())]
    return Request({**scope, "method": "GET", "query_string": b"", "headers": headers})


def _compressed(page: Response) -> Kept:
    headers = {name: page.headers[name] for name in _OF_CONTENT if name in page.headers}
    return Kept(headers, gzip.compress(bytes(page.body), _LEVEL, mtime=0))


def sent(request: Request, kept: Kept) -> Response:
    """The answer that a kept page is, compressed where the browser takes it so."""
    # the middleware that compresses all other pages decides so too, and adds `vary` to what is plain
    if "gzip" in request.headers.get("accept-encoding", ""):
        coded = {"content-encoding": "gzip", "vary": "Accept-Encoding"}
        return Response(kept.body, headers=kept.headers | coded)
    return Response(gzip.decompress(kept.body), headers=kept.headers)
