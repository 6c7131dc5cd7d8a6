"""Each rule in `rule_stories.yaml` catches the stories that it is for, and leaves near misses
alone."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pinprick import loading, urgency, yamltext
from pinprick.case.known import Known, of_answers
from pinprick.case.reading import case_from

KNOWLEDGE = loading.load().knowledge
RULES = urgency.parsed(KNOWLEDGE)
FILE = Path(__file__).parent / "rule_stories.yaml"
STORIES: dict[str, dict[str, list[Any]]] = yamltext.read(FILE.read_bytes(), FILE.name).data
CAUGHT = [(rule, story) for rule, of in STORIES.items() for story in of["catches"]]
MISSED = [(rule, story) for rule, of in STORIES.items() for story in of["misses"]]


def told(story: Mapping[str, Any]) -> Known:
    case, faults = case_from({"findings": story}, KNOWLEDGE.vocabulary)
    assert not faults, faults
    return of_answers(KNOWLEDGE, case.answers)


@pytest.mark.parametrize(("rule", "story"), CAUGHT, ids=str)
def test_a_rule_catches_its_stories(rule: str, story: Mapping[str, Any]) -> None:
    known = told(story)
    assert rule in urgency.fired(RULES, known)
    assert urgency.said_by_rules(RULES, known).level >= RULES.levels[rule]


@pytest.mark.parametrize(("rule", "story"), MISSED, ids=str)
def test_a_rule_leaves_near_misses_alone(rule: str, story: Mapping[str, Any]) -> None:
    assert rule not in urgency.fired(RULES, told(story))


@pytest.mark.parametrize("rule", sorted(STORIES))
def test_every_entry_is_a_rule_with_stories_of_both_kinds(rule: str) -> None:
    assert rule in RULES.fires
    assert STORIES[rule]["catches"]
    assert STORIES[rule]["misses"]
