"""What an expression says of answers: true, false or not known."""

from collections.abc import Mapping, Sequence
from typing import Any

from pinprick.knowledge.ids import UNKNOWN
from pinprick.rules.language import All, Answered, AnyOf, Atom, Between, Expr, Not, Unless
from pinprick.rules.shape import finding_of


def holds(expr: Expr, answers: Mapping[str, Any]) -> bool | None:
    """Whether an expression holds for the answers; None when it is not known.

    `answers` are by finding: a flag "present" or "absent", a choice its value, a number a float,
    the map an object with `has(region) -> bool | None`. What is missing or "unknown" is not known.
    """
    match expr:
        case All(parts) | AnyOf(parts):
            each = [holds(part, answers) for part in parts]
            return _joined(each, decides=isinstance(expr, AnyOf))
        case Not(part):
            inner = holds(part, answers)
            return None if inner is None else not inner
        case Unless(part, exception):
            return False if holds(exception, answers) is True else holds(part, answers)
    return atom_holds(expr, answers.get(finding_of(expr)))


def _joined(each: Sequence[bool | None], decides: bool) -> bool | None:
    """What parts come to of which one that `decides` is enough, and else all must be known."""
    if decides in each:
        return decides
    return None if None in each else not decides


def atom_holds(atom: Atom, answer: Any) -> bool | None:
    """Whether an atom holds for the answer to its finding; None when that is not known."""
    if answer is None or answer == UNKNOWN:
        return None
    if isinstance(atom, Answered):
        return answer in atom.values
    if isinstance(atom, Between):
        return bool(atom.least <= answer < atom.under)
    painted: bool | None = answer.has(atom.region)
    return painted


def made_by(expr: Expr, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """The findings of which the answers make an expression hold, each once, in its order; of a
    region the map. What must not hold is left out."""
    return tuple(dict.fromkeys(_made(expr, answers)[1]))


def _made(expr: Expr, answers: Mapping[str, Any]) -> tuple[bool | None, list[str]]:
    """Whether an expression holds, and the findings that make it so."""
    match expr:
        case All(parts) | AnyOf(parts):
            each = [_made(part, answers) for part in parts]
            found = [finding for holds_, made in each if holds_ is True for finding in made]
            return _joined([holds_ for holds_, _ in each], isinstance(expr, AnyOf)), found
        case Not():
            return holds(expr, answers), []
        case Unless(part, exception):
            excused = holds(exception, answers) is True
            return (False, []) if excused else _made(part, answers)
    return holds(expr, answers), [finding_of(expr)]
