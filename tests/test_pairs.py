"""Pairs of answers that complete a rule together: as the slow way finds them."""

import random
from collections.abc import Mapping

import pytest

from pinprick import urgency
from pinprick.case.answers import Answer
from pinprick.case.known import of_answers
from pinprick.rules import atoms, completes, completes_together, holds
from pinprick.rules.language import All, Answered, AnyOf, Atom, Expr, Paints, Unless
from tests.models import shipped


def _finding(atom: Atom) -> str:
    return "map" if isinstance(atom, Paints) else atom.finding


def settled(expr: Expr, answers: Mapping[str, Answer]) -> Expr:
    """The expression with each exception as it stands now: a part that is excused is false."""
    match expr:
        case All(parts):
            return All(tuple(settled(part, answers) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(settled(part, answers) for part in parts))
        case Unless(part, exception):
            return AnyOf(()) if holds(exception, answers) is True else settled(part, answers)
    return expr


def tried(expr: Expr, answers: Mapping[str, Answer]) -> set[frozenset[str]]:
    """The slow twin: give one answer, and look what completes the rest. Answers that only end an exception are left
    out, as `completes` leaves them out."""
    expr = settled(expr, answers)
    if holds(expr, answers) is not None:
        return set()
    alone = completes(expr, answers)
    return {
        frozenset((first.finding, _finding(second)))
        for first in {atom for atom, sign in atoms(expr) if sign == 1}
        if isinstance(first, Answered) and first.finding not in answers and first not in alone
        for value in first.values
        for second in completes(expr, {**answers, first.finding: value})
        if second not in alone and _finding(second) != first.finding
    }


@pytest.mark.parametrize("seed", range(12))
def test_pairs_that_complete_a_rule_are_those_that_trying_finds(seed: int) -> None:
    knowledge, some = shipped().knowledge, random.Random(seed)
    choices = {
        id_: list(finding.values) or ["present", "absent"]
        for id_, finding in knowledge.vocabulary.findings.items()
        if finding.kind in ("flag", "choice")
    }
    told = {id_: some.choice(choices[id_]) for id_ in some.sample(sorted(choices), some.randint(0, 170))}
    answers = of_answers(knowledge, told).answers
    for id_, expr in urgency.parsed(knowledge).fires.items():
        found = {frozenset((_finding(first), _finding(second))) for first, second in completes_together(expr, answers)}
        # The twin begins with a flag or a choice.
        assert {pair for pair in found if len(pair) > 1 and pair - {"age", "map"}} == tried(expr, answers), id_
