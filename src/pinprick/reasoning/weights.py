"""Why: one row an answer, in bits, that add up to posterior minus prior log-odds and do not depend
on their order.

With latent sites and sides a plain ratio per answer does not add up. Along posterior_t ∝ prior ·
exp(t Σ ℓ) the bits of an answer f for a cause c are (1/ln 2) ∫₀¹ (E_t[ℓ_f | c] − E_t[ℓ_f | not c])
dt: the Aumann–Shapley value of the answer, computed by Gauss–Legendre quadrature."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, reduce

import numpy as np
from msgspec import Struct

from pinprick.knowledge.ids import MAP, OTHER, SIDE
from pinprick.knowledge.quantity import Basis, Quantity
from pinprick.model.axes import ORIGINS, Array, Index, Model
from pinprick.once import once
from pinprick.reasoning.inference import Evidence, log_sum_exp
from pinprick.reasoning.sites import Sites, by_site, sites

_POINTS = 16
_NATS_A_PANEL = 7.0
"""The integrand has poles about π / range from the real axis; this keeps 16 points a panel exact to
1e-12."""
_AT_ONCE = 2 * _POINTS
"""So many nodes are taken at a time where sides count, as arrays of more do not stay in the cache."""
_MOST_TAKEN_AWAY = 0.5
"""Of all weight: what is left of it then is as exact as the whole."""


class Reason(Struct, frozen=True):
    """One answer's weight for (positive bits) or against (negative) one cause, and what the number
    rests on."""

    finding: str
    bits: float
    basis: Basis
    sources: tuple[str, ...]


def log_odds(p: Array) -> Array:
    """log2 of the odds of probabilities."""
    odds: Array = np.log2(p) - np.log2(1 - p)
    return odds


@once
def prior_bits(model: Model) -> Array:
    """Prior log2-odds of each cause, shape (causes,)."""
    prior = np.add.reduceat(np.exp(model.units.log_prior), model.units.starts)
    return log_odds(prior / float(prior.sum()))


def weights_of_evidence(model: Model, found: Evidence, causes: Sequence[str]) -> Array:
    """Bits of each answer for each of some causes, shape (causes, F); rows sum to posterior minus
    prior log2-odds."""
    bits = np.zeros((len(causes), len(found.findings)))
    if not len(found.findings):
        return bits
    path = _path(model, found)
    everybody = _means(path, slice(None))
    starts = [*model.units.starts.tolist(), len(model.units.cause)]
    for row, cause in enumerate(causes):
        index = _index(model.causes)[cause]
        own = slice(starts[index], starts[index + 1])
        of_cause = _means(path, own)
        bits[row] = path.weights @ (of_cause.means - _of_others(path, everybody, own, of_cause))
    bits /= np.log(2)
    return bits


class _Path(Struct, frozen=True):
    """The way from prior to posterior, at T nodes of quadrature with their `weights` (T,).

    `log_weights` (T, U) are those of the units; `plain` (F', U) the log-likelihoods of answers that
    depend on the unit alone, and `placed` (F'', T, U) the means within each unit of the others; the
    former stand at the places `at_plain` among the answers, the latter at `at_placed`."""

    weights: Array
    log_weights: Array
    plain: Array
    placed: Array
    at_plain: Index
    at_placed: Index


def _path(model: Model, found: Evidence) -> _Path:
    of_place = np.array([finding in (MAP, SIDE) for finding in found.findings])
    plain = model.log_p[found.rows[~of_place]]
    of_units = plain.sum(axis=0)
    nodes, weights = _nodes(_span(model, found, of_units))
    log_weights = model.units.log_prior + nodes[:, None] * of_units
    means = np.empty((int(of_place.sum()), *log_weights.shape))
    for first in range(0, len(nodes) if of_place.any() else 0, _AT_ONCE):
        some = slice(first, first + _AT_ONCE)
        log_p, means[:, some] = _within(model, found, nodes[some])
        log_weights[some] += log_p
    return _Path(
        weights=weights,
        log_weights=log_weights,
        plain=plain,
        placed=means,
        at_plain=np.flatnonzero(~of_place),
        at_placed=np.flatnonzero(of_place),
    )


def _within(model: Model, found: Evidence, nodes: Array) -> tuple[Array, Array]:
    """What was said of the place, raised to each node, within each unit: its log probability (T, U),
    and the mean log-likelihood of each of these answers (F'', T, U)."""
    log_sides, placed = _at_sides(model, found, nodes)
    # Sides are summed one by one: along so short an axis numpy takes many times as long.
    tops = reduce(np.maximum, log_sides)
    shares = np.exp(log_sides - tops)
    total = sum(shares)
    means = [sum(shares * placed[id_]) / total for id_ in found.findings if id_ in placed]
    return tops + np.log(total), np.array(means)


def _at_sides(model: Model, found: Evidence, nodes: Array) -> tuple[Array, dict[str, Array]]:
    """log P(side | unit) with what was said of the place raised to each node, shape (3, T, U), and
    the log-likelihoods of side and map there, each (3, T or 1, U)."""
    at, placed = sites(model), {}
    logs = np.repeat(at.log_sides[:, None], len(nodes), axis=1)
    if found.side is not None:
        placed[SIDE] = model.log_side[found.side].T[:, None]
        logs += nodes[:, None] * placed[SIDE]
    if found.places is not None:
        of_sites = by_site(model, found.places, nodes)
        placed[MAP] = _of_units(of_sites.mean, at)
        logs += _of_units(of_sites.log_p, at)
    return logs, placed


def _of_units(of_sites: Array, at: Sites) -> Array:
    """What is said of sites (T, 3, sites + 1) as it is of units, shape (3, T, U)."""
    return np.ascontiguousarray(of_sites.swapaxes(0, 1)).take(at.of_units, axis=-1)


def _span(model: Model, found: Evidence, of_units: Array) -> float:
    """By how much the log-likelihood of all answers together may differ, in nats."""
    parts = [of_units]
    parts += [] if found.side is None else [model.log_side[found.side]]
    parts += [] if found.places is None else [found.places]
    return sum(float(part.max() - part.min()) for part in parts)


def _nodes(span: float) -> tuple[Array, Array]:
    """Quadrature nodes and weights on [0, 1], in as many panels as the span of log-likelihoods
    (nats) needs."""
    panels = 1 + int(span / _NATS_A_PANEL)
    points, weights = _legendre()
    nodes = (np.arange(panels)[:, None] + (points + 1) / 2) / panels
    return nodes.ravel(), np.tile(weights / 2 / panels, panels)


@cache
def _legendre() -> tuple[Array, Array]:
    """The nodes and weights of Gauss–Legendre quadrature on [-1, 1], by Golub and Welsch: those of
    numpy are the same, but loading its polynomials takes longer than an assessment."""
    k = np.arange(1, _POINTS)
    beside = k / np.sqrt(4 * k**2 - 1)
    points, vectors = np.linalg.eigh(np.diag(beside, 1) + np.diag(beside, -1))
    return points, 2 * vectors[0] ** 2


class _Means(Struct, frozen=True):
    """The mean log-likelihood of each answer over some units, shape (T, F), and the logarithm of
    their weight together (T,)."""

    means: Array
    log_mass: Array


def _means(path: _Path, units: slice, log_weights: Array | None = None) -> _Means:
    """The means over some units, whose log weights are those of the path or others; scaled by the
    greatest of them, so that none is lost beside a cause that is nearly sure."""
    logs = path.log_weights[:, units] if log_weights is None else log_weights
    log_mass = log_sum_exp(logs)
    weights = np.exp(logs - log_mass[:, None])
    means = np.empty((len(weights), len(path.at_plain) + len(path.at_placed)))
    means[:, path.at_plain] = weights @ path.plain[:, units].T
    means[:, path.at_placed] = (path.placed[:, :, units] * weights).sum(axis=-1).T
    return _Means(means, log_mass)


def _of_others(path: _Path, everybody: _Means, own: slice, of_cause: _Means) -> Array:
    """The means over all units but a cause's own, shape (T, F): by taking its part away, or anew
    where that would leave little."""
    share = np.exp(of_cause.log_mass - everybody.log_mass)[:, None]
    if share.max() < _MOST_TAKEN_AWAY:
        rest: Array = (everybody.means - share * of_cause.means) / (1 - share)
        return rest
    others = path.log_weights.copy()
    others[:, own] = -np.inf
    return _means(path, slice(None), others).means


# ---- what a row rests on


def reasons(model: Model, found: Evidence, row: Array, cause: str) -> tuple[Reason, ...]:
    """The answers that speak for or against one cause, strongest first; `row` (F,) are their
    bits."""
    rests_on = _rests_on(model)
    told = [
        Reason(finding, value, *rests_on(cause, finding))
        for finding, value in zip(found.findings, row.tolist(), strict=True)
    ]
    return tuple(sorted(told, key=lambda reason: (-abs(reason.bits), reason.finding)))


def basis_share(told: tuple[Reason, ...]) -> dict[str, float]:
    """How much of the weight, for and against, rests on numbers of each basis; sums to 1 where
    there is any."""
    total = sum(abs(reason.bits) for reason in told)
    share: dict[str, float] = {}
    for reason in told:
        share[reason.basis] = share.get(reason.basis, 0.0) + (
            abs(reason.bits) / total if total else 0.0
        )
    return share


@once
def _rests_on(model: Model) -> Callable[[str, str], tuple[Basis, tuple[str, ...]]]:
    """The basis and the sources of the row of a cause and a finding, looked for once."""

    @cache
    def rests_on(cause: str, finding: str) -> tuple[Basis, tuple[str, ...]]:
        quantity = number(model, cause, finding)
        return (quantity.basis, quantity.sources) if quantity else ("estimate", ())

    return rests_on


def number(model: Model, cause: str, finding: str) -> Quantity | None:
    """The number that a cause's row of a finding rests on most: its own, else the anatomy's or the
    background's."""
    knowledge = model.knowledge
    condition = knowledge.conditions.get(cause)
    own: Mapping[str, Quantity] = condition.findings if condition else {}
    if finding in own:
        return own[finding]
    if condition and finding == "age":
        return condition.age
    if condition and finding == "sex":
        return condition.female
    if condition and finding == MAP:
        return _of_main_site(model, cause)
    if cause != OTHER and finding in model.values and _origin(model, cause, finding) == "site":
        return _of_main_site(model, cause)
    return knowledge.background.findings.get(finding)


def _origin(model: Model, cause: str, finding: str) -> str:
    unit = int(
        np.searchsorted(model.units.cause, _index(model.causes)[cause])
    )  # units stand in the order of causes
    return ORIGINS[model.units.origin[unit, _index(model.findings)[finding]]]


@cache
def _index(names: tuple[str, ...]) -> dict[str, int]:
    return {name: index for index, name in enumerate(names)}


def _of_main_site(model: Model, cause: str) -> Quantity:
    sites = model.knowledge.conditions[cause].sites.p
    assert isinstance(sites, dict)  # the checks hold this
    site = model.knowledge.sites[max(sites, key=lambda id_: sites[id_])]
    return Quantity(1.0, site.basis, site.sources)
