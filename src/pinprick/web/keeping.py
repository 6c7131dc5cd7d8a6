"""What a person may take along: the case as a file, a note for the doctor as PDF; and a kept case
opened again."""

from datetime import datetime

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from pinprick.assessment import assess
from pinprick.case.answers import of_signs
from pinprick.case.case import Case
from pinprick.case.reading import read_cases, to_data
from pinprick.paper import note as notes
from pinprick.problems import ProblemsFound
from pinprick.web import requests, talk
from pinprick.web.forms import Sheet
from pinprick.web.pages import Refused, language_of, model_of, place_of
from pinprick.web.turns import RESULT, Turn, standing
from pinprick.words import say


async def case_file(request: Request) -> Response:
    """The answers as a case file, which `pinprick case` reads too."""
    case = _case(request, await requests.sheet(request), say(language_of(request), "file.title"))
    content = msgspec.json.format(msgspec.json.encode(to_data(case)), indent=2)
    return _download(content, "application/json", "pinprick-answers.json")


async def note(request: Request) -> Response:
    """A note for the doctor, two pages."""
    model, sheet = model_of(request), await requests.sheet(request)
    case = _case(request, sheet)
    place, language = place_of(request, sheet.country), language_of(request)
    today = datetime.now().astimezone().date()
    told = await run_in_threadpool(
        lambda: notes.data(model, assess(model, case), place, language, sheet.own.words)
    )
    content = await run_in_threadpool(notes.pdf, told, today)
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
        cases, _ = await run_in_threadpool(
            read_cases, content, say(language, "file.name"), vocabulary
        )
    except ProblemsFound as error:
        raise Refused([str(problem) for problem in error.problems], 422) from None
    if len(cases) != 1:
        raise Refused([say(language, "file.cases", count=len(cases))], 422)
    (case,) = cases
    sheet = Sheet(answers=dict(case.answers), since=case.since, finished=case.finished)
    return await talk.result(request, Turn(sheet, RESULT, standing(model, sheet)))


def _download(content: bytes, kind: str, name: str) -> Response:
    return Response(
        content, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'}
    )
