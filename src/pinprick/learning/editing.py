"""Numbers changed where they stand in a file of YAML: every comment, every order and every line that
holds no changed number stays as it is."""

import json
from collections.abc import Iterable, Iterator

import numpy as np
import yaml

from pinprick.knowledge.quantity import Quantity
from pinprick.yamltext import Path

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Edit = tuple[int, int, str]
"""From and to which character, and what stands there then."""


def edited(text: str, numbers: Iterable[tuple[Path, Quantity]]) -> str:
    """A file with other numbers at their paths."""
    root = yaml.compose(text, _LOADER)
    assert root is not None, "a file of knowledge is not empty"
    edits = [edit for path, number in numbers for edit in _edits(text, _at(root, path), number)]
    parts, done = [], 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        parts += [text[done:start], new]
        done = end
    return "".join([*parts, text[done:]])


def _at(node: yaml.Node, path: Path) -> yaml.MappingNode:
    for step in path:
        node = _of(node, str(step))
    assert isinstance(node, yaml.MappingNode)
    return node


def _of(node: yaml.Node, name: str) -> yaml.Node:
    found = next(value for key, value in node.value if key.value == name)
    assert isinstance(found, yaml.Node)
    return found


def _edits(text: str, node: yaml.MappingNode, new: Quantity) -> Iterator[Edit]:
    """What changes in the mapping of a number. What it did not say comes after its basis."""
    there = {key.value: value for key, value in node.value}
    p = there["p"]
    if isinstance(new.p, dict):
        for value, number in new.p.items():
            yield _instead(text, _of(p, value), _shown(number))
    else:
        yield _instead(text, p, _shown(new.p))
    yield _instead(text, there["basis"], new.basis)
    sources = there.get("sources")
    if sources is not None and new.sources:
        yield from _added(sources, new.sources)
    said = {
        "range": f"[{', '.join(map(_shown, new.range))}]" if new.range else "",
        "people": _shown(new.people) if new.people is not None else "",
        "sources": f"[{', '.join(new.sources)}]" if sources is None and new.sources else "",
        "note": json.dumps(new.note, ensure_ascii=False) if new.note else "",
    }
    end, added = _end(text, there["basis"]), ""
    for name, words in said.items():
        if words and name in there:
            yield _instead(text, there[name], words)
        elif words:
            between = ", " if node.flow_style else f"\n{' ' * node.value[0][0].start_mark.column}"
            added += f"{between}{name}: {words}"
    yield end, end, added


def _instead(text: str, node: yaml.Node, new: str) -> Edit:
    return node.start_mark.index, _end(text, node), new


def _end(text: str, node: yaml.Node) -> int:
    """Where a value ends: a folded text takes the empty lines after it along, which stay."""
    start, end = node.start_mark.index, node.end_mark.index
    return start + len(text[start:end].rstrip())


def _added(node: yaml.Node, sources: tuple[str, ...]) -> Iterator[Edit]:
    """The sources that a list does not hold yet, at its end, or before the first of its lines."""
    named = {one.value for one in node.value}
    for key in sources:
        if key in named:
            continue
        if isinstance(node, yaml.CollectionNode) and node.flow_style:
            end = node.end_mark.index - 1
            yield end, end, f", {key}" if named else key
        else:
            start = node.start_mark.index
            yield start, start, f"- {key}\n{' ' * node.start_mark.column}"


def _shown(number: float) -> str:
    return np.format_float_positional(number, trim="-")
