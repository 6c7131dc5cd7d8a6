#!/usr/bin/env python3
"""How long the command takes from a cold process: `.venv/bin/python -m benchmarks.cold_start [RUNS]`.

The compiled knowledge is there already, as it is for everybody after the first time. Beside each
median stands its ratio to a bare Python that imports numpy, as machines differ."""

import sys
from pathlib import Path

from benchmarks.cases import DEV, EXAMPLE
from benchmarks.timing import commands_in_turn

PINPRICK = str(Path(sys.executable).with_name("pinprick"))
BARE = "python, numpy"
COMMANDS = {
    BARE: [sys.executable, "-c", "import numpy"],
    "pinprick --help": [PINPRICK, "--help"],
    "pinprick case": [PINPRICK, "case", str(EXAMPLE)],
    "pinprick case --json": [PINPRICK, "case", str(EXAMPLE), "--json"],
}
EVALUATE = {"pinprick evaluate": [PINPRICK, "evaluate", str(DEV)]}


def cold(rounds: int = 9) -> dict[str, float]:
    """Seconds of the processor that each command takes, with those of the system."""
    return commands_in_turn(COMMANDS, rounds) | commands_in_turn(EVALUATE, 1)


def main() -> None:
    taken = commands_in_turn(COMMANDS, int(sys.argv[1]) if len(sys.argv) > 1 else 15)
    for name, seconds in taken.items():
        print(f"{name:22} {1000 * seconds:6.0f} ms  {seconds / taken[BARE]:4.1f} x numpy")


if __name__ == "__main__":
    main()
