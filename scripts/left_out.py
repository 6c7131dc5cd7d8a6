#!/usr/bin/env python3
"""What chance none of our conditions gets when the right one is unknown: `.venv/bin/python -m
scripts.left_out [PEOPLE] [CASES...]`.

Each condition in turn is left out, and so many simulated people who have it are assessed; then each
published case that may be fitted on, with its right causes left out."""

import sys
from pathlib import Path

import numpy as np

from pinprick import loading
from pinprick.case.reading import read_cases
from pinprick.lab import evaluate, left_out
from pinprick.watching import Watch, unwatched


def figures(chances: list[float]) -> str:
    """The middle and the mean of chances, and how many are above three in ten."""
    told = np.array(chances)
    return (
        f"median {np.median(told):6.2%}  mean {told.mean():6.2%}  above 30 %: {(told > 0.3).mean():4.0%}"
        f"  log2 {np.log2(np.maximum(told, 1e-12)).mean():6.2f}"
    )


def main(watch: Watch = unwatched) -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    files = sys.argv[2:] or ["evaluation/dev.yaml"]
    model = loading.load()
    people = {
        cause: left_out.of_people(model, cause, count, seed=1)
        for cause in watch(list(model.knowledge.conditions), "Leaving out")
    }
    print(
        f"people, {len(people)} x {count}     {figures([p for of in people.values() for p in of])}"
    )
    middle = np.quantile([np.median(of) for of in people.values()], [0.25, 0.5, 0.75])
    print(f"middles of conditions  {', '.join(f'{one:.2%}' for one in middle)} (quartiles)")
    for file in files:
        content = Path(file).read_bytes()
        cases = read_cases(content, file, model.knowledge.vocabulary)[0]
        may = [case for case in cases if evaluate.is_for_fitting(case)]
        print(f"{file}: {figures(list(left_out.of_cases(model, may)))}")


if __name__ == "__main__":
    main()
