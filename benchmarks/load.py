"""Writes benchmarks/load.md: `make load`. A real server and real sockets, in about two minutes."""

import asyncio
import os
from collections.abc import Iterable

from benchmarks import attack, killing, page, programs
from benchmarks.attack import Attack
from benchmarks.cases import ROOT
from benchmarks.goals import Goal
from benchmarks.killing import Killed
from benchmarks.measured import shipped
from benchmarks.page import quantile
from benchmarks.server import served
from pinprick.model.axes import Model
from scripts.worked import Lines, table

PAGE = ROOT / "benchmarks" / "load.md"
PEOPLE, PAUSE = 20, 1.0
_HEAD = """# Under load and under attack

Written by `make load`, on {processors} processors that {load:.1f} other processes wanted when it began. The server is
one process of `pinprick serve` on the same machine as those who ask; times are on the clock.
The tests never look at them.
"""


def people() -> dict[str, list[float]]:
    """How long steps and results take PEOPLE at once, with a process a core."""
    with served(os.cpu_count() or 1) as (address, _):
        asyncio.run(page.measure(address, 4, 0))  # every process has made its tables
        return asyncio.run(page.measure(address, PEOPLE, PAUSE))


def asked_by_programs(model: Model) -> dict[str, programs.Met]:
    """How many requests of programs are answered, with a process a core."""
    with served(os.cpu_count() or 1) as (address, _):
        programs.measure(
            address, programs.body(model), clients=4
        )  # every process has made its tables
        return programs.measure(address, programs.body(model))


def goals(took: dict[str, list[float]], crowd: Attack, killed: dict[str, Killed]) -> list[Goal]:
    """What is asked of the server."""
    ordinary = [quantile(each, 0.99) for each in crowd.pages.values()]
    return [
        Goal(
            f"memory after {attack.SENDERS} of the dearest at once", 200, "MB", crowd.megabytes[1]
        ),
        Goal("ordinary pages meanwhile, p99", 1, "s", max(ordinary)),
        Goal("until a result is as usual again", 2, "s", max(crowd.recovery, 1e-3)),
        Goal(
            "until healthy again after a kill",
            5,
            "s",
            max(max(one.healthy for one in killed.values()), 1e-3),
        ),
        Goal(f"a step with {PEOPLE} people at once, p95", 0.05, "s", quantile(took["step"], 0.95)),
    ]


def goals_table(met: Iterable[Goal]) -> Lines:
    """Each goal beside what was measured."""
    rows = [
        (
            one.what,
            f"at most {one.goal:g} {one.unit}",
            f"{one.measured:.3g} {one.unit}",
            "yes" if one.met else "no",
        )
        for one in met
    ]
    return table(("what", "goal", "measured", "met"), rows)


def costs_table(costs: dict[str, float]) -> Lines:
    """What each request takes, the dearest first."""
    rows = sorted(costs.items(), key=lambda pair: -pair[1])
    return table(("request", "CPU ms"), [(name, f"{1000 * seconds:.0f}") for name, seconds in rows])


def met_table(attacks: dict[str, Attack]) -> Lines:
    """What each attack met, and what others did meanwhile."""
    rows = []
    for name, one in attacks.items():
        answers = ", ".join(
            f"{count} × {status or 'closed'}" for status, count in sorted(one.statuses.items())
        )
        for what, seconds in one.pages.items():
            quantiles = (f"{1000 * quantile(seconds, part):.0f} ms" for part in (0.5, 0.99))
            memory = " / ".join(f"{size:.0f} MB" for size in one.megabytes)
            rows.append(
                (
                    name,
                    answers or "closed",
                    what,
                    *quantiles,
                    str(one.refused),
                    memory,
                    f"{one.recovery:.2f} s",
                )
            )
    head = (
        "attack",
        "its answers",
        "meanwhile",
        "p50",
        "p99",
        "turned away",
        "memory at most / after",
        "over after",
    )
    return table(head, rows)


def people_table(took: dict[str, list[float]]) -> Lines:
    """How long those wait who mean no harm."""
    rows = [
        (
            name,
            str(len(each)),
            *(f"{1000 * quantile(each, part):.0f} ms" for part in (0.5, 0.95, 0.99)),
        )
        for name, each in took.items()
        if each
    ]
    return table(("what", "how many", "p50", "p95", "p99"), rows)


def programs_table(met: dict[str, programs.Met]) -> Lines:
    """How many answers a second programs get, and how long they wait."""
    rows = [
        (
            name,
            f"{one.a_second:.0f}",
            *(f"{1000 * quantile(one.seconds, part):.1f} ms" for part in (0.5, 0.99)),
            ", ".join(f"{count} × {status}" for status, count in sorted(one.statuses.items())),
        )
        for name, one in met.items()
    ]
    return table(("asked", "answers a second", "p50", "p99", "answers"), rows)


def killed_table(killed: dict[str, Killed]) -> Lines:
    """How long a server that was killed is missed, and by how many requests."""
    rows = [
        (
            name,
            f"{one.healthy:.2f} s",
            f"{one.replaced:.2f} s",
            f"{one.failed} of {one.asked}",
        )
        for name, one in killed.items()
    ]
    return table(("killed", "healthy after", "replaced after", "failed"), rows)


def written(model: Model) -> str:
    """The page."""
    head = _HEAD.format(processors=os.cpu_count(), load=os.getloadavg()[0])
    costs = attack.costs(model)
    name = max(costs, key=costs.__getitem__)
    crowd, slow, took = attack.crowd(*attack.forms(model)[name]), attack.half_sent(), people()
    attacks = {
        f"{attack.SENDERS} at once, {attack.ROUNDS} times each: {name}": crowd,
        f"{attack.SLOW} half-sent requests": slow,
    }
    asked, killed = asked_by_programs(model), killing.measured()
    parts: list[tuple[str, Lines]] = [
        ("## Goals", goals_table(goals(took, crowd, killed))),
        ("## The dearest requests, one by one", costs_table(costs)),
        ("## Attacks", met_table(attacks)),
        (f"## {PEOPLE} people at once, a second between answers", people_table(took)),
        (f"## {programs.CLIENTS} programs at once, without a pause", programs_table(asked)),
        (
            f"## Killed (`kill -9`) while {killing.CLIENTS} ask, and after a failure again in 10 ms",
            killed_table(killed),
        ),
    ]
    return "\n".join([head, *(f"{title}\n\n" + "\n".join(lines) + "\n" for title, lines in parts)])


def main() -> None:
    PAGE.write_text(written(shipped()), encoding="utf-8")


if __name__ == "__main__":
    main()
