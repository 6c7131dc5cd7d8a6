"""The clinician's page: everything on one dense page, the answer beside it, updated as one
types."""

from starlette.requests import Request
from starlette.responses import Response

from pinprick.account import for_clinicians
from pinprick.account.note import note
from pinprick.assessment import assess
from pinprick.case.answers import of_signs
from pinprick.case.case import Case
from pinprick.case.known import signs_with_age
from pinprick.knowledge import Finding
from pinprick.knowledge.ids import ABSENT, MAP, PRESENT, UNKNOWN
from pinprick.serving import work
from pinprick.serving.refusals import Refused
from pinprick.serving.state import language_of, lexicon_of, model_of
from pinprick.story.understanding import MOST
from pinprick.web import forms, pasting, requests
from pinprick.web.forms import Pairs, Sheet
from pinprick.web.pages import page
from pinprick.web.pasting import Pasted
from pinprick.web.talk import result_context
from pinprick.words import say

VIEWS = ("top", "soles", "front", "back")
NOT_SHOWN = ("face", "trunk", "arm", "hand", "saddle")
"""Regions that count as asked only where they are painted: the map here is one of the legs."""
CHOICES = {PRESENT: "clinic.yes", ABSENT: "clinic.no", UNKNOWN: "clinic.not-known"}


async def blank(request: Request) -> Response:
    """The page with nothing filled in."""
    return _page(request, {}, "clinician.html")


async def filled(request: Request) -> Response:
    """The same with the form's answers and what follows from them."""
    fields = await requests.pairs(request)
    return await work.heavy(request, _filled, request, fields)


def _filled(request: Request, fields: Pairs) -> Response:
    model, language = model_of(request), language_of(request)
    pairs = [(name, value.strip()) for name, value in fields if value.strip()]
    painted = {value.partition(":")[2] for name, value in pairs if name == MAP}
    pairs = [
        pair for pair in pairs if pair[0] != "_not-asked" or (painted and pair[1] not in painted)
    ]
    sheet, faults = forms.read(model.knowledge, pairs, language)
    if faults:
        raise Refused(faults)
    sheet, pasted = pasting.read(model.knowledge, lexicon_of(request, notes=True), sheet, language)
    if not sheet.answers:
        return _page(request, {}, "clinician.html", sheet, pasted)
    limits = model.knowledge.settings.telling
    since = of_signs(sheet.since, sheet.answers)
    case = Case.of(model, sheet.answers, "clinician", finished=sheet.finished, since=since)
    assessment = assess(model, case)
    context = result_context(model, assessment, language, for_clinicians(limits))
    context["note"] = note(model.knowledge, assessment, context["told"], language)
    return _page(request, context, "clinician.html", sheet, pasted)


def _page(
    request: Request,
    context: dict[str, object],
    template: str,
    sheet: Sheet | None = None,
    pasted: Pasted | None = None,
) -> Response:
    knowledge, language = model_of(request).knowledge, language_of(request)
    titles = knowledge.vocabulary.groups
    grouped: dict[str, dict[str, Finding]] = {id_: {} for id_ in titles}
    for id_, finding in knowledge.vocabulary.findings.items():
        if id_ != MAP:
            grouped[finding.group][id_] = finding
    answers = sheet.answers if sheet else {}
    painted = answers.get(MAP)
    return page(
        request,
        template,
        private=True,
        grouped=[(titles[id_], findings) for id_, findings in grouped.items() if findings],
        answers=answers,
        signs=signs_with_age(knowledge),
        since=sheet.since if sheet else {},
        finished=bool(sheet and sheet.finished),
        not_asked=NOT_SHOWN,
        marked=set(forms.values(painted)) if painted is not None else set(),
        choices={answer: say(language, key) for answer, key in CHOICES.items()},
        map_views=VIEWS,
        found=context,
        pasted=pasted,
        most=MOST,
    )
