#!/usr/bin/env python3
"""How long the command takes from a cold process: `python benchmarks/cold_start.py [RUNS]`.

The compiled knowledge and the bytecode are there already, as they are for everybody after the first
time. Beside each median stands its ratio to a bare Python that imports numpy, as machines differ.
Seconds of the processor hardly feel what else a machine does; those by the clock do."""

import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
PINPRICK = str(ROOT / ".venv" / "bin" / "pinprick")
EXAMPLE = str(ROOT / "src" / "pinprick" / "knowledge_base" / "cases" / "after-nap.yaml")
COMMANDS = {
    "python, numpy": [str(ROOT / ".venv" / "bin" / "python"), "-c", "import numpy"],
    "pinprick --help": [PINPRICK, "--help"],
    "pinprick case": [PINPRICK, "case", EXAMPLE],
    "pinprick case --json": [PINPRICK, "case", EXAMPLE, "--json"],
}


ENVIRONMENT = {name: of for name, of in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in COMMANDS}
    for command in COMMANDS.values():  # writes the bytecode, as installing does
        _seconds(command)
    for _ in range(runs):
        for name, command in COMMANDS.items():  # in turn, so that all meet the same noise
            taken[name].append(_seconds(command))
    base = [statistics.median(of) for of in zip(*taken["python, numpy"], strict=True)]
    print(f"{'':22}{'processor':>22}{'clock':>22}")
    for name, measured in taken.items():
        middle = [statistics.median(of) for of in zip(*measured, strict=True)]
        shown = (f"{of:10.3f} s {of / one:5.2f} x np" for of, one in zip(middle, base, strict=True))
        print(f"{name:22}" + "  ".join(shown))


def _seconds(command: list[str]) -> tuple[float, float]:
    """Seconds of the processor, and by the clock, that a command takes."""
    start, before = time.perf_counter(), _used()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=ENVIRONMENT)
    return _used() - before, time.perf_counter() - start


def _used() -> float:
    """Seconds of the processor that all commands have taken so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
