"""What can be read off an expression without any answers: its atoms and their signs."""

from collections.abc import Iterator

from pinprick.knowledge.ids import MAP
from pinprick.rules.language import All, AnyOf, Atom, Expr, Not, Paints, Unless


def atoms(expr: Expr, sign: int = 1) -> Iterator[tuple[Atom, int]]:
    """Every atom with its sign: 1 where its holding can only help the whole to hold, -1 where it
    can only hinder."""
    match expr:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from atoms(part, sign)
        case Not(part):
            yield from atoms(part, -sign)
        case Unless(part, exception):
            yield from atoms(part, sign)
            yield from atoms(exception, -sign)
        case _:
            yield expr, sign


def signs(expr: Expr) -> dict[Atom, frozenset[int]]:
    """The signs with which each atom occurs.

    An atom with the sign 1 alone is safe: making it hold, whatever it was before, never makes the
    whole hold less (False < not known < True), as every operator is monotone in the part and
    antitone in `not` and `unless`."""
    found: dict[Atom, set[int]] = {}
    for atom, sign in atoms(expr):
        found.setdefault(atom, set()).add(sign)
    return {atom: frozenset(both) for atom, both in found.items()}


def finding_of(atom: Atom) -> str:
    """The finding that an atom looks at; the map for a region."""
    return MAP if isinstance(atom, Paints) else atom.finding


def mentioned(expr: Expr) -> frozenset[str]:
    """The findings that an expression looks at; the map for a region."""
    return frozenset(finding_of(atom) for atom, _ in atoms(expr))
