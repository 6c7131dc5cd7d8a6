"""Where an interview stands: made once a turn from what is known, and read by every face.

The answers are the whole state. What an answer implies is taken as known and never asked. The
interview ends when no question is worth asking any more *and* none is likely enough to raise the
urgency, nor completes an urgent rule by itself, however unlikely.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Literal, NamedTuple

from msgspec import Struct

from pinprick import urgency
from pinprick.advice import gates
from pinprick.case.answers import Answers
from pinprick.case.case import Case
from pinprick.case.known import Known, known
from pinprick.interview.pages import (
    findings_of,
    is_tried,
    list_of,
    most_listed,
    most_on_page,
    page_with,
)
from pinprick.interview.questions import Question, questions
from pinprick.interview.screen import alarm, asked_by_value, called_for, opening
from pinprick.knowledge import Knowledge, Rule
from pinprick.knowledge.ids import UNKNOWN
from pinprick.knowledge.settings import Interview
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
    """What is asked next: a page, by its name, and its findings; or why the interview ends."""

    page: str | None
    findings: tuple[str, ...] = ()
    question: Question | None = None
    """What the first finding is worth, where the page is asked for its value."""
    ends: Ends | None = None


def progress(model: Model, now: Known) -> Progress:
    """Where an interview stands in which this is known."""
    stands = urgency.stands_in(model, now)
    return Progress(now, believe(model, now), stands, alarm(model.knowledge, now, stands))


def next_page(model: Model, now: Progress, told: Collection[str] = ()) -> Next:
    """What to ask a person now, or why the interview ends.

    What was skipped counts as answered "unknown". `told` are the findings that the person told
    before the first question: they are no questions that were asked.
    """
    knowledge = model.knowledge
    opened = opening(knowledge, now.known)
    if opened is not None:
        return Next(opened, findings_of(knowledge, opened))
    called = called_for(knowledge, now.known)
    if not all(_is_sign(knowledge, id_) for id_ in called):
        asked = called[: most_on_page(knowledge)]
        return Next(page_with(asked), asked)
    worth, beside, raising, ends = _worth(model, now, told)
    signs = tuple(question.finding for question in worth if _is_sign(knowledge, question.finding))
    if called:
        return _listed(knowledge, (*called, *signs, *beside))
    if worth and worth[0].finding not in signs:
        others = (question.finding for question in worth if question.finding not in signs)
        asked = tuple(others)[: most_on_page(knowledge)]
        return Next(page_with(asked), asked, worth[0])
    if worth:
        return _listed(knowledge, (*signs, *beside), worth[0])
    last = tuple(dict.fromkeys((*raising, *_settling(model, now))))
    return _last(knowledge, last) if last else Next(None, ends=ends)


class _Worth(NamedTuple):
    """What a person may still be asked for its value, the best first."""

    asked: Sequence[Question]
    """What is worth a page."""
    beside: Sequence[str]
    """What is worth a line of a list that is asked anyway."""
    raising: Sequence[str]
    """What is worth asking at the end, as it may raise the urgency."""
    ends: Ends
    """Why an interview ends that has nothing left to ask."""


def _worth(model: Model, now: Progress, told: Collection[str]) -> _Worth:
    limits, early = model.knowledge.settings.interview, model.knowledge.screen.early
    given = {id_: answer for id_, answer in now.known.given.items() if id_ not in told}
    asked = asked_by_value(model.knowledge, given)
    left = max(limits.most_questions - len(asked), 0)
    ranked = questions(model, now.known, now.belief, now=now.stands)
    knows = _share_known(limits, asked) if told else 1.0
    advised = _decides_advice(model, now)
    worth = [
        question
        for question in ranked
        if question.tells * knows >= limits.least_value or question.finding in advised
    ]
    best = next((question for question in worth if question.finding in early), None)
    worth.sort(key=lambda question: question is not best)
    worth = worth[:left]
    chosen = {question.finding for question in worth}
    others = [question for question in ranked if question.finding not in chosen]
    raising = [one.finding for one in others if one.changes >= limits.least_chance]
    telling = {one.finding for one in others if one.tells * knows >= limits.least_listed}
    beside = [one.finding for one in others if one.finding in telling.union(raising)]
    beside = beside[: left - len(worth)]
    ends: Ends = "nothing-to-gain" if ranked else "nothing-left"
    return _Worth(worth, beside, raising, ends if left else "most-questions")


def _decides_advice(model: Model, now: Progress) -> frozenset[str]:
    """What decides which advice is given for the first cause, where that would be named as such."""
    first = int(now.belief.causes.argmax())
    likely = now.belief.causes[first] >= model.knowledge.settings.telling.least_first
    return gates(model.knowledge).get(model.causes[first], frozenset()) if likely else frozenset()


def _share_known(limits: Interview, asked: Answers) -> float:
    """How much of what is asked this person can answer, by the answers so far: what people know of
    a plain question counts as `known_before` answers."""
    known = sum(answer != UNKNOWN for answer in asked.values())
    before = limits.known_before * (1 - limits.do_not_know)
    return (known + before) / (len(asked) + limits.known_before)


def _is_sign(knowledge: Knowledge, finding: str) -> bool:
    """Whether it is there or not, so that it can be ticked in a list."""
    return knowledge.vocabulary.findings[finding].kind == "flag"


def _listed(knowledge: Knowledge, signs: Iterable[str], best: Question | None = None) -> Next:
    """A list of signs to tick, the best of them by what they tell, in the order of the vocabulary,
    so that what belongs together stands together. What is to be tried is on a list of its own."""
    told = list(dict.fromkeys(id_ for id_ in signs if _is_sign(knowledge, id_)))
    alike = [id_ for id_ in told if is_tried(knowledge, (id_,)) == is_tried(knowledge, (told[0],))]
    chosen = set(alike[: most_listed(knowledge)])
    asked = tuple(id_ for id_ in knowledge.vocabulary.findings if id_ in chosen)
    return Next(list_of(asked), asked, best)


def _last(knowledge: Knowledge, findings: tuple[str, ...]) -> Next:
    """A page of the last questions: signs are ticked together, others asked one by one."""
    if any(_is_sign(knowledge, id_) for id_ in findings):
        return _listed(knowledge, findings)
    asked = findings[: most_on_page(knowledge)]
    return Next(page_with(asked), asked)


def _settling(model: Model, now: Progress) -> tuple[str, ...]:
    """What an interview does not end before it was asked: what would settle how urgent it is, alone
    or with one other answer."""
    knowledge, verdict = model.knowledge, urgency.judge(model, now.known, now.belief, now.stands)
    pairs = urgency.settling_together(knowledge, now.known, verdict.level, now.stands)
    return tuple(dict.fromkeys((*verdict.settles, *pairs)))


def next_question(model: Model, case: Case) -> Next:
    """What to ask after the answers of a case, or why nothing is left to ask."""
    return next_page(model, progress(model, known(model.knowledge, case)))
