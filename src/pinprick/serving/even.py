"""How several processes that listen at one address share those who connect."""

import asyncio
import contextlib
import socket
from collections.abc import Callable
from typing import Any

_PAUSE, _LONGEST = 0.001, 0.02
"""Seconds before the next connection is taken: so many for each that is held, and at most."""
_EXHAUSTED = 1.0
"""Seconds to wait where the system has no descriptor left, as the loop of Python does."""
_Protocol = Callable[[], asyncio.BaseProtocol]


class Even(asyncio.SelectorEventLoop):
    """Takes one connection at a time, and the later the more it holds, so that the next is left to a
    process that has fewer. The loop of Python takes as many in a row as may wait: one process then
    has all those that stay, and the others none."""

    async def create_server(
        self, protocol_factory: _Protocol, *args: Any, backlog: int = 100, **named: Any
    ) -> Any:
        """A server at the socket that is given as `sock`, of which `backlog` connections may wait;
        elsewhere that of Python."""
        listening: socket.socket | None = named.get("sock")
        if listening is None or named.get("ssl"):
            named["backlog"] = backlog
            return await super().create_server(protocol_factory, *args, **named)
        listening.setblocking(False)
        listening.listen(backlog)
        return _Server(self, protocol_factory, listening)


class _Server:
    """What takes the connections of one socket, until it is closed."""

    def __init__(self, loop: Even, protocol: _Protocol, listening: socket.socket) -> None:
        self.sockets = (listening,)
        self._held: list[asyncio.BaseTransport] = []
        self._taking = loop.create_task(self._take(loop, protocol, listening))

    def close(self) -> None:
        """Takes no more."""
        self._taking.cancel()
        for listening in self.sockets:
            listening.close()

    async def wait_closed(self) -> None:
        """Until it takes no more."""
        await asyncio.wait([self._taking])

    async def _take(self, loop: Even, protocol: _Protocol, listening: socket.socket) -> None:
        while True:
            try:
                connected, _ = await loop.sock_accept(listening)
            except ConnectionAbortedError:
                continue
            except OSError as error:
                told = {"message": "accept failed", "exception": error}
                loop.call_exception_handler(told)
                await asyncio.sleep(_EXHAUSTED)
                continue
            with contextlib.suppress(OSError):  # whoever connected is gone again
                transport, _ = await loop.connect_accepted_socket(protocol, connected)
                self._held.append(transport)
            self._held = [one for one in self._held if not one.is_closing()]
            await asyncio.sleep(min(_PAUSE * len(self._held), _LONGEST))
