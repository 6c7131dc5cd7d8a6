"""YAML 1.2 (core schema) with the place of every value: `no` is text, `1e-3` is a number, keys are
text.

Aliases are refused: a file says what it says where it says it, and a small file cannot grow into a
large one. JSON is YAML, so JSON files are read here too."""

import re
from typing import Any

import yaml
from msgspec import Struct, field

from pinprick.problems import Problem, dotted

Path = tuple[str | int, ...]


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
    """The document in `content`; syntax errors and duplicate keys are in its `problems`."""
    document = Document(file)
    try:
        node = yaml.compose(content.decode("utf-8-sig"), Loader=_Loader)
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
    except RecursionError:
        document.problems.append(
            Problem(file, 0, 0, "", "nested too deeply; none of our files needs that")
        )
    else:
        if node is not None:
            document.data = _build(document, node, (), set())
    return document


def _build(document: Document, node: yaml.Node, path: Path, seen: set[int]) -> Any:
    document.places.setdefault(path, (node.start_mark.line + 1, node.start_mark.column + 1))
    if id(node) in seen:
        document.problems.append(
            document.problem(path, "an alias (*name) is not allowed; write the value out")
        )
        return None
    if isinstance(node, yaml.MappingNode):
        seen.add(id(node))
        return _mapping(document, node, path, seen)
    if isinstance(node, yaml.SequenceNode):
        seen.add(id(node))
        return [
            _build(document, item, (*path, index), seen) for index, item in enumerate(node.value)
        ]
    return _scalar(node)


def _mapping(
    document: Document, node: yaml.MappingNode, path: Path, seen: set[int]
) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            document.problems.append(document.problem(path, "a key must be a word"))
            continue
        inner = (*path, key.value)
        if key.value in result:
            line, column = key.start_mark.line + 1, key.start_mark.column + 1
            first = document.places[inner][0]
            what = f"the key stands twice, first in line {first}; keep one"
            document.problems.append(Problem(document.file, line, column, dotted(inner), what))
            continue
        document.places[inner] = (key.start_mark.line + 1, key.start_mark.column + 1)
        result[key.value] = _build(document, value, inner, seen)
    return result


def _scalar(node: yaml.Node) -> Any:
    kind = node.tag.rpartition(":")[2]
    if kind == "bool":
        return node.value.lower() == "true"
    if kind == "null":
        return None
    if kind in ("int", "float") and len(node.value) < 300:
        return int(node.value) if kind == "int" else float(node.value)
    return node.value
