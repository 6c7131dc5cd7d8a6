"""How old the newest warning sign of a simulated person is.

A sign that the condition brings is as old as the numbness says; one that is there by chance, as it
is in people without any of our conditions, is mostly old. `simulation:` in model.yaml holds the
numbers."""

import numpy as np

from pinprick.case.answers import Answer, Answers
from pinprick.case.known import signs_present
from pinprick.knowledge import Knowledge, Simulation
from pinprick.knowledge.ids import PRESENT, UNKNOWN
from pinprick.knowledge.quantity import Quantity, distribution, number
from pinprick.model.axes import Model
from pinprick.rules import Atom, Paints, finding_of, holds, parse


def newest(
    model: Model,
    simulation: Simulation,
    hypothesis: int,
    answers: Answers,
    generator: np.random.Generator,
) -> Answer:
    """How old the newest warning sign of somebody is who answers so; "unknown" of nobody who has
    one."""
    knowledge = model.knowledge
    signs = signs_present(knowledge, answers)
    if not signs:
        return UNKNOWN
    values = tuple(knowledge.vocabulary.findings[simulation.finding].values)
    brought = [generator.random() < own_part(model, hypothesis, sign) for sign in signs]
    ages = [simulation.chance] * brought.count(False)
    if any(brought):
        ages.append(_of_own(knowledge, simulation, answers))
    return values[min(_drawn(age, values, generator) for age in ages)]


def own_part(model: Model, hypothesis: int, sign: Atom) -> float:
    """The part of the people with this hypothesis and sign who have it from their condition, and
    would not have it by chance: the excess over the background of those without it."""
    p, chance = _probabilities(model, hypothesis, sign)
    return max(0.0, 1 - (1 - p) / (1 - chance)) / p


def _probabilities(model: Model, hypothesis: int, sign: Atom) -> tuple[float, float]:
    """How common a sign is under a hypothesis, and otherwise; of what is painted, on an affected
    side."""
    knowledge, hypotheses = model.knowledge, model.hypotheses
    finding = finding_of(sign)
    if finding in model.first:
        present = model.values[finding].index(PRESENT)
        p = float(model.raw[model.row(finding, present, None), hypotheses.unit[hypothesis]])
        return p, number(knowledge.background.findings[finding])
    of = (sign.region,) if isinstance(sign, Paints) else _regions(knowledge, finding)
    painted = model.patterns.p[hypotheses.pattern[hypothesis]]
    return max(float(painted[model.regions.index(region)]) for region in of), number(
        knowledge.settings.map.stray
    )


def _regions(knowledge: Knowledge, finding: str) -> tuple[str, ...]:
    return knowledge.vocabulary.findings[finding].in_words


def _of_own(knowledge: Knowledge, simulation: Simulation, answers: Answers) -> Quantity:
    definitions = knowledge.urgency.definitions
    for sign in simulation.own:
        if holds(parse(sign.when, definitions), answers) is True:
            return sign.age
    return simulation.chance


def _drawn(age: Quantity, values: tuple[str, ...], generator: np.random.Generator) -> int:
    p = distribution(age)
    return int(generator.choice(len(values), p=[p[value] for value in values]))
