"""One turn of the interview in the page: a sheet comes in, the next page goes out. The answers are
the whole state."""

from dataclasses import dataclass, field, replace

from pinprick import interview
from pinprick.case.case import Answer, Painted
from pinprick.interview.pages import findings_of, page_of
from pinprick.interview.questions import Ends
from pinprick.knowledge import Knowledge, ScreenGroup
from pinprick.knowledge.ids import ABSENT, MAP, UNKNOWN
from pinprick.model.axes import Model
from pinprick.pictures import bodymap
from pinprick.web import forms
from pinprick.web.forms import Sheet, Wrong

RESULT, ANSWERS, START = "result", "answers", "start"


@dataclass(frozen=True, slots=True)
class Turn:
    """What is shown: a page of questions or one of RESULT, ANSWERS, START; and what has to be
    mended on it."""

    sheet: Sheet
    page: str
    wrong: Wrong = field(default_factory=dict)
    ends: Ends | None = None


def turn(model: Model, sheet: Sheet) -> Turn:
    """What follows when a page was sent: the next question, the same with what to mend, the answers
    or the result."""
    knowledge = model.knowledge
    word, _, argument = sheet.go.partition(":")
    if word == "back":
        return _back(model, sheet)
    if word == "skip":
        return _next(
            model,
            _with(knowledge, sheet, dict.fromkeys(findings_of(knowledge, sheet.page), UNKNOWN)),
        )
    if word == "view" and sheet.page == MAP:
        return Turn(replace(sheet, views=(*sheet.views, argument)), sheet.page)
    if word == "change":
        return _changing(knowledge, sheet, argument)
    if word in (RESULT, ANSWERS, START):
        return Turn(sheet, word)
    if not sheet.page:
        return _next(model, sheet)
    answers, wrong = forms.taken(knowledge, sheet)
    return (
        Turn(sheet, sheet.page, wrong) if wrong else _next(model, _with(knowledge, sheet, answers))
    )


def _with(knowledge: Knowledge, sheet: Sheet, given: dict[str, Answer]) -> Sheet:
    answers = interview.with_given(knowledge, sheet.answers, given)
    return replace(sheet, answers=answers, page="", given={}, none=False)


def _next(model: Model, sheet: Sheet) -> Turn:
    knowledge = model.knowledge
    opening = interview.opening(knowledge, sheet.answers)
    if isinstance(opening, ScreenGroup):
        return Turn(sheet, page_of(knowledge, opening.findings[0]))
    if opening:
        return Turn(sheet, opening)
    told = knowledge.guides[sheet.story].story if sheet.story else {}
    asked = {id_: answer for id_, answer in sheet.answers.items() if id_ not in told}
    step = interview.next_step(model, sheet.answers, interview.asked_by_value(knowledge, asked))
    if step.question:
        return Turn(sheet, step.question.finding)
    return Turn(sheet, RESULT, ends=step.ends)


def _back(model: Model, sheet: Sheet) -> Turn:
    """The page before: the last that was answered, with what was said there; while changing an
    answer, their list."""
    knowledge = model.knowledge
    if sheet.change and sheet.page:
        answers, wrong = forms.taken(knowledge, sheet)
        return Turn(sheet if wrong else _with(knowledge, sheet, answers), ANSWERS)
    told = knowledge.guides[sheet.story].story if sheet.story else {}
    given = [id_ for id_ in sheet.answers if id_ not in told]
    if not given:
        return Turn(sheet, START)
    return _shown(knowledge, sheet, page_of(knowledge, given[-1]))


def _changing(knowledge: Knowledge, sheet: Sheet, page: str) -> Turn:
    return _shown(knowledge, replace(sheet, change=True), page)


def _shown(knowledge: Knowledge, sheet: Sheet, page: str) -> Turn:
    """A page with the answers that were given there, so that they can be given anew."""
    findings = findings_of(knowledge, page)
    answers = {id_: sheet.answers[id_] for id_ in findings if id_ in sheet.answers}
    given = {id_: tuple(forms.values(answer)) for id_, answer in answers.items()}
    if page.startswith("screen-"):
        given = {id_: values for id_, values in given.items() if values != (ABSENT,)}
    painted = answers.get(page)
    return Turn(
        replace(
            forms.without(sheet, findings),
            given=given,
            none=bool(answers) and not given,
            views=bodymap.opened(painted) if isinstance(painted, Painted) else bodymap.FEET,
        ),
        page,
    )
