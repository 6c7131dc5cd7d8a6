"""How long the server takes for a step of the page: `.venv/bin/python -m benchmarks.page
[PEOPLE]`.

PEOPLE (20) go through the interview at once against `pinprick serve` with one process a core. Three
ways: as people who take four seconds or one before each answer, and without a pause, which is the
most the server can bear."""

import asyncio
import os
import random
import re
import sys
import time
from urllib.parse import urlencode

import httpx2

from benchmarks.server import FORM, served

MOST_PAGES = 40
"""After which an interview is given up."""
FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
RADIO = re.compile(r'type="radio" id="[^"]+" name="([^"]+)" value="([^"]+)"')
NUMBER = re.compile(r'id="[^"]+" name="([^"]+)" inputmode')


def answered(page: str, draw: random.Random) -> list[tuple[str, str]]:
    """The form of a page filled in as somebody does who mostly says no."""
    fields = FIELD.findall(page.partition('id="files"')[0])
    if ("_page", "numb-regions") in fields:
        return [*fields, ("numb-regions", "left:dorsum"), ("_go", "next")]
    if 'name="_go" value="none"' in page:
        return [*fields, ("_go", "none")]
    choices: dict[str, list[str]] = {}
    for name, value in RADIO.findall(page):
        if value != "unknown" and not name.startswith("since."):
            choices.setdefault(name, []).append(value)
    said = [
        (name, "absent" if "absent" in some and draw.random() < 0.8 else draw.choice(some))
        for name, some in choices.items()
    ]
    return [*fields, *said, *((name, "52") for name in NUMBER.findall(page)), ("_go", "next")]


async def person(
    client: httpx2.AsyncClient, seed: int, pause: float, took: dict[str, list[float]]
) -> None:
    """One interview; how long each step and the result took, in seconds."""
    draw = random.Random(seed)
    page = (await client.get("/interview")).text
    for _ in range(MOST_PAGES):
        if 'name="_page"' not in page:
            return
        await asyncio.sleep(draw.uniform(0.5, 1.5) * pause)
        content = urlencode(answered(page, draw))
        start = time.perf_counter()
        page = (
            await client.post("/interview", content=content, headers={"content-type": FORM})
        ).text
        took["step" if 'name="_page"' in page else "result"].append(time.perf_counter() - start)


async def measure(address: str, people: int, pause: float) -> dict[str, list[float]]:
    took: dict[str, list[float]] = {"step": [], "result": []}
    async with httpx2.AsyncClient(base_url=address, timeout=60) as client:
        await asyncio.gather(*(person(client, seed, pause, took) for seed in range(people)))
    return took


def quantile(values: list[float], part: float) -> float:
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with served(os.cpu_count() or 1) as (address, _):
        asyncio.run(measure(address, 4, 0))  # every process has made its tables
        for pause in (4.0, 1.0, 0.0):
            for name, values in asyncio.run(measure(address, people, pause)).items():
                figures = "  ".join(
                    f"p{round(100 * q)} {1000 * quantile(values, q):.0f} ms" for q in (0.5, 0.95, 1)
                )
                print(
                    f"{people} people with pauses of {pause:g} s: {name} ({len(values)})  {figures}"
                )


if __name__ == "__main__":
    main()
