"""How sure is the number? The knowledge base drawn anew a few hundred times, within what its ranges allow.

A flag is logit-normal, fitted to p and its 90 % range (without a range, to the spread of its basis); a condition's
number moves all its sites alike. A distribution is Dirichlet, with the concentration of its basis. Every draw is keyed
by the path of the number. What no answer changes is drawn once and kept in the model.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pinprick.case import MAP, UNKNOWN, Answers, Painted
from pinprick.inference import SIDE, column, in_words
from pinprick.model import SIDE_ANSWERS, SIDES, Array, Drawn, Model, starts
from pinprick.tempering import alpha
from pinprick.uncertainty.keyed import normal, shifted
from pinprick.uncertainty.prior import prepare

Mask = npt.NDArray[np.bool_]

__all__ = ["Interval", "draws", "interval", "prepare", "stable_first"]


@dataclass(frozen=True, slots=True)
class Interval:
    """The middle 90 % of the draws."""

    low: float
    high: float


def draws(model: Model, answers: Answers) -> Array:
    """P(cause | answers) for each draw of the knowledge base, shape (draws, causes)."""
    drawn = model.drawn or prepare(model)
    hypotheses = model.hypotheses
    log_units = drawn.log_units.astype(np.float64)
    for finding in model.findings:
        index = column(model, finding, answers.get(finding, UNKNOWN))
        if index is not None:
            log_units += _log_finding(model, drawn, finding, index)
    log_sides: Array = drawn.log_sides
    side = answers.get(SIDE, UNKNOWN)
    if side != UNKNOWN:
        log_sides = log_sides + model.log_side[SIDE_ANSWERS.index(str(side))]
    joint = log_units[:, hypotheses.unit] + log_sides[:, hypotheses.unit, hypotheses.side]
    joint += _log_places(model, drawn, answers)[:, hypotheses.pattern, hypotheses.side]
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


def _log_finding(model: Model, drawn: Drawn, finding: str, index: int) -> Array:
    """log P(the value at `index` | unit), tempered, shape (draws, U)."""
    exponent = alpha(model.knowledge, model.knowledge.vocabulary.findings[finding].group)
    if finding in drawn.choices:
        powered = drawn.choices[finding].astype(np.float64) ** exponent
        log_choice: Array = np.log(powered[index] / powered.sum(axis=0))
        return log_choice
    row, p = model.findings.index(finding), model.raw[finding][0]
    # Many units share a number: each is drawn once.
    _, first, units = np.unique(drawn.flag_keys[row] ^ p.view(np.uint64), return_index=True, return_inverse=True)
    standard = normal(drawn.flag_keys[row][first], model.knowledge.settings.draws)
    odds = shifted(p[first], drawn.flag_spread[row][first], standard)
    log_flag: Array = -np.log1p(np.exp(exponent * (odds if index else -odds)))
    return log_flag[:, units]


# ---- the map


def _log_places(model: Model, drawn: Drawn, answers: Answers) -> Array:
    """log weight of each pattern and of what is known of the map under it, shape (draws, P, 3 sides)."""
    table = np.repeat(drawn.log_patterns[:, :, None].astype(np.float64), len(SIDES), axis=2)
    painted = answers.get(MAP, UNKNOWN)
    shown = painted if isinstance(painted, Painted) else None
    if shown is not None:
        table += _log_map(model, drawn, shown)
    for regions, present in in_words(model, answers, shown):
        table += _log_words(model, drawn, regions, present)
    return table


def _log_map(model: Model, drawn: Drawn, shown: Painted) -> Array:
    """log P(painted map | pattern, side) in each draw, shape (draws, P, 3)."""
    regions = model.knowledge.vocabulary.regions
    midline = np.array([regions[region].midline for region in model.regions])
    asked = np.array([region not in shown.not_asked for region in model.regions])
    one, both = (exponent.astype(np.float32) for exponent in (model.patterns.alpha, model.patterns.alpha_both))
    affected, spared = _LogRegions(one * drawn.map_odds), _LogRegions(one * drawn.stray_odds[:, None, None])
    alike = _LogRegions(both * drawn.map_odds)
    table = np.zeros((*drawn.log_patterns.shape, len(SIDES)))
    for side, name in ((0, "left"), (1, "right"), (None, "midline")):
        here = asked & (midline if side is None else ~midline)
        sound = here & np.array([region not in getattr(shown, name) for region in model.regions])
        of_affected, of_spared = affected.total(here, sound), spared.total(here, sound)
        table[:, :, 2] += alike.total(here, sound)
        for affected_side in (0, 1):
            table[:, :, affected_side] += of_affected if side in (None, affected_side) else of_spared
    return table


class _LogRegions:
    """Log odds (draws, P, regions) that regions are painted, and what follows for any set of them."""

    def __init__(self, odds: Array) -> None:
        self.odds = odds
        self.log_p = -np.log1p(np.exp(-odds))

    def total(self, here: Mask, sound: Mask) -> Array:
        """log Π p over painted and Π (1 - p) over sound regions of those `here`, shape (draws, P)."""
        log_total: Array = self.log_p @ here.astype(np.float32) - self.odds @ sound.astype(np.float32)
        return log_total


def _log_words(model: Model, drawn: Drawn, regions: tuple[str, ...], present: bool) -> Array:
    """log P(yes or no to "is any of these numb, on either side?" | pattern, side), shape (draws, P, 3)."""
    log_none = np.zeros((*drawn.log_patterns.shape, len(SIDES)))
    for region in regions:
        index = model.regions.index(region)
        one, both = model.patterns.alpha[index], model.patterns.alpha_both[index]
        odds = drawn.map_odds[:, :, index].astype(np.float64)
        midline = model.knowledge.vocabulary.regions[region].midline
        spared = 0 if midline else -np.log1p(np.exp(one * drawn.stray_odds))[:, None]
        log_none[:, :, :2] += (spared - np.log1p(np.exp(one * odds)))[:, :, None]
        log_none[:, :, 2] -= np.log1p(np.exp(both * odds)) * (1 if midline else 2)
    log_words: Array = np.log1p(-np.exp(log_none)) if present else log_none
    return log_words
