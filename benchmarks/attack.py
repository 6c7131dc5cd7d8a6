"""What somebody may do to the server who means harm: many of the dearest requests at once, and requests
that are never sent whole; and how the server does for everybody else meanwhile."""

import contextlib
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from benchmarks import dearest
from benchmarks.server import FORM, finished, midway, sent, served
from pinprick.knowledge.ids import ABSENT, PRESENT
from pinprick.model.axes import Model

SENDERS, ROUNDS, SLOW, LONGEST = 40, 5, 400, 30.0
_WORDS = "numb foot, cannot pass urine, weak leg, face droops, fever, stiff neck, fell, bleeding. "


@dataclass(slots=True)
class Attack:
    """What an attack of so many requests met, and what others met meanwhile: statuses of its answers;
    seconds that each ordinary page took; megabytes at the most, and what one worker holds after;
    seconds from the last answer on until a result took no longer than twice its usual time."""

    statuses: dict[int, int] = field(default_factory=dict)
    pages: dict[str, list[float]] = field(default_factory=dict)
    refused: int = 0
    megabytes: tuple[float, float] = (0.0, 0.0)
    recovery: float = 0.0


def forms(model: Model) -> dict[str, tuple[str, bytes]]:
    """Legal requests that look dear: an address and a form each."""
    knowledge = model.knowledge
    person = [
        id_
        for id_, one in knowledge.vocabulary.findings.items()
        if one.kind == "flag" and one.by == "person"
    ]
    red = [flag for flag in knowledge.urgency.red_flags if flag in person]
    regions = list(knowledge.vocabulary.regions)
    half = [
        ("numb-regions", "left:dorsum"),
        *(("_not-asked", one) for one in regions[::2] if one != "dorsum"),
    ]
    go = ("_go", "result")
    flags = [(id_, PRESENT) for id_ in red]
    told = [(id_, PRESENT if number % 2 else ABSENT) for number, id_ in enumerate(person)]
    return {
        "a usual result": ("/interview", finished()),
        "ten red flags": ("/interview", dearest.form(model)),
        "ten red flags, half a map": (
            "/interview",
            dearest.form(model) + b"&" + urlencode(half).encode(),
        ),
        "every red flag, half a map": ("/interview", urlencode([*flags, *half, go]).encode()),
        "every question, half a map": ("/interview", urlencode([*told, *half, go]).encode()),
        "every question, for clinicians": ("/clinician", urlencode([*told, *half]).encode()),
        "every question, as a note": ("/note.pdf", urlencode(told).encode()),
        "own words, as long as may be": (
            "/interview",
            urlencode([("_say", (_WORDS * 60)[:4900]), ("_go", "read")]).encode(),
        ),
    }


def status_of(address: str, content: bytes | None = None) -> int:
    """What the server answers, 0 when it is not one."""
    try:
        with urlopen(Request(address, content, {"content-type": FORM}), timeout=60) as answer:
            answer.read()
            return int(answer.status)
    except HTTPError as refused:
        return refused.code
    except OSError:
        return 0


def costs(model: Model, times: int = 5) -> dict[str, float]:
    """Seconds of the processor that each such request takes, without those that are refused."""
    found = {}
    with served() as (address, process):
        for name, (path, content) in forms(model).items():
            if status_of(f"{address}{path}", content) != 200:
                continue
            before = dearest.seconds(process)
            for _ in range(times):
                sent(f"{address}{path}", content)
            found[name] = (dearest.seconds(process) - before) / times
    return found


@contextlib.contextmanager
def others(address: str, attack: Attack) -> Iterator[None]:
    """Somebody who reads the start and answers a question, again and again meanwhile."""
    over = threading.Event()
    ways: dict[str, Callable[[], int]] = {
        "start page": lambda: status_of(f"{address}/"),
        "step of the interview": lambda: status_of(f"{address}/interview", midway_),
    }
    midway_ = midway()

    def ask() -> None:
        while not over.is_set():
            for name, way in ways.items():
                start = time.perf_counter()
                good = way() == 200
                attack.refused += not good
                attack.pages.setdefault(name, []).append(time.perf_counter() - start)
            time.sleep(0.02)

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        yield
    finally:
        over.set()
        asking.join()


def crowd(path: str, content: bytes) -> Attack:
    """SENDERS send the same at once, ROUNDS times each, without a pause."""
    attack = Attack()
    with served() as (address, process), ThreadPoolExecutor(SENDERS) as senders:
        usual = took(address)
        with others(address, attack):
            jobs = [
                senders.submit(status_of, f"{address}{path}", content)
                for _ in range(SENDERS * ROUNDS)
            ]
            for job in jobs:
                status = job.result()
                attack.statuses[status] = attack.statuses.get(status, 0) + 1
        start = time.perf_counter()
        while took(address) > max(2 * usual, 0.2) and time.perf_counter() - start < LONGEST:
            time.sleep(0.02)
        attack.recovery = time.perf_counter() - start
        attack.megabytes = (_peak(process), dearest.megabytes(process)[0])
    return attack


def half_sent() -> Attack:
    """SLOW connections that send half a request and wait, until the last of them is closed."""
    attack = Attack()
    with served() as (address, process):
        took(address)
        host, _, port = address.removeprefix("http://").partition(":")
        start = time.perf_counter()
        with others(address, attack):
            lines = [socket.create_connection((host, int(port))) for _ in range(SLOW)]
            for line in lines:
                _send_half(line)
            for line in lines:
                _read_to_end(line)
        attack.recovery = time.perf_counter() - start
        attack.megabytes = (_peak(process), dearest.megabytes(process)[0])
    return attack


def _send_half(line: socket.socket) -> None:
    with contextlib.suppress(OSError):
        line.sendall(b"POST /interview HTTP/1.1\r\nhost: x\r\ncontent-length: 99\r\n\r\nfever")


def _read_to_end(line: socket.socket) -> None:
    with line, contextlib.suppress(OSError):
        while line.recv(65536):
            pass


def took(address: str) -> float:
    """How long a usual result takes, without end when it is refused."""
    start = time.perf_counter()
    good = status_of(f"{address}/interview", finished()) == 200
    return time.perf_counter() - start if good else float("inf")


def _peak(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) / 1000
