"""Servers that tell when somebody can connect: a line that comes before has people open a page that
is not there."""

import socket
from collections.abc import Callable

from uvicorn import Config, Server
from uvicorn.supervisors import Multiprocess

Told = Callable[[], object]
_ASKED = 1.0
"""Seconds that a worker has to say whether it listens; it is asked again every half second."""


class One(Server):
    """A server of this process, which calls `told` once when it listens."""

    def __init__(self, config: Config, told: Told) -> None:
        super().__init__(config)
        self._told = told
        self.failed: OSError | None = None
        """Why it could not be told, where it could not."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begins to listen, and tells it."""
        await super().startup(sockets)
        if self.started:
            try:
                self._told()
            except OSError as error:
                self.failed, self.should_exit = error, True


class Several(Multiprocess):
    """The workers of a server, which call `told` once when the first of them listens: they share a
    socket."""

    def __init__(self, config: Config, listening: socket.socket, told: Told) -> None:
        super().__init__(config, [listening])
        self._told: Told | None = told
        self.failed: OSError | None = None

    def keep_subprocess_alive(self) -> None:
        """Looks after the workers, every half second."""
        super().keep_subprocess_alive()
        if self._told and any(worker.is_ready(_ASKED) for worker in self.processes):
            told, self._told = self._told, None
            try:
                told()
            except OSError as error:
                self.failed = error
                self.should_exit.set()
