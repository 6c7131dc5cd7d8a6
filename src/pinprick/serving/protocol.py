"""HTTP with an end to everything: `uvicorn --http pinprick.serving.protocol:Bounded`, and what
`pinprick serve` uses.

uvicorn waits for ever for the rest of a request and for a client that does not read; an application
never hears of a request whose head is not whole. Behind a proxy that has such limits of its own any
other way to speak HTTP does."""

import contextlib
from asyncio import TimerHandle, Transport
from typing import Any

from pinprick.extras import needed

with needed("page"):
    import h11
    from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

READ_SECONDS = 15.0
"""The time that a request may take to come, from its first byte, or from the connection on."""
WRITE_SECONDS = 30.0
"""The time that a client may leave what is sent to it unread."""
MOST_CONNECTIONS = 250
"""Of a process, at once. Each holds one request's bytes at most."""
_OF_DESCRIPTORS = 0.5
"""The part of the files that a process may open that connections may take."""
_SLOW = b"HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
_BUSY = (
    b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\ncontent-length: 0\r\n"
    b"connection: close\r\n\r\n"
)


def most_connections() -> int:
    """How many connections this process takes at once, with the descriptors that it may have."""
    try:
        import resource  # Unix alone has it
    except ImportError:
        return MOST_CONNECTIONS
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    return max(1, min(MOST_CONNECTIONS, int(soft * _OF_DESCRIPTORS)))


class Bounded(H11Protocol):
    """One connection. A request that is not there in time, and an answer that nobody reads, end it. One
    too many takes the place of the oldest that waits for its client, so that those who send nothing
    keep nobody out; where none waits it is told to come again."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._reading: TimerHandle | None = None
        self._writing: TimerHandle | None = None
        self.since = self.loop.time()

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Somebody connects."""
        super().connection_made(transport)
        if len(self.connections) > most_connections() and not self._replace():
            self._close(_BUSY)
            return
        self._reading = self.loop.call_later(READ_SECONDS, self._slow)

    def connection_lost(self, exc: Exception | None) -> None:
        """It ended, whoever ended it."""
        self._stop_reading()
        self._stop_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Some of a request came."""
        if self.transport.is_closing():
            return
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        """An answer was given to the transport, which may still hold some of it."""
        super().on_response_complete()
        if self.transport.get_write_buffer_size():
            self._start_writing()
        self._watch()

    def pause_writing(self) -> None:
        """The client reads more slowly than we write."""
        super().pause_writing()
        self._start_writing()

    def resume_writing(self) -> None:
        """It has read."""
        super().resume_writing()
        self._stop_writing()

    def send_400_response(self, msg: str) -> None:
        """Refuses what is not HTTP; where an answer has begun there is no place for another."""
        with contextlib.suppress(h11.LocalProtocolError):
            super().send_400_response(msg)
        self._close()

    @property
    def waits(self) -> bool:
        """Whether it is the client's turn to send something."""
        cycle: RequestResponseCycle | None = self.cycle  # none before the first request
        return cycle is None or cycle.response_complete or self._reading is not None

    def _replace(self) -> bool:
        """Closes the oldest other connection that waits for its client, if one does."""
        others = (one for one in self.connections if isinstance(one, Bounded) and one is not self)
        waiting = [one for one in others if one.waits and not one.transport.is_closing()]
        if not waiting:
            return False
        min(waiting, key=lambda one: one.since)._close()
        return True

    def _watch(self) -> None:
        """Starts the clock when some of a request is there, and stops it when all of it is."""
        begun = bool(self.conn.trailing_data[0])
        waits = self.conn.their_state is h11.SEND_BODY or (
            self.conn.their_state is h11.IDLE and begun
        )
        if not waits:
            self._stop_reading()
        elif self._reading is None:
            self._reading = self.loop.call_later(READ_SECONDS, self._slow)

    def _slow(self) -> None:
        self._reading = None
        self._close(_SLOW if self.conn.our_state is h11.IDLE else b"")

    def _close(self, last: bytes = b"") -> None:
        """Say a last word where there is one, and close; whether that is read or not."""
        if not self.transport.is_closing():
            self.transport.write(last)
            self.transport.close()
        self._start_writing()

    def _start_writing(self) -> None:
        if self._writing is None:
            self._writing = self.loop.call_later(WRITE_SECONDS, self._unread)

    def _unread(self) -> None:
        self._writing = None
        if self.transport.is_closing() or self.transport.get_write_buffer_size():
            self.transport.abort()

    def _stop_reading(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _stop_writing(self) -> None:
        if self._writing is not None:
            self._writing.cancel()
            self._writing = None
