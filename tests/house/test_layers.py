"""A module imports only from rows above it: what a thing rests on can be read from top to bottom.
Reading a file of another package by its path is importing from it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.files import PACKAGE, shown
from tests.house.paths import reached
from tests.house.rows import ROWS

ROW = {name: row for row, names in enumerate(ROWS) for name in names}


DATA = {"knowledge_base": "knowledge"}
"""Folders of data, and the package that all others ask for what is in them."""

ALL = {"model/store.py": "hashes the code of all that makes a model, and runs none of it"}
"""Modules that reach every package by path, with the reason."""


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
    return found + _faults_of_paths(path, tree, package)


def _faults_of_paths(path: Path, tree: ast.Module, package: Path) -> list[str]:
    """Every file of a package that is not above, and is read by its path."""
    module, found = _module(path, package), []
    for line, place in reached(tree, path, package):
        if place is None:
            found.append(f"{path}:{line}: uses `__file__` in a way that cannot be followed; write `Path(__file__)`")
        elif place == package or not place.is_relative_to(package):
            if path.relative_to(package).as_posix() not in ALL:
                found.append(f"{path}:{line}: reaches every package by path; name the one, which must be above")
        else:
            other = _module(place, package)
            other = DATA.get(other, other)
            if other != module and ROW.get(other, len(ROWS)) >= ROW[module]:
                found.append(
                    f"{path}:{line}: `{module}` reads a file of `{other}`, which is not above it; move the file, or "
                    "let a package above give what is in it"
                )
    return found


def test_every_module_imports_only_from_rows_above() -> None:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        found += [fault.replace(str(path), shown(path)) for fault in faults(path, ast.parse(path.read_text()))]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize("name", ALL)
def test_an_exception_is_needed(name: str) -> None:
    tree = ast.parse((PACKAGE / name).read_text())
    assert PACKAGE in {place for _, place in reached(tree, PACKAGE / name, PACKAGE)}


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
        ("paper/note.py", 'SHEET = Path(__file__).parent.parent / "web" / "static"'),
        ("paper/note.py", 'def late():\n    return (Path(__file__).parents[1] / "web" / name).read_text()'),
        ("paper/note.py", 'ALL = Path(__file__).resolve().parent.parent\nSHEET = ALL / "cli"'),
        ("paper/note.py", "code = list(Path(__file__).parent.parent.rglob(name))"),
        ("paper/note.py", 'code = Path(__file__).parents[3] / "docs"'),
        ("paper/note.py", "here = os.path.dirname(__file__)"),
        ("paper/note.py", 'sheet = importlib.resources.files("pinprick.web")'),
        ("once.py", 'DATA = Path(__file__).parent / "knowledge_base"'),
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
        ("paper/note.py", 'ALL = Path(__file__).parent.parent\nMAP = ALL / "pictures" / f"{name}.svg"'),
        ("paper/note.py", 'HERE = Path(__file__).parent\nNOTE = (HERE / "note.typ").read_bytes()'),
        ("model/store.py", "code = hashed(Path(__file__).parents[1])"),
        ("case/reading.py", 'DATA = Path(__file__).parent.parent / "knowledge_base" / name'),
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
    return name in ("import_module", "__import__", "files")
