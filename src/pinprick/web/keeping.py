"""What a person may take along: the case as a file, a note for the doctor as PDF; and a kept case
opened again."""

from datetime import datetime

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from pinprick.assessment import assess
from pinprick.case.answers import of_signs
from pinprick.case.case import Case
from pinprick.case.reading import read_cases, to_data
from pinprick.paper import note as notes
from pinprick.problems import ProblemsFound
from pinprick.serving import work
from pinprick.serving.refusals import Refused
from pinprick.serving.state import language_of, model_of
from pinprick.web import requests, talk
from pinprick.web.forms import Pairs, Sheet
from pinprick.web.pages import place_of
from pinprick.web.turns import RESULT, Turn, standing
from pinprick.words import say


async def case_file(request: Request) -> Response:
    """The answers as a case file, which `pinprick case` reads too."""
    fields = await requests.pairs(request)
    return await work.step(request, _case_file, request, fields)


def _case_file(request: Request, fields: Pairs) -> Response:
    title = say(language_of(request), "file.title")
    case = _case(request, requests.sheet(request, fields), title)
    content = msgspec.json.format(msgspec.json.encode(to_data(case)), indent=2)
    return _download(content, "application/json", "pinprick-answers.json")


async def note(request: Request) -> Response:
    """A note for the doctor, two pages."""
    fields = await requests.pairs(request)
    return await work.heavy(request, _note, request, fields)


def _note(request: Request, fields: Pairs) -> Response:
    model, sheet = model_of(request), requests.sheet(request, fields)
    case = _case(request, sheet)
    place, language = place_of(request, sheet.country), language_of(request)
    today = datetime.now().astimezone().date()
    told = notes.data(model, assess(model, case), place, language, sheet.own.words)
    content = notes.pdf(told, today)
    return _download(content, "application/pdf", "pinprick-note.pdf")


def _case(request: Request, sheet: Sheet, title: str = "") -> Case:
    since = of_signs(sheet.since, sheet.answers)
    return Case.of(model_of(request), sheet.answers, "page", title, sheet.finished, since)


async def open_file(request: Request) -> Response:
    """The result of a case that was kept."""
    model, language = model_of(request), language_of(request)
    try:
        content = await requests.file(request, "case")
        vocabulary = model.knowledge.vocabulary
        name = say(language, "file.name")
        cases, _ = await work.heavy(request, read_cases, content, name, vocabulary)
    except ProblemsFound as error:
        told = [str(problem) for problem in error.problems]
        raise Refused(told, 422, in_english=True) from None
    if len(cases) != 1:
        raise Refused([say(language, "file.cases", count=len(cases))], 422)
    (case,) = cases
    sheet = Sheet(answers=dict(case.answers), since=case.since, finished=case.finished)
    now = await work.step(request, standing, model, sheet)
    return await talk.result(request, Turn(sheet, RESULT, now))


def _download(content: bytes, kind: str, name: str) -> Response:
    return Response(
        content, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'}
    )
