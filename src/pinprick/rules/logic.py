"""What an expression says of answers: true, false or not known."""

from collections.abc import Iterator, Mapping
from typing import Any

from pinprick.knowledge.ids import MAP, UNKNOWN
from pinprick.rules.language import All, Answered, AnyOf, Atom, Between, Expr, Not, Paints, Unless


def holds(expr: Expr, answers: Mapping[str, Any]) -> bool | None:
    """Whether an expression holds for the answers; None when it is not known.

    `answers` are by finding: a flag "present" or "absent", a choice its value, a number a float,
    the map an object with `has(region) -> bool | None`. What is missing or "unknown" is not known.
    """
    # Tests of the type, atoms first, and no part looked at in vain: this is called thousands of
    # times for a question.
    kind = type(expr)
    if kind is Answered:
        answer = answers.get(expr.finding)  # type: ignore[union-attr]
        return None if answer is None or answer == UNKNOWN else answer in expr.values  # type: ignore[union-attr]
    if isinstance(expr, All | AnyOf):
        decides = kind is AnyOf
        result: bool | None = not decides
        for part in expr.parts:
            is_true = holds(part, answers)
            if is_true is decides:
                return decides
            if is_true is None:
                result = None
        return result
    if isinstance(expr, Not):
        inner = holds(expr.part, answers)
        return None if inner is None else not inner
    if isinstance(expr, Unless):
        return False if holds(expr.exception, answers) is True else holds(expr.part, answers)
    return _place_or_number(expr, answers)


def _place_or_number(expr: Any, answers: Mapping[str, Any]) -> bool | None:
    answer = answers.get(MAP if isinstance(expr, Paints) else expr.finding)
    if answer is None or answer == UNKNOWN:
        return None
    if isinstance(expr, Paints):
        painted: bool | None = answer.has(expr.region)
        return painted
    return bool(expr.least <= answer < expr.under)


def made_by(expr: Expr, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """The findings of which the answers make an expression hold, each once, in its order; of a
    region the map. What must not hold is left out."""
    return tuple(dict.fromkeys(_makers(expr, answers)))


def _makers(expr: Expr, answers: Mapping[str, Any]) -> Iterator[str]:
    match expr:
        case All(parts) | AnyOf(parts):
            for part in parts:
                if holds(part, answers) is True:
                    yield from _makers(part, answers)
        case Unless(part, _):
            yield from _makers(part, answers)
        case Paints():
            yield MAP
        case Answered() | Between():
            yield expr.finding


def completes(expr: Expr, answers: Mapping[str, Any]) -> frozenset[Atom]:
    """Atoms of which each, coming to hold, makes the whole hold by itself; what only stops holding
    is left out."""
    return standing(expr, answers)[1]


_NONE: frozenset[Atom] = frozenset()


def standing(expr: Expr, answers: Mapping[str, Any]) -> tuple[bool | None, frozenset[Atom]]:
    """Whether an expression holds, and what `completes` it, in one pass; nothing completes what
    does not hold."""
    match expr:
        case AnyOf(parts):
            seen = [standing(part, answers) for part in parts]
            known = [is_true for is_true, _ in seen]
            if True in known:
                return True, _NONE
            return (None if None in known else False), _NONE.union(*(atoms_ for _, atoms_ in seen))
        case All(parts):
            open_: list[frozenset[Atom]] = []
            for part in parts:
                is_true, atoms_ = standing(part, answers)
                if is_true is False:
                    return False, _NONE
                open_ += [atoms_] if is_true is None else []
            return (None, _NONE.union(open_[0]).intersection(*open_)) if open_ else (True, _NONE)
        case Not():
            return holds(expr, answers), _NONE
        case Unless(part, exception):
            return (False, _NONE) if holds(exception, answers) is True else standing(part, answers)
    is_true = holds(expr, answers)
    return is_true, frozenset((expr,)) if is_true is None else _NONE


Pair = tuple[Atom, Atom]


def completes_together(expr: Expr, answers: Mapping[str, Any]) -> frozenset[Pair]:
    """Pairs of atoms of which both, coming to hold, make the whole hold, in either order; what
    completes it by itself is left out, and what only stops holding."""
    _, alone, pairs = _reach(expr, answers)
    return frozenset(pair for pair in pairs if alone.isdisjoint(pair))


def _reach(
    expr: Expr, answers: Mapping[str, Any]
) -> tuple[bool | None, frozenset[Atom], frozenset[Pair]]:
    """Whether an expression holds, the atoms that complete it alone, and those that do in pairs."""
    match expr:
        case AnyOf(parts):
            seen = [_reach(part, answers) for part in parts]
            if any(is_true is True for is_true, _, _ in seen):
                return True, _NONE, frozenset()
            unknown = any(is_true is None for is_true, _, _ in seen)
            alone = _NONE.union(*(single for _, single, _ in seen))
            pairs = frozenset[Pair]().union(*(pair for _, _, pair in seen))
            return (None if unknown else False), alone, pairs
        case All(parts):
            open_ = []
            for part in parts:
                is_true, single, pair = _reach(part, answers)
                if is_true is False:
                    return False, _NONE, frozenset()
                open_ += [(single, pair)] if is_true is None else []
            return (None, *_both(open_)) if open_ else (True, _NONE, frozenset())
        case Unless(part, exception):
            if holds(exception, answers) is True:
                return False, _NONE, frozenset()
            return _reach(part, answers)
    is_true = holds(expr, answers)
    is_open = is_true is None and not isinstance(expr, Not)
    return is_true, frozenset((expr,)) if is_open else _NONE, frozenset()  # type: ignore[arg-type]


def _both(
    open_: list[tuple[frozenset[Atom], frozenset[Pair]]],
) -> tuple[frozenset[Atom], frozenset[Pair]]:
    """What completes all of some parts, each given by what completes it: alone, and in pairs."""
    singles = [single for single, _ in open_]
    alone = singles[0].intersection(*singles[1:])
    pairs = {(first, second) for first in singles[0] for second in _rest(singles, first)}
    pairs |= {
        (first, second)
        for single, own in open_
        for first, second in own
        if all(single is other or first in other or second in other for other in singles)
    }
    return alone, frozenset(pairs)


def _rest(singles: list[frozenset[Atom]], first: Atom) -> frozenset[Atom]:
    """What completes each of the parts that `first` does not."""
    left = [single for single in singles if first not in single]
    return left[0].intersection(*left[1:]) if left else _NONE
