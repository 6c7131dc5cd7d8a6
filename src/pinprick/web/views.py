"""What the pages of the interview show, worked out for the templates."""

from msgspec import Struct

from pinprick import interview
from pinprick.interview.pages import SCREEN, page_of
from pinprick.knowledge import Knowledge
from pinprick.knowledge.ids import MAP
from pinprick.model.axes import Model
from pinprick.pictures import bodymap
from pinprick.pictures.bodymap import Mark
from pinprick.web.turns import Turn, told_by_story
from pinprick.words import say


class Part(Struct, frozen=True):
    """Where in the interview a page stands, said honestly: the exact number, or the most it can be
    at most."""

    name: str
    number: int
    of: int
    at_most: bool


def part(model: Model, turn: Turn, language: str) -> Part:
    """The part of the interview and the number of the page in it."""
    knowledge, answers = model.knowledge, turn.sheet.answers
    screen = knowledge.screen
    if turn.page.startswith(SCREEN):
        number = int(turn.page.removeprefix(SCREEN)) + 1
        return Part(say(language, "progress.part.screen"), number, len(screen.groups), False)
    if turn.page == MAP:
        return Part(say(language, "progress.part.map"), 1, 1, False)
    also = (page_of(knowledge, page.findings[0]) for page in screen.also)
    before = (*also, *interview.clarifications(knowledge, answers))
    if turn.page in before:
        number = before.index(turn.page) + 1
        return Part(say(language, "progress.part.before"), number, len(before), False)
    told = told_by_story(knowledge, turn.sheet)
    asked = {id_: answer for id_, answer in answers.items() if id_ not in told}
    number = interview.asked_by_value(knowledge, asked) + 1
    return Part(
        say(language, "progress.part.most"),
        number,
        knowledge.settings.interview.most_questions,
        True,
    )


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
    painted = {mark.partition(":")[2] for mark in marked}
    loose = {id_: of for id_, of in told.items() if not painted & set(of) and not set(of) & middle}
    sided = [(side, region) for of in loose.values() for region in of for side in ("left", "right")]
    return OnMap(
        view or sheet.views[0], sheet.views, marked, tuple(loose), dict.fromkeys(sided, "told")
    )
