"""What a case comes to: what was given, what follows from that, and what was left open.

Inference, urgency, draws, advice and the interview take this and never raw answers, so that all of
them reason over the same. Only this module makes one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pinprick.case.answers import Answer, Answers, Painted
from pinprick.case.case import Case
from pinprick.knowledge import Finding, Knowledge
from pinprick.knowledge.ids import MAP, UNKNOWN
from pinprick.once import once
from pinprick.rules import Answered, Expr, holds, parse


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one person.

    `given` was answered, `implied` holds by definition and was not answered otherwise; `answers` is
    both together. Of the red flags that a person can answer, `not_asked` are those of which the
    answers say nothing, `unsure` those that were answered "unknown".
    """

    given: Answers
    implied: Answers
    not_asked: tuple[str, ...]
    unsure: tuple[str, ...]
    answers: Answers

    def get(self, finding: str) -> Answer:
        """What is known of a finding; "unknown" also where it was not asked."""
        return self.answers.get(finding, UNKNOWN)


def known(knowledge: Knowledge, case: Case) -> Known:
    """What a case comes to."""
    return of_answers(knowledge, case.answers)


def with_answers(knowledge: Knowledge, before: Known, given: Answers) -> Known:
    """What would be known if these answers were given besides, or instead."""
    return of_answers(knowledge, {**before.given, **given})


def of_answers(knowledge: Knowledge, given: Answers) -> Known:
    """What answers come to that were checked before, such as those of a case."""
    new = {id_: a for id_, a in implied(knowledge, given).items() if id_ not in given}
    answers: dict[str, Answer] = {**new, **given}
    open_ = not_known(knowledge, answers)
    unsure = tuple(id_ for id_ in open_ if id_ in answers)
    not_asked = tuple(id_ for id_ in open_ if id_ not in answers)
    return Known(given, new, not_asked, unsure, answers)


# ---- what follows


def implied(knowledge: Knowledge, given: Answers) -> dict[str, Answer]:
    """What holds by definition when these answers do, and what follows from that, in the order of
    the file, whatever was answered."""
    found: dict[str, Answer] = {}
    for when, then in _implications(knowledge):
        if holds(when, {**found, **given}) is True:
            found |= then
    return found


@once
def _implications(knowledge: Knowledge) -> tuple[tuple[Expr, dict[str, str]], ...]:
    definitions = knowledge.urgency.definitions
    return tuple((parse(one.when, definitions), one.then) for one in knowledge.screen.implies)


# ---- what is open


@once
def red_flags_to_ask(knowledge: Knowledge) -> dict[str, Finding]:
    """The red flags that a person can answer, in the order of the file."""
    findings, definitions = knowledge.vocabulary.findings, knowledge.urgency.definitions
    flags = [parse(raw, definitions) for raw in knowledge.urgency.red_flags]
    named = [flag.finding for flag in flags if isinstance(flag, Answered)]
    return {id_: findings[id_] for id_ in named if findings[id_].by == "person"}


def not_known(knowledge: Knowledge, answers: Mapping[str, Answer]) -> tuple[str, ...]:
    """The red flags that a person can answer and of which the answers say nothing; the map answers
    for its regions."""
    asked = red_flags_to_ask(knowledge)
    return tuple(id_ for id_, finding in asked.items() if not _is_known(id_, finding, answers))


def _is_known(id_: str, finding: Finding, answers: Mapping[str, Answer]) -> bool:
    if id_ in answers:
        return answers[id_] != UNKNOWN
    painted = answers.get(MAP)
    if not isinstance(painted, Painted) or not finding.in_words:
        return False
    return all(region not in painted.not_asked for region in finding.in_words)
