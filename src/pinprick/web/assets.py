"""The style sheet and the scripts, which lie compressed beside themselves: `make assets` writes
them."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pinprick.web.fixed import Endpoint, Kept, sent
from pinprick.web.pages import STATIC

_KINDS = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}


def routes() -> list[BaseRoute]:
    """One for each file of ours that lies compressed too; all others are sent as they are."""
    names = sorted(path.stem for path in STATIC.glob("*.gz"))
    return [Route(f"/static/{name}", _asset(name), methods=["GET"]) for name in names]


def _asset(name: str) -> Endpoint:
    kind = _KINDS[(STATIC / name).suffix]
    kept = Kept({"content-type": kind}, (STATIC / f"{name}.gz").read_bytes())

    async def shown(request: Request) -> Response:
        return sent(request, kept)

    return shown
