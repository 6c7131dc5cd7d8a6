"""The interview played against people of whom everything is known, in three ways: `told`, it asks and
is told only what the case tells; `volunteered`, up to three symptoms of the case are said before the
first question; `completed`, the same by somebody who can answer all that is asked, drawn from the
model given the right cause."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import numpy as np
from msgspec import Struct

from pinprick import urgency
from pinprick.case.answers import Answer, Painted
from pinprick.case.case import Case, changed
from pinprick.case.known import of_answers
from pinprick.interview import Ends, next_page, progress
from pinprick.interview.pages import boxes_of
from pinprick.knowledge import Level
from pinprick.knowledge.ids import MAP, PRESENT, UNKNOWN
from pinprick.lab.completing import completed
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


KINDS = ("told", "volunteered", "completed")
_MOST_VOLUNTEERED = 3
_DRAWS = 3
"""How often what a case does not tell is drawn."""


def rehearse(model: Model, case: Case) -> Iterator[tuple[str, Rehearsal]]:
    """The interviews of a case that says what is expected of it, each with its kind."""
    yield "told", play(model, case)
    yield "volunteered", play(model, case, volunteered(model, case))
    for filled in completed(model, case, _DRAWS):
        yield "completed", play(model, filled, volunteered(model, filled))


def volunteered(model: Model, case: Case) -> tuple[str, ...]:
    """What somebody says first of what is offered for it: up to three symptoms."""
    offered = (one.finding for one in model.knowledge.screen.notice)
    there = (id_ for id_ in offered if case.answers.get(id_) == PRESENT)
    return tuple(islice(there, _MOST_VOLUNTEERED))


def play(model: Model, case: Case, first: Collection[str] | None = None) -> Rehearsal:
    """Play the interview against a case. Where there is an opening page, the person says `first` on
    it."""
    knowledge, expect = model.knowledge, case.expect
    assert expect is not None, "only a case with `expect` can be scored"
    told = {id_: answer for id_, answer in case.answers.items() if _by_person(model, id_)}
    opened = () if first is None else first
    answers: dict[str, Answer] = {id_: told[id_] for id_ in opened}
    of_screen, pages, taps, asked = Level.SELF_CARE, 0, 0, 0
    if first is not None:
        pages, taps = 1, len(first) + 1
    while True:
        now = progress(model, of_answers(knowledge, answers, case.since))
        step = next_page(model, now, opened)
        if step.page == MAP:
            said = of_answers(knowledge, _without_unknown(answers), case.since)
            stands = urgency.stands_in(model, said)
            of_screen = urgency.said_by_rules(urgency.parsed(knowledge), said, stands).level
        if step.page is None:
            break
        asked += len(step.findings) if step.question is not None else 0
        given = {finding: told.get(finding, UNKNOWN) for finding in step.findings}
        answers |= given
        pages += 1
        taps += _taps(given, boxes=bool(boxes_of(knowledge, step.page)))
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


def summaries(rehearsals: Iterable[tuple[str, Rehearsal]]) -> dict[str, dict[str, Any]]:
    """The figures of each kind of interview."""
    played: dict[str, list[Rehearsal]] = {kind: [] for kind in KINDS}
    for kind, one in rehearsals:
        played[kind].append(one)
    return {kind: summary(each) for kind, each in played.items() if each}


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
