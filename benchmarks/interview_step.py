#!/usr/bin/env python3
"""How long one step of the interview takes, and how it grows: `.venv/bin/python
benchmarks/interview_step.py`.

A step is the posterior and the choice of the next question over all findings. Larger knowledge
bases are made by repeating the conditions under other names, 3, 10 and 30 times. Beside each median
stands its ratio to the knowledge base that ships, as machines differ."""

import statistics
import time

from msgspec.structs import replace

from pinprick import loading
from pinprick.case.answers import Answers
from pinprick.case.known import of_answers
from pinprick.interview import next_page, progress
from pinprick.knowledge import Condition, Knowledge
from pinprick.knowledge.ids import MAP, UNKNOWN
from pinprick.lab import simulate
from pinprick.model.axes import Model
from pinprick.model.compiler import compile_model

STEPS = 12


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


def seconds(model: Model, truth: Answers) -> list[float]:
    """Each step of one interview after the screen, the person answering as `truth` says."""
    screen = model.knowledge.screen
    first = (id_ for group in screen.groups for id_ in group.findings)
    answers = {id_: truth.get(id_, UNKNOWN) for id_ in (*first, *screen.also, MAP)}
    taken: list[float] = []
    while len(taken) < STEPS:
        start = time.perf_counter()
        page = next_page(model, progress(model, of_answers(model.knowledge, answers))).page
        taken.append(time.perf_counter() - start)
        if not isinstance(page, str):
            break
        answers[page] = truth.get(page, UNKNOWN)
    return taken


def main() -> None:
    shipped = loading.load()
    people = [person.answers for person in simulate.people(shipped, 12, seed=1)]
    base = 0.0
    for times in (1, 3, 10, 30):
        model = shipped if times == 1 else compile_model(larger(shipped.knowledge, times))
        seconds(model, people[0])
        taken = [step for person in people for step in seconds(model, person)]
        middle = statistics.median(taken)
        base = base or middle
        most = statistics.quantiles(taken, n=20)[-1]
        figures = (
            f"median {1000 * middle:7.2f} ms  p95 {1000 * most:7.2f} ms  {middle / base:5.1f} x"
        )
        print(f"{len(model.causes):5} causes  {figures}")


if __name__ == "__main__":
    main()
