"""What each question is worth: expected information about cause and urgency, and the chance that its
answer changes the level, per unit of burden."""

from collections.abc import Iterable

import numpy as np
from msgspec import Struct

from pinprick import urgency
from pinprick.case.known import Known
from pinprick.interview.screen import only_following
from pinprick.knowledge import LEVELS, Level
from pinprick.knowledge.ids import PERSON, Who
from pinprick.model.axes import Array, Flags, Index, Model
from pinprick.reasoning.inference import Belief
from pinprick.reasoning.outlook import Outlook, burdens, information, outlook
from pinprick.rules import Answered
from pinprick.rules.program import Standing
from pinprick.scope import held_back
from pinprick.urgency import HarmTable

_UNLIKELY = 0.005
"""Upgrades of causes below this probability are not looked at."""


class Question(Struct, frozen=True):
    """A finding that was not asked, and what its answer is expected to tell."""

    finding: str
    bits: float
    """Expected information about the cause."""
    urgency_bits: float
    """Expected information about how urgent the cause is."""
    changes: float
    """The chance that its answer raises the urgency, or makes self-care known to be enough."""
    tells: float
    """What it tells of cause and urgency, weighed, per unit of burden."""
    value: float
    """All three, weighed, per unit of burden."""


# ---- what each question is worth


def questions(
    model: Model, known: Known, belief: Belief, by: Who = PERSON, now: Standing | None = None
) -> list[Question]:
    """Unasked findings that somebody of `by` (person, examiner, test) can know, most worth asking
    first.

    What was answered "unknown" is not asked again, nor what the answers imply, nor what is held back
    from this person. The map is asked by itself. `now` is what `urgency.stands` says of the
    answers, where it is known already."""
    not_now = only_following(model.knowledge) | held_back(model.knowledge, known.answers)
    ahead = outlook(model, known, belief, by, not_now)
    if not ahead.findings:
        return []
    limits, cost = model.knowledge.settings.interview, burdens(model)
    now = now or urgency.stands_in(model, known)
    harms = urgency.harm_table(model, known, now)
    of_level = (harms.levels[:, None] == np.arange(len(LEVELS))).astype(float)
    bits = information(ahead.joint, ahead.first, ahead.causes)
    of_urgency = information(ahead.joint @ of_level, ahead.first, ahead.causes @ of_level)
    chances = _chance_to_change(model, known, now, ahead, harms)
    tells = bits + limits.urgency_weight * of_urgency
    values = tells + limits.chance_weight * chances
    asked = [
        Question(id_, *map(float, (b, u, chance, tell / cost[id_], value / cost[id_])))
        for id_, b, u, chance, tell, value in zip(
            ahead.findings, bits, of_urgency, chances, tells, values, strict=True
        )
    ]
    return sorted(asked, key=lambda question: (-question.value, question.finding))


# ---- what may raise the urgency


def _chance_to_change(
    model: Model, known: Known, now: Standing, ahead: Outlook, harms: HarmTable
) -> Array:
    """The chance that the answer to each question changes the urgency, shape (Q,).

    It may raise it, by the rules or by the causes, or complete the harmless pattern that self-care
    needs. For the causes the level of least harm is compared as it is, without the subsets of red
    flags of the verdict."""
    rules = urgency.parsed(model.knowledge)
    said = urgency.said_by_rules(rules, known, now)
    by_causes = urgency.level_by_harm(ahead.causes, harms)
    level = max(said.level, by_causes)
    chance = ahead.joint.sum(axis=1)
    changed = (_levels_ahead(model, now, ahead, harms) > level.rank) & (chance > 0)
    settling = [urgency.of_rule(id_) for id_ in rules.fires if rules.levels[id_] > level]
    calm = not said.rules and by_causes == Level.SELF_CARE < said.level
    if calm and not urgency.barred(rules, known, now):
        settling.append(urgency.PATTERN)
    changed[_completing(settling, now, ahead)] = True
    total: Array = np.add.reduceat(changed * chance, ahead.first)
    return total


def _levels_ahead(model: Model, now: Standing, ahead: Outlook, harms: HarmTable) -> Index:
    """The level of the causes after each answer, shape (R,); bounded as that of the verdict, so an
    emergency is seen where an answer raises a condition to one."""
    expected = ahead.joint @ urgency.harm(harms)
    raised = _add_upgrades(model, now, ahead, harms, expected)
    chance = np.maximum(ahead.joint.sum(axis=1, keepdims=True), np.finfo(float).tiny)
    return urgency.capped(urgency.least_harm(expected), ahead.joint / chance, harms, raised)


def _add_upgrades(
    model: Model, now: Standing, ahead: Outlook, harms: HarmTable, expected: Array
) -> Flags:
    """Add to `expected` (R, 5) what an answer costs because it makes a condition more urgent;
    returns which causes each answer makes an emergency, shape (R, causes)."""
    raised = np.zeros(ahead.joint.shape, dtype=bool)
    likely = ahead.causes > _UNLIKELY
    raising = [
        (cause, level, name)
        for cause, level, name in urgency.upgrades(model)
        if likely[cause] and level.rank > harms.levels[cause]
    ]
    for cause, level, name in raising:
        more = harms.cost[level.rank] - harms.cost[harms.levels[cause]]
        rows = _completing([name], now, ahead)
        expected[rows] += ahead.joint[rows, cause, None] * more
        raised[rows, cause] |= level == Level.EMERGENCY
    return raised


def _completing(names: Iterable[str], now: Standing, ahead: Outlook) -> list[int]:
    """The rows of single answers of which each makes one of the expressions hold."""
    completing = (atom for atom in now.completes(names) if isinstance(atom, Answered))
    return sorted({row for atom in completing for row in ahead.rows(atom.finding, atom.values)})
