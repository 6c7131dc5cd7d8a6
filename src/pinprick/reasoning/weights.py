"""Why: one row an answer, in bits, that add up to posterior minus prior log-odds and do not depend
on their order.

With latent sites and sides a plain ratio per answer does not add up. Along posterior_t ∝ prior ·
exp(t Σ ℓ) the bits of an answer f for a cause c are (1/ln 2) ∫₀¹ (E_t[ℓ_f | c] − E_t[ℓ_f | not c])
dt: the Aumann–Shapley value of the answer, computed by Gauss–Legendre quadrature."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

import numpy as np
from msgspec import Struct

from pinprick.knowledge.ids import MAP, OTHER, SIDE, SIDES
from pinprick.knowledge.quantity import Basis, Quantity
from pinprick.model.axes import ORIGINS, Array, Flags, Index, Model
from pinprick.once import once
from pinprick.reasoning.inference import Evidence
from pinprick.reasoning.sites import by_site, sites

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
    columns = [_index(model.causes)[cause] for cause in causes]
    # of all causes, as the last digits of products of matrices hang on how many rows they have
    bits = np.zeros((len(model.causes), len(found.findings)))
    if not len(found.findings):
        return bits[columns]
    of_place = np.array([finding in (MAP, SIDE) for finding in found.findings])
    plain = model.log_p[found.rows[~of_place]]
    of_units = plain.sum(axis=0)
    nodes, weights = _nodes(_span(model, found, of_units))
    # An answer to which the unit alone matters says the same at every node: units are summed first.
    own = np.zeros(len(of_units))
    for first in range(0, len(nodes), _AT_ONCE):
        some = slice(first, first + _AT_ONCE)
        path = _path(model, found, nodes[some], of_units)
        much = path.causes.max(axis=1) >= _MOST_TAKEN_AWAY
        # a cause differs from all by so much less than from all others
        scaled = weights[some] / np.where(much[:, None], 1.0, 1 - path.causes)
        own += (path.within * scaled[model.units.cause]).sum(axis=1)
        bits[:, of_place] += np.einsum("fct,ct->cf", path.means, scaled)
        for rows, units, means in _against(model, path, much):
            against = scaled[rows] @ np.concatenate([plain @ units, means]).T
            bits[np.ix_(rows, ~of_place)] -= against[:, : len(plain)]
            bits[np.ix_(rows, of_place)] -= against[:, len(plain) :]
    bits[:, ~of_place] += np.add.reduceat(plain * own, model.units.starts, axis=1).T
    bits /= np.log(2)
    return bits[columns]


class _Path(Struct, frozen=True):
    """Some of the way from prior to posterior, at T nodes of quadrature. `log_causes` (causes, T) is
    log P(cause) up to a constant of the node, `causes` P(cause); `within` (U, T) is P(unit | its cause),
    `units` P(unit). Of the answers to which more than the unit matters `means` (F'', causes, T) are the
    mean log-likelihoods in each cause, `of_all` (F'', T) those of everybody."""

    log_causes: Array
    causes: Array
    within: Array
    units: Array
    means: Array
    of_all: Array


def _path(model: Model, found: Evidence, nodes: Array, of_units: Array) -> _Path:
    """The way at some nodes; `of_units` (U,) is what all answers that depend on the unit alone say."""
    starts, of_causes = model.units.starts, model.units.cause
    log_place, means = _within(model, found, nodes)
    logs = model.units.log_prior[:, None] + of_units[:, None] * nodes + log_place
    # scaled by the greatest of each cause, so that none is lost beside one that is nearly sure
    tops = np.maximum.reduceat(logs, starts)
    within = np.exp(logs - tops[of_causes])
    masses = np.add.reduceat(within, starts)
    within /= masses[of_causes]
    log_causes = tops + np.log(masses)
    causes = _shares(log_causes)
    by_cause = np.add.reduceat(means * within, starts, axis=1)
    return _Path(
        log_causes=log_causes,
        causes=causes,
        within=within,
        units=causes[of_causes] * within,
        means=by_cause,
        of_all=(causes * by_cause).sum(axis=1),
    )


def _shares(logs: Array) -> Array:
    """What has these logarithms (n, T), as shares of all at each node."""
    shares: Array = np.exp(logs - logs.max(axis=0))
    shares /= shares.sum(axis=0)
    return shares


def _against(model: Model, path: _Path, much: Flags) -> Iterator[tuple[Index, Array, Array]]:
    """What causes are held against: which of them, P(unit) (U, T) and the mean log-likelihoods of the
    answers to which more than the unit matters (F'', T). That is all causes, and for each that is
    `much` of them (causes,) all others."""
    yield np.flatnonzero(~much), path.units, path.of_all
    for cause in np.flatnonzero(much):
        logs = path.log_causes.copy()
        logs[cause] = -np.inf
        others = _shares(logs)
        units = others[model.units.cause] * path.within
        yield np.array([cause]), units, (others * path.means).sum(axis=1)


def _within(model: Model, found: Evidence, nodes: Array) -> tuple[Array, Array]:
    """What was said of the place, raised to each node, within each unit: its log probability (U, T),
    and the mean log-likelihood of each of these answers (F'', U, T)."""
    its = _by_sides(model)
    if found.side is None and found.places is None:
        return np.zeros(1), np.empty((0, len(its.of_units), len(nodes)))
    logs, mean = np.where(its.possible, 0.0, -np.inf)[..., None], None
    if found.places is not None:
        said = by_site(model, found.places, nodes)
        log_p, mean = (np.ascontiguousarray(each.T)[its.site] for each in (said.log_p, said.mean))
        logs = logs + log_p
    tops = logs.max(axis=1)
    p = np.exp(logs - tops[:, None])
    total = np.zeros((len(its.of_units), len(nodes)))
    sums = {id_: np.zeros_like(total) for id_ in found.findings if id_ in (MAP, SIDE)}
    # side by side, as arrays of all three do not stay in the cache
    for side in range(len(SIDES)):
        shares = its.p[:, side, None] * p[:, side].take(its.of_units, axis=0)
        if found.side is not None:
            answer, of_units = its.answers[found.side][:, side, None], its.of_answers[found.side]
            shares = shares * np.exp(answer * nodes).take(of_units, axis=0)
            sums[SIDE] += shares * answer.take(of_units, axis=0)
        if mean is not None:
            sums[MAP] += shares * mean[:, side].take(its.of_units, axis=0)
        total += shares
    return tops[its.of_units] + np.log(total), np.array([each / total for each in sums.values()])


class _BySides(Struct, frozen=True):
    """Sites as units have them: the `site` of each (S,) and which sides are `possible` there (S, 3),
    which of them that of each unit is (U,), and P(side | unit) `p` (U, 3). By answer to the side the
    rows of log P(answer | unit, side) that there are (N, 3), and which of them each unit has (U,)."""

    site: Index
    possible: Flags
    of_units: Index
    p: Array
    answers: tuple[Array, ...]
    of_answers: tuple[Index, ...]


@once
def _by_sides(model: Model) -> _BySides:
    at = sites(model)
    p = np.exp(at.log_sides).T
    each, of_units = _distinct(np.column_stack([at.of_units, p > 0]))
    answers, of_answers = zip(*(_distinct(of) for of in model.log_side), strict=True)
    return _BySides(each[:, 0].astype(np.intp), each[:, 1:] > 0, of_units, p, answers, of_answers)


def _distinct(rows: Array | Index) -> tuple[Array, Index]:
    """The rows that there are, each once, and which of them each is."""
    # not by numpy.unique, which loads its masked arrays for such values
    places: dict[tuple[float, ...], int] = {}
    of = [places.setdefault(tuple(row), len(places)) for row in rows.tolist()]
    return np.array(list(places)), np.array(of)


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


# ---- what a row rests on


def reasons(
    model: Model, found: Evidence, row: Array, cause: str, least: float = 0.0
) -> tuple[Reason, ...]:
    """The answers that speak for or against one cause with at least so many bits, strongest first;
    `row` (F,) are their bits."""
    rests_on, findings, bits = _rests_on(model), found.findings, row.tolist()
    told = [at for at, size in enumerate(np.abs(row).tolist()) if size >= least]
    told.sort(key=lambda at: (-abs(bits[at]), findings[at]))
    return tuple(Reason(findings[at], bits[at], *rests_on(cause, findings[at])) for at in told)


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
