"""The courses of nerves, roots and arteries over the body map, and the place where a site lies on
them."""

import json
from functools import cache
from pathlib import Path

from msgspec import Struct

_FILE = Path(__file__).parent / "bodymap" / "nerves.json"
_AXES = {"top": 360, "soles": 360, "front": 360, "body": 180, "back": 540}
"""The x about which a view is symmetric. The file holds the left side; the right one is its mirror
image."""
_RADII = {"top": 16, "soles": 16, "front": 16, "body": 9, "back": 9}

_LOW_BACK = 3090
"""The y of the low back in the views of the whole body."""


class Course(Struct, frozen=True):
    """Path data of the lines, and the centres of the rings that mark the site; both for the left
    side."""

    lines: tuple[str, ...]
    at: tuple[tuple[float, float], ...]


@cache
def _drawn() -> dict[str, dict[str, Course]]:
    read = json.loads(_FILE.read_text(encoding="utf-8"))
    return {
        site: {
            view: Course(tuple(one["course"]), tuple((float(x), float(y)) for x, y in one["at"]))
            for view, one in views.items()
        }
        for site, views in read.items()
    }


def sites() -> frozenset[str]:
    """The sites that are drawn in at least one view."""
    return frozenset(_drawn())


def views(site: str) -> tuple[str, ...]:
    """The views that show a site, the most telling first; none for a site that cannot be drawn."""
    return tuple(_drawn().get(site, ()))


def course(site: str, view: str) -> Course | None:
    """How a site is drawn in a view."""
    return _drawn().get(site, {}).get(view)


def is_below_the_back(site: str, view: str) -> bool:
    """Whether a site lies in buttock or leg wherever a view of the whole body marks it."""
    found = course(site, view)
    return found is not None and all(y > _LOW_BACK for _, y in found.at)


def overlay(site: str, view: str, sides: tuple[str, ...]) -> str:
    """The SVG that lies over a view for a site on the given sides (`left`, `right`); empty when
    nothing is drawn."""
    found = course(site, view)
    if found is None:
        return ""
    lines = "".join(f'<path class="course" d="{line}"/>' for line in found.lines)
    rings = "".join(
        f'<circle class="lesion" cx="{x:g}" cy="{y:g}" r="{_RADII[view]}"/>' for x, y in found.at
    )
    return "".join(
        f'<g class="nerve" data-side="{side}"{_turned(view, side)}>{lines}{rings}</g>'
        for side in sides
    )


def _turned(view: str, side: str) -> str:
    return f' transform="matrix(-1 0 0 1 {2 * _AXES[view]} 0)"' if side == "right" else ""
