"""What is told while the interview goes on: how it looks so far, and why a question is asked."""

from msgspec import Struct

from pinprick import urgency
from pinprick.account.answers import choices, name_of_cause
from pinprick.account.telling import how_many_told, scope
from pinprick.account.told import ToldUrgency
from pinprick.account.verdict import urgency_of
from pinprick.advice import is_held
from pinprick.case.answers import Answers
from pinprick.case.case import is_child
from pinprick.interview import Progress
from pinprick.interview.pages import SCREEN, findings_of
from pinprick.knowledge import Knowledge, Level
from pinprick.knowledge.ids import OTHER
from pinprick.model.axes import Model
from pinprick.once import once
from pinprick.reasoning.outlook import by_id, effects
from pinprick.rules import mentioned
from pinprick.scope import stands_alone
from pinprick.words import say, wording
from pinprick.words.wording import text

_MOVED = 3
"""How many of the causes that an answer would move are told."""
_MOST_WATCHED = 8
"""How many of the conditions that a page of the screen helps to notice are told."""


class Likely(Struct, frozen=True):
    """A cause as it stands, without its range, which is computed for an assessment only."""

    id: str
    name: str
    probability: float
    odds: str


class SoFar(Struct, frozen=True):
    """How it looks so far: the same level, reasons and first causes as an assessment would give."""

    urgency: ToldUrgency
    causes: tuple[Likely, ...]
    """None beside an emergency."""


def so_far(model: Model, now: Progress, language: str) -> SoFar:
    """How it looks with what is known now, by the limits of every account."""
    knowledge, limits = model.knowledge, model.knowledge.settings.telling
    verdict = urgency.judge(model, now.known, now.belief, now.stands)
    causes = {id_: p for id_, p in by_id(model, now.belief.causes).items() if id_ != OTHER}
    ranked = sorted(causes, key=lambda id_: (-causes[id_], id_))
    ranked = [id_ for id_ in ranked if not is_held(knowledge, id_, now.known)]
    told = ranked[: how_many_told([causes[id_] for id_ in ranked], limits)]
    if verdict.level == Level.EMERGENCY or stands_alone(knowledge, now.known.answers):
        told = []
    return SoFar(
        urgency=urgency_of(knowledge, verdict, now.known, causes, language),
        causes=tuple(
            Likely(
                id_,
                name_of_cause(knowledge, id_, language),
                causes[id_],
                wording.frequency(causes[id_], language),
            )
            for id_ in told
        ),
    )


def notices(knowledge: Knowledge, answers: Answers, language: str) -> tuple[str, ...]:
    """What is said as soon as it is known: that this is made for adults, and what it is not made
    for."""
    child = [text(knowledge.urgency.children, language)] if is_child(answers) else []
    beyond = scope(knowledge, answers, language)
    return (*child, *(wording.together((one.says, one.go)) for one in beyond))


def why(model: Model, now: Progress, page: str, language: str) -> list[str]:
    """Why a page is asked: what the red flags help to notice; of each other finding, which causes
    each of its answers would move most."""
    findings = findings_of(model.knowledge, page)
    if page == SCREEN:
        watched = _watched(model.knowledge, frozenset(findings), language)
        return [say(language, "why.screen", causes=wording.listed(watched, language))]
    return [line for id_ in findings for line in _why(model, now, id_, language)]


def _why(model: Model, now: Progress, page: str, language: str) -> list[str]:
    """Why a finding is asked."""
    knowledge = model.knowledge
    if page not in model.values:
        return [say(language, "why.apart")]
    before = by_id(model, now.belief.causes)
    words = choices(knowledge.vocabulary.findings[page], language)
    lines = []
    for effect in effects(model, now.known, now.belief, page):
        moved = sorted(
            knowledge.conditions, key=lambda id_: -abs(effect.causes[id_] - before[id_])
        )[:_MOVED]
        parts = (
            say(
                language,
                "why.more-likely" if effect.causes[id_] > before[id_] else "why.less-likely",
                cause=name_of_cause(knowledge, id_, language),
                frequency=wording.frequency(effect.causes[id_], language),
            )
            for id_ in moved
        )
        answer, told = words.get(effect.value, effect.value), wording.series(parts, language)
        lines.append(say(language, "why.answer", answer=answer, causes=told))
    return lines


def _watched(knowledge: Knowledge, findings: frozenset[str], language: str) -> list[str]:
    """The conditions behind the urgent rules that ask for one of the findings, most urgent
    first."""
    rules = knowledge.rules
    asking = [
        rules[id_]
        for id_, asked in _asked_by_rules(knowledge).items()
        if findings & asked and rules[id_].level >= Level.SAME_DAY
    ]
    thought = (
        condition
        for rule in sorted(asking, key=lambda rule: rule.level, reverse=True)
        for condition in rule.think_of
    )
    names = (name_of_cause(knowledge, condition, language) for condition in thought)
    return list(dict.fromkeys(names))[:_MOST_WATCHED]


@once
def _asked_by_rules(knowledge: Knowledge) -> dict[str, frozenset[str]]:
    """The findings that each rule asks for."""
    return {id_: mentioned(expr) for id_, expr in urgency.parsed(knowledge).fires.items()}
