#!/usr/bin/env python3
"""How long the draws of a case take, and what the kept model costs: `.venv/bin/python -m
benchmarks.draws [PEOPLE]`.

Beside each median stands how many times longer the slow way takes in the same run. Times are of the
processor, so that others on the machine matter less."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from pinprick import loading
from pinprick.case.case import Case
from pinprick.case.known import of_answers
from pinprick.case.reading import read_cases
from pinprick.knowledge.folder import FOLDER
from pinprick.lab import simulate
from pinprick.model import store
from pinprick.model.axes import Model
from pinprick.reasoning import uncertainty
from tests.slow_draws import SlowDraws

ROOT = Path(__file__).parent.parent
FRESH = f"""
import resource, sys
from pathlib import Path
from pinprick import loading
from pinprick.assessment import assess
from pinprick.case.reading import read_cases
model = loading.load()
content = Path({str(ROOT / "evaluation" / "dev.yaml")!r}).read_bytes()
for case in read_cases(content, "dev", model.knowledge.vocabulary)[0][: int(sys.argv[1])]:
    assess(model, case)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
"""Tells its most memory, in KiB, after as many cases as it is told to assess."""


def seconds(what: Callable[[], object], runs: int = 3) -> float:
    """The least of some runs, of the processor."""
    taken = []
    for _ in range(runs):
        start = time.process_time()
        what()
        taken.append(time.process_time() - start)
    return min(taken)


def of_files(model: Model, files: Iterable[Path]) -> list[Case]:
    read = (read_cases(file.read_bytes(), file.name, model.knowledge.vocabulary) for file in files)
    return [case for cases, _ in read for case in cases]


def megabytes(cases: int) -> float:
    """What a fresh process holds at most that reads the kept model and assesses some cases."""
    told = subprocess.run(
        [sys.executable, "-c", FRESH, str(cases)], check=True, capture_output=True
    )
    return int(told.stdout) / 1024


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    loading.load()  # the kept files are there from now on
    print(f"kept model read        {1000 * seconds(lambda: store.read(FOLDER), 9):7.2f} ms")
    model = loading.load()
    groups = {
        "dev": of_files(model, [ROOT / "evaluation" / "dev.yaml"]),
        "worked": of_files(model, sorted((FOLDER / "cases").glob("*.yaml"))),
        "simulated": list(simulate.people(model, people, seed=1)),
    }
    for cases in (0, 5):
        print(f"{cases} cases assessed       {megabytes(cases):7.0f} MB")
    slow = SlowDraws(model)
    for name, cases in groups.items():
        known = [of_answers(model.knowledge, case.answers) for case in cases]
        fast_s = [seconds(lambda one=one: uncertainty.draws(model, one)) for one in known]
        slow_s = [seconds(lambda one=one: slow.draws(one), 1) for one in known]
        fast, long = statistics.median(fast_s), statistics.median(slow_s)
        figures = f"{1000 * fast:7.2f} ms  the slow way {long / fast:5.1f} x"
        print(f"draws, {name:10} {len(cases):3}  {figures}")


if __name__ == "__main__":
    main()
