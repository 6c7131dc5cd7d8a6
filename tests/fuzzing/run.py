"""`python -m tests.fuzzing.run case 1000`: give so many inputs to a target and tell every fault with its seed.

A fault is an exception, an input that takes more than ten seconds, or more memory than 300 MB for all of it."""

import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click

from tests.fuzzing.targets import TARGETS

MOST_SECONDS = 10.0  # a knowledge base in two languages takes nearly five on a slow machine
MOST_MEMORY = 300
"""Megabytes that the process may take, with the knowledge base and all."""
_MOST_FAULTS = 20


@dataclass
class Tally:
    """What became of the inputs of a target: how many were refused and taken, every fault by its seed, and the longest
    that one took in seconds of the processor."""

    ended: Counter[str] = field(default_factory=Counter)
    faults: dict[int, str] = field(default_factory=dict)
    longest: tuple[float, int] = (0.0, 0)


class Hang(Exception):
    """An input takes too long."""


def tried(target: Callable[[int], str], seeds: range, tally: Tally) -> Iterator[int]:
    """Give each seed to the target; yields it when it is done."""
    for seed in seeds:
        start = time.process_time()
        try:
            with _at_most(MOST_SECONDS):
                tally.ended[target(seed)] += 1
        except Exception as error:
            tally.ended["fault"] += 1
            tally.faults[seed] = "".join(traceback.format_exception(error)[-4:])[-1500:]
        tally.longest = max(tally.longest, (time.process_time() - start, seed))
        yield seed
        if len(tally.faults) >= _MOST_FAULTS:
            return


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Raises `Hang` in what takes longer, by the time of the processor: a busy machine is no fault of ours."""

    def hang(*_: object) -> None:
        raise Hang(f"took more than {seconds:g} s")

    signal.signal(signal.SIGVTALRM, hang)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


@click.command()
@click.argument("name", type=click.Choice(list(TARGETS)))
@click.argument("count", type=click.IntRange(min=1))
@click.option("--seed", default=0, show_default=True, help="The first seed; the others follow.")
def main(name: str, count: int, seed: int) -> None:
    """Give COUNT spoilt inputs to the target NAME."""
    tally, seeds = Tally(), range(seed, seed + count)
    inputs = tried(TARGETS[name], seeds, tally)
    hidden = not sys.stderr.isatty()
    with click.progressbar(inputs, count, f"{name:8}", file=sys.stderr, hidden=hidden) as shown:
        for _ in shown:
            pass
    memory = _most_memory() // 1024
    ended = ", ".join(f"{number} {word}" for word, number in sorted(tally.ended.items()))
    seconds, dearest = tally.longest
    click.echo(f"{name}: {ended}; the longest {seconds:.2f} s (seed {dearest}); {memory} MB")
    for at, what in tally.faults.items():
        click.echo(f"--- {name}, seed {at}\n{what}", err=True)
    if tally.faults or memory > MOST_MEMORY:
        sys.exit(1)


def _most_memory() -> int:
    """The most kilobytes that this program took. What `resource` tells counts its parent too, of which it was a copy
    before it began."""
    lines = Path("/proc/self/status").read_text().splitlines() if Path("/proc/self/status").exists() else []
    found = [int(line.split()[1]) for line in lines if line.startswith("VmHWM:")]
    return found[0] if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()
