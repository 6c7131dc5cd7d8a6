"""The drawn body map: its views, which regions each shows, and a view with regions marked."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pinprick.case.answers import Answers, Painted
from pinprick.knowledge import Vocabulary
from pinprick.knowledge.ids import PRESENT

_FOLDER = Path(__file__).parent / "bodymap"
VIEWS = ("top", "soles", "front", "back", "body")
FIRST = ("top",)
"""The view that is shown at once; the others are opened when they are wanted."""
_REGION = re.compile(r'class="region" data-region="([\w-]+)" data-side="(\w+)"')

_LEGS = {"back": "430 3080 220 520", "body": "70 3080 220 520"}
"""The part of a view of the whole body that shows the legs."""

_CUTOUTS = {
    "head": ("body", "120 2748 120 120", ("face",)),
    "chest": ("body", "95 2885 170 170", ("trunk",)),
    "legs": ("body", "85 3130 190 260", ("thigh-outer", "thigh-front", "thigh-inner", "knee")),
    "seat": ("back", "455 3085 170 170", ("buttock", "saddle")),
    "back": ("back", "455 2885 170 170", ("trunk",)),
    "foot": ("body", "80 3385 200 215", ("shin-outer", "shin-inner")),
}
"""Parts of a view of the whole body, by name: the part of its drawing, and the regions that are
filled."""
_PATH = re.compile(r'<path class="(region|skin|line|echo)"[^>]*?( d="[^"]+")[^>]*/>')

Mark = tuple[str, str]
"""Side and region."""


@cache
def _drawn(view: str) -> str:
    return (_FOLDER / f"{view}.svg").read_text(encoding="utf-8")


@cache
def marks(view: str) -> tuple[Mark, ...]:
    """The sides and regions that a view shows, in the order in which they are drawn."""
    return tuple(dict.fromkeys((side, region) for region, side in _REGION.findall(_drawn(view))))


def regions(views: tuple[str, ...]) -> frozenset[str]:
    """All regions that at least one of the views shows."""
    return frozenset(region for view in views for _, region in marks(view))


def view(
    name: str, classes: Mapping[Mark, str] | None = None, over: str = "", id_: str = ""
) -> str:
    """The SVG of a view, the regions marked with classes of the style sheet, what is drawn over
    them, and an id for it where something refers to it."""
    marked = classes or {}

    def mark(match: re.Match[str]) -> str:
        extra = marked.get((match[2], match[1]))
        return (
            match[0].replace('class="region"', f'class="region {extra}"', 1) if extra else match[0]
        )

    drawn = _REGION.sub(mark, _drawn(name)).replace("</svg>", f"{over}</svg>")
    return drawn.replace("<svg ", f'<svg id="{id_}" ', 1) if id_ else drawn


def views_of(side: str) -> dict[Mark, tuple[str, ...]]:
    """The marks of a side with the views that show each, in the order of the views."""
    here = dict.fromkeys(mark for name in VIEWS for mark in marks(name) if mark[0] == side)
    return {mark: tuple(name for name in VIEWS if mark in marks(name)) for mark in here}


def told(vocabulary: Vocabulary, answers: Answers) -> dict[str, tuple[str, ...]]:
    """The findings that say in words that a part is numb and were said to be so, with the regions
    that each may mean."""
    findings = vocabulary.findings
    return {
        id_: findings[id_].in_words
        for id_, answer in answers.items()
        if answer == PRESENT and findings[id_].in_words
    }


def small(name: str, classes: Mapping[Mark, str], over: str, legs: bool) -> str:
    """The same for a picture the size of a thumb: of a view of the whole body the legs alone, where
    those are enough. What it defines has names of its own, as the view itself may stand beside
    it."""
    drawn = view(name, classes, over).replace("-fade", "-small-fade")
    if not legs or name not in _LEGS:
        return drawn
    return re.sub(r'viewBox="[^"]+"', f'viewBox="{_LEGS[name]}"', drawn, count=1)


@cache
def outlines() -> str:
    """What the cut-outs of a page refer to: the bodies that they are parts of, shown nowhere."""
    named = dict.fromkeys(name for name, _, _ in _CUTOUTS.values())
    defined = "".join(_outline(name) for name in named)
    return f'<svg class="unseen" aria-hidden="true" focusable="false"><defs>{defined}</defs></svg>'


def _outline(name: str) -> str:
    drawn, parts = [], []
    for match in _PATH.finditer(_drawn(name)):
        found = _REGION.search(match[0])
        if found:
            parts.append(f'<path id="{name}-{found[1]}-{found[2]}"{match[2]}/>')
        else:
            drawn.append(f'<path class="cutout__{match[1]}"{match[2]}/>')
    return f'<g id="{name}-outline">{"".join(drawn)}</g>{"".join(parts)}'


CUTOUTS = frozenset(_CUTOUTS)


@cache
def cutout(name: str) -> str:
    """A small picture of a part of the body; `outlines` must stand on the page before it."""
    view, box, filled = _CUTOUTS[name]
    uses = "".join(
        f'<use class="cutout__part" href="#{view}-{region}-{side}"/>'
        for side, region in marks(view)
        if region in filled
    )
    return (
        f'<svg class="cutout" viewBox="{box}" aria-hidden="true" focusable="false">'
        f'<use href="#{view}-outline"/>{uses}</svg>'
    )


def opened(painted: Painted | None) -> tuple[str, ...]:
    """The views in which all was asked that they show, the first at least."""
    if painted is None:
        return FIRST
    return tuple(
        name for name in VIEWS if name in FIRST or not painted.not_asked & regions((name,))
    )


def painted_marks(painted: Painted) -> dict[Mark, str]:
    """The regions of a painted map, marked as painted."""
    return {
        (side, region): "painted"
        for side in ("left", "right", "midline")
        for region in getattr(painted, side)
    }


def not_asked(vocabulary: Vocabulary, views: tuple[str, ...]) -> frozenset[str]:
    """The regions of views that were never opened."""
    return frozenset(vocabulary.regions) - regions(views)
