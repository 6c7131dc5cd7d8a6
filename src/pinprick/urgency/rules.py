"""The voice of the rules: findings alone, no probability. An exception counts only when it is known
to hold."""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from pinprick.case.known import Known, red_flags_to_ask
from pinprick.knowledge import Finding, Knowledge, Level, Upgrade
from pinprick.model.axes import Model
from pinprick.once import Lazily, once
from pinprick.rules import reader
from pinprick.rules.language import Answered, Atom, Between, Expr, Paints, Unless
from pinprick.rules.program import Program, Standing, compiled, standing


class Rules(Struct, frozen=True):
    """The rules, ready to be held against answers."""

    fires: Mapping[str, Expr]
    """When each rule fires, its exceptions within."""
    levels: dict[str, Level]
    default: Level
    pattern: Expr
    """The harmless pattern that self-care needs."""
    bars: tuple[Expr, ...]
    """Each of these, when known to hold, bars self-care."""
    red_flags: frozenset[Atom]
    excused_by: frozenset[str]
    """The findings that may excuse a red flag: its own age, and that it is over."""
    asked: dict[str, Finding]
    """The red flags that a person can answer."""
    in_words: dict[str, tuple[str, ...]]
    """The regions that a finding asks about in words."""
    upgrades: Mapping[str, tuple[tuple[Level, Expr], ...]]
    """What makes each condition more urgent: the level it then has, and when."""


class SaidByRules(Struct, frozen=True):
    """What the rules say: their level, and the rules that fired, most urgent first."""

    level: Level
    rules: tuple[str, ...]


@once
def parsed(knowledge: Knowledge) -> Rules:
    """The rules of a knowledge base, each read once, when it is first asked for: `program` says what
    fires, and a case looks at the expressions of those few alone.

    Raises:
        ValueError: when one is not an expression, as it is read; `checks` tells that more kindly.
    """
    urgency, vocabulary = knowledge.urgency, knowledge.vocabulary
    read = reader(urgency.definitions)

    def fires(id_: str) -> Expr:
        rule = knowledge.rules[id_]
        when = read(rule.when)
        return when if rule.unless is None else Unless(when, read(rule.unless))

    def upgrades(id_: str) -> tuple[tuple[Level, Expr], ...]:
        its = knowledge.conditions[id_].urgency.upgrades
        return tuple(_upgrade(read, upgrade, excused_by) for upgrade in its)

    flags = [read(raw) for raw in urgency.red_flags]
    red_flags = frozenset(flag for flag in flags if isinstance(flag, Answered | Paints | Between))
    excuse = urgency.upgrades_excused_by
    excused_by = None if excuse is None else read(excuse)
    return Rules(
        fires=Lazily(knowledge.rules, fires),
        levels={id_: rule.level for id_, rule in knowledge.rules.items()},
        default=urgency.default,
        pattern=read(urgency.self_care.pattern),
        bars=tuple(read(raw) for raw in urgency.self_care.unless),
        red_flags=red_flags,
        excused_by=frozenset(urgency.excused_by),
        asked=red_flags_to_ask(knowledge),
        in_words={
            id_: finding.in_words
            for id_, finding in vocabulary.findings.items()
            if finding.in_words
        },
        upgrades=Lazily(knowledge.conditions, upgrades),
    )


def _upgrade(
    read: Callable[[Any], Expr], upgrade: Upgrade, excused_by: Expr | None
) -> tuple[Level, Expr]:
    level, when = upgrade.to, read(upgrade.when)
    excused = level == Level.EMERGENCY and excused_by is not None
    return level, Unless(when, excused_by) if excused and excused_by is not None else when


# ---- held against answers

PATTERN = "pattern"
"""The name of the harmless pattern in the program."""


def of_rule(id_: str) -> str:
    """The name of a rule in the program."""
    return f"rule {id_}"


def of_upgrade(cause: str, number: int) -> str:
    """The name of an upgrade of a condition in the program."""
    return f"upgrade {cause} {number}"


def of_bar(number: int) -> str:
    """The name of what bars self-care in the program."""
    return f"bar {number}"


@once
def program(rules: Rules) -> Program:
    """All that the rules and upgrades ask, as one program."""
    return compiled(expressions(rules))


def expressions(rules: Rules) -> dict[str, Expr]:
    """All that the rules and upgrades ask, by its name in the program."""
    upgrades = {
        of_upgrade(cause, number): when
        for cause, each in rules.upgrades.items()
        for number, (_, when) in enumerate(each)
    }
    fires = {of_rule(id_): expr for id_, expr in rules.fires.items()}
    bars = {of_bar(number): bar for number, bar in enumerate(rules.bars)}
    return {**fires, **upgrades, **bars, PATTERN: rules.pattern}


def stands(rules: Rules, known: Known) -> Standing:
    """What the answers say of all that the rules and upgrades ask."""
    return standing(program(rules), known.answers)


def stands_in(model: Model, known: Known) -> Standing:
    """The same by the program that the model keeps."""
    return standing(model.program or program(parsed(model.knowledge)), known.answers)


def fired(rules: Rules, now: Standing) -> tuple[str, ...]:
    """The rules that fire, most urgent first, rules of one level in the order of the file."""
    firing = [id_ for id_ in rules.fires if of_rule(id_) in now.holding]
    return tuple(sorted(firing, key=lambda id_: rules.levels[id_], reverse=True))


def said_by_rules(rules: Rules, known: Known, now: Standing | None = None) -> SaidByRules:
    """What the rules say of the answers; `now` is what `stands` says, where it is known already.

    Self-care is said only when no rule fires, a harmless pattern is known, nothing bars it, and
    every red flag was asked and answered; else the level is that of the most urgent rule, or the
    default when none fires."""
    now = now or stands(rules, known)
    firing = fired(rules, now)
    if firing:
        return SaidByRules(max(rules.levels[firing[0]], rules.default), firing)
    calm = not barred(rules, known, now) and PATTERN in now.holding
    return SaidByRules(Level.SELF_CARE if calm else rules.default, ())


def barred(rules: Rules, known: Known, now: Standing) -> bool:
    """Whether self-care cannot be said: what bars it holds, or a red flag was not asked or was
    answered "I don't know"."""
    if known.not_asked or known.unsure:
        return True
    return any(of_bar(number) in now.holding for number in range(len(rules.bars)))
