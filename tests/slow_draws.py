"""The draws of a case the slow way: every hypothesis of every draw, in float64, as the formulas stand."""

import numpy as np

from pinprick.case.known import Known
from pinprick.knowledge.ids import PRESENT, SIDE, SIDE_ANSWERS, UNKNOWN
from pinprick.knowledge.quantity import distribution
from pinprick.model.axes import Array, Model, starts
from pinprick.model.draws import findings, numbers, prior
from pinprick.model.draws.keyed import dirichlet, normal, shifted
from pinprick.model.tempering import alpha, temper
from pinprick.model.territory import painted_odds, tempered
from pinprick.reasoning.inference import column, known_band
from tests.slow_painting import log_places


class SlowDraws:
    """The draws of a model that no answer changes, made once for many cases."""

    def __init__(self, model: Model) -> None:
        settings = model.knowledge.settings
        odds = painted_odds(prior.painted(model), model.patterns.named, model.patterns.of, settings.map)
        self.model = model
        self.log_units = prior.log_units(model)
        self.log_sides = prior.log_sides(model)
        self.log_patterns = prior.log_patterns(model)
        self.one = tempered(odds, model.knowledge)
        self.both = tempered(odds, model.knowledge, settings.map.second_side)
        self.choices: dict[str, Array] = {}
        self.flags: dict[str, tuple[Array, Array]] = {}

    def draws(self, known: Known) -> Array:
        """P(cause | answers) for each draw of the knowledge base, shape (draws, causes)."""
        model, hypotheses = self.model, self.model.hypotheses
        log_units = self.log_units.copy()
        for finding in model.findings:
            index = column(model, finding, known.get(finding))
            if index is not None:
                log_units += self._log_finding(finding, index, known_band(model, known))
        for finding, one in model.beside.items():
            if one.leads:
                log_units += self._log_beside(finding, one.other, one.share, known)
        log_sides, side = self.log_sides, known.given.get(SIDE, UNKNOWN)
        if side != UNKNOWN:
            log_sides = log_sides + model.log_side[SIDE_ANSWERS.index(str(side))]
        joint = log_units[:, hypotheses.unit] + log_sides[:, hypotheses.unit, hypotheses.side]
        joint += self.log_patterns[:, hypotheses.pattern]
        places = log_places(model, known, self.one, self.both)
        if places is not None:
            joint += places[:, hypotheses.pattern, hypotheses.side]
        weights = np.exp(joint - joint.max(axis=1, keepdims=True))
        by_cause = np.add.reduceat(weights, starts(hypotheses.cause), axis=1)
        result: Array = by_cause / by_cause.sum(axis=1, keepdims=True)
        return result

    def _log_beside(self, first: str, second: str, share: Array, known: Known) -> Array | float:
        """What two signs that come together say beyond each alone, shape (draws, U)."""
        told = [known.get(id_) for id_ in (first, second)]
        if UNKNOWN in told:
            return 0.0
        here = [np.exp(self._log_finding(id_, 0, None)) for id_ in (first, second)]
        present = [answer == PRESENT for answer in told]
        alone = [p if is_ else 1 - p for p, is_ in zip(here, present, strict=True)]
        high = np.minimum.reduce([np.ones_like(here[0])] + [p for p, is_ in zip(here, present, strict=True) if is_])
        low = np.maximum.reduce([np.zeros_like(here[0])] + [p for p, is_ in zip(here, present, strict=True) if not is_])
        apart = alone[0] * alone[1]
        log_beside: Array = np.log((1 - share) * apart + share * np.maximum(high - low, 0)) - np.log(apart)
        return log_beside

    def _log_finding(self, finding: str, index: int, band: int | None) -> Array:
        """log P(answer | unit), tempered, shape (draws, U)."""
        model = self.model
        exponent = alpha(model.knowledge, model.knowledge.vocabulary.findings[finding].group)
        if len(model.values[finding]) > 2:
            if finding not in self.choices:
                self.choices[finding] = _choices(model, finding)
            log_choice: Array = np.log(temper(self.choices[finding], exponent)[index])
            return log_choice
        if finding not in self.flags:
            paths, width = findings.behind_flag(model, finding)
            self.flags[finding] = width, normal(paths, model.knowledge.settings.draws)
        p = model.raw_at(finding, band)[0]
        odds = exponent * shifted(p, *self.flags[finding])
        log_flag: Array = -np.log1p(np.exp(odds if index else -odds))
        return log_flag


def _choices(model: Model, finding: str) -> Array:
    """P(value | unit) of a choice or the age, before tempering, shape (values, draws, U)."""
    drawn: dict[str, Array] = {}
    columns = []
    for unit, shrink in enumerate(numbers.shrunk(model, finding)):
        path, quantity = numbers.behind(model, unit, finding)
        assert quantity is not None
        if path not in drawn:
            p = [distribution(quantity)[value] for value in model.values[finding]]
            width = numbers.concentration(model.knowledge, quantity)
            drawn[path] = dirichlet(path, p, width, model.knowledge.settings.draws).T
        columns.append(temper(drawn[path], float(shrink)))
    return np.stack(columns, axis=-1)
