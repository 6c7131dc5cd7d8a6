"""Phrases of the lexicon and the words of a text, read alike.

A phrase is words with blanks between: `a|b` is either word, `<set>` any of a set, `tingl*` any word
that begins so, `the?` may be missing, `#` is a number and `#2-30` one from 2 to 30, and `...` stands
for a few words of the same clause."""

import re
import unicodedata
from collections.abc import Mapping

from msgspec import Struct

GAP = 5
"""How many words `...` stands for at most."""
END = "."
PAUSE = ","
_TOKEN = re.compile(
    r"[^\W\d_]+(?:['’ʼ`´][^\W\d_]+|\d[^\W_]*)*|\d+(?:[.,]\d+)?|[.!?;\n。！？；]|[,:()，：、…—–]|\s-+\s|[&+]"
)
_APOSTROPHES = re.compile(r"['’ʼ`´]")


class Token(Struct, frozen=True):
    """A word, number or stop of a text, and where it stands in it; `word` is in small letters and
    without apostrophes."""

    word: str
    start: int
    end: int
    number: float | None = None

    @property
    def stops(self) -> bool:
        """Whether it is no word but ends a sentence or is a pause in it."""
        return self.word in (END, PAUSE)


class Element(Struct, frozen=True):
    """One word of a phrase: which words may stand there, after at most `gap` others."""

    words: frozenset[str] = frozenset()
    begins: tuple[str, ...] = ()
    number: tuple[float, float] | None = None
    gap: int = 0
    optional: bool = False

    def takes(self, token: Token) -> bool:
        """Whether a word of a text may stand here."""
        if token.word in self.words or (self.begins and token.word.startswith(self.begins)):
            return True
        low, high = self.number or (0.0, -1.0)
        return token.number is not None and low <= token.number <= high


class PhraseFault(ValueError):
    """A phrase that cannot be read; says why."""


def tokens(text: str, numbers: Mapping[str, float] | None = None) -> list[Token]:
    """The words of a text; `numbers` are words that stand for numbers."""
    found = []
    for match in _TOKEN.finditer(text):
        word = _plain(match.group())
        number = _number(word) if word[0].isdecimal() else (numbers or {}).get(word)
        found.append(Token(word, match.start(), match.end(), number))
    return found


def _plain(raw: str) -> str:
    if raw.isspace() or raw in ".!?;。！？；\n":
        return END
    if not raw[0].isalnum():
        return "and" if raw in "&+" else PAUSE
    if raw[0].isdecimal():
        return raw
    return _APOSTROPHES.sub("", unicodedata.normalize("NFKC", raw).casefold()) or PAUSE


def _number(word: str) -> float | None:
    try:
        return float(word.replace(",", "."))
    except ValueError:
        return None


# ---- phrases


def phrase(text: str, sets: Mapping[str, tuple[str, ...]]) -> tuple[Element, ...]:
    """The words of a phrase of the lexicon.

    Raises:
        PhraseFault: where it cannot be read, or would match anything.
    """
    read: list[Element] = []
    gap = 0
    for part in text.split():
        if part == "...":
            if not read:
                raise PhraseFault("begins with a gap; a phrase begins with a word")
            gap = GAP
            continue
        read.append(_element(part, gap, sets))
        gap = 0
    if gap:
        raise PhraseFault("ends with a gap; a phrase ends with a word")
    if not read or all(one.optional for one in read):
        raise PhraseFault("says nothing; give a word that must be there")
    if read[0].optional:
        raise PhraseFault("begins with a word that may be missing; leave it out")
    return tuple(read)


def _element(part: str, gap: int, sets: Mapping[str, tuple[str, ...]]) -> Element:
    optional = part.endswith("?")
    words: list[str] = []
    number = None
    for one in part.removesuffix("?").split("|"):
        if one.startswith("#"):
            number = _range(one)
        elif one.startswith("<"):
            name = one[1:].removesuffix(">")
            if name not in sets:
                raise PhraseFault(f"<{name}> is not a set of words; it is one of {', '.join(sets)}")
            words += sets[name]
        else:
            words.append(one)
    begins = tuple(_word(one[:-1]) for one in words if one.endswith("*"))
    whole = frozenset(_word(one) for one in words if not one.endswith("*"))
    return Element(whole, begins, number, gap, optional)


def _word(written: str) -> str:
    read = tokens(written)
    if len(read) != 1 or (read[0].end - read[0].start) != len(written):
        raise PhraseFault(f"{written!r} is not one word; write a blank between two")
    return read[0].word


def _range(part: str) -> tuple[float, float]:
    low, _, high = part[1:].partition("-")
    if not part[1:]:
        return 0.0, float("inf")
    try:
        return float(low), float(high or low)
    except ValueError:
        raise PhraseFault(f"{part!r} is not a number; write # or #2-30") from None
