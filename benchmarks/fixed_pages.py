"""What the server reckons to send a page that is the same for everybody: `.venv/bin/python -m
benchmarks.fixed_pages`.

Without a network, as the server calls the application: the first time, when it is made, and every
later time, as multiples of the page for an address that there is not, which is never kept."""

import asyncio
import re
import statistics
import time

from benchmarks.server import ask
from pinprick import loading
from pinprick.app import application
from pinprick.web.fixed import pages_of

TIMES = 40


async def main() -> None:
    model = loading.load()
    app = application(model)
    named = next(iter(model.knowledge.guides)), next(iter(model.knowledge.conditions))
    addresses = [
        "/",
        "/interview",
        f"/guides/{named[0]}",
        f"/conditions/{named[1]}",
        "/browse",
        "/clinician",
    ]
    addresses += [f"/static/{name}" for name in ("pinprick.css", "htmx.js", "pinprick.js")]

    async def took(address: str, anew: bool) -> float:
        times = []
        for _ in range(TIMES // 4 if anew else TIMES):
            if anew:
                pages_of(model).clear()
            start = time.process_time()
            await ask(app, address)
            times.append(time.process_time() - start)
        return statistics.median(times)

    for address in addresses:  # all tables are made
        await ask(app, address)
    nothing = await took("/nothing", False)
    print(
        f"{'address':40} made  kept  KB sent   (1 is a page that is not there: {1000 * nothing:.2f} ms)"
    )
    for address in addresses:
        first, later = await took(address, True), await took(address, False)
        size = len(await ask(app, address)) / 1000
        shown = re.sub(r"^(/(guides|conditions)/).*", r"\1…", address)
        print(f"{shown:40} {first / nothing:5.1f} {later / nothing:5.2f} {size:6.1f}")


if __name__ == "__main__":
    asyncio.run(main())
