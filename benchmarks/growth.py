"""How what a case takes grows with the knowledge base: 3, 10 and 30 times its conditions.

A larger one is made by repeating the conditions under other names, each with a part of its share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median

from msgspec.structs import replace

from benchmarks.timing import in_turn, middle, timed
from pinprick import loading
from pinprick.case.answers import Answers
from pinprick.case.case import Case
from pinprick.case.known import Known, known, of_answers
from pinprick.interview import next_page, progress
from pinprick.knowledge import Condition, Knowledge
from pinprick.knowledge.ids import MAP, UNKNOWN
from pinprick.model.axes import Model
from pinprick.model.packing import packed
from pinprick.reasoning import uncertainty
from pinprick.reasoning.inference import believe
from pinprick.urgency import judge

STEPS = 12
"""Steps of one interview that are timed."""
TIMES = (1, 3, 10, 30)


@dataclass(frozen=True, slots=True)
class Grown:
    """A knowledge base of so many `times` the conditions, `causes` in all: what is measured there,
    in seconds or bytes by name."""

    times: int
    causes: int
    measured: dict[str, float]


def larger(knowledge: Knowledge, times: int) -> Knowledge:
    """The knowledge base with every condition `times` times, each with a part of its share."""
    conditions: dict[str, Condition] = {}
    for copy in range(times):
        for id_, condition in knowledge.conditions.items():
            name = id_ if copy == 0 else f"{id_}-{copy}"
            assert isinstance(condition.share.p, float)
            share = replace(condition.share, p=condition.share.p / times, range=None)
            conditions[name] = replace(condition, id=name, share=share)
    return replace(knowledge, conditions=conditions)


def grown(shipped: Model, cases: Sequence[Case], people: Sequence[Case]) -> Iterator[Grown]:
    """What the `cases` and the interviews of the `people` take in knowledge bases of each size."""
    for times in TIMES:
        knowledge = larger(shipped.knowledge, times)
        model, compiling = timed(partial(loading.ready, knowledge))
        rows = [_of_case(model, known(model.knowledge, case)) for case in cases]
        taken = {name: middle(rows, name) for name in rows[0]}
        walked = [step for person in people for step in steps(model, person.answers)]
        taken["interview step"] = median(walked)
        taken["compiling, with draws"] = compiling
        taken["kept files"] = float(sum(map(len, packed(model))))
        yield Grown(times, len(model.causes), taken)


def _of_case(model: Model, now: Known) -> dict[str, float]:
    belief = believe(model, now)
    return in_turn(
        {
            "posterior": lambda: believe(model, now),
            "verdict": lambda: judge(model, now, belief),
            "draws": lambda: uncertainty.draws(model, now),
        },
        rounds=3,
    )


def steps(model: Model, truth: Answers) -> list[float]:
    """Seconds of each step of one interview after the screen, the person answering as `truth` says;
    a step is what the answers say and the choice of the next question over all findings."""
    screen = model.knowledge.screen
    first = (*screen.findings, *screen.asked_also, MAP)
    answers = {id_: truth.get(id_, UNKNOWN) for id_ in first}
    taken: list[float] = []
    while len(taken) < STEPS:
        asked, step = timed(partial(_step, model, answers))
        taken.append(step)
        if not asked:
            break
        answers |= {id_: truth.get(id_, UNKNOWN) for id_ in asked}
    return taken


def _step(model: Model, answers: Answers) -> tuple[str, ...]:
    return next_page(model, progress(model, of_answers(model.knowledge, answers))).findings
