"""The rules by an independent library: DuckDB, with three-valued logic of its own, on thousands of random cases."""

import random
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import islice, product
from typing import Any

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from pinprick import urgency
from pinprick.case.answers import Painted
from pinprick.knowledge import Region, Vocabulary
from pinprick.knowledge.ids import MAP
from pinprick.rules import holds, parse, reader
from pinprick.rules.language import Atom, Expr, Not
from pinprick.rules.logic import atom_holds
from pinprick.rules.program import AND, BUT_NOT, OR, Program, compiled, run, standing
from pinprick.rules.shape import finding_of
from pinprick.urgency import proofs
from pinprick.urgency import rules as rulebook
from tests import sql
from tests.rulebook import KNOWLEDGE, RULES, URGENCY, VOCABULARY
from tests.small import finding
from tests.trees import DEFINITIONS, FLAGS, POSSIBLE, TREES

RANDOM = 4000
WAYS = 20
"""Of each expression, at most so many of the ways to hold are cases too."""
ALONE = 100
"""One case in so many is looked at by itself, as that is slow."""

Values = dict[str, list[bool | None]]


# ---- cases


@cache
def cases() -> list[dict[str, Any]]:
    """The least that makes each expression hold; then random ones, half of which hold such a case besides."""
    some, least = random.Random(13), least_answers()
    drawn = [_case(some) | (some.choice(least) if number % 2 else {}) for number in range(RANDOM)]
    return least + drawn


def _case(some: random.Random) -> dict[str, Any]:
    """Anything may be missing or "unknown"; how much is, and how much of the rest is there, varies by case."""
    silent, there = some.random() ** 3, some.random() ** 2
    case: dict[str, Any] = {}
    for id_, one in VOCABULARY.findings.items():
        if some.random() < silent:
            if some.random() < 0.2:
                case[id_] = "unknown"
        elif one.kind == "number":
            case[id_] = float(some.randrange(100))
        elif one.kind == "regions":
            case[id_] = _map(some)
        elif one.kind == "choice":
            case[id_] = some.choice(list(one.values))
        else:
            case[id_] = "present" if some.random() < there else "absent"
    return case


def _map(some: random.Random) -> Painted:
    """Some regions are painted, on any side, and some were not asked."""
    painted, hidden = some.random(), some.random()
    parts: dict[str, set[str]] = {"left": set(), "right": set(), "midline": set(), "not_asked": set()}
    for id_, region in VOCABULARY.regions.items():
        if some.random() < hidden:
            parts["not_asked"].add(id_)
        elif some.random() < painted:
            parts["midline" if region.midline else some.choice(("left", "right"))].add(id_)
    return Painted(**{part: frozenset(regions) for part, regions in parts.items()})


def least_answers() -> list[dict[str, Any]]:
    """What makes each expression hold in some of its ways, so that the rarest is met too, and what is next to it."""
    findings = frozenset(VOCABULARY.findings)
    return [answers for expr in expressions().values() for answers in islice(proofs.cases(expr, findings), WAYS)]


# ---- what the two say


@cache
def expressions() -> dict[str, Expr]:
    """All that the rules ask, as pinprick reads it."""
    read = reader(URGENCY.definitions)
    upgrades = {
        urgency.of_upgrade(id_, number): when
        for id_, each in RULES.upgrades.items()
        for number, (_, when) in enumerate(each)
    }
    return {
        **{urgency.of_rule(id_): expr for id_, expr in RULES.fires.items()},
        **upgrades,
        **{rulebook.of_bar(number): bar for number, bar in enumerate(RULES.bars)},
        urgency.PATTERN: RULES.pattern,
        **{f"red flag {number}": read(raw) for number, raw in enumerate(URGENCY.red_flags)},
    }


@cache
def in_sql() -> Values:
    """The same of the cases, as DuckDB has it."""
    gate, definitions = URGENCY.self_care, URGENCY.definitions
    asked = {
        **{urgency.of_rule(id_): text for id_, text in sql.rules(KNOWLEDGE).items()},
        **{urgency.of_upgrade(*which): text for which, text in sql.upgrades(KNOWLEDGE).items()},
        **{rulebook.of_bar(number): sql.condition(raw, definitions) for number, raw in enumerate(gate.unless)},
        urgency.PATTERN: sql.condition(gate.pattern, definitions),
        **{f"red flag {number}": sql.condition(raw, definitions) for number, raw in enumerate(URGENCY.red_flags)},
    }
    return sql.values(asked, sql.columns(VOCABULARY, cases()))


def _planes(program: Program) -> list[int]:
    """All planes of a program, where a bit is a case."""
    return run(program, [plane for atom in program.atoms for plane in _planes_of(atom)])


@cache
def _planes_of(atom: Atom) -> tuple[int, int]:
    said = [atom_holds(atom, case.get(finding_of(atom))) for case in cases()]
    return _plane(value is True for value in said), _plane(value is False for value in said)


def _plane(bits: Iterable[bool]) -> int:
    return int("".join("01"[bit] for bit in bits)[::-1], 2)


def _different(ours: Mapping[str, int], wanted: bool | None) -> list[str]:
    """Where a plane is not the cases of which DuckDB says what is wanted."""
    found = []
    for name, plane in ours.items():
        apart = plane ^ _plane(value is wanted for value in in_sql()[name])
        if apart:
            first = (apart & -apart).bit_length() - 1
            found.append(f"{name}: {apart.bit_count()} cases, the first is {first}: {in_sql()[name][first]} in SQL")
    return found


# ---- the real knowledge base


def test_the_program_says_what_sql_says() -> None:
    """What ships: whether each rule, upgrade and bar and the harmless pattern is known to hold."""
    program = rulebook.program(RULES)
    assert set(program.holds) == {name for name in in_sql() if not name.startswith("red flag")}
    planes = _planes(program)
    assert not _different({name: planes[plane] for name, plane in program.holds.items()}, True)


def test_all_three_values_are_those_of_sql() -> None:
    """Compiled with the negation beside each, a program says too what is known to fail."""
    exprs = expressions()
    program = compiled({**exprs, **{f"not {name}": Not(expr) for name, expr in exprs.items()}})
    planes = _planes(program)
    assert set(exprs) == set(in_sql())
    assert not _different({name: planes[program.holds[name]] for name in exprs}, True)
    assert not _different({name: planes[program.holds[f"not {name}"]] for name in exprs}, False)


def test_the_trees_and_a_case_alone_say_what_sql_says() -> None:
    exprs, program = expressions(), rulebook.program(RULES)
    for number in range(0, len(cases()), ALONE):
        case = cases()[number]
        now = standing(program, case)
        wanted = {name: values[number] for name, values in in_sql().items()}
        assert {name: holds(expr, case) for name, expr in exprs.items()} == wanted
        assert {name: name in now.holding for name in program.holds} == {
            name: wanted[name] is True for name in program.holds
        }


def test_every_red_flag_is_one_that_the_rules_know() -> None:
    flags = {expr for name, expr in expressions().items() if name.startswith("red flag")}
    assert flags == RULES.red_flags


def test_the_cases_bring_out_every_value() -> None:
    """A comparison that never sees an expression hold, fail or stay open shows nothing."""
    seen = {name: set(values) for name, values in in_sql().items()}
    assert not {name: values for name, values in seen.items() if values != {True, False, None}}


@pytest.mark.parametrize("other", [AND, OR])
def test_the_witness_sees_a_wrong_step(other: int) -> None:
    """It would be no witness if it agreed with anything."""
    program = rulebook.program(RULES)
    steps = tuple((other if operation == BUT_NOT else operation, a, b) for operation, a, b in program.steps)
    planes = _planes(replace(program, steps=steps))
    assert _different({name: planes[plane] for name, plane in program.holds.items()}, True)


@pytest.mark.parametrize(
    ("definition", "other"),
    [
        ("old", {"known-for": ["months", "years"]}),
        ("settled", {"all": ["sign-old", {"not": {"course": "worsening"}}]}),
        ("both-sides", {"side": ["both-sides-equal"]}),
    ],
)
def test_the_witness_sees_a_definition_that_is_read_otherwise(definition: str, other: Any) -> None:
    definitions = {**URGENCY.definitions, definition: other}
    changed = urgency.parsed(replace(KNOWLEDGE, urgency=replace(URGENCY, definitions=definitions)))
    program = rulebook.program(changed)
    planes = _planes(program)
    assert _different({name: planes[plane] for name, plane in program.holds.items()}, True)


# ---- any expression

FEW = Vocabulary(
    {"heel": Region({}, "foot")},
    {
        **{id_: finding("flag", "feel") for id_ in FLAGS},
        "onset": finding("choice", "feel", values=("fast", "slow")),
        "age": finding("number", "person"),
        MAP: finding("regions", "where"),
    },
    {},
)


@cache
def every_answer() -> list[dict[str, Any]]:
    """Each way to answer the findings that random expressions look at, or not to."""
    hidden = Painted(not_asked=frozenset(["heel"]))
    each = [[None, *values, *([hidden] if id_ == MAP else [])] for id_, values in POSSIBLE.items()]
    cases = [dict(zip(POSSIBLE, answers, strict=True)) for answers in product(*each)]
    return [{id_: answer for id_, answer in case.items() if answer is not None} for case in cases]


@given(TREES)
@settings(max_examples=30)
def test_any_expression_says_what_sql_says_of_every_answer(raw: Any) -> None:
    expr, asked = parse(raw, DEFINITIONS), {"it": sql.condition(raw, DEFINITIONS)}
    assert [holds(expr, case) for case in every_answer()] == sql.values(asked, sql.columns(FEW, every_answer()))["it"]
