"""A compiled guide as plain data."""

from typing import Any

from pinprick.account import account, whole
from pinprick.guide import GuideCause, GuidePage
from pinprick.guide.joining import told
from pinprick.model.axes import Model
from pinprick.words.wording import text


def to_data(model: Model, page: GuidePage) -> dict[str, Any]:
    """The whole page as JSON-ready data; `assessment` is that of its story, as `pinprick case
    --json` writes it."""
    knowledge, language = model.knowledge, page.language
    return {
        "id": page.id,
        "title": text(page.guide.title, language),
        "intro": text(page.guide.intro.text, language),
        "story": told(knowledge, page),
        "causes": [_cause_data(cause, language) for cause in page.causes],
        "routines": [
            {"id": one.id, "title": text(one.routine.title, language)} for one in page.routines
        ],
        "rest": page.rest,
        "seen": [
            {
                "level": one.level,
                "signs": list(one.signs),
                "of_causes": [
                    {"id": of.cause, "why": of.why, "signs": list(of.signs)} for of in one.of_causes
                ],
            }
            for one in page.seen
        ],
        "medicines": [{"id": one.offered.id, "for": list(one.causes)} for one in page.medicines],
        "claims": [
            {
                "about": one.about,
                "claim": one.claim,
                "verdict": one.verdict,
                "note": one.note,
                "sources": [source.url for source in one.sources],
            }
            for one in page.claims
        ],
        "numbers": page.numbers,
        "sources": [
            {name: getattr(source, name) for name in _OF_SOURCE} for source in page.sources
        ],
        "date": knowledge.settings.date,
        "assessment": account(model, page.assessment, language, whole(knowledge.settings.telling)),
    }


_OF_SOURCE = ("title", "url", "says", "doi", "pmid", "nice", "read")


def _cause_data(cause: GuideCause, language: str) -> dict[str, Any]:
    return {
        "id": cause.id,
        "name": text(cause.condition.name.plain, language),
        "probability": cause.cause.probability,
        "low": cause.cause.interval.low,
        "high": cause.cause.interval.high,
        "goes_with": [{"finding": one.finding, "often": one.often} for one in cause.goes_with],
        "speaks_against": [{"finding": one.finding, "often": one.often} for one in cause.against],
    }
