"""The list of hazards names only tests and rules that exist, and every hazard has a test that holds its
control or says that it is open."""

import re

import pytest

from tests.house.files import ROOT
from tests.house.naming import TEST, names_of
from tests.models import shipped

PAGE = ROOT / "docs" / "safety" / "hazards.md"
ROW = re.compile(r"^\| ([SH]\d+) \| (.+) \|$", flags=re.MULTILINE)
RULES = re.compile(r"\brules? ((?:`[a-z0-9-]+`(?:, | and )?)+)")
COLUMNS = 5
"""Hazard, harm, cause, control, held by; without the name."""
FIRST = [f"S{number}" for number in range(1, 9)]


def rows() -> dict[str, list[str]]:
    """The cells of each hazard by its name."""
    return {name: cells.split(" | ") for name, cells in ROW.findall(PAGE.read_text(encoding="utf-8"))}


def faults(name: str, cells: list[str], rules: frozenset[str]) -> list[str]:
    """What is wrong with a row."""
    if len(cells) != COLUMNS:
        return [f"{name}: {len(cells)} cells, not {COLUMNS}"]
    _, harm, _, control, held = cells
    named = TEST.findall(held)
    cited = [id_ for match in RULES.findall(control) for id_ in re.findall(r"`([a-z0-9-]+)`", match)]
    found = [f"{name}: there is no {file}::{test}" for file, test in named if test not in names_of(file)]
    found += [f"{name}: there is no rule {id_}" for id_ in cited if id_ not in rules]
    if harm not in ("high", "middle", "low"):
        found.append(f"{name}: the harm is {harm}")
    if not named and "**open**" not in control + held:
        found.append(f"{name}: no test holds it, and it does not say that it is open")
    return found


def test_every_test_and_rule_of_the_list_exists() -> None:
    rules = frozenset(shipped().knowledge.rules)
    found = [fault for name, cells in rows().items() for fault in faults(name, cells, rules)]
    assert not found, "docs/safety/hazards.md:\n" + "\n".join(found)


def test_the_hazards_that_were_found_first_are_there_and_none_has_two_rows() -> None:
    names = [name for name, _ in ROW.findall(PAGE.read_text(encoding="utf-8"))]
    assert set(FIRST) <= set(names)
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (["it", "high", "a slip", "none", "nothing"], "no test holds it"),
        (["it", "high", "a slip", "rules `a`, `b`", "**open**"], "no rule b"),
        (["it", "grave", "a slip", "none", "**open**"], "the harm is grave"),
        (["it", "high", "a slip", "none", "`tests/house/test_hazards.py::test_none`"], "there is no tests/house"),
        (["it", "high", "a slip", "none", "`tests/test_none.py::test_none`"], "there is no tests/test_none.py"),
        (["it", "high", "a slip", "none", "`tests/house/test_hazards.py`"], "there is no"),
        (["it", "high"], "2 cells"),
    ],
)
def test_a_fault_is_found(cells: list[str], says: str) -> None:
    assert any(says in fault for fault in faults("H0", cells, frozenset({"a"})))


def test_a_row_that_is_sound_has_no_fault() -> None:
    held = "`tests/house/test_hazards.py::test_a_row_that_is_sound_has_no_fault`"
    assert faults("H0", ["it", "high", "a slip", "rule `a`", held], frozenset({"a"})) == []
