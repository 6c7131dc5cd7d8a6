"""Rules across files: what a schema of one file cannot see. Each fault names its file, path, cause and cure."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pinprick import expression
from pinprick.checks import guides
from pinprick.checks.fault import Fault
from pinprick.knowledge import (
    LEVELS,
    Caution,
    Check,
    Condition,
    Finding,
    Interaction,
    Knowledge,
    Routine,
    Step,
    Test,
    Treatment,
)
from pinprick.problems import did_you_mean
from pinprick.quantity import Quantity, Statement
from pinprick.yamltext import Path

_ROUNDING = 1e-6
_FAR = 0.02
"""How far the mean over the variants may be from the number of the whole condition, as both are rounded."""
_NOT_IN_CONDITIONS = ("age", "sex", "numb-regions")
_ADULTS = ("18-39", "40-59", "60-74", "75+")


def faults(knowledge: Knowledge) -> list[Fault]:
    """Every fault across the files, in no particular order; an empty list is a sound knowledge base."""
    found: list[Fault] = []
    for check in (_vocabulary, _conditions, _sites, _background, _care, _urgency, _settings, _expressions, _texts):
        found += check(knowledge)
    for id_, guide in knowledge.guides.items():
        found += guides.faults(knowledge, id_, guide)
    for file, part in _with_sources(knowledge):
        found += _sources(file, part)
    return found


def _with_sources(knowledge: Knowledge) -> Iterator[tuple[str, Any]]:
    for id_, condition in knowledge.conditions.items():
        yield f"conditions/{id_}.yaml", condition
    yield "sites.yaml", knowledge.sites
    yield "background.yaml", knowledge.background
    yield "medicines.yaml", knowledge.medicines
    yield "self_care.yaml", knowledge.self_care
    yield "urgency.yaml", knowledge.urgency
    for id_, guide in knowledge.guides.items():
        yield f"guides/{id_}.yaml", guide


def walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every record in `value` with its path, the record itself first."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        yield path, value
        for field in dataclasses.fields(value):
            yield from walk(getattr(value, field.name), (*path, field.name))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from walk(item, (*path, key))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from walk(item, (*path, index))


def _sources(file: str, part: Any) -> Iterator[Fault]:
    used: set[str] = set()
    for path, record in walk(part):
        keys = getattr(record, "sources", ())
        if not isinstance(keys, tuple):
            continue
        used |= set(keys)
        for index, key in enumerate(keys):
            if key not in part.sources:
                yield Fault(
                    file, (*path, "sources", index), f"{key} is no source of this file{_near(key, part.sources)}"
                )
    for key in part.sources.keys() - used:
        yield Fault(file, ("sources", key), "no number or sentence uses this source; use it or take it out")


def _near(word: object, known: Iterable[str]) -> str:
    return did_you_mean(word, known)


def _ids(file: str, path: Path, ids: Iterable[str], known: Iterable[str], what: str) -> Iterator[Fault]:
    known = list(known)
    for id_ in ids:
        if id_ not in known:
            yield Fault(file, (*path, id_), f"{id_} is no {what}{_near(id_, known)}")


# ---- numbers


def _quantity(file: str, path: Path, quantity: Quantity, values: Iterable[str] | None) -> Iterator[Fault]:
    """Faults of a number: `values` are those of a distribution, None for a single probability."""
    if quantity.basis != "estimate" and not quantity.sources:
        yield Fault(file, path, f"basis {quantity.basis} without a source; name one, or say `basis: estimate`")
    if values is None:
        yield from _probability(file, path, quantity)
    elif not isinstance(quantity.p, dict):
        yield Fault(file, (*path, "p"), f"takes a distribution over {', '.join(values)}, not one number")
    else:
        yield from _distribution(file, (*path, "p"), quantity.p, tuple(values))


def _probability(file: str, path: Path, quantity: Quantity) -> Iterator[Fault]:
    if isinstance(quantity.p, dict):
        yield Fault(file, (*path, "p"), "takes one probability, not a distribution")
        return
    if not 0 < quantity.p < 1:
        cure = "a question is misread and a sign is false now and then, so not 0 or 1 either"
        yield Fault(file, (*path, "p"), f"{quantity.p:g} is not a probability between 0 and 1; {cure}")
    if quantity.range is not None:
        low, high = quantity.range
        if not 0 <= low <= quantity.p <= high <= 1:
            yield Fault(file, (*path, "range"), f"{low:g} to {high:g} does not hold {quantity.p:g} within 0 to 1")


def _distribution(file: str, path: Path, p: Mapping[str, float], values: tuple[str, ...]) -> Iterator[Fault]:
    yield from _ids(file, path, p, values, f"value; it takes {', '.join(values)}")
    for value in values:
        if value not in p:
            yield Fault(file, path, f"misses {value}; every value needs a number")
    for value, number in p.items():
        if not 0 < number <= 1:
            yield Fault(file, (*path, value), f"{number:g} is not a probability above 0 and up to 1")
    if abs(sum(p.values()) - 1) > _ROUNDING:
        yield Fault(file, path, f"sums to {sum(p.values()):g}, not 1")


def _finding_numbers(
    file: str, path: Path, numbers: Mapping[str, Quantity], known: Mapping[str, Finding]
) -> Iterator[Fault]:
    for id_, quantity in numbers.items():
        finding = known.get(id_)
        if finding is None or finding.in_words or id_ in _NOT_IN_CONDITIONS:
            why = "no such finding" if finding is None else "given by age, female, sites and patterns, not here"
            yield Fault(file, (*path, id_), f"{why}{_near(id_, known) if finding is None else ''}")
        else:
            yield from _quantity(file, (*path, id_), quantity, finding.values if finding.kind == "choice" else None)


# ---- file by file


def _vocabulary(knowledge: Knowledge) -> Iterator[Fault]:
    file = "findings.yaml"
    for id_, finding in knowledge.vocabulary.findings.items():
        path: Path = ("findings", id_)
        yield from _ids(file, (*path, "in_words"), finding.in_words, knowledge.vocabulary.regions, "region")
        if (finding.kind == "choice") != bool(finding.values):
            yield Fault(file, path, "a choice needs `values`, and nothing else has them")
    for id_, region in knowledge.vocabulary.regions.items():
        segments = knowledge.settings.map.segments
        yield from _ids(file, ("regions", id_), [region.segment], segments, "segment of model.yaml")


def _conditions(knowledge: Knowledge) -> Iterator[Fault]:
    total = 0.0
    for id_, condition in knowledge.conditions.items():
        file = f"conditions/{id_}.yaml"
        yield from _condition(knowledge, file, condition)
        total += condition.share.p if isinstance(condition.share.p, float) else 0
        yield from _ids(
            file, ("look_alikes",), [x.id for x in condition.look_alikes], knowledge.conditions, "condition"
        )
        if id_ != condition.id:
            yield Fault(file, ("id",), f"differs from the name of the file, {id_}; give both the same name")
    if total > 1:
        yield Fault("model.yaml", ("other", "share"), f"the shares of all conditions sum to {total:g}, above 1")


def _condition(knowledge: Knowledge, file: str, condition: Condition) -> Iterator[Fault]:
    findings = knowledge.vocabulary.findings
    yield from _ids(file, ("family",), [condition.family], knowledge.families, "family")
    yield from _quantity(file, ("share",), condition.share, None)
    yield from _population(knowledge, file, (), condition)
    yield from _finding_numbers(file, ("findings",), condition.findings, findings)
    for name, variant in condition.variants.items():
        path: Path = ("variants", name)
        yield from _quantity(file, (*path, "share"), variant.share, None)
        yield from _population(knowledge, file, path, variant)
        yield from _finding_numbers(file, (*path, "findings"), variant.findings, findings)
    shares = [variant.share.p for variant in condition.variants.values()]
    if shares and abs(sum(p for p in shares if isinstance(p, float)) - 1) > _ROUNDING:
        yield Fault(file, ("variants",), "the shares of the variants do not sum to 1")
    elif shares:
        yield from _means(file, condition)


def _means(file: str, condition: Condition) -> Iterator[Fault]:
    """The variants together are the condition: what they state must have the condition's own number as its mean."""
    parts = list(condition.variants.values())
    for name in ("age", "female", "sites", "sides"):
        pairs = [(part.share.p, getattr(part, name) or getattr(condition, name)) for part in parts]
        yield from _mean(file, ("variants",), name, getattr(condition, name), pairs)
    for id_ in dict.fromkeys(id_ for part in parts for id_ in part.findings):
        whole = condition.findings.get(id_)
        if whole is None:
            yield Fault(file, ("variants",), f"{id_} stands in a variant only; state it for the condition too")
        else:
            pairs = [(part.share.p, part.findings.get(id_) or whole) for part in parts]
            yield from _mean(file, ("variants",), id_, whole, pairs)


def _mean(file: str, path: Path, name: str, whole: Quantity, parts: list[tuple[Any, Quantity]]) -> Iterator[Fault]:
    for value, p in _named(whole).items():
        mean = sum(share * _named(part).get(value, 0.0) for share, part in parts)
        if abs(mean - p) > _FAR:
            which = f"{name} {value}".strip()
            yield Fault(file, path, f"{which}: the variants' mean is {mean:.3f}, the condition has {p:g}; mend one")


def _named(quantity: Quantity) -> dict[str, float]:
    return quantity.p if isinstance(quantity.p, dict) else {"": quantity.p}


def _population(knowledge: Knowledge, file: str, path: Path, of: Any) -> Iterator[Fault]:
    if of.age:
        yield from _quantity(file, (*path, "age"), of.age, _ADULTS)
    if of.sides:
        yield from _quantity(file, (*path, "sides"), of.sides, ("one", "both"))
    if of.female:
        yield from _quantity(file, (*path, "female"), of.female, None)
    if of.sites:
        sites = of.sites.p if isinstance(of.sites.p, dict) else {}
        yield from _ids(file, (*path, "sites", "p"), sites, knowledge.sites.sites, "site")
        yield from _quantity(file, (*path, "sites"), of.sites, tuple(sites) or ("a site",))


def _sites(knowledge: Knowledge) -> Iterator[Fault]:
    file, regions = "sites.yaml", knowledge.vocabulary.regions
    for id_, site in knowledge.sites.sites.items():
        path: Path = ("sites", id_)
        yield from _ids(file, (*path, "regions"), site.regions, regions, "region")
        for name in ("strength", "reflexes"):
            yield from _ids(file, (*path, name), getattr(site, name), knowledge.vocabulary.findings, "finding")
        for name in ("regions", "strength", "reflexes"):
            yield from _between(file, (*path, name), getattr(site, name))
        if site.patterns and abs(sum(pattern.weight for pattern in site.patterns) - 1) > _ROUNDING:
            yield Fault(file, (*path, "patterns"), "the weights do not sum to 1")
        for index, pattern in enumerate(site.patterns):
            yield from _ids(file, (*path, "patterns", index, "regions"), pattern.regions, regions, "region")
            yield from _between(file, (*path, "patterns", index, "regions"), pattern.regions)


def _between(file: str, path: Path, numbers: Mapping[str, float]) -> Iterator[Fault]:
    for key, p in numbers.items():
        if not 0 < p < 1:
            yield Fault(file, (*path, key), f"{p:g} is not a probability between 0 and 1")


def _background(knowledge: Knowledge) -> Iterator[Fault]:
    file, findings = "background.yaml", knowledge.vocabulary.findings
    special: dict[str, Iterable[str]] = {"age": _ADULTS, "sex": ("female", "male")}
    for id_, values in special.items():
        if id_ in knowledge.background.findings:
            yield from _quantity(file, ("findings", id_), knowledge.background.findings[id_], values)
    rest = {id_: q for id_, q in knowledge.background.findings.items() if id_ not in special}
    yield from _finding_numbers(file, ("findings",), rest, findings)
    for id_, finding in findings.items():
        if finding.kind != "regions" and not finding.in_words and id_ not in knowledge.background.findings:
            yield Fault(file, ("findings",), f"misses {id_}; every finding needs its background")


def _care(knowledge: Knowledge) -> Iterator[Fault]:
    for id_, medicine in knowledge.medicines.medicines.items():
        path: Path = ("medicines", id_, "conditions")
        yield from _ids("medicines.yaml", path, medicine.conditions, knowledge.conditions, "condition")
    for id_, routine in knowledge.self_care.routines.items():
        path = ("routines", id_, "conditions")
        yield from _ids("self_care.yaml", path, routine.conditions, knowledge.conditions, "condition")


def _urgency(knowledge: Knowledge) -> Iterator[Fault]:
    file, findings = "urgency.yaml", knowledge.vocabulary.findings
    for id_, rule in knowledge.urgency.rules.items():
        yield from _ids(file, ("rules", id_, "think_of"), rule.think_of, knowledge.conditions, "condition")
        if rule.basis != "judgement" and not rule.sources:
            yield Fault(file, ("rules", id_), f"basis {rule.basis} without a source; name one, or say judgement")
    for level in LEVELS:
        if level not in knowledge.urgency.levels:
            yield Fault(file, ("levels",), f"misses {level}")
    yield from _ids(file, ("self_care", "ask_first"), knowledge.urgency.self_care.ask_first, findings, "finding")
    yield from _ids(file, ("excused_by",), knowledge.urgency.excused_by, findings, "finding")
    for index, group in enumerate(knowledge.screen.groups):
        yield from _ids("screen.yaml", ("groups", index, "findings"), group.findings, findings, "finding")
    yield from _screen(knowledge)


def _screen(knowledge: Knowledge) -> Iterator[Fault]:
    file, screen, findings = "screen.yaml", knowledge.screen, knowledge.vocabulary.findings
    named = {
        "also": screen.also,
        "early": screen.early,
        "clarify": (*screen.clarify, *sum(screen.clarify.values(), ())),
        "follow": tuple(id_ for one in screen.follow for id_ in one.ask),
    }
    for key, ids in named.items():
        yield from _ids(file, (key,), ids, findings, "finding")
    for index, one in enumerate(screen.implies):
        path: Path = ("implies", index, "then")
        yield from _ids(file, path, one.then, findings, "finding")
        for id_, value in one.then.items():
            takes = tuple(findings[id_].values) or ("present", "absent") if id_ in findings else (value,)
            if value not in takes:
                yield Fault(file, (*path, id_), f"takes {', '.join(takes)}, not {value}{_near(value, takes)}")


def _settings(knowledge: Knowledge) -> Iterator[Fault]:
    file, settings = "model.yaml", knowledge.settings
    groups = {finding.group for finding in knowledge.vocabulary.findings.values()}
    yield from _ids(file, ("alpha",), settings.alpha, groups, "group of findings")
    yield from _ids(file, ("harm", "missed"), settings.harm.missed, knowledge.conditions, "condition")
    for level in LEVELS:
        if set(settings.harm.cost.get(level, {})) != set(LEVELS):
            yield Fault(file, ("harm", "cost", level), f"needs a cost for each of {', '.join(LEVELS)}")
    if abs(sum(way.share for way in settings.other.variants.values()) - 1) > _ROUNDING:
        yield Fault(file, ("other", "variants"), "the shares of the variants do not sum to 1")


# ---- expressions and texts


def expressions(knowledge: Knowledge) -> Iterator[tuple[str, Path, Any]]:
    """Every expression of the knowledge base with its file and path."""
    for name, definition in knowledge.urgency.definitions.items():
        yield "urgency.yaml", ("definitions", name), definition
    for index, flag in enumerate(knowledge.urgency.red_flags):
        yield "urgency.yaml", ("red_flags", index), flag
    for index, bar in enumerate(knowledge.urgency.self_care.unless):
        yield "urgency.yaml", ("self_care", "unless", index), bar
    yield "urgency.yaml", ("self_care", "pattern"), knowledge.urgency.self_care.pattern
    for index, one in enumerate(knowledge.screen.implies):
        yield "screen.yaml", ("implies", index, "when"), one.when
    for index, then in enumerate(knowledge.screen.follow):
        yield "screen.yaml", ("follow", index, "when"), then.when
    for file, path, record in records(knowledge):
        for name in ("when", "unless", "avoid_when"):
            value = getattr(record, name, None)
            if value is not None and not isinstance(value, tuple):
                yield file, (*path, name), value


def _expressions(knowledge: Knowledge) -> Iterator[Fault]:
    vocabulary = knowledge.vocabulary
    for file, path, raw in expressions(knowledge):
        wrong = expression.faults(raw, vocabulary.findings, vocabulary.regions, knowledge.urgency.definitions)
        for inner, what in wrong:
            yield Fault(file, (*path, *inner), what)


def _texts(knowledge: Knowledge) -> Iterator[Fault]:
    vocabulary = (("findings.yaml", path, record) for path, record in walk(knowledge.vocabulary))
    for file, path, record in [*records(knowledge), *vocabulary]:
        for name in _TEXTS & {field.name for field in dataclasses.fields(record)}:
            text = getattr(record, name)
            if isinstance(text, dict) and text and not text.get("en"):
                yield Fault(file, (*path, name), "misses `en`; every text has its English words")


_TEXTS = frozenset(
    "label ask plain clinical about why says test do what tell_apart claim supplies name kind evidence other effect "
    "check at title means who within tell safety_net text common serious cautions seek_help stop_and_seek_help "
    "children story_in_short".split()
)


# ---- what is weak


def records(knowledge: Knowledge) -> Iterator[tuple[str, Path, Any]]:
    """Every record of the files that name sources, with its file and path."""
    for file, part in _with_sources(knowledge):
        for path, record in walk(part):
            yield file, path, record


def quantities(knowledge: Knowledge) -> Iterator[tuple[str, Path, Quantity]]:
    """Every number with a basis, with its file and path."""
    for file, path, record in records(knowledge):
        if isinstance(record, Quantity):
            yield file, path, record


def clinical_lines(knowledge: Knowledge) -> Iterator[tuple[str, Path, Any]]:
    """Every line for people that needs a source to be shown."""
    for file, path, record in records(knowledge):
        if isinstance(record, Statement | Test | Treatment | Caution | Interaction | Check | Routine):
            yield file, path, record
        elif isinstance(record, Step) and file.startswith("conditions/"):
            yield file, path, record
