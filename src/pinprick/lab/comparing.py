"""Two knowledge bases, the same cases: which are told another level or another first cause, and
what of the two makes it so."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from pinprick.assessment import Assessment, assess
from pinprick.case.case import Case
from pinprick.knowledge import Level
from pinprick.knowledge.ids import OTHER
from pinprick.model.axes import Model
from pinprick.reasoning.weights import number, prior_bits, weights_of_evidence

PRIOR = "prior"
"""What stands in the place of a finding for how common the causes are before any answer."""
_LEAST_BITS = 0.05
"""What moves less is not told."""


class Said(Struct, frozen=True):
    """What one knowledge base says of a case: its level, the rules that fired, the conditions that
    raised the level, and the first cause with its probability."""

    level: Level
    rules: tuple[str, ...]
    raised_by: tuple[str, ...]
    first: str
    probability: float


class Moved(Struct, frozen=True):
    """An answer, or the prior, that weighs otherwise than before: how many bits it spoke, before and
    after, for what comes first now rather than for what did; where that is the same, for what
    raises the level or no longer does. `numbers` are P(finding | cause) by cause, before and after,
    where they differ."""

    finding: str
    before: float
    after: float
    numbers: dict[str, tuple[float | None, float | None]]


class Change(Struct, frozen=True):
    """A case of which another level or another first cause is told; `moved` is what weighs
    otherwise, most first."""

    case: str
    before: Said
    after: Said
    moved: tuple[Moved, ...]

    @property
    def calmer(self) -> bool:
        """Whether the level is less urgent than before."""
        return self.after.level < self.before.level


class Comparison(Struct, frozen=True):
    """All changes, those that are calmer first, then those that are more urgent, then those of the
    first cause alone; `cases` is how many were held against both."""

    cases: int
    calmer: int
    more_urgent: int
    first: int
    changes: tuple[Change, ...]


def compare(one: Model, other: Model, cases: Iterable[tuple[Case, Case]]) -> Comparison:
    """What two models say of the same cases, each checked against the model that is asked."""
    count, changes = 0, list[Change]()
    for case, again in cases:
        count += 1
        changes += _changed(assess(one, case), assess(other, again))
    return Comparison(
        cases=count,
        calmer=sum(change.calmer for change in changes),
        more_urgent=sum(change.after.level > change.before.level for change in changes),
        first=sum(change.after.first != change.before.first for change in changes),
        changes=tuple(sorted(changes, key=_gravest_first)),
    )


def _gravest_first(change: Change) -> tuple[bool, bool, int, str]:
    same = change.after.level == change.before.level
    return (
        not change.calmer,
        same,
        change.before.level.rank - change.after.level.rank,
        change.case,
    )


def _changed(before: Assessment, after: Assessment) -> Iterator[Change]:
    was, now = _said(before), _said(after)
    if (was.level, was.first) != (now.level, now.first):
        yield Change(before.case.id, was, now, tuple(_moved(before, after, *_weighed(was, now))))


def _said(assessment: Assessment) -> Said:
    verdict, (first, p) = assessment.urgency, next(iter(assessment.likely.items()))
    raised_by = (reason.condition for reason in verdict.reasons if reason.condition)
    return Said(verdict.level, verdict.rules, tuple(raised_by), first, p)


def _weighed(was: Said, now: Said) -> tuple[str, str]:
    """The two causes of which it is told what weighs otherwise; one cause twice where the first is
    the same: a cause that raises the level before or after, not both."""
    if was.first != now.first:
        return was.first, now.first
    raising = [*now.raised_by, *was.raised_by]
    alone = [id_ for id_ in raising if raising.count(id_) == 1]
    cause = next(iter(alone), now.first)
    return cause, cause


def _moved(before: Assessment, after: Assessment, one: str, other: str) -> list[Moved]:
    """What weighs otherwise between two causes, or for one of them where they are the same; of a
    cause that a model does not have, nothing can be weighed there."""
    was, now = (_contrast(assessment, one, other) for assessment in (before, after))
    moved = [
        Moved(
            finding,
            was.get(finding, 0.0),
            now.get(finding, 0.0),
            _numbers(before.model, after.model, finding, dict.fromkeys((one, other))),
        )
        for finding in dict.fromkeys((*was, *now))
    ]
    told = [each for each in moved if abs(each.after - each.before) >= _LEAST_BITS]
    return sorted(told, key=lambda each: (-abs(each.after - each.before), each.finding))


def _contrast(assessment: Assessment, one: str, other: str) -> dict[str, float]:
    """Bits of the prior and of each answer for the `other` cause rather than the `one`."""
    model, found = assessment.model, assessment.belief.evidence
    total = dict.fromkeys((PRIOR, *found.findings), 0.0)
    signs = {one: -1.0, other: 1.0} if one != other else {one: 1.0}
    for cause, sign in signs.items():
        if cause not in model.causes:
            continue
        bits = weights_of_evidence(model, found, (cause,))[0]
        prior = prior_bits(model)[model.causes.index(cause)]
        for finding, value in zip(total, (prior, *bits), strict=True):
            total[finding] += sign * float(value)
    return total


def _numbers(
    one: Model, other: Model, finding: str, causes: Iterable[str]
) -> dict[str, tuple[float | None, float | None]]:
    each = {cause: (_p(one, cause, finding), _p(other, cause, finding)) for cause in causes}
    return {cause: (was, now) for cause, (was, now) in each.items() if was != now}


def _p(model: Model, cause: str, finding: str) -> float | None:
    """The number that a cause has for a flag, or its share as the prior; None where there is none,
    or it is no single number."""
    if cause not in model.causes or cause == OTHER:
        return None
    if finding == PRIOR:
        quantity = model.knowledge.conditions[cause].share
    elif finding in model.knowledge.vocabulary.findings:
        found = number(model, cause, finding)
        if found is None:
            return None
        quantity = found
    else:
        return None
    return quantity.p if isinstance(quantity.p, float) else None
