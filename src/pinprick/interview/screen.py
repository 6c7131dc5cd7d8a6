"""What is asked before questions by value: the red flags, the map, the pages of the screen after it,
what clarifies and follows them."""

from collections.abc import Iterable, Iterator

from pinprick import urgency
from pinprick.case.answers import Answer, Answers
from pinprick.case.known import Known
from pinprick.interview.pages import ALSO, SCREEN, page_with
from pinprick.knowledge import Knowledge, Level, Rule
from pinprick.knowledge.ids import MAP, PRESENT, UNKNOWN, Who
from pinprick.once import once
from pinprick.rules import holds, parse
from pinprick.rules.language import Expr
from pinprick.rules.program import Standing
from pinprick.scope import held_back


def clarifications(knowledge: Knowledge, answers: Answers) -> Iterator[str]:
    """Questions that a lesser yes needs before it alarms anybody, those that are not answered yet
    nor held back."""
    closed = answers.keys() | held_back(knowledge, answers)
    for finding, ask in knowledge.screen.clarify.items():
        if answers.get(finding) == PRESENT:
            yield from (id_ for id_ in ask if id_ not in closed)


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
    screen = knowledge.screen
    first = {MAP, *screen.asked_also, *screen.findings}
    stale = only_following(knowledge) if first & given.keys() else frozenset()
    return {**{id_: answer for id_, answer in answers.items() if id_ not in stale}, **given}


def opening(knowledge: Knowledge, known: Known) -> str | None:
    """The page that comes before questions by value, or None.

    The red flags, the map or words in its place, and the pages of the screen after it.
    """
    screen, whole = knowledge.screen, known.answers
    if not set(screen.findings) <= known.given.keys():
        return SCREEN
    if MAP not in whole:
        return MAP
    where = _open(in_place_of_map(knowledge, whole), whole)
    if where:
        return page_with(where)
    for number, page in enumerate(screen.also):
        if _open(page.findings, whole):
            return f"{ALSO}{number}"
    return None


def called_for(knowledge: Knowledge, known: Known) -> tuple[str, ...]:
    """What clarifies a yes, and what else the answers so far call for, as far as it is open."""
    answers = known.answers
    called = (*clarifications(knowledge, answers), *following(knowledge, answers))
    return _open(called, answers)


def _open(findings: Iterable[str], answers: Answers) -> tuple[str, ...]:
    return tuple(id_ for id_ in dict.fromkeys(findings) if id_ not in answers)


def in_place_of_map(knowledge: Knowledge, answers: Answers) -> tuple[str, ...]:
    """What asks in words where it is, of those who skipped the map."""
    return knowledge.vocabulary.in_place_of_map if answers.get(MAP) == UNKNOWN else ()


def asked_by_value(knowledge: Knowledge, answers: Answers) -> dict[str, Answer]:
    """The answers that neither the screen, nor what clarifies or follows it, nor the map asked
    for."""
    screen = knowledge.screen
    clarified = (
        id_
        for finding, ask in screen.clarify.items()
        if answers.get(finding) == PRESENT
        for id_ in ask
    )
    where = (MAP, *knowledge.vocabulary.in_place_of_map)
    others = {
        *where,
        *screen.findings,
        *screen.asked_also,
        *clarified,
        *only_following(knowledge),
    }
    return {id_: answer for id_, answer in answers.items() if id_ not in others}


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
