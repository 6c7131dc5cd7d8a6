"""Where an interview stands: made once a turn from what is known, and read by every face.

The answers are the whole state. What an answer implies is taken as known and never asked. The
interview ends when no question is worth asking any more *and* none is likely enough to raise the
urgency, nor completes an urgent rule by itself, however unlikely.
"""

from collections.abc import Collection, Sequence
from itertools import islice
from typing import Literal

from msgspec import Struct

from pinprick import urgency
from pinprick.case.case import Case
from pinprick.case.known import Known, known
from pinprick.interview.questions import Question, questions
from pinprick.interview.screen import alarm, asked_by_value, opening
from pinprick.knowledge import Rule, ScreenGroup
from pinprick.knowledge.ids import MAP
from pinprick.model.axes import Model
from pinprick.reasoning.inference import Belief, believe
from pinprick.rules.program import Standing

Ends = Literal["nothing-to-gain", "most-questions", "nothing-left"]


class Progress(Struct, frozen=True):
    """What is known, what it makes likely, what it says of all rules, and the rule that says that it
    should not wait."""

    known: Known
    belief: Belief
    stands: Standing
    alarm: Rule | None


class Next(Struct, frozen=True):
    """What is asked next: a page of the screen or one finding; or why the interview ends."""

    page: ScreenGroup | str | None
    beside: tuple[str, ...] = ()
    """Findings of its group that are asked on the page of a single one."""
    question: Question | None = None
    """What the finding is worth, where it is asked for its value."""
    ends: Ends | None = None


def progress(model: Model, now: Known) -> Progress:
    """Where an interview stands in which this is known."""
    stands = urgency.stands_in(model, now)
    return Progress(now, believe(model, now), stands, alarm(model.knowledge, now, stands))


def next_page(model: Model, now: Progress, told: Collection[str] = ()) -> Next:
    """What to ask a person now, or why the interview ends.

    What was skipped counts as answered "unknown". `told` are the findings that the person told
    before the first question, by beginning with a story: they are no questions that were asked.
    """
    first = opening(model.knowledge, now.known)
    if first is not None:
        return Next(first)
    asked = {id_: answer for id_, answer in now.known.given.items() if id_ not in told}
    return next_by_value(model, now, asked_by_value(model.knowledge, asked))


def next_by_value(model: Model, now: Progress, asked: int) -> Next:
    """What to ask after the screen, what follows it and the map, when `asked` questions were."""
    limits, early = model.knowledge.settings.interview, model.knowledge.screen.early
    if asked >= limits.most_questions:
        return _ended(model, now, "most-questions")
    ranked = questions(model, now.known, now.belief, now=now.stands)
    if not ranked:
        return _ended(model, now, "nothing-left")
    worth = [
        question
        for question in ranked
        if question.value >= limits.least_value or question.changes >= limits.least_chance
    ]
    if not worth:
        return _ended(model, now, "nothing-to-gain")
    best = next((question for question in worth if question.finding in early), worth[0])
    most = min(limits.most_beside, limits.most_questions - asked - 1)
    beside = _beside(model, best.finding, [question.finding for question in worth], most)
    return Next(best.finding, beside, best)


def _beside(model: Model, finding: str, others: Sequence[str], most: int) -> tuple[str, ...]:
    """The first of some others of the group of a finding."""
    findings = model.knowledge.vocabulary.findings
    group = findings[finding].group
    alike = (id_ for id_ in others if id_ != finding and findings[id_].group == group)
    return tuple(islice((id_ for id_ in alike if id_ != MAP), most))


def _ended(model: Model, now: Progress, why: Ends) -> Next:
    """The end, but not before every question is asked that would settle how urgent it is."""
    knowledge, verdict = model.knowledge, urgency.judge(model, now.known, now.belief, now.stands)
    if verdict.settles:
        first, *others = verdict.settles
        most = knowledge.settings.interview.most_beside if first != MAP else 0
        return Next(first, _beside(model, first, others, most))
    together = urgency.settling_together(knowledge, now.known, verdict.level, now.stands)
    return Next(together[0]) if together else Next(None, ends=why)


def next_question(model: Model, case: Case) -> Next:
    """What to ask after the answers of a case, or why nothing is left to ask."""
    return next_page(model, progress(model, known(model.knowledge, case)))
