#!/usr/bin/env python3
"""How long the command takes from a cold process: `python benchmarks/cold_start.py [RUNS]`.

The compiled knowledge is there already, as it is for everybody after the first time. Beside each
median stands its ratio to a bare Python that imports numpy, as machines differ."""

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


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for command in COMMANDS.values():
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    for _ in range(runs):
        for name, command in COMMANDS.items():  # in turn, so that all meet the same noise
            start = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
            seconds[name].append(time.perf_counter() - start)
    base = statistics.median(seconds["python, numpy"])
    for name, taken in seconds.items():
        middle = statistics.median(taken)
        print(
            f"{name:22} {middle:6.3f} s  (least {min(taken):.3f}, most {max(taken):.3f})  {middle / base:4.1f} x numpy"
        )


if __name__ == "__main__":
    main()
