"""Numbers of one condition moved together, so that their mean is what was counted.

The condition says how often, its forms and places say where: as in `anatomy`, all are moved alike on
the log-odds scale."""

import numpy as np

from pinprick.model.axes import Array, Flags

_STEPS = 500
_NEAR = 1e-12


def tilted(p: Array, weights: Array, target: Array) -> Array:
    """Distributions `p` (values, units), each column multiplied by the same factors (values,) and
    scaled to sum to 1, so that their mean by `weights` (units,) is `target` (values,); both sum to
    1. What is 0 stays 0."""
    if p.shape[1] == 1:
        return target[:, None]
    factors = np.ones(len(p))
    moved = p
    for _ in range(_STEPS):
        mean = moved @ weights
        ratio = np.divide(target, mean, out=np.ones_like(mean), where=mean > 0)
        if np.abs(ratio - 1).max() < _NEAR:
            break
        factors *= ratio
        moved = p * factors[:, None]
        moved = moved / moved.sum(axis=0)
    return moved


def moved(p: Array, own: Flags, weights: Array, share: Array, target: Array) -> Array:
    """Distributions `p` (values, units) of a condition, moved so that their mean by `weights` (units,)
    is `target` (values,). Units that have no number of their `own` (units,) take that of the whole,
    which is the mean of the others by their `share` (units,), as `pinprick check` holds it."""
    if own.all() or not own.any():
        return tilted(p, weights, target)
    within = share[own] / share[own].sum()
    its = tilted(p[:, own], weights[own] + weights[~own].sum() * within, target)
    rest = share[~own] / share[~own].sum()
    result = np.empty_like(p)
    result[:, own] = its
    result[:, ~own] = tilted(p[:, ~own], rest, its @ within)
    return result
