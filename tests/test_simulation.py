"""Simulated people: what is expected of them, and how old their warning signs are."""

from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from pinprick import urgency
from pinprick.authoring import checks
from pinprick.case.known import signs_asked_about
from pinprick.knowledge import Simulation
from pinprick.knowledge.ids import PRESENT, UNKNOWN
from pinprick.knowledge.quantity import Quantity
from pinprick.lab import signs, simulate
from pinprick.rules import Answered, holds
from tests.models import shipped

MODEL = shipped()
KNOWLEDGE = MODEL.knowledge
assert KNOWLEDGE.settings.simulation is not None
SIMULATION: Simulation = KNOWLEDGE.settings.simulation
PEOPLE = list(simulate.people(MODEL, 120, seed=6))
SIGNS = signs_asked_about(KNOWLEDGE)
DROP = Answered("foot-drop", frozenset({PRESENT}))


def test_what_is_expected_is_the_truth_of_the_condition() -> None:
    for person in PEOPLE:
        expect = person.expect
        assert expect is not None
        if expect.cause == ("other-cause",):
            assert (expect.at_least, expect.at_most) == ("self-care", "emergency")
            continue
        (cause,) = expect.cause
        raised = [to for to, when in urgency.parsed(KNOWLEDGE).upgrades[cause] if holds(when, person.answers) is True]
        level = max([KNOWLEDGE.conditions[cause].urgency.level, *raised])
        assert expect.at_least == expect.at_most == level, person.id


def test_who_has_a_warning_sign_says_how_old_it_is() -> None:
    told = [(any(holds(sign, one.answers) for sign in SIGNS), one.answers[SIMULATION.finding]) for one in PEOPLE]
    assert all(age == UNKNOWN for has, age in told if not has)
    ages = [age for has, age in told if has]
    assert 0 < ages.count(UNKNOWN) < 0.15 * len(ages)  # "I don't know"


def test_the_own_part_of_a_sign_is_its_excess_over_chance() -> None:
    """Either from the condition or by chance, independently: together as common as the condition says."""
    chance = KNOWLEDGE.background.findings["foot-drop"].p
    assert isinstance(chance, float)
    for hypothesis in range(0, len(MODEL.hypotheses.unit), 50):
        present = MODEL.values["foot-drop"].index(PRESENT)
        p = MODEL.raw_at("foot-drop", None)[present, MODEL.hypotheses.unit[hypothesis]]
        own = signs.own_part(MODEL, hypothesis, DROP)
        assert 0 <= own <= 1
        assert 1 - (1 - chance) * (1 - own * p) == pytest.approx(max(p, chance))


def aged(own: str, chance: str) -> Simulation:
    """Every sign of the condition as old as `own`, every other as old as `chance`, but for a trace."""
    values = KNOWLEDGE.vocabulary.findings["newest-warning-sign"].values

    def all_of(value: str) -> Quantity:
        return Quantity({id_: 1.0 if id_ == value else 1e-12 for id_ in values}, "estimate")

    return replace(
        SIMULATION, own=tuple(replace(one, age=all_of(own)) for one in SIMULATION.own), chance=all_of(chance)
    )


@pytest.mark.parametrize(
    ("answers", "own", "chance", "newest"),
    [
        ({"known-for": "days", "foot-drop": PRESENT}, "within-a-week", "over-three-months", "within-a-week"),
        ({"known-for": "days", "coughing-blood": PRESENT}, "within-a-week", "over-three-months", "over-three-months"),
        # Of both kinds the newest counts.
        (
            {"known-for": "days", "foot-drop": PRESENT, "coughing-blood": PRESENT},
            "over-three-months",
            "within-a-week",
            "within-a-week",
        ),
        # Nothing says how old an own sign is: then as one by chance.
        ({"foot-drop": PRESENT}, "within-a-week", "over-three-months", "over-three-months"),
        ({"known-for": "days"}, "within-a-week", "within-a-week", UNKNOWN),
    ],
)
def test_a_sign_is_as_old_as_what_brings_it(answers: Any, own: str, chance: str, newest: str) -> None:
    """Somebody whose peroneal nerve is hurt: a foot that drops is from that, blood in the spit is not."""
    cause = MODEL.causes.index("common-peroneal-neuropathy")
    hypothesis = int(np.flatnonzero(MODEL.hypotheses.cause == cause)[0])
    assert signs.own_part(MODEL, hypothesis, DROP) > 0.95
    generator = np.random.default_rng(0)
    assert signs.newest(MODEL, aged(own, chance), hypothesis, answers, generator) == newest


def test_a_painted_sign_is_own_where_the_pattern_paints_it() -> None:
    saddle = Answered("numb-saddle", frozenset({PRESENT}))
    region = MODEL.regions.index("saddle")
    painted = MODEL.patterns.p[MODEL.hypotheses.pattern, region]
    assert signs.own_part(MODEL, int(painted.argmax()), saddle) > 0.9
    assert signs.own_part(MODEL, int(painted.argmin()), saddle) == 0


def test_without_numbers_nobody_says_how_old_a_sign_is() -> None:
    knowledge = replace(KNOWLEDGE, settings=replace(KNOWLEDGE.settings, simulation=None))
    people = simulate.people(replace(MODEL, knowledge=knowledge), 10, seed=6)
    assert all(one.answers["newest-warning-sign"] == UNKNOWN for one in people)


def test_wrong_numbers_are_told() -> None:
    half = Quantity({"within-a-week": 0.5, "over-three-months": 0.4}, "estimate")
    for wrong, path in (
        (replace(SIMULATION, finding="newest-sign"), ("simulation", "finding", "newest-sign")),
        (replace(SIMULATION, chance=half), ("simulation", "chance")),
        (replace(SIMULATION, own=(replace(SIMULATION.own[0], age=half),)), ("simulation", "own", 0, "age")),
        (
            replace(SIMULATION, own=(replace(SIMULATION.own[0], when={"known-fr": "days"}),)),
            ("simulation", "own", 0, "when"),
        ),
    ):
        settings = replace(KNOWLEDGE.settings, simulation=wrong)
        found = [fault for fault in checks.faults(replace(KNOWLEDGE, settings=settings)) if fault.file == "model.yaml"]
        assert any(fault.path[: len(path)] == path for fault in found), path
