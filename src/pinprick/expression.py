"""The small language of rules and conditions: three-valued, frozen, with errors of its own.

    foot-drop                                   the flag is present, or what the definition of that name says
    {onset: hours-days}  {onset: [a, b]}        the choice has this value, or one of these
    {region: saddle}                            painted on any side
    {age: {from: 18, under: 65}}                18 or more and less than 65
    {all: [a, b]}  {any: [a, b]}  {not: a}      Kleene's logic: what is not known stays not known
    {when: a, unless: b}                        a holds and b is not known to hold; `unless` may also stand
                                                beside `all` and `any`

`unless` is how an exception is written: what was not asked excuses nothing.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from pinprick.problems import did_you_mean

PRESENT, UNKNOWN, MAP = "present", "unknown", "numb-regions"

Path = tuple[str | int, ...]
Fault = tuple[Path, str]


@dataclass(frozen=True, slots=True)
class Answered:
    """The finding was answered with one of `values`."""

    finding: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Paints:
    """The region is painted, on any side."""

    region: str


@dataclass(frozen=True, slots=True)
class Between:
    """The number is at least `least` and less than `under`."""

    finding: str
    least: float
    under: float


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple["Expr", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple["Expr", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold; not known when the part is not known."""

    part: "Expr"


@dataclass(frozen=True, slots=True)
class Unless:
    """The part holds, and the exception is not known to hold."""

    part: "Expr"
    exception: "Expr"


Atom = Answered | Paints | Between
Expr = Atom | All | AnyOf | Not | Unless


class FindingShape(Protocol):
    """What the language must know of a finding: its kind, and the values of a choice."""

    @property
    def kind(self) -> str: ...
    @property
    def values(self) -> Collection[str]: ...


# ---- reading


def parse(raw: Any, definitions: Mapping[str, Any]) -> Expr:
    """The tree of an expression as it stands in a file, its definitions put in.

    Raises:
        ValueError: when it is no expression or a definition stands inside itself; `faults` tells more kindly.
    """
    return _parse(raw, definitions, ())


def _parse(raw: Any, definitions: Mapping[str, Any], inside: tuple[str, ...]) -> Expr:
    if isinstance(raw, str):
        if raw not in definitions:
            return Answered(raw, frozenset((PRESENT,)))
        if raw in inside:
            raise ValueError(f"the definition {raw} stands inside itself")
        return _parse(definitions[raw], definitions, (*inside, raw))
    wrong = _shape_fault(raw)
    if wrong:
        raise ValueError(wrong)
    if "unless" in raw:
        exception = _parse(raw["unless"], definitions, inside)
        rest = {key: part for key, part in raw.items() if key != "unless"}
        return Unless(_parse(rest.get("when", rest), definitions, inside), exception)
    ((head, body),) = raw.items()
    if head in ("all", "any"):
        parts = tuple(_parse(part, definitions, inside) for part in body)
        return All(parts) if head == "all" else AnyOf(parts)
    if head in ("not", "when"):
        part = _parse(body, definitions, inside)
        return Not(part) if head == "not" else part
    return _atom(head, body)


def _atom(head: str, body: Any) -> Atom:
    if head == "region":
        return Paints(body)
    if isinstance(body, dict):
        return Between(head, float(body.get("from", float("-inf"))), float(body.get("under", float("inf"))))
    return Answered(head, frozenset((body,) if isinstance(body, str) else body))


def _shape_fault(raw: Any) -> str:
    """What is wrong with the outermost shape of `raw`, or nothing."""
    if not isinstance(raw, dict) or not raw:
        return f"an expression is the name of a flag or a mapping such as {{any: [...]}}, not {raw!r}"
    heads = [key for key in raw if key != "unless"]
    if len(heads) != 1:
        return f"takes one of all, any, not, when, region or a finding, not {len(heads)} ({', '.join(heads) or 'none'})"
    head = heads[0]
    if "unless" in raw and head not in ("all", "any", "when"):
        return f"`unless` stands beside all, any or when; write {{when: {{{head}: ...}}, unless: ...}}"
    body = raw[head]
    if head in ("all", "any") and not (isinstance(body, list) and body):
        return f"`{head}` takes a list of expressions"
    if head == "region" and not isinstance(body, str):
        return "`region` takes the name of one region"
    return "" if head in ("all", "any", "not", "when", "region") else _values_fault(head, body)


def _values_fault(head: str, body: Any) -> str:
    if isinstance(body, dict):
        numbers = [v for v in body.values() if isinstance(v, int | float) and not isinstance(v, bool)]
        fits = bool(body) and set(body) <= {"from", "under"} and len(numbers) == len(body)
        return "" if fits else f"a number is compared as {{{head}: {{from: 18, under: 65}}}}, one of the two or both"
    values = body if isinstance(body, list) else [body]
    fits = bool(values) and all(isinstance(value, str) for value in values)
    return "" if fits else f"{head} takes a value or a list of values, not {body!r}"


# ---- faults


def faults(
    raw: Any, findings: Mapping[str, FindingShape], regions: Collection[str], definitions: Mapping[str, Any]
) -> list[Fault]:
    """Every fault of an expression by its path inside it: shapes, unknown names and values, definitions in a circle."""
    found: list[Fault] = []
    for path, part in _walk(raw, ()):
        what = _name_fault(part, findings, definitions) if isinstance(part, str) else _shape_fault(part)
        if not what and isinstance(part, dict):
            inner, what = _atom_fault(part, findings, regions)
            path = (*path, *inner)
        if what:
            found.append((path, what))
    return found


def _walk(raw: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    yield path, raw
    if not isinstance(raw, dict):
        return
    for key in ("all", "any"):
        if isinstance(raw.get(key), list):
            for index, part in enumerate(raw[key]):
                yield from _walk(part, (*path, key, index))
    for key in ("not", "when", "unless"):
        if key in raw:
            yield from _walk(raw[key], (*path, key))


def _name_fault(name: str, findings: Mapping[str, FindingShape], definitions: Mapping[str, Any]) -> str:
    if name in definitions:
        return f"the definition {name} stands inside itself" if name in _reached(name, definitions) else ""
    finding = findings.get(name)
    if finding is None:
        return f"no such finding or definition: {name}{did_you_mean(name, [*findings, *definitions])}"
    if finding.kind == "flag":
        return ""
    example = {
        "choice": f"{{{name}: {next(iter(finding.values), 'value')}}}",
        "number": f"{{{name}: {{from: 18}}}}",
        "regions": "{region: NAME}",
    }
    return f"{name} is not a flag; write {example.get(finding.kind, 'it as a mapping')}"


def _reached(name: str, definitions: Mapping[str, Any]) -> set[str]:
    """The definitions that `name` uses, directly or through others."""
    reached: set[str] = set()
    open_ = [name]
    while open_:
        for _, part in _walk(definitions[open_.pop()], ()):
            if isinstance(part, str) and part in definitions and part not in reached:
                reached.add(part)
                open_.append(part)
    return reached


def _atom_fault(
    raw: Mapping[str, Any], findings: Mapping[str, FindingShape], regions: Collection[str]
) -> tuple[Path, str]:
    head, body = next(item for item in raw.items() if item[0] != "unless")
    if head in ("all", "any", "not", "when"):
        return (), ""
    if head == "region":
        known = body in regions
        return (head,), "" if known else f"no such region: {body}{did_you_mean(body, regions)}"
    finding = findings.get(head)
    if finding is None:
        return (
            head,
        ), f"no such finding: {head}{did_you_mean(head, [*findings, 'all', 'any', 'not', 'when', 'unless'])}"
    if finding.kind in ("flag", "regions"):
        cure = f"write {head} alone, or {{not: {head}}}" if finding.kind == "flag" else "write {region: NAME}"
        return (head,), f"{head} takes no value here; {cure}"
    if (finding.kind == "number") != isinstance(body, dict):
        return (head,), f"{head} is a {finding.kind}; a number is compared with from and under, a choice has values"
    values = [] if isinstance(body, dict) else [body] if isinstance(body, str) else body
    wrong = next((value for value in values if value not in finding.values), None)
    if wrong is None:
        return (head,), ""
    return (
        head,
    ), f"{wrong} is no value of {head}; it takes {', '.join(finding.values)}{did_you_mean(wrong, finding.values)}"


# ---- what it says of answers


def holds(expr: Expr, answers: Mapping[str, Any]) -> bool | None:
    """Whether an expression holds for the answers; None when it is not known.

    `answers` are by finding: a flag "present" or "absent", a choice its value, a number a float, the map an object with
    `has(region) -> bool | None`. What is missing or "unknown" is not known.
    """
    # Tests of the type, atoms first, and no part looked at in vain: this is called thousands of times for a question.
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


def completes(expr: Expr, answers: Mapping[str, Any]) -> frozenset[Atom]:
    """Atoms of which each, coming to hold, makes the whole hold by itself; what only stops holding is left out."""
    return standing(expr, answers)[1]


_NONE: frozenset[Atom] = frozenset()


def standing(expr: Expr, answers: Mapping[str, Any]) -> tuple[bool | None, frozenset[Atom]]:
    """Whether an expression holds, and what `completes` it, in one pass; nothing completes what does not hold."""
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


def atoms(expr: Expr, sign: int = 1) -> Iterator[tuple[Atom, int]]:
    """Every atom with its sign: 1 where its holding can only help the whole to hold, -1 where it can only hinder."""
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

    An atom with the sign 1 alone is safe: making it hold, whatever it was before, never makes the whole hold less
    (False < not known < True), as every operator is monotone in the part and antitone in `not` and `unless`.
    """
    found: dict[Atom, set[int]] = {}
    for atom, sign in atoms(expr):
        found.setdefault(atom, set()).add(sign)
    return {atom: frozenset(both) for atom, both in found.items()}


def mentioned(expr: Expr) -> frozenset[str]:
    """The findings that an expression looks at; the map for a region."""
    return frozenset(MAP if isinstance(atom, Paints) else atom.finding for atom, _ in atoms(expr))
