"""Where the work of a request is done: in few threads with a short queue, so that many requests at once
cost time and not memory, and what is quick does not wait for what is not."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore
from typing import ParamSpec, TypeVar

from starlette.requests import Request

from pinprick.serving.refusals import Busy

P = ParamSpec("P")
T = TypeVar("T")


class Pool:
    """Some threads, and how many requests may wait for one of them."""

    def __init__(self, threads: int, waiting: int) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="pinprick")
        self._room = BoundedSemaphore(threads + waiting)

    @property
    def is_full(self) -> bool:
        """Whether the next request would be turned away."""
        if self._room.acquire(blocking=False):
            self._room.release()
            return False
        return True

    async def run(self, work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """What the work comes to.

        Raises:
            Busy: when too many wait already.
        """
        if not self._room.acquire(blocking=False):
            raise Busy
        running = self._threads.submit(work, *args, **named)
        # what runs cannot be stopped: it counts until it is done, whether somebody waits or not
        running.add_done_callback(lambda _: self._room.release())
        return await asyncio.wrap_future(running)


class Pools:
    """The pools of an application: one for a step, which takes milliseconds, one for a result or a
    sheet of paper, which takes tens of them, and most of the memory. Each has one thread: two that
    reckon in one process hinder each other, and end no sooner than one after the other."""

    def __init__(self) -> None:
        self.steps = Pool(threads=1, waiting=100)
        self.heavy = Pool(threads=1, waiting=17)


async def step(request: Request, work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """Something quick, done beside the network.

    Raises:
        Busy: when too many wait already.
    """
    return await pools_of(request).steps.run(work, *args, **named)


async def heavy(request: Request, work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """Something dear, of which few are done at once.

    Raises:
        Busy: when too many wait already.
    """
    return await pools_of(request).heavy.run(work, *args, **named)


def pools_of(request: Request) -> Pools:
    """The pools of the application that serves a request."""
    found: Pools = request.app.state.pools
    return found
