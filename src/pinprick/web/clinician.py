"""The clinician's page: everything on one dense page, the answer beside it, updated as one
types."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from pinprick.account import causes as results
from pinprick.account.answers import shown
from pinprick.assessment import Assessment, assess
from pinprick.case.case import Answer, Case, Painted
from pinprick.knowledge import Finding, Knowledge
from pinprick.knowledge.ids import ABSENT, MAP, PRESENT, UNKNOWN
from pinprick.web import forms, requests
from pinprick.web.pages import Refused, model_of, page
from pinprick.web.talk import result_context
from pinprick.words import wording
from pinprick.words.wording import text

VIEWS = ("top", "soles", "front", "back")
_UPPER = frozenset({"face", "trunk", "arm", "hand", "saddle"})
"""Regions that count as asked only where they are painted: the map here is one of the legs."""
CHOICES = {PRESENT: "yes", ABSENT: "no", UNKNOWN: "not known"}


async def blank(request: Request) -> Response:
    """The page with nothing filled in."""
    return _page(request, {}, "clinician.html")


async def filled(request: Request) -> Response:
    """The same with the form's answers and what follows from them."""
    model = model_of(request)
    pairs = [
        (name, value.strip()) for name, value in await requests.pairs(request) if value.strip()
    ]
    if any(name == MAP for name, _ in pairs):
        painted = {value.partition(":")[2] for name, value in pairs if name == MAP}
        pairs += [("_not-asked", region) for region in sorted(_UPPER - painted)]
    sheet, faults = forms.read(model.knowledge, pairs)
    if faults:
        raise Refused(faults)
    assessment = await run_in_threadpool(assess, model, Case(id="clinician", answers=sheet.answers))
    context = await run_in_threadpool(result_context, model, assessment)
    causes = (
        one for family in results.families(model.knowledge, assessment) for one in family.causes
    )
    context["ranked"] = sorted(causes, key=lambda one: -one.cause.probability)
    context["note"] = note(model.knowledge, assessment)
    return _page(request, context, "clinician.html", sheet.answers)


def _page(
    request: Request,
    context: dict[str, object],
    template: str,
    answers: dict[str, Answer] | None = None,
) -> Response:
    knowledge = model_of(request).knowledge
    titles = knowledge.vocabulary.groups
    grouped: dict[str, dict[str, Finding]] = {id_: {} for id_ in titles}
    for id_, finding in knowledge.vocabulary.findings.items():
        if id_ != MAP:
            grouped[finding.group][id_] = finding
    painted = (answers or {}).get(MAP)
    return page(
        request,
        template,
        grouped=[(titles[id_], findings) for id_, findings in grouped.items() if findings],
        answers=answers or {},
        marked=set(forms.values(painted)) if painted is not None else set(),
        choices=CHOICES,
        map_views=VIEWS,
        found=context,
    )


# ---- the note


def note(knowledge: Knowledge, assessment: Assessment) -> str:
    """A note in plain text to copy: what was found, how urgent, where, which causes, what next."""
    blocks = [
        _findings(knowledge, assessment, ("person",), "History"),
        _findings(knowledge, assessment, ("examiner",), "Examination"),
        _findings(knowledge, assessment, ("test",), "Tests"),
        _urgency(knowledge, assessment),
        _localisation(knowledge, assessment),
        _differential(knowledge, assessment),
        _next(knowledge, assessment),
        f"pinprick, knowledge base {knowledge.settings.version} ({knowledge.hash}); no certified medical device.",
    ]
    return "\n".join(block for block in blocks if block)


def _findings(knowledge: Knowledge, assessment: Assessment, by: tuple[str, ...], title: str) -> str:
    told = []
    for id_, answer in assessment.case.answers.items():
        finding = knowledge.vocabulary.findings[id_]
        if finding.by in by:
            words = wording.answer(knowledge, id_, answer)
            told.append(
                f"numb: {shown(knowledge, finding, answer)}"
                if isinstance(answer, Painted)
                else words
            )
    return f"{title}: {'; '.join(told)}." if told else ""


def _urgency(knowledge: Knowledge, assessment: Assessment) -> str:
    verdict = assessment.urgency
    fired = results.strongest_rules(knowledge, assessment)
    because = f" ({'; '.join(text(rule.why) for rule in fired[:2])})" if fired else ""
    open_ = [text(knowledge.vocabulary.findings[id_].label) for id_ in verdict.not_asked]
    not_asked = f" Not known: {', '.join(open_)}." if open_ else ""
    provided = ", provided none of what is not known is true" if verdict.provisional else ""
    return f"Urgency: {wording.LEVEL_NAMES[verdict.level]}{provided}{because}.{not_asked}"


def _localisation(knowledge: Knowledge, assessment: Assessment) -> str:
    told = [
        f"{text(one.site.clinical)}, {one.side}: {one.odds}"
        for one in results.places(knowledge, assessment)
    ]
    return f"Localisation: {'; '.join(told)}." if told else ""


def _differential(knowledge: Knowledge, assessment: Assessment) -> str:
    told = [
        f"{text(one.condition.name.clinical)} {one.odds}"
        for family in results.families(knowledge, assessment)
        for one in family.causes
    ]
    return f"Differential: {'; '.join(told)}."


def _next(knowledge: Knowledge, assessment: Assessment) -> str:
    told = [
        text(knowledge.vocabulary.findings[one.finding].label)
        for one in results.worth_examining(knowledge, assessment)
    ]
    return f"Most telling next: {'; '.join(told)}." if told else ""
