"""A note that a clinician pastes: what it seems to say, to be confirmed; only then it fills in
fields."""

from msgspec import Struct
from msgspec.structs import replace

from pinprick.knowledge import Knowledge
from pinprick.knowledge.ids import MAP
from pinprick.story.lexicon import Lexicon
from pinprick.story.understanding import Understanding, understand
from pinprick.web import forms, spoken
from pinprick.web.forms import Sheet
from pinprick.web.spoken import Own
from pinprick.words import wording

TAKE = "take"
"""The button that fills in what is ticked."""


class Line(Struct, frozen=True):
    """Something that a note seems to say. A red flag is not ticked before somebody ticks it."""

    finding: str
    value: str
    label: str
    words: str
    red_flag: bool


class Pasted(Struct, frozen=True):
    """A note as it was understood; `wrong` says why it was not read."""

    words: str
    lines: tuple[Line, ...] = ()
    aside: tuple[tuple[str, str], ...] = ()
    lost: tuple[str, ...] = ()
    wrong: str = ""


def read(
    knowledge: Knowledge, phrases: Lexicon, sheet: Sheet, language: str
) -> tuple[Sheet, Pasted | None]:
    """The sheet with what was confirmed of a note, where that was asked for, and what else the note
    seems to say. `phrases` are those of notes. Where the note names a part of the leg it fills in
    the side alone: the map counts as asked as a whole."""
    words = sheet.own.say
    if not words:
        return sheet, None
    wrong = spoken.unread(sheet.own, language)
    if wrong:
        return sheet, Pasted(words, wrong=wrong)
    if sheet.go == TAKE:
        ticked = {id_: [value] for id_, value in sheet.own.heard.items() if id_ != MAP}
        answers, faults = forms.answers_of(knowledge, ticked, language)
        if not faults:
            filled = {**sheet.answers, **answers}
            return replace(sheet, answers=filled, own=Own()), None
    told = understand(knowledge, phrases, words)
    return sheet, Pasted(words, *_shown(knowledge, sheet, told, language))


def _shown(
    knowledge: Knowledge, sheet: Sheet, told: Understanding, language: str
) -> tuple[tuple[Line, ...], tuple[tuple[str, str], ...], tuple[str, ...]]:
    """What a note adds to the fields that are filled in, what is left aside and what is lost."""
    new = (one for one in told.proposals if sheet.answers.get(one.finding) != one.value)
    lines = tuple(
        Line(
            one.finding,
            next(iter(forms.values(one.value))),
            wording.answer(knowledge, one.finding, one.value, language),
            " ".join(one.words.split()),
            one.red_flag,
        )
        for one in new
        if one.finding != MAP
    )
    aside = spoken.left_aside(knowledge, told, language)
    return lines, aside, tuple(one.words for one in told.not_understood)
