"""What a person may take along: the case as a file, a note for the doctor as PDF; and a kept case
opened again."""

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from pinprick import interview
from pinprick.assessment import assess
from pinprick.case.case import Case, read_cases, to_data
from pinprick.paper import note as notes
from pinprick.problems import ProblemsFound
from pinprick.web import requests, talk
from pinprick.web.forms import Sheet
from pinprick.web.pages import Refused, country_of, model_of
from pinprick.web.turns import RESULT, Turn


async def case_file(request: Request) -> Response:
    """The answers as a case file, which `pinprick case` reads too."""
    sheet = await requests.sheet(request)
    data = to_data(Case(id="page", title="What you told", answers=sheet.answers))
    content = msgspec.json.format(msgspec.json.encode(data), indent=2)
    return _download(content, "application/json", "pinprick-answers.json")


async def note(request: Request) -> Response:
    """A note for the doctor, two pages."""
    model, sheet = model_of(request), await requests.sheet(request)
    case = Case(id="page", answers=interview.finished(model.knowledge, sheet.answers))
    country = country_of(request, sheet.country)
    content = await run_in_threadpool(lambda: notes.pdf(model, assess(model, case), country))
    return _download(content, "application/pdf", "pinprick-note.pdf")


async def open_file(request: Request) -> Response:
    """The result of a case that was kept."""
    model = model_of(request)
    try:
        content = await requests.file(request, "case")
        cases, _ = await run_in_threadpool(
            read_cases, content, "the file", model.knowledge.vocabulary
        )
    except ProblemsFound as error:
        raise Refused([str(problem) for problem in error.problems], 422) from None
    if len(cases) != 1:
        raise Refused([f"The file holds {len(cases)} cases; open one with one case."], 422)
    return await talk.result(request, Turn(Sheet(answers=cases[0].answers), RESULT))


def _download(content: bytes, kind: str, name: str) -> Response:
    return Response(
        content, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'}
    )
