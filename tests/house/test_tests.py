"""Each module of tests can be run alone: what two of them share stands in a module that is no test."""

import ast
from pathlib import Path

import pytest

from tests.house.files import python_files, shown


def faults(path: Path, tree: ast.Module) -> list[str]:
    """Every import from a module of tests."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        base = f"{node.module or ''}." if isinstance(node, ast.ImportFrom) else ""
        names = [base + alias.name for alias in node.names]
        found += [
            f"{path}:{node.lineno}: imports `{name}`; move what is shared into a module beside it that is no test"
            for name in names
            if any(part.startswith("test_") for part in name.split("."))
        ]
    return found


def test_no_module_imports_from_a_module_of_tests() -> None:
    ours = [path for path in python_files() if shown(path).startswith("tests/")]
    assert len(ours) > 30
    found = [fault for path in ours for fault in faults(Path(shown(path)), ast.parse(path.read_text()))]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    "code",
    [
        "from tests.test_page import MODEL",
        "from tests import test_page",
        "import tests.test_a",
        "from . import test_x",
    ],
)
def test_an_import_from_a_test_is_found(code: str) -> None:
    assert faults(Path("any.py"), ast.parse(code))
    assert not faults(Path("any.py"), ast.parse("from tests import pages\nfrom tests.house.files import ROOT"))
