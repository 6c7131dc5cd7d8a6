#!/usr/bin/env python3
"""How long an evaluation takes on simulated people: `.venv/bin/python -m benchmarks.evaluation
[PEOPLE]`.

Beside each part stands how many times longer its slow way takes in the same run: the whole
assessment of each person, and the calibration of one resample after the other."""

import sys

import numpy as np

from benchmarks.one_case import whole
from benchmarks.timing import seconds
from pinprick import loading
from pinprick.assessment import assess
from pinprick.lab import bootstrap, evaluate, simulate
from tests import slow_bootstrap

SLOW = 20
"""People whose whole assessment is timed; as many again would tell nothing more."""


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    model = loading.load()
    drawn = seconds(lambda: list(simulate.people(model, count, seed=1)))
    people = list(simulate.people(model, count, seed=1))
    scored = seconds(lambda: [evaluate.score(model, person) for person in people])
    some = people[:SLOW]
    all_read = (
        seconds(lambda: [whole(assess(model, person)) for person in some]) / len(some) * count
    )
    scores = [evaluate.score(model, person) for person in people]
    p, right = [one.p_first for one in scores], [one.rank == 1 for one in scores]
    fast = seconds(lambda: bootstrap.calibration(p, right))
    pairs = np.stack([np.log(p) - np.log1p(-np.array(p)), right], axis=1)
    slow = seconds(lambda: slow_bootstrap.interval(pairs, slow_bootstrap.logistic))
    print(f"{count} people drawn       {drawn:7.2f} s")
    print(
        f"{count} people scored      {scored:7.2f} s  assessed whole        {all_read / scored:5.1f} x"
    )
    print(f"calibration            {fast:7.2f} s  resample by resample  {slow / fast:5.1f} x")


if __name__ == "__main__":
    main()
