"""The voice of the causes: the level of least expected harm, and the causes that it rests on.

Two promises hold whatever the numbers are. A red flag that is answered yes never lowers the level
below what "no", or not asking, would give: the level is the highest over all ways to take the red
flags present as they are, as absent, or as not asked. And causes alone give at most `same-day`:
above that, every red flag must have been asked, and a condition be made an emergency by an upgrade
that is known to hold, which is a sentence that people can read.
"""

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from pinprick.case.answers import Answer
from pinprick.case.known import Known
from pinprick.knowledge import LEVELS, Knowledge, Level
from pinprick.knowledge.ids import ABSENT, MAP, OTHER, PRESENT, UNKNOWN
from pinprick.model.axes import Array, Flags, Index, Model
from pinprick.once import once
from pinprick.reasoning.inference import (
    Belief,
    Evidence,
    column,
    known_band,
    log_units,
    log_within,
)
from pinprick.reasoning.painting import with_words
from pinprick.rules import finding_of, holds
from pinprick.rules.program import Standing
from pinprick.urgency.rules import Rules, of_upgrade


class HarmTable(Struct, frozen=True):
    """What a wrong level costs.

    `levels` (causes,) is the rank of the level of each cause, upgrades within; `raised` (causes,) whether an
    upgrade made it an emergency after every red flag was asked; `cost` (5, 5) by the level of the
    cause and the level given; `missed` (causes,) multiplies the cost of a level too low, 1 or more.
    An emergency by causes needs one that was raised and is as probable as `least_raised`."""

    levels: Index
    raised: Flags
    cost: Array
    missed: Array
    least_raised: float


class SaidByCauses(Struct, frozen=True):
    """What the causes say: their level, and the causes of which the harm makes it so, most first."""

    level: Level
    carried_by: tuple[str, ...]


def said_by_causes(
    model: Model, rules: Rules, known: Known, belief: Belief, now: Standing
) -> SaidByCauses:
    """The level of least expected harm, the highest over all ways to take the red flags present, each
    with what is none of our conditions, and with that left out; and signs that come together once as
    one trouble, once as two."""
    knowledge = model.knowledge
    table = harm_table(model, known, now)
    probabilities = belief.causes
    level = level_by_harm(probabilities, table)
    if level < (
        Level.EMERGENCY if table.raised.any() else Level.SAME_DAY
    ):  # else no way can raise it
        found = belief.evidence
        every = [_every_way(model, rules, known, found)]
        if any(model.rows_apart(found.findings, found.rows) != found.rows):
            every.append(_every_way(_apart(model), rules, known, _told_apart(model, found)))
        ways = with_and_without_other(np.concatenate(every))
        given = capped(least_harm(ways @ harm(table)), ways, table)
        way = int(given.argmax())
        level, probabilities = LEVELS[int(given[way])], ways[way]
    other = knowledge.settings.other
    if float(belief.causes[model.causes.index(OTHER)]) > other.worrying:
        level = max(level, other.level)
    return SaidByCauses(level, _carriers(model, probabilities, table, level))


def with_and_without_other(ways: Array) -> Array:
    """P(cause) of some ways (ways, causes), then the same as if `other`, the last cause, could not be.

    What we do not know may be as grave as what we do. So a part of the people that is taken from our
    conditions for it never makes the rest less urgent."""
    ours = np.concatenate([ways[:, :-1], np.zeros((len(ways), 1))], axis=1)
    ours /= np.maximum(ours.sum(axis=1, keepdims=True), np.finfo(float).tiny)
    return np.concatenate([ways, ours])


# ---- every way to take the red flags


@once
def _apart(model: Model) -> Model:
    """The model in which no signs come together."""
    return replace(model, beside={})


def _told_apart(model: Model, found: Evidence) -> Evidence:
    """The same answers, each sign by its own number alone."""
    return replace(found, rows=model.rows_apart(found.findings, found.rows))


def _every_way(model: Model, rules: Rules, known: Known, found: Evidence) -> Array:
    """P(cause) with each red flag present as answered, as absent, and as not asked, shape (ways,
    causes). Of more red flags than `most_red_flags` only the first ones are varied.

    A flag weighs all hypotheses of a unit alike, so units are enough: what is said of the place is
    summed within each first."""
    room = model.knowledge.settings.harm.most_red_flags
    alarming, told = _alarming(rules, known), _told_in_words(rules, known)
    taken, varied = [], list[str]()
    for finding in found.findings:
        flags = max(len(told), 1) if finding == MAP else 1
        if finding not in alarming or room < flags:
            continue
        room -= flags
        if finding == MAP:
            taken.append(_map_taken(model, known, found, told))
        else:
            varied.append(finding)
    for one in _one_trouble(model, found, varied):
        taken.append(flags_taken(model, known, one, varied))
    base = log_units(model, [found])[0] + log_within(model, found)
    return combined(base, taken, model.units.starts)


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


def _one_trouble(model: Model, found: Evidence, varied: Sequence[str]) -> list[tuple[str, ...]]:
    """The red flags that are varied, each with the answered sign it comes together with, if any."""
    beside = ((id_, model.beside[id_].other if id_ in model.beside else "") for id_ in varied)
    together = (
        tuple(sorted((id_, other))) if other in found.findings else (id_,) for id_, other in beside
    )
    return list(dict.fromkeys(together))


def flags_taken(model: Model, known: Known, one: tuple[str, ...], varied: Sequence[str]) -> Array:
    """What the log-likelihoods (U,) of a red flag, or of it and the sign it comes together with,
    change by when those that are `varied` are taken as answered, as not asked, and as absent, shape
    (ways, U)."""
    ways = [_ways(model, known, id_) if id_ in varied else [known.get(id_)] for id_ in one]
    taken = (dict(zip(one, values, strict=True)) for values in product(*ways))
    logs = np.array([_log_together(model, known_band(model, known), each) for each in taken])
    changed: Array = logs - logs[0]
    return changed


def _ways(model: Model, known: Known, finding: str) -> list[Answer]:
    """The ways to take a red flag: as answered, not asked, and absent where it can be."""
    absent = [ABSENT] if ABSENT in model.values[finding] else []
    return [known.get(finding), UNKNOWN, *absent]


def _log_together(model: Model, band: int | None, answers: Mapping[str, Answer]) -> Array:
    """log P(answers | unit) of a flag, or of two that come together, shape (U,)."""
    total, before = np.zeros(len(model.units.cause)), list[int]()
    for finding, answer in answers.items():
        value = column(model, finding, answer)
        if value is not None:
            beside = model.row_beside(finding, value, before[0]) if before else None
            row = model.row(finding, value, band) if beside is None else beside
            total = total + model.log_p[row]
            before.append(value)
    return total


def _map_taken(model: Model, known: Known, found: Evidence, told: tuple[str, ...]) -> Array:
    """The same of the map: as answered, as not asked, and with each of the red flags that were
    `told` in words taken otherwise."""
    _, *others = product((PRESENT, ABSENT, UNKNOWN), repeat=len(told))  # the first is as answered
    ways: list[Array | None] = [found.places, None]
    for values in others:
        answers = {**known.answers, **dict(zip(told, values, strict=True))}
        ways.append(with_words(model, replace(known, answers=answers), found.of_map))
    logs = np.array([log_within(model, replace(found, places=places)) for places in ways])
    changed: Array = logs - logs[0]
    return changed


def combined(base: Array, taken: Sequence[Array], starts: Index) -> Array:
    """Every combination of one way of each of `taken` (ways, U) added to the log weights of units
    `base` (U,), as probabilities of the causes whose units begin at `starts`, shape (product of
    all ways, causes)."""
    joint = base[None, :]
    for ways in taken:
        joint = (joint[:, None, :] + ways[None, :, :]).reshape(-1, len(base))
    weights = np.exp(joint - joint.max(axis=1, keepdims=True))
    causes = np.add.reduceat(weights, starts, axis=1)
    probabilities: Array = causes / causes.sum(axis=1, keepdims=True)
    return probabilities


# ---- harm


def capped(
    levels: Index, probabilities: Array, table: HarmTable, raised: Flags | None = None
) -> Index:
    """Ranks of levels (...) by causes (..., causes), at most same-day where no likely cause was raised to an
    emergency, by `table` or by `raised` (..., causes)."""
    likely = (probabilities >= table.least_raised) & (
        table.raised if raised is None else table.raised | raised
    )
    return np.where(likely.any(axis=-1), levels, np.minimum(levels, Level.SAME_DAY.rank))


def _carriers(
    model: Model, probabilities: Array, table: HarmTable, level: Level
) -> tuple[str, ...]:
    """The causes whose harm a level lower would cost most, until they make up half of it."""
    most = model.knowledge.settings.harm.most_carriers
    costs = harm(table)
    gain = probabilities * (costs[:, max(level.rank - 1, 0)] - costs[:, level.rank])
    named = [
        index for index in np.argsort(-gain) if gain[index] > 0 and model.causes[index] != OTHER
    ][:most]
    enough = gain[gain > 0].sum() / 2
    carried = [index for n, index in enumerate(named) if gain[named[:n]].sum() < enough]
    return tuple(model.causes[index] for index in carried)


def harm_table(model: Model, known: Known, now: Standing) -> HarmTable:
    """The table for some answers: each condition at its level, raised by what is known to hold."""
    its = settled(model)
    levels = its.levels.copy()
    raised = np.zeros(len(levels), dtype=bool)
    for cause, level, name in upgrades(model):
        if name in now.holding:
            levels[cause] = max(levels[cause], level.rank)
            raised[cause] |= level == Level.EMERGENCY and not known.not_asked
    return HarmTable(
        levels=levels,
        raised=raised,
        cost=its.cost,
        missed=its.missed,
        least_raised=model.knowledge.settings.harm.least_raised,
    )


class Settled(Struct, frozen=True):
    """What no answer changes: the level of each cause by itself, and the costs."""

    levels: Index
    cost: Array
    missed: Array


@once
def settled(model: Model) -> Settled:
    knowledge, settings = model.knowledge, model.knowledge.settings
    own = [
        settings.other.level if id_ == OTHER else knowledge.conditions[id_].urgency.level
        for id_ in model.causes
    ]
    return Settled(
        levels=np.array([level.rank for level in own], dtype=np.intp),
        cost=costs(knowledge),
        missed=np.array([settings.harm.missed.get(id_, 1.0) for id_ in model.causes]),
    )


@once
def upgrades(model: Model) -> tuple[tuple[int, Level, str], ...]:
    """All upgrades: of the cause at which index, to which level, and their names in the program."""
    conditions = model.knowledge.conditions
    return tuple(
        (cause, upgrade.to, of_upgrade(id_, number))
        for cause, id_ in enumerate(model.causes)
        if id_ != OTHER
        for number, upgrade in enumerate(conditions[id_].urgency.upgrades)
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


def level_by_harm(probabilities: Array, table: HarmTable) -> Level:
    """The level of least expected harm for `probabilities` (causes,), bounded as the causes are; of
    equal ones the more urgent."""
    return LEVELS[int(capped(least_harm(probabilities @ harm(table)), probabilities, table))]


def least_harm(expected: Array) -> Index:
    """The rank of the level of least harm along the last axis of (..., 5), the most urgent among equals."""
    levels: Index = len(LEVELS) - 1 - expected[..., ::-1].argmin(axis=-1)
    return levels
