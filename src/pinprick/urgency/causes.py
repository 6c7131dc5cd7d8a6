"""The voice of the causes: the level of least expected harm, and the causes that it rests on.

Two promises hold whatever the numbers are. A red flag that is answered yes never lowers the level
below what "no", or not asking, would give: the level is the highest over all ways to take the red
flags present as they are, as absent, or as not asked. And causes alone give at most `same-day`:
above that, every red flag must have been asked, and a condition be made an emergency by an upgrade
that is known to hold, which is a sentence that people can read.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from pinprick.case.known import Known
from pinprick.knowledge import LEVELS, Knowledge
from pinprick.knowledge.ids import ABSENT, MAP, OTHER, PRESENT, UNKNOWN
from pinprick.model.axes import Array, Flags, Index, Model
from pinprick.reasoning.inference import Belief, by_cause, row
from pinprick.rules import finding_of, holds
from pinprick.rules.program import Standing
from pinprick.urgency.rules import EMERGENCY, SAME_DAY, Rules, of_upgrade, parsed


@dataclass(frozen=True, slots=True)
class HarmTable:
    """What a wrong level costs.

    `levels` (causes,) is the level of each cause, upgrades within; `raised` (causes,) whether an
    upgrade made it an emergency after every red flag was asked; `cost` (5, 5) by the level of the
    cause and the level given; `missed` (causes,) multiplies the cost of a level too low, 1 or more.
    An emergency by causes needs one that was raised and is as probable as `least_raised`."""

    levels: Index
    raised: Flags
    cost: Array
    missed: Array
    least_raised: float


@dataclass(frozen=True, slots=True)
class SaidByCauses:
    """What the causes say: their level, and the causes of which the harm makes it so, most first."""

    level: int
    carried_by: tuple[str, ...]


def said_by_causes(
    model: Model, rules: Rules, known: Known, belief: Belief, now: Standing
) -> SaidByCauses:
    """The level of least expected harm, the highest over all ways to take the red flags present."""
    knowledge = model.knowledge
    table = harm_table(knowledge, model.causes, known, now)
    probabilities = by_cause(model, _every_way(model, rules, known, belief))
    given = capped(least_harm(probabilities @ harm(table)), probabilities, table)
    way = int(given.argmax())
    level = int(given[way])
    other = knowledge.settings.other
    if float(belief.causes[model.causes.index(OTHER)]) > other.worrying:
        level = max(level, LEVELS.index(other.level))
    return SaidByCauses(level, _carriers(model, probabilities[way], table, level))


# ---- every way to take the red flags


def _every_way(model: Model, rules: Rules, known: Known, belief: Belief) -> Array:
    """P(hypothesis) with each red flag present as answered, as absent, and as not asked, shape
    (ways, H). Of more red flags than `most_red_flags` only the first ones are varied."""
    found, room = belief.evidence, model.knowledge.settings.harm.most_red_flags
    rest, taken = np.ones(len(found.findings), dtype=bool), []
    alarming, told = _alarming(rules, known), _told_in_words(rules, known)
    for index, id_ in enumerate(found.findings):
        in_words = told if id_ == MAP else ()
        if id_ in alarming and room >= max(len(in_words), 1):
            room -= max(len(in_words), 1)
            rest[index] = False
            taken.append(_taken(model, known, id_, found.rows[index], in_words))
    base = model.hypotheses.log_prior + found.rows[rest].sum(axis=0)
    return combined(base, taken)


def _told_in_words(rules: Rules, known: Known) -> tuple[str, ...]:
    """The red flags present that ask about a region of the map in words; its row holds them all."""
    return tuple(
        id_ for id_ in rules.in_words if id_ in rules.asked and known.answers.get(id_) == PRESENT
    )


def _alarming(rules: Rules, known: Known) -> frozenset[str]:
    """The findings whose evidence holds a red flag that is present; the map's holds its regions and
    what asks about them in words."""
    present = (flag for flag in rules.red_flags if holds(flag, known.answers) is True)
    asked = (finding_of(flag) for flag in present)
    return frozenset(MAP if id_ in rules.in_words else id_ for id_ in asked)


def _taken(
    model: Model, known: Known, finding: str, present: Array, in_words: tuple[str, ...]
) -> Array:
    """Log-likelihoods of a red flag as answered, as not asked, and as absent, shape (ways, H); of
    the map for each of its red flags in words."""
    nothing = np.zeros_like(present)
    if finding != MAP and ABSENT not in model.values[finding]:
        return np.array([present, nothing])
    if finding != MAP:
        absent = model.log_p[finding][model.values[finding].index(ABSENT)]
        return np.array([present, nothing, absent[model.hypotheses.unit]])
    rows = [present, nothing]
    _, *others = product((PRESENT, ABSENT, UNKNOWN), repeat=len(in_words))  # the first is `present`
    for values in others:
        answers = {**known.answers, **dict(zip(in_words, values, strict=True))}
        said = row(model, MAP, replace(known, answers=answers))
        rows.append(nothing if said is None else said)
    return np.array(rows)


def combined(base: Array, taken: Sequence[Array]) -> Array:
    """Every combination of one row of each of `taken` (k, H) added to `base` (H,), as
    probabilities, shape (product of all k, H)."""
    joint = base[None, :]
    for rows in taken:
        joint = (joint[:, None, :] + rows[None, :, :]).reshape(-1, len(base))
    weights = np.exp(joint - joint.max(axis=1, keepdims=True))
    probabilities: Array = weights / weights.sum(axis=1, keepdims=True)
    return probabilities


# ---- harm


def capped(
    levels: Index, probabilities: Array, table: HarmTable, raised: Flags | None = None
) -> Index:
    """Levels (...) by causes (..., causes), at most same-day where no likely cause was raised to an
    emergency, by `table` or by `raised` (..., causes)."""
    likely = (probabilities >= table.least_raised) & (
        table.raised if raised is None else table.raised | raised
    )
    return np.where(likely.any(axis=-1), levels, np.minimum(levels, SAME_DAY))


def _carriers(model: Model, probabilities: Array, table: HarmTable, level: int) -> tuple[str, ...]:
    """The causes whose harm a level lower would cost most, until they make up half of it."""
    most = model.knowledge.settings.harm.most_carriers
    costs = harm(table)
    gain = probabilities * (costs[:, max(level - 1, 0)] - costs[:, level])
    named = [
        index for index in np.argsort(-gain) if gain[index] > 0 and model.causes[index] != OTHER
    ][:most]
    enough = gain[gain > 0].sum() / 2
    carried = [index for n, index in enumerate(named) if gain[named[:n]].sum() < enough]
    return tuple(model.causes[index] for index in carried)


def harm_table(
    knowledge: Knowledge, causes: tuple[str, ...], known: Known, now: Standing
) -> HarmTable:
    """The table of a knowledge base for these answers: each condition at its level, raised by what
    is known to hold."""
    settings, upgrades = knowledge.settings, parsed(knowledge).upgrades
    levels, raised = [], []
    for id_ in causes:
        own = settings.other.level if id_ == OTHER else knowledge.conditions[id_].urgency.level
        of = () if id_ == OTHER else upgrades[id_]
        known_to = [
            level for number, (level, _) in enumerate(of) if now.holds(of_upgrade(id_, number))
        ]
        levels.append(max([LEVELS.index(own), *known_to]))
        raised.append(EMERGENCY in known_to and not known.not_asked)
    return HarmTable(
        levels=np.array(levels, dtype=np.intp),
        raised=np.array(raised, dtype=bool),
        cost=costs(knowledge),
        missed=np.array([settings.harm.missed.get(id_, 1.0) for id_ in causes]),
        least_raised=settings.harm.least_raised,
    )


def costs(knowledge: Knowledge) -> Array:
    """What each level given (columns) costs for each level needed (rows), shape (5, 5)."""
    cost = knowledge.settings.harm.cost
    return np.array([[cost[of][given] for given in LEVELS] for of in LEVELS])


def harm(table: HarmTable) -> Array:
    """The cost of each level given for each cause, shape (causes, 5)."""
    given = np.arange(len(LEVELS))
    factor = np.where(given < table.levels[:, None], table.missed[:, None], 1.0)
    costs: Array = table.cost[table.levels] * factor
    return costs


def level_by_harm(probabilities: Array, table: HarmTable) -> int:
    """The level of least expected harm for `probabilities` (causes,), bounded as the causes are; of
    equal ones the more urgent."""
    return int(capped(least_harm(probabilities @ harm(table)), probabilities, table))


def least_harm(expected: Array) -> Index:
    """The level of least harm along the last axis of (..., 5), the most urgent among equals."""
    levels: Index = len(LEVELS) - 1 - expected[..., ::-1].argmin(axis=-1)
    return levels
