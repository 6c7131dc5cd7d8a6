"""What is small can be read at one sitting."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.files import python_files, shown

MOST_LINES_OF_FILE = 400
MOST_LINES_OF_FUNCTION = 40
MOST_PARAMETERS = 5
MOST_NESTING = 3

POINTS = "a drawing: points placed by hand, read beside the picture"
EXCEPTIONS: dict[str, str] = {
    "frontend/bodymap.py foot_top": POINTS,
    "frontend/bodymap.py foot_sole": POINTS,
    "frontend/bodymap.py figure": POINTS,
    "frontend/bodymap.py front": POINTS,
    "frontend/bodymap.py view": "the parts of a view, which travel together only once",
    "src/pinprick/case/case.py of": "the way in for people: the parts of a case, all but two of them optional",
    "frontend/curves.py __init__": "a digit has as many measures",
}
"""`"src/pinprick/name.py"` for a file or `"src/pinprick/name.py function"` for a function, each
with its reason."""

Function = ast.FunctionDef | ast.AsyncFunctionDef
BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match)


def faults(name: str, code: str) -> Iterator[tuple[str, str]]:
    """What of a file is over a budget: (what an exception is filed under, a message)."""
    lines = len(code.splitlines())
    if lines > MOST_LINES_OF_FILE:
        yield (name, f"{name}:1: {lines} lines, at most {MOST_LINES_OF_FILE}; split it by what changes together")
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, Function):
            for what in _of_function(node):
                yield f"{name} {node.name}", f"{name}:{node.lineno}: {node.name}() {what}"


def test_everything_is_within_its_budget() -> None:
    found = [
        message
        for path in python_files()
        for key, message in faults(shown(path), path.read_text())
        if key not in EXCEPTIONS
    ]
    assert not found, "\n" + "\n".join(found)


def test_every_exception_is_needed() -> None:
    over = {key for path in python_files() for key, _ in faults(shown(path), path.read_text())}
    assert set(EXCEPTIONS) <= over, f"take out of EXCEPTIONS: {set(EXCEPTIONS) - over}"


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("x = 1\n" * 401, "401 lines"),
        ("def long():\n" + "    x = 1\n" * 41, "41 lines"),
        ("def many(a, b, c, *, d, e, f): ...", "6 parameters"),
        ("class A:\n  def many(self, a, b, c, d, e, f): ...", "6 parameters"),
        ("def deep():\n for a in b:\n  if a:\n   with a:\n    if b:\n     pass", "4 levels"),
    ],
)
def test_too_much_is_found(code: str, says: str) -> None:
    assert [message for _, message in faults("some.py", code) if says in message]


@pytest.mark.parametrize(
    "code",
    [
        'def long():\n    """' + "words\n" * 50 + '    """\n' + "    x = 1\n" * 40,
        "class A:\n  def many(self, a, b, c, d, e): ...",
        "def flat():\n if a: pass\n elif b: pass\n elif c: pass\n elif d: pass\n elif e: pass",
    ],
)
def test_enough_is_left_alone(code: str) -> None:
    assert list(faults("some.py", code)) == []


def test_the_files_are_found() -> None:
    assert Path(__file__) in python_files()


def _of_function(function: Function) -> Iterator[str]:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    lines = (function.end_lineno or 0) - body[0].lineno + 1 if body else 0
    if lines > MOST_LINES_OF_FUNCTION:
        yield f"has {lines} lines, at most {MOST_LINES_OF_FUNCTION}; give a step of it a name of its own"
    parameters = _parameters(function)
    if parameters > MOST_PARAMETERS:
        yield f"has {parameters} parameters, at most {MOST_PARAMETERS}; those that travel together are a record"
    levels = _nesting(function.body)
    if levels > MOST_NESTING:
        yield f"nests {levels} levels, at most {MOST_NESTING}; return early, or name the inner step"


def _parameters(function: Function) -> int:
    given = function.args
    named = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    return len([argument for argument in named if argument.arg not in ("self", "cls")])


def _nesting(body: list[ast.stmt]) -> int:
    return max((_levels(statement) for statement in body), default=0)


def _levels(node: ast.AST) -> int:
    """How many blocks deep a statement goes; `elif` is no deeper than its `if`, a function inside
    is a level."""
    if isinstance(node, ast.If):
        chain = node.orelse
        flat = len(chain) == 1 and isinstance(chain[0], ast.If)
        return max(1 + _nesting(node.body), _levels(chain[0]) if flat else 1 + _nesting(chain))
    inner = max((_levels(child) for child in ast.iter_child_nodes(node)), default=0)
    return inner + 1 if isinstance(node, (*BLOCKS, *Function.__args__)) else inner
