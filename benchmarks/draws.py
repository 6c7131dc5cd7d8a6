#!/usr/bin/env python3
"""How long the draws of a case take, and what the kept model costs: `.venv/bin/python -m
benchmarks.draws [PEOPLE]`.

Beside each median stands how many times longer the slow way takes in the same run. Times are of the
processor, so that others on the machine matter less."""

import subprocess
import sys
from functools import partial

from benchmarks.cases import DEV, groups
from benchmarks.timing import in_turn, middle, times
from pinprick import loading
from pinprick.case.known import of_answers
from pinprick.knowledge.folder import FOLDER
from pinprick.model import store
from pinprick.reasoning import uncertainty
from tests.slow_draws import SlowDraws

FRESH = f"""
import resource, sys
from pathlib import Path
from pinprick import loading
from pinprick.assessment import assess
from pinprick.case.reading import read_cases
model = loading.load()
content = Path({str(DEV)!r}).read_bytes()
for case in read_cases(content, "dev", model.knowledge.vocabulary)[0][: int(sys.argv[1])]:
    assess(model, case).causes
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
"""Tells its most memory, in KiB, after as many cases as it is told to assess."""


def megabytes(cases: int) -> float:
    """What a fresh process holds at most that reads the kept model and assesses some cases."""
    told = subprocess.run(
        [sys.executable, "-c", FRESH, str(cases)], check=True, capture_output=True
    )
    return int(told.stdout) / 1024


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    loading.load()  # the kept files are there from now on
    reading = in_turn({"": lambda: store.read(FOLDER)}, 9)[""]
    print(f"kept model read        {1000 * reading:7.2f} ms")
    model = loading.load()
    for count in (0, 5):
        print(f"{count} cases assessed       {megabytes(count):7.0f} MB")
    slow = SlowDraws(model)
    for name, cases in groups(model, people).items():
        known = [of_answers(model.knowledge, case.answers) for case in cases]
        rows = [
            in_turn(
                {"fast": partial(uncertainty.draws, model, one), "slow": partial(slow.draws, one)},
                1,
            )
            for one in known
        ]
        fast, ratio = middle(rows, "fast"), times(rows, "slow", "fast")
        figures = f"{1000 * fast:7.2f} ms  the slow way {ratio:5.1f} x"
        print(f"draws, {name:10} {len(cases):3}  {figures}")


if __name__ == "__main__":
    main()
