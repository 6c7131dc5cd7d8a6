"""The texts of a file of the knowledge base, each with the place where it stands.

A place is the path of keys without the numbers of lists, so that a line put in before another
moves no translation: `urgency.upgrades.says`. A text that is a list is one text, joined by ` | `."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from unicodedata import east_asian_width

ENGLISH = "en"
JOINED = " | "
QUOTED = "urgencies"
"""Quotes what other texts say, for the checks of whoever writes them; no user reads it."""


def texts(data: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every text of what a file holds, as (place, the words by language)."""
    if isinstance(data, dict) and ENGLISH in data:
        yield place, data
    elif isinstance(data, dict):
        for key, inner in data.items():
            if key != QUOTED:
                yield from texts(inner, f"{place}.{key}" if place else str(key))
    elif isinstance(data, list | tuple):
        for inner in data:
            yield from texts(inner, place)


def joined(words: str | list[str]) -> str:
    """The words of a text as one line."""
    return words if isinstance(words, str) else JOINED.join(words)


def parted(line: str, like: str | list[str]) -> str | list[str]:
    """A line as words again, a list where `like` is one."""
    return line if isinstance(like, str) else line.split(JOINED)


def together(sentences: Iterable[str], bare: Callable[[str], str] = str) -> str:
    """Sentences one after the other: with a space between them, but after one that ends as Chinese
    does; empty ones are left out. `bare` takes the marks from a text that has some."""
    first, *others = list(filter(None, sentences)) or [""]
    for one in others:
        first = f"{first}{'' if is_wide(bare(first)[-1:]) else ' '}{one}"
    return first


def is_wide(character: str) -> bool:
    """Whether a character is one of those that fill a square, as in Chinese."""
    return bool(character) and east_asian_width(character) in "WF"
