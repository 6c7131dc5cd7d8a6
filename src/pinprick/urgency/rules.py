"""The voice of the rules: findings alone, no probability. An exception counts only when it is known
to hold."""

from dataclasses import dataclass

from pinprick.case.known import Known, red_flags_to_ask
from pinprick.knowledge import LEVELS, Condition, Finding, Knowledge, Urgency
from pinprick.once import once
from pinprick.rules import holds, parse
from pinprick.rules.language import Answered, Atom, Between, Expr, Paints, Unless

SELF_CARE, SOON, SAME_DAY, EMERGENCY = (
    LEVELS.index(level) for level in ("self-care", "soon", "same-day", "emergency")
)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules, ready to be held against answers."""

    fires: dict[str, Expr]
    """When each rule fires, its exceptions within."""
    levels: dict[str, int]
    default: int
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
    upgrades: dict[str, tuple[tuple[int, Expr], ...]]
    """What makes each condition more urgent: the level it then has, and when."""


@dataclass(frozen=True, slots=True)
class SaidByRules:
    """What the rules say: their level, and the rules that fired, most urgent first."""

    level: int
    rules: tuple[str, ...]


@once
def parsed(knowledge: Knowledge) -> Rules:
    """The rules of a knowledge base, read once.

    Raises:
        ValueError: when one is not an expression; `checks` tells that more kindly.
    """
    urgency, vocabulary = knowledge.urgency, knowledge.vocabulary
    definitions = urgency.definitions
    fires: dict[str, Expr] = {}
    for id_, rule in knowledge.rules.items():
        fires[id_] = parse(rule.when, definitions)
        if rule.unless is not None:
            fires[id_] = Unless(fires[id_], parse(rule.unless, definitions))
    flags = [parse(raw, definitions) for raw in urgency.red_flags]
    red_flags = frozenset(flag for flag in flags if isinstance(flag, Answered | Paints | Between))
    return Rules(
        fires=fires,
        levels={id_: LEVELS.index(rule.level) for id_, rule in knowledge.rules.items()},
        default=LEVELS.index(urgency.default),
        pattern=parse(urgency.self_care.pattern, definitions),
        bars=tuple(parse(raw, definitions) for raw in urgency.self_care.unless),
        red_flags=red_flags,
        excused_by=frozenset(urgency.excused_by),
        asked=red_flags_to_ask(knowledge),
        in_words={
            id_: finding.in_words
            for id_, finding in vocabulary.findings.items()
            if finding.in_words
        },
        upgrades={
            id_: _upgrades(condition, urgency) for id_, condition in knowledge.conditions.items()
        },
    )


def _upgrades(condition: Condition, urgency: Urgency) -> tuple[tuple[int, Expr], ...]:
    parsed_ = []
    for upgrade in condition.urgency.upgrades:
        level, when = LEVELS.index(upgrade.to), parse(upgrade.when, urgency.definitions)
        if level == EMERGENCY and urgency.upgrades_excused_by is not None:
            when = Unless(when, parse(urgency.upgrades_excused_by, urgency.definitions))
        parsed_.append((level, when))
    return tuple(parsed_)


def fired(rules: Rules, known: Known) -> tuple[str, ...]:
    """The rules that fire, most urgent first, rules of one level in the order of the file."""
    firing = [id_ for id_, expr in rules.fires.items() if holds(expr, known.answers) is True]
    return tuple(sorted(firing, key=lambda id_: -rules.levels[id_]))


def said_by_rules(rules: Rules, known: Known) -> SaidByRules:
    """What the rules say of the answers.

    Self-care is said only when no rule fires, a harmless pattern is known, nothing bars it, and
    every red flag was asked and answered; else the level is that of the most urgent rule, or the
    default when none fires."""
    firing = fired(rules, known)
    if firing:
        return SaidByRules(max(rules.levels[firing[0]], rules.default), firing)
    calm = not barred(rules, known) and holds(rules.pattern, known.answers) is True
    return SaidByRules(SELF_CARE if calm else rules.default, ())


def barred(rules: Rules, known: Known) -> bool:
    """Whether self-care cannot be said: what bars it holds, or a red flag was not asked or was
    answered "I don't know"."""
    open_ = known.not_asked or known.unsure
    return bool(open_) or any(holds(bar, known.answers) is True for bar in rules.bars)
