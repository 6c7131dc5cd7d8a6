"""Scripts in pages of others that ask the interface: only those of the origins that were named."""

from collections.abc import Sequence

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

PREFIX = "/api/"
"""What the address of every request of a program begins with."""
_DAY = 86_400


class FromElsewhere:
    """Lets them ask what begins with one of the prefixes, and nothing else that is served; with
    these `headers` besides, which are not read."""

    def __init__(
        self,
        app: ASGIApp,
        origins: Sequence[str],
        prefixes: tuple[str, ...] = (PREFIX,),
        headers: Sequence[str] = (),
    ) -> None:
        self.app, self.prefixes = app, prefixes
        self.opened = CORSMiddleware(
            app,
            allow_origins=origins,
            allow_methods=["GET", "POST"],
            allow_headers=["authorization", "content-type", *headers],
            expose_headers=["retry-after"],
            max_age=_DAY,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        of_programs = scope["type"] == "http" and scope["path"].startswith(self.prefixes)
        await (self.opened if of_programs else self.app)(scope, receive, send)
