"""Phrases of the lexicon and the words of a text, read alike.

A phrase is words with blanks between: `a|b` is either word, `<set>` any of a set, `tingl*` any word
that begins so, `the?` may be missing, `#` is a number and `#2-30` one from 2 to 30, `..` and
`...` stand for up to three and five words of the same clause, `....` for up to ten of the same sentence,
and `{class}` for any phrase of a class of phrases. `this & that` are two parts in either order, with up to
three words between, `this && that` with up to ten."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import permutations

from msgspec import Struct, field
from msgspec.structs import replace

GAPS = {"..": 3, "...": 5, "....": 10}
"""How many words a gap stands for at most."""
_JOINS = {" && ": " .... ", " & ": " .. "}
"""What joins parts in either order, and the gap that it stands for."""
END = "."
PAUSE = ","
LIST = "、"
"""The stop between items of a Chinese list: what is said of one of them is said of all."""
HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
"""Characters of Chinese. Nothing stands between its words, so each character is a word by itself, and
a word of several is a run of them."""
_DIGITS = "一二三四五六七八九"
_NUMERAL = (
    rf"[两{_DIGITS}]百(?:零[{_DIGITS}]|[{_DIGITS}]?十[{_DIGITS}]?|[{_DIGITS}])?"
    rf"|[{_DIGITS}]?十[{_DIGITS}]|[{_DIGITS}]十"
)
"""A number below a thousand in Chinese characters, of two or more: one word."""
_LETTERS = rf"[^\W\d_{HAN}]+"
_TOKEN = re.compile(
    rf"{_NUMERAL}|[{HAN}]|(?<=[{HAN}])[ \t\u3000]+(?=[{HAN}])"
    rf"|{_LETTERS}(?:['’ʼ`´]{_LETTERS}|\d[^\W_{HAN}]*)*|\d+(?:[.,]\d+)?"
    r"|[.!?;\n。！？；]|[,:()，：、（）…—–]|\s-+\s|[&+]"
)
_ENDS_ITEM = r"(?=[ \t]*(?:[,.;:)/，。；：、）\n]|$))"
"""A `+` or `-` behind a blank is a result only where nothing else of the item follows."""
_SHORT_IS = re.compile(r"['’ʼ`´][sS]$")
_APOSTROPHES = re.compile(r"['’ʼ`´]")


class Token(Struct, frozen=True):
    """A word, number or stop of a text, and where it stands in it; `word` is in small letters and
    without apostrophes."""

    word: str
    start: int
    end: int
    number: float | None = None
    bare: str = ""
    """The word without an `'s` behind it, where there is one."""

    @property
    def stops(self) -> bool:
        """Whether it is no word but ends a sentence, is a pause in it or stands in a list."""
        return self.word in (END, PAUSE, LIST)


class Element(Struct, frozen=True):
    """One word of a phrase: which words may stand there, after at most `gap` others; or in its stead
    any of several `runs` of words. One of a class is shared by all phrases that name it."""

    words: frozenset[str] = frozenset()
    begins: tuple[str, ...] = ()
    number: tuple[float, float] | None = None
    gap: int = 0
    optional: bool = False
    runs: tuple[tuple["Element", ...], ...] = ()
    opens: frozenset[str] = frozenset()
    """The words that its runs begin with."""
    opens_so: tuple[str, ...] | None = ()
    """How words begin that its runs begin with; none where a number may stand there."""

    @property
    def goes_over(self) -> bool:
        """Whether its gap goes on over a comma, or where a clause ends."""
        return self.gap == GAPS["...."]

    def firsts(self) -> Iterator["Element"]:
        """The element, and those that its runs begin with."""
        yield self
        for run in self.runs:
            yield from run[0].firsts()

    def all(self) -> Iterator["Element"]:
        """The element, and all that its runs are made of."""
        yield self
        for run in self.runs:
            for element in run:
                yield from element.all()

    def may_be_among(self, words: frozenset[str], known: dict[int, bool]) -> bool:
        """Whether it may stand among some words; what begins so or is a number always may. What was
        found of others of the same lexicon is `known`."""
        if self.optional or self.begins or self.number or not self.words.isdisjoint(words):
            return True
        if id(self) not in known:
            known[id(self)] = any(
                all(one.may_be_among(words, known) for one in run) for run in self.runs
            )
        return known[id(self)]

    def takes(self, token: Token) -> bool:
        """Whether a word of a text may stand here."""
        if token.word in self.words or (self.begins and token.word.startswith(self.begins)):
            return True
        low, high = self.number or (0.0, -1.0)
        return token.number is not None and low <= token.number <= high

    def may_open(self, token: Token) -> bool:
        """Whether one of its runs may begin with a word."""
        if self.opens_so is None or token.word in self.opens:
            return True
        return bool(self.opens_so) and token.word.startswith(self.opens_so)


class PhraseFault(ValueError):
    """A phrase that cannot be read; says why."""


def tokens(
    text: str,
    numbers: Mapping[str, float] | None = None,
    signs: Mapping[str, str] | None = None,
) -> list[Token]:
    """The words of a text; `numbers` are words that stand for numbers, `signs` what is no word and
    the word that is read for it: `+ve` as "positive". A blank between Chinese characters is a pause,
    as people write on a phone."""
    found = []
    for match in _pattern(tuple(signs or ())).finditer(text):
        sign = match.lastgroup == "sign"
        word = (signs or {})[match.group().casefold()] if sign else _plain(match.group())
        number = _number(word)
        number = (numbers or {}).get(word) if number is None else number
        bare = word[:-1] if _SHORT_IS.search(match.group()) else ""
        found.append(Token(word, match.start(), match.end(), number, bare))
    return found


@cache
def _pattern(signs: tuple[str, ...]) -> re.Pattern[str]:
    """What the words of a text are found by, the longest sign first."""
    if not signs:
        return _TOKEN
    read = "|".join(map(_sign, sorted(signs, key=len, reverse=True)))
    return re.compile(f"(?P<sign>(?i:{read}))|{_TOKEN.pattern}")


def _sign(sign: str) -> str:
    """A sign of letters is a whole word; one of pluses or minuses stands right behind a word, or ends
    an item: "numb + cold" has none, and "2-3" neither."""
    word = f"[^\\W{HAN}]"
    if not set(sign) - set("+-＋－"):
        return rf"(?:(?<=\w){re.escape(sign)}(?!{word})|{re.escape(sign)}{_ENDS_ITEM})"
    before = f"(?<!{word})" if sign[0].isalnum() else ""
    return before + re.escape(sign) + (f"(?!{word})" if sign[-1].isalnum() else "")


def _plain(raw: str) -> str:
    if raw == "\n" or raw in ".!?;。！？；":
        return END
    if raw == LIST:
        return LIST
    if not raw[0].isalnum():
        return "and" if raw in "&+" else PAUSE
    if raw[0].isdecimal():
        return raw
    return _APOSTROPHES.sub("", unicodedata.normalize("NFKC", raw).casefold()) or PAUSE


def _number(word: str) -> float | None:
    if re.fullmatch(_NUMERAL, word):
        return _han_number(word)
    try:
        return float(word.replace(",", "."))
    except ValueError:
        return None


def _han_number(word: str) -> float:
    """三十五 is 35, 一百零五 is 105, and 一百五 is 150."""
    hundreds, _, rest = word.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    if hundreds and not ten and ones and not ones.startswith("零"):
        tens, ones = ones, ""

    def digit(one: str) -> int:
        return 2 if one == "两" else _DIGITS.find(one[-1:]) + 1 if one else 0

    return 100 * digit(hundreds) + 10 * (digit(tens) or bool(ten)) + digit(ones)


# ---- phrases


class Parts(Struct, frozen=True):
    """What phrases name: `<set>` of words, and `{class}` of phrases."""

    words: Mapping[str, tuple[str, ...]] = {}
    classes: Mapping[str, tuple[str, ...]] = {}
    read: dict[str, Element] = field(default_factory=dict)
    """The classes that were read already."""


def orders(written: str) -> list[str]:
    """The phrases that one written with `&` stands for: its parts in every order."""
    for join, gap in _JOINS.items():
        if join in written:
            return [gap.join(order) for order in permutations(written.split(join))]
    return [written]


def phrase(text: str, named: Parts) -> tuple[Element, ...]:
    """The words of a phrase of the lexicon.

    Raises:
        PhraseFault: where it cannot be read, or would match anything.
    """
    read: list[Element] = []
    gap = 0
    for part in text.split():
        if part in GAPS:
            if not read:
                raise PhraseFault("begins with a gap; a phrase begins with a word")
            gap = GAPS[part]
            continue
        read.append(_element(part, gap, named))
        gap = 0
    if gap:
        raise PhraseFault("ends with a gap; a phrase ends with a word")
    if not read or all(one.optional for one in read):
        raise PhraseFault("says nothing; give a word that must be there")
    if read[0].optional:
        raise PhraseFault("begins with a word that may be missing; leave it out")
    return tuple(read)


def _element(part: str, gap: int, named: Parts) -> Element:
    optional = part.endswith("?")
    words: list[str] = []
    runs: list[tuple[Element, ...]] = []
    number = None
    for one in part.removesuffix("?").split("|"):
        if one.startswith("#"):
            number = _range(one)
        elif one.startswith("<"):
            if one[1:-1] not in named.words:
                raise PhraseFault(
                    f"{one} is not a set of words; it is one of {', '.join(named.words)}"
                )
            words += named.words[one[1:-1]]
        elif one.startswith("{"):
            runs.append((_class(one, named),))
        else:
            words.append(one)
    runs += [run for one in words if (run := _run(one))]
    words = [one for one in words if not _run(one)]
    begins = tuple(_word(one[:-1]) for one in words if one.endswith("*"))
    whole = frozenset(_word(one) for one in words if not one.endswith("*"))
    return _with_runs(Element(whole, begins, number, gap, optional), runs)


def _with_runs(element: Element, runs: list[tuple[Element, ...]]) -> Element:
    firsts = [one for run in runs for one in run[0].firsts()]
    numbers = any(one.number for one in firsts)
    return replace(
        element,
        runs=tuple(runs),
        opens=frozenset(word for one in firsts for word in one.words),
        opens_so=None if numbers else tuple(begin for one in firsts for begin in one.begins),
    )


@cache
def _run(word: str) -> tuple[Element, ...]:
    """The elements of several Chinese characters, empty for any other word."""
    parts = [token.word for token in tokens(word)] if len(word) > 1 and is_han(word) else []
    return phrase(" ".join(parts), Parts()) if len(parts) > 1 else ()


def is_han(word: str) -> bool:
    """Whether a word is written in Chinese characters alone."""
    return re.fullmatch(f"[{HAN}]+", word) is not None


def _class(part: str, named: Parts) -> Element:
    """Any phrase of a class, which may name other classes: single words, and runs of several."""
    name = part[1:-1]
    if name in named.read:
        return named.read[name]
    if name not in named.classes:
        known = ", ".join(named.classes)
        raise PhraseFault(f"{part} is not a class of phrases here; it is one of {known}")
    # A class that names itself, straight or by others, does not find itself again.
    others = {id_: one for id_, one in named.classes.items() if id_ != name}
    rest = Parts(named.words, others, named.read)
    read = [phrase(one, rest) for text in named.classes[name] for one in orders(text)]
    single = [run[0] for run in read if len(run) == 1 and not run[0].runs and not run[0].number]
    words = frozenset(word for one in single for word in one.words)
    begins = tuple(begin for one in single for begin in one.begins)
    runs = [run for run in read if len(run) > 1 or run[0] not in single]
    named.read[name] = _with_runs(Element(words, begins), runs)
    return named.read[name]


@cache
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
