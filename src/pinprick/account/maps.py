"""Which views of the body map show a place, what is marked on them, and the course of the nerve."""

from pinprick.case.answers import Answer, Painted
from pinprick.knowledge import Knowledge
from pinprick.pictures import bodymap, nerves
from pinprick.pictures.bodymap import Mark
from pinprick.reasoning.inference import Place


def maps(
    knowledge: Knowledge, place: Place | None, painted: Answer | None
) -> dict[str, dict[Mark, str]]:
    """The views that show what was painted or is expected of the likeliest place, with the class of
    each region."""
    marks = bodymap.painted_marks(painted) if isinstance(painted, Painted) else {}
    for mark, how in (_expected(knowledge, place) if place else {}).items():
        marks[mark] = f"{marks[mark]} {how}" if mark in marks else how
    telling = {mark for mark, how in marks.items() if how != "sometimes"}
    return {
        view: marks
        for view in bodymap.VIEWS
        if telling & set(bodymap.marks(view)) and not _repeats(view, telling)
    }


def drawn(
    knowledge: Knowledge, place: Place | None, painted: Answer | None
) -> list[tuple[str, str]]:
    """The views that tell something, with what was marked, what is expected, and the course of the
    nerve."""
    return [
        (
            view,
            bodymap.view(
                view,
                marks,
                nerves.overlay(place.site, view, _sides(place)) if place else "",
            ),
        )
        for view, marks in maps(knowledge, place, painted).items()
    ]


def thumb(knowledge: Knowledge, place: Place | None, painted: Answer | None) -> str:
    """The nerve of a place in a picture the size of a thumb, with what was painted; empty where the
    place is not likely enough, or cannot be drawn."""
    if place is None or place.probability < knowledge.settings.telling.least_pictured:
        return ""
    shown = nerves.views(place.site)
    if not shown:
        return ""
    marks = bodymap.painted_marks(painted) if isinstance(painted, Painted) else {}
    over = nerves.overlay(place.site, shown[0], _sides(place))
    return bodymap.small(shown[0], marks, over, nerves.is_below_the_back(place.site, shown[0]))


def site_maps(knowledge: Knowledge, site: str) -> list[tuple[str, str]]:
    """The views that show a site of the left side."""
    one = Place(site, "left", 1.0)
    marks = _expected(knowledge, one)
    shown = [
        view
        for view in bodymap.VIEWS
        if view in nerves.views(site) or view in maps(knowledge, one, None)
    ]
    return [
        (view, bodymap.view(view, marks, nerves.overlay(site, view, ("left",)))) for view in shown
    ]


def _repeats(view: str, telling: set[Mark]) -> bool:
    """Whether the whole body shows nothing that a larger view does not show."""
    larger = {mark for name in bodymap.VIEWS if name != "body" for mark in bodymap.marks(name)}
    return view == "body" and telling <= larger


def _sides(place: Place) -> tuple[str, ...]:
    return ("left", "right") if place.side == "both" else (place.side,)


def _expected(knowledge: Knowledge, place: Place) -> dict[Mark, str]:
    sides, limits = _sides(place), knowledge.settings.telling
    midline = {id_ for id_, region in knowledge.vocabulary.regions.items() if region.midline}
    return {
        ("midline" if region in midline else side, region): "expected"
        if p >= limits.expected
        else "sometimes"
        for side in sides
        for region, p in knowledge.sites[place.site].regions.items()
        if p >= limits.sometimes
    }
