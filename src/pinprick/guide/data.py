"""A compiled guide as plain data."""

from typing import Any

from pinprick.account import account, whole
from pinprick.guide import GuidePage
from pinprick.guide.joining import box_heading
from pinprick.model.axes import Model
from pinprick.words.wording import text, texts


def to_data(model: Model, page: GuidePage) -> dict[str, Any]:
    """The whole page as JSON-ready data; `assessment` is that of its story, as `pinprick case
    --json` writes it."""
    knowledge, guide, language = model.knowledge, page.guide, page.language
    return {
        "id": page.id,
        "title": text(guide.title, language),
        "answer": list(texts(guide.answer.lines, language)),
        "box": [
            {
                "level": danger.level,
                "heading": box_heading(danger.level, language),
                "signs": list(danger.signs),
            }
            for danger in page.dangers
        ],
        "on_skin": list(page.on_skin),
        "steps": [
            {"id": one.id, "title": text(one.routine.title, language)}
            for one in (page.routine, *page.more)
        ],
        "why": {"text": text(guide.why.text, language), "mechanism": guide.why.mechanism},
        "mostly": [{"id": id_, "name": name} for id_, name in page.mostly],
        "others": [
            {
                "id": one.id,
                "name": one.name,
                "often": one.often,
                "says": one.says,
                "probability": one.probability,
            }
            for one in page.others
        ],
        "come_back": [
            {"level": sign.to, "says": text(sign.says, language)} for sign in guide.come_back
        ],
        "sources": [
            {name: getattr(source, name) for name in _OF_SOURCE} for source in page.sources
        ],
        "date": knowledge.settings.date,
        "assessment": account(model, page.assessment, language, whole(knowledge.settings.telling)),
    }


_OF_SOURCE = ("title", "url", "says", "doi", "pmid", "nice", "read")
