"""The next step of an interview, for those who ask by program: all that has to be shown or said."""

from msgspec import Struct

from pinprick import interview
from pinprick.account import asking
from pinprick.account.asking import Likely
from pinprick.account.pages import ToldPage, page_told
from pinprick.account.telling import version
from pinprick.account.told import ToldUrgency, Version
from pinprick.account.verdict import for_programs
from pinprick.case.case import Case
from pinprick.case.known import known, signs_with_age
from pinprick.knowledge import Knowledge, Level, Rule
from pinprick.model.axes import Model
from pinprick.words import wording


class Alarm(Struct, frozen=True):
    """A rule that says that this should not wait; told at once, before the next question."""

    rule: str
    level: Level
    tell: str


class NextStep(Struct, frozen=True):
    """What to ask next, or why the interview `ends`; and how it looks so far. Beside an emergency
    `causes` is empty."""

    page: ToldPage | None
    ends: str | None
    says: str
    """Why it ends, in words."""
    alarm: Alarm | None
    urgency: ToldUrgency
    causes: tuple[Likely, ...]
    notices: tuple[str, ...]
    knowledge: Version


def next_step(model: Model, case: Case, language: str) -> NextStep:
    """The next page of an interview of which the answers are what was said so far."""
    knowledge = model.knowledge
    now = interview.progress(model, known(knowledge, case))
    step = interview.next_page(model, now)
    so_far = asking.so_far(model, now, language)
    return NextStep(
        page=page_told(knowledge, step, signs_with_age(knowledge), language),
        ends=step.ends,
        says=wording.ended(step.ends, language) if step.ends else "",
        alarm=_alarm(knowledge, now.alarm, language) if now.alarm else None,
        urgency=for_programs(so_far.urgency),
        causes=so_far.causes,
        notices=asking.notices(knowledge, now.known.answers, language),
        knowledge=version(knowledge),
    )


def _alarm(knowledge: Knowledge, rule: Rule, language: str) -> Alarm:
    id_ = next(id_ for id_, one in knowledge.rules.items() if one is rule)
    return Alarm(id_, rule.level, wording.text(rule.tell, language))
