"""Hold the engines of cohorts against each other on many people: `python -m benchmarks.held [COUNT]
[BASE]`, 100,000 by the numpy engine as it is, 1,000 by the exact one.

Says where levels, rules or what is complete differ, and by how much probabilities do; exits with status 1
where they do by more than a millionth. In minutes."""

import sys

import numpy as np

from benchmarks.crowd import ANY, FEW, WHOLE, crowd
from benchmarks.measured import shipped
from pinprick.cohort import engines, kernel, many
from pinprick.cohort.columns import Coded
from pinprick.cohort.outcome import Outcome

SAME = ("level", "by_rules", "by_causes", "rules", "complete", "not_asked")
NUMBERS = ("probabilities", "unexplained", "site_probability")
MOST = 1e-6
"""By how much probabilities may differ."""
MANNERS = {"any": ANY, "few": FEW, "whole": WHOLE}
_PART = 10_000


def differing(ours: Outcome, theirs: Outcome) -> dict[str, int]:
    """In how many cases each column is not the same."""
    each = {
        name: (getattr(ours, name) != getattr(theirs, name)).reshape(len(ours), -1).any(axis=1)
        for name in (*SAME, "causes", "site", "side")
    }
    return {name: int(flags.sum()) for name, flags in each.items()}


def apart(ours: Outcome, theirs: Outcome) -> float:
    """By how much probabilities differ at most."""
    return max(float(np.abs(getattr(ours, n) - getattr(theirs, n)).max()) for n in NUMBERS)


def held(coded: Coded, base: str) -> tuple[dict[str, int], float]:
    """The kernel beside another engine on some cases."""
    model = shipped()
    ours = engines.engine(model, kernel.NAME)(model, coded, 5)
    theirs = engines.engine(model, base)(model, coded, 5)
    return differing(ours, theirs), apart(ours, theirs)


def main() -> None:
    """Hold all manners of people; say what was found, and exit with status 1 where they differ."""
    base = sys.argv[2] if len(sys.argv) > 2 else many.NAME
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    wrong = 0
    for name, manner in MANNERS.items():
        differs, most = dict.fromkeys((*SAME, "causes", "site", "side"), 0), 0.0
        for start in range(0, count, _PART):
            coded = crowd(shipped(), min(_PART, count - start), manner, seed=10_000 + start)
            found, farthest = held(coded, base)
            differs = {column: differs[column] + found[column] for column in differs}
            most = max(most, farthest)
        told = ", ".join(f"{column} {n}" for column, n in differs.items() if n) or "nothing"
        print(
            f"{name}, {count} people, kernel beside {base}: differs in {told}; apart by {most:.0e}"
        )
        wrong += sum(differs[column] for column in SAME) + (most > MOST)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
