"""How soon somebody should be seen: two voices, of which the more urgent wins.

The rules look at findings alone and need no probability. The causes weigh the harm of each level over the posterior.
Levels are indices into `knowledge.LEVELS`, 0 (self-care) to 4 (emergency). Neither voice ever grows calmer because a
red flag is present: for the rules that is proved from the signs of their expressions (`faults`), for the causes the
level is the highest over all subsets of the red flags.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pinprick import expression
from pinprick.case import MAP, PRESENT, UNKNOWN, Answers, Painted
from pinprick.expression import Answered, Atom, Between, Expr, Paints, Unless
from pinprick.inference import Evidence, by_cause, posterior
from pinprick.knowledge import LEVELS, Finding, Knowledge, Level, Screen, Urgency, Vocabulary
from pinprick.model import OTHER, Array, Index, Model

SELF_CARE, EMERGENCY = 0, len(LEVELS) - 1


# ---- the voice of the rules


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
    asked: dict[str, Finding]
    """The red flags that a person can answer."""
    in_words: dict[str, tuple[str, ...]]
    """The regions that a finding asks about in words."""


@dataclass(frozen=True, slots=True)
class SaidByRules:
    """What the rules say: their level, the rules that fired (most urgent first), and the red flags not known."""

    level: int
    rules: tuple[str, ...]
    not_asked: tuple[str, ...]
    """Red flags that a person can answer and that were not asked, or were answered "unknown"."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How urgent it is: the more urgent of `by_rules` and `by_causes`; the rest is as the rules say."""

    level: Level
    by_rules: Level
    by_causes: Level
    rules: tuple[str, ...]
    provisional: bool
    """The level is self-care, but only provided that none of `not_asked` is true."""
    not_asked: tuple[str, ...]


def judge(model: Model, answers: Answers, found: Evidence) -> Verdict:
    """How urgent it is, by the rules and by the causes; `found` is the evidence of the same answers."""
    rules = parsed(model.knowledge.urgency, model.knowledge.vocabulary)
    said = said_by_rules(rules, answers)
    by_causes = said_by_causes(model, rules, answers, found)
    level = max(said.level, by_causes)
    return Verdict(
        level=LEVELS[level],
        by_rules=LEVELS[said.level],
        by_causes=LEVELS[by_causes],
        rules=said.rules,
        provisional=level == SELF_CARE and bool(said.not_asked),
        not_asked=said.not_asked,
    )


def parsed(urgency: Urgency, vocabulary: Vocabulary) -> Rules:
    """The rules of a knowledge base, read once.

    Raises:
        ValueError: when one is no expression; `checks` tells that more kindly.
    """
    definitions = urgency.definitions
    fires: dict[str, Expr] = {}
    for id_, rule in urgency.rules.items():
        fires[id_] = expression.parse(rule.when, definitions)
        if rule.unless is not None:
            fires[id_] = Unless(fires[id_], expression.parse(rule.unless, definitions))
    flags = [expression.parse(raw, definitions) for raw in urgency.red_flags]
    red_flags = frozenset(flag for flag in flags if isinstance(flag, Answered | Paints | Between))
    named = [flag.finding for flag in flags if isinstance(flag, Answered)]
    return Rules(
        fires=fires,
        levels={id_: LEVELS.index(rule.level) for id_, rule in urgency.rules.items()},
        default=LEVELS.index(urgency.default),
        pattern=expression.parse(urgency.self_care.pattern, definitions),
        bars=tuple(expression.parse(raw, definitions) for raw in urgency.self_care.unless),
        red_flags=red_flags,
        asked={id_: vocabulary.findings[id_] for id_ in named if vocabulary.findings[id_].by == "person"},
        in_words={id_: finding.in_words for id_, finding in vocabulary.findings.items() if finding.in_words},
    )


def fired(rules: Rules, answers: Answers) -> tuple[str, ...]:
    """The rules that fire, most urgent first, rules of one level in the order of the file."""
    firing = [id_ for id_, expr in rules.fires.items() if expression.holds(expr, answers) is True]
    return tuple(sorted(firing, key=lambda id_: -rules.levels[id_]))


def said_by_rules(rules: Rules, answers: Answers) -> SaidByRules:
    """What the rules say of the answers.

    Self-care is said only when no rule fires, a harmless pattern is known, nothing bars it, and no red flag was
    answered "I don't know"; else the level is that of the most urgent rule, or the default when none fires.
    """
    firing = fired(rules, answers)
    open_ = not_asked(rules, answers)
    if firing:
        return SaidByRules(max(rules.levels[firing[0]], rules.default), firing, open_)
    unsure = any(answers.get(id_) == UNKNOWN for id_ in open_)
    barred = unsure or any(expression.holds(bar, answers) is True for bar in rules.bars)
    calm = not barred and expression.holds(rules.pattern, answers) is True
    return SaidByRules(SELF_CARE if calm else rules.default, (), open_)


def not_asked(rules: Rules, answers: Answers) -> tuple[str, ...]:
    """The red flags that a person can answer and of which nothing is known; the map answers for its regions."""
    return tuple(id_ for id_, finding in rules.asked.items() if not _known(id_, finding, answers))


def _known(id_: str, finding: Finding, answers: Answers) -> bool:
    if id_ in answers:
        return answers[id_] != UNKNOWN
    painted = answers.get(MAP)
    shown = isinstance(painted, Painted) and bool(finding.in_words)
    return shown and all(region not in painted.not_asked for region in finding.in_words)  # type: ignore[union-attr]


# ---- what can be proved of the rules


def faults(knowledge: Knowledge) -> Iterator[tuple[str, tuple[str | int, ...], str]]:
    """What keeps the rules from their promises, each as (file, path, what).

    No red flag lowers a level or helps self-care; only time excuses an emergency; every red flag that a person can
    answer is asked before self-care; every emergency rule that a person can make fire does so from the answers of the
    screen. A cause that grows more urgent never lowers the level of least harm.
    """
    urgency, screen = knowledge.urgency, knowledge.screen
    rules = parsed(urgency, knowledge.vocabulary)
    for id_, flag in lowered(rules):
        path = ("self_care", "pattern") if id_ == "self_care" else ("rules", id_)
        yield "urgency.yaml", path, f"the red flag {_named(flag)} may lower the level here; no red flag may"
    for id_, atom in excused(rules):
        yield "urgency.yaml", ("rules", id_, "unless"), f"{_named(atom)} may not excuse an emergency; only time may"
    first = set(urgency.self_care.ask_first)
    for id_ in rules.asked:
        if id_ not in first:
            yield "urgency.yaml", ("self_care", "ask_first"), f"misses {id_}; every red flag is asked before self-care"
    for id_ in unreachable(rules, knowledge.vocabulary, screen):
        yield "screen.yaml", ("groups",), f"no boxes make the emergency rule {id_} fire; add the findings it needs"
    for what in cost_faults(_costs(knowledge)):
        yield "model.yaml", ("harm", "cost"), what


def lowered(rules: Rules) -> tuple[tuple[str, Atom], ...]:
    """Every place, by rule or `self_care`, where a red flag stands with a sign that could lower the level; ideally
    none.

    A rule's expression holds no less when an atom of positive sign comes to hold (see `expression.signs`). So when no
    red flag has a negative sign in a rule, nor a positive one in the pattern of self-care, nor a negative one in what
    bars it, a red flag that comes to hold can only make more rules fire and self-care harder to reach.
    """
    found = [(id_, atom) for id_, expr in rules.fires.items() for atom in _with_sign(rules, expr, -1)]
    found += [("self_care", atom) for atom in _with_sign(rules, rules.pattern, 1)]
    found += [("self_care", atom) for bar in rules.bars for atom in _with_sign(rules, bar, -1)]
    return tuple(found)


def excused(rules: Rules) -> tuple[tuple[str, Atom], ...]:
    """Every emergency rule that something other than a choice may excuse, and what; ideally none.

    How fast it came and how long it has been known may excuse, when known. A flag may not: nothing that is merely there
    (eased by moving, anxious breathing, a tick bite) speaks against an emergency.
    """
    return tuple(
        (id_, atom)
        for id_, expr in rules.fires.items()
        if rules.levels[id_] == EMERGENCY
        for atom, signs in expression.signs(expr).items()
        if -1 in signs and not (isinstance(atom, Answered) and PRESENT not in atom.values)
    )


def _with_sign(rules: Rules, expr: Expr, sign: int) -> list[Atom]:
    return [atom for atom, signs in expression.signs(expr).items() if sign in signs and atom in rules.red_flags]


def _named(atom: Atom) -> str:
    return f"{{region: {atom.region}}}" if isinstance(atom, Paints) else atom.finding


def unreachable(rules: Rules, vocabulary: Vocabulary, screen: Screen) -> tuple[str, ...]:
    """Emergency rules that a person can make fire, but not by the answers of the screen alone."""
    on_screen = frozenset(id_ for group in screen.groups for id_ in group.findings) | frozenset(screen.also)
    by_person = frozenset(id_ for id_, finding in vocabulary.findings.items() if finding.by == "person")
    emergencies = {id_: expr for id_, expr in rules.fires.items() if rules.levels[id_] == EMERGENCY}
    return tuple(id_ for id_, expr in emergencies.items() if witness(expr, by_person) and not witness(expr, on_screen))


def witness(expr: Expr, findings: frozenset[str]) -> dict[str, str | float | Painted]:
    """Answers to `findings` alone that make `expr` hold, found by trying its ways one by one; empty when none do."""
    for way in _ways(expr, findings):
        answers = _answers(way)
        if answers and expression.holds(expr, answers) is True:
            return answers
    return {}


def _ways(expr: Expr, findings: frozenset[str]) -> Iterator[tuple[Atom, ...]]:
    """Sets of atoms over `findings` of which each may make `expr` hold; what must not hold is left unanswered."""
    match expr:
        case expression.AnyOf(parts):
            for part in parts:
                yield from _ways(part, findings)
        case expression.All((first, *rest)):
            for way in _ways(first, findings):
                for others in _ways(expression.All(tuple(rest)), findings) if rest else ((),):
                    yield (*way, *others)
        case Unless(part, _):
            yield from _ways(part, findings)
        case Answered() | Paints() | Between():
            if (MAP if isinstance(expr, Paints) else expr.finding) in findings:
                yield (expr,)


def _answers(atoms: tuple[Atom, ...]) -> dict[str, str | float | Painted]:
    """Answers that make every atom hold, or nothing when they contradict each other."""
    choices: dict[str, set[str]] = {}
    answers: dict[str, str | float | Painted] = {}
    for atom in atoms:
        if isinstance(atom, Answered):
            choices[atom.finding] = choices.get(atom.finding, set(atom.values)) & atom.values
        elif isinstance(atom, Between):
            answers[atom.finding] = atom.least if atom.least > 0 else 0.0
    if not all(choices.values()):
        return {}
    regions = frozenset(atom.region for atom in atoms if isinstance(atom, Paints))
    if regions:
        answers[MAP] = Painted(left=regions)
    return answers | {finding: min(values) for finding, values in choices.items()}


# ---- the voice of the causes


@dataclass(frozen=True, slots=True)
class HarmTable:
    """What a wrong level costs.

    `levels` (causes,) is the level of each cause, upgrades within; `cost` (5, 5) by the level of the cause and the
    level given; `missed` (causes,) multiplies the cost of a level too low, 1 or more; above `most_red_flags` it is an
    emergency.
    """

    levels: Index
    cost: Array
    missed: Array
    most_red_flags: int


@dataclass(frozen=True, slots=True)
class Weighed:
    """Hypotheses and what the red flags say of them.

    `base` (H,): log prior plus the log-likelihood of every answer but the red flags that are present; `flags` (H, n):
    the log-likelihood of each red flag present; `cause` (H,): the index of each hypothesis' cause.
    """

    base: Array
    flags: Array
    cause: Index


def said_by_causes(model: Model, rules: Rules, answers: Answers, found: Evidence) -> int:
    """The level of least expected harm over the posterior, the highest over all subsets of the red flags present."""
    knowledge = model.knowledge
    alarming = np.array([_alarms(rules, id_, answers) for id_ in found.findings], dtype=bool)
    base = model.hypotheses.log_prior + found.rows[~alarming].sum(axis=0)
    level = highest_over_subsets(
        Weighed(base, found.rows[alarming].T, model.hypotheses.cause), harm_table(knowledge, model.causes, answers)
    )
    other = knowledge.settings.other
    unexplained = float(by_cause(model, posterior(model, found))[model.causes.index(OTHER)])
    return max(level, LEVELS.index(other.level)) if unexplained > other.worrying else level


def _alarms(rules: Rules, finding: str, answers: Answers) -> bool:
    """Whether the evidence of a finding holds a red flag that is present; the map's row holds all its regions."""
    about = (flag for flag in rules.red_flags if expression.holds(flag, answers) is True)
    if finding != MAP:
        return any(isinstance(flag, Answered) and flag.finding == finding for flag in about)
    return any(isinstance(flag, Paints) or bool(rules.in_words.get(flag.finding)) for flag in about)


def harm_table(knowledge: Knowledge, causes: tuple[str, ...], answers: Answers) -> HarmTable:
    """The table of a knowledge base for these answers: each condition at its level, raised by what is known to hold."""
    settings, definitions = knowledge.settings, knowledge.urgency.definitions
    levels = []
    for id_ in causes:
        if id_ == OTHER:
            levels.append(LEVELS.index(settings.other.level))
            continue
        own = knowledge.conditions[id_].urgency
        raised = [
            LEVELS.index(upgrade.to)
            for upgrade in own.upgrades
            if upgrade.when is not None
            and expression.holds(expression.parse(upgrade.when, definitions), answers) is True
        ]
        levels.append(max([LEVELS.index(own.level), *raised]))
    return HarmTable(
        levels=np.array(levels, dtype=np.intp),
        cost=_costs(knowledge),
        missed=np.array([settings.harm.missed.get(id_, 1.0) for id_ in causes]),
        most_red_flags=settings.harm.most_red_flags,
    )


def _costs(knowledge: Knowledge) -> Array:
    cost = knowledge.settings.harm.cost
    return np.array([[cost[of][given] for given in LEVELS] for of in LEVELS])


def harm(table: HarmTable) -> Array:
    """The cost of each level given for each cause, shape (causes, 5)."""
    given = np.arange(len(LEVELS))
    factor = np.where(given < table.levels[:, None], table.missed[:, None], 1.0)
    costs: Array = table.cost[table.levels] * factor
    return costs


def level_by_harm(probabilities: Array, table: HarmTable) -> int:
    """The level of least expected harm for `probabilities` (causes,); of equal ones the more urgent."""
    return int(_levels(probabilities[None, :] @ harm(table))[0])


def highest_over_subsets(weighed: Weighed, table: HarmTable) -> int:
    """The highest level of least harm over all subsets of the red flags present: none of them ever lowers it."""
    count = weighed.flags.shape[1]
    if count > table.most_red_flags:
        return EMERGENCY
    joint = weighed.base[None, :]
    for flag in weighed.flags.T:
        joint = np.concatenate([joint, joint + flag])
    weights = np.exp(joint - joint.max(axis=1, keepdims=True))
    return int(_levels(weights @ harm(table)[weighed.cause]).max())


def _levels(expected: Array) -> Index:
    """The level of least harm in each row of (n, 5), the most urgent among equals."""
    levels: Index = len(LEVELS) - 1 - expected[:, ::-1].argmin(axis=1)
    return levels


def cost_faults(cost: Array) -> tuple[str, ...]:
    """Why a table of costs (5, 5) is unfit: a step up must never gain less for a more urgent cause.

    With that, a cause that grows more urgent never lowers the level of least harm.
    """
    steps = np.diff(cost, axis=1)
    return tuple(
        f"raising {LEVELS[given]} to {LEVELS[given + 1]} gains less for {LEVELS[level + 1]} than for {LEVELS[level]}"
        for level, given in zip(*np.where(np.diff(steps, axis=0) > 0), strict=True)
    )
