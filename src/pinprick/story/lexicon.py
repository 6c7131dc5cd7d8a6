"""The lexicon of a language: phrases read from the knowledge base, and found in a text.

It is read apart from the model and only where a text is to be understood, so that no assessment
waits for it."""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct

from pinprick import yamltext
from pinprick.knowledge.folder import FOLDER, hash_of, said_files
from pinprick.knowledge.joining import together
from pinprick.knowledge.phrases import Element, Token, phrase
from pinprick.knowledge.said import Key, Said, phrases
from pinprick.once import once

_LONGEST = 24
"""More letters of a word are not looked at for how it begins."""


class Match(Struct, frozen=True):
    """A phrase in a text: `at` are the indices of its words, those of its gaps left out."""

    key: Key
    at: tuple[int, ...]
    number: float | None = None

    @property
    def first(self) -> int:
        """The index of its first word."""
        return self.at[0]

    @property
    def last(self) -> int:
        """The index of its last word."""
        return self.at[-1]


class Lexicon(Struct, frozen=True):
    """All phrases of a language by the words that they begin with."""

    said: Said
    by_word: dict[str, list[tuple[Key, tuple[Element, ...]]]]
    by_beginning: dict[str, list[tuple[Key, tuple[Element, ...]]]]
    by_number: list[tuple[Key, tuple[Element, ...]]]
    known: frozenset[str]
    """Every whole word of any phrase; what is spelt so is not mended."""
    begins: tuple[str, ...]


def load(folder: Path | None, language: str) -> Lexicon:
    """The lexicon of a sound knowledge base; one without phrases understands nothing."""
    folder = folder or FOLDER
    return _load(folder, language, hash_of(folder))


@lru_cache(maxsize=4)
def _load(folder: Path, language: str, _hash: str) -> Lexicon:
    files = (folder / name for name in said_files(folder, language))
    documents = (yamltext.read(file.read_bytes(), str(file)).data for file in files)
    return compiled(together(Said, (msgspec.convert(data, Said) for data in documents)))


@once
def compiled(said: Said) -> Lexicon:
    """The lexicon of phrases that were checked."""
    by_word: dict[str, list[tuple[Key, tuple[Element, ...]]]] = defaultdict(list)
    by_beginning: dict[str, list[tuple[Key, tuple[Element, ...]]]] = defaultdict(list)
    by_number: list[tuple[Key, tuple[Element, ...]]] = []
    known: set[str] = {*said.numbers, *said.same, *said.idle}
    for key, _, written in phrases(said):
        read = phrase(written, said.words)
        for word in read[0].words:
            by_word[word].append((key, read))
        for word in read[0].begins:
            by_beginning[word].append((key, read))
        if read[0].number:
            by_number.append((key, read))
        known.update(*(element.words for element in read))
    begins = {begin for words in said.words.values() for begin in words if begin.endswith("*")}
    begins |= {word for _, _, text in phrases(said) for word in _parts(text) if word.endswith("*")}
    starts = tuple(sorted(word[:-1] for word in begins))
    return Lexicon(said, by_word, by_beginning, by_number, frozenset(known), starts)


def _parts(written: str) -> Iterator[str]:
    for part in written.split():
        yield from part.removesuffix("?").split("|")


# ---- phrases in a text


def matches(lexicon: Lexicon, text: list[Token], barred: frozenset[int]) -> list[Match]:
    """Every phrase in a text, the longest for what it stands for at each word; no gap goes over the
    words of `barred`, where a clause ends."""
    found: list[Match] = []
    for start, token in enumerate(text):
        best: dict[Key, Match] = {}
        for key, read in _beginning_with(lexicon, token):
            at = _matched(read, text, start, barred)
            if at and (key not in best or len(at) > len(best[key].at)):
                numbers = [text[index].number for index in at if text[index].number is not None]
                best[key] = Match(key, at, numbers[-1] if numbers else None)
        found += best.values()
    return found


def _beginning_with(lexicon: Lexicon, token: Token) -> Iterator[tuple[Key, tuple[Element, ...]]]:
    yield from lexicon.by_word.get(token.word, ())
    for length in range(2, min(len(token.word), _LONGEST) + 1):
        yield from lexicon.by_beginning.get(token.word[:length], ())
    if token.number is not None:
        yield from (one for one in lexicon.by_number if one[1][0].takes(token))


def _matched(
    read: tuple[Element, ...], text: list[Token], start: int, barred: frozenset[int]
) -> tuple[int, ...]:
    """The indices of the words of a phrase that begins at `start`, empty where it does not."""
    ways: list[tuple[int, ...]] = [(start,)]
    for element in read[1:]:
        longer = []
        for at in ways:
            longer += [(*at, index) for index in _next(element, text, at[-1] + 1, barred)]
        if element.optional:
            longer += ways
        ways = longer
        if not ways:
            return ()
    return max(ways, key=lambda at: (len(at), -at[-1]))


def _next(element: Element, text: list[Token], start: int, barred: frozenset[int]) -> Iterator[int]:
    """The first word that an element takes, behind its gap."""
    for index in range(start, min(start + element.gap + 1, len(text))):
        if element.takes(text[index]):
            yield index
            return
        if index in barred or text[index].stops:
            return
