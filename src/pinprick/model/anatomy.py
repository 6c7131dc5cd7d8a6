"""The condition says how often, the anatomy says where.

logit P(f | c, s) = logit m(s, f) + b(c, f), with b such that Σ_s P(s | c) P(f | c, s) = P(f | c)
exactly."""

import numpy as np

from pinprick.model.axes import Array

_STEPS = 70


def spread_over_sites(at_site: Array, b: float) -> Array:
    """P(f | c, s) for each site: `at_site` (sites,), each in (0, 1), moved by `b` on the log-odds
    scale."""
    odds = at_site / (1 - at_site) * np.exp(b)
    spread: Array = odds / (1 + odds)
    return spread


def offset(at_site: Array, weights: Array, p: float) -> float:
    """The b for which the weighted mean over sites is `p`, by bisection; all probabilities in (0,
    1)."""
    low, high = -40.0, 40.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if float(weights @ spread_over_sites(at_site, middle)) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2
