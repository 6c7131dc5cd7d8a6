"""How sure a figure over cases is: its 95 % interval by bootstrap over the cases.

All resamples are reckoned at once, as counts: how often each case was drawn. A mean is then a
product with a matrix, and the calibration one run of Newton's method over all resamples.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct

from pinprick.model.axes import Array

_RESAMPLES = 2000
_SEED = 20261125
_AT_ONCE = 4_000_000
"""Counts that are held in memory at once."""
_STEPS = 25
_RIDGE = 1e-3
_SETTLED = 1e-13


class Estimate(Struct, frozen=True):
    """A figure over cases with its 95 % bootstrap interval; nan of no case."""

    value: float
    low: float
    high: float


def means(values: Array) -> list[Estimate]:
    """The mean of each column of `values` (cases, figures)."""
    count = len(values)
    if not count:
        return [_none()] * values.shape[1]
    drawn = np.concatenate([counts @ values for counts in resamples(count)]) / count
    return _estimates(values.mean(axis=0), drawn)


def paired_difference(ours: Sequence[float], theirs: Sequence[float]) -> Estimate:
    """Mean of `ours` minus `theirs`, case by case."""
    return means((np.array(ours) - np.array(theirs))[:, None])[0]


def calibration(p_first: Sequence[float], right: Sequence[bool]) -> tuple[Estimate, Estimate]:
    """Slope and intercept of the log-odds that the first cause is right on those it was given;
    ideal are 1 and 0."""
    if not len(p_first):
        return _none(), _none()
    p = np.clip(p_first, 1e-6, 1 - 1e-6)
    odds, hits = np.log(p / (1 - p)), np.array(right, dtype=np.float64)
    drawn = np.concatenate([logistic(odds, hits, counts) for counts in resamples(len(p))])
    intercept, slope = _estimates(logistic(odds, hits, np.ones((1, len(p))))[0], drawn)
    return slope, intercept


def logistic(x: Array, y: Array, counts: Array) -> Array:
    """Intercept and slope of the logistic regression of `y` (n,) on `x` (n,) for each row of
    `counts` (resamples, n), shape (resamples, 2): Newton's method, with a faint ridge so that it
    always ends. Rows that have settled are left alone."""
    beta = np.zeros((len(counts), 2))
    design = np.stack([np.ones_like(x), x, x * x], axis=1)
    moving = np.arange(len(counts))
    for _ in range(_STEPS):
        step = _newton(design, y, counts[moving], beta[moving])
        beta[moving] += step
        moving = moving[np.abs(step).max(axis=1) > _SETTLED]
        if not len(moving):
            break
    return beta


def _newton(design: Array, y: Array, counts: Array, beta: Array) -> Array:
    """One step for each row of `counts` (resamples, n) from `beta` (resamples, 2); `design` (n, 3)
    holds 1, x and x²."""
    fitted = 1 / (1 + np.exp(-np.clip(beta @ design[:, :2].T, -30, 30)))
    gradient = (counts * (y - fitted)) @ design[:, :2] - _RIDGE * beta
    sums = (counts * (fitted * (1 - fitted))) @ design
    hessian = sums[:, [[0, 1], [1, 2]]] + _RIDGE * np.eye(2)
    step = np.linalg.solve(hessian, gradient[:, :, None])[:, :, 0]
    return np.clip(step, -5, 5)


def resamples(cases: int) -> Iterator[Array]:
    """How often each of `cases` is drawn in each resample, in blocks of shape (some, cases); the
    same for the same number of cases."""
    generator = np.random.default_rng(_SEED)
    rows = max(1, _AT_ONCE // cases)
    for start in range(0, _RESAMPLES, rows):
        some = min(rows, _RESAMPLES - start)
        drawn = generator.integers(cases, size=(some, cases)) + cases * np.arange(some)[:, None]
        counts = np.bincount(drawn.ravel(), minlength=some * cases)
        yield counts.reshape(some, cases).astype(np.float64)


def _estimates(values: Array, drawn: Array) -> list[Estimate]:
    low, high = np.quantile(drawn, (0.025, 0.975), axis=0)
    return [
        Estimate(float(value), float(least), float(most))
        for value, least, most in zip(values, low, high, strict=True)
    ]


def _none() -> Estimate:
    return Estimate(float("nan"), float("nan"), float("nan"))
