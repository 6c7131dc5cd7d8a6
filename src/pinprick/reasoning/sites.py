"""What is said of the place, by site and side.

All patterns of a site weigh in every unit at that site alike, and all answers but the side and the
map say the same of every side and pattern of a unit. So patterns are summed by site, then sides by
unit, and no sum over hypotheses is written out."""

import numpy as np
from msgspec import Struct

from pinprick.knowledge.ids import SIDES
from pinprick.model.axes import Array, Index, Model, starts
from pinprick.once import once


class Sites(Struct, frozen=True):
    """Where the patterns of each site start, the site of each pattern (P,) and of each unit (U,);
    the place after the last site stands for all of them alike. `log_weight` (P,) is log P(pattern | site), `log_sides`
    (3, U) log P(side | unit), -inf where there is no such hypothesis."""

    patterns: Index
    of_patterns: Index
    of_units: Index
    log_weight: Array
    log_sides: Array


@once
def sites(model: Model) -> Sites:
    """The sites of a model."""
    names = list(dict.fromkeys(model.patterns.site))
    places = {name: index for index, name in enumerate(names)}
    of_patterns = np.array([places[name] for name in model.patterns.site])
    hypotheses, units = model.hypotheses, len(model.units.cause)
    prior = np.exp(hypotheses.log_prior - model.units.log_prior[hypotheses.unit])
    by_side = np.bincount(
        hypotheses.side * units + hypotheses.unit, prior, minlength=len(SIDES) * units
    ).reshape(len(SIDES), units)
    with np.errstate(divide="ignore"):
        log_sides = np.log(by_side)
    return Sites(
        patterns=starts(of_patterns),
        of_patterns=of_patterns,
        of_units=np.array([places.get(name, len(names)) for name in model.units.site]),
        log_weight=np.log(model.patterns.weight),
        log_sides=log_sides,
    )


class BySite(Struct, frozen=True):
    """What is said of the place at each site and the one after the last: `log_p` (..., 3 sides,
    sites + 1) is log P(said | site, side); `mean` of the same shape is the mean of its
    log-likelihood over the patterns, as it weighs there."""

    log_p: Array
    mean: Array


def by_site(model: Model, places: Array, powers: Array) -> BySite:
    """`places` (P, 3), log P(said | pattern, side), summed over the patterns of each site, raised
    to each of some `powers` (T,); arrays of shape (T, 3, sites + 1)."""
    at, logs = sites(model), places.T
    weighted = powers[:, None, None] * logs + at.log_weight
    tops = np.maximum.reduceat(weighted, at.patterns, axis=-1)
    weights = np.exp(weighted - tops[..., at.of_patterns])
    masses = np.add.reduceat(weights, at.patterns, axis=-1)
    means = np.add.reduceat(weights * logs, at.patterns, axis=-1) / masses
    log_p = tops + np.log(masses)
    # Whatever has no site of its own is at each of them alike.
    top = log_p.max(axis=-1, keepdims=True)
    shares = np.exp(log_p - top)
    total = shares.sum(axis=-1, keepdims=True)
    anywhere = top + np.log(total) - np.log(len(at.patterns))
    mean = (shares * means).sum(axis=-1, keepdims=True) / total
    return BySite(
        np.concatenate([log_p, anywhere], axis=-1), np.concatenate([means, mean], axis=-1)
    )
