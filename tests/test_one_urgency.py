"""One situation, one urgency: every text that names an urgency is judged just so by what computes
it."""

from collections.abc import Iterator, Mapping

import pytest

from pinprick import urgency
from pinprick.case.answers import Answer
from pinprick.case.known import of_answers
from pinprick.knowledge import LEVELS
from pinprick.rules import parse
from pinprick.rules.language import Answered, AnyOf, Expr, Not
from tests.models import shipped

MODEL = shipped()
KNOWLEDGE = MODEL.knowledge
RULES = urgency.parsed(KNOWLEDGE)
FINDINGS = frozenset(KNOWLEDGE.vocabulary.findings)
UPGRADES = [
    pytest.param(id_, index, id=f"{id_}-{index}")
    for id_, condition in KNOWLEDGE.conditions.items()
    for index in range(len(condition.urgency.upgrades))
]


def least_cases(raw: object) -> Iterator[Mapping[str, Answer]]:
    """The least answers that make each of the alternatives of an expression hold."""
    for one in _alternatives(parse(raw, KNOWLEDGE.urgency.definitions)):
        yield urgency.witness(one, FINDINGS)


def _alternatives(expr: Expr) -> Iterator[Expr]:
    for part in expr.parts if isinstance(expr, AnyOf) else ():
        yield from _alternatives(part)
    if not isinstance(expr, AnyOf):
        yield expr


def by_rules(answers: Mapping[str, Answer]) -> int:
    """The level of the rules alone."""
    return urgency.said_by_rules(RULES, of_answers(KNOWLEDGE, answers)).level


# ---- what makes a condition more urgent


@pytest.mark.parametrize(("id_", "index"), UPGRADES)
def test_the_least_case_of_an_upgrade_is_judged_as_it_says(id_: str, index: int) -> None:
    """The condition at its raised level is as urgent as the line, and no rule says more of the
    same: a line that named less than the rule would reassure falsely."""
    upgrade = KNOWLEDGE.conditions[id_].urgency.upgrades[index]
    needed = LEVELS.index(upgrade.to)
    for answers in least_cases(upgrade.when):
        assert answers, f"nothing makes it hold: {upgrade.says['en']}"
        table = urgency.harm_table(KNOWLEDGE, MODEL.causes, of_answers(KNOWLEDGE, answers))
        assert table.levels[MODEL.causes.index(id_)] >= needed, answers
        assert by_rules(answers) <= needed, (upgrade.says["en"], answers)


@pytest.mark.parametrize("id_", sorted(KNOWLEDGE.conditions))
def test_every_upgrade_is_above_the_level_of_its_condition(id_: str) -> None:
    of = KNOWLEDGE.conditions[id_].urgency
    for upgrade in of.upgrades:
        assert LEVELS.index(upgrade.to) > LEVELS.index(of.level), upgrade.says["en"]


def test_an_upgrade_that_says_a_finding_is_absent_has_its_least_case() -> None:
    absent = Not(Answered("long-nap", frozenset({"present"})))
    assert list(urgency.cases(absent, FINDINGS)) == [{"long-nap": "absent"}]
