"""What a case has that this is not made for, and which questions are not for this person."""

from pinprick.case.answers import Answers
from pinprick.knowledge import Knowledge, OutOfScope
from pinprick.once import once
from pinprick.rules import Expr, holds, parse


def out_of_scope(knowledge: Knowledge, answers: Answers) -> dict[str, OutOfScope]:
    """The lines that hold, in the order of the file: nothing that was not asked makes one hold."""
    return {
        id_: knowledge.scope.lines[id_]
        for id_, when, unless in _lines(knowledge)
        if _holds(when, unless, answers)
    }


def stands_alone(knowledge: Knowledge, answers: Answers) -> bool:
    """Whether none of our causes and nothing that we advise suits what was told."""
    lines = knowledge.scope.lines
    return any(
        _holds(when, unless, answers) for id_, when, unless in _lines(knowledge) if lines[id_].alone
    )


def _holds(when: Expr, unless: Expr | None, answers: Answers) -> bool:
    return holds(when, answers) is True and not (unless and holds(unless, answers) is True)


def held_back(knowledge: Knowledge, answers: Answers) -> frozenset[str]:
    """The findings that are not asked for their own value, given the answers."""
    holding = (findings for when, findings in _held(knowledge) if holds(when, answers) is True)
    return frozenset(id_ for findings in holding for id_ in findings)


@once
def _lines(knowledge: Knowledge) -> tuple[tuple[str, Expr, Expr | None], ...]:
    definitions = knowledge.urgency.definitions
    return tuple(
        (
            id_,
            parse(line.when, definitions),
            None if line.unless is None else parse(line.unless, definitions),
        )
        for id_, line in knowledge.scope.lines.items()
    )


@once
def _held(knowledge: Knowledge) -> tuple[tuple[Expr, tuple[str, ...]], ...]:
    definitions = knowledge.urgency.definitions
    return tuple((parse(one.when, definitions), one.findings) for one in knowledge.scope.held_back)
