"""The drawn courses of nerves: no site is forgotten, nothing lies beside the picture, and the file
is up to date."""

import cmath
import importlib
import re
from collections.abc import Iterator
from itertools import pairwise
from math import pi
from pathlib import Path
from types import ModuleType

import pytest

from pinprick.pictures import bodymap, nerves
from tests.models import shipped

ROOT = Path(__file__).parents[1]
DRAWN = [(site, view) for site in sorted(nerves.sites()) for view in nerves.views(site)]
NUMBER = re.compile(r"-?\d*\.?\d+")


@pytest.fixture
def generator(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """frontend/nerves.py, which imports its neighbours by their plain names."""
    monkeypatch.syspath_prepend(str(ROOT / "frontend"))
    return importlib.import_module("nerves")


def box(view: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a view."""
    found = re.search(r'viewBox="(\S+) (\S+) (\S+) (\S+)"', bodymap.view(view))
    assert found
    left, top, width, height = map(float, found.groups())
    return left, top, left + width, top + height


def inside(point: complex, view: str) -> bool:
    left, top, right, bottom = box(view)
    return left <= point.real <= right and top <= point.imag <= bottom


def points(line: str) -> Iterator[complex]:
    """All points of path data of the form `M… c… c…`, those that steer the curves as well."""
    start, *segments = line.removeprefix("M").split("c")
    here = complex(*map(float, NUMBER.findall(start)))
    yield here
    for segment in segments:
        numbers = [float(number) for number in NUMBER.findall(segment)]
        assert len(numbers) == 6, segment
        steps = [complex(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        yield from (here + step for step in steps)
        here += steps[-1]


def test_every_site_is_drawn_or_excused(generator: ModuleType) -> None:
    assert nerves.sites() | set(generator.UNPLACED) == set(shipped().knowledge.sites)
    assert not nerves.sites() & set(generator.UNPLACED)


def test_the_file_is_what_the_generator_makes(generator: ModuleType, tmp_path: Path) -> None:
    generator.main(tmp_path)
    made = (tmp_path / "nerves.json").read_text(encoding="utf-8")
    kept = (ROOT / "src" / "pinprick" / "pictures" / "bodymap" / "nerves.json").read_text(encoding="utf-8")
    assert made == kept, "run python frontend/nerves.py"


def test_every_site_is_shown_in_one_to_three_views_and_its_place_in_one_at_least() -> None:
    for site in nerves.sites():
        courses = [nerves.course(site, view) for view in nerves.views(site)]
        assert 1 <= len(courses) <= 3
        assert any(course and course.at for course in courses), site


@pytest.mark.parametrize(("site", "view"), DRAWN)
def test_all_lies_inside_its_view(site: str, view: str) -> None:
    assert view in bodymap.VIEWS
    course = nerves.course(site, view)
    assert course
    assert course.lines
    assert all(inside(complex(x, y), view) for x, y in course.at)
    assert all(inside(point, view) for line in course.lines for point in points(line))


@pytest.mark.parametrize(("site", "view"), DRAWN)
def test_no_line_turns_back_on_itself(site: str, view: str) -> None:
    course = nerves.course(site, view)
    assert course
    for line in course.lines:
        passed = list(points(line))[::3]
        steps = [end - start for start, end in pairwise(passed)]
        turns = [abs(cmath.phase(after / before)) for before, after in pairwise(steps)]
        assert max(turns, default=0) < pi / 2, line


def test_the_right_side_is_the_mirror_image_of_the_left() -> None:
    left, right, both = (
        str(nerves.overlay("nerve.sural", "back", sides)) for sides in (("left",), ("right",), ("left", "right"))
    )
    turned = ' data-side="right" transform="matrix(-1 0 0 1 1080 0)"'
    assert left.startswith('<g class="nerve" data-side="left"><path class="course" d="M')
    assert right == left.replace(' data-side="left"', turned)
    assert both == left + right
    for view in bodymap.VIEWS:
        turn = nerves.overlay(next(site for site, shown in DRAWN if shown == view), view, ("right",))
        sides = box(view)
        assert f"matrix(-1 0 0 1 {sides[0] + sides[2]:g} 0)" in turn


def test_nothing_is_drawn_where_nothing_is_known() -> None:
    assert nerves.overlay("none.changing", "top", ("left",)) == ""
    assert nerves.overlay("nerve.sural", "front", ("left",)) == ""
    assert nerves.overlay("nerve.sural", "back", ()) == ""
    assert nerves.views("none.changing") == ()
    assert nerves.course("none.changing", "top") is None


def test_a_nerve_of_one_leg_stays_on_its_side_of_the_body() -> None:
    for site, view in DRAWN:
        course = nerves.course(site, view)
        if course and not site.startswith(("brain", "body", "cord", "root")):
            left, _, right, _ = box(view)
            assert all(x <= (left + right) / 2 for x, _ in course.at), (site, view)
