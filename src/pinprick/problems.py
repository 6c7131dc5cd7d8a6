"""What went wrong, where, and the cure. Problems are collected and told all at once."""

from collections.abc import Iterable

from msgspec import Struct


class Problem(Struct, frozen=True, order=True):
    """One fault in one file. `line` and `column` start at 1; 0 is "the file as a whole"."""

    file: str
    line: int
    column: int
    path: str
    what: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place} {self.path}: {self.what}" if self.path else f"{place}: {self.what}"


class ProblemsFound(Exception):
    """Input that cannot be used; holds every problem, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """`"; did you mean foot-drop?"` for the nearest of `known`, or nothing when none is near."""
    from difflib import get_close_matches  # needed only where something is wrong

    near = get_close_matches(str(word).replace("_", "-"), list(known), n=1, cutoff=0.6)
    return f"; did you mean {near[0]}?" if near else ""


def dotted(path: Iterable[object]) -> str:
    """A path into a file as one word: `findings.foot-drop.range.0`."""
    return ".".join(str(part) for part in path)
