"""What docs/trust.md tells of the published cases: whether the order of answers, a second run or what
was not asked changes an answer; and how often a level is too low or too high."""

import hashlib
import math
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from pinprick import account, urgency
from pinprick.assessment import assess
from pinprick.case.case import Case, changed
from pinprick.case.known import known as what_is_known
from pinprick.case.known import not_known
from pinprick.case.reading import read_cases
from pinprick.knowledge import Level
from pinprick.knowledge.ids import ABSENT, PERSON, UNKNOWN
from pinprick.lab.evaluate import Score
from pinprick.model.axes import Model
from pinprick.reasoning.inference import believe
from pinprick.urgency import Verdict

FILE = Path(__file__).parents[1] / "evaluation" / "dev.yaml"
ORDERS = 20
"""In how many random orders the answers of each case are given."""
_SEED = 16

Flags = tuple[str, ...]


class Ordered(Struct, frozen=True):
    """How many random orders were tried, in how many another level or another order of causes came
    out, and the greatest difference of a probability."""

    tried: int
    levels: int
    rankings: int
    most: float


class NotAsked(Struct, frozen=True):
    """What the cases leave open. Counts of cases, but for `answered`, `questions` and `open_flags`,
    which are medians of findings a case."""

    cases: int
    questions: int
    answered: int
    open_flags: int
    incomplete: int
    calm_though_open: int
    lower_by_no: int
    settled_by_no: int
    calm_by_no: int
    too_calm_by_no: int
    lower_by_unknown: int


class Share(Struct, frozen=True):
    """A part of some cases, with its 95 % interval by Wilson's formula."""

    some: int
    of: int

    @property
    def bounds(self) -> tuple[float, float]:
        """The interval; from 0 to 1 of no case."""
        if not self.of:
            return 0.0, 1.0
        z, p = 1.959964, self.some / self.of
        middle, spread = p + z * z / (2 * self.of), z * math.sqrt(self._variance(p, z))
        scale = 1 + z * z / self.of
        return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)

    def _variance(self, p: float, z: float) -> float:
        return p * (1 - p) / self.of + z * z / (4 * self.of * self.of)


def cases(model: Model) -> list[Case]:
    """The published cases, each with what is expected of it."""
    return read_cases(FILE.read_bytes(), str(FILE), model.knowledge.vocabulary)[0]


def ordered(model: Model, told: Iterable[Case]) -> Ordered:
    """What becomes of the cases when their answers are given in random orders."""
    some, tried, levels, rankings, most = random.Random(_SEED), 0, 0, 0, 0.0
    for case in told:
        first = assess(model, case)
        for _ in range(ORDERS):
            items = list(case.answers.items())
            some.shuffle(items)
            other = assess(model, changed(model, case, answers=dict(items)))
            tried += 1
            levels += other.urgency.level != first.urgency.level
            rankings += list(other.likely) != list(first.likely)
            most = max(most, *(abs(p - first.likely[id_]) for id_, p in other.likely.items()))
    return Ordered(tried, levels, rankings, most)


def digest(model: Model, told: Iterable[Case]) -> str:
    """A checksum of every word and number that is told of the cases."""
    whole = hashlib.sha256()
    for case in told:
        whole.update(msgspec.json.encode(account.account(model, assess(model, case), "en")))
    return whole.hexdigest()


def digest_elsewhere(seed: int) -> str:
    """The same checksum by a process of its own, whose sets and mappings have other hashes. It has one
    thread, as the command has: with more, sums are made in another order and the last digit moves."""
    ran = subprocess.run(
        [sys.executable, "-m", "scripts.steadiness"],
        cwd=Path(__file__).parents[1],
        env={**os.environ, "PYTHONHASHSEED": str(seed), "OPENBLAS_NUM_THREADS": "1"},
        check=True,
        capture_output=True,
        text=True,
    )
    return ran.stdout.strip()


def not_asked(model: Model, told: Sequence[Case]) -> NotAsked:
    """What the cases leave open, and what would be said if that were taken as "no"."""
    findings = model.knowledge.vocabulary.findings
    asks = [id_ for id_, finding in findings.items() if finding.by in PERSON]
    open_flags = [_open(model, case) for case in told]
    as_told = [_verdict(model, case) for case in told]
    no = [_verdict(model, _with(model, *each, ABSENT)) for each in _pairs(told, open_flags)]
    unknown = [_verdict(model, _with(model, *each, UNKNOWN)) for each in _pairs(told, open_flags)]
    calm = [_is_calm(verdict) for verdict in no]
    return NotAsked(
        cases=len(told),
        questions=len(asks),
        answered=_median([sum(id_ in case.answers for id_ in asks) for case in told]),
        open_flags=_median([len(each) for each in open_flags]),
        incomplete=sum(not verdict.complete for verdict in as_told),
        calm_though_open=sum(_is_calm(verdict) and not verdict.complete for verdict in as_told),
        lower_by_no=_count(no, as_told, lambda one, two: one.level < two.level),
        settled_by_no=_count(no, as_told, lambda one, two: one.complete and not two.complete),
        calm_by_no=sum(calm),
        too_calm_by_no=sum(
            yes and case.expect is not None and case.expect.at_least > Level.SELF_CARE
            for yes, case in zip(calm, told, strict=True)
        ),
        lower_by_unknown=_count(unknown, as_told, lambda one, two: one.level < two.level),
    )


def right(scores: Iterable[Score]) -> Share:
    """How often the level is within what is expected."""
    return _share(not one.over(one.given) and one.safe(one.given) for one in scores)


def safe(scores: Iterable[Score]) -> Share:
    """How often the level is at least as urgent as is expected."""
    return _share(one.safe(one.given) for one in scores)


def nearly_safe(scores: Iterable[Score]) -> Share:
    """How often the level is at most one step below what is expected, which is what Gilbert and
    others call safe."""
    return _share(one.given.rank >= one.expect.at_least.rank - 1 for one in scores)


def over(scores: Iterable[Score]) -> Share:
    """How often the level is more urgent than is expected."""
    return _share(one.over(one.given) for one in scores)


def in_first(scores: Iterable[Score], ranks: int) -> Share:
    """How often a right cause is among the first `ranks`."""
    return _share(one.rank <= ranks for one in scores)


def _share(holds: Iterable[bool]) -> Share:
    each = list(holds)
    return Share(sum(each), len(each))


def _verdict(model: Model, case: Case) -> Verdict:
    known = what_is_known(model.knowledge, case)
    return urgency.judge(model, known, believe(model, known))


def _open(model: Model, case: Case) -> tuple[str, ...]:
    """The red flags of which a case tells nothing, neither itself nor by its map."""
    known = what_is_known(model.knowledge, case)
    return not_known(model.knowledge, known.answers)


def _with(model: Model, case: Case, flags: Iterable[str], answer: str) -> Case:
    return changed(model, case, answers={**case.answers, **dict.fromkeys(flags, answer)})


def _pairs(told: Sequence[Case], flags: Sequence[Flags]) -> Iterable[tuple[Case, Flags]]:
    return zip(told, flags, strict=True)


def _is_calm(verdict: Verdict) -> bool:
    return verdict.level == Level.SELF_CARE


def _count(
    some: Sequence[Verdict], others: Sequence[Verdict], holds: Callable[[Verdict, Verdict], bool]
) -> int:
    return sum(holds(one, other) for one, other in zip(some, others, strict=True))


def _median(values: Sequence[int]) -> int:
    return sorted(values)[len(values) // 2]


if __name__ == "__main__":
    from pinprick import loading

    MODEL = loading.load()
    print(digest(MODEL, cases(MODEL)))
