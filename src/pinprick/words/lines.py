"""Lines of a terminal: how many columns words take there, and where a line may end.

Chinese has no spaces: a line may end between any two of its characters, each two columns wide, but
none begins with a comma or full stop, or ends with an opening bracket.
"""

import re
from unicodedata import category, east_asian_width

_OPENING = "（《〈「『【〔［｛“‘(["
_CLOSING = "，。、；：？！）》〉」』】〕］｝”’…—·％～,.;:?!)]%"
_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff"
_WITHIN = re.compile(
    rf"(?<=[{_WIDE}])(?<![{_OPENING.replace('[', '')}\[])(?=[^{re.escape(_CLOSING)}])"
    rf"|(?<=[^\d{_OPENING.replace('[', '')}\[])(?=[{_WIDE}])(?=[^{re.escape(_CLOSING)}])"
)
"""Where a line may end within what has no space: beside a Chinese character, but not between a
number and what it counts."""
_WORD = re.compile(r"(\s*)(\S+)")


def width(words: str) -> int:
    """Columns that words take in a terminal: 2 for each wide character, 0 for what joins another."""
    return sum(map(_columns, words))


def _columns(character: str) -> int:
    if character.isascii():
        return 1
    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def padded(words: str, columns: int) -> str:
    """Words with spaces after them, up to so many columns."""
    return words + " " * (columns - width(words))


def wrapped(words: str, columns: int, indent: str = "", first: str | None = None) -> list[str]:
    """Words in lines of at most so many columns, where no longer word is in them; `first` stands
    before the first line, `indent` before each other. No words are no lines."""
    lines = list[str]()
    line = indent if first is None else first
    used, begun = width(line), False
    for space, word in _WORD.findall(words):
        gap = " " * len(space)
        for piece in _WITHIN.split(word):
            if begun and used + len(gap) + width(piece) > columns:
                lines.append(line)
                line, gap, used = indent, "", width(indent)
            line += gap + piece
            used += len(gap) + width(piece)
            gap, begun = "", True
    return [*lines, line] if begun else []
