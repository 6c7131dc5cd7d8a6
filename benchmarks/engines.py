"""The posterior of a case beside two libraries that many know, in the same run.

pyAgrum gets the network of `tests/witness.py`, which holds no variable that the answers leave out;
its time is that of the engine alone, from the evidence on, and the building stands apart. Both come
to the same posterior. `BernoulliNB` of scikit-learn knows no sites, no map, no choices and no
urgency: it shows what the least model of the flags alone takes.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pyagrum
from sklearn.naive_bayes import BernoulliNB

from benchmarks.timing import Way, in_turn, timed
from pinprick.case.answers import plain
from pinprick.case.case import Case
from pinprick.case.known import Known, known, of_answers
from pinprick.knowledge.ids import ABSENT, PRESENT
from pinprick.model.axes import Array, Model
from pinprick.reasoning.inference import beliefs, believe, evidence
from tests import witness

OURS = "pinprick"
ENGINES: dict[str, Callable[[pyagrum.BayesNet], Any]] = {
    "LazyPropagation": pyagrum.LazyPropagation,
    "VariableElimination": pyagrum.VariableElimination,
    "ShaferShenoy": pyagrum.ShaferShenoyInference,
}
BUILDING = "building its network"
ALONE, TOGETHER = "one by one", "all together"


@dataclass(frozen=True, slots=True)
class Compared:
    """What ways of one case take, in seconds by name, and how far their posteriors of causes are
    apart at most."""

    seconds: dict[str, float]
    apart: float


def beside_pyagrum(model: Model, cases: Sequence[Case], rounds: int = 3) -> Iterator[Compared]:
    """The posterior of each case by pinprick and by each engine of pyAgrum."""
    for case in cases:
        now = known(model.knowledge, case)
        said = {id_: plain(answer) for id_, answer in now.answers.items()}
        (network, seen), building = timed(partial(witness.network_of, said))
        ways: dict[str, Way] = {OURS: partial(believe, model, now)}
        ways |= {
            name: partial(_propagated, engine, network, seen) for name, engine in ENGINES.items()
        }
        theirs = witness.by_cause(_propagated(pyagrum.LazyPropagation, network, seen))
        ours = dict(zip(model.causes, believe(model, now).causes, strict=True))
        apart = max(abs(ours[id_] - p) for id_, p in theirs.items())
        yield Compared(in_turn(ways, rounds) | {BUILDING: building}, float(apart))


def _propagated(
    engine: Callable[[pyagrum.BayesNet], Any], network: pyagrum.BayesNet, seen: dict[str, int]
) -> Array:
    inference = engine(network)
    inference.setEvidence(seen)
    inference.addTarget("who")
    inference.makeInference()
    posterior: Array = inference.posterior("who").toarray()
    return posterior


def beside_bayes(model: Model, people: Sequence[Case], rounds: int = 5) -> dict[str, float]:
    """Seconds a person that the posterior of causes takes from the flags alone, which each of these
    people has all answered, by pinprick and by `BernoulliNB`."""
    flags = [id_ for id_ in model.findings if model.values[id_] == (PRESENT, ABSENT)]
    table = np.array([[case.answers.get(id_) == PRESENT for id_ in flags] for case in people])
    told = [_flags_alone(model, flags, row) for row in table]
    learnt = _learnt(model, table, people)
    ways: dict[str, Way] = {
        f"{OURS}, {ALONE}": lambda: [believe(model, one) for one in told],
        f"BernoulliNB, {ALONE}": lambda: [learnt.predict_proba(row[np.newaxis]) for row in table],
        f"{OURS}, {TOGETHER}": lambda: beliefs(model, [evidence(model, one) for one in told]),
        f"BernoulliNB, {TOGETHER}": lambda: learnt.predict_proba(table),
    }
    return {name: taken / len(people) for name, taken in in_turn(ways, rounds).items()}


def _flags_alone(model: Model, flags: Sequence[str], present: Array) -> Known:
    answers = {id_: PRESENT if p else ABSENT for id_, p in zip(flags, present, strict=True)}
    return of_answers(model.knowledge, answers)


def _learnt(model: Model, table: Array, people: Sequence[Case]) -> BernoulliNB:
    """What it learns of these very people; causes that none of them has are classes too."""
    causes = [case.expect.cause[0] if case.expect else "" for case in people]
    numbers = {id_: number for number, id_ in enumerate((*model.causes, "other-cause"))}
    return BernoulliNB().partial_fit(
        table, [numbers[id_] for id_ in causes], classes=list(numbers.values())
    )
