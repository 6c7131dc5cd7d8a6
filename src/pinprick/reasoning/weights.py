"""Why: one row an answer, in bits, that add up to posterior minus prior log-odds and do not depend
on their order.

With latent sites and sides a plain ratio per answer does not add up. Along posterior_t ∝ prior ·
exp(t Σ ℓ) the bits of an answer f for a cause c are (1/ln 2) ∫₀¹ (E_t[ℓ_f | c] − E_t[ℓ_f | not c])
dt: the Aumann–Shapley value of the answer, computed by Gauss–Legendre quadrature."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from pinprick.knowledge.ids import MAP, OTHER, SIDE
from pinprick.knowledge.quantity import Basis, Quantity
from pinprick.model.axes import ORIGINS, Array, Index, Model, starts
from pinprick.reasoning.inference import Evidence, by_cause, log_sum_exp

_POINTS = 32
_NATS_A_PANEL = 14.0
"""The integrand has poles about π / range from the real axis; this keeps 32 points a panel exact to
1e-13."""


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


def prior_bits(model: Model) -> Array:
    """Prior log2-odds of each cause, shape (causes,)."""
    prior = np.exp(model.hypotheses.log_prior)
    return log_odds(by_cause(model, prior / float(prior.sum())))


def weights_of_evidence(model: Model, found: Evidence) -> Array:
    """Bits of each answer for each cause, shape (causes, F); rows sum to posterior minus prior
    log2-odds."""
    bits = np.zeros((len(model.causes), len(found.findings)))
    if not len(found.findings):
        return bits
    total = found.rows.sum(axis=0)
    rows = _rows(model, found)
    for t, weight in _nodes(float(total.max() - total.min())):
        bits += weight * _contrast(model, rows, model.hypotheses.log_prior + t * total)
    bits /= np.log(2)
    return bits


@dataclass(frozen=True, slots=True)
class _Rows:
    """Log-likelihoods, apart for answers that depend on the unit alone: there are far fewer units
    than hypotheses.

    `of_units` (F', U) are the rows at `plain`, `of_hypotheses` (F'', H) those at `placed`; `starts`
    is where each unit's hypotheses start, `unit_starts` where each cause's units do."""

    plain: Index
    placed: Index
    of_units: Array
    of_hypotheses: Array
    starts: Index
    unit_starts: Index
    cause_starts: Index


def _rows(model: Model, found: Evidence) -> _Rows:
    placed = np.array([finding in (MAP, SIDE) for finding in found.findings])
    of_units = starts(model.hypotheses.unit)
    return _Rows(
        plain=np.flatnonzero(~placed),
        placed=np.flatnonzero(placed),
        of_units=found.rows[~placed][:, of_units],
        of_hypotheses=found.rows[placed],
        starts=of_units,
        unit_starts=starts(model.units.cause),
        cause_starts=starts(model.hypotheses.cause),
    )


def _nodes(span: float) -> list[tuple[float, float]]:
    """Quadrature nodes and weights on [0, 1], in as many panels as the span of log-likelihoods
    (nats) needs."""
    panels = 1 + int(span / _NATS_A_PANEL)
    points, weights = np.polynomial.legendre.leggauss(_POINTS)
    return [
        ((panel + (float(x) + 1) / 2) / panels, float(w) / 2 / panels)
        for panel in range(panels)
        for x, w in zip(points, weights, strict=True)
    ]


def _contrast(model: Model, rows: _Rows, log_weights: Array) -> Array:
    """E[ℓ_f | c] − E[ℓ_f | not c] under the weights, shape (causes, F)."""
    tops = np.maximum.reduceat(log_weights, rows.cause_starts)
    weights = np.exp(log_weights - tops[model.hypotheses.cause])
    of_units = np.add.reduceat(weights, rows.starts)
    masses = np.add.reduceat(of_units, rows.unit_starts)
    means = np.empty((len(masses), len(rows.plain) + len(rows.placed)))
    means[:, rows.plain] = np.add.reduceat(rows.of_units * of_units, rows.unit_starts, axis=1).T
    means[:, rows.placed] = np.add.reduceat(
        rows.of_hypotheses * weights, rows.cause_starts, axis=1
    ).T
    means /= masses[:, None]
    contrast: Array = means - _means_of_others(tops + np.log(masses), means)
    return contrast


def _means_of_others(log_masses: Array, means: Array) -> Array:
    """Mean over all causes but one, for each; scaled so that no rest is lost beside a cause that is
    nearly sure."""
    masses = np.exp(log_masses - log_masses.max())
    rest = (masses @ means - masses[:, None] * means) / np.maximum(masses.sum() - masses, 1e-300)[
        :, None
    ]
    top = int(log_masses.argmax())
    others = np.delete(np.arange(len(masses)), top)
    scaled = np.exp(log_masses[others] - log_sum_exp(log_masses[others]))
    rest[top] = scaled @ means[others]
    others_means: Array = rest
    return others_means


# ---- what a row rests on


def reasons(model: Model, found: Evidence, bits: Array, cause: str) -> tuple[Reason, ...]:
    """The rows of one cause, strongest first."""
    row = bits[model.causes.index(cause)]
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
