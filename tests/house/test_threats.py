"""The list of threats names only tests that exist, and each threat has one or says that it is open."""

import re

import pytest
from click.testing import CliRunner

from pinprick.cli import main
from tests.house.files import ROOT
from tests.house.naming import TEST, names_of

PAGE = ROOT / "docs" / "safety" / "threats.md"
ROW = re.compile(r"^\| (T\d+) \| (.+) \|$", flags=re.MULTILINE)
COLUMNS = 4
"""Who, how, what stops them, held by; without the name."""


def faults(name: str, cells: list[str]) -> list[str]:
    """What is wrong with a row."""
    if len(cells) != COLUMNS:
        return [f"{name}: {len(cells)} cells, not {COLUMNS}"]
    named = TEST.findall(cells[-1])
    found = [f"{name}: there is no {file}::{test}" for file, test in named if test not in names_of(file)]
    if not named and "**open**" not in cells[-2] + cells[-1]:
        found.append(f"{name}: no test holds it, and it does not say that it is open")
    return found


def test_every_test_of_the_list_exists() -> None:
    rows = ROW.findall(PAGE.read_text(encoding="utf-8"))
    found = [fault for name, cells in rows for fault in faults(name, cells.split(" | "))]
    assert not found, "docs/safety/threats.md:\n" + "\n".join(found)
    assert [name for name, _ in rows] == [f"T{number}" for number in range(1, len(rows) + 1)]
    assert len(rows) >= 17


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (["she", "so", "nothing", "nothing"], "no test holds it"),
        (["she", "so", "this", "`tests/test_none.py::test_none`"], "there is no tests/test_none.py"),
        (["she", "so"], "2 cells"),
    ],
)
def test_a_fault_is_found(cells: list[str], says: str) -> None:
    assert any(says in fault for fault in faults("T0", cells))
    assert faults("T0", ["she", "so", "nothing, **open**", "nothing"]) == []


def test_help_says_what_others_can_see() -> None:
    told = " ".join(CliRunner().invoke(main, ["ask", "--help"]).output.split())
    assert "can be seen by others on this machine while it runs (ps)" in told
    assert "stays in the history of your shell" in told
    other = CliRunner().invoke(main, ["understand", "--help"]).output
    assert "nothing stands in the history" in " ".join(other.split())
