"""What the article that pinprick began with claims, as a page of Markdown."""

from collections.abc import Iterator

from pinprick.guide.claims import Judged, claims
from pinprick.knowledge import Knowledge
from pinprick.words import naming, say, wording
from pinprick.words.wording import text

_ABOUT_CLAIMS = ("about", "claim", "verdict", "known", "sources", "where")
_ABOUT_MEDICINES = ("medicine", "place", "known", "for")
"""The columns of the two tables."""


def article(knowledge: Knowledge, language: str) -> str:
    """A table of everything that the article claims, the evidence, and where the knowledge base
    says it."""
    lines = [
        f"# {say(language, 'article.title')}",
        "",
        say(language, "article.lead"),
        "",
        *_head(_ABOUT_CLAIMS, language),
        *(_claim(one, language) for one in claims(knowledge, language)),
        "",
        *_medicines_named(knowledge, language),
    ]
    return "\n".join(lines) + "\n"


def _head(columns: tuple[str, ...], language: str) -> Iterator[str]:
    names = " | ".join(say(language, f"article.column.{column}") for column in columns)
    yield f"| {names} |"
    yield f"|{'---|' * len(columns)}"


def _claim(one: Judged, language: str) -> str:
    links = (f"[{naming.brief(source, language)}]({source.url})" for source in one.sources)
    where = f"[{one.where}](../src/pinprick/knowledge_base/{one.where})"
    verdict, sources = say(language, f"claim.{one.verdict}"), wording.series(links, language)
    cells = (one.about, one.claim, verdict, one.note, sources, where)
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _medicines_named(knowledge: Knowledge, language: str) -> Iterator[str]:
    yield from (f"## {say(language, 'article.medicines')}", "")
    yield from _head(_ABOUT_MEDICINES, language)
    for medicine in knowledge.medicines.values():
        if medicine.named_by_article:
            conditions = (knowledge.conditions[id_] for id_ in medicine.conditions)
            cells = (
                text(medicine.name, language),
                say(language, f"role.{medicine.role}"),
                text(medicine.evidence, language),
                wording.series((text(one.name.plain, language) for one in conditions), language),
            )
            yield f"| {' | '.join(cells)} |"
