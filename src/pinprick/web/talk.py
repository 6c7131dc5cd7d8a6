"""Start, the questions one page after the other, and the result."""

from typing import Any

from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from pinprick.account import Account, account, what_ifs
from pinprick.account.answers import answered, choices
from pinprick.account.asking import notices, so_far, why
from pinprick.account.maps import drawn, thumb
from pinprick.assessment import Assessment
from pinprick.case.answers import Answer, of_signs
from pinprick.case.case import Case
from pinprick.case.known import signs_with_age
from pinprick.interview.pages import SCREEN, boxes_of, findings_of, how_of, title_of
from pinprick.knowledge import Knowledge, Telling, sources_of
from pinprick.knowledge.ids import MAP
from pinprick.knowledge.quantity import Source
from pinprick.model.axes import Model
from pinprick.pictures import nerves
from pinprick.serving import work
from pinprick.serving.state import language_of, model_of
from pinprick.web import forms, opening, requests, turns, views
from pinprick.web.forms import Pairs, Sheet
from pinprick.web.pages import page
from pinprick.web.spoken import OPENING
from pinprick.web.turns import ANSWERS, RESULT, START, Turn
from pinprick.words import wording


async def start(request: Request) -> Response:
    """What this is, and where to begin."""
    return page(request, "start.html")


async def about(request: Request) -> Response:
    """What it is, who made it, what it rests on, where it is weak."""
    return page(request, "about.html")


async def begin(request: Request) -> Response:
    """The first page, with nothing known."""
    return await work.step(request, opening.response, request, Sheet(), {}, blank=True)


async def interview(request: Request) -> Response:
    """One turn: the answers so far and those of the page that was sent in, the next page out."""
    fields = await requests.pairs(request)
    shown = await work.step(request, _step, request, fields)
    return await result(request, shown) if isinstance(shown, Turn) else shown


def _step(request: Request, fields: Pairs) -> Response | Turn:
    """The next page; a result comes back as it is, to be worked out elsewhere."""
    model, language = model_of(request), language_of(request)
    sheet = requests.sheet(request, fields)
    if sheet.go == "panel":
        return _panel(request, model, sheet)
    if sheet.story and not sheet.answers and not sheet.page:
        sheet = replace(sheet, answers=story(model, sheet.story))
    turn = turns.turn(model, sheet, language)
    if turn.page == OPENING:
        return opening.response(request, turn.sheet, turn.wrong)
    if turn.page == START:
        return page(request, "start.html", country=sheet.country, words=sheet.own.say)
    if turn.page == ANSWERS:
        given = list(answered(model.knowledge, turn.sheet.answers, turn.sheet.since, language))
        return page(
            request,
            "answers.html",
            given=given,
            hidden=forms.hidden(turn.sheet),
            country=sheet.country,
        )
    if turn.page == RESULT:
        return turn
    return _question(request, turn)


def story(model: Model, guide: str) -> dict[str, Answer]:
    """The answers that a guide begins with."""
    return dict(Case.of(model, model.knowledge.guides[guide].story).answers)


def _question(request: Request, turn: Turn) -> HTMLResponse:
    """A page of questions."""
    model, language, sheet = model_of(request), language_of(request), turn.sheet
    knowledge = model.knowledge
    implied = turn.progress.known.implied
    boxes = bool(boxes_of(knowledge, turn.page))
    on_page = [id_ for id_ in findings_of(knowledge, turn.page) if boxes or id_ not in implied]
    asked = {id_: knowledge.vocabulary.findings[id_] for id_ in on_page}
    return page(
        request,
        "question.html",
        422 if turn.wrong else 200,
        turn=turn,
        private=True,
        sheet=sheet,
        country=sheet.country,
        findings=asked,
        title=title_of(knowledge, turn.page),
        how=how_of(knowledge, turn.page),
        boxes=boxes,
        is_screen=turn.page == SCREEN,
        settled_by=views.settled_by(knowledge, asked),
        signs=signs_with_age(knowledge),
        is_map=turn.page == MAP,
        on_map=views.on_map(knowledge, turn) if turn.page == MAP else None,
        choices={id_: choices(finding, language) for id_, finding in asked.items()},
        hidden=forms.hidden(sheet),
        progress=views.part(model, turn, language),
        why=why(model, turn.progress, turn.page, language),
        alarm=turn.progress.alarm,
        so_far=so_far(model, turn.progress, language),
        notices=_new_notices(knowledge, turn, language),
    )


def _new_notices(knowledge: Knowledge, turn: Turn, language: str) -> list[str]:
    """What is said since the page before was answered, as nobody needs to read it on every page."""
    answers, last = turn.progress.known.answers, turn.sheet.asked[-1:]
    told = {id_ for page in last for id_ in findings_of(knowledge, page)}
    before = {id_: answer for id_, answer in turn.sheet.answers.items() if id_ not in told}
    said = notices(knowledge, before, language) if last else ()
    return [line for line in notices(knowledge, answers, language) if line not in said]


def _panel(request: Request, model: Model, sheet: Sheet) -> HTMLResponse:
    """How it stands with what is ticked on the page but not yet sent; a box left empty so far is
    not a "no"."""
    language = language_of(request)
    said = forms.said(model.knowledge, sheet, language)
    now = turns.standing(model, replace(sheet, answers={**sheet.answers, **said}))
    return page(request, "panel.html", so_far=so_far(model, now, language))


async def result(request: Request, turn: Turn) -> HTMLResponse:
    """The whole answer."""
    return await work.heavy(request, _result, request, turn)


def _result(request: Request, turn: Turn) -> HTMLResponse:
    model, language, sheet = model_of(request), language_of(request), turn.sheet
    since = of_signs(sheet.since, sheet.answers)
    case = Case.of(model, sheet.answers, "page", finished=sheet.finished, since=since)
    now = turn.progress
    assessment = Assessment(model, case, now.known, now.belief, now.stands)
    context = result_context(model, assessment, language)
    ends = wording.ended(turn.ends, language) if turn.ends else ""
    context |= {
        "sheet": sheet,
        "country": sheet.country,
        "ends": ends,
        "hidden": forms.hidden(sheet),
        "what_ifs": what_ifs(model, assessment, language),
    }
    return page(request, "result.html", private=True, **context)


def result_context(
    model: Model, assessment: Assessment, language: str, limits: Telling | None = None
) -> dict[str, Any]:
    """What every page that shows an assessment needs, told by `limits` where given."""
    knowledge, told = model.knowledge, account(model, assessment, language, limits)
    place = assessment.places[0] if told.sites else None
    return {
        "told": told,
        "assessment": assessment,
        "advice": {one.condition: one for one in told.care},
        "maps": drawn(knowledge, place, assessment.known.answers.get(MAP)),
        "thumb": thumb(knowledge, place, assessment.known.answers.get(MAP)),
        "has_course": place is not None and bool(nerves.views(place.site)),
        "sources": _sources(knowledge, told),
        "given": list(
            answered(knowledge, assessment.case.answers, assessment.case.since, language)
        ),
    }


def _sources(knowledge: Knowledge, told: Account) -> list[Source]:
    """The sources of the conditions that are shown, each once."""
    conditions = tuple(knowledge.conditions[cause.id] for cause in told.causes)
    return list(sources_of(knowledge, conditions))
