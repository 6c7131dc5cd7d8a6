"""How good it is: scores of assessments against cases with known answers, with intervals and
calibration.

Half of the cases, by a hash of the id, may be read and fitted on; the other half is only ever
scored."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import numpy as np

from pinprick.assessment import Assessment
from pinprick.case.case import Case, Expect
from pinprick.knowledge import LEVELS, Knowledge, Level, OtherVariant, Segment
from pinprick.model.axes import Array

OTHER_CAUSE = "other-cause"
_RESAMPLES = 2000
_SEED = 20261125
_LEAST = 1e-9
"""A probability of 0 would make the log score infinite; none that we give is that small but by
rounding."""


@dataclass(frozen=True)
class Score:
    """How one assessment did. `rank` is that of the first right cause, 1 is best; `p_right` sums
    the right causes."""

    case: Case
    first: str
    p_first: float
    rank: int
    p_right: float
    brier: float
    family: bool | None
    given: Level
    by_rules: Level
    by_causes: Level

    @cached_property
    def _expect(self) -> Expect:
        assert self.case.expect is not None
        return self.case.expect

    def safe(self, given: Level) -> bool:
        """Whether a level is at least as urgent as expected."""
        return LEVELS.index(given) >= LEVELS.index(self._expect.at_least)

    def over(self, given: Level) -> bool:
        """Whether a level is more urgent than expected."""
        return LEVELS.index(given) > LEVELS.index(self._expect.at_most)


def is_for_fitting(case: Case) -> bool:
    """Whether a case is of the half that may be read and fitted on."""
    return int(hashlib.sha256(case.id.encode()).hexdigest()[0], 16) % 2 == 0


def score(assessment: Assessment) -> Score:
    """The score of an assessment whose case has an `expect`."""
    expect = assessment.case.expect
    assert expect is not None, "only a case with `expect` can be scored"
    p = {cause.id: cause.probability for cause in assessment.causes} | {
        OTHER_CAUSE: assessment.unexplained
    }
    ranked = sorted(p, key=lambda id_: (-p[id_], id_))
    right = [id_ for id_ in ranked if id_ in expect.cause]
    p_right = sum(p[id_] for id_ in right)
    return Score(
        case=assessment.case,
        first=ranked[0],
        p_first=p[ranked[0]],
        rank=ranked.index(right[0]) + 1 if right else len(ranked) + 1,
        p_right=p_right,
        brier=(1 - p_right) ** 2 + sum(p[id_] ** 2 for id_ in ranked if id_ not in right),
        family=_family(assessment, expect),
        given=assessment.urgency.level,
        by_rules=assessment.urgency.by_rules,
        by_causes=assessment.urgency.by_causes,
    )


def _family(assessment: Assessment, expect: Expect) -> bool | None:
    if not expect.family:
        return None
    first = assessment.families[0]
    of_expected = sum(
        family.probability for family in assessment.families if family.id in expect.family
    )
    return first.id in expect.family and of_expected >= 0.5


def plain(knowledge: Knowledge) -> Knowledge:
    """The same evidence as a plain product model weighs it: exact territories, regions apart,
    nothing tempered."""
    settings, regions = knowledge.settings, knowledge.vocabulary.regions
    never = replace(settings.map.vague, p=_LEAST, range=None)
    always = replace(never, p=1 - _LEAST)
    exact = replace(
        settings.map,
        vague=never,
        core=always,
        elsewhere=always,
        second_side=1.0,
        segments=dict.fromkeys(regions, Segment(1.0, 1.0)),
    )
    other = replace(settings.other, variants={"ordinary": OtherVariant(1.0, 1.0)})
    sites = {id_: replace(site, patterns=()) for id_, site in knowledge.sites.items()}
    alone = {id_: replace(region, segment=id_) for id_, region in regions.items()}
    return replace(
        knowledge,
        vocabulary=replace(knowledge.vocabulary, regions=alone),
        settings=replace(settings, alpha={}, map=exact, other=other),
        sites=sites,
    )


# ---- summaries


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over cases with its 95 % bootstrap interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Summary:
    """Scores of a set of cases. `log_score` is the mean log2 of the probability given to the right
    causes."""

    n: int
    top1: Estimate
    top3: Estimate
    top5: Estimate
    log_score: Estimate
    brier: Estimate
    safe: Estimate
    over: Estimate
    safe_rules: Estimate
    over_rules: Estimate
    safe_causes: Estimate
    over_causes: Estimate
    safe_emergencies: Estimate
    calibration_slope: Estimate
    calibration_intercept: Estimate


def summarise(scores: Sequence[Score]) -> Summary | None:
    """The summary of some scores; None of none."""
    if not scores:
        return None

    def mean(value: Callable[[Score], float], of: Iterable[Score] = scores) -> Estimate:
        return _bootstrap(
            np.array([float(value(one)) for one in of]), lambda values: float(values.mean())
        )

    emergencies = [
        one for one in scores if one.case.expect and one.case.expect.at_least == "emergency"
    ]
    slope, intercept = _calibration(scores)
    return Summary(
        n=len(scores),
        top1=mean(lambda one: one.rank <= 1),
        top3=mean(lambda one: one.rank <= 3),
        top5=mean(lambda one: one.rank <= 5),
        log_score=mean(log_score),
        brier=mean(lambda one: one.brier),
        safe=mean(lambda one: one.safe(one.given)),
        over=mean(lambda one: one.over(one.given)),
        safe_rules=mean(lambda one: one.safe(one.by_rules)),
        over_rules=mean(lambda one: one.over(one.by_rules)),
        safe_causes=mean(lambda one: one.safe(one.by_causes)),
        over_causes=mean(lambda one: one.over(one.by_causes)),
        safe_emergencies=mean(lambda one: one.safe(one.given), emergencies),
        calibration_slope=slope,
        calibration_intercept=intercept,
    )


def log_score(one: Score) -> float:
    """log2 of the probability given to the right causes."""
    return float(np.log2(max(one.p_right, _LEAST)))


def _bootstrap(values: Array, statistic: Callable[[Array], float]) -> Estimate:
    """The statistic of `values` (n, ...) with the 2.5 and 97.5 % points over resampled cases; nan
    of none."""
    if not len(values):
        return Estimate(float("nan"), float("nan"), float("nan"))
    drawn = np.random.default_rng(_SEED).integers(len(values), size=(_RESAMPLES, len(values)))
    resampled = np.array([statistic(values[sample]) for sample in drawn])
    low, high = np.nanquantile(resampled, (0.025, 0.975))
    return Estimate(statistic(values), float(low), float(high))


def paired_difference(ours: Sequence[float], theirs: Sequence[float]) -> Estimate:
    """Mean of `ours` minus `theirs`, case by case, with its bootstrap interval."""
    return _bootstrap(np.array(ours) - np.array(theirs), lambda values: float(values.mean()))


def _calibration(scores: Sequence[Score]) -> tuple[Estimate, Estimate]:
    """Slope and intercept of the log-odds that the first cause is right on those it was given;
    ideal are 1 and 0."""
    p = np.clip([one.p_first for one in scores], 1e-6, 1 - 1e-6)
    pairs = np.stack([np.log(p / (1 - p)), [float(one.rank == 1) for one in scores]], axis=1)
    return _bootstrap(pairs, lambda some: _logistic(some)[1]), _bootstrap(
        pairs, lambda some: _logistic(some)[0]
    )


def _logistic(pairs: Array) -> tuple[float, float]:
    """Intercept and slope of a logistic regression by Newton's method, with a faint ridge so that
    it always ends."""
    design = np.stack([np.ones(len(pairs)), pairs[:, 0]], axis=1)
    beta = np.zeros(2)
    for _ in range(25):
        fitted = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
        gradient = design.T @ (pairs[:, 1] - fitted) - 1e-3 * beta
        hessian = (design.T * (fitted * (1 - fitted))) @ design + 1e-3 * np.eye(2)
        beta = beta + np.clip(np.linalg.solve(hessian, gradient), -5, 5)
    return float(beta[0]), float(beta[1])


def reliability(scores: Sequence[Score], bins: int = 5) -> list[dict[str, float]]:
    """The reliability curve of the first cause in bins of equal size: mean probability given, part
    right, cases."""
    ranked = sorted(scores, key=lambda one: one.p_first)
    parts = [part for part in np.array_split(np.arange(len(ranked)), bins) if len(part)]
    return [
        {
            "given": float(np.mean([ranked[index].p_first for index in part])),
            "right": float(np.mean([ranked[index].rank == 1 for index in part])),
            "n": len(part),
        }
        for part in parts
    ]


def to_data(summary: Summary | None) -> dict[str, Any]:
    """A summary as plain data; an interval is `[value, low, high]`."""
    if summary is None:
        return {"n": 0}
    told: dict[str, Any] = {}
    for field in fields(summary):
        value = getattr(summary, field.name)
        told[field.name] = (
            [value.value, value.low, value.high] if isinstance(value, Estimate) else value
        )
    return told
