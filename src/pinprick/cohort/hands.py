"""Who works at a table: this process alone, or a pool of processes of this machine."""

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process

from msgspec import Struct

from pinprick.extras import needed

with needed("batch"):
    import pyarrow as pa


class Hands(Struct, frozen=True):
    """Who works: a `pool`, None for this process alone, how many there are, and whether they are `far`
    and see no files of ours."""

    pool: Executor | None = None
    count: int = 1
    far: bool = False


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def processes(count: int) -> Iterator[Hands]:
    """So many processes; one is this one."""
    pa.set_cpu_count(1)  # each takes a core
    if count == 1:
        yield Hands()
        return
    pool = ProcessPoolExecutor(count, get_context("spawn"), _begin)
    try:
        yield Hands(pool, count)
    finally:
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """Set up a process of the pool: the one that began it is the one that is interrupted, and none stays
    when that is killed."""
    pa.set_cpu_count(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    assert parent is not None

    def end() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=end, daemon=True).start()
