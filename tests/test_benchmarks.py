"""What the benchmarks write, never how long anything takes."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from benchmarks import growth, plots, write
from benchmarks.goals import Goal
from scripts.method import PLACE
from tests.models import shipped


def texts(drawing: str) -> list[tuple[float, float, str]]:
    """Where each text of a drawing stands, and what it says."""
    found = ElementTree.fromstring(drawing).iter("{http://www.w3.org/2000/svg}text")
    return [(float(one.get("x", "")), float(one.get("y", "")), one.text or "") for one in found]


def test_every_place_on_a_page_has_figures_and_all_figures_have_a_place() -> None:
    places = [name for page in write.PAGES for _, name, _ in PLACE.findall(page.read_text(encoding="utf-8"))]
    assert sorted(places) == sorted(write.FIGURES)


def test_every_plot_on_the_page_is_there_and_no_other() -> None:
    page = write.PAGES[0]
    shown = re.findall(r"\((\w+\.svg)\)", page.read_text(encoding="utf-8"))
    assert sorted(shown) == sorted(path.name for path in page.parent.glob("*.svg"))


def test_a_bar_is_as_long_as_its_number_and_every_text_says_what_was_given() -> None:
    drawing = plots.bars("A & B", [plots.Bar("one <x>", 10, "10 ×"), plots.Bar("two", 5, "5 ×", 1)], 20, "goal")
    wide = [float(width) for width in re.findall(r'height="16" .*|width="([\d.]+)" height="16"', drawing) if width]
    assert wide[0] == pytest.approx(2 * wide[1], rel=1e-2)
    assert {said for *_, said in texts(drawing)} == {"A & B", "goal", "one <x>", "10 ×", "two", "5 ×"}


def test_names_of_curves_that_end_together_do_not_lie_over_each_other() -> None:
    same = {name: [1.0, 3.0, 9.9] for name in ("a", "b", "c", "d")}
    told = texts(plots.lines("Growth", "conditions", (1, 3, 10), same))
    ends = sorted(y for x, y, said in told if "9.9" in said or said == "as many times")
    assert len(ends) == 5
    assert all(below - above >= 16 for above, below in pairwise(ends))


def test_a_drawing_is_the_same_every_time_and_has_a_ground_of_its_own() -> None:
    made = [plots.lines("Growth", "conditions", (1, 3), {"a": [1.0, 2.0]}) for _ in range(2)]
    assert made[0] == made[1]
    assert f'fill="{plots.GROUND}"' in made[0]


@pytest.mark.parametrize(
    ("goal", "measured", "least", "met"),
    [(10, 9, False, True), (10, 11, False, False), (20, 21, True, True), (20, 3, True, False)],
)
def test_a_goal_is_met_from_its_own_side(goal: float, measured: float, least: bool, met: bool) -> None:
    assert Goal("", goal, "", measured, least).met is met


def test_a_larger_knowledge_base_has_each_condition_so_often_and_the_same_shares_in_all() -> None:
    knowledge = shipped().knowledge
    grown = growth.larger(knowledge, 3)
    assert len(grown.conditions) == 3 * len(knowledge.conditions)
    shares = [sum(float(str(one.share.p)) for one in base.conditions.values()) for base in (knowledge, grown)]
    assert shares[0] == pytest.approx(shares[1])
