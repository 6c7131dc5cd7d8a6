"""Which question comes next, and when to stop: expected information about cause and urgency, per
unit of burden.

The answers are the whole state. What an answer implies is taken as known and never asked. The
interview ends when no question is worth asking any more *and* none is likely enough to raise the
urgency."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from pinprick import urgency
from pinprick.case.case import Answers
from pinprick.interview.screen import known, only_following
from pinprick.knowledge import LEVELS
from pinprick.knowledge.ids import PERSON, Who
from pinprick.model.axes import Array, Model
from pinprick.reasoning.outlook import Outlook, information, outlook, table
from pinprick.rules import Answered, completes
from pinprick.rules.language import Expr
from pinprick.urgency import HarmTable

_UNLIKELY = 0.005
"""Upgrades of causes below this probability are not looked at."""


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


# ---- the tables that are made once


# ---- what each question is worth


def questions(model: Model, answers: Answers, by: Who = PERSON) -> list[Question]:
    """Unasked findings that somebody of `by` (person, examiner, test) can know, most worth asking
    first.

    What was answered "unknown" is not asked again, nor what the answers imply. The map is asked by
    itself."""
    answers = known(model.knowledge, answers)
    ahead = outlook(model, answers, by, only_following(model.knowledge))
    if not ahead.findings:
        return []
    limits, ready = model.knowledge.settings.interview, table(model)
    harms = urgency.harm_table(model.knowledge, model.causes, answers)
    by_level = np.stack(
        [ahead.joint[:, :, harms.levels == of].sum(axis=2) for of in range(len(LEVELS))], axis=2
    )
    bits, of_urgency = information(ahead.joint), information(by_level)
    chances = _chance_to_change(model, answers, ahead, harms)
    values = bits + limits.urgency_weight * of_urgency + limits.chance_weight * chances
    asked = [
        Question(id_, float(b), float(u), float(chance), float(value) / ready.burden[id_])
        for id_, b, u, chance, value in zip(
            ahead.findings, bits, of_urgency, chances, values, strict=True
        )
    ]
    return sorted(asked, key=lambda question: (-question.value, question.finding))


# ---- what may raise the urgency


def _chance_to_change(model: Model, answers: Answers, ahead: Outlook, harms: HarmTable) -> Array:
    """The chance that the answer to each question changes the urgency, shape (Q,).

    It may raise it, by the rules or by the causes, or complete the harmless pattern that self-care
    needs. For the causes the level of least harm is compared as it is, without the subsets of red
    flags of the verdict."""
    rules = urgency.parsed(model.knowledge)
    said, by_causes = (
        urgency.said_by_rules(rules, answers),
        urgency.level_by_harm(ahead.joint[0].sum(axis=0), harms),
    )
    level = max(said.level, by_causes)
    expected = ahead.joint @ urgency.harm(harms)
    _add_upgrades(model, answers, ahead, harms, expected)
    chance = ahead.joint.sum(axis=2)
    changed = (urgency.least_harm(expected) > level) & (chance > 0)
    firing = [expr for id_, expr in rules.fires.items() if rules.levels[id_] > level]
    for question, value in _completing(firing, answers, ahead):
        changed[question, value] = True
    if (
        not said.rules
        and by_causes == urgency.SELF_CARE < said.level
        and not urgency.barred(rules, answers)
    ):
        for question, value in _completing([rules.pattern], answers, ahead):
            changed[question, value] = True
    total: Array = (changed * chance).sum(axis=1)
    return total


def _add_upgrades(
    model: Model, answers: Answers, ahead: Outlook, harms: HarmTable, expected: Array
) -> None:
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


def _completing(
    exprs: Iterable[Expr], answers: Answers, ahead: Outlook
) -> Iterator[tuple[int, int]]:
    """Question and value of single answers of which each makes one of the expressions hold."""
    for expr in exprs:
        for atom in completes(expr, answers):
            if isinstance(atom, Answered) and atom.finding in ahead.places:
                index = ahead.places[atom.finding]
                yield from (
                    (index, v)
                    for v, value in enumerate(ahead.values[index])
                    if value in atom.values
                )


# ---- the next step


def next_step(model: Model, answers: Answers, asked: int = 0) -> Step:
    """What to ask a person now, after `asked` questions beside the screen, or why the interview
    ends.

    `answers` holds what was answered; what was skipped counts as answered "unknown".
    """
    limits, early = model.knowledge.settings.interview, model.knowledge.screen.early
    if asked >= limits.most_questions:
        return Step(None, "most-questions")
    ranked = questions(model, answers)
    if not ranked:
        return Step(None, "nothing-left")
    worth = [
        one
        for one in ranked
        if one.value >= limits.least_value or one.changes >= limits.least_chance
    ]
    if not worth:
        return Step(None, "nothing-to-gain")
    return Step(next((one for one in worth if one.finding in early), worth[0]), None)


# ---- what an answer would do
