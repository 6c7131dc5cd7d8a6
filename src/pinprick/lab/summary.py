"""The scores of a set of cases in figures, each with its interval."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.structs import astuple, fields

from pinprick.knowledge import Level
from pinprick.lab import bootstrap
from pinprick.lab.bootstrap import Estimate
from pinprick.lab.evaluate import Score

_LEAST = 1e-9
"""A probability of 0 would make the log score infinite; none that we give is that small but by
rounding."""


class Summary(Struct, frozen=True):
    """Scores of a set of cases. `log_score` is the mean log2 of the probability given to the right
    causes; `screen_none` is with the red-flag page answered "none" where a case tells nothing."""

    n: int
    top1: Estimate
    top3: Estimate
    top5: Estimate
    log_score: Estimate
    brier: Estimate
    safe: Estimate
    over: Estimate
    safe_screen_none: Estimate
    over_screen_none: Estimate
    safe_rules: Estimate
    over_rules: Estimate
    safe_causes: Estimate
    over_causes: Estimate
    safe_emergencies: Estimate
    calibration_slope: Estimate
    calibration_intercept: Estimate


URGENCY: Mapping[str, Callable[[Score], float]] = {
    "safe": lambda one: one.safe(one.given),
    "over": lambda one: one.over(one.given),
    "safe_screen_none": lambda one: one.safe(one.screen_none),
    "over_screen_none": lambda one: one.over(one.screen_none),
}
"""The figures about how urgent it is, of one case each."""

_MEANS: Mapping[str, Callable[[Score], float]] = {
    "top1": lambda one: one.rank <= 1,
    "top3": lambda one: one.rank <= 3,
    "top5": lambda one: one.rank <= 5,
    "log_score": lambda one: log2(one.p_right),
    "brier": lambda one: one.brier,
    **URGENCY,
    "safe_rules": lambda one: one.safe(one.by_rules),
    "over_rules": lambda one: one.over(one.by_rules),
    "safe_causes": lambda one: one.safe(one.by_causes),
    "over_causes": lambda one: one.over(one.by_causes),
}


def summarise(scores: Sequence[Score]) -> Summary | None:
    """The summary of some scores; None of none."""
    if not scores:
        return None
    emergencies = [one for one in scores if one.expect.at_least == Level.EMERGENCY]
    slope, intercept = bootstrap.calibration(
        [one.p_first for one in scores], [one.rank == 1 for one in scores]
    )
    return Summary(
        n=len(scores),
        **figures(scores, _MEANS),
        safe_emergencies=figures(emergencies, URGENCY)["safe"],
        calibration_slope=slope,
        calibration_intercept=intercept,
    )


def figures(
    scores: Sequence[Score], of: Mapping[str, Callable[[Score], float]]
) -> dict[str, Estimate]:
    """The means of some figures over cases."""
    values = np.array([[float(value(one)) for value in of.values()] for one in scores])
    return dict(zip(of, bootstrap.means(values.reshape(len(scores), len(of))), strict=True))


def log2(p: float) -> float:
    """log2 of a probability given to the right causes."""
    return float(np.log2(max(p, _LEAST)))


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
    return {field.name: plain(getattr(summary, field.name)) for field in fields(summary)}


def plain(value: int | Estimate) -> Any:
    """A figure as plain data."""
    return list(astuple(value)) if isinstance(value, Estimate) else value
