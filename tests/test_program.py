"""Expressions as one program say what their trees say, of one case and of many at once, and find what completes them
as trying does."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinprick import urgency
from pinprick.case.known import of_answers
from pinprick.knowledge.ids import MAP
from pinprick.rules import holds, parse
from pinprick.rules.language import Expr
from pinprick.rules.program import compiled, completing_pairs, run, standing
from pinprick.rules.shape import finding_of
from tests.completing import completes, completes_together
from tests.models import shipped
from tests.trees import ANSWERS, DEFINITIONS, POSSIBLE, TREES


def _parsed(raw: list[Any]) -> dict[str, Expr]:
    return {str(number): parse(one, DEFINITIONS) for number, one in enumerate(raw)}


@given(st.lists(TREES, min_size=1, max_size=4), ANSWERS)
def test_a_program_says_what_the_trees_say(raw: list[Any], answers: dict[str, Any]) -> None:
    exprs = _parsed(raw)
    now = standing(compiled(exprs), answers)
    assert {name: name in now.holding for name in exprs} == {
        name: holds(e, answers) is True for name, e in exprs.items()
    }


@given(TREES, ANSWERS)
def test_what_completes_is_what_trying_finds(raw: Any, answers: dict[str, Any]) -> None:
    expr = parse(raw, DEFINITIONS)
    now = standing(compiled({"it": expr}), answers)
    assert now.completes(["it"]) == completes(expr, answers)
    assert {p for p in completing_pairs(now, ["it"], POSSIBLE) if len(p) > 1} == completes_together(expr, answers)


@given(st.lists(TREES, min_size=1, max_size=3), st.lists(ANSWERS, min_size=1, max_size=70))
def test_many_cases_are_one_run(raw: list[Any], cases: list[dict[str, Any]]) -> None:
    """A bit is a case: the planes of many are those of each, side by side."""
    program = compiled(_parsed(raw))
    planes = [0] * (2 * len(program.atoms))
    for bit, answers in enumerate(cases):
        first = standing(program, answers).planes
        for plane in range(len(planes)):
            planes[plane] |= (first[plane] & 1) << bit
    together = run(program, planes)
    for bit, answers in enumerate(cases):
        now = standing(program, answers)
        for name, plane in program.holds.items():
            assert bool(together[plane] >> bit & 1) == (name in now.holding)


def test_a_definition_is_one_part_wherever_it_stands() -> None:
    shared = compiled(_parsed(["worse", {"any": ["worse", "cold"]}]))
    alone = compiled(_parsed(["worse"]))
    assert len(shared.steps) == len(alone.steps) + 1


@pytest.mark.parametrize("seed", range(2))
def test_the_rules_that_ship_are_completed_as_trying_finds(seed: int) -> None:
    knowledge, some = shipped().knowledge, random.Random(seed)
    choices = {
        id_: list(finding.values) or ["present", "absent"]
        for id_, finding in knowledge.vocabulary.findings.items()
        if finding.kind in ("flag", "choice")
    }
    told = {id_: some.choice(choices[id_]) for id_ in some.sample(sorted(choices), some.randint(0, 170))}
    rules, known = urgency.parsed(knowledge), of_answers(knowledge, told)
    now, findings = urgency.stands(rules, known), [*choices, "age", MAP]
    for id_, expr in rules.fires.items():
        name = urgency.of_rule(id_)
        assert (name in now.holding) == (holds(expr, known.answers) is True), id_
        assert now.completes([name]) == completes(expr, known.answers), id_
        pairs = {pair for pair in completing_pairs(now, [name], findings) if len(pair) > 1}
        assert pairs == completes_together(expr, known.answers), id_


@pytest.mark.parametrize("seed", range(3))
def test_pairs_are_looked_for_only_among_what_may_be_asked(seed: int) -> None:
    knowledge, some = shipped().knowledge, random.Random(seed)
    rules = urgency.parsed(knowledge)
    now = urgency.stands(rules, of_answers(knowledge, {}))
    names = [urgency.of_rule(id_) for id_ in rules.fires]
    among = set(some.sample(sorted(knowledge.vocabulary.findings), 120))
    whole = completing_pairs(now, names, knowledge.vocabulary.findings)
    kept = {pair for pair in whole if {finding_of(atom) for atom in pair} <= among}
    assert completing_pairs(now, names, among) == kept
