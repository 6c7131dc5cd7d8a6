"""What is logged when something goes wrong: the kind of an error and the places in the code, never its
words, which may hold an answer; and one line a minute where an attack could bring thousands."""

import asyncio
import errno
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from pinprick.problems import without_words
from pinprick.serving.memory import keep_freed

LOG = logging.getLogger(__name__)
EXHAUSTED = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)
"""The errors of a system that has no descriptor or no memory left for a connection."""
PAUSE = 60.0
"""Seconds between two lines that say the same."""
_MOST = 100
"""How many lines are remembered, the latest ones."""


class Seldom:
    """Logs a line once in PAUSE seconds, however often it is told."""

    def __init__(self) -> None:
        self._told: dict[str, float] = {}

    def tell(self, level: int, line: str) -> None:
        """Log it, if that was not done a moment ago."""
        now = time.monotonic()
        if now - self._told.get(line, float("-inf")) < PAUSE:
            return
        self._told = dict([*self._told.items(), (line, now)][-_MOST:])
        LOG.log(level, line)


seldom = Seldom()


def exhausted() -> None:
    """Log that nothing is left to give."""
    seldom.tell(
        logging.WARNING,
        "Too many connections or files are open: new connections wait. "
        "Allow the process more (ulimit -n), or let a proxy take fewer.",
    )


def is_exhausted(error: BaseException | None) -> bool:
    """Whether an error only says that the system has nothing left to give."""
    return isinstance(error, OSError) and error.errno in EXHAUSTED


def handler(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What the event loop calls with an error that nobody caught; left to itself it logs all that it
    has, a whole traceback for each connection that could not be taken."""
    error = context.get("exception")
    if is_exhausted(error):
        exhausted()
    elif error is not None:
        seldom.tell(logging.ERROR, without_words(error))
    else:
        seldom.tell(logging.ERROR, str(context.get("message")))


@asynccontextmanager
async def lifespan(_: object) -> AsyncIterator[None]:
    """Sets the handler, whichever server runs the application, and what is kept of memory."""
    keep_freed()
    asyncio.get_running_loop().set_exception_handler(handler)
    yield
