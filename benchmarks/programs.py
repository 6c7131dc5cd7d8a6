"""How many requests of programs the server answers in a second, over connections that stay open."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Mapping
from urllib.parse import urlsplit

from msgspec import Struct

from pinprick.case.case import Case
from pinprick.case.reading import to_data
from pinprick.model.axes import Model
from tests.pages import article

CLIENTS, SECONDS = 16, 5.0
ASKED = {
    "verdict and causes": "/api/v1/assess?include=verdict,causes",
    "with reasons": "/api/v1/assess?include=verdict,causes,reasons",
    "the next page": "/api/v1/next",
    "the whole": "/api/v1/assess",
}
"""What is asked of one case, by name."""


class Met(Struct, frozen=True):
    """What came back: how long each answer took, and how many there were of each status."""

    seconds: list[float]
    statuses: Mapping[int, int]

    @property
    def a_second(self) -> float:
        """The answers of a second that were no refusal."""
        return self.statuses.get(200, 0) / SECONDS


def body(model: Model) -> bytes:
    """The worked case as a program sends it."""
    told = to_data(Case.of(model, article()))
    return json.dumps({"findings": told["findings"]}).encode()


def measure(address: str, content: bytes, clients: int = CLIENTS) -> dict[str, Met]:
    """Each request asked by CLIENTS at once, as fast as they are answered, for SECONDS."""
    return {
        name: asyncio.run(_asked(address, path, content, clients)) for name, path in ASKED.items()
    }


async def _asked(address: str, path: str, content: bytes, clients: int) -> Met:
    took, statuses = list[float](), Counter[int]()
    until = time.perf_counter() + SECONDS

    async def client() -> None:
        read, write = await asyncio.open_connection(
            urlsplit(address).hostname, urlsplit(address).port
        )
        named = f"host: x\r\ncontent-type: application/json\r\ncontent-length: {len(content)}"
        head = f"POST {path} HTTP/1.1\r\n{named}\r\n\r\n"
        while (begun := time.perf_counter()) < until:
            write.write(head.encode() + content)
            answer = (await read.readuntil(b"\r\n\r\n")).lower()
            await read.readexactly(
                int(answer.partition(b"content-length: ")[2].partition(b"\r\n")[0])
            )
            statuses[int(answer.split()[1])] += 1
            took.append(time.perf_counter() - begun)
        write.close()

    await asyncio.gather(*(client() for _ in range(clients)))
    return Met(took, statuses)
