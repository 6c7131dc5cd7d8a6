"""What the article that pinprick began with claims, and what is known of each claim."""

from collections.abc import Iterator
from itertools import groupby

from msgspec import Struct

from pinprick.guide import typed
from pinprick.knowledge import Claim, Knowledge, cited
from pinprick.knowledge.quantity import Source
from pinprick.words import naming, say, wording
from pinprick.words.wording import text

_OF_SELF_CARE = "self_care.yaml"


class Judged(Struct, frozen=True):
    """A claim of the article, what is known of it, and where that stands."""

    about: str
    condition: str
    """The condition that it is about; empty for self-care."""
    where: str
    """The file of the knowledge base that says so."""
    claim: str
    verdict: str
    note: str
    sources: tuple[Source, ...]


def claims(knowledge: Knowledge, language: str) -> Iterator[Judged]:
    """Everything that the article claims, with what is known of it: self-care first."""
    about = say(language, "guide.about-self-care")
    for claim in knowledge.self_care.article:
        yield _judged(knowledge, claim, (about, "", _OF_SELF_CARE), language)
    for id_, condition in knowledge.conditions.items():
        name = text(condition.name.plain, language)
        for claim in condition.article:
            yield _judged(knowledge, claim, (name, id_, f"conditions/{id_}.yaml"), language)


def _judged(knowledge: Knowledge, claim: Claim, of: tuple[str, str, str], language: str) -> Judged:
    note = text(claim.note, language) if claim.note else ""
    sources = cited(knowledge, claim.sources)
    return Judged(*of, text(claim.claim, language), claim.verdict, note, sources)


def counted(judged: list[Judged], language: str) -> str:
    """How many of the claims hold, in a sentence."""
    of = {verdict: sum(one.verdict == verdict for one in judged) for verdict in VERDICTS}
    return say(language, "claims.counted", whole=len(judged), **of)


VERDICTS = ("supported", "partly", "unsupported", "wrong")


def markdown(knowledge: Knowledge, language: str) -> str:
    """The claims as Markdown, a person's page: by what they are about, each with its verdict."""
    return typed.markdown(_lines(knowledge, language))


def plain(knowledge: Knowledge, language: str, columns: int = typed.WIDTH) -> str:
    """The claims as text for a terminal, in lines of at most so many columns."""
    return typed.plain(_lines(knowledge, language), columns)


def _lines(knowledge: Knowledge, language: str) -> Iterator[str]:
    judged = list(claims(knowledge, language))
    yield from (f"# {say(language, 'claims.title')}", "", say(language, "claims.lead"), "")
    yield from (counted(judged, language), "")
    for about, of_one in groupby(judged, key=lambda one: one.about):
        yield from (f"## {about}", "")
        for one in of_one:
            verdict = typed.strong(say(language, f"claim.{one.verdict}"))
            told = say(language, "guide.claim", claim=one.claim, verdict=verdict)
            yield f"- {wording.together((told, one.note))}"
            named = (f"{naming.brief(source, language)} <{source.url}>" for source in one.sources)
            yield f"  {wording.series(named, language)}" if one.sources else ""
        yield ""
