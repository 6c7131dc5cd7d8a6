"""How sure is the number? The knowledge base drawn anew a few hundred times, within what its ranges
allow.

A flag is logit-normal, fitted to p and its 90 % range (without a range, to the spread of its
basis); a condition's number moves all its sites alike. A distribution is Dirichlet, with the
concentration of its basis. Every draw is keyed by the path of the number. What no answer changes is
drawn once and kept in the model.

All hypotheses of a unit share its answers, and all of a site share its map: so the patterns of each
site are summed first, then the sides of each unit, and only sums meet the answers."""

import numpy as np
from msgspec import Struct

from pinprick.case.known import Known
from pinprick.knowledge.ids import SIDE, SIDE_ANSWERS, SIDES, UNKNOWN
from pinprick.model.axes import Array, Drawn, Model
from pinprick.model.rows import Damaged
from pinprick.once import once
from pinprick.reasoning.drawn_places import places
from pinprick.reasoning.inference import column, known_band
from pinprick.reasoning.sites import Sites, sites


class Interval(Struct, frozen=True):
    """The middle 90 % of the draws."""

    low: float
    high: float


def draws(model: Model, known: Known) -> Array:
    """P(cause | answers) for each draw of the knowledge base, shape (draws, causes). Where those
    that were kept are not as they were written they are drawn anew."""
    try:
        return _of_causes(model, known, model.drawn or _anew(model))
    except Damaged:
        return _of_causes(model, known, _anew(model))


def _of_causes(model: Model, known: Known, drawn: Drawn) -> Array:
    at = sites(model)
    by_site = _by_site(drawn.patterns[...], places(model, known, drawn), at)
    best = np.maximum(by_site.max(axis=0), np.finfo(np.float64).tiny)
    by_site = by_site / best
    by_side = _by_side(model, known, drawn)
    within = sum(p * of_side[at.of_units] for p, of_side in zip(by_side, by_site, strict=True))
    log_units = _log_answers(model, known, drawn) + np.log(best)[at.of_units]
    top = np.where(within > 0, log_units, -np.inf).max(axis=0)
    weights = np.exp(log_units - top) * within
    by_cause = np.add.reduceat(weights, model.units.starts, axis=0)
    result: Array = np.ascontiguousarray((by_cause / by_cause.sum(axis=0)).T)
    return result


def intervals(drawn: Array, p: Array) -> list[Interval]:
    """The middle 90 % of the draws (draws, n) of some probabilities `p` (n,), each widened to hold
    the probability itself."""
    if not len(p):
        return []
    ranked = np.sort(drawn, axis=0)
    low, high = np.minimum(_quantile(ranked, 0.05), p), np.maximum(_quantile(ranked, 0.95), p)
    return [Interval(*ends) for ends in zip(low.tolist(), high.tolist(), strict=True)]


def _quantile(ranked: Array, share: float) -> Array:
    """The quantile of values (draws, n) that rise along the draws, between two of them in
    proportion.

    That of numpy is the same, but loads its masked arrays first, which takes longer than an
    assessment."""
    place = share * (len(ranked) - 1)
    below = int(place)
    above = min(below + 1, len(ranked) - 1)
    between: Array = ranked[below] + (place - below) * (ranked[above] - ranked[below])
    return between


def stable_first(drawn: Array, first: int) -> float:
    """In which part of the draws the cause at index `first` comes first."""
    return float((drawn.argmax(axis=1) == first).mean())


# ---- units, sites and sides


@once
def _anew(model: Model) -> Drawn:
    from pinprick.model.draws import prior  # needed only where none were kept

    return prior.prepare(model)


def _by_site(patterns: Array, table: Array | None, at: Sites) -> Array:
    """P(what is known of where it is numb | site, side), shape (3 sides, sites + 1, draws)."""
    weights = patterns[None].astype(np.float64) if table is None else table * patterns
    of_sites = np.add.reduceat(weights, at.patterns, axis=1)
    joined = np.concatenate([of_sites, of_sites.sum(axis=1, keepdims=True)], axis=1)
    return np.broadcast_to(joined, (len(SIDES), *joined.shape[1:]))


def _by_side(model: Model, known: Known, drawn: Drawn) -> Array:
    """P(side, the answer to `side` | unit), shape (3 sides, U, draws)."""
    side = known.given.get(SIDE, UNKNOWN)
    if side == UNKNOWN:
        return drawn.sides[...]
    told = np.exp(model.log_side[SIDE_ANSWERS.index(str(side))]).T.astype(np.float32)
    by_side: Array = drawn.sides[...] * told[:, :, None]
    return by_side


def _log_answers(model: Model, known: Known, drawn: Drawn) -> Array:
    """log P(unit, answers), shape (U, draws), up to a constant of the draw."""
    total, band = drawn.log_units[...].copy(), known_band(model, known)
    ordinary = model.units.starts[-1]  # the first unit of `other`
    for finding in model.findings:
        index = column(model, finding, known.get(finding))
        if index is None:
            continue
        numbers = drawn.numbers[finding]
        of = numbers.of[0 if band is None or numbers.of.shape[0] == 1 else band + 1]
        log_p = numbers.log_p[index]
        # Most units have the number of chance, which tells none of them from another.
        chance = of[ordinary]
        own = np.flatnonzero(of != chance)
        total[own] += log_p[of[own]] - log_p[chance]
    return total
