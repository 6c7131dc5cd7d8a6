"""Connections that come at once are shared among the processes that listen."""

import asyncio
import itertools
import socket
import time
from collections.abc import Iterator

import pytest

from pinprick.serving.even import Even

CLIENTS = 16


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as one:
        one.bind(("127.0.0.1", 0))
        yield one


async def _greets(loop: asyncio.AbstractEventLoop, sock: socket.socket) -> tuple[asyncio.Server, list[float]]:
    """A server of which each connection is told its time."""
    times: list[float] = []

    class Greeting(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            times.append(time.monotonic())
            assert isinstance(transport, asyncio.WriteTransport)
            transport.write(b"here")

    return await loop.create_server(Greeting, sock=sock, backlog=128), times


def test_who_holds_more_connections_leaves_the_next_to_others(listening: socket.socket) -> None:
    """Two loops share a socket, as two processes do, and run in turn; each takes about half of those that
    wait, and all wait at once."""

    async def taken() -> list[int]:
        loop = asyncio.get_running_loop()
        servers = [await _greets(loop, listening.dup()) for _ in range(2)]
        clients = [await asyncio.open_connection(*listening.getsockname()) for _ in range(CLIENTS)]
        async with asyncio.timeout(10):
            assert [await read.readexactly(4) for read, _ in clients] == [b"here"] * CLIENTS
        for server, _ in servers:
            server.close()
            await server.wait_closed()
        for _, write in clients:
            write.close()
        return [len(times) for _, times in servers]

    with asyncio.Runner(loop_factory=Even) as runner:
        one, other = runner.run(taken())
    assert one + other == CLIENTS
    assert min(one, other) >= CLIENTS // 4


def test_a_process_that_is_alone_takes_all_the_later_the_more_it_holds(listening: socket.socket) -> None:
    async def taken() -> list[float]:
        server, times = await _greets(asyncio.get_running_loop(), listening)
        clients = [await asyncio.open_connection(*listening.getsockname()) for _ in range(CLIENTS)]
        async with asyncio.timeout(10):
            assert [await read.readexactly(4) for read, _ in clients] == [b"here"] * CLIENTS
        server.close()
        await server.wait_closed()
        for _, write in clients:
            write.close()
        return times

    with asyncio.Runner(loop_factory=Even) as runner:
        times = runner.run(taken())
    pauses = [later - before for before, later in itertools.pairwise(times)]
    for held, pause in enumerate(pauses, 1):
        assert pause >= 0.9e-3 * min(held, 20)


def test_where_no_descriptor_is_left_it_says_so_and_goes_on(
    listening: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pinprick.serving.even._EXHAUSTED", 0.01)
    told: list[object] = []
    accept = Even.sock_accept

    async def exhausted(loop: Even, sock: socket.socket) -> tuple[socket.socket, object]:
        if not told:
            raise OSError(24, "Too many open files")
        return await accept(loop, sock)

    monkeypatch.setattr(Even, "sock_accept", exhausted)

    async def taken() -> bytes:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: told.append(context["exception"]))
        server, _ = await _greets(loop, listening)
        read, write = await asyncio.open_connection(*listening.getsockname())
        async with asyncio.timeout(10):
            greeting = await read.readexactly(4)
        write.close()
        server.close()
        await server.wait_closed()
        return greeting

    with asyncio.Runner(loop_factory=Even) as runner:
        assert runner.run(taken()) == b"here"
    assert [str(one) for one in told] == ["[Errno 24] Too many open files"]
