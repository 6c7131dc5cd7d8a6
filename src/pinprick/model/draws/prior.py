"""The draws that are made once for a model: shares, sites, sides, patterns, painted regions."""

import numpy as np

from pinprick.knowledge.ids import OTHER, SIDE, SIDE_ANSWERS, SIDES
from pinprick.knowledge.quantity import Quantity, distribution
from pinprick.model.axes import Array, Drawn, Model
from pinprick.model.draws import findings, maps, numbers
from pinprick.model.draws.keyed import dirichlet, keys, normal, shifted
from pinprick.model.rows import Rows
from pinprick.model.territory import painted_odds, tempered
from pinprick.watching import Watch, unwatched


def prepare(model: Model, watch: Watch = unwatched) -> Drawn:
    """All draws of a model; `watch` sees one finding after the other."""
    knowledge, settings = model.knowledge, model.knowledge.settings.map
    raw = painted_odds(painted(model), model.patterns.named, model.patterns.of, settings)
    one = tempered(raw, knowledge)
    worded = knowledge.vocabulary.in_place_of_map
    return Drawn(
        log_units=Rows(np.ascontiguousarray(log_units(model).T)),
        sides=maps.draws_last(np.exp(log_sides(model).transpose(0, 2, 1)) * _there(model)),
        patterns=maps.draws_last(np.exp(log_patterns(model))),
        one=maps.drawn_map(model, one),
        both=maps.drawn_map(model, tempered(raw, knowledge, settings.second_side)),
        areas={id_: maps.areas(model, knowledge.vocabulary.findings[id_], one) for id_ in worded},
        numbers={id_: findings.numbers_of(model, id_) for id_ in watch(model.findings, "Drawing")},
    )


def _there(model: Model) -> Array:
    """1 where there is a hypothesis of a side and a unit, else 0, shape (3 sides, U)."""
    there = np.zeros((len(SIDES), len(model.units.cause)))
    there[model.hypotheses.side, model.hypotheses.unit] = 1.0
    return there


def log_units(model: Model) -> Array:
    """log P(unit), shape (draws, U), up to a constant of the draw."""
    settings, conditions = model.knowledge.settings, model.knowledge.conditions
    shares = [
        settings.other.share if cause == OTHER else conditions[cause].share
        for cause in model.causes
    ]
    spread = np.array([numbers.spread(model.knowledge, share) for share in shares])
    paths = [f"conditions/{cause}/share" for cause in model.causes]
    odds = shifted(
        np.array([share.p for share in shares]), spread, normal(keys(paths), settings.draws)
    )
    log_share: Array = -np.log1p(np.exp(-odds))
    within = np.concatenate([_log_within(model, cause) for cause in model.causes], axis=1)
    of_units: Array = log_share[:, model.units.cause] + within
    return of_units


def _log_within(model: Model, cause: str) -> Array:
    """log P(variant, site | cause) of the cause's units, shape (draws, its units)."""
    knowledge, count = model.knowledge, model.knowledge.settings.draws
    if cause == OTHER:
        return np.tile(_log_within_other(model), (count, 1))
    condition = knowledge.conditions[cause]
    parts = []
    for name, variant in condition.variants.items() or [("", None)]:
        sites = variant.sites if variant and variant.sites else condition.sites
        path = f"conditions/{cause}/{name}" if name else f"conditions/{cause}"
        weights = list(distribution(sites).values())
        drawn = dirichlet(f"{path}/sites", weights, numbers.concentration(knowledge, sites), count)
        if variant:
            spread = np.array([numbers.spread(knowledge, variant.share)])
            odds = shifted(
                np.array([variant.share.p]), spread, normal(keys([f"{path}/share"]), count)
            )
            drawn = drawn / (1 + np.exp(-odds))
        parts.append(drawn)
    joined = np.concatenate(parts, axis=1)
    log_within: Array = np.log(joined / joined.sum(axis=1, keepdims=True))
    return log_within


def _log_within_other(model: Model) -> Array:
    """log P(variant, site | other), shape (its units,): how `other` is shared out is not drawn."""
    own = slice(model.units.starts[-1], None)
    p = np.exp(model.units.log_prior[own])
    placed = np.array([site in model.knowledge.sites for site in model.units.site[own]])
    # what is at no site of its own is summed over all of them
    within: Array = np.log(p / p.sum() / np.where(placed, 1, len(model.knowledge.sites)))
    return within


def log_sides(model: Model) -> Array:
    """log P(side | unit), shape (draws, U, 3 sides)."""
    knowledge, count = model.knowledge, model.knowledge.settings.draws
    table = np.empty((count, len(model.units.cause), len(SIDES)))
    drawn: dict[str, Array] = {}
    for index, (cause, variant) in enumerate(
        zip(model.units.cause, model.units.variant, strict=True)
    ):
        path, quantity = _behind_sides(model, model.causes[cause], variant)
        split = distribution(quantity)
        one = split["one"] if "one" in split else split[SIDE_ANSWERS[0]]
        if path not in drawn:
            drawn[path] = dirichlet(
                path, [one, 1 - one], numbers.concentration(knowledge, quantity), count
            )
        of_one, of_both = drawn[path].T
        table[:, index] = np.log(np.stack([of_one / 2, of_one / 2, of_both], axis=1))
    return table


def _behind_sides(model: Model, cause: str, variant: str) -> tuple[str, Quantity]:
    """The path and the number that say on how many sides a variant of a cause is."""
    knowledge = model.knowledge
    if cause == OTHER and variant in model.akin:
        return f"akin/{variant}/sides", model.akin[variant].sides
    if cause == OTHER:
        return "background/sides", knowledge.background.findings[SIDE]
    condition = knowledge.conditions[cause]
    own = condition.variants[variant].sides if variant else None
    return (
        (f"conditions/{cause}/{variant}/sides", own)
        if own
        else (f"conditions/{cause}/sides", condition.sides)
    )


def log_patterns(model: Model) -> Array:
    """log P(pattern | site), shape (draws, P)."""
    patterns, settings = model.patterns, model.knowledge.settings
    parts = []
    for site in model.knowledge.sites:
        weights = [
            float(patterns.weight[index])
            for index, name in enumerate(patterns.site)
            if name == site
        ]
        parts.append(
            dirichlet(
                f"sites/{site}/patterns",
                weights,
                settings.spread["estimate"].concentration,
                settings.draws,
            )
        )
    of_patterns: Array = np.log(np.concatenate(parts, axis=1))
    return of_patterns


def painted(model: Model) -> Array:
    """P(painted) of the regions of each pattern, shape (draws, P, regions)."""
    knowledge, patterns, count = model.knowledge, model.patterns, model.knowledge.settings.draws
    pairs = list(zip(patterns.site, patterns.name, strict=True))
    paths = [f"sites/{site}/{name}/{region}" for site, name in pairs for region in model.regions]
    spread = np.array([numbers.site_spread(knowledge, site) for site in patterns.site])
    standard = normal(keys(paths), count).reshape(count, len(pairs), len(model.regions))
    return 1 / (1 + np.exp(-shifted(patterns.p, spread[:, None], standard)))
