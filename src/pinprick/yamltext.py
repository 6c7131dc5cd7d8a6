"""YAML 1.2 (core schema) with the place of every value: `no` is text, `1e-3` is a number, keys are
text.

Aliases and tags are refused: a file says what it says where it says it, and a small file cannot
grow into a large one. So are control characters, which would command the terminal that shows them.
How long, how deep and of how many values a file may be is limited, so that none takes the memory or
the time of a machine. JSON is YAML, so JSON files are read here too."""

import re
from collections.abc import Iterator
from typing import Any

import yaml
from msgspec import Struct, field

from pinprick.problems import CONTROL, Problem, dotted

Path = tuple[str | int, ...]

MOST_BYTES = 8_000_000
"""Of a file. The longest of the knowledge base has a twentieth; 1,000 simulated cases have five
million."""
MOST_VALUES = 250_000
"""Of a file: each costs some 500 bytes of memory and 15 microseconds. 1,000 simulated cases have
208,000."""
MOST_DEPTH = 50
"""Levels of a file. The deepest of the knowledge base has a fifth."""
_MOST_PROBLEMS = 100
"""Told of a file; a file with more is not one of ours at all."""
_LONGEST_NUMBER = 300


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The C parser with the scalars of YAML 1.2 instead of those of 1.1."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own name and shape


_NUMBER = r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
for _tag, _pattern, _first in (
    ("bool", r"(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("int", r"[-+]?[0-9]+$", "-+0123456789"),
    ("float", rf"{_NUMBER}$", "-+0123456789."),
    ("null", r"(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))


class Document(Struct):
    """The data of a file, where each of its values stands, and what is wrong with it as YAML."""

    file: str
    data: Any = None
    places: dict[Path, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, path: Path, what: str) -> Problem:
        """A problem at `path`, placed at the nearest value that stands in the file."""
        place = path
        while place and place not in self.places:
            place = place[:-1]
        line, column = self.places.get(place, (0, 0))
        return Problem(self.file, line, column, dotted(path), what)


def read(content: bytes, file: str) -> Document:
    """The document in `content`; whatever keeps it from being read is in its `problems`."""
    document = Document(file)
    try:
        _read(document, content)
    except _Unreadable as error:
        document.problems.append(error.problem)
    except UnicodeDecodeError as error:
        what = f"not a text file in UTF-8 (byte {error.start}); save it as UTF-8 text"
        document.problems.append(Problem(file, 0, 0, "", what))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        document.problems.append(
            Problem(file, line, column, "", f"not valid YAML: {error.problem or error.context}")
        )
    except yaml.YAMLError:
        document.problems.append(
            Problem(file, 0, 0, "", "not a text file: it holds control characters")
        )
    return document


class _Unreadable(Exception):
    """Reading stops here."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.what)


def _read(document: Document, content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise _Unreadable(
            document.problem((), f"longer than {MOST_BYTES // 1_000_000} MB; split it into files")
        )
    loader = _Loader(content.decode("utf-8-sig"))
    events: Iterator[Any] = iter(loader.get_event, None)
    next(events)  # the start of the file
    if isinstance(next(events), yaml.StreamEndEvent):
        return
    reading = _Reading(document, events, loader.resolve)
    document.data = reading.value(next(events), (), 0)
    next(events)  # the end of the document
    after = next(events)
    if not isinstance(after, yaml.StreamEndEvent):
        raise _Unreadable(_at(document, after, (), "a second document begins; keep one in a file"))


def _at(document: Document, event: Any, path: Path, what: str) -> Problem:
    return Problem(document.file, *_place(event), dotted(path), what)


def _place(event: Any) -> tuple[int, int]:
    """The line and column at which an event begins."""
    return event.start_mark.line + 1, event.start_mark.column + 1


class _Reading:
    """The way from the events of the parser to data, without a tree between the two."""

    def __init__(self, document: Document, events: Iterator[Any], resolve: Any) -> None:
        self.document, self.events, self.resolve = document, events, resolve
        self.count = 0

    def value(self, event: Any, path: Path, depth: int) -> Any:
        """The value that begins with an event."""
        self._within_limits(event, path, depth)
        self.document.places.setdefault(path, _place(event))
        if isinstance(event, yaml.AliasEvent):
            self._tell(event, path, "an alias (*name) is not allowed; write the value out")
            return None
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._tell(event, path, f"a tag ({tag!a}) is not allowed; write the value alone")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(path, depth)
        return self._scalar(event, path)

    def _within_limits(self, event: Any, path: Path, depth: int) -> None:
        self.count += 1
        what = ""
        if self.count > MOST_VALUES:
            what = f"more than {MOST_VALUES:,} values; split the file"
        elif depth > MOST_DEPTH:
            what = f"nested more than {MOST_DEPTH} levels deep; none of our files needs that"
        elif len(self.document.problems) >= _MOST_PROBLEMS:
            what = "more is wrong after this; mend what is told first"
        if what:
            raise _Unreadable(_at(self.document, event, path[:MOST_DEPTH], what))

    def _tell(self, event: Any, path: Path, what: str) -> None:
        self.document.problems.append(_at(self.document, event, path, what))

    def _list(self, path: Path, depth: int) -> list[Any]:
        result: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            result.append(self.value(event, (*path, len(result)), depth + 1))
        return result

    def _mapping(self, path: Path, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            name = self._key(event, path, depth)
            inner = path if name is None else (*path, name)
            if name in result:
                first = self.document.places[inner][0]
                what = f"the key stands twice, first in line {first}; keep one"
                self._tell(event, inner, what)
            elif name is not None:
                self.document.places[inner] = _place(event)
            value = self.value(next(self.events), inner, depth + 1)
            if name is not None:
                result.setdefault(name, value)
        return result

    def _key(self, event: Any, path: Path, depth: int) -> str | None:
        """The name that an event is as a key; None when it is none."""
        if isinstance(event, yaml.ScalarEvent) and event.tag is None:
            self._look_for_control(event, path)
            return str(event.value)
        self._tell(event, path, "a key must be a word")
        if not isinstance(event, yaml.ScalarEvent):
            self.value(event, path, depth + 1)
        return None

    def _scalar(self, event: Any, path: Path) -> Any:
        self._look_for_control(event, path)
        text = event.value
        kind = self.resolve(yaml.ScalarNode, text, event.implicit).rpartition(":")[2]
        if kind == "bool":
            return text.lower() == "true"
        if kind == "null":
            return None
        if kind in ("int", "float") and len(text) < _LONGEST_NUMBER:
            return int(text) if kind == "int" else float(text)
        return text

    def _look_for_control(self, event: Any, path: Path) -> None:
        found = CONTROL.search(event.value)
        if found:
            what = f"holds the control character {found[0]!a}; write words alone"
            self._tell(event, path, what)
