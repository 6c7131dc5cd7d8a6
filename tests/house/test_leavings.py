"""What tools leave in the project's folder is no file of ours, and no house rule stumbles over it."""

import subprocess
from pathlib import Path

import pytest

from tests.house.files import ROOT, committed, text_of

LEFT = (
    ".coverage",
    ".coverage.machine.1234.XyZ",
    "htmlcov/index.html",
    "coverage.xml",
    ".pytest_cache/compiled/pinprick/0123.model",
    ".hypothesis/unicode_data/charmap.json.gz",
    ".mypy_cache/3.11/cache.db",
    "src/pinprick/__pycache__/once.cpython-311.pyc",
    "dist/pinprick-0.1.0-py3-none-any.whl",
)


@pytest.mark.parametrize("name", LEFT)
def test_what_tools_leave_is_no_file_of_ours(name: str) -> None:
    told = subprocess.run(["git", "check-ignore", "--quiet", "--no-index", name], cwd=ROOT, check=False)
    assert told.returncode == 0, f"{name} would be committed; add it to .gitignore"
    assert ROOT / name not in committed()


def test_a_file_that_is_no_text_can_be_read_by_the_rules(tmp_path: Path) -> None:
    database = tmp_path / "any.db"
    database.write_bytes(b"SQLite format 3\0" + bytes(range(256)))
    assert text_of(database).startswith("SQLite format 3")
