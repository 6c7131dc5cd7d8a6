"""The interview played against people of whom all is known: it asks, and is told only what the case
knows."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from pinprick import interview, urgency
from pinprick.assessment import assess
from pinprick.case.case import Answer, Case
from pinprick.interview.questions import Ends
from pinprick.knowledge import LEVELS
from pinprick.knowledge.ids import MAP, UNKNOWN
from pinprick.lab.evaluate import Score, score
from pinprick.model.axes import Model


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """One interview: how many questions after screen and map, why it ended, and how it did beside
    full knowledge."""

    asked: int
    ends: Ends
    full: Score
    interview: Score
    safe_after_screen: bool


def play(model: Model, case: Case) -> Rehearsal:
    """Play the interview against a case that says what is expected of it."""
    known = replace(
        case, answers={id_: a for id_, a in case.answers.items() if _by_person(model, id_)}
    )
    answers: dict[str, Answer] = {}
    of_screen = 0
    asked, step = 0, interview.Step(None, None)
    while True:
        page = interview.opening(model.knowledge, answers)
        if page == MAP:
            of_screen = urgency.said_by_rules(urgency.parsed(model.knowledge), _told(answers)).level
        if page is None:
            step = interview.next_step(model, answers, asked)
            if step.question is None:
                break
            page, asked = step.question.finding, asked + 1
        for finding in (page,) if isinstance(page, str) else page.findings:
            answers[finding] = known.answers.get(finding, UNKNOWN)
    assert step.ends is not None and case.expect is not None  # noqa: PT018 - a step without a question says why it ends
    return Rehearsal(
        asked=asked,
        ends=step.ends,
        full=score(assess(model, known)),
        interview=score(assess(model, replace(known, answers=_told(answers)))),
        safe_after_screen=of_screen >= LEVELS.index(case.expect.at_least),
    )


def _by_person(model: Model, finding: str) -> bool:
    return model.knowledge.vocabulary.findings[finding].by == "person"


def _told(answers: dict[str, Answer]) -> dict[str, Answer]:
    """What was told: a case that says nothing of a finding is no person who does not know."""
    return {id_: answer for id_, answer in answers.items() if answer != UNKNOWN}


def summary(rehearsals: Iterable[Rehearsal]) -> dict[str, Any]:
    """The figures of some interviews; accuracy and safety are parts of 1."""
    played = list(rehearsals)
    asked = np.array([one.asked for one in played])

    def part(of: Iterable[bool]) -> float:
        return float(np.mean([bool(each) for each in of]))

    return {
        "n": len(played),
        "questions_median": float(np.median(asked)),
        "questions_p90": float(np.quantile(asked, 0.9)),
        "top1_full": part(one.full.rank == 1 for one in played),
        "top1_interview": part(one.interview.rank == 1 for one in played),
        "safe_full": part(one.full.safe(one.full.given) for one in played),
        "safe_interview": part(one.interview.safe(one.interview.given) for one in played),
        "safe_screen": part(one.safe_after_screen for one in played),
        "safe_lost": part(
            one.full.safe(one.full.given) and not one.interview.safe(one.interview.given)
            for one in played
        ),
        "ends": {
            why: sum(one.ends == why for one in played)
            for why in sorted({one.ends for one in played})
        },
    }
