"""The posterior of a case by plain loops over every state: the model as the design tells it, slow
and without tricks.

    P(h | x) ∝ share(c) · P(v|c) · P(s|c,v) · P(k|s) · P(d|c) · Π_f P(x_f | c,v,s,d) · Π_side P(its
    map | k,d)

It reads the records of the knowledge base and nothing that is compiled from them. A test makes the
two agree."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from msgspec.structs import replace

from pinprick.case.answers import Answer, Answers, Painted
from pinprick.knowledge import Condition, Finding, Knowledge
from pinprick.knowledge.quantity import Quantity
from tests.oracle_akin import kin
from tests.oracle_numbers import beside, distribution, flag, number, tempered, values

ANYWHERE = "anywhere"
SIDES = ("left", "right", "both")
WHERE = ("left", "right", "midline")


class State(NamedTuple):
    """One way to explain a case. The site of `other` is `anywhere`, its pattern any pattern of any
    site."""

    cause: str
    variant: str
    site: str
    pattern: str
    side: str


class Weighed(NamedTuple):
    """A state, its log prior, and the log-likelihood of each answer that says something; the map is
    one answer."""

    state: State
    log_prior: float
    answers: dict[str, float]


@dataclass(frozen=True, slots=True)
class Sufferers:
    """The people in whom a cause shows in one way and at one site; `alpha` is how `other` shrinks
    the background."""

    cause: str
    variant: str
    site: str
    share: float
    condition: Condition | None
    alpha: float = 1.0


class Painter(NamedTuple):
    """A pattern with its weight and P(painted) of the regions it names."""

    name: str
    weight: float
    regions: Mapping[str, float]


def posterior(knowledge: Knowledge, answers: Answers) -> dict[State, float]:
    """P(state | answers) for every state."""
    log_joint = {w.state: math.fsum([w.log_prior, *w.answers.values()]) for w in weigh(knowledge, answers)}
    most = max(log_joint.values())
    joint = {state: math.exp(value - most) for state, value in log_joint.items()}
    total = math.fsum(joint.values())
    return {state: value / total for state, value in joint.items()}


def weigh(knowledge: Knowledge, answers: Answers) -> Iterator[Weighed]:
    """Every state with its log prior and what each answer says of it."""
    for sufferers in everybody(knowledge):
        said = _said(knowledge, sufferers, answers)
        for painter, side in product(_painters(knowledge, sufferers.site), SIDES):
            prior = sufferers.share * painter.weight * _p_side(knowledge, sufferers, side)
            if prior > 0:
                state = State(sufferers.cause, sufferers.variant, sufferers.site, painter.name, side)
                of_place = _said_of_place(knowledge, sufferers, answers, painter.regions, side)
                yield Weighed(state, math.log(prior), said | of_place)


def everybody(knowledge: Knowledge) -> Iterator[Sufferers]:
    """share(c) · P(v|c) · P(s|c,v) for all that can be the cause; what the shares leave out is
    scaled away."""
    other = knowledge.settings.other
    total = number(other.share) + sum(number(condition.share) for condition in knowledge.conditions.values())
    ours = [
        Sufferers(id_, name, site, number(condition.share) / total * part * p, told)
        for id_, condition in knowledge.conditions.items()
        for name, part, told in ways(condition)
        for site, p in distribution(told.sites).items()
    ]
    yield from ours
    share = number(other.share) / total
    for name, way in other.variants.items():
        yield Sufferers("other", name, ANYWHERE, share * way.share, None, way.alpha)
    for family, part, told in kin(knowledge, ours, lambda who, id_: p_values(knowledge, who, id_)):
        for site, p in distribution(told.sites).items():
            yield Sufferers("other", family, site, share * part * p, told)


def ways(condition: Condition) -> Iterator[tuple[str, float, Condition]]:
    """The variants of a condition: name, share, and the condition with the variant's own numbers in
    place of its."""
    if not condition.variants:
        yield "", 1.0, condition
    for name, variant in condition.variants.items():
        own = {key: getattr(variant, key) for key in ("age", "female", "sites", "sides") if getattr(variant, key)}
        findings = {**condition.findings, **variant.findings}
        yield name, number(variant.share), replace(condition, findings=findings, **own)


# ---- what is said of the person


def _said(knowledge: Knowledge, who: Sufferers, answers: Answers) -> dict[str, float]:
    """Answers that do not depend on pattern and side: all but the map, words for it, and `side`."""
    said = {}
    for id_, answer in answers.items():
        finding = knowledge.vocabulary.findings[id_]
        of_map = finding.kind == "regions" or finding.in_words or finding.areas
        if of_map or id_ == "side" or answer == "unknown":
            continue
        value = age_band(finding, answer) if id_ == "age" else str(answer)
        if value is not None:
            p = tempered(p_values(knowledge, who, id_, _band(knowledge, answers)), _alpha(knowledge, finding.group))
            said[id_] = math.log(p[value])
    for pair in knowledge.settings.together.values():
        first, second = pair.signs
        if first in said and second in said:
            share = number(pair.brought if _brings(knowledge, who, pair.signs) else pair.by_chance)
            said[second] = math.log(beside(said, answers, pair.signs, share))
    return said


def _brings(knowledge: Knowledge, who: Sufferers, signs: tuple[str, str]) -> bool:
    """Whether both signs are of the condition or its place, and neither is there by chance."""
    return who.condition is not None and all(
        _stated(who.condition, id_) is not None or _at_site(knowledge, who.site, id_) is not None for id_ in signs
    )


def age_band(finding: Finding, answer: Answer) -> str | None:
    """18-39, 40-59, 60-74, 75+; below the first there is none, since the shares are of adults."""
    assert isinstance(answer, float)
    band = None
    for index, low in enumerate(finding.bins):
        if answer >= low:
            last = index == len(finding.bins) - 1
            band = f"{low:g}+" if last else f"{low:g}-{finding.bins[index + 1] - 1:g}"
    return band


def _band(knowledge: Knowledge, answers: Answers) -> str | None:
    """The age band of the person, when it is known."""
    age = answers.get("age", "unknown")
    return None if age == "unknown" else age_band(knowledge.vocabulary.findings["age"], age)


def p_values(knowledge: Knowledge, who: Sufferers, id_: str, band: str | None = None) -> dict[str, float]:
    """P(value | cause, variant, site) before tempering: the condition says how often, the anatomy
    says where, and what neither speaks of comes by chance, in people of that age."""
    background = values(knowledge.background.findings[id_])
    chance = background
    if band and id_ in knowledge.background.by_age:
        rates = knowledge.background.by_age[id_].p
        assert isinstance(rates, dict)
        chance = flag(rates[band])
    if who.condition is None:
        return tempered(chance, who.alpha if _tells_of_causes(knowledge, id_) else 1.0)
    at_site = _at_site(knowledge, who.site, id_)
    stated = _stated(who.condition, id_)
    if stated is None:
        return chance if at_site is None else flag(at_site)
    places = distribution(who.condition.sites)
    if all(_at_site(knowledge, site, id_) is None for site in places):
        return values(stated)
    means = {site: _at_site(knowledge, site, id_) or background["present"] for site in places}
    return flag(_logistic(_log_odds(means[who.site]) + offset(means, places, number(stated))))


def _tells_of_causes(knowledge: Knowledge, id_: str) -> bool:
    """Whether any condition, form of one or site has a number of its own for a finding; what none has
    tells only how urgent it is."""
    if any(_at_site(knowledge, site, id_) is not None for site in knowledge.sites):
        return True
    told = (one for condition in knowledge.conditions.values() for _, _, one in ways(condition))
    return any(_stated(one, id_) is not None for one in told)


def _stated(condition: Condition, id_: str) -> Quantity | None:
    if id_ == "age":
        return condition.age
    if id_ == "sex":
        female = number(condition.female)
        return replace(condition.female, p={"female": female, "male": 1 - female})
    return condition.findings.get(id_)


def _at_site(knowledge: Knowledge, site: str, id_: str) -> float | None:
    record = knowledge.sites[site]
    return (record.strength | record.reflexes).get(id_)


def offset(means: Mapping[str, float], places: Mapping[str, float], p: float) -> float:
    """The b with Σ_s P(s) · logistic(logit m(s) + b) = p. It lies between what the rarest and
    commonest site need."""
    needed = [_log_odds(p) - _log_odds(mean) for mean in means.values()]
    low, high = min(needed), max(needed)
    while low < (middle := (low + high) / 2) < high:
        mean = math.fsum(places[site] * _logistic(_log_odds(means[site]) + middle) for site in places)
        low, high = (middle, high) if mean < p else (low, middle)
    return low


# ---- what is said of the place


def _said_of_place(
    knowledge: Knowledge, who: Sufferers, answers: Answers, regions: Mapping[str, float], side: str
) -> dict[str, float]:
    said = {}
    answer = answers.get("side", "unknown")
    if answer != "unknown":
        said["side"] = math.log(_p_side_answer(knowledge, who, side)[str(answer)])
    painted = answers.get("numb-regions", "unknown")
    shown = painted if isinstance(painted, Painted) else None
    told = [] if shown is None else list(_log_of_map(knowledge, regions, side, shown))
    told += _log_of_words(knowledge, regions, side, answers)
    told += [] if shown is not None else _log_of_areas(knowledge, regions, answers)
    if shown is not None or told:
        said["numb-regions"] = math.fsum(told)
    return said


def _p_side(knowledge: Knowledge, who: Sufferers, side: str) -> float:
    """P(d | c); left and right are alike. `other` has the sides of the background."""
    if who.condition is None:
        one = distribution(knowledge.background.findings["side"])["one-side"]
    else:
        one = distribution(who.condition.sides)["one"]
    return 1 - one if side == "both" else one / 2


def _p_side_answer(knowledge: Knowledge, who: Sufferers, side: str) -> dict[str, float]:
    """P(answer to `side` | d): d itself, but for a small error; for both sides, as equal as the
    condition says."""
    error = number(knowledge.settings.map.wrong_side)
    if side == "both":
        stated = who.condition.findings.get("side") if who.condition else None
        split = distribution(stated or knowledge.background.findings["side"])
        equal = split["both-sides-equal"] / (split["both-sides-equal"] + split["both-sides-unequal"])
        p = {
            "one-side": error,
            "both-sides-equal": (1 - error) * equal,
            "both-sides-unequal": (1 - error) * (1 - equal),
        }
    else:
        p = {"one-side": 1 - error, "both-sides-equal": error / 2, "both-sides-unequal": error / 2}
    return tempered(p, _alpha(knowledge, knowledge.vocabulary.findings["side"].group))


def _painters(knowledge: Knowledge, site: str) -> Iterator[Painter]:
    """The patterns of a site, and of people who paint whole segments; `other` paints like any site,
    all alike."""
    if site == ANYWHERE:
        count = len(knowledge.sites)
        for each in knowledge.sites:
            yield from (Painter(f"{each}: {p.name}", p.weight / count, p.regions) for p in _painters(knowledge, each))
        return
    record, vague = knowledge.sites[site], number(knowledge.settings.map.vague)
    total = sum(pattern.weight for pattern in record.patterns)
    for index, pattern in enumerate(record.patterns):
        yield Painter(f"pattern {index}", (1 - vague) * pattern.weight / total, pattern.regions)
    if not record.patterns:
        yield Painter("pattern", 1 - vague, record.regions)
    stray = number(knowledge.settings.map.stray)
    whole = {}
    segment = {id_: region.segment for id_, region in knowledge.vocabulary.regions.items()}
    for region, its in segment.items():
        together = [other for other in segment if segment[other] == its]
        whole[region] = max(record.regions.get(other, stray) for other in together)
    yield Painter("whole segments", vague, whole)


def _log_of_map(knowledge: Knowledge, regions: Mapping[str, float], side: str, shown: Painted) -> Iterator[float]:
    for where in WHERE:
        seen = {id_: id_ in getattr(shown, where) for id_ in knowledge.vocabulary.regions if id_ not in shown.not_asked}
        yield math.log(_p_side_of_map(knowledge, regions, side, where, seen))


def _log_of_words(knowledge: Knowledge, regions: Mapping[str, float], side: str, answers: Answers) -> Iterator[float]:
    """Is any of these numb, on either side? It counts only for regions that the map did not ask."""
    painted = answers.get("numb-regions", "unknown")
    for id_, finding in knowledge.vocabulary.findings.items():
        asked = [r for r in finding.in_words if not isinstance(painted, Painted) or r in painted.not_asked]
        if asked and answers.get(id_, "unknown") != "unknown":
            none = dict.fromkeys(asked, False)
            p_none = math.prod(_p_side_of_map(knowledge, regions, side, where, none) for where in WHERE)
            yield math.log(1 - p_none if answers[id_] == "present" else p_none)


def _log_of_areas(knowledge: Knowledge, regions: Mapping[str, float], answers: Answers) -> Iterator[float]:
    """Of the areas that words stand for, which would be painted on one affected side? One of them is
    said, or a word that stands for several."""
    loose = number(knowledge.settings.map.loosely)
    for id_, finding in knowledge.vocabulary.findings.items():
        answer = str(answers.get(id_, "unknown"))
        if finding.areas and answer != "unknown":
            named = {region for area in finding.areas.values() for region in area}
            paints = {
                value: math.prod(
                    _p_segment(knowledge, regions, "one", segment, {region: region in area for region in named})
                    for segment in knowledge.settings.map.segments
                )
                for value, area in finding.areas.items()
            }
            total = math.fsum(paints.values())
            shared = {value for values in finding.loosely.values() for value in values}
            exactly = 1 - loose if answer in shared else 1.0
            p = (
                exactly * paints[answer]
                if answer in paints
                else loose * math.fsum(paints[v] for v in finding.loosely[answer])
            )
            yield math.log(p / total)


def _p_side_of_map(
    knowledge: Knowledge, regions: Mapping[str, float], side: str, where: str, seen: Mapping[str, bool]
) -> float:
    """P(the regions `seen` are painted or not on the left, right or midline | pattern, d): the sum
    over two accounts.

    Either the side is painted, and then each segment of it is or is not; or it is left out, and
    nothing is painted."""
    settings, records = knowledge.settings.map, knowledge.vocabulary.regions
    seen = {region: x for region, x in seen.items() if records[region].midline == (where == "midline")}
    if where == "midline":
        z = 1.0
    elif side == "both":
        z = 1 - number(settings.left_out)
    else:
        z = 1 - number(settings.wrong_side) if where == side else number(settings.wrong_side)
    p = z * math.prod(_p_segment(knowledge, regions, side, segment, seen) for segment in settings.segments)
    return p if any(seen.values()) else p + 1 - z


def _p_segment(
    knowledge: Knowledge, regions: Mapping[str, float], side: str, segment: str, seen: Mapping[str, bool]
) -> float:
    """P(the regions `seen` of a segment | pattern, d, the side is painted), tempered."""
    settings, stray = knowledge.settings.map, number(knowledge.settings.map.stray)
    its = [id_ for id_, record in knowledge.vocabulary.regions.items() if record.segment == segment]
    if not its:
        return 1.0
    share = settings.second_side if side == "both" else 1.0
    exponents = settings.segments[segment]
    most = max(regions.get(id_, stray) for id_ in its)
    named = any(regions.get(id_, 0) > stray for id_ in its)
    p_any = tempered(flag(most), exponents.whether * share)["present"]
    p = p_any
    for id_ in its:
        if id_ in seen:
            expected = (
                min(regions.get(id_, stray) / most, number(settings.core)) if named else number(settings.elsewhere)
            )
            p *= tempered(flag(expected), exponents.where * share)["present" if seen[id_] else "absent"]
    return p if any(seen.get(id_) for id_ in its) else p + 1 - p_any


def _alpha(knowledge: Knowledge, group: str) -> float:
    return knowledge.settings.alpha.get(group, 1.0)


def _log_odds(p: float) -> float:
    return math.log(p / (1 - p))


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))
