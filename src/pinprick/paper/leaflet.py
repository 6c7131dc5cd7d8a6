"""A guide as a leaflet to hand out: one to two pages of A4, the routine drawn."""

from typing import Any

from pinprick.guide import GuideCause, GuidePage, SeenWhen
from pinprick.guide.joining import founded, in_signs, rest, version, with_how_often
from pinprick.knowledge import Knowledge, Level, Routine, Step
from pinprick.paper import typeset
from pinprick.paper.typeset import BOLD, PALE, bold
from pinprick.pictures.drawings import drawing
from pinprick.words import say, wording
from pinprick.words.wording import text, texts

_MOST_CAUSES, _MOST_SEEN, _MOST_WITH = 5, 2, 3
_LEAST = 0.01


def pdf(knowledge: Knowledge, page: GuidePage) -> bytes:
    """The leaflet as PDF."""
    return typeset.pdf("leaflet", data(knowledge, page))


def data(knowledge: Knowledge, page: GuidePage) -> dict[str, Any]:
    """What the leaflet says, as plain data."""
    language = page.language
    routine = page.routines[0].routine if page.routines else None
    causes = [cause for cause in page.causes if cause.cause.probability >= _LEAST][:_MOST_CAUSES]
    urgent = {cause.id for cause in page.causes if cause.condition.urgency.level >= Level.SAME_DAY}
    told = urgent | {cause.id for cause in causes[:_MOST_SEEN]}
    seen = [_seen(one, told, language) for one in page.seen if one.level != Level.ROUTINE]
    rarer = [text(one.condition.name.plain, language) for one in page.causes if one not in causes]
    return {
        "language": language,
        "title": text(page.guide.title, language),
        "intro": text(page.guide.intro.text, language),
        "routine": _routine(routine, language) if routine else None,
        "how_many": say(language, "guide.how-many"),
        "causes": [_cause(cause, language) for cause in causes],
        "rarer": say(language, "leaflet.rarer", causes=wording.series(rarer, language))
        if rarer
        else "",
        "seen": [one for one in seen if one["signs"] or one["of_causes"]],
        "rest": rest(page),
        "founded": founded(page),
        "footer": f"{version(knowledge, language)} {say(language, 'page.informs')}",
        "headings": {
            "seen": say(language, "leaflet.seen"),
            "causes": say(language, "guide.causes"),
        },
    }


def _seen(one: SeenWhen, causes: set[str], language: str) -> dict[str, Any]:
    """When to be seen at a level: for some of the causes, and for those that are as urgent
    themselves."""
    of_causes = [
        f"{bold(say(language, 'sentence', words=of.name))} {in_signs(of, language)}"
        for of in one.of_causes
        if of.why or of.cause in causes
    ]
    name = wording.level_name(one.level, language)
    title = say(language, "leaflet.level-signs", bold=BOLD, level=name, bold_end=BOLD)
    return {
        "level": one.level,
        "title": title if one.signs else bold(name),
        "signs": list(one.signs),
        "of_causes": of_causes,
    }


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
        "help_if": say(language, "parts.get-help"),
        "help": list(texts(routine.seek_help, language)),
    }


def _step(step: Step, language: str) -> str:
    do, time = text(step.do, language), wording.how_long(step.seconds, step.repeat, language)
    if not time:
        return do
    return say(language, "leaflet.step", step=do, pale=PALE, time=time, pale_end=PALE)


def _cause(cause: GuideCause, language: str) -> str:
    name = text(cause.condition.name.plain, language)
    odds = wording.frequency(cause.cause.probability, language)
    usual = [with_how_often(one, language) for one in cause.goes_with[:_MOST_WITH]]
    care = cause.advice.self_care
    parts = (
        say(language, "leaflet.cause", bold=BOLD, cause=name, bold_end=BOLD, odds=odds),
        say(language, "leaflet.goes-with", findings=wording.series(usual, language))
        if usual
        else "",
        text(care[0].do, language) if care else "",
    )
    return " ".join(filter(None, parts))
