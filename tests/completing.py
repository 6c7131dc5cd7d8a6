"""The slow twin of what completes an expression: let atoms come to hold, and look."""

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

from pinprick.rules import atoms
from pinprick.rules.language import All, AnyOf, Atom, Expr, Not, Unless
from pinprick.rules.logic import atom_holds
from pinprick.rules.shape import finding_of


def holds_with(expr: Expr, answers: Mapping[str, Any], held: Iterable[Atom]) -> bool | None:
    """Whether an expression holds for answers while some atoms hold, whatever the answers say of them."""
    match expr:
        case All(parts):
            each = [holds_with(part, answers, held) for part in parts]
            return False if False in each else None if None in each else True
        case AnyOf(parts):
            each = [holds_with(part, answers, held) for part in parts]
            return True if True in each else None if None in each else False
        case Not(part):
            inner = holds_with(part, answers, held)
            return None if inner is None else not inner
        case Unless(part, exception):
            excused = holds_with(exception, answers, held) is True
            return False if excused else holds_with(part, answers, held)
    return True if expr in held else atom_holds(expr, answers.get(finding_of(expr)))


def open_atoms(expr: Expr, answers: Mapping[str, Any]) -> list[Atom]:
    """The atoms of an expression that are not known, each once."""
    found = dict.fromkeys(atom for atom, _ in atoms(expr))
    return [atom for atom in found if atom_holds(atom, answers.get(finding_of(atom))) is None]


def completes(expr: Expr, answers: Mapping[str, Any]) -> frozenset[Atom]:
    """The atoms of which each, coming to hold, makes an expression hold that does not hold yet."""
    if holds_with(expr, answers, ()) is True:
        return frozenset()
    return frozenset(atom for atom in open_atoms(expr, answers) if holds_with(expr, answers, {atom}) is True)


def completes_together(expr: Expr, answers: Mapping[str, Any]) -> frozenset[frozenset[Atom]]:
    """Pairs of atoms that make it hold together, and neither of them alone."""
    alone = completes(expr, answers)
    rest = [atom for atom in open_atoms(expr, answers) if atom not in alone]
    pairs = [{one, other} for one, other in combinations(rest, 2)]
    if holds_with(expr, answers, ()) is True:
        return frozenset()
    return frozenset(frozenset(pair) for pair in pairs if holds_with(expr, answers, pair) is True)
