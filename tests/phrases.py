"""Texts made from the lexicon: what phrases say alone, and a text for each flag that says it and nothing else."""

from functools import cache
from itertools import product

from pinprick.knowledge import Knowledge
from pinprick.knowledge.phrases import Element, phrase
from pinprick.knowledge.said import named, phrases
from pinprick.story import lexicon, search, understanding
from pinprick.story.understanding import Understanding
from tests.models import shipped

_READINGS = 60


def knowledge() -> Knowledge:
    return shipped().knowledge


@cache
def lexicon_of(language: str) -> lexicon.Lexicon:
    return lexicon.load(None, language)


LEXICON = lexicon_of("en")


def understood(text: str, language: str = "en") -> Understanding:
    return understanding.understand(knowledge(), lexicon_of(language), text)


def said(text: str, language: str = "en") -> dict[str, object]:
    """What is proposed, by finding."""
    return {one.finding: one.value for one in understood(text, language).proposals}


def looked_up(words: str, language: str = "en") -> list[search.Found]:
    """What the search finds."""
    return search.find(knowledge(), lexicon_of(language), words, language)


def words_of(element: Element) -> list[str]:
    if element.number:
        low, high = element.number
        return [f"{low if low else min(3.0, high):g}"]
    runs = [text for run in element.runs for text in readings_of(run)[:1]]
    words = sorted(element.words)
    return [*runs[:3], *words[:3], *runs[3:], *words[3:], *element.begins]


def readings(written: str) -> list[str]:
    """Some of the ways to read a phrase, the shortest gaps, nothing that may be missing."""
    return readings_of(phrase(written, named(LEXICON.said)))


def readings_of(read: tuple[Element, ...]) -> list[str]:
    elements = [one for one in read if not one.optional]
    choices = [words_of(element)[:6] for element in elements]
    found = []
    for number, words in enumerate(product(*choices)):
        if number == _READINGS:
            break
        found.append(" ".join(words))
    return found


FINDINGS = [(key, written) for key, _, written in phrases(LEXICON.said) if key[0] == "finding"]


MINE = {"i", "im", "ive", "my", "me", "myself"}


def is_plain(finding: str, text: str) -> bool:
    """Whether a text says one flag and neither whose it is nor what ends a clause."""
    ends = {word for written in LEXICON.said.ends for word in written.split()}
    return list(said(text)) == [finding] and not (MINE | ends) & set(text.split())


@cache
def plain_flags() -> dict[str, str]:
    """For each flag a text that says it and no other flag, if there is one."""
    found: dict[str, str] = {}
    for key, written in FINDINGS:
        if len(key) == 2 and key[1] != "age" and key[1] not in found:
            text = next((one for one in readings(written) if is_plain(key[1], one)), "")
            found |= {key[1]: text} if text else {}
    return found
