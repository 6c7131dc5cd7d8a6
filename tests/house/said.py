"""Which messages the code and the templates ask for: every call of `say` and of `message`."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import Environment, nodes

from tests.house.files import PACKAGE, shown

ASKS = ("say", "message")


@dataclass(frozen=True)
class Said:
    """A call that asks for a message: where it stands, the key as a pattern (a part that is worked
    out matches anything), and the names of the values that are given; None when the call does not
    name them."""

    where: str
    key: re.Pattern[str]
    values: frozenset[str] | None


def all_said() -> list[Said]:
    """Every call in the package."""
    found: list[Said] = []
    for path in sorted(PACKAGE.rglob("*.py")):
        found += python_said(shown(path), path.read_text())
    for path in sorted(PACKAGE.rglob("*.html")):
        found += template_said(shown(path), path.read_text())
    return found


def python_said(name: str, code: str) -> Iterator[Said]:
    """The calls of a module, by the names under which it imports `pinprick.words`."""
    tree = ast.parse(code)
    asks = set(_asks(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in asks and len(node.args) > 1:
            given = {word.arg for word in node.keywords}
            values = None if None in given else frozenset(str(word) for word in given)
            yield from (Said(f"{name}:{node.lineno}", key, values) for key in _python_keys(node.args[1]))


def _asks(tree: ast.Module) -> Iterator[str]:
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names = [(node.module, one.name, one.asname or one.name) for node in imports for one in node.names]
    for module, name, called in names:
        if module in ("pinprick.words", "pinprick.words.catalogue") and name in ASKS:
            yield called
        elif (module, name) in (("pinprick", "words"), ("pinprick.words", "catalogue")):
            yield from (f"{called}.{ask}" for ask in ASKS)


def _python_keys(node: ast.expr) -> Iterator[re.Pattern[str]]:
    if isinstance(node, ast.IfExp):
        yield from (*_python_keys(node.body), *_python_keys(node.orelse))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.compile(re.escape(node.value))
    elif isinstance(node, ast.JoinedStr):
        parts = (re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in node.values)
        yield re.compile("".join(parts))


def template_said(name: str, source: str) -> Iterator[Said]:
    """The calls of a template, in which `say` speaks the language of the page."""
    for call in Environment().parse(source).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "say":
            values = frozenset(str(pair.key) for pair in call.kwargs)
            yield from (Said(f"{name}:{call.lineno}", key, values) for key in _template_keys(call.args[0]))


def _template_keys(node: nodes.Node) -> Iterator[re.Pattern[str]]:
    if isinstance(node, nodes.CondExpr):
        yield from _template_keys(node.expr1)
        yield from _template_keys(node.expr2) if node.expr2 else ()
    elif isinstance(node, nodes.Const):
        yield re.compile(re.escape(str(node.value)))
    elif isinstance(node, nodes.Concat):
        parts = (re.escape(str(one.value)) if isinstance(one, nodes.Const) else ".+" for one in node.nodes)
        yield re.compile("".join(parts))


def constants() -> set[str]:
    """Every text that stands whole in the package's code: a key may be chosen before it is asked for."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        tree = ast.walk(ast.parse(path.read_text()))
        found |= {node.value for node in tree if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    for path in PACKAGE.rglob("*.html"):
        consts = Environment().parse(path.read_text()).find_all(nodes.Const)
        found |= {node.value for node in consts if isinstance(node.value, str)}
    return found
