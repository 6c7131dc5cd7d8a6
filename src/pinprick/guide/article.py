"""What the article that pinprick began with claims, as a page of Markdown."""

from collections.abc import Iterator

from pinprick.guide import claims
from pinprick.guide.joining import VERDICTS
from pinprick.knowledge import Knowledge
from pinprick.words import ENGLISH
from pinprick.words.wording import text


def article(knowledge: Knowledge) -> str:
    """A table of everything that the article claims, the evidence, and where the knowledge base
    says it."""
    lines = [
        "# What the article said, and what is known",
        "",
        "The project began with one health article on feet that go numb in a nap. These are its claims in our words,",
        "with the verdict, why, on which sources, and where the knowledge base says so. The guide `nap-numbness`",
        "tells them to readers. Written by `make article`.",
        "",
        "| about | the article says | verdict | what is known | sources | where |",
        "|---|---|---|---|---|---|",
    ]
    for one in claims(knowledge):
        sources = "; ".join(
            f"[{source.publisher or source.title}]({source.url})" for source in one.sources
        )
        where = f"[{one.where}](../src/pinprick/knowledge_base/{one.where})"
        cells = (one.about, one.claim, VERDICTS[one.verdict], one.note, sources, where)
        lines.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    return "\n".join([*lines, "", *_medicines_named(knowledge)]) + "\n"


def _medicines_named(knowledge: Knowledge) -> Iterator[str]:
    yield from (
        "## Its medicines",
        "",
        "| medicine | its place | what is known | for |",
        "|---|---|---|---|",
    )
    for medicine in knowledge.medicines.values():
        if medicine.named_by_article:
            names = "; ".join(
                text(knowledge.conditions[id_].name.plain, ENGLISH) for id_ in medicine.conditions
            )
            role = medicine.role.replace("-", " ")
            yield f"| {text(medicine.name, ENGLISH)} | {role} | {text(medicine.evidence, ENGLISH)} | {names} |"
