"""How sure is the number? The knowledge base drawn anew a few hundred times, within what its ranges
allow.

A flag is logit-normal, fitted to p and its 90 % range (without a range, to the spread of its
basis); a condition's number moves all its sites alike. A distribution is Dirichlet, with the
concentration of its basis. Every draw is keyed by the path of the number. What no answer changes is
drawn once and kept in the model."""

from dataclasses import dataclass

import numpy as np

from pinprick.case.known import Known
from pinprick.knowledge.ids import SIDE, SIDE_ANSWERS, UNKNOWN
from pinprick.model.axes import Array, Drawn, Model, starts
from pinprick.model.draws.keyed import normal, shifted
from pinprick.model.draws.prior import prepare
from pinprick.model.tempering import alpha
from pinprick.reasoning.inference import column, known_band
from pinprick.reasoning.painting import log_places

__all__ = ["Interval", "draws", "interval", "prepare", "stable_first"]


@dataclass(frozen=True, slots=True)
class Interval:
    """The middle 90 % of the draws."""

    low: float
    high: float


def draws(model: Model, known: Known) -> Array:
    """P(cause | answers) for each draw of the knowledge base, shape (draws, causes)."""
    drawn = model.drawn or prepare(model)
    hypotheses = model.hypotheses
    log_units = drawn.log_units.astype(np.float64)
    for finding in model.findings:
        index = column(model, finding, known.get(finding))
        if index is not None:
            p = model.raw_at(finding, known_band(model, known))[0]
            log_units += _log_finding(model, drawn, (finding, index), p)
    log_sides: Array = drawn.log_sides
    side = known.get(SIDE)
    if side != UNKNOWN:
        log_sides = log_sides + model.log_side[SIDE_ANSWERS.index(str(side))]
    joint = log_units[:, hypotheses.unit] + log_sides[:, hypotheses.unit, hypotheses.side]
    joint += drawn.log_patterns[:, hypotheses.pattern]
    places = log_places(model, known, drawn.one, drawn.both)
    if places is not None:
        joint += places[:, hypotheses.pattern, hypotheses.side]
    weights = np.exp(joint - joint.max(axis=1, keepdims=True))
    by_cause = np.add.reduceat(weights, starts(hypotheses.cause), axis=1)
    result: Array = by_cause / by_cause.sum(axis=1, keepdims=True)
    return result


def interval(drawn: Array, p: float) -> Interval:
    """The middle 90 % of the draws of a probability, widened to hold the probability itself."""
    low, high = np.quantile(drawn, (0.05, 0.95))
    return Interval(min(float(low), p), max(float(high), p))


def stable_first(drawn: Array, first: int) -> float:
    """In which part of the draws the cause at index `first` comes first."""
    return float((drawn.argmax(axis=1) == first).mean())


# ---- one finding


def _log_finding(model: Model, drawn: Drawn, answer: tuple[str, int], p: Array) -> Array:
    """log P(answer | unit), tempered, shape (draws, U). `answer` is a finding and the index of its
    value, `p` (U,) the probability of its first value."""
    finding, index = answer
    exponent = alpha(model.knowledge, model.knowledge.vocabulary.findings[finding].group)
    if finding in drawn.choices:
        powered = drawn.choices[finding].astype(np.float64) ** exponent
        log_choice: Array = np.log(powered[index] / powered.sum(axis=0))
        return log_choice
    row = model.findings.index(finding)
    # Many units share a number: each is drawn once.
    _, first, units = np.unique(
        drawn.flag_keys[row] ^ p.view(np.uint64), return_index=True, return_inverse=True
    )
    standard = normal(drawn.flag_keys[row][first], model.knowledge.settings.draws)
    odds = shifted(p[first], drawn.flag_spread[row][first], standard)
    log_flag: Array = -np.log1p(np.exp(exponent * (odds if index else -odds)))
    return log_flag[:, units]
