"""The small language of rules and conditions: three-valued, frozen, with errors of its own.

| written | holds when |
|---|---|
| `foot-drop` | the flag is present, or what the definition of that name says |
| `{onset: hours-days}`, `{onset: [a, b]}` | the choice has this value, or one of these |
| `{region: saddle}` | it is painted on any side |
| `{age: {from: 18, under: 65}}` | the number is 18 or more and less than 65 |
| `{all: [a, b]}`, `{any: [a, b]}`, `{not: a}` | Kleene's logic: what is not known stays so |
| `{when: a, unless: b}` | a holds and b is not known to hold |

`unless` may also stand beside `all` and `any`. It is how an exception is written: what was not
asked excuses nothing.
"""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from pinprick.knowledge.ids import PRESENT

Path = tuple[str | int, ...]


class Answered(Struct, frozen=True, tag=True):
    """The finding was answered with one of `values`."""

    finding: str
    values: frozenset[str]


class Paints(Struct, frozen=True, tag=True):
    """The region is painted, on any side."""

    region: str


class Between(Struct, frozen=True, tag=True):
    """The number is at least `least` and less than `under`."""

    finding: str
    least: float
    under: float


class All(Struct, frozen=True):
    """Every part holds."""

    parts: tuple["Expr", ...]


class AnyOf(Struct, frozen=True):
    """At least one part holds."""

    parts: tuple["Expr", ...]


class Not(Struct, frozen=True):
    """The part does not hold; not known when the part is not known."""

    part: "Expr"


class Unless(Struct, frozen=True):
    """The part holds, and the exception is not known to hold."""

    part: "Expr"
    exception: "Expr"


Atom = Answered | Paints | Between
Expr = Atom | All | AnyOf | Not | Unless


# ---- reading


def parse(raw: Any, definitions: Mapping[str, Any]) -> Expr:
    """The tree of an expression as it stands in a file, its definitions put in.

    Raises:
        ValueError: when it is not an expression or a definition stands inside itself; `faults` tells
        more kindly.
    """
    return reader(definitions)(raw)


def reader(definitions: Mapping[str, Any]) -> Callable[[Any], Expr]:
    """What parses expressions with some definitions, each of which is parsed once.

    A part that is a definition is the same tree wherever it stands."""
    read: dict[str, Expr] = {}

    def named(name: str, inside: tuple[str, ...]) -> Expr:
        if name not in definitions:
            return Answered(name, frozenset((PRESENT,)))
        if name in inside:
            raise ValueError(f"the definition {name} stands inside itself")
        if name not in read:
            read[name] = parsed(definitions[name], (*inside, name))
        return read[name]

    def parsed(raw: Any, inside: tuple[str, ...] = ()) -> Expr:
        if isinstance(raw, str):
            return named(raw, inside)
        wrong = shape_fault(raw)
        if wrong:
            raise ValueError(wrong)
        if "unless" in raw:
            exception = parsed(raw["unless"], inside)
            rest = {key: part for key, part in raw.items() if key != "unless"}
            return Unless(parsed(rest.get("when", rest), inside), exception)
        ((head, body),) = raw.items()
        if head in ("all", "any"):
            parts = tuple(parsed(part, inside) for part in body)
            return All(parts) if head == "all" else AnyOf(parts)
        if head in ("not", "when"):
            part = parsed(body, inside)
            return Not(part) if head == "not" else part
        return _atom(head, body)

    return parsed


def _atom(head: str, body: Any) -> Atom:
    if head == "region":
        return Paints(body)
    if isinstance(body, dict):
        return Between(
            head, float(body.get("from", float("-inf"))), float(body.get("under", float("inf")))
        )
    return Answered(head, frozenset((body,) if isinstance(body, str) else body))


def shape_fault(raw: Any) -> str:
    """What is wrong with the outermost shape of `raw`, or nothing."""
    if not isinstance(raw, dict) or not raw:
        return (
            f"an expression is the name of a flag or a mapping such as {{any: [...]}}, not {raw!r}"
        )
    heads = [key for key in raw if key != "unless"]
    if len(heads) != 1:
        return f"takes one of all, any, not, when, region or a finding, not {len(heads)} ({', '.join(heads) or 'none'})"
    head = heads[0]
    if "unless" in raw and head not in ("all", "any", "when"):
        return (
            f"`unless` stands beside all, any or when; write {{when: {{{head}: ...}}, unless: ...}}"
        )
    body = raw[head]
    if head in ("all", "any") and not (isinstance(body, list) and body):
        return f"`{head}` takes a list of expressions"
    if head == "region" and not isinstance(body, str):
        return "`region` takes the name of one region"
    return "" if head in ("all", "any", "not", "when", "region") else _values_fault(head, body)


def _values_fault(head: str, body: Any) -> str:
    if isinstance(body, dict):
        numbers = [
            v for v in body.values() if isinstance(v, int | float) and not isinstance(v, bool)
        ]
        fits = bool(body) and set(body) <= {"from", "under"} and len(numbers) == len(body)
        return (
            ""
            if fits
            else f"a number is compared as {{{head}: {{from: 18, under: 65}}}}, one of the two or both"
        )
    values = body if isinstance(body, list) else [body]
    fits = bool(values) and all(isinstance(value, str) for value in values)
    return "" if fits else f"{head} takes a value or a list of values, not {body!r}"
