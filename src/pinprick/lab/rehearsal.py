"""The interview played against people of whom everything is known: it asks, and is told only what
the case knows."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from msgspec import Struct

from pinprick import urgency
from pinprick.case.answers import Answer, Painted
from pinprick.case.case import Case, changed
from pinprick.case.known import of_answers
from pinprick.interview import Ends, next_page, progress
from pinprick.knowledge import Level
from pinprick.knowledge.ids import MAP, PRESENT, UNKNOWN
from pinprick.lab.evaluate import Score, score
from pinprick.model.axes import Model
from pinprick.pictures.bodymap import painted_marks


class Rehearsal(Struct, frozen=True):
    """One interview: its pages, the taps that they take, how many questions came after screen and
    map, why it ended, and how it did beside full knowledge."""

    pages: int
    taps: int
    asked: int
    ends: Ends
    full: Score
    interview: Score
    safe_after_screen: bool

    @property
    def lower(self) -> bool:
        """Whether the interview ends below what the rules say of all that the person knows."""
        return self.interview.given < _by_rules(self)


def _by_rules(one: Rehearsal) -> Level:
    return one.full.by_rules


def play(model: Model, case: Case) -> Rehearsal:
    """Play the interview against a case that says what is expected of it."""
    knowledge, expect = model.knowledge, case.expect
    assert expect is not None, "only a case with `expect` can be scored"
    told = {id_: answer for id_, answer in case.answers.items() if _by_person(model, id_)}
    answers: dict[str, Answer] = {}
    of_screen, pages, taps, asked = Level.SELF_CARE, 0, 0, 0
    while True:
        step = next_page(model, progress(model, of_answers(knowledge, answers, case.since)))
        if step.page == MAP:
            said = of_answers(knowledge, _without_unknown(answers), case.since)
            now = urgency.stands_in(model, said)
            of_screen = urgency.said_by_rules(urgency.parsed(knowledge), said, now).level
        if step.page is None:
            break
        asked += 1 + len(step.beside) if step.question is not None else 0
        on_page = (step.page, *step.beside) if isinstance(step.page, str) else step.page.findings
        given = {finding: told.get(finding, UNKNOWN) for finding in on_page}
        answers |= given
        pages += 1
        taps += _taps(given, boxes=step.page in knowledge.screen.groups)
    assert step.ends is not None, "a step without a page says why it ends"
    heard = _without_unknown(answers)
    return Rehearsal(
        pages=pages,
        taps=taps,
        asked=asked,
        ends=step.ends,
        full=score(model, changed(model, case, answers=told)),
        interview=score(model, changed(model, case, answers=heard)),
        safe_after_screen=of_screen >= expect.at_least,
    )


def _taps(given: Mapping[str, Answer], boxes: bool) -> int:
    """How often a page is tapped: each box that is ticked, or "none of these"; each question; each
    painted mark; and the button that goes on."""
    if boxes:
        return max(sum(answer == PRESENT for answer in given.values()), 1) + 1
    marks = (painted_marks(one) if isinstance(one, Painted) else () for one in given.values())
    return sum(max(len(each), 1) for each in marks) + 1


def _by_person(model: Model, finding: str) -> bool:
    return model.knowledge.vocabulary.findings[finding].by == "person"


def _without_unknown(answers: dict[str, Answer]) -> dict[str, Answer]:
    """What was told: a case that says nothing of a finding is not a person who does not know."""
    return {id_: answer for id_, answer in answers.items() if answer != UNKNOWN}


def summary(rehearsals: Iterable[Rehearsal]) -> dict[str, Any]:
    """The figures of some interviews; accuracy and safety are parts of 1."""
    played = list(rehearsals)
    pages, taps, asked = (
        np.array([getattr(one, name) for one in played]) for name in ("pages", "taps", "asked")
    )

    def part(of: Iterable[bool]) -> float:
        values = [bool(each) for each in of]
        return float(np.mean(values)) if values else float("nan")

    urgent = [one for one in played if _by_rules(one) >= Level.SAME_DAY]
    lower = [one for one in played if one.lower]
    return {
        "n": len(played),
        "pages_median": float(np.median(pages)),
        "pages_p90": float(np.quantile(pages, 0.9)),
        "taps_median": float(np.median(taps)),
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
        "lower_than_rules": part(one.lower for one in played),
        "urgent_by_rules": len(urgent),
        "lower_than_urgent_rules": part(one.lower for one in urgent),
        "lower": [one.full.case.id for one in lower],
        "ends": {
            why: sum(one.ends == why for one in played)
            for why in sorted({one.ends for one in played})
        },
    }
