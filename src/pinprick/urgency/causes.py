"""The voice of the causes: the level of least expected harm, the highest over all subsets of the
red flags present."""

from dataclasses import dataclass

import numpy as np

from pinprick.case.known import Known
from pinprick.knowledge import LEVELS, Knowledge
from pinprick.knowledge.ids import MAP, OTHER
from pinprick.model.axes import Array, Index, Model
from pinprick.reasoning.inference import Belief
from pinprick.rules import holds
from pinprick.rules.language import Answered, Paints
from pinprick.urgency.rules import EMERGENCY, Rules, parsed


@dataclass(frozen=True, slots=True)
class HarmTable:
    """What a wrong level costs.

    `levels` (causes,) is the level of each cause, upgrades within; `cost` (5, 5) by the level of
    the cause and the level given; `missed` (causes,) multiplies the cost of a level too low, 1 or
    more; above `most_red_flags` it is an emergency."""

    levels: Index
    cost: Array
    missed: Array
    most_red_flags: int


@dataclass(frozen=True, slots=True)
class Weighed:
    """Hypotheses and what the red flags say of them.

    `base` (H,): log prior plus the log-likelihood of every answer but the red flags that are
    present; `flags` (H, n): the log-likelihood of each red flag present; `cause` (H,): the index of
    each hypothesis' cause."""

    base: Array
    flags: Array
    cause: Index


def said_by_causes(model: Model, rules: Rules, known: Known, belief: Belief) -> int:
    """The level of least expected harm over the posterior, the highest over all subsets of the red
    flags present."""
    knowledge, found = model.knowledge, belief.evidence
    alarming = np.array([_alarms(rules, id_, known) for id_ in found.findings], dtype=bool)
    base = model.hypotheses.log_prior + found.rows[~alarming].sum(axis=0)
    level = highest_over_subsets(
        Weighed(base, found.rows[alarming].T, model.hypotheses.cause),
        harm_table(knowledge, model.causes, known),
    )
    other = knowledge.settings.other
    unexplained = float(belief.causes[model.causes.index(OTHER)])
    return max(level, LEVELS.index(other.level)) if unexplained > other.worrying else level


def _alarms(rules: Rules, finding: str, known: Known) -> bool:
    """Whether the evidence of a finding holds a red flag that is present; the map's row holds all
    its regions."""
    about = (flag for flag in rules.red_flags if holds(flag, known.answers) is True)
    if finding != MAP:
        return any(isinstance(flag, Answered) and flag.finding == finding for flag in about)
    return any(isinstance(flag, Paints) or bool(rules.in_words.get(flag.finding)) for flag in about)


def harm_table(knowledge: Knowledge, causes: tuple[str, ...], known: Known) -> HarmTable:
    """The table of a knowledge base for these answers: each condition at its level, raised by what
    is known to hold."""
    settings, upgrades = knowledge.settings, parsed(knowledge).upgrades
    levels = []
    for id_ in causes:
        if id_ == OTHER:
            levels.append(LEVELS.index(settings.other.level))
            continue
        raised = [level for level, when in upgrades[id_] if holds(when, known.answers) is True]
        levels.append(max([LEVELS.index(knowledge.conditions[id_].urgency.level), *raised]))
    return HarmTable(
        levels=np.array(levels, dtype=np.intp),
        cost=costs(knowledge),
        missed=np.array([settings.harm.missed.get(id_, 1.0) for id_ in causes]),
        most_red_flags=settings.harm.most_red_flags,
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
    """The level of least expected harm for `probabilities` (causes,); of equal ones the more
    urgent."""
    return int(least_harm(probabilities[None, :] @ harm(table))[0])


def highest_over_subsets(weighed: Weighed, table: HarmTable) -> int:
    """The highest level of least harm over all subsets of the red flags present: none of them ever
    lowers it."""
    count = weighed.flags.shape[1]
    if count > table.most_red_flags:
        return EMERGENCY
    joint = weighed.base[None, :]
    for flag in weighed.flags.T:
        joint = np.concatenate([joint, joint + flag])
    weights = np.exp(joint - joint.max(axis=1, keepdims=True))
    return int(least_harm(weights @ harm(table)[weighed.cause]).max())


def least_harm(expected: Array) -> Index:
    """The level of least harm along the last axis of (..., 5), the most urgent among equals."""
    levels: Index = len(LEVELS) - 1 - expected[..., ::-1].argmin(axis=-1)
    return levels
