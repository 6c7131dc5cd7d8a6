"""How a source is named: by whom, when, under which number, and whether its abstract alone was
read."""

from collections.abc import Iterator

from pinprick.knowledge.quantity import Source
from pinprick.words.catalogue import say
from pinprick.words.wording import series


def brief(source: Source, language: str) -> str:
    """A source in a few words, for a link: "Example Journal 2024, abstract only"."""
    name = source.publisher or source.title
    if source.year:
        name = say(language, "source.of-year", source=name, year=source.year)
    return series((name, *_read(source, language)), language, "list.comma")


def provenance(source: Source, language: str) -> str:
    """What stands beside the title of a source: "Example Journal, 2024, PMID 123, abstract only";
    empty when nothing is known of it."""
    parts = (source.publisher, str(source.year or ""), *_numbers(source, language))
    known = (part for part in (*parts, *_read(source, language)) if part)
    return series(known, language, "list.comma")


def _numbers(source: Source, language: str) -> Iterator[str]:
    """The number of the guideline, or of the paper: one is enough to find it by."""
    if source.nice:
        yield say(language, "source.nice", number=source.nice)
    elif source.pmid:
        yield say(language, "source.pmid", number=source.pmid)
    elif source.doi:
        yield say(language, "source.doi", number=source.doi)


def _read(source: Source, language: str) -> Iterator[str]:
    if source.read == "abstract":
        yield say(language, "source.abstract")
