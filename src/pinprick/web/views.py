"""What the pages of the interview show, worked out for the templates."""

from dataclasses import dataclass

from pinprick import interview, urgency
from pinprick.account.answers import choices, name
from pinprick.case.case import Answers
from pinprick.interview.pages import findings_of
from pinprick.knowledge import Knowledge
from pinprick.knowledge.ids import MAP
from pinprick.model.axes import Model
from pinprick.once import once
from pinprick.rules import mentioned
from pinprick.web import forms
from pinprick.web.forms import Sheet
from pinprick.web.turns import Turn
from pinprick.words import wording

_LEAST_SHOWN = 0.02
_MOST_SHOWN = 6
_MOVED = 3
_MOST_WATCHED = 8


@dataclass(frozen=True, slots=True)
class Progress:
    """Where in the interview a page stands, said honestly: how far is known, or how much it can be
    at most."""

    part: str
    number: int
    of: int
    at_most: bool


@dataclass(frozen=True, slots=True)
class Likely:
    """A cause as the side panel shows it."""

    id: str
    name: str
    probability: float
    words: str


def progress(model: Model, turn: Turn) -> Progress:
    """The part of the interview and the number of the page in it."""
    knowledge, answers = model.knowledge, turn.sheet.answers
    screen = knowledge.screen
    if turn.page.startswith("screen-"):
        return Progress("What should not wait", int(turn.page[7:]) + 1, len(screen.groups), False)
    if turn.page == MAP:
        return Progress("Where it is numb", 1, 1, False)
    before = (*screen.also, *interview.clarifications(knowledge, answers))
    if turn.page in before:
        return Progress(
            "About you and how it began", before.index(turn.page) + 1, len(before), False
        )
    told = knowledge.guides[turn.sheet.story].story if turn.sheet.story else {}
    asked = interview.asked_by_value(
        knowledge, {id_: a for id_, a in answers.items() if id_ not in told}
    )
    return Progress("What tells most", asked + 1, knowledge.settings.interview.most_questions, True)


def likely(model: Model, answers: Answers) -> list[Likely]:
    """The likeliest causes for what is known so far."""
    knowledge = model.knowledge
    now = interview.causes(model, interview.known(knowledge, answers))
    ranked = sorted(now, key=lambda id_: -now[id_])[:_MOST_SHOWN]
    return [
        Likely(id_, name(knowledge, id_), now[id_], wording.frequency(now[id_]))
        for id_ in ranked
        if now[id_] >= _LEAST_SHOWN
    ]


def why(model: Model, turn: Turn) -> list[str]:
    """Why a page is asked: what it helps to notice, or which causes each answer would move most."""
    knowledge, page = model.knowledge, turn.page
    if page.startswith("screen-"):
        return [f"These help to notice in time: {wording.listed(_watched(knowledge, page))}."]
    if page not in model.values:
        return ["It helps to tell the causes apart and to find where the trouble sits."]
    answers = interview.known(knowledge, turn.sheet.answers)
    now = interview.causes(model, answers)
    words = choices(knowledge.vocabulary.findings[page])
    told = []
    for effect in interview.effects(model, answers, page):
        moved = sorted(knowledge.conditions, key=lambda id_: -abs(effect.causes[id_] - now[id_]))[
            :_MOVED
        ]
        parts = (
            f"{name(knowledge, id_)} {'more' if effect.causes[id_] > now[id_] else 'less'} likely "
            f"({wording.frequency(effect.causes[id_])})"
            for id_ in moved
        )
        told.append(f"{words.get(effect.value, effect.value)}: {'; '.join(parts)}.")
    return told


def _watched(knowledge: Knowledge, page: str) -> list[str]:
    """What the urgent rules think of that ask for a finding of the page, most urgent first."""
    findings = set(findings_of(knowledge, page))
    rules = knowledge.rules
    asking = [
        rules[id_]
        for id_, asked in _asked_by_rules(knowledge).items()
        if findings & asked and rules[id_].level in ("emergency", "same-day")
    ]
    thought = (
        condition
        for rule in sorted(asking, key=lambda rule: rule.level)
        for condition in rule.think_of
    )
    return list(dict.fromkeys(name(knowledge, condition) for condition in thought))[:_MOST_WATCHED]


@once
def _asked_by_rules(knowledge: Knowledge) -> dict[str, frozenset[str]]:
    """The findings that each rule asks for."""
    return {id_: mentioned(expr) for id_, expr in urgency.parsed(knowledge).fires.items()}


def hidden(sheet: Sheet) -> list[tuple[str, str]]:
    """The fields that carry the answers along."""
    return [*forms.fields(sheet.answers), *forms.controls(sheet)]
