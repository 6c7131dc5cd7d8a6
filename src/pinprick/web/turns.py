"""One turn of the interview in the page: a sheet comes in, the next page goes out. The answers are
the whole state."""

from collections.abc import Collection

from msgspec import Struct, field
from msgspec.structs import replace

from pinprick import interview
from pinprick.case.answers import Answer, Answers, Painted, of_signs
from pinprick.case.known import of_answers
from pinprick.interview import Ends, Progress, next_page, progress
from pinprick.interview.pages import boxes_of, findings_of, page_of
from pinprick.knowledge import Knowledge, Level
from pinprick.knowledge.ids import MAP, PRESENT, UNKNOWN
from pinprick.model.axes import Model
from pinprick.pictures import bodymap
from pinprick.web import forms, opening
from pinprick.web.forms import Sheet, Wrong
from pinprick.web.spoken import OPENING

RESULT, ANSWERS, START, NEXT = "result", "answers", "start", "next"


class Turn(Struct, frozen=True):
    """What is shown: a page of questions or one of RESULT, ANSWERS, START; where the interview
    stands with the answers of the sheet; and what has to be corrected on the page."""

    sheet: Sheet
    page: str
    progress: Progress
    wrong: Wrong = field(default_factory=dict)
    ends: Ends | None = None


class _Shown(Struct, frozen=True):
    """A page before it is known where the interview stands."""

    sheet: Sheet
    page: str
    wrong: Wrong = field(default_factory=dict)


def turn(model: Model, sheet: Sheet, language: str) -> Turn:
    """What follows when a page was sent: the next question, the same with what to correct, the
    answers or the result. Where the interview stands is worked out once."""
    shown = _answered(model.knowledge, sheet, language)
    if shown.page == NEXT and opening.follows(shown.sheet):
        shown = _Shown(shown.sheet, OPENING)
    if shown.page == NEXT:
        return _next(model, shown.sheet)
    # Who leaves a question for the result ends the questions. Who comes to it from elsewhere, by a
    # link or from the answers, is where they were: an emergency may have stopped the questions.
    if shown.page == RESULT and sheet.page:
        shown = replace(shown, sheet=replace(shown.sheet, finished=True))
    # What is ticked on a page that is shown again still counts: its sign alarms there too.
    ticked = forms.ticked(model.knowledge, replace(shown.sheet, page=shown.page))
    whole = replace(shown.sheet, answers={**shown.sheet.answers, **ticked})
    return Turn(shown.sheet, shown.page, standing(model, whole), shown.wrong)


def standing(model: Model, sheet: Sheet) -> Progress:
    """Where the interview stands with the answers of a sheet."""
    return progress(model, of_answers(model.knowledge, sheet.answers, sheet.since))


def _answered(knowledge: Knowledge, sheet: Sheet, language: str) -> _Shown:
    """The page that the button asks for, NEXT for the next question."""
    word, _, argument = sheet.go.partition(":")
    if word == "back":
        return _back(knowledge, sheet, language)
    if opening.begins(sheet) or (sheet.page == OPENING and word == "country"):
        return _Shown(sheet, OPENING)
    if sheet.page == OPENING:
        return _opened(knowledge, sheet, language)
    if word == "skip":
        return _Shown(_with(knowledge, sheet, _skipped(knowledge, sheet, language)), NEXT)
    if word == "view" and sheet.page in ("", MAP):  # the first page leads to the map
        return _Shown(replace(sheet, views=(*sheet.views, argument)), MAP)
    if word == "country":
        return _Shown(sheet, sheet.page or START)
    if word == "change":
        return _shown(knowledge, replace(sheet, change=True), argument)
    if word in (RESULT, ANSWERS, START):
        return _Shown(_left(knowledge, sheet, language), word)
    if word == "on" or not sheet.page:
        return _Shown(replace(sheet, finished=False), NEXT)
    answers, wrong = forms.taken(knowledge, sheet, language)
    return (
        _Shown(sheet, sheet.page, wrong)
        if wrong
        else _Shown(_with(knowledge, sheet, answers), NEXT)
    )


def _skipped(knowledge: Knowledge, sheet: Sheet, language: str) -> dict[str, Answer]:
    """The answers of a page of which the rest is not known."""
    unsaid: dict[str, Answer] = dict.fromkeys(findings_of(knowledge, sheet.page), UNKNOWN)
    if boxes_of(knowledge, sheet.page):
        return unsaid | forms.ticked(knowledge, sheet)
    return unsaid | forms.said(knowledge, sheet, language) if len(unsaid) > 1 else unsaid


def _opened(knowledge: Knowledge, sheet: Sheet, language: str) -> _Shown:
    """What follows the first page. Words that were changed are read before anything else: they may
    name a red flag."""
    answers, own, wrong = opening.taken(knowledge, sheet, language)
    if wrong or not sheet.own.is_read:
        return _Shown(sheet, OPENING, wrong)
    word = sheet.go if sheet.go in (RESULT, ANSWERS, START) else NEXT
    return _Shown(_with(knowledge, replace(sheet, own=own), answers), word)


def _with(knowledge: Knowledge, sheet: Sheet, given: Answers) -> Sheet:
    answers = interview.with_given(knowledge, sheet.answers, given)
    since = of_signs(sheet.since, answers)
    new = (sheet.page,) if sheet.page and not sheet.change else ()
    asked = (*(page for page in sheet.asked if page not in new), *new)
    return replace(
        sheet,
        answers=answers,
        since=since,
        asked=asked,
        page="",
        given={},
        none=False,
        unsure=frozenset(),
        finished=False,
    )


def _left(knowledge: Knowledge, sheet: Sheet, language: str) -> Sheet:
    """The sheet with what is said on a page that is left for the result or the answers."""
    said = forms.said(knowledge, sheet, language)
    return _with(knowledge, sheet, said) if said else sheet


def _next(model: Model, sheet: Sheet) -> Turn:
    """The next page. An emergency stops the interview: who has heard what to do now may go on."""
    now = standing(model, sheet)
    if now.alarm is not None and now.alarm.level == Level.EMERGENCY and not sheet.on:
        return Turn(sheet, RESULT, now)
    following = next_page(model, now, told_by_story(model.knowledge, sheet))
    if following.page is None:
        return Turn(replace(sheet, finished=True), RESULT, now, ends=following.ends)
    shown = _shown(model.knowledge, sheet, following.page)
    return Turn(shown.sheet, shown.page, now)


def told_by_story(knowledge: Knowledge, sheet: Sheet) -> Collection[str]:
    """The findings that the story, or the first page, told before the first question."""
    story = knowledge.guides[sheet.story].story if sheet.story else ()
    return (*story, *sheet.own.told)


def _back(knowledge: Knowledge, sheet: Sheet, language: str) -> _Shown:
    """The page before: the last that was answered, with what was said there; while changing an
    answer, their list."""
    if sheet.change and sheet.page:
        answers, wrong = forms.taken(knowledge, sheet, language)
        return _Shown(sheet if wrong else _with(knowledge, sheet, answers), ANSWERS)
    told = told_by_story(knowledge, sheet)
    given = [id_ for id_ in sheet.answers if id_ not in told]
    # Answers that came from a file tell no pages.
    asked = sheet.asked or tuple(page_of(knowledge, id_) for id_ in given[-1:])
    if not asked:
        return _Shown(sheet, START)
    # What the story told on the page that is left is in its boxes, and nowhere else.
    ticked = forms.ticked(knowledge, sheet)
    kept = {id_: answer for id_, answer in ticked.items() if id_ in told}
    sheet = replace(sheet, answers={**kept, **sheet.answers}, asked=asked[:-1])
    if asked[-1] == OPENING:
        return _Shown(opening.again(sheet), OPENING)
    return _shown(knowledge, sheet, asked[-1])


def _shown(knowledge: Knowledge, sheet: Sheet, page: str) -> _Shown:
    """A page with the answers that were given there or in a story, so that they can be given anew.
    A red flag that other answers imply is ticked; one that is not is absent only if all were
    answered before."""
    findings = findings_of(knowledge, page)
    answers = {id_: sheet.answers[id_] for id_ in findings if id_ in sheet.answers}
    given = {id_: tuple(forms.values(answer)) for id_, answer in answers.items()}
    unsure = frozenset[int]()
    boxes = boxes_of(knowledge, page)
    if boxes:
        implied = of_answers(knowledge, sheet.answers).implied
        there = {id_ for id_ in findings if {**implied, **answers}.get(id_) == PRESENT}
        given = {id_: (PRESENT,) for id_ in findings if id_ in there}
        doubted = {id_ for id_, answer in answers.items() if answer == UNKNOWN}
        unsure = frozenset(n for n, group in enumerate(boxes) if doubted & set(group))
    painted = answers.get(page)
    return _Shown(
        replace(
            forms.without(sheet, findings),
            given=given,
            none=bool(boxes) and len(answers) == len(findings),
            unsure=unsure,
            views=bodymap.opened(painted) if isinstance(painted, Painted) else bodymap.FIRST,
        ),
        page,
    )
