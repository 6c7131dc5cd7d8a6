"""The slow twin of `second_causes` and `one_picture`: every hypothesis of the first with every one of the
second, answer after answer, segment after segment, as their formulas are written."""

from itertools import product
from math import exp, prod

import numpy as np

from pinprick.case.answers import Painted
from pinprick.case.known import Known
from pinprick.knowledge.ids import AGE, MAP, MAP_PARTS, OTHER, SIDE, SIDE_ANSWERS, SIDES, UNKNOWN
from pinprick.knowledge.quantity import number
from pinprick.model.axes import ORIGINS, Model, Territory
from pinprick.reasoning.inference import column, known_band
from pinprick.reasoning.painting import in_words
from tests.slow_painting import in_place_of_map, log_areas


def odds(model: Model, known: Known, first: str, second: str) -> float:
    """The odds that the second cause is there too, against the first alone."""
    hypotheses = model.hypotheses
    ones, others = (
        [h for h, c in enumerate(hypotheses.cause) if model.causes[c] == cause] for cause in (first, second)
    )
    together = sum(of_two(model, known, one, other) for one in ones for other in others)
    return together / sum(of_one(model, known, one) for one in ones)


def of_one(model: Model, known: Known, one: int) -> float:
    """P(hypothesis, answers)."""
    unit, side = int(model.hypotheses.unit[one]), int(model.hypotheses.side[one])
    p = exp(model.hypotheses.log_prior[one])
    for finding in _answered(model, known):
        p *= _p(model, known, finding)[_value(model, known, finding), unit]
    if known.given.get(SIDE, UNKNOWN) != UNKNOWN:
        p *= exp(model.log_side[SIDE_ANSWERS.index(str(known.given.get(SIDE, UNKNOWN))), unit, side])
    return p * place(model, known, (one,))


def of_two(model: Model, known: Known, one: int, other: int) -> float:
    """P(both hypotheses, answers)."""
    u, v = int(model.hypotheses.unit[one]), int(model.hypotheses.unit[other])
    p = exp(model.hypotheses.log_prior[one] + model.hypotheses.log_prior[other])
    chance = _chance(model)
    for finding in model.findings:
        if _of_person(model, finding):
            of = np.exp(model.log_p_at(finding, None))
            p *= sum(of[value, u] * of[value, v] / of[value, chance] for value in range(len(of)))
    for finding in _answered(model, known):
        p *= answer(model, finding, _p(model, known, finding), _value(model, known, finding), (u, v))
    if known.given.get(SIDE, UNKNOWN) != UNKNOWN:
        p *= sum(_told_side(model, known, a, b) for a, b in ((one, other), (other, one))) / 2
    return p * place(model, known, (one, other))


# ---- one answer


def answer(model: Model, finding: str, p: np.ndarray, value: int, units: tuple[int, int]) -> float:
    """P(value | both units); `p` (values, U) is that of each alone."""
    u, v = units
    chance = _chance(model)
    if _of_person(model, finding):
        tilted = [p[x, u] * p[x, v] / p[x, chance] for x in range(len(p))]
        return float(tilted[value] / sum(tilted))
    if model.knowledge.vocabulary.findings[finding].kind == "flag":
        leak = p[0, chance]
        left = leak * min(1, p[0, u] / leak) * min(1, p[0, v] / leak)
        absent = (1 - left) * prod(1 - max(0, (p[0, unit] - leak) / (1 - leak)) for unit in units)
        return float(1 - absent if value == 0 else absent)
    column = model.findings.index(finding)
    own = [unit for unit in units if ORIGINS[model.units.origin[unit, column]] != "background"] or [u]
    return float(sum(p[value, unit] for unit in own) / len(own))


def _of_person(model: Model, finding: str) -> bool:
    assert model.knowledge.settings.second is not None
    return model.knowledge.vocabulary.findings[finding].group in model.knowledge.settings.second.of_person


def _chance(model: Model) -> int:
    ways = model.knowledge.settings.other.variants
    (most,) = [name for name in ways if ways[name].alpha == max(way.alpha for way in ways.values())]
    (unit,) = [
        unit
        for unit, cause in enumerate(model.units.cause)
        if model.causes[cause] == OTHER and model.units.variant[unit] == most
    ]
    return unit


def _answered(model: Model, known: Known) -> list[str]:
    return [id_ for id_ in model.findings if column(model, id_, known.get(id_)) is not None]


def _p(model: Model, known: Known, finding: str) -> np.ndarray:
    beside = model.beside.get(finding)
    if beside is not None and not beside.leads and column(model, beside.other, known.get(beside.other)) is not None:
        first = model.row_beside(finding, 0, _value(model, known, beside.other))
        return np.exp(model.log_p[first : first + 2])
    return np.exp(model.log_p_at(finding, None if finding == AGE else known_band(model, known)))


def _value(model: Model, known: Known, finding: str) -> int:
    value = column(model, finding, known.get(finding))
    assert value is not None
    return value


def _told_side(model: Model, known: Known, one: int, other: int) -> float:
    """P(answer to the side | told as the first of two has it)."""
    told, error = str(known.given.get(SIDE, UNKNOWN)), number(model.knowledge.settings.map.wrong_side)
    side, elsewhere = (SIDES[model.hypotheses.side[each]] for each in (one, other))
    if side == "both" or side == elsewhere:
        unit = model.hypotheses.unit[one]
        return exp(model.log_side[SIDE_ANSWERS.index(told), unit, SIDES.index(side)])
    return 1 - error if told == "both-sides-unequal" else error / 2


# ---- the place


def place(model: Model, known: Known, causes: tuple[int, ...]) -> float:
    """P(what is known of where it is numb | hypotheses), of one or of two."""
    painted = known.get(MAP)
    shown = painted if isinstance(painted, Painted) else None
    p = 1.0
    if shown is not None:
        p *= _picture(model, shown, {r for r in model.regions if r not in shown.not_asked}, causes)
    for regions, present in in_words(model, known, shown):
        nothing = _picture(model, Painted(), set(regions), causes)
        p *= 1 - nothing if present else nothing
    for finding, value in in_place_of_map(model, known, shown):
        of = np.exp(log_areas(model, finding, model.patterns.one)[value])
        p *= sum(of[model.hypotheses.pattern[one]] for one in causes) / len(causes)
    return float(p)


def _picture(model: Model, shown: Painted, asked: set[str], causes: tuple[int, ...]) -> float:
    return prod(_part(model, where, getattr(shown, where), asked, causes) for where in MAP_PARTS)


def _part(model: Model, where: str, shown: frozenset[str], asked: set[str], causes: tuple[int, ...]) -> float:
    """P(a side, or the midline), over which of the causes paint it."""
    midline = model.knowledge.vocabulary.regions
    here = [r for r in model.regions if r in asked and midline[r].midline == (where == "midline")]
    total = 0.0
    for paint in product((True, False), repeat=len(causes)):
        z = [_paints(model, where, one) for one in causes]
        chance = prod(q if does else 1 - q for q, does in zip(z, paint, strict=True))
        who = [one for one, does in zip(causes, paint, strict=True) if does]
        segments = dict.fromkeys(midline[region].segment for region in here)
        total += chance * prod(
            _segment(model, [r for r in here if midline[r].segment == segment], shown, who) for segment in segments
        )
    return total


def _paints(model: Model, where: str, one: int) -> float:
    settings, side = model.knowledge.settings.map, SIDES[model.hypotheses.side[one]]
    wrong = number(settings.wrong_side)
    if where == "midline":
        return 1.0
    if side == "both":
        return 1 - number(settings.left_out)
    return 1 - wrong if side == where else wrong


def _segment(model: Model, here: list[str], shown: frozenset[str], who: list[int]) -> float:
    """P(a segment), over which of those who paint the side paint it."""
    segment, total = model.patterns.of[model.regions.index(here[0])], 0.0
    for paint in product((True, False), repeat=len(who)):
        chance, pictures = 1.0, []
        for one, does in zip(who, paint, strict=True):
            its, pattern = _territory(model, one), model.hypotheses.pattern[one]
            chance *= exp((its.any if does else its.none)[pattern, segment])
            if does:
                pictures.append(prod(_region(model, its, int(pattern), r, r in shown) for r in here))
        empty = 0.0 if shown.intersection(here) else 1.0
        total += chance * (sum(pictures) / len(pictures) if pictures else empty)
    return total


def _territory(model: Model, one: int) -> Territory:
    return model.patterns.both if SIDES[model.hypotheses.side[one]] == "both" else model.patterns.one


def _region(model: Model, its: Territory, pattern: int, region: str, painted: bool) -> float:
    return exp((its.painted if painted else its.sound)[pattern, model.regions.index(region)])
