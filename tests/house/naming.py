"""Tests that are named in a page."""

import ast
import re
from functools import cache

from tests.house.files import ROOT

TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
"""A test as a page names it: its module and itself."""


@cache
def names_of(file: str) -> frozenset[str]:
    """The tests of a module."""
    path = ROOT / file
    if not path.is_file():
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
