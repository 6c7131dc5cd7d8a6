"""What the pages of the interview show, worked out for the templates."""

from collections.abc import Mapping

from msgspec import Struct

from pinprick.case.known import implied
from pinprick.interview.pages import ALSO, PARTS, SCREEN, part_of
from pinprick.knowledge import Finding, Knowledge
from pinprick.knowledge.ids import MAP
from pinprick.model.axes import Model
from pinprick.pictures import bodymap
from pinprick.pictures.bodymap import Mark
from pinprick.web.opening import first_view
from pinprick.web.spoken import OPENING
from pinprick.web.turns import Turn
from pinprick.words import say


class Part(Struct, frozen=True):
    """Where in the interview a page stands: its part, the number of that among all parts, and how
    much of the whole is behind, from 0 to 1, which never falls from a page to the next."""

    name: str
    number: int
    of: int
    share: float


_LEFT = 0.7
"""How much of the last part each page leaves before us: nobody knows how many pages follow."""


def part(model: Model, turn: Turn, language: str) -> Part:
    """The part of the interview that a page belongs to."""
    name, pages = part_of(model.knowledge, turn.page), turn.sheet.asked
    number, within = _order(model.knowledge, turn).index(name), 0.0
    if name == "before":
        within = int(turn.page.removeprefix(ALSO)) / len(model.knowledge.screen.also)
    elif name == "most":
        before = sum(part_of(model.knowledge, page) == "most" for page in pages if page != OPENING)
        within = 1 - _LEFT**before
    words = say(language, f"progress.part.{name}")
    return Part(words, number + 1, len(PARTS), (number + within) / len(PARTS))


def _order(knowledge: Knowledge, turn: Turn) -> tuple[str, ...]:
    """The parts as this person comes to them: who begins on the drawing has the map first."""
    first, second, *rest = PARTS
    answers = turn.sheet.answers.keys()
    screened = answers >= set(knowledge.screen.findings)
    began_there = MAP in answers if turn.page == SCREEN else not screened and turn.page == MAP
    return (second, first, *rest) if began_there and not turn.sheet.change else PARTS


def settled_by(knowledge: Knowledge, findings: Mapping[str, Finding]) -> dict[str, str]:
    """The findings of a page that one answer to another of them settles: by id, that answer as
    `sex=male`."""
    found: dict[str, str] = {}
    for id_, finding in findings.items():
        for value in finding.values:
            settled = implied(knowledge, {id_: value}).keys() & findings.keys()
            found |= dict.fromkeys(settled, f"{id_}={value}")
    return found


class OnMap(Struct, frozen=True):
    """How the page of the map stands: the view that is shown, those that are open, the values of the
    boxes that are ticked, and what was told in words without a side (`loose`, by finding), which is
    outlined and not painted: nobody has said which side."""

    shown: str
    opened: tuple[str, ...]
    marked: frozenset[str]
    loose: tuple[str, ...]
    outlined: dict[Mark, str]


def on_map(knowledge: Knowledge, turn: Turn) -> OnMap:
    """What the map shows: what was painted before; the first time, what earlier answers told."""
    sheet, regions = turn.sheet, knowledge.vocabulary.regions
    given = frozenset(sheet.given.get(MAP, ()))
    told = bodymap.told(knowledge.vocabulary, sheet.answers)
    view = sheet.go.removeprefix("view:") if sheet.go.startswith("view:") else ""
    middle = {region for of in told.values() for region in of if regions[region].midline}
    again = bool(given) or sheet.page == MAP
    marked = given if again else frozenset(f"midline:{region}" for region in middle)
    paint = () if again else sheet.own.paint
    marked |= {*paint}
    opened = tuple(dict.fromkeys((*sheet.views, *([first_view(paint)] if paint else []))))
    painted = {mark.partition(":")[2] for mark in marked}
    loose = {id_: of for id_, of in told.items() if not painted & set(of) and not set(of) & middle}
    sided = [(side, region) for of in loose.values() for region in of for side in ("left", "right")]
    return OnMap(
        view or (first_view(paint) if paint else opened[0]),
        opened,
        marked,
        tuple(loose),
        dict.fromkeys(sided, "told"),
    )
