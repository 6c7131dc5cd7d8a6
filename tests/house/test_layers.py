"""A module imports only from rows above it: what a thing rests on can be read from top to
bottom."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.files import PACKAGE, shown
from tests.house.rows import ROWS

ROW = {name: row for row, names in enumerate(ROWS) for name in names}


def faults(path: Path, tree: ast.Module, package: Path = PACKAGE) -> list[str]:
    """Every import of a file that breaks the rows."""
    module = _module(path, package)
    if module == "__init__":
        return []
    if module not in ROW:
        return [f"{path}: `{module}` is in no row; add it to ROWS in tests/house/rows.py, as high as its imports allow"]
    found = []
    for line, other in _imports(tree, path, package):
        if other == module:
            continue
        if other not in ROW:
            found.append(
                f"{path}:{line}: imports `{other}`, which is in no row; import from the module that defines it"
            )
        elif ROW[other] >= ROW[module]:
            found.append(
                f"{path}:{line}: `{module}` imports `{other}`, which is not above it; move what both need into a row "
                "above, or pass it in as an argument (an import inside a function counts too)"
            )
    return found


def test_every_module_imports_only_from_rows_above() -> None:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        found += [fault.replace(str(path), shown(path)) for fault in faults(path, ast.parse(path.read_text()))]
    assert not found, "\n" + "\n".join(found)


def test_every_module_stands_in_one_row() -> None:
    names = [name for row in ROWS for name in row]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("problems.py", "import pinprick.cli"),
        ("problems.py", "from pinprick import once"),
        ("problems.py", "from .model import Model"),
        ("problems.py", "def late():\n    from pinprick.cli import main"),
        ("problems.py", "def late():\n    return import_module('pinprick.cli.case')"),
        ("knowledge/terms.py", "from ..case import Case"),
        ("knowledge/terms.py", "from pinprick import load"),
        ("newcomer.py", ""),
    ],
)
def test_a_wrong_import_is_found(name: str, code: str) -> None:
    assert faults(PACKAGE / name, ast.parse(code))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("cli/case.py", "from pinprick import assessment, words\nimport numpy"),
        ("knowledge/terms.py", "from pinprick.knowledge.care import Step\nfrom . import settings"),
        ("__init__.py", "from pinprick.cli import main"),
    ],
)
def test_a_right_import_is_left_alone(name: str, code: str) -> None:
    assert faults(PACKAGE / name, ast.parse(code)) == []


def _module(path: Path, package: Path) -> str:
    return path.relative_to(package).parts[0].removesuffix(".py")


def _imports(tree: ast.Module, path: Path, package: Path) -> Iterator[tuple[int, str]]:
    """Line and top-level name under `pinprick` of every import, wherever in the file it stands."""
    here = ("pinprick", *path.relative_to(package).parts[:-1])
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(here[: len(here) - node.level + 1]) if node.level else ""
            start = ".".join(part for part in (base, node.module or "") if part)
            names = [f"{start}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Call):
            names = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            names = names if _imports_by_name(node) else []
        else:
            continue
        for name in names:
            parts = name.split(".")
            if parts[0] == "pinprick" and len(parts) > 1:
                yield node.lineno, parts[1]


def _imports_by_name(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in ("import_module", "__import__")
