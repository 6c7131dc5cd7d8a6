"""The lexicon of a language: phrases read from the knowledge base, and found in a text.

It is read apart from the model and only where a text is to be understood, so that no assessment
waits for it."""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from pinprick import files, yamltext
from pinprick.knowledge.folder import FOLDER, hash_of, said_files
from pinprick.knowledge.likeness import Weights
from pinprick.knowledge.phrases import END, Element, Token, phrase
from pinprick.knowledge.said import Key, Said, named, of_notes, of_people, phrases, spelt
from pinprick.once import once
from pinprick.story import likeness

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
    right: frozenset[str]
    """Words that are no part of a phrase and right as they stand."""
    weights: Weights = Weights()
    """By which the likeness of a text is reckoned; notes by somebody who examines have none."""

    @property
    def by_phrases(self) -> "Lexicon":
        """The same without likeness: a name or what is searched for is no story to be likened."""
        return replace(self, weights=Weights())


def load(folder: Path | None, language: str, notes: bool = False) -> Lexicon:
    """The lexicon of a sound knowledge base, of people or of `notes` by somebody who examines; one
    without phrases understands nothing."""
    folder = folder or FOLDER
    return _load(folder, language, notes, hash_of(folder))


@lru_cache(maxsize=4)
def _load(folder: Path, language: str, notes: bool, _hash: str) -> Lexicon:
    paths = (folder / name for name in said_files(folder, language))
    documents = (yamltext.read(files.read(path), str(path)).data for path in paths)
    said = [msgspec.convert(data, Said) for data in documents]
    if notes:
        return compiled(of_notes(said))
    return replace(compiled(of_people(said)), weights=likeness.load(folder, language))


@once
def compiled(said: Said) -> Lexicon:
    """The lexicon of phrases that were checked."""
    said = spelt(said)
    by_word: dict[str, list[tuple[Key, tuple[Element, ...]]]] = defaultdict(list)
    by_beginning: dict[str, list[tuple[Key, tuple[Element, ...]]]] = defaultdict(list)
    by_number: list[tuple[Key, tuple[Element, ...]]] = []
    known: set[str] = {*said.numbers, *said.same, *said.idle, *said.signs.values()}
    starts: set[str] = set()
    parts = named(said)
    for key, _, written in phrases(said):
        read = phrase(written, parts)
        for word in sorted({word for one in read[0].firsts() for word in one.words}):
            by_word[word].append((key, read))
        for word in sorted({word for one in read[0].firsts() for word in one.begins}):
            by_beginning[word].append((key, read))
        if any(one.number for one in read[0].firsts()):
            by_number.append((key, read))
        for one in (one for element in read for one in element.all()):
            known.update(one.words)
            starts.update(one.begins)
    return Lexicon(
        said,
        by_word,
        by_beginning,
        by_number,
        frozenset(known),
        tuple(sorted(starts)),
        frozenset(said.never_mended),
    )


# ---- phrases in a text


def matches(
    lexicon: Lexicon, text: list[Token], barred: frozenset[int], only: str = ""
) -> list[Match]:
    """Every phrase in a text, the longest for what it stands for at each word; no gap goes over the
    words of `barred`, where a clause ends. `only` is a kind of phrase to keep to."""
    found: list[Match] = []
    words = frozenset(token.word for token in text)
    read = Reading(text, barred)
    may_be: dict[int, bool] = {}
    for start, token in enumerate(text):
        best: dict[Key, Match] = {}
        for key, written in _beginning_with(lexicon, token):
            if only and key[0] != only:
                continue
            if id(written) not in may_be:
                may_be[id(written)] = all(one.may_be_among(words, may_be) for one in written)
            at = read.matched(written, start) if may_be[id(written)] else ()
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
        yield from lexicon.by_number


class Reading(Struct, frozen=True):
    """A text in which phrases are looked for; what was found of classes is kept, as many name them."""

    text: list[Token]
    barred: frozenset[int] = frozenset()
    found: dict[tuple[int, int], list[tuple[int, ...]]] = field(default_factory=dict)

    def matched(self, written: tuple[Element, ...], start: int) -> tuple[int, ...]:
        """The indices of the words of a phrase that begins at `start`, empty where it does not."""
        ways = self._ways(written, start)
        return max(ways, key=lambda at: (len(at), -at[-1]), default=())

    def _ways(self, written: tuple[Element, ...], start: int) -> list[tuple[int, ...]]:
        """The ways to read a phrase from `start` on, the longest of those that end at one word."""
        ways = self._at(written[0], start)
        for element in written[1:]:
            longer = [] if not element.optional else ways
            for at in ways:
                longer = longer + [(*at, *more) for more in self._next(element, at[-1] + 1)]
            if not longer:
                return []
            # What may follow depends on the last word alone.
            ways = list({at[-1]: at for at in sorted(longer, key=len)}.values())
        return ways

    def _next(self, element: Element, start: int) -> list[tuple[int, ...]]:
        """How an element is read behind its gap, as early as it can be."""
        ends = not element.goes_over
        for index in range(start, min(start + element.gap + 1, len(self.text))):
            found = self._at(element, index)
            if found:
                return found
            token = self.text[index]
            if token.word == END or (ends and (index in self.barred or token.stops)):
                break
        return []

    def _at(self, element: Element, index: int) -> list[tuple[int, ...]]:
        """How an element is read at a word: as the word, or as a run of words."""
        token = self.text[index]
        found: list[tuple[int, ...]] = [(index,)] if element.takes(token) else []
        if not element.runs or not element.may_open(token):
            return found
        if (id(element), index) not in self.found:
            for run in element.runs:
                if run[0].runs or run[0].takes(token):
                    found += self._ways(run, index)
            self.found[id(element), index] = found
        return self.found[id(element), index]
