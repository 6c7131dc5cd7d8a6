"""How like a text is to what others wrote who have a red flag: a second reader beside the phrases.

A phrase hears what somebody wrote down before; what is told in new words is like it in its words
and pairs of words. Each red flag has a weight for each of those (logistic regression, fitted by
`scripts/likeness.py` to the sentences of `evaluation/examples`). What is told is only proposed, as
by phrases, and what is not like anything was not asked: it is never "no"."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import exp, sqrt
from pathlib import Path

import msgspec
from msgspec import Struct

from pinprick import files
from pinprick.knowledge.folder import likeness_file
from pinprick.knowledge.likeness import Weights
from pinprick.knowledge.phrases import END, Token

WINDOW = 40
"""How many words of a text are weighed at once, at most: as many as most of what was fitted to has."""
NUMBER = "#"
"""What any number is weighed as."""


class Likeness(Struct, frozen=True):
    """How likely it is that a text tells a red flag, 0 to 1, and the part of it, from its word
    `first` to its word `last`, that speaks most for it."""

    probability: float
    first: int
    last: int


def load(folder: Path, language: str) -> Weights:
    """The weights of a language of a sound knowledge base; where it has none, nothing is like
    anything."""
    path = folder / likeness_file(language)
    return msgspec.json.decode(files.read(path), type=Weights) if path.is_file() else Weights()


def likeness(weights: Weights, text: Sequence[Token]) -> dict[str, Likeness]:
    """How like a text, as it was mended, is to each red flag of the weights: as its likest window."""
    best, rarity = dict[str, Likeness](), weights.rarity
    for first, last in windows(text) if weights.base else ():
        rare = {one: rarity[one] for one in grams(text[first : last + 1]) if one in rarity}
        length = sqrt(sum(one * one for one in rare.values()))
        odds = dict(weights.base)
        for gram, one in rare.items():
            for flag, weight in weights.words.get(gram, {}).items():
                odds[flag] += weight * one / length
        for flag, one in odds.items():
            probability = 1 / (1 + exp(-one))
            if flag not in best or probability > best[flag].probability:
                best[flag] = Likeness(probability, first, last)
    return best


def telling(weights: Weights, text: Sequence[Token], flag: str, found: Likeness) -> Likeness:
    """The same likeness with the part between two stops, of its window, that speaks most for it."""

    def speaks(part: tuple[int, int]) -> float:
        words = grams(window[part[0] : part[1] + 1])
        said = ((gram, weights.words.get(gram, {}).get(flag, 0.0)) for gram in words)
        return sum(weights.rarity[gram] * weight for gram, weight in said if weight)

    window = text[found.first : found.last + 1]
    first, last = max(_parts(window), key=speaks, default=(0, len(window) - 1))
    return Likeness(found.probability, found.first + first, found.first + last)


def grams(text: Sequence[Token]) -> list[str]:
    """Each word of a text once, and each pair of neighbours once; stops are words here."""
    words = [NUMBER if one.number is not None else one.word for one in text]
    return list(dict.fromkeys([*words, *map(" ".join, pairwise(words))]))


def windows(text: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """The first and last word of each run of whole sentences that has at most `WINDOW` words; a longer
    sentence is cut at its pauses."""
    pieces: list[tuple[int, int]] = []
    for first, last in _cut(text, 0, len(text) - 1, sentences=True):
        if last - first < WINDOW:
            pieces.append((first, last))
        else:
            pieces += _cut(text, first, last, sentences=False)
    start = 0
    for index, (_, last) in enumerate(pieces):
        if index + 1 == len(pieces) or pieces[index + 1][1] - start >= WINDOW:
            yield start, last
            start = last + 1


def _parts(text: Sequence[Token]) -> list[tuple[int, int]]:
    """The first and last word of each part between two stops."""
    cut = _cut(text, 0, len(text) - 1, sentences=False)
    inner = ((first, last - text[last].stops) for first, last in cut)
    return [(first, last) for first, last in inner if first <= last]


def _cut(text: Sequence[Token], first: int, last: int, *, sentences: bool) -> list[tuple[int, int]]:
    """The pieces of a part of a text, each with the stop behind it."""
    pieces, start = [], first
    for index in range(first, last + 1):
        ends = text[index].word == END if sentences else text[index].stops
        if ends or index == last:
            pieces.append((start, index))
            start = index + 1
    return pieces
