"""Whether many cases at once are what each of them is one after the other.

    python -m benchmarks.bulk_check [PEOPLE]

Draws so many people from the knowledge base, half of whom told all and half a part, with hidden views and "I
don't know", and holds `cohort.many` to `cohort.exact`. It ends with 1 where anything is another.
"""

import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator

import numpy as np

from pinprick import loading
from pinprick.case.case import Case
from pinprick.cohort import columns, outcome
from pinprick.cohort.exact import exact
from pinprick.cohort.many import many
from pinprick.lab import simulate
from pinprick.model.axes import Model
from tests.cohorts import partly

PEOPLE, BATCH, TOP = 100_000, 2_000, 5
WHOLE = 0.02
"""The part of people who told all; the others cost less and differ more."""
ALIKE = 1e-12
"""Causes that are as likely as this stand in any order."""
ALL = ("person", "examiner", "test")


def batches(model: Model, people: int) -> Iterator[list[Case]]:
    """People in batches, the same ones each time."""
    for seed, start in enumerate(range(0, people, BATCH)):
        count = min(BATCH, people - start)
        drawn = [
            *simulate.people(model, count, seed=1000 + seed, by=ALL if seed % 2 else ("person",))
        ]
        whole = int(count * WHOLE)
        yield [*drawn[:whole], *partly(model, drawn[whole:], seed)]


def held(model: Model, people: int) -> int:
    """Hold all to the slow way and print what came out; how many cases are another."""
    worst, other, spent = dict[str, float](), Counter[str](), defaultdict[str, float](float)
    for several in batches(model, people):
        coded = columns.encode(model, several)
        found = {}
        for name, engine in (("exact", exact), ("many", many)):
            start = time.process_time()
            found[name] = engine(model, coded, TOP)
            spent[name] += time.process_time() - start
        for name in outcome.COLUMNS:
            one, two = (getattr(each, name) for each in found.values())
            if one.dtype == np.float64:
                worst[name] = max(worst.get(name, 0.0), float(np.abs(one - two).max()))
            elif name == "causes":
                alike = np.abs(found["exact"].probabilities - found["many"].probabilities) < ALIKE
                other[name] += int(((one != two) & ~alike).any(axis=1).sum())
            else:
                other[name] += int((one != two).reshape(len(one), -1).any(axis=1).sum())
        print(".", end="", flush=True)
    print()
    for name, count in other.items():
        print(f"{name:<18}{count} of {people} cases are another")
    for name, apart in worst.items():
        print(f"{name:<18}apart by at most {apart:.1e}")
    for name, seconds in spent.items():
        print(f"{name:<18}{seconds / people * 1e6:,.0f} µs of the processor a case")
    return sum(other.values())


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    sys.exit(held(loading.load(), asked) > 0)
