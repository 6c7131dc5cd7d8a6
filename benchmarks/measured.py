"""Everything that the page of the benchmarks tells, measured in one run."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from statistics import median

from benchmarks import cold_start, dearest, engines, growth, one_case, server
from benchmarks.cases import groups
from benchmarks.dearest import Dearest
from benchmarks.engines import Compared
from benchmarks.growth import Grown
from benchmarks.timing import in_turn
from pinprick import loading
from pinprick.app import application
from pinprick.case.case import Case
from pinprick.cli.common import progress
from pinprick.model.axes import Model

PEOPLE, FEW = 40, 12
"""Simulated people of whom one thing is measured, and of whom all is."""
START, GUIDE, QUESTION, RESULT = "start", "guide", "question", "result"
DEAREST = "dearest result"


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of the processor by what took them; of cases a row each, by the group they are of.

    `load` is how many processes wanted the processor when the run began."""

    load: float
    cases: dict[str, list[Case]]
    parts: dict[str, list[dict[str, float]]]
    pyagrum: dict[str, list[Compared]]
    bayes: dict[str, float]
    step: float
    pages: dict[str, float]
    cold: dict[str, float]
    dearest: Dearest
    grown: list[Grown]


def measured(model: Model) -> Measured:
    """All of it, in minutes."""
    load, people = os.getloadavg()[0], groups(model, PEOPLE)
    few = {name: cases if name != "simulated" else cases[:FEW] for name, cases in people.items()}
    stages: dict[str, Callable[[], object]] = {
        "cold": cold_start.cold,
        "parts": lambda: {name: one_case.parts(model, of) for name, of in few.items()},
        "pyagrum": lambda: {
            name: list(engines.beside_pyagrum(model, of)) for name, of in people.items()
        },
        "bayes": partial(engines.beside_bayes, model, people["simulated"]),
        "step": lambda: step(model, few["simulated"]),
        "pages": partial(pages, model),
        "dearest": partial(dearest.dearest, model),
        "grown": lambda: list(growth.grown(model, few["dev"][:20], few["simulated"][:6])),
    }
    told = {name: stage() for name, stage in progress(list(stages.items()), "Measuring")}
    return Measured(load=load, cases=few, **told)  # type: ignore[arg-type]


def step(model: Model, people: list[Case]) -> float:
    """The median of the steps of some interviews."""
    return median(taken for person in people for taken in growth.steps(model, person.answers))


def pages(model: Model, rounds: int = 9) -> dict[str, float]:
    """What the application takes to send each page, with no network before it."""
    app, guide = application(model), next(iter(model.knowledge.guides))
    forms = {RESULT: server.finished(), DEAREST: dearest.form(model), QUESTION: server.midway()}
    ways = {name: partial(server.asked, app, "/interview", form) for name, form in forms.items()}
    ways |= {
        START: partial(server.asked, app, "/"),
        GUIDE: partial(server.asked, app, f"/guides/{guide}"),
    }
    return in_turn(ways, rounds)


def shipped() -> Model:
    """The knowledge base that ships, kept already."""
    loading.load()
    return loading.load()
