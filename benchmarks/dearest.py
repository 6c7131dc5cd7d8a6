"""The dearest requests that a person may send: ten red flags at once, straight to the result, 40 times
to one process of the server. Linux tells what it holds."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.server import finished, sent, served
from pinprick.knowledge.ids import PRESENT
from pinprick.model.axes import Model

FLAGS, REQUESTS = 10, 40


@dataclass(frozen=True, slots=True)
class Dearest:
    """Seconds of the processor that one such request of `size` bytes took on average, and the
    megabytes that the process held: at the start page, after one result, and after all of them.
    Of each first what is resident, then what is its own and shared with no other process."""

    size: int
    seconds: float
    megabytes: dict[str, tuple[float, float]]


def form(model: Model) -> bytes:
    """Those of the red flags with the shortest names, as somebody would who looks for the most
    harm in the fewest bytes."""
    flags = [flag for flag in model.knowledge.urgency.red_flags if isinstance(flag, str)]
    asked = [id_ for id_ in flags if model.knowledge.vocabulary.findings[id_].by == "person"]
    told = [(id_, PRESENT) for id_ in sorted(asked, key=len)[:FLAGS]]
    return urlencode([*told, ("_go", "result")]).encode()


def dearest(model: Model) -> Dearest:
    """What they cost one process that has told one result before."""
    content, held = form(model), {}
    with served() as (address, process):
        held["at the start page"] = megabytes(process)
        sent(f"{address}/interview", finished())
        held["after one result"] = megabytes(process)
        sent(f"{address}/interview", content)
        before = seconds(process)
        for _ in range(REQUESTS):
            sent(f"{address}/interview", content)
        taken = (seconds(process) - before) / REQUESTS
        held[f"after {REQUESTS} of the dearest"] = megabytes(process)
    return Dearest(len(content), taken, held)


def megabytes(process: int) -> tuple[float, float]:
    """What is resident, and of it what is the process' own."""
    told = Path(f"/proc/{process}/smaps_rollup").read_text()
    sizes = {name: int(size) for name, size in re.findall(r"^(\w+): +(\d+) kB", told, re.MULTILINE)}
    return sizes["Rss"] / 1000, (sizes["Private_Clean"] + sizes["Private_Dirty"]) / 1000


def seconds(process: int) -> float:
    """What all threads of a process have taken of the processor."""
    told = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(file.read_text().split()[0]) for file in told) / 1e9
