"""CONTRIBUTING.md lists every room of the code, from the first row down, in the words of its own
docstring."""

import ast
import re
from pathlib import Path

from tests.house.files import PACKAGE, ROOT
from tests.house.rows import ROWS

ROOMS = re.compile(r"^\| `([a-z0-9_]+)` \| (.+) \|$", flags=re.MULTILINE)


def listed(page: str) -> list[tuple[str, str]]:
    """The rooms that the page lists, with what it says of each."""
    section = page.partition("## Rooms\n")[2].partition("\n## ")[0]
    return ROOMS.findall(section)


def purpose(module: Path) -> str:
    """The first sentence of a module's docstring."""
    words = " ".join((ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or "").split())
    return re.split(r"(?<=\.)(?: |$)", words)[0]


def rooms() -> list[tuple[str, str]]:
    """Every package, and every module beside them, with its purpose: in the order of the rows."""
    there = {path.parent.name: path for path in PACKAGE.glob("*/__init__.py")}
    there |= {path.stem: path for path in PACKAGE.glob("*.py") if path.stem != "__init__"}
    order = [name for row in ROWS for name in row if name in there]
    return [(name, purpose(there[name])) for name in [*order, *sorted(there.keys() - set(order))]]


def test_every_room_is_listed_and_told_in_its_own_words() -> None:
    told = listed((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    table = "\n".join(f"| `{name}` | {words} |" for name, words in rooms())
    assert told == rooms(), f"CONTRIBUTING.md, Rooms: make the table\n{table}"


def test_a_purpose_is_the_first_sentence(tmp_path: Path) -> None:
    module = tmp_path / "any.py"
    module.write_text('"""Files in,\nrecords out. More of it."""\n')
    assert purpose(module) == "Files in, records out."
