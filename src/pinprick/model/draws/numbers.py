"""Which number a unit's probability is, and how far it may be off."""

import numpy as np

from pinprick.knowledge import Knowledge
from pinprick.knowledge.ids import AGE, OTHER
from pinprick.knowledge.quantity import Quantity
from pinprick.model.axes import ORIGINS, Array, Model
from pinprick.model.draws.keyed import LEAST
from pinprick.once import once

NORMAL_90 = 1.6448536269514722
"""Half the width of a normal distribution's central 90 %, in standard deviations."""


def spread(knowledge: Knowledge, quantity: Quantity) -> float:
    """Standard deviation of the log odds of a single probability: from its range, else from its
    basis.

    A range that touches 0 or 1 ends a little before; a rare number's own range, which lies near 0,
    is kept."""
    if quantity.range is None:
        return knowledge.settings.spread[quantity.basis].log_odds
    assert not isinstance(quantity.p, dict)  # the checks hold this
    least, rest = min(LEAST * 10, quantity.p / 10), min(LEAST * 10, (1 - quantity.p) / 10)
    low, high = np.clip(quantity.range, least, 1 - rest)
    return float(np.log(high / (1 - high)) - np.log(low / (1 - low))) / (2 * NORMAL_90)


def site_spread(knowledge: Knowledge, site: str) -> float:
    """Standard deviation of the log odds of a site's numbers."""
    return knowledge.settings.spread[knowledge.sites[site].basis].log_odds


def concentration(knowledge: Knowledge, quantity: Quantity) -> float:
    """Dirichlet concentration of a distribution: the people it is worth, else what its basis says."""
    if quantity.people is not None:
        return quantity.people
    return knowledge.settings.spread[quantity.basis].concentration


def behind(model: Model, unit: int, finding: str) -> tuple[str, Quantity | None]:
    """The path of the number that a unit's probability of a finding is; the number too, unless it
    is a site's."""
    knowledge, cause = model.knowledge, model.causes[model.units.cause[unit]]
    origin = ORIGINS[model.units.origin[unit, model.findings.index(finding)]]
    if origin == "background":
        return f"background/{finding}", knowledge.background.findings[finding]
    if origin == "site":
        return f"sites/{model.units.site[unit]}/{finding}", None
    if cause == OTHER:
        family = model.units.variant[unit]
        illness = model.akin[family]
        mean = {AGE: illness.age, "sex": illness.female}.get(finding) or illness.findings[finding]
        return f"akin/{family}/{finding}", mean
    condition = knowledge.conditions[cause]
    if origin == "condition":
        stated = {AGE: condition.age, "sex": condition.female}.get(finding) or condition.findings[
            finding
        ]
        return f"conditions/{cause}/{finding}", stated
    name = model.units.variant[unit]
    variant = condition.variants[name]
    own = {AGE: variant.age, "sex": variant.female}.get(finding) or variant.findings[finding]
    return f"conditions/{cause}/{name}/{finding}", own


def shrunk(model: Model, finding: str) -> Array:
    """How much each unit (U,) shrinks the background of a finding: the `alpha` of the variants of
    `other`, else 1. What none of our conditions states is in all as in the background."""
    alphas, stated = _shrinking(model)
    return alphas if stated[model.findings.index(finding)] else np.ones_like(alphas)


@once
def _shrinking(model: Model) -> tuple[Array, Array]:
    """The `alpha` of each unit (U,), and which findings (F,) one of our conditions states."""
    ways = model.knowledge.settings.other.variants
    other = model.causes.index(OTHER)
    pairs = zip(model.units.cause, model.units.variant, strict=True)
    alphas = np.array(
        [
            ways[variant].alpha if cause == other and variant in ways else 1.0
            for cause, variant in pairs
        ]
    )
    ours = model.units.origin[model.units.cause != other]
    return alphas, (ours != ORIGINS.index("background")).any(axis=0)
