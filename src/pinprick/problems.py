"""What went wrong, where, and the cure. Problems are collected and told all at once."""

import re
import traceback
from collections.abc import Iterable

from msgspec import Struct

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a terminal obeys instead of showing it, what turns the direction of words, and halves of
characters; a tab and the end of a line are allowed."""
_LONGEST_SHOWN = 1000
_LONGEST_NAME = 60


def shown(text: str) -> str:
    """Text as it may be shown in a terminal: on one line, with what would command it escaped, and
    not endless."""
    words = CONTROL.sub(lambda found: ascii(found[0])[1:-1], text).replace("\n", " ")
    return words if len(words) <= _LONGEST_SHOWN else f"{words[:_LONGEST_SHOWN]}…"


class Problem(Struct, frozen=True, order=True):
    """One fault in one file. `line` and `column` start at 1; 0 is "the file as a whole"."""

    file: str
    line: int
    column: int
    path: str
    what: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        told = f"{shown(place)} {shown(self.path)}" if self.path else shown(place)
        return f"{told}: {shown(self.what)}"


class ProblemsFound(Exception):
    """Input that cannot be used; holds every problem, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type["ProblemsFound"], tuple[tuple[Problem, ...]]]:
        """So that it comes whole from another process."""
        return ProblemsFound, (self.problems,)


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """`"; did you mean foot-drop?"` for the nearest of `known`, or nothing when none is near."""
    from difflib import get_close_matches  # needed only where something is wrong

    if len(str(word)) > _LONGEST_NAME:
        return ""
    near = get_close_matches(str(word).replace("_", "-"), list(known), n=1, cutoff=0.6)
    return f"; did you mean {near[0]}?" if near else ""


def dotted(path: Iterable[object]) -> str:
    """A path into a file as one word: `findings.foot-drop.range.0`."""
    return ".".join(str(part) for part in path)


def without_words(error: BaseException) -> str:
    """The kind of an error and the places in the code that it went through."""
    frames = traceback.extract_tb(error.__traceback__)
    places = ", ".join(f"{frame.filename}:{frame.lineno}" for frame in frames)
    return f"{type(error).__name__} at {places}"
