"""What the answers say of each hypothesis, and what follows for causes, families, sites and
variants.

Exact always: every hypothesis is weighed; sums of probabilities are taken in log space.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pinprick.case.answers import Answer
from pinprick.case.known import Known
from pinprick.knowledge.ids import AGE, MAP, SIDE, SIDE_ANSWERS, SIDES, UNKNOWN
from pinprick.model.axes import Array, Index, Model, starts
from pinprick.reasoning.painting import log_places


@dataclass(frozen=True, slots=True)
class Evidence:
    """The answers that say something: `findings` (F) in the order of the vocabulary, `rows` (F, H)
    log-likelihoods.

    The map and the answers that ask about regions in words are one row, under `numb-regions`.
    """

    findings: tuple[str, ...]
    rows: Array


@dataclass(frozen=True, slots=True)
class Place:
    """Where the trouble may sit: a site, on which side, with its probability."""

    site: str
    side: str
    probability: float


def log_sum_exp(values: Array, axis: int = -1) -> Array:
    """log Σ exp(values) along an axis, safe for values far below zero."""
    top = values.max(axis=axis, keepdims=True)
    total: Array = np.squeeze(top, axis) + np.log(np.exp(values - top).sum(axis=axis))
    return total


@dataclass(frozen=True, slots=True)
class Belief:
    """What the answers make likely, reckoned once for everybody who asks: P(hypothesis | known),
    shape (H,), and its sums by unit (U,) and by cause (causes,), each summing to 1."""

    evidence: Evidence
    hypotheses: Array
    units: Array
    causes: Array


def evidence(model: Model, known: Known) -> Evidence:
    """The log-likelihood of each answer under each hypothesis; what is unknown or not asked is left
    out."""
    return _gathered(model, {finding: row(model, finding, known) for finding in _findings(model)})


def posterior(model: Model, found: Evidence) -> Array:
    """P(hypothesis | answers), shape (H,), summing to 1."""
    joint = model.hypotheses.log_prior + found.rows.sum(axis=0)
    weights: Array = np.exp(joint - joint.max())
    return weights / float(weights.sum())


def believe(model: Model, known: Known) -> Belief:
    """What is likely, given what is known."""
    return _belief(model, evidence(model, known))


def revised(model: Model, before: Belief, was: Known, now: Known) -> Belief:
    """What is likely after some answers changed: only the rows of those are reckoned anew."""
    rows: dict[str, Array | None] = dict(
        zip(before.evidence.findings, before.evidence.rows, strict=True)
    )
    for finding in _findings(model):
        if _asks(model, finding, was) != _asks(model, finding, now):
            rows[finding] = row(model, finding, now)
    return _belief(model, _gathered(model, rows))


def _belief(model: Model, found: Evidence) -> Belief:
    weights = posterior(model, found)
    units: Array = np.add.reduceat(weights, starts(model.hypotheses.unit))
    return Belief(found, weights, units, by_cause(model, weights))


def _findings(model: Model) -> Iterable[str]:
    return model.knowledge.vocabulary.findings


def _asks(model: Model, finding: str, known: Known) -> tuple[Answer, ...]:
    """What a row depends on: an answer; for the map also what was asked about regions in words, for
    what chance brings by age also the age."""
    if finding in model.log_p_by_age:
        return (known.get(finding), known.get(AGE))
    told = model.knowledge.vocabulary.findings.items()
    worded = (
        tuple(known.get(id_) for id_, f in told if f.in_words or f.areas) if finding == MAP else ()
    )
    return (known.get(finding), *worded)


def _gathered(model: Model, rows: Mapping[str, Array | None]) -> Evidence:
    """The rows that say something, in the order of the vocabulary."""
    said = {id_: rows.get(id_) for id_ in _findings(model)}
    kept = {id_: found for id_, found in said.items() if found is not None}
    empty = np.empty((0, len(model.hypotheses.unit)))
    return Evidence(tuple(kept), np.array(list(kept.values())) if kept else empty)


def by_cause(model: Model, weights: Array) -> Array:
    """Probabilities of hypotheses (..., H) summed by cause, shape (..., causes); rounding takes
    none above 1."""
    return np.minimum(group_sums(weights, model.hypotheses.cause, len(model.causes)), 1.0)


def by_family(model: Model, causes: Array) -> dict[str, float]:
    """Probabilities of causes (causes,) summed by family, most probable first."""
    sums: dict[str, float] = {}
    for family, p in zip(model.families, causes, strict=True):
        sums[family] = sums.get(family, 0.0) + float(p)
    return dict(sorted(sums.items(), key=lambda item: -item[1]))


def group_sums(values: Array, groups: Index, count: int) -> Array:
    """`values` (..., n) summed over members of each of `count` groups, shape (..., count)."""
    flat = values.reshape(-1, values.shape[-1])
    sums = np.array([np.bincount(groups, weights=row, minlength=count) for row in flat])
    return sums.reshape(*values.shape[:-1], count)


def localise(model: Model, weights: Array) -> tuple[Place, ...]:
    """Where along the nerves or vessels the trouble sits, most probable first; `other` has no
    place."""
    hypotheses = model.hypotheses
    places: dict[tuple[str, str], float] = {}
    for unit, side, weight in zip(hypotheses.unit, hypotheses.side, weights, strict=True):
        site = model.units.site[unit]
        if site in model.knowledge.sites:
            key = (site, SIDES[side])
            places[key] = places.get(key, 0.0) + float(weight)
    ranked = sorted(places.items(), key=lambda item: -item[1])
    return tuple(Place(site, side, p) for (site, side), p in ranked)


def age_band(years: float, bins: Sequence[float]) -> int | None:
    """The index of the age band, bands starting at each of `bins`; None below the first: shares are
    of adults."""
    below = [index for index, edge in enumerate(bins) if years >= edge]
    return below[-1] if below else None


# ---- one answer


def row(model: Model, finding: str, known: Known) -> Array | None:
    """log P(answer | hypothesis), shape (H,); None when it says nothing. The map and words for it
    are one row."""
    if finding == MAP:
        return _map_row(model, known)
    answer = known.get(finding)
    if answer == UNKNOWN:
        return None
    if finding == SIDE:
        of_side = model.log_side[SIDE_ANSWERS.index(str(answer))]
        by_hypothesis: Array = of_side[model.hypotheses.unit, model.hypotheses.side]
        return by_hypothesis
    index = column(model, finding, answer)
    if index is None:
        return None
    of_units = model.log_p_at(finding, known_band(model, known))[index]
    of_hypotheses: Array = of_units[model.hypotheses.unit]
    return of_hypotheses


def known_band(model: Model, known: Known) -> int | None:
    """The index of the person's age band; None when it is not known, or below the first."""
    return column(model, AGE, known.get(AGE)) if AGE in model.log_p else None


def column(model: Model, finding: str, answer: Answer) -> int | None:
    """The index of an answer among the values of its finding; None when it says nothing of its
    own."""
    if finding not in model.log_p or answer == UNKNOWN:
        return None
    if finding == AGE:
        return age_band(float(str(answer)), model.knowledge.vocabulary.findings[AGE].bins)
    return model.values[finding].index(str(answer))


def _map_row(model: Model, known: Known) -> Array | None:
    table = log_places(model, known, model.patterns.one, model.patterns.both)
    return None if table is None else table[model.hypotheses.pattern, model.hypotheses.side]
