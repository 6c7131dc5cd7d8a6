"""A record is a frozen `msgspec.Struct`: a dataclass takes forty times as long to make, at every start."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.files import PACKAGE

EXCEPTIONS = {
    "case/case.py": "only the checks may make a case",
    "assessment.py": "its parts are reckoned when they are first asked for",
    "authoring/mirrors.py": "pydantic reads dataclasses",
}
"""Modules that use dataclasses, with the reason."""


def faults(name: str, code: str) -> Iterator[str]:
    """Every import of dataclasses in a module."""
    for node in ast.walk(ast.parse(code)):
        modules = [one.name for one in node.names] if isinstance(node, ast.Import) else []
        modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        if "dataclasses" in modules:
            yield (
                f"{name}:{getattr(node, 'lineno', 0)}: imports dataclasses; a record is a `Struct, frozen=True`, "
                "and `replace` and `fields` come from msgspec.structs"
            )


def _found() -> dict[str, list[str]]:
    paths = ((path.relative_to(PACKAGE).as_posix(), path) for path in sorted(Path(PACKAGE).rglob("*.py")))
    return {name: list(faults(name, path.read_text())) for name, path in paths}


def test_every_record_is_a_struct() -> None:
    found = [fault for name, told in _found().items() if name not in EXCEPTIONS for fault in told]
    assert not found, "\n" + "\n".join(found)


def test_every_exception_is_needed() -> None:
    found = _found()
    assert [name for name in EXCEPTIONS if not found.get(name)] == []


@pytest.mark.parametrize("code", ["import dataclasses", "from dataclasses import replace", "import ast, dataclasses"])
def test_a_dataclass_is_found(code: str) -> None:
    assert list(faults("some.py", code))
