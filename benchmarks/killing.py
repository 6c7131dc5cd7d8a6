"""A server that is killed (`kill -9`) while it is asked: how long it is missed, and by how many requests."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.attack import status_of
from benchmarks.server import free_port, midway, started, wait

CLIENTS, BEFORE, AFTER = 8, 1.0, 1.0
"""How many ask without a pause, and the seconds that they do before the kill and after all is well."""
_LONGEST = 60.0


@dataclass(slots=True)
class Killed:
    """What was missed of `asked` requests: how many `failed`, and after how many seconds /healthz answered
    (`healthy`) and another process was started in the place of the killed one (`replaced`)."""

    asked: int = 0
    failed: int = 0
    healthy: float = 0.0
    replaced: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)


def measured() -> dict[str, Killed]:
    """Each way to be killed."""
    return {"the only process, started again at once": _the_only_one(), "one of two": _one_of_two()}


def _the_only_one() -> Killed:
    """As by a service manager: whoever starts it again is another."""
    port, killed = free_port(), Killed()
    servers = [started(port)]

    def kill() -> None:
        servers[0].kill()
        servers[0].wait()
        servers.append(started(port))

    with _ended(servers):
        _under_load(f"http://127.0.0.1:{port}", killed, kill, lambda: True)
    return killed


def _one_of_two() -> Killed:
    """The first process starts the other again by itself."""
    port, killed = free_port(), Killed()
    servers = [started(port, workers=2)]
    before: set[int] = set()

    def kill() -> None:
        before.update(workers(servers[0].pid))
        os.kill(min(before), signal.SIGKILL)

    def is_replaced() -> bool:
        return len(workers(servers[0].pid) - {min(before)}) >= 2

    with _ended(servers):
        _under_load(f"http://127.0.0.1:{port}", killed, kill, is_replaced)
    return killed


def workers(process: int) -> set[int]:
    """The processes that a first process has started and that serve; one that only keeps account of the others'
    resources does not."""
    found = set()
    for child in Path(f"/proc/{process}/task/{process}/children").read_text().split():
        with contextlib.suppress(OSError):
            command = Path(f"/proc/{child}/cmdline").read_bytes()
            if b"spawn_main" in command:
                found.add(int(child))
    return found


@contextlib.contextmanager
def _ended(servers: list[subprocess.Popen[bytes]]) -> Iterator[None]:
    try:
        yield
    finally:
        servers[-1].terminate()
        servers[-1].wait()


def _under_load(
    address: str, killed: Killed, kill: Callable[[], None], is_replaced: Callable[[], bool]
) -> None:
    """Kills what is asked, and looks when it is there again."""
    wait(address)
    over, content = threading.Event(), midway()

    def ask() -> None:
        while not over.is_set():
            good = status_of(f"{address}/interview", content) == 200
            with killed.lock:
                killed.asked += 1
                killed.failed += not good
            if not good:
                time.sleep(0.01)  # as a program that asks again does, and not as fast as a loop

    asking = [threading.Thread(target=ask) for _ in range(CLIENTS)]
    for one in asking:
        one.start()
    try:
        time.sleep(BEFORE)
        begun = time.perf_counter()
        kill()
        killed.healthy = _until(lambda: status_of(f"{address}/healthz") == 200, begun)
        killed.replaced = _until(is_replaced, begun)
        time.sleep(AFTER)
    finally:
        over.set()
        for one in asking:
            one.join()


def _until(good: Callable[[], bool], begun: float) -> float:
    """Seconds since it begun until it is good, without end when it never is."""
    while not good():
        if time.perf_counter() - begun > _LONGEST:
            return float("inf")
        time.sleep(0.01)
    return time.perf_counter() - begun
