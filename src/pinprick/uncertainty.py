"""How sure is the number? The knowledge base drawn anew a few hundred times, within what its ranges allow.

A flag is logit-normal, fitted to p and its 90 % range (without a range, to the spread of its basis); a condition's
number moves all its sites alike. A distribution is Dirichlet, with the concentration of its basis. Every draw is keyed
by the path of the number, so that adding a condition changes no other draw, and only what was answered is drawn.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pinprick.case import MAP, UNKNOWN, Answers, Painted
from pinprick.compiler import alpha, temper, temper_flag
from pinprick.inference import AGE, SIDE, column, in_words
from pinprick.knowledge import Knowledge
from pinprick.model import ORIGINS, OTHER, SIDE_ANSWERS, SIDES, Array, Model
from pinprick.quantity import Quantity

_NORMAL_90 = 1.6448536269514722
"""Half the width of a normal distribution's central 90 %, in standard deviations."""
_LEAST = 1e-4
"""Nothing is drawn closer to 0 or 1: a range that touches them has no end on the log-odds scale."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The middle 90 % of the draws."""

    low: float
    high: float


def draws(model: Model, answers: Answers) -> Array:
    """P(cause | answers) for each draw of the knowledge base, shape (draws, causes)."""
    log_units = _log_units(model)
    for finding in model.findings:
        index = column(model, finding, answers.get(finding, UNKNOWN))
        if index is not None:
            log_units = log_units + np.log(_drawn_finding(model, finding)[index])
    log_places = _log_places(model, answers)
    hypotheses = model.hypotheses
    joint = log_units[:, hypotheses.unit] + log_places[:, hypotheses.pattern, hypotheses.side]
    joint += _log_sides(model, answers)[:, hypotheses.unit, hypotheses.side]
    weights = np.exp(joint - joint.max(axis=1, keepdims=True))
    starts = np.flatnonzero(np.diff(hypotheses.cause, prepend=-1))
    by_cause = np.add.reduceat(weights, starts, axis=1)
    drawn: Array = by_cause / by_cause.sum(axis=1, keepdims=True)
    return drawn


def interval(drawn: Array, p: float) -> Interval:
    """The middle 90 % of the draws of a probability, widened to hold the probability itself."""
    low, high = np.quantile(drawn, (0.05, 0.95))
    return Interval(min(float(low), p), max(float(high), p))


def stable_first(drawn: Array, first: int) -> float:
    """In which part of the draws the cause at index `first` comes first."""
    return float((drawn.argmax(axis=1) == first).mean())


# ---- keyed randomness


def _key(path: str) -> int:
    return int.from_bytes(hashlib.blake2b(path.encode(), digest_size=8).digest(), "little")


def _normal(paths: Sequence[str], count: int) -> Array:
    """Standard normal numbers, shape (count, paths), each column a function of its path alone (Box–Muller)."""
    keys = np.array([_key(path) for path in paths], dtype=np.uint64)
    steps = np.arange(1, count + 1, dtype=np.uint64)[:, None]
    first = _uniform(keys + steps * np.uint64(0x9E3779B97F4A7C15))
    second = _uniform(keys ^ (steps * np.uint64(0xD1B54A32D192ED03)))
    normal: Array = np.sqrt(-2 * np.log(first)) * np.cos(2 * np.pi * second)
    return normal


def _uniform(state: np.ndarray) -> Array:
    """Numbers in (0, 1) from 64-bit states, by the finaliser of SplitMix64 (Steele, Lea and Flood 2014)."""
    state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    state = state ^ (state >> np.uint64(31))
    uniform: Array = ((state >> np.uint64(11)).astype(np.float64) + 0.5) / 2.0**53
    return uniform


def _dirichlet(path: str, p: Array, concentration: float, count: int) -> Array:
    """Distributions around `p` (values,), shape (count, values)."""
    generator = np.random.Generator(np.random.Philox(key=_key(path)))
    gamma = np.maximum(generator.standard_gamma(np.maximum(p * concentration, 1e-3), (count, len(p))), _LEAST)
    drawn: Array = gamma / gamma.sum(axis=1, keepdims=True)
    return drawn


def _shift(p: Array, spread: Array, normal: Array) -> Array:
    """Probabilities moved on the log-odds scale by `spread` standard deviations of `normal`."""
    odds = np.log(p / (1 - p)) + spread * normal
    return np.clip(1 / (1 + np.exp(-odds)), _LEAST, 1 - _LEAST)


def _spread(knowledge: Knowledge, quantity: Quantity) -> float:
    """Standard deviation of the log odds of a single probability."""
    if quantity.range is None:
        return knowledge.settings.spread[quantity.basis].log_odds
    low, high = np.clip(quantity.range, _LEAST * 10, 1 - _LEAST * 10)
    return float(np.log(high / (1 - high)) - np.log(low / (1 - low))) / (2 * _NORMAL_90)


def _concentration(knowledge: Knowledge, quantity: Quantity) -> float:
    return knowledge.settings.spread[quantity.basis].concentration


# ---- findings


def _source_of(model: Model, unit: int, finding: str) -> tuple[str, Quantity | None]:
    """The path of the number that a unit's probability of a finding is, and the number where it is a record."""
    knowledge, cause = model.knowledge, model.causes[model.units.cause[unit]]
    origin = ORIGINS[model.units.origin[unit, model.findings.index(finding)]]
    if origin == "background":
        return f"background/{finding}", knowledge.background.findings[finding]
    if origin == "site":
        return f"sites/{model.units.site[unit]}/{finding}", None
    condition = knowledge.conditions[cause]
    if origin == "variant":
        variant = model.units.variant[unit]
        of = condition.variants[variant]
        stated = {AGE: of.age, "sex": of.female}.get(finding) or of.findings[finding]
        return f"conditions/{cause}/{variant}/{finding}", stated
    stated = {AGE: condition.age, "sex": condition.female}.get(finding) or condition.findings[finding]
    return f"conditions/{cause}/{finding}", stated


def _drawn_finding(model: Model, finding: str) -> Array:
    """P(value | unit) of a finding in each draw, tempered, shape (values, draws, U)."""
    kind = model.knowledge.vocabulary.findings[finding]
    drawn = _drawn_pairs(model, finding) if len(model.values[finding]) == 2 else _drawn_choices(model, finding)
    return temper(drawn, alpha(model.knowledge, kind.group))


def _drawn_pairs(model: Model, finding: str) -> Array:
    sources = [_source_of(model, unit, finding) for unit in range(len(model.units.cause))]
    by_site = model.knowledge.settings.spread
    spread = [
        _spread(model.knowledge, quantity)
        if quantity
        else by_site[model.knowledge.sites.sites[model.units.site[unit]].basis].log_odds
        for unit, (_, quantity) in enumerate(sources)
    ]
    scale = np.array(spread) * _shrunk(model)
    normal = _normal([path for path, _ in sources], model.knowledge.settings.draws)
    first = _shift(model.raw[finding][0], scale, normal)
    return np.stack([first, 1 - first])


def _shrunk(model: Model) -> Array:
    """How much each unit shrinks the background: the `alpha` of the variants of `other`, else 1."""
    ways = model.knowledge.settings.other.variants
    other = model.causes.index(OTHER)
    return np.array(
        [
            ways[variant].alpha if cause == other else 1.0
            for cause, variant in zip(model.units.cause, model.units.variant, strict=True)
        ]
    )


def _drawn_choices(model: Model, finding: str) -> Array:
    count = model.knowledge.settings.draws
    drawn: dict[str, Array] = {}
    columns = []
    for unit, shrink in enumerate(_shrunk(model)):
        path, quantity = _source_of(model, unit, finding)
        if path not in drawn and quantity is not None:
            p = np.array([_p(quantity)[value] for value in model.values[finding]])
            drawn[path] = _dirichlet(path, p, _concentration(model.knowledge, quantity), count).T
        columns.append(temper(drawn[path], shrink) if shrink != 1 else drawn[path])
    return np.stack(columns, axis=-1)


def _p(quantity: Quantity) -> dict[str, float]:
    assert isinstance(quantity.p, dict)  # the checks hold this
    return quantity.p


# ---- causes, sites, sides


def _log_units(model: Model) -> Array:
    """log prior of each unit in each draw, shape (draws, U), up to a constant of the draw."""
    knowledge, count = model.knowledge, model.knowledge.settings.draws
    conditions = knowledge.conditions
    shares = [knowledge.settings.other.share if c == OTHER else conditions[c].share for c in model.causes]
    p = np.array([share.p for share in shares])
    spread = np.array([_spread(knowledge, share) for share in shares])
    share = _shift(p, spread, _normal([f"conditions/{cause}/share" for cause in model.causes], count))
    within = {cause: _log_within(model, cause) for cause in model.causes}
    log_share: Array = np.log(share)[:, model.units.cause]
    log_share += np.concatenate([within[cause] for cause in model.causes], axis=1)
    return log_share


def _log_within(model: Model, cause: str) -> Array:
    """log P(variant, site | cause) of the cause's units in each draw, shape (draws, its units)."""
    knowledge, count = model.knowledge, model.knowledge.settings.draws
    if cause == OTHER:
        ways = knowledge.settings.other.variants.values()
        places = len(knowledge.sites.sites)  # `other` paints like any of the sites
        log_ways: Array = np.log(np.tile([way.share / places for way in ways], (count, 1)))
        return log_ways
    condition = knowledge.conditions[cause]
    parts = []
    for name, variant in condition.variants.items() or [("", None)]:
        sites = variant.sites if variant and variant.sites else condition.sites
        p = np.array(list(_p(sites).values()))
        path = f"conditions/{cause}/{name}/sites" if name else f"conditions/{cause}/sites"
        drawn = _dirichlet(path, p, _concentration(knowledge, sites), count)
        if variant:
            weight = np.array([variant.share.p])
            spread = np.array([_spread(knowledge, variant.share)])
            drawn = drawn * _shift(weight, spread, _normal([f"conditions/{cause}/{name}/share"], count))
        parts.append(drawn)
    joined = np.concatenate(parts, axis=1)
    log_within: Array = np.log(joined / joined.sum(axis=1, keepdims=True))
    return log_within


def _log_sides(model: Model, answers: Answers) -> Array:
    """log P(side | cause) and of the answer to `side`, in each draw, shape (draws, U, 3 sides)."""
    knowledge, count = model.knowledge, model.knowledge.settings.draws
    table = np.empty((count, len(model.causes), len(SIDES)))
    for index, cause in enumerate(model.causes):
        if cause == OTHER:
            quantity = knowledge.background.findings[SIDE]
            one = _p(quantity)[SIDE_ANSWERS[0]]
        else:
            quantity = knowledge.conditions[cause].sides
            one = _p(quantity)["one"]
        drawn = _dirichlet(
            f"conditions/{cause}/sides", np.array([one, 1 - one]), _concentration(knowledge, quantity), count
        )
        table[:, index] = np.log(np.stack([drawn[:, 0] / 2, drawn[:, 0] / 2, drawn[:, 1]], axis=1))
    log_sides: Array = table[:, model.units.cause]
    answer = answers.get(SIDE, UNKNOWN)
    return log_sides if answer == UNKNOWN else log_sides + model.log_side[SIDE_ANSWERS.index(str(answer))]


# ---- the map


def _log_places(model: Model, answers: Answers) -> Array:
    """log weight of each pattern and of the map under it, in each draw, shape (draws, P, 3 sides)."""
    weights = _log_pattern_weights(model)
    table = np.repeat(weights[:, :, None], len(SIDES), axis=2)
    painted = answers.get(MAP, UNKNOWN)
    if isinstance(painted, Painted):
        table = table + _log_map(model, painted)
    return table + _log_in_words(model, answers, painted if isinstance(painted, Painted) else None)


def _log_pattern_weights(model: Model) -> Array:
    """log P(pattern | site) in each draw, shape (draws, P)."""
    patterns, count = model.patterns, model.knowledge.settings.draws
    concentration = model.knowledge.settings.spread["estimate"].concentration
    parts = []
    for site in model.knowledge.sites.sites:
        p = patterns.weight[[index for index, name in enumerate(patterns.site) if name == site]]
        parts.append(_dirichlet(f"sites/{site}/patterns", p, concentration, count))
    log_weights: Array = np.log(np.concatenate(parts, axis=1))
    return log_weights


def _log_map(model: Model, shown: Painted) -> Array:
    """log P(painted map | pattern, side) in each draw, shape (draws, P, 3)."""
    asked = [index for index, region in enumerate(model.regions) if region not in shown.not_asked]
    one, both, stray = _drawn_map(model, asked)
    regions = model.knowledge.vocabulary.regions
    midline = np.array([regions[model.regions[index]].midline for index in asked])
    table = np.zeros((*one.shape[:2], len(SIDES)))
    for side, name in ((0, "left"), (1, "right"), (None, "midline")):
        here = midline if side is None else ~midline
        painted = np.array([model.regions[index] in getattr(shown, name) for index in asked])
        numb, sound = here & painted, here & ~painted
        affected = _log_product(one, numb, sound)
        table[:, :, 2] += _log_product(both, numb, sound)
        for affected_side in (0, 1):
            spared = side is not None and side != affected_side
            table[:, :, affected_side] += _log_stray(stray, numb, sound)[:, None] if spared else affected
    return table


def _log_product(p: Array, numb: np.ndarray, sound: np.ndarray) -> Array:
    """log Π p over painted and Π (1 - p) over unpainted regions, the last axis."""
    total: Array = np.log(p[..., numb]).sum(axis=-1) + np.log1p(-p[..., sound]).sum(axis=-1)
    return total


def _log_stray(stray: Array, numb: np.ndarray, sound: np.ndarray) -> Array:
    total: Array = numb.sum() * np.log(stray) + sound.sum() * np.log1p(-stray)
    return total


def _drawn_map(model: Model, regions: list[int]) -> tuple[Array, Array, Array]:
    """P(painted) of the regions in each draw: one-sided and two-sided (draws, P, regions), and stray (draws,)."""
    knowledge, patterns, count = model.knowledge, model.patterns, model.knowledge.settings.draws
    paths = [
        f"sites/{site}/{name}/{model.regions[region]}"
        for site, name in zip(patterns.site, patterns.name, strict=True)
        for region in regions
    ]
    spread = np.array([knowledge.settings.spread[knowledge.sites.sites[site].basis].log_odds for site in patterns.site])
    normal = _normal(paths, count).reshape(count, len(patterns.site), len(regions))
    p = _shift(patterns.raw[:, regions], spread[:, None], normal)
    quantity = knowledge.settings.map.stray
    stray = _shift(np.array([quantity.p]), np.array([_spread(knowledge, quantity)]), _normal(["map/stray"], count))[
        :, 0
    ]
    exponent = alpha(knowledge, "map")
    return temper_flag(p, exponent), temper_flag(p, alpha(knowledge, "map-both")), temper_flag(stray, exponent)


def _log_in_words(model: Model, answers: Answers, shown: Painted | None) -> Array:
    """log P(answers about regions in words | pattern, side) in each draw, shape (draws, P, 3)."""
    table = np.zeros((model.knowledge.settings.draws, len(model.patterns.site), len(SIDES)))
    for regions, present in in_words(model, answers, shown):
        indexes = [model.regions.index(region) for region in regions]
        one, both, stray = _drawn_map(model, indexes)
        none = np.ones_like(table)
        for position, region in enumerate(regions):
            midline = model.knowledge.vocabulary.regions[region].midline
            spared = 1.0 if midline else (1 - stray)[:, None]
            none[:, :, 0] *= (1 - one[:, :, position]) * spared
            none[:, :, 2] *= (1 - both[:, :, position]) ** (1 if midline else 2)
        none[:, :, 1] = none[:, :, 0]
        table += np.log(1 - none if present else none)
    return table
