"""The slow twin of `pinprick.lab.bootstrap`: one resample at a time, each figure anew from its cases."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
RESAMPLES, SEED = 2000, 20261125


def interval(values: Array, statistic: Callable[[Array], Array], resamples: int = RESAMPLES) -> Array:
    """The statistic of `values` (cases, ...) with its 2.5 and 97.5 % points over resampled cases, shape (3, ...)."""
    drawn = np.random.default_rng(SEED).integers(len(values), size=(resamples, len(values)))
    resampled = np.array([statistic(values[sample]) for sample in drawn])
    return np.stack([statistic(values), *np.quantile(resampled, (0.025, 0.975), axis=0)])


def logistic(pairs: Array) -> Array:
    """Intercept and slope of a logistic regression of the second column on the first: 25 steps of Newton's method."""
    beta = np.zeros(2)
    for _ in range(25):
        gradient, hessian = -1e-3 * beta, 1e-3 * np.eye(2)
        design = np.stack([np.ones(len(pairs)), pairs[:, 0]], axis=1)
        fitted = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
        gradient = gradient + design.T @ (pairs[:, 1] - fitted)
        hessian = hessian + (design.T * (fitted * (1 - fitted))) @ design
        beta = beta + np.clip(np.linalg.solve(hessian, gradient), -5, 5)
    return beta
