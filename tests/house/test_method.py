"""docs/method.md is true: its tables are what the program reckons, and its arithmetic comes out."""

import re

import pytest

from pinprick.knowledge.ids import MAP
from scripts import method
from scripts.worked import Worked, evidence_of_all, factors, map_sides, worked
from tests.models import shipped

PAGE = method.PAGE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def case() -> Worked:
    return worked(shipped(), PAGE)


def test_every_figure_of_the_page_is_what_the_program_reckons() -> None:
    assert method.written(PAGE, shipped()) == PAGE, "docs/method.md is of another model; run `make method`"


def test_every_table_has_its_place_and_every_place_its_table() -> None:
    assert re.findall(r"<!-- figures: ([a-z-]+) -->", PAGE) == list(method.FIGURES)
    assert len(method.PLACE.findall(PAGE)) == len(method.FIGURES), "a place has no end"


def test_the_factors_of_the_page_are_the_posterior(case: Worked) -> None:
    product = 1.0
    for _, factor in factors(case):
        product *= factor
    assert product / evidence_of_all(case) == pytest.approx(case.probability, rel=1e-12)


def test_the_steps_of_the_map_are_its_likelihood(case: Worked) -> None:
    assert dict(factors(case))[r"P(map \| h)"] == pytest.approx(map_sides(case)[2], rel=1e-12)
    assert MAP in case.assessment.belief.evidence.findings


def test_a_changed_figure_is_seen_and_put_right() -> None:
    changed = re.sub(r"^\| conditions \| \d+ \|$", "| conditions | 1 |", PAGE, flags=re.MULTILINE)
    assert changed != PAGE
    assert method.written(changed, shipped()) == PAGE


def test_every_file_of_code_that_the_page_names_is_there() -> None:
    root = method.PAGE.parents[1]
    named = re.findall(r"`([a-z_]+/[a-z_]*(?:\.py)?)`", PAGE)
    assert named
    for name in named:
        there = (root / name).exists() or (root / "src" / "pinprick" / name).exists()
        assert there, f"docs/method.md says {name}, and there is no such file"
