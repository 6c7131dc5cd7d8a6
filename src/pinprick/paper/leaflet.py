"""A guide as a leaflet to hand out: one to two pages of A4, the routine drawn."""

from typing import Any

from pinprick.guide import GuideCause, GuidePage, SeenWhen
from pinprick.guide.joining import NOT_ADVICE, founded, in_signs, rest, version, with_how_often
from pinprick.knowledge import Knowledge, Routine
from pinprick.paper import typeset
from pinprick.pictures.drawings import drawing
from pinprick.words import ENGLISH, wording
from pinprick.words.wording import text

_MOST_CAUSES, _MOST_SEEN, _MOST_WITH = 5, 2, 3
_LEAST = 0.01


def pdf(knowledge: Knowledge, page: GuidePage) -> bytes:
    """The leaflet as PDF."""
    return typeset.pdf("leaflet", data(knowledge, page))


def data(knowledge: Knowledge, page: GuidePage) -> dict[str, Any]:
    """What the leaflet says, as plain data."""
    routine = page.routines[0].routine if page.routines else None
    causes = [cause for cause in page.causes if cause.cause.probability >= _LEAST][:_MOST_CAUSES]
    urgent = {
        cause.id
        for cause in page.causes
        if cause.condition.urgency.level in ("same-day", "emergency")
    }
    told = urgent | {cause.id for cause in causes[:_MOST_SEEN]}
    seen = [_seen(one, told) for one in page.seen if one.level != "routine"]
    return {
        "title": text(page.guide.title, ENGLISH),
        "intro": text(page.guide.intro.text, ENGLISH),
        "routine": _routine(routine) if routine else None,
        "causes": [_cause(cause) for cause in causes],
        "rarer": [
            text(one.condition.name.plain, ENGLISH) for one in page.causes if one not in causes
        ],
        "seen": [one for one in seen if one["signs"] or one["of_causes"]],
        "rest": rest(page),
        "founded": founded(page),
        "version": version(knowledge),
        "not_advice": NOT_ADVICE,
    }


def _seen(one: SeenWhen, causes: set[str]) -> dict[str, Any]:
    """When to be seen at a level: for some of the causes, and for those that are as urgent
    themselves."""
    of_causes = [
        {"name": of.name, "says": in_signs(of)}
        for of in one.of_causes
        if of.why or of.cause in causes
    ]
    return {
        "level": wording.level_name(one.level, ENGLISH),
        "signs": list(one.signs),
        "of_causes": of_causes,
    }


def _routine(routine: Routine) -> dict[str, Any]:
    return {
        "title": text(routine.title, ENGLISH),
        "steps": [
            {
                "do": text(step.do, ENGLISH),
                "time": wording.how_long(step.seconds, step.repeat, ENGLISH),
                "drawing": drawing(step.drawing) if step.drawing else "",
            }
            for step in routine.steps
        ],
        "cautions": list(routine.cautions.get("en", ())),
        "help": list(routine.seek_help.get("en", ())),
    }


def _cause(cause: GuideCause) -> dict[str, Any]:
    return {
        "name": text(cause.condition.name.plain, ENGLISH),
        "odds": wording.frequency(cause.cause.probability, ENGLISH),
        "with": [with_how_often(one) for one in cause.goes_with[:_MOST_WITH]],
        "do": text(cause.advice.self_care[0].do, ENGLISH) if cause.advice.self_care else "",
    }
