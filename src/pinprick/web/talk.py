"""Start, the questions one page after the other, and the result."""

from dataclasses import replace
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from pinprick import interview as interviews
from pinprick.account import causes as results
from pinprick.account.answers import answered, choices
from pinprick.assessment import Assessment, assess
from pinprick.case.case import Answer, Case, case_from
from pinprick.interview.pages import findings_of
from pinprick.knowledge.ids import ABSENT, MAP
from pinprick.model.axes import Model
from pinprick.pictures import nerves
from pinprick.web import forms, requests, turns, views
from pinprick.web.forms import Sheet
from pinprick.web.pages import COUNTRIES, country_of, emergency_number, model_of, page
from pinprick.web.turns import ANSWERS, RESULT, START, Turn
from pinprick.words import wording


async def start(request: Request) -> Response:
    """What this is, and where to begin."""
    return page(request, "start.html", countries=countries(model_of(request)))


async def about(request: Request) -> Response:
    """What it is, who made it, what it rests on, where it is weak."""
    return page(request, "about.html")


async def begin(request: Request) -> Response:
    """The first question, with nothing known."""
    sheet = Sheet(country=country_of(request))
    return _question(request, turns.turn(model_of(request), sheet))


async def interview(request: Request) -> Response:
    """One turn: the answers so far and those of the page that was sent in, the next page out."""
    model, sheet = model_of(request), await requests.sheet(request)
    if sheet.go == "panel":
        return _panel(request, model, sheet)
    if sheet.story and not sheet.answers and not sheet.page:
        sheet = replace(sheet, answers=story(model, sheet.story))
    turn = turns.turn(model, sheet)
    if turn.page == START:
        return page(request, "start.html", country=sheet.country, countries=countries(model))
    if turn.page == ANSWERS:
        given = list(answered(model.knowledge, turn.sheet.answers))
        return page(
            request,
            "answers.html",
            given=given,
            hidden=views.hidden(turn.sheet),
            country=sheet.country,
        )
    if turn.page == RESULT:
        return await result(request, turn)
    return _question(request, turn)


def countries(model: Model) -> dict[str, str]:
    """The countries that can be chosen, each with its emergency number."""
    numbers = {code: emergency_number(model.knowledge, code) for code in COUNTRIES}
    return {
        code: f"{name} ({numbers[code]})" if numbers[code] else name
        for code, name in COUNTRIES.items()
    }


def story(model: Model, guide: str) -> dict[str, Answer]:
    """The answers that a guide begins with."""
    case, _ = case_from(
        {"findings": model.knowledge.guides[guide].story}, model.knowledge.vocabulary
    )
    return case.answers


def _question(request: Request, turn: Turn) -> HTMLResponse:
    model, knowledge, sheet = model_of(request), model_of(request).knowledge, turn.sheet
    findings = [knowledge.vocabulary.findings[id_] for id_ in findings_of(knowledge, turn.page)]
    return page(
        request,
        "question.html",
        422 if turn.wrong else 200,
        turn=turn,
        sheet=sheet,
        country=sheet.country,
        findings=dict(zip(findings_of(knowledge, turn.page), findings, strict=True)),
        group=knowledge.screen.groups[int(turn.page[7:])]
        if turn.page.startswith("screen-")
        else None,
        is_map=turn.page == MAP,
        choices={
            id_: choices(finding) for id_, finding in zip([turn.page], findings[:1], strict=False)
        },
        hidden=views.hidden(sheet),
        progress=views.progress(model, turn),
        why=views.why(model, turn),
        alarm=interviews.alarm(knowledge, sheet.answers),
        likely=views.likely(model, sheet.answers),
        first=not sheet.answers,
    )


def _panel(request: Request, model: Model, sheet: Sheet) -> HTMLResponse:
    """The causes as they stand with what is ticked on the page but not yet sent; a box left empty
    so far is no "no"."""
    taken, _ = forms.taken(model.knowledge, sheet) if sheet.page else ({}, {})
    said = {
        id_: answer
        for id_, answer in taken.items()
        if answer != ABSENT or id_ in sheet.given or sheet.none
    }
    return page(request, "panel.html", likely=views.likely(model, {**sheet.answers, **said}))


async def result(request: Request, turn: Turn) -> HTMLResponse:
    """The whole answer."""
    model, sheet = model_of(request), turn.sheet
    case = Case(id="page", answers=interviews.finished(model.knowledge, sheet.answers))
    assessment = await run_in_threadpool(assess, model, case)
    context = await run_in_threadpool(result_context, model, assessment)
    ends = wording.ENDS[turn.ends] if turn.ends else ""
    context |= {
        "sheet": sheet,
        "country": sheet.country,
        "ends": ends,
        "hidden": views.hidden(sheet),
    }
    return page(request, "result.html", **context)


def result_context(model: Model, assessment: Assessment) -> dict[str, Any]:
    """What every page that shows an assessment needs."""
    knowledge = model.knowledge
    told, places = results.families(knowledge, assessment), results.places(knowledge, assessment)
    painted = assessment.case.answers.get(MAP)
    return {
        "assessment": assessment,
        "verdict": assessment.urgency,
        "level": knowledge.urgency.levels[assessment.urgency.level],
        "rules": results.strongest_rules(knowledge, assessment),
        "families": told,
        "places": places,
        "maps": results.drawn(knowledge, places, painted),
        "has_course": bool(places) and bool(nerves.views(places[0].place.site)),
        "examine": results.worth_examining(knowledge, assessment),
        "what_ifs": results.what_ifs(model, assessment),
        "basis": results.basis(assessment),
        "sources": results.sources(model.knowledge, told),
        "given": list(answered(knowledge, assessment.case.answers)),
    }
