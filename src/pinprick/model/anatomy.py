"""The condition says how often, the anatomy says where.

logit P(f | c, s) = logit m(s, f) + b(c, f), with b such that Σ_s P(s | c) P(f | c, s) = P(f | c)
exactly."""

import numpy as np

from pinprick.model.axes import Array

_STEPS = 70


def spread_over_sites(at_site: Array, b: Array) -> Array:
    """P(f | c, s) for each site: `at_site` (..., sites), each in (0, 1), moved by `b` (...) on the
    log-odds scale."""
    odds = at_site / (1 - at_site) * np.exp(b)[..., None]
    spread: Array = odds / (1 + odds)
    return spread


def offset(at_site: Array, weights: Array, p: Array) -> Array:
    """The b (...) for which the weighted mean over sites of `at_site` (..., sites) is `p` (...), by
    bisection, of all findings at once; all probabilities in (0, 1)."""
    low: Array = np.full(p.shape, -40.0)
    high: Array = np.full(p.shape, 40.0)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        below = (weights * spread_over_sites(at_site, middle)).sum(axis=-1) < p
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    offsets: Array = (low + high) / 2
    return offsets
