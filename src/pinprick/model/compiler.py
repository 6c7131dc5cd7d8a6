"""Knowledge → Model: the only place where probabilities become logarithms.

P(h | x) ∝ share(c) · P(v|c) · P(s|c,v) · P(k|s) · P(d|c,v) · Π_f P(x_f | c, v, s, d) ·
Π_region,side P(painted? | k, d)"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from msgspec.structs import replace

from pinprick.knowledge import Condition, Finding, Knowledge, Pattern, Site
from pinprick.knowledge.ids import AGE, OTHER, SEX, SIDE, SIDE_ANSWERS, SIDES
from pinprick.knowledge.quantity import Quantity, distribution, number
from pinprick.model.akin import akin
from pinprick.model.anatomy import offset, spread_over_sites
from pinprick.model.axes import (
    ORIGINS,
    Akin,
    Array,
    Hypotheses,
    Model,
    Patterns,
    Units,
    starts,
)
from pinprick.model.table import made, values_of
from pinprick.model.tempering import alpha, temper
from pinprick.model.territory import painted_odds, segments, tempered, territory
from pinprick.model.units import ANYWHERE, Unit, views

VAGUE = "vague"
"""The name of the pattern of people who paint whole segments."""


def compile_model(knowledge: Knowledge) -> Model:
    """The model of a knowledge base that has passed all checks."""
    findings = tuple(
        id_ for id_, finding in knowledge.vocabulary.findings.items() if _is_column(id_, finding)
    )
    values = {id_: values_of(id_, knowledge.vocabulary.findings[id_]) for id_ in findings}
    columns = {id_: _column(knowledge.background.findings[id_], values[id_]) for id_ in findings}
    ours = list(_of_conditions(knowledge, values, columns))
    kin = akin(knowledge, ours, values)
    units = [*ours, *_of_other(knowledge, kin, values, columns, _told(ours))]
    causes = (*knowledge.conditions, OTHER)
    raw = {id_: np.array([unit.p[id_] for unit in units]).T for id_ in findings}
    patterns = _patterns(knowledge)
    cause = np.array([causes.index(unit.cause) for unit in units])
    unit_axis = Units(
        cause=cause,
        starts=starts(cause),
        variant=tuple(unit.variant for unit in units),
        site=tuple(unit.site for unit in units),
        log_prior=np.log([unit.prior for unit in units]),
        origin=np.array([[unit.origin[id_] for id_ in findings] for unit in units], dtype=np.int8),
    )
    table = made(knowledge, units, raw)
    return Model(
        knowledge=knowledge,
        causes=causes,
        findings=findings,
        values=values,
        units=unit_axis,
        hypotheses=_hypotheses(knowledge, unit_axis, patterns, causes, kin),
        patterns=patterns,
        regions=tuple(knowledge.vocabulary.regions),
        first=table.first,
        by_age=table.by_age,
        raw=np.concatenate(table.raw),
        log_p=np.concatenate(table.log_p),
        log_side=_log_side(knowledge, unit_axis, causes, kin),
        akin=kin,
        beside=table.beside,
    )


def _is_column(id_: str, finding: Finding) -> bool:
    of_the_map = finding.kind == "regions" or finding.in_words or finding.areas
    return not of_the_map and id_ != SIDE


# ---- units


def _of_conditions(
    knowledge: Knowledge, values: Mapping[str, tuple[str, ...]], columns: Mapping[str, Array]
) -> Iterator[Unit]:
    """The units of all conditions, whose priors sum to what `other` leaves."""
    total = _total(knowledge)
    for condition in knowledge.conditions.values():
        share = number(condition.share) / total
        for variant, weight, view in views(condition):
            for site, p_site, p, origin in _at_sites(knowledge, view, values, columns):
                yield Unit(
                    cause=condition.id,
                    variant=variant,
                    site=site,
                    prior=share * weight * p_site,
                    p=p,
                    origin={
                        id_: _origin(condition, variant, id_, whose)
                        for id_, whose in origin.items()
                    },
                )


def _of_other(
    knowledge: Knowledge,
    kin: Mapping[str, Akin],
    values: Mapping[str, tuple[str, ...]],
    columns: Mapping[str, Array],
    told: frozenset[str],
) -> Iterator[Unit]:
    """The units of `other`: its variants, of which the first is as people in general are, then the
    unknown illnesses. What none of our conditions has of its own (`told` are the findings that one
    has) tells how urgent it is and not what the cause is, so it is in all as in the background."""
    other = knowledge.settings.other
    share = number(other.share) / _total(knowledge)
    for name, way in other.variants.items():
        yield Unit(
            cause=OTHER,
            variant=name,
            site=ANYWHERE,
            prior=share * way.share,
            p={
                id_: temper(column, way.alpha if id_ in told else 1.0)
                for id_, column in columns.items()
            },
            origin=dict.fromkeys(columns, ORIGINS.index("background")),
        )
    for family, illness in kin.items():
        for site, p_site, p, origin in _at_sites(knowledge, illness, values, columns):
            yield Unit(OTHER, family, site, share * illness.share * p_site, p, origin)


def _told(ours: Sequence[Unit]) -> frozenset[str]:
    """The findings of which one of our conditions, or where it sits, has a number of its own."""
    background = ORIGINS.index("background")
    return frozenset(id_ for unit in ours for id_, at in unit.origin.items() if at != background)


def _total(knowledge: Knowledge) -> float:
    """What all shares, that of `other` too, come to before they are scaled."""
    ours = sum(number(condition.share) for condition in knowledge.conditions.values())
    return ours + number(knowledge.settings.other.share)


def _at_sites(
    knowledge: Knowledge,
    view: Condition | Akin,
    values: Mapping[str, tuple[str, ...]],
    columns: Mapping[str, Array],
) -> Iterator[tuple[str, float, dict[str, Array], dict[str, int]]]:
    """Each site, P(site), and for each finding P(value | site) and whose number that is."""
    tables = _over_sites(knowledge, view, values, columns)
    for index, (site, p_site) in enumerate(distribution(view.sites).items()):
        p = {id_: table[index] for id_, (table, _) in tables.items()}
        yield site, p_site, p, {id_: whose[index] for id_, (_, whose) in tables.items()}


def _origin(condition: Condition, variant: str, id_: str, origin: int) -> int:
    if not variant or ORIGINS[origin] != "condition":
        return origin
    own = condition.variants[variant]
    stated = {AGE: own.age, SEX: own.female}.get(id_) or own.findings.get(id_)
    return ORIGINS.index("variant") if stated else origin


def _over_sites(
    knowledge: Knowledge,
    condition: Condition | Akin,
    values: Mapping[str, tuple[str, ...]],
    columns: Mapping[str, Array],
) -> dict[str, tuple[list[Array], list[int]]]:
    """P(value | condition, site) of each finding for each of the condition's sites, and whose numbers
    they are."""
    sites = distribution(condition.sites)
    tables: dict[str, tuple[list[Array], list[int]]] = {}
    moved: dict[str, tuple[Array, float]] = {}
    origins = [ORIGINS.index("condition")] * len(sites)
    for id_, background in columns.items():
        at_site = [_site_number(knowledge.sites[site], id_) for site in sites]
        stated = _stated(condition, id_)
        if stated is None:
            silent = [background if p is None else np.array([p, 1 - p]) for p in at_site]
            whose = [ORIGINS.index("background" if p is None else "site") for p in at_site]
            tables[id_] = silent, whose
        elif all(p is None for p in at_site):
            tables[id_] = [_column(stated, values[id_])] * len(sites), origins
        else:
            means = np.array([background[0] if p is None else p for p in at_site])
            moved[id_] = means, number(stated)
    for id_, present in _moved(moved, np.array(list(sites.values()))):
        tables[id_] = [np.array([p, 1 - p]) for p in present], origins
    return tables


def _moved(
    findings: Mapping[str, tuple[Array, float]], weights: Array
) -> Iterator[tuple[str, Array]]:
    """P(present | site) of findings of which the sites say how likely each is there, and the condition
    how likely it is in all."""
    if findings:
        means, p = (np.array(each) for each in zip(*findings.values(), strict=True))
        yield from zip(findings, spread_over_sites(means, offset(means, weights, p)), strict=True)


def _stated(condition: Condition | Akin, id_: str) -> Quantity | None:
    """The number that a condition states of a finding."""
    if id_ == AGE:
        return condition.age
    return _sex(condition) if id_ == SEX else condition.findings.get(id_)


def _site_number(site: Site, id_: str) -> float | None:
    return site.strength.get(id_, site.reflexes.get(id_))


def _sex(condition: Condition | Akin) -> Quantity:
    female = number(condition.female)
    return replace(condition.female, p={"female": female, "male": 1 - female})


def _column(quantity: Quantity, values: tuple[str, ...]) -> Array:
    if isinstance(quantity.p, dict):
        p: Array = np.array([quantity.p[value] for value in values])
        return p / float(p.sum())
    return np.array([quantity.p, 1 - quantity.p])


# ---- sides and the map


def _sides(knowledge: Knowledge, kin: Mapping[str, Akin], cause: str, variant: str) -> Array:
    """P(left, right, both | cause, variant)."""
    if cause == OTHER:
        usual = knowledge.background.findings[SIDE]
        split = distribution(kin[variant].sides if variant in kin else usual)
        one = split["one" if variant in kin else SIDE_ANSWERS[0]]
    else:
        condition = knowledge.conditions[cause]
        own = condition.variants[variant].sides if variant else None
        one = distribution(own or condition.sides)["one"]
    return np.array([one / 2, one / 2, 1 - one])


def _log_side(
    knowledge: Knowledge, units: Units, causes: tuple[str, ...], kin: Mapping[str, Akin]
) -> Array:
    """log P(answer to `side` | unit, side): one-sided hypotheses are answered so but for a small
    error."""
    error = number(knowledge.settings.map.wrong_side)
    p = np.empty((len(SIDE_ANSWERS), len(units.cause), len(SIDES)))
    for index, (cause, variant) in enumerate(zip(units.cause, units.variant, strict=True)):
        stated = (
            kin[variant].findings.get(SIDE)
            if causes[cause] == OTHER and variant in kin
            else _stated_side(knowledge.conditions.get(causes[cause]), variant)
        )
        split = distribution(stated or knowledge.background.findings[SIDE])
        equal, unequal = split[SIDE_ANSWERS[1]], split[SIDE_ANSWERS[2]]
        both = (1 - error) / (equal + unequal)
        p[:, index, :2] = np.array([1 - error, error / 2, error / 2])[:, None]
        p[:, index, 2] = error, equal * both, unequal * both
    group = knowledge.vocabulary.findings[SIDE].group
    return np.log(temper(p, alpha(knowledge, group)))


def _stated_side(condition: Condition | None, variant: str) -> Quantity | None:
    if condition is None:
        return None
    own = condition.variants[variant].findings.get(SIDE) if variant else None
    return own or condition.findings.get(SIDE)


def _patterns(knowledge: Knowledge) -> Patterns:
    settings, regions = knowledge.settings.map, knowledge.vocabulary.regions
    stray, axis = number(settings.stray), segments(knowledge.vocabulary)
    rows = [(site, *row) for site in knowledge.sites for row in site_patterns(knowledge, site)]
    p = np.array(
        [[pattern.regions.get(region, stray) for region in regions] for _, pattern, _ in rows]
    )
    named = [[_names(knowledge, pattern, segment) for segment in axis] for _, pattern, _ in rows]
    of = np.array([axis.index(region.segment) for region in regions.values()])
    raw = painted_odds(p, np.array(named), of, settings)
    return Patterns(
        site=tuple(site for site, _, _ in rows),
        name=tuple(pattern.label["en"] for _, pattern, _ in rows),
        weight=np.array([weight for _, _, weight in rows]),
        p=p,
        named=np.array(named),
        of=of,
        raw=territory(raw),
        one=tempered(raw, knowledge),
        both=tempered(raw, knowledge, settings.second_side),
    )


def _names(knowledge: Knowledge, pattern: Pattern, segment: str) -> bool:
    """Whether the pattern paints anything of a segment more often than people stray there."""
    stray, regions = number(knowledge.settings.map.stray), knowledge.vocabulary.regions
    return any(
        p > stray and regions[region].segment == segment for region, p in pattern.regions.items()
    )


def site_patterns(knowledge: Knowledge, site: str) -> list[tuple[Pattern, float]]:
    """The patterns of a site with their weights: its own, and that of people who paint whole
    segments."""
    own = knowledge.sites[site]
    vague = number(knowledge.settings.map.vague)
    patterns = own.patterns or (Pattern(own.label, 1.0, own.regions),)
    total = sum(pattern.weight for pattern in patterns)
    whole = Pattern({"en": VAGUE}, vague, _whole_segments(knowledge, own))
    return [(pattern, pattern.weight / total * (1 - vague)) for pattern in patterns] + [
        (whole, vague)
    ]


def _whole_segments(knowledge: Knowledge, site: Site) -> dict[str, float]:
    stray = number(knowledge.settings.map.stray)
    painted: dict[str, float] = {}
    for segment in knowledge.settings.map.segments:
        inside = [
            id_ for id_, region in knowledge.vocabulary.regions.items() if region.segment == segment
        ]
        painted |= dict.fromkeys(
            inside, max((site.regions.get(region, stray) for region in inside), default=stray)
        )
    return painted


def _hypotheses(
    knowledge: Knowledge,
    units: Units,
    patterns: Patterns,
    causes: tuple[str, ...],
    kin: Mapping[str, Akin],
) -> Hypotheses:
    rows: list[tuple[int, int, int, float]] = []
    for unit, cause in enumerate(units.cause):
        sides = _sides(knowledge, kin, causes[cause], units.variant[unit])
        anywhere = units.site[unit] == ANYWHERE
        for pattern, site in enumerate(patterns.site):
            if anywhere or site == units.site[unit]:
                weight = patterns.weight[pattern] / (len(knowledge.sites) if anywhere else 1)
                rows += [(unit, pattern, side, weight * p) for side, p in enumerate(sides) if p > 0]
    unit_index, pattern_index, side_index = (np.array([row[i] for row in rows]) for i in range(3))
    return Hypotheses(
        starts=starts(unit_index),
        unit=unit_index,
        pattern=pattern_index,
        side=side_index,
        cause=units.cause[unit_index],
        log_prior=units.log_prior[unit_index] + np.log([row[3] for row in rows]),
    )
