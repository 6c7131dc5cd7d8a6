"""Why: one row an answer, in bits, that add up to posterior minus prior log-odds and do not depend
on their order.

With latent sites and sides a plain ratio per answer does not add up. Along posterior_t ∝ prior ·
exp(t Σ ℓ) the bits of an answer f for a cause c are (1/ln 2) ∫₀¹ (E_t[ℓ_f | c] − E_t[ℓ_f | not c])
dt: the Aumann–Shapley value of the answer, computed by Gauss–Legendre quadrature."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from pinprick.knowledge.ids import MAP, OTHER, SIDE
from pinprick.knowledge.quantity import Basis, Quantity
from pinprick.model.axes import ORIGINS, Array, Index, Model
from pinprick.once import once
from pinprick.reasoning.inference import Evidence, by_cause, log_likelihoods

_POINTS = 16
_NATS_A_PANEL = 7.0
"""The integrand has poles about π / range from the real axis; this keeps 16 points a panel exact to
1e-12."""


@dataclass(frozen=True, slots=True)
class Reason:
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
    prior = np.exp(model.hypotheses.log_prior)
    return log_odds(by_cause(model, prior / float(prior.sum())))


def weights_of_evidence(model: Model, found: Evidence, causes: Sequence[str]) -> Array:
    """Bits of each answer for each of some causes, shape (causes, F); rows sum to posterior minus
    prior log2-odds."""
    bits = np.zeros((len(causes), len(found.findings)))
    if not len(found.findings):
        return bits
    path = _path(model, found)
    starts = model.units.starts.tolist()
    ends = [*starts[1:], len(model.units.cause)]
    for row, cause in enumerate(causes):
        index = _index(model.causes)[cause]
        own, others = slice(starts[index], ends[index]), path.log_weights.copy()
        others[:, own] = -np.inf
        gained = _means(path, own, path.log_weights[:, own]) - _means(path, slice(None), others)
        bits[row] = path.weights @ gained
    bits /= np.log(2)
    return bits


@dataclass(frozen=True, slots=True)
class _Path:
    """The way from prior to posterior, at T nodes of quadrature with their `weights` (T,).

    `log_weights` (T, U) are those of the units; `plain` (F', U) the log-likelihoods of answers that
    depend on the unit alone, and `placed` (T, F'', U) the means within each unit of the others; the
    former stand at the places `at_plain` among the answers, the latter at `at_placed`."""

    weights: Array
    log_weights: Array
    plain: Array
    placed: Array
    at_plain: Index
    at_placed: Index


def _path(model: Model, found: Evidence) -> _Path:
    hypotheses = model.hypotheses
    placed = np.array([finding in (MAP, SIDE) for finding in found.findings])
    plain = model.log_p[found.rows[~placed]]
    of_units, of_places = plain.sum(axis=0), log_likelihoods(model, found, placed)
    total = of_units[hypotheses.unit] + of_places.sum(axis=0)
    nodes, weights = _nodes(float(total.max() - total.min()))
    logs = hypotheses.log_prior + nodes[:, None] * of_places.sum(axis=0)
    tops = np.maximum.reduceat(logs, hypotheses.starts, axis=1)
    within = np.exp(logs - tops[:, hypotheses.unit])
    masses = np.add.reduceat(within, hypotheses.starts, axis=1)
    sums = np.add.reduceat(within[:, None] * of_places, hypotheses.starts, axis=2)
    return _Path(
        weights=weights,
        log_weights=nodes[:, None] * of_units + tops + np.log(masses),
        plain=plain,
        placed=sums / masses[:, None],
        at_plain=np.flatnonzero(~placed),
        at_placed=np.flatnonzero(placed),
    )


def _nodes(span: float) -> tuple[Array, Array]:
    """Quadrature nodes and weights on [0, 1], in as many panels as the span of log-likelihoods
    (nats) needs."""
    panels = 1 + int(span / _NATS_A_PANEL)
    points, weights = np.polynomial.legendre.leggauss(_POINTS)
    nodes = (np.arange(panels)[:, None] + (points + 1) / 2) / panels
    return nodes.ravel(), np.tile(weights / 2 / panels, panels)


def _means(path: _Path, units: slice, log_weights: Array) -> Array:
    """The mean log-likelihood of each answer over some units, shape (T, F). Scaled by the greatest
    of their own weights, so that none is lost beside a cause that is nearly sure."""
    weights = np.exp(log_weights - log_weights.max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    means = np.empty((len(weights), len(path.at_plain) + len(path.at_placed)))
    means[:, path.at_plain] = weights @ path.plain[:, units].T
    means[:, path.at_placed] = np.einsum("tu,tfu->tf", weights, path.placed[:, :, units])
    return means


# ---- what a row rests on


def reasons(model: Model, found: Evidence, row: Array, cause: str) -> tuple[Reason, ...]:
    """The answers that speak for or against one cause, strongest first; `row` (F,) are their
    bits."""
    told = [
        Reason(finding, float(value), *_rests_on(model, cause, finding))
        for finding, value in zip(found.findings, row, strict=True)
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


def _rests_on(model: Model, cause: str, finding: str) -> tuple[Basis, tuple[str, ...]]:
    quantity = number(model, cause, finding)
    return (quantity.basis, quantity.sources) if quantity else ("estimate", ())


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
