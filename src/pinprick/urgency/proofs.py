"""What can be proved of the rules and costs of a knowledge base, from their shape alone."""

from collections.abc import Iterator

import numpy as np

from pinprick.case.answers import Painted
from pinprick.knowledge import LEVELS, Knowledge, Level, Screen, Vocabulary
from pinprick.knowledge.ids import ABSENT, MAP, PRESENT
from pinprick.model.axes import Array
from pinprick.rules import All, AnyOf, Not, atoms, finding_of, holds, signs
from pinprick.rules.language import Answered, Atom, Between, Expr, Paints, Unless
from pinprick.urgency.causes import costs
from pinprick.urgency.rules import Rules, parsed

_RULES = "rules/*.yaml"


def faults(knowledge: Knowledge) -> Iterator[tuple[str, tuple[str | int, ...], str]]:
    """What keeps the rules from what is proved of them, each as (file, path, what).

    No red flag lowers a level or helps self-care; nothing but its own age, or that it is over,
    excuses one; each bars self-care, and is asked before it when a person can answer it; every
    emergency rule that a person can make fire does so from the answers of the screen. A cause that
    grows more urgent never lowers the level of least harm."""
    rules = parsed(knowledge)
    for id_, flag in lowered(rules):
        what = f"the red flag {_named(flag)} may lower the level here; no red flag may"
        if id_ == "self_care":
            yield "urgency.yaml", ("self_care", "pattern"), what
        else:
            yield _RULES, ("rules", id_), what
    for id_, atom in excused(rules):
        yield (
            _RULES,
            ("rules", id_, "unless"),
            f"{_named(atom)} may not excuse an emergency; only time may",
        )
    for id_, flag in excused_otherwise(rules):
        only = ", ".join(sorted(rules.excused_by)) or "nothing"
        what = f"an exception excuses the red flag {_named(flag)} here; only {only} may"
        yield _RULES, ("rules", id_), what
    yield from _faults_of_self_care(knowledge, rules)
    for what in cost_faults(costs(knowledge)):
        yield "model.yaml", ("harm", "cost"), what


def _faults_of_self_care(
    knowledge: Knowledge, rules: Rules
) -> Iterator[tuple[str, tuple[str | int, ...], str]]:
    urgency, screen = knowledge.urgency, knowledge.screen
    for flag in not_barring(rules):
        yield (
            "urgency.yaml",
            ("self_care", "unless"),
            f"misses {_named(flag)}; every red flag bars self-care",
        )
    first = set(urgency.self_care.ask_first)
    for id_ in rules.asked:
        if id_ not in first:
            yield (
                "urgency.yaml",
                ("self_care", "ask_first"),
                f"misses {id_}; every red flag is asked before self-care",
            )
    for id_ in unreachable(rules, knowledge.vocabulary, screen):
        yield (
            "screen.yaml",
            ("groups",),
            f"no boxes make the emergency rule {id_} fire; add the findings it needs",
        )
    for inner, what in _wrongly_implied(rules, screen):
        yield "screen.yaml", ("implies", *inner), what


def lowered(rules: Rules) -> tuple[tuple[str, Atom], ...]:
    """Every place, by rule or `self_care`, where a red flag stands with a sign that could lower the
    level; ideally none.

    A rule's expression holds no less when an atom of positive sign comes to hold (see
    `signs`). So when no red flag has a negative sign in a rule, nor a positive one in
    the pattern of self-care, nor a negative one in what bars it, a red flag that comes to hold can
    only make more rules fire and self-care harder to reach."""
    found = [
        (id_, atom) for id_, expr in rules.fires.items() for atom in _with_sign(rules, expr, -1)
    ]
    found += [("self_care", atom) for atom in _with_sign(rules, rules.pattern, 1)]
    found += [("self_care", atom) for bar in rules.bars for atom in _with_sign(rules, bar, -1)]
    return tuple(found)


def excused(rules: Rules) -> tuple[tuple[str, Atom], ...]:
    """Every emergency rule that something other than a choice may excuse, and what; ideally none.

    How fast it came and how long it has been known may excuse, when known. A flag may not: nothing
    that is merely there (eased by moving, anxious breathing, a tick bite) speaks against an
    emergency."""
    return tuple(
        (id_, atom)
        for id_, expr in rules.fires.items()
        if rules.levels[id_] == Level.EMERGENCY
        for atom, its_signs in signs(expr).items()
        if -1 in its_signs and not (isinstance(atom, Answered) and PRESENT not in atom.values)
    )


def excused_otherwise(rules: Rules) -> tuple[tuple[str, Atom], ...]:
    """Every rule with a red flag that something else than `excused_by` may excuse from the rule's
    level; ideally none.

    What is shown: wherever an exception stands beside a part that looks at a red flag, and the
    rule's level is above what the flag has anyhow (`least_level`), the exception cannot come true
    as long as none of `excused_by` is known. So neither the age, speed, course or length of the
    numbness nor anything harmless takes a flag out of a rule. The abstraction: each atom of the
    exception may hold or fail by itself, whatever the others say, which allows more answers than
    there are; what is excused there may be safe, what is not excused there is safe."""
    found = []
    for id_, expr in rules.fires.items():
        for part, exception in _exceptions(expr):
            if _may(exception, True, rules.excused_by):
                flags = rules.red_flags & {atom for atom, sign in atoms(part) if sign == 1}
                found += [
                    (id_, flag) for flag in flags if least_level(rules, flag) < rules.levels[id_]
                ]
    return tuple(sorted(set(found), key=str))


def least_level(rules: Rules, flag: Atom) -> Level:
    """The level of the rules that one red flag has, whatever else is answered, while none of
    `excused_by` is."""
    sure = [
        rules.levels[id_]
        for id_, expr in rules.fires.items()
        if _surely(expr, flag, rules.excused_by)
    ]
    return max([rules.default, *sure])


def not_barring(rules: Rules) -> tuple[Atom, ...]:
    """Red flags that do not bar self-care by themselves, whatever else is answered but
    `excused_by`; ideally none."""
    return tuple(
        flag
        for flag in rules.red_flags
        if not any(_surely(bar, flag, rules.excused_by) for bar in rules.bars)
    )


def _exceptions(expr: Expr) -> Iterator[tuple[Expr, Expr]]:
    """Every part of an expression that has an exception, and the exception."""
    match expr:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _exceptions(part)
        case Not(part):
            yield from _exceptions(part)
        case Unless(part, exception):
            yield part, exception
            yield from _exceptions(part)


def _may(expr: Expr, wanted: bool, unanswered: frozenset[str]) -> bool:
    """Whether an expression may come true (or false, as `wanted`) with some findings unanswered;
    atoms are free."""
    match expr:
        case All(parts) | AnyOf(parts):
            every = isinstance(expr, All) == wanted
            return (all if every else any)(_may(part, wanted, unanswered) for part in parts)
        case Not(part):
            return _may(part, not wanted, unanswered)
        case Unless(part, exception):
            return _may(part, wanted, unanswered) or (
                not wanted and _may(exception, True, unanswered)
            )
    return isinstance(expr, Paints) or expr.finding not in unanswered


def _surely(expr: Expr, flag: Atom, unanswered: frozenset[str]) -> bool:
    """Whether an expression holds as soon as the flag does, whatever else is answered but
    `unanswered`."""
    match expr:
        case All(parts):
            return all(_surely(part, flag, unanswered) for part in parts)
        case AnyOf(parts):
            return any(_surely(part, flag, unanswered) for part in parts)
        case Unless(part, exception):
            return _surely(part, flag, unanswered) and not _may(exception, True, unanswered)
    return expr == flag


def _with_sign(rules: Rules, expr: Expr, sign: int) -> list[Atom]:
    return [
        atom
        for atom, its_signs in signs(expr).items()
        if sign in its_signs and atom in rules.red_flags
    ]


def _named(atom: Atom) -> str:
    return f"{{region: {atom.region}}}" if isinstance(atom, Paints) else atom.finding


def unreachable(rules: Rules, vocabulary: Vocabulary, screen: Screen) -> tuple[str, ...]:
    """Emergency rules that a person can make fire, but not by the answers of the screen alone."""
    on_screen = frozenset({*screen.findings, *screen.asked_also})
    by_person = frozenset(
        id_ for id_, finding in vocabulary.findings.items() if finding.by == "person"
    )
    emergencies = {
        id_: expr for id_, expr in rules.fires.items() if rules.levels[id_] == Level.EMERGENCY
    }
    return tuple(
        id_
        for id_, expr in emergencies.items()
        if witness(expr, by_person) and not witness(expr, on_screen)
    )


def witness(expr: Expr, findings: frozenset[str]) -> dict[str, str | float | Painted]:
    """Answers to `findings` alone that make `expr` hold; empty when none do."""
    return next(cases(expr, findings), {})


def cases(expr: Expr, findings: frozenset[str]) -> Iterator[dict[str, str | float | Painted]]:
    """The least answers to `findings` alone that make `expr` hold, one for each of its ways."""
    for way in ways(expr, findings):
        answers = answers_that(way)
        if answers and holds(expr, answers) is True:
            yield answers


def ways(expr: Expr, findings: frozenset[str]) -> Iterator[tuple[Atom, ...]]:
    """Sets of atoms over `findings` of which each may make `expr` hold; an exception is left
    unanswered, and what is denied is answered no."""
    match expr:
        case AnyOf(parts):
            for part in parts:
                yield from ways(part, findings)
        case All((first, *rest)):
            for way in ways(first, findings):
                for others in ways(All(tuple(rest)), findings) if rest else ((),):
                    yield (*way, *others)
        case Unless(part, _):
            yield from ways(part, findings)
        case Not(Answered(finding, values)) if values == {PRESENT} and finding in findings:
            yield (Answered(finding, frozenset({ABSENT})),)
        case Answered() | Paints() | Between():
            if finding_of(expr) in findings:
                yield (expr,)


def answers_that(atoms: tuple[Atom, ...]) -> dict[str, str | float | Painted]:
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


def _wrongly_implied(rules: Rules, screen: Screen) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Implications that answer for the person, or that could disagree."""
    first: dict[str, str] = {}
    for index, one in enumerate(screen.implies):
        for id_, value in one.then.items():
            if value == ABSENT and id_ in rules.asked:
                yield (index, "then", id_), f"{id_} is a red flag: only the person may say no to it"
            if first.setdefault(id_, value) != value:
                yield (
                    (index, "then", id_),
                    f"{id_} is implied {first[id_]} too; imply each finding with one answer",
                )


def cost_faults(cost: Array) -> tuple[str, ...]:
    """Why a table of costs (5, 5) is unfit: a step up must never gain less for a more urgent cause.

    With that, a cause that grows more urgent never lowers the level of least harm.
    """
    steps = np.diff(cost, axis=1)
    return tuple(
        f"raising {LEVELS[given]} to {LEVELS[given + 1]} gains less for {LEVELS[level + 1]} than for {LEVELS[level]}"
        for level, given in zip(*np.where(np.diff(steps, axis=0) > 0), strict=True)
    )
