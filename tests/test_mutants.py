"""The mistakes of `make mutants` are what they say, and those that lower a level are noticed."""

import random

import pytest

from scripts import mutants
from scripts.mutations import HARMLESS, Mutant, changes
from scripts.mutations import mutants as all_mutants
from tests.models import written

TRIED = 60


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("foot-drop", ["swap foot-drop"]),
        ("weak", []),
        (HARMLESS, []),
        ({"known-for": ["weeks", "months"]}, ["drop known-for weeks", "drop known-for months"]),
        ({"age": {"from": 60}}, ["age from 10 more"]),
        (
            {"any": ["weak", "spine-pain"]},
            ["drop weak of any", "drop spine-pain of any", "any to all"],
        ),
        ({"when": "weak", "unless": "sign-old"}, ["drop unless", "unless: swap sign-old for sign-not-this-week"]),
    ],
)
def test_an_expression_is_changed_in_each_of_its_parts(raw: object, expected: list[str]) -> None:
    made = [what for what, _ in changes(written(), raw)]
    assert [what for what in made if not what.startswith("swap known-for")] == expected


def test_a_mistake_is_one_change_of_the_knowledge_base() -> None:
    some = random.Random(0).sample(list(all_mutants(written())), 200)
    for one in some:
        assert one.make(written()) != written(), one


def test_a_lowered_level_lowers_a_story_and_a_higher_one_none() -> None:
    base = written()
    among = [mutants.sample(base, {"stiff-neck": "present"})]
    lower = _find("rules", "stiff-neck", "delete")
    dropped = _find("rules", "stiff-neck", "drop unless")
    assert mutants.lowers(base, lower, among)
    assert not mutants.lowers(base, dropped, among)


def _find(part: str, id_: str, what: str) -> Mutant:
    return next(one for one in all_mutants(written()) if (one.part, one.id_, one.what) == (part, id_, what))


def test_what_lowers_a_level_is_refused_or_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, number in (("STORIES", 8), ("RANDOM", 0), ("EXCUSED", 1)):
        monkeypatch.setattr(mutants, name, number)
    base, listed = written(), mutants.PAGE.read_text()
    among = mutants.samples(base)
    for one in random.Random(1).sample(list(all_mutants(base)), TRIED):
        if mutants.lowers(base, one, among) and not mutants.killed_by_promises(one.make(base), one):
            assert mutants.killed_by_check(one.make(base)) or mutants.line(one) in listed, one


def test_no_rule_and_no_upgrade_can_go_unnoticed() -> None:
    base = written()
    whole = [one for one in all_mutants(base) if one.what == "delete" or one.what.startswith("drop upgrade")]
    assert len(whole) > 400
    assert [mutants.line(one) for one in whole if not mutants.killed_by_promises(one.make(base), one)] == []
