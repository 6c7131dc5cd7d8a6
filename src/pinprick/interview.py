"""Which question comes next, and when to stop: expected information about cause and urgency, per unit of burden.

The answers are the whole state. What an answer implies is taken as known and never asked. The interview ends when no
question is worth asking any more *and* none is likely enough to raise the urgency.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from pinprick import expression, inference, urgency
from pinprick.case import ABSENT, MAP, PRESENT, UNKNOWN, Answer, Answers
from pinprick.expression import Expr
from pinprick.inference import SIDE
from pinprick.knowledge import LEVELS, Knowledge, Rule, ScreenGroup
from pinprick.model import Array, Index, Model, starts
from pinprick.once import once
from pinprick.urgency import HarmTable

_UNLIKELY = 0.005
"""Upgrades of causes below this probability are not looked at."""
Who = tuple[str, ...]
PERSON: Who = ("person",)
CLINICIAN: Who = ("examiner", "test")


@dataclass(frozen=True, slots=True)
class Question:
    """A finding that was not asked, and what its answer is expected to tell."""

    finding: str
    bits: float
    """Expected information about the cause."""
    urgency_bits: float
    """Expected information about how urgent the cause is."""
    changes: float
    """The chance that its answer raises the urgency, or makes self-care known to be enough."""
    value: float
    """All three, weighed, per unit of burden."""


Ends = Literal["nothing-to-gain", "most-questions", "nothing-left"]


@dataclass(frozen=True, slots=True)
class Step:
    """What comes next: a question, or why the interview ends."""

    question: Question | None
    ends: Ends | None


# ---- what is known


def known(knowledge: Knowledge, answers: Answers) -> dict[str, Answer]:
    """The answers with what they imply; an answer that was given is never overruled."""
    return {**implied(knowledge, answers), **answers}


def implied(knowledge: Knowledge, answers: Answers) -> dict[str, Answer]:
    """What holds by definition when these answers do, and what follows from that, in the order of the file."""
    found: dict[str, Answer] = {}
    for when, then in _implications(knowledge):
        if expression.holds(when, {**found, **answers}) is True:
            found |= then
    return found


@once
def _implications(knowledge: Knowledge) -> tuple[tuple[Expr, dict[str, str]], ...]:
    definitions = knowledge.urgency.definitions
    return tuple((expression.parse(one.when, definitions), one.then) for one in knowledge.screen.implies)


def finished(knowledge: Knowledge, answers: Answers) -> dict[str, Answer]:
    """The answers when the interview ends: a red flag of the screen that is left open counts as "I don't know".

    So no interview ends in self-care with such a question open, however it ended.
    """
    rules = urgency.parsed(knowledge)
    return {**answers, **dict.fromkeys(urgency.not_asked(rules, answers), UNKNOWN)}


def clarifications(knowledge: Knowledge, answers: Answers) -> Iterator[str]:
    """Questions that a lesser yes needs before it alarms anybody, those that are not answered yet."""
    for finding, ask in knowledge.screen.clarify.items():
        if answers.get(finding) == PRESENT:
            yield from (id_ for id_ in ask if id_ not in answers)


def following(knowledge: Knowledge, answers: Answers) -> Iterator[str]:
    """Questions that these answers call for by themselves, those that are not answered yet."""
    for when, ask in _follows(knowledge):
        if expression.holds(when, answers) is True:
            yield from (id_ for id_ in ask if id_ not in answers)


@once
def _follows(knowledge: Knowledge) -> tuple[tuple[Expr, Who], ...]:
    definitions = knowledge.urgency.definitions
    return tuple((expression.parse(one.when, definitions), one.ask) for one in knowledge.screen.follow)


@once
def only_following(knowledge: Knowledge) -> frozenset[str]:
    """Questions that are asked when other answers call for them, and never for their own value."""
    return frozenset(id_ for one in knowledge.screen.follow for id_ in one.ask)


def with_given(knowledge: Knowledge, answers: Answers, given: Answers) -> dict[str, Answer]:
    """The answers with those of a page. When one of the first pages comes again, what only follows is asked anew too.

    It was said of what was ticked and painted then, and must not excuse what is ticked now.
    """
    first = {MAP, *knowledge.screen.also, *(id_ for group in knowledge.screen.groups for id_ in group.findings)}
    stale = only_following(knowledge) if first & given.keys() else frozenset()
    return {**{id_: answer for id_, answer in answers.items() if id_ not in stale}, **given}


def opening(knowledge: Knowledge, answers: Answers) -> ScreenGroup | str | None:
    """What comes before questions by value, or None.

    A page of the screen, what belongs to it, clarifications, the map, and what the answers so far call for.

    `answers` holds what was answered; what was skipped counts as answered "unknown".
    """
    for group in knowledge.screen.groups:
        if not set(group.findings) <= answers.keys():
            return group
    whole = known(knowledge, answers)
    for finding in (*knowledge.screen.also, *clarifications(knowledge, whole), MAP, *following(knowledge, whole)):
        if finding not in whole:
            return finding
    return None


def asked_by_value(knowledge: Knowledge, answers: Answers) -> int:
    """How many of the answers neither the screen, nor what clarifies or follows it, nor the map asked for."""
    screen = knowledge.screen
    clarified = (id_ for finding, ask in screen.clarify.items() if answers.get(finding) == PRESENT for id_ in ask)
    on_screen = (id_ for group in screen.groups for id_ in group.findings)
    return len(answers.keys() - {MAP, *screen.also, *on_screen, *clarified, *only_following(knowledge)})


def alarm(knowledge: Knowledge, answers: Answers) -> Rule | None:
    """The rule that says that this should not wait; None when none does.

    A same-day rule waits until the rest of the screen and what follows it are answered, so that a lesser yes frightens
    nobody before the question that it needs.
    """
    rules, whole = knowledge.urgency.rules, known(knowledge, answers)
    said = urgency.said_by_rules(urgency.parsed(knowledge), answers)
    urgent = [rules[id_] for id_ in said.rules if rules[id_].level in ("same-day", "emergency")]
    waits = (*knowledge.screen.also, *clarifications(knowledge, whole), *following(knowledge, whole))
    if urgent and (urgent[0].level == "emergency" or all(id_ in whole for id_ in waits)):
        return urgent[0]
    return None


# ---- the tables that are made once


@dataclass(frozen=True, slots=True)
class Table:
    """P(present | unit) of every flag, ready to be weighed at once.

    `row` is the row of each flag in `present` (F, U); `unit_starts` (causes,) is where the units of each cause start,
    `hypothesis_starts` (U,) where the hypotheses of each unit do.
    """

    row: dict[str, int]
    present: Array
    unit_starts: Index
    hypothesis_starts: Index
    burden: dict[str, float]


@once
def table(model: Model) -> Table:
    """The tables of a model, made once."""
    flags = [id_ for id_ in model.findings if model.values[id_] == (PRESENT, ABSENT)]
    return Table(
        row={id_: index for index, id_ in enumerate(flags)},
        present=np.exp([model.log_p[id_][0] for id_ in flags]),
        unit_starts=starts(model.units.cause),
        hypothesis_starts=starts(model.hypotheses.unit),
        burden={id_: burden(model, id_) for id_ in model.findings},
    )


def burden(model: Model, finding: str) -> float:
    """What it costs to answer, relative to a plain question."""
    record = model.knowledge.vocabulary.findings[finding]
    return record.burden * model.knowledge.settings.burden[record.by]


def unit_weights(model: Model, answers: Answers) -> Array:
    """P(unit | answers), shape (U,): the posterior over hypotheses, summed; to the last bit whatever came first."""
    log_units = np.zeros(len(model.units.cause))
    for finding, answer in sorted(answers.items(), key=lambda item: item[0]):
        index = inference.column(model, finding, answer)
        if index is not None:
            log_units += model.log_p[finding][index]
    joint = model.hypotheses.log_prior + log_units[model.hypotheses.unit]
    for finding in (SIDE, MAP):
        row = inference.row(model, finding, answers)
        joint = joint if row is None else joint + row
    weights = np.exp(joint - joint.max())
    units: Array = np.add.reduceat(weights, table(model).hypothesis_starts)
    return units / float(units.sum())


# ---- what each question is worth


@dataclass(frozen=True, slots=True)
class Outlook:
    """What each open question may bring: for question q, value v of it and cause c.

    `findings` (Q); `joint` (Q, V, causes): P(answer v, cause c); V is the most values of any, absent ones have 0.
    """

    findings: tuple[str, ...]
    places: dict[str, int]
    """The place of each finding among them."""
    values: tuple[tuple[str, ...], ...]
    joint: Array


def outlook(model: Model, answers: Answers, by: Who = PERSON) -> Outlook:
    """What each question that somebody of `by` can answer may bring, given the answers."""
    ready, units = table(model), unit_weights(model, answers)
    findings = model.knowledge.vocabulary.findings
    skipped = answers.keys() | only_following(model.knowledge)
    open_ = [id_ for id_ in model.findings if id_ not in skipped and findings[id_].by in by]
    flags = [id_ for id_ in open_ if id_ in ready.row]
    others = [id_ for id_ in open_ if id_ not in ready.row]
    most = max([2, *(len(model.values[id_]) for id_ in others)])
    causes = np.add.reduceat(units, ready.unit_starts)
    joint = np.zeros((len(open_), most, len(causes)))
    rows = [ready.row[id_] for id_ in flags]
    joint[: len(flags), 0] = np.add.reduceat(ready.present[rows] * units, ready.unit_starts, axis=1)
    joint[: len(flags), 1] = np.maximum(causes - joint[: len(flags), 0], 0)
    for index, id_ in enumerate(others, len(flags)):
        p = np.exp(model.log_p[id_])
        joint[index, : len(p)] = np.add.reduceat(p * units, ready.unit_starts, axis=1)
    order = (*flags, *others)
    return Outlook(
        findings=order,
        places={id_: index for index, id_ in enumerate(order)},
        values=tuple(model.values[id_] for id_ in order),
        joint=joint,
    )


def _information(joint: Array) -> Array:
    """Mutual information in bits between answer and group, for joint (Q, V, groups); shape (Q,)."""

    def entropy(p: Array, axes: tuple[int, ...]) -> Array:
        total: Array = -(p * np.log2(np.where(p > 0, p, 1))).sum(axis=axes)
        return total

    return np.maximum(entropy(joint.sum(axis=2), (1,)) + entropy(joint.sum(axis=1), (1,)) - entropy(joint, (1, 2)), 0)


def questions(model: Model, answers: Answers, by: Who = PERSON) -> list[Question]:
    """Unasked findings that somebody of `by` (person, examiner, test) can know, most worth asking first.

    What was answered "unknown" is not asked again, nor what the answers imply. The map is asked by itself.
    """
    answers = known(model.knowledge, answers)
    ahead = outlook(model, answers, by)
    if not ahead.findings:
        return []
    limits, ready = model.knowledge.settings.interview, table(model)
    harms = urgency.harm_table(model.knowledge, model.causes, answers)
    by_level = np.stack([ahead.joint[:, :, harms.levels == of].sum(axis=2) for of in range(len(LEVELS))], axis=2)
    bits, of_urgency = _information(ahead.joint), _information(by_level)
    chances = _chance_to_change(model, answers, ahead, harms)
    values = bits + limits.urgency_weight * of_urgency + limits.chance_weight * chances
    asked = [
        Question(id_, float(b), float(u), float(chance), float(value) / ready.burden[id_])
        for id_, b, u, chance, value in zip(ahead.findings, bits, of_urgency, chances, values, strict=True)
    ]
    return sorted(asked, key=lambda question: (-question.value, question.finding))


# ---- what may raise the urgency


def _chance_to_change(model: Model, answers: Answers, ahead: Outlook, harms: HarmTable) -> Array:
    """The chance that the answer to each question changes the urgency, shape (Q,).

    It may raise it, by the rules or by the causes, or complete the harmless pattern that self-care needs. For the
    causes the level of least harm is compared as it is, without the subsets of red flags of the verdict.
    """
    rules = urgency.parsed(model.knowledge)
    said, by_causes = urgency.said_by_rules(rules, answers), urgency.level_by_harm(ahead.joint[0].sum(axis=0), harms)
    level = max(said.level, by_causes)
    expected = ahead.joint @ urgency.harm(harms)
    _add_upgrades(model, answers, ahead, harms, expected)
    chance = ahead.joint.sum(axis=2)
    changed = (urgency.least_harm(expected) > level) & (chance > 0)
    firing = [expr for id_, expr in rules.fires.items() if rules.levels[id_] > level]
    for question, value in _completing(firing, answers, ahead):
        changed[question, value] = True
    if not said.rules and by_causes == urgency.SELF_CARE < said.level and not urgency.barred(rules, answers):
        for question, value in _completing([rules.pattern], answers, ahead):
            changed[question, value] = True
    total: Array = (changed * chance).sum(axis=1)
    return total


def _add_upgrades(model: Model, answers: Answers, ahead: Outlook, harms: HarmTable, expected: Array) -> None:
    """Add to `expected` (Q, V, 5) what an answer costs because it makes a condition more urgent."""
    upgrades = urgency.parsed(model.knowledge).upgrades
    likely = np.flatnonzero(ahead.joint[0].sum(axis=0) > _UNLIKELY)
    raising = [
        (cause, level, when)
        for cause in likely
        for level, when in upgrades.get(model.causes[cause], ())
        if level > harms.levels[cause]
    ]
    for cause, level, when in raising:
        more = harms.cost[level] - harms.cost[harms.levels[cause]]
        for question, value in _completing([when], answers, ahead):
            expected[question, value] += ahead.joint[question, value, cause] * more


def _completing(exprs: Iterable[Expr], answers: Answers, ahead: Outlook) -> Iterator[tuple[int, int]]:
    """Question and value of single answers of which each makes one of the expressions hold."""
    for expr in exprs:
        for atom in expression.completes(expr, answers):
            if isinstance(atom, expression.Answered) and atom.finding in ahead.places:
                index = ahead.places[atom.finding]
                yield from ((index, v) for v, value in enumerate(ahead.values[index]) if value in atom.values)


# ---- the next step


def next_step(model: Model, answers: Answers, asked: int = 0) -> Step:
    """What to ask a person now, after `asked` questions beside the screen, or why the interview ends.

    `answers` holds what was answered; what was skipped counts as answered "unknown".
    """
    limits, early = model.knowledge.settings.interview, model.knowledge.screen.early
    if asked >= limits.most_questions:
        return Step(None, "most-questions")
    ranked = questions(model, answers)
    if not ranked:
        return Step(None, "nothing-left")
    worth = [one for one in ranked if one.value >= limits.least_value or one.changes >= limits.least_chance]
    if not worth:
        return Step(None, "nothing-to-gain")
    return Step(next((one for one in worth if one.finding in early), worth[0]), None)


# ---- what an answer would do


@dataclass(frozen=True, slots=True)
class Effect:
    """What an answer would do: the probability of the causes after it, by cause id."""

    value: str
    causes: dict[str, float]


def effects(model: Model, answers: Answers, finding: str) -> tuple[Effect, ...]:
    """How each possible answer to a question, other than the map and the side, would move the causes."""
    joint = np.exp(model.log_p[finding]) * unit_weights(model, answers)
    by_cause = np.add.reduceat(joint, table(model).unit_starts, axis=1)
    after = by_cause / by_cause.sum(axis=1, keepdims=True)
    named = zip(model.values[finding], after, strict=True)
    return tuple(Effect(value, dict(zip(model.causes, map(float, row), strict=True))) for value, row in named)


def causes(model: Model, answers: Answers) -> dict[str, float]:
    """P(cause | answers) by cause id, `other` among them."""
    summed = np.add.reduceat(unit_weights(model, answers), table(model).unit_starts)
    return dict(zip(model.causes, map(float, summed), strict=True))
