"""Single clinical mistakes that an author could make, each as a knowledge base with just that one."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from pinprick.knowledge import LEVELS, Condition, Knowledge, Level
from pinprick.knowledge.urgency import NamedSigns

HARMLESS = "feels-cold"
"""Stands in for a flag that was mixed up with another, and is added where nothing more was needed."""
EXCUSES: tuple[Any, ...] = (
    "harmless",
    {"known-for": "years"},
    "sign-not-this-week",
    "anxious-breathing",
    "on-waking",
    "migraine-history",
    "tick-bite",
    {"course": "improving"},
    {"onset": "months-years"},
    {"episode-length": "under-2-minutes"},
    {"age": {"under": 40}},
)
"""Exceptions that an author may be tempted to add."""
Change = tuple[str, Any]
"""What was changed, and the expression after it."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One mistake: its `kind`, the part and id that hold it, `what` was changed, and what it makes of
    a knowledge base."""

    kind: str
    part: str
    id_: str
    what: str
    make: Callable[[Knowledge], Knowledge]


def mutants(knowledge: Knowledge) -> Iterator[Mutant]:
    """Every mistake that this module knows to make, in the order of the files."""
    yield from _of_rules(knowledge)
    for id_, raw in knowledge.urgency.definitions.items():
        for what, new in changes(knowledge, raw):
            yield Mutant(_kind(what), "definitions", id_, what, _definition(id_, new))
    yield from _of_lists(knowledge)
    yield from _of_bars(knowledge)
    yield from _of_conditions(knowledge)
    yield from _of_words(knowledge)


# ---- expressions


def changes(knowledge: Knowledge, raw: Any) -> Iterator[Change]:
    """Every single change of an expression, at any depth."""
    if isinstance(raw, str):
        if raw != HARMLESS and raw not in knowledge.urgency.definitions:
            yield f"swap {raw}", HARMLESS
        if raw == "sign-old":
            yield "swap sign-old for sign-not-this-week", "sign-not-this-week"
        return
    rest = {key: part for key, part in raw.items() if key != "unless"}
    ((head, body),) = rest.items()
    if "unless" in raw:
        yield "drop unless", body if head == "when" else rest
        for what, new in changes(knowledge, raw["unless"]):
            yield f"unless: {what}", {**raw, "unless": new}
    for what, new in _of_body(knowledge, head, body):
        yield what, {**raw, head: new}
    if head == "any" and len(body) > 1:
        yield "any to all", {"all" if key == "any" else key: part for key, part in raw.items()}


def _of_body(knowledge: Knowledge, head: str, body: Any) -> Iterator[Change]:
    if head in ("all", "any"):
        for index, part in enumerate(body):
            if len(body) > 1:
                yield f"drop {_brief(part)} of {head}", _without(body, index)
            for what, new in changes(knowledge, part):
                yield what, [*body[:index], new, *body[index + 1 :]]
    elif head in ("when", "not"):
        yield from changes(knowledge, body)
    elif head != "region":
        yield from _of_answer(knowledge, head, body)


def _of_answer(knowledge: Knowledge, finding: str, body: Any) -> Iterator[Change]:
    if isinstance(body, dict):
        if "from" in body:
            yield f"{finding} from 10 more", {**body, "from": body["from"] + 10}
        if "under" in body:
            yield f"{finding} under 10 less", {**body, "under": max(1, body["under"] - 10)}
        return
    values = [body] if isinstance(body, str) else body
    others = [one for one in knowledge.vocabulary.findings[finding].values if one not in values]
    for index, value in enumerate(values):
        if len(values) > 1:
            yield f"drop {finding} {value}", _without(values, index)
        if others:
            swapped = [*values[:index], others[-1], *values[index + 1 :]]
            yield f"swap {finding} {value} for {others[-1]}", swapped


def _without(items: Any, index: int) -> list[Any]:
    return [*items[:index], *items[index + 1 :]]


def _brief(part: Any) -> str:
    return part if isinstance(part, str) else str(part).replace("'", "")


def _kind(what: str) -> str:
    """The sort of a change: its first word, or that it is one of an exception."""
    return "unless" if "unless" in what else what.partition(" ")[0]


# ---- rules


def _of_rules(knowledge: Knowledge) -> Iterator[Mutant]:
    for id_, rule in knowledge.rules.items():
        yield Mutant("delete", "rules", id_, "delete", _rule(id_, None))
        lower = _below(rule.level)
        if lower:
            yield Mutant("level", "rules", id_, f"level {lower}", _rule(id_, {"level": lower}))
        for what, new in changes(knowledge, rule.when):
            yield Mutant(_kind(what), "rules", id_, what, _rule(id_, {"when": new}))
        more = {"all": [rule.when, HARMLESS]}
        yield Mutant("add", "rules", id_, f"add {HARMLESS}", _rule(id_, {"when": more}))
        for new in EXCUSES:
            either = new if rule.unless is None else {"any": [rule.unless, new]}
            what = f"add unless {_brief(new)}"
            yield Mutant("add unless", "rules", id_, what, _rule(id_, {"unless": either}))
        if rule.unless is not None:
            yield Mutant("unless", "rules", id_, "drop unless", _rule(id_, {"unless": None}))
            for what, new in changes(knowledge, rule.unless):
                what = f"unless: {what}"
                yield Mutant("unless", "rules", id_, what, _rule(id_, {"unless": new}))


def _below(level: Level) -> Level | None:
    return LEVELS[level.rank - 1] if level.rank else None


def _rule(id_: str, new: Mapping[str, Any] | None) -> Callable[[Knowledge], Knowledge]:
    def make(knowledge: Knowledge) -> Knowledge:
        rules = dict(knowledge.rules)
        rule = rules.pop(id_)
        if new is not None:
            rules[id_] = replace(rule, **new)
        return replace(knowledge, rules=rules)

    return make


def _urgency(**new: Any) -> Callable[[Knowledge], Knowledge]:
    return lambda knowledge: replace(knowledge, urgency=replace(knowledge.urgency, **new))


def _definition(id_: str, new: Any) -> Callable[[Knowledge], Knowledge]:
    return lambda knowledge: _urgency(definitions={**knowledge.urgency.definitions, id_: new})(
        knowledge
    )


# ---- lists of findings, and what bars self-care


def _of_lists(knowledge: Knowledge) -> Iterator[Mutant]:
    urgency, screen = knowledge.urgency, knowledge.screen
    for index, flag in enumerate(urgency.red_flags):
        make = _urgency(red_flags=tuple(_without(urgency.red_flags, index)))
        yield Mutant("red flag", "red_flags", _brief(flag), "drop", make)
    for index, group in enumerate(screen.groups):
        for id_ in group.findings:
            less = replace(group, signs=_without_sign(group.signs, id_))
            groups = (*screen.groups[:index], less, *screen.groups[index + 1 :])
            yield Mutant("screen", "screen", id_, "drop", _screen(groups=groups))
    for index, page in enumerate(screen.also):
        for place, id_ in enumerate(page.findings):
            rest = replace(page, findings=tuple(_without(page.findings, place)))
            make = _screen(also=(*screen.also[:index], rest, *screen.also[index + 1 :]))
            yield Mutant("screen", "screen", id_, "drop", make)


def _without_sign(signs: tuple[NamedSigns, ...], id_: str) -> tuple[NamedSigns, ...]:
    """The signs of a group without one; the words that named it alone go too."""
    less = (
        replace(one, findings=tuple(other for other in one.findings if other != id_))
        for one in signs
    )
    return tuple(one for one in less if one.findings)


def _screen(**new: Any) -> Callable[[Knowledge], Knowledge]:
    return lambda knowledge: replace(knowledge, screen=replace(knowledge.screen, **new))


def _of_bars(knowledge: Knowledge) -> Iterator[Mutant]:
    gate = knowledge.urgency.self_care
    for index, bar in enumerate(gate.unless):
        for what, new in [("drop the bar", None), *changes(knowledge, bar)]:
            bars = _without(gate.unless, index)
            if new is not None:
                bars.insert(index, new)
            make = _urgency(self_care=replace(gate, unless=tuple(bars)))
            yield Mutant("bar", "self_care", str(index + 1), what, make)
    for what, new in changes(knowledge, gate.pattern):
        make = _urgency(self_care=replace(gate, pattern=new))
        yield Mutant("bar", "self_care", "pattern", what, make)
    for index, id_ in enumerate(gate.ask_first):
        make = _urgency(self_care=replace(gate, ask_first=tuple(_without(gate.ask_first, index))))
        yield Mutant("screen", "ask_first", id_, "drop", make)


# ---- conditions


def _of_conditions(knowledge: Knowledge) -> Iterator[Mutant]:
    for id_, condition in knowledge.conditions.items():
        own = condition.urgency
        lower = _below(own.level)
        if lower:
            make = _condition(condition, level=lower)
            yield Mutant("level", "conditions", id_, f"level {lower}", make)
        for index, upgrade in enumerate(own.upgrades):
            rest = _without(own.upgrades, index)
            make = _condition(condition, upgrades=tuple(rest))
            yield Mutant("upgrade", "conditions", id_, f"drop upgrade {index + 1}", make)
            calmer = _below(upgrade.to) or own.level
            changed = [(f"to {calmer}", replace(upgrade, to=calmer))]
            for what, new in changes(knowledge, upgrade.when):
                changed.append((what, replace(upgrade, when=new)))
            for what, one in changed:
                ups = (*own.upgrades[:index], one, *own.upgrades[index + 1 :])
                what = f"upgrade {index + 1}: {what}"
                yield Mutant(
                    "upgrade", "conditions", id_, what, _condition(condition, upgrades=ups)
                )


def _condition(condition: Condition, **new: Any) -> Callable[[Knowledge], Knowledge]:
    changed = replace(condition, urgency=replace(condition.urgency, **new))

    def make(knowledge: Knowledge) -> Knowledge:
        return replace(knowledge, conditions={**knowledge.conditions, condition.id: changed})

    return make


# ---- what is told


def _of_words(knowledge: Knowledge) -> Iterator[Mutant]:
    """Every text of a rule or a level exchanged for that of the level below."""
    for id_, rule in knowledge.rules.items():
        calmer = [other for other in knowledge.rules.values() if other.level == _below(rule.level)]
        if calmer:
            what = f"tell it as {calmer[0].level}"
            yield Mutant("words", "tell", id_, what, _rule(id_, {"tell": calmer[0].tell}))
    levels = knowledge.urgency.levels
    for level, text in levels.items():
        below = _below(level)
        if below is None:
            continue
        for name in ("means", "who", "within"):
            other = replace(text, **{name: getattr(levels[below], name)})
            make = _urgency(levels={**levels, level: other})
            yield Mutant("words", "levels", level, f"{name} of {below}", make)
    yield Mutant("level", "default", "default", "self-care", _urgency(default=Level.SELF_CARE))
