"""What is asked before questions by value: the screen, what clarifies and follows it, the map."""

from collections.abc import Iterator

from pinprick import urgency
from pinprick.case.answers import Answer, Answers
from pinprick.case.known import Known
from pinprick.knowledge import Knowledge, Level, Rule, ScreenGroup
from pinprick.knowledge.ids import MAP, PRESENT, UNKNOWN, Who
from pinprick.once import once
from pinprick.rules import holds, parse
from pinprick.rules.language import Expr
from pinprick.rules.program import Standing


def clarifications(knowledge: Knowledge, answers: Answers) -> Iterator[str]:
    """Questions that a lesser yes needs before it alarms anybody, those that are not answered
    yet."""
    for finding, ask in knowledge.screen.clarify.items():
        if answers.get(finding) == PRESENT:
            yield from (id_ for id_ in ask if id_ not in answers)


def following(knowledge: Knowledge, answers: Answers) -> Iterator[str]:
    """Questions that these answers call for by themselves, those that are not answered yet."""
    for when, ask in _follows(knowledge):
        if holds(when, answers) is True:
            yield from (id_ for id_ in ask if id_ not in answers)


@once
def _follows(knowledge: Knowledge) -> tuple[tuple[Expr, Who], ...]:
    definitions = knowledge.urgency.definitions
    return tuple((parse(one.when, definitions), one.ask) for one in knowledge.screen.follow)


@once
def only_following(knowledge: Knowledge) -> frozenset[str]:
    """Questions that are asked when other answers call for them, and never for their own value."""
    return frozenset(id_ for one in knowledge.screen.follow for id_ in one.ask)


def with_given(knowledge: Knowledge, answers: Answers, given: Answers) -> dict[str, Answer]:
    """The answers with those of a page. When one of the first pages comes again, what only follows
    is asked anew too.

    It was said of what was ticked and painted then, and must not excuse what is ticked now.
    """
    first = {
        MAP,
        *knowledge.screen.asked_also,
        *(id_ for group in knowledge.screen.groups for id_ in group.findings),
    }
    stale = only_following(knowledge) if first & given.keys() else frozenset()
    return {**{id_: answer for id_, answer in answers.items() if id_ not in stale}, **given}


def opening(knowledge: Knowledge, known: Known) -> ScreenGroup | str | None:
    """What comes before questions by value, or None.

    A page of the screen, what belongs to it, clarifications, the map or words in its place, and what
    the answers so far call for.
    """
    for group in knowledge.screen.groups:
        if not set(group.findings) <= known.given.keys():
            return group
    whole = known.answers
    for page in knowledge.screen.also:
        open_ = [id_ for id_ in page.findings if id_ not in whole]
        if open_:
            return page if len(page.findings) > 1 else open_[0]
    for finding in (
        *clarifications(knowledge, whole),
        MAP,
        *in_place_of_map(knowledge, whole),
        *following(knowledge, whole),
    ):
        if finding not in whole:
            return finding
    return None


def in_place_of_map(knowledge: Knowledge, answers: Answers) -> tuple[str, ...]:
    """What asks in words where it is, of those who skipped the map."""
    return knowledge.vocabulary.in_place_of_map if answers.get(MAP) == UNKNOWN else ()


def asked_by_value(knowledge: Knowledge, answers: Answers) -> int:
    """How many of the answers neither the screen, nor what clarifies or follows it, nor the map
    asked for."""
    screen = knowledge.screen
    clarified = (
        id_
        for finding, ask in screen.clarify.items()
        if answers.get(finding) == PRESENT
        for id_ in ask
    )
    on_screen = (id_ for group in screen.groups for id_ in group.findings)
    of_map = (MAP, *knowledge.vocabulary.in_place_of_map)
    return len(
        answers.keys()
        - {*of_map, *screen.asked_also, *on_screen, *clarified, *only_following(knowledge)}
    )


def alarm(knowledge: Knowledge, known: Known, now: Standing | None = None) -> Rule | None:
    """The rule that says that this should not wait; None when none does. `now` is what
    `urgency.stands` says of the answers, where it is known already.

    A same-day rule waits until the rest of the screen and what follows it are answered, so that a
    lesser yes frightens nobody before the question that it needs."""
    rules, whole = knowledge.rules, known.answers
    said = urgency.said_by_rules(urgency.parsed(knowledge), known, now)
    urgent = [rules[id_] for id_ in said.rules if rules[id_].level >= Level.SAME_DAY]
    waits = (
        *knowledge.screen.asked_also,
        *clarifications(knowledge, whole),
        *following(knowledge, whole),
    )
    if urgent and (urgent[0].level == Level.EMERGENCY or all(id_ in whole for id_ in waits)):
        return urgent[0]
    return None
