"""Seconds of the processor, so that others on the machine matter less, of ways that take turns."""

import os
import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeVar

Made = TypeVar("Made")
Way = Callable[[], object]
_TURN = 3e-3
"""Seconds that a turn takes at least."""


def timed(what: Callable[[], Made]) -> tuple[Made, float]:
    """What a call makes, and the seconds it takes of the processor, in all threads of this
    process."""
    start = time.process_time()
    made = what()
    return made, time.process_time() - start


def seconds(what: Way) -> float:
    """What one call takes."""
    _, taken = timed(what)
    return taken


def in_turn(ways: Mapping[str, Way], rounds: int) -> dict[str, float]:
    """The median of each way over some rounds. In a round all take turns, so that all meet the same
    noise, each as often as fills a few milliseconds, so that it is as warm as the others; one round
    before makes what is made once."""
    for way in ways.values():
        way()
    calls = {name: 1 + int(_TURN / max(seconds(way), 1e-6)) for name, way in ways.items()}
    taken = [
        {
            name: seconds(partial(_again, way, calls[name])) / calls[name]
            for name, way in ways.items()
        }
        for _ in range(rounds)
    ]
    return {name: statistics.median(each[name] for each in taken) for name in ways}


def _again(way: Way, calls: int) -> None:
    for _ in range(calls):
        way()


def of_command(command: Sequence[str]) -> float:
    """What a process of its own takes of the processor from its start to its end, with the system's
    part; compiled modules are kept, as they are for everybody.

    Raises:
        CalledProcessError: when the command fails.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {name: of for name, of in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, stdout=subprocess.DEVNULL, env=environment, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def commands_in_turn(commands: Mapping[str, Sequence[str]], rounds: int) -> dict[str, float]:
    """The median of each command over some rounds, each called once before."""
    for command in commands.values():
        of_command(command)
    taken = [
        {name: of_command(command) for name, command in commands.items()} for _ in range(rounds)
    ]
    return {name: statistics.median(each[name] for each in taken) for name in commands}


def middle(rows: Sequence[Mapping[str, float]], name: str) -> float:
    """The median of one figure over all cases."""
    return statistics.median(row[name] for row in rows)


def times(rows: Sequence[Mapping[str, float]], name: str, base: str) -> float:
    """The median over all cases of how many times longer one way takes than another."""
    return statistics.median(row[name] / row[base] for row in rows)
