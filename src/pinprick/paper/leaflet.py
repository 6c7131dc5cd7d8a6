"""A guide as a leaflet to hand out: two pages of A4. What to do is drawn on the first, why it
happens on the second."""

from collections.abc import Iterator
from typing import Any

from pinprick.guide import GuidePage
from pinprick.guide.joining import box_heading, cause_line, heading, version
from pinprick.knowledge import Knowledge, Level, Routine, Step
from pinprick.paper import typeset
from pinprick.paper.typeset import BOLD, PALE, bold
from pinprick.pictures import loops
from pinprick.pictures.drawings import drawing
from pinprick.words import naming, say, wording
from pinprick.words.offering import caveats
from pinprick.words.wording import text, texts


def pdf(knowledge: Knowledge, page: GuidePage) -> bytes:
    """The leaflet as PDF."""
    return typeset.pdf("leaflet", data(knowledge, page))


def data(knowledge: Knowledge, page: GuidePage) -> dict[str, Any]:
    """What the leaflet says, as plain data."""
    language, guide = page.language, page.guide
    return {
        "language": language,
        "title": text(guide.title, language),
        "caveats": wording.together(caveats(knowledge, language)),
        "answer": list(texts(guide.answer.lines, language)),
        "box": [
            {"title": box_heading(danger.level, language), "signs": list(danger.signs)}
            for danger in page.dangers
        ],
        "on_skin": list(page.on_skin),
        "routine": _routine(page.routine.routine, language),
        "why": text(guide.why.text, language),
        "mechanism": list(_stills(knowledge, guide.why.mechanism, language)),
        "others": [cause_line(one, bold(one.name), language) for one in page.others],
        "come_back": [text(sign.says, language) for sign in guide.come_back],
        "more": _routine(page.more[0].routine, language) if page.more else None,
        "visit": _visit(knowledge, page),
        "sources": _sources(page),
        "footer": wording.together((version(knowledge, language), say(language, "page.informs"))),
        "headings": {
            "box": say(language, "guide.box"),
            "box_more": say(language, "guide.box-more"),
            "why": say(language, "guide.why"),
            "others": heading(page),
            "come_back": say(language, "guide.come-back"),
        },
    }


def _sources(page: GuidePage) -> str:
    language = page.language
    named = [
        say(language, "leaflet.source", title=one.title, of=naming.provenance(one, language))
        for one in page.sources
    ]
    sources = wording.series(named, language)
    return say(language, "leaflet.rests", bold=BOLD, bold_end=BOLD, sources=sources)


def _visit(knowledge: Knowledge, page: GuidePage) -> dict[str, Any] | None:
    """What to note before a visit, where that is told nowhere else and there is time for it."""
    routine = knowledge.settings.telling.visit
    told = (page.routine.id, *(one.id for one in page.more[:1]))
    if not routine or routine in told or page.assessment.urgency.level == Level.EMERGENCY:
        return None
    return _routine(knowledge.self_care.routines[routine], page.language)


def _stills(knowledge: Knowledge, mechanism: str, language: str) -> Iterator[dict[str, str]]:
    """The three stills of a mechanism with their words; none where there is none."""
    if mechanism:
        steps = knowledge.mechanisms[mechanism].steps
        for number, step in zip(loops.STILLS, steps, strict=True):
            picture = loops.printed(mechanism, number)
            yield {"says": text(step.says, language), "picture": picture}


def _routine(routine: Routine, language: str) -> dict[str, Any]:
    return {
        "title": text(routine.title, language),
        "steps": [
            {
                "do": text(step.do, language),
                "line": _step(step, language),
                "drawing": drawing(step.drawing) if step.drawing else "",
            }
            for step in routine.steps
        ],
        "cautions": list(texts(routine.cautions, language)),
    }


def _step(step: Step, language: str) -> str:
    do, time = text(step.do, language), wording.how_long(step.seconds, step.repeat, language)
    if not time:
        return do
    return say(language, "leaflet.step", step=do, pale=PALE, time=time, pale_end=PALE)
