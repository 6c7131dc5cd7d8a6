"""What the evaluation should show, and whether it does; and interviews that end too low."""

import json
from typing import Any

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from pinprick.authoring import checks
from pinprick.case.case import Case, Expect, changed
from pinprick.cli import main
from pinprick.knowledge import Goal, Level
from pinprick.lab import evaluate, goals, rehearsal, report, simulate
from pinprick.lab.evaluate import Score
from tests.models import shipped

MODEL = shipped()
KNOWLEDGE = MODEL.knowledge
ONE = next(simulate.people(MODEL, 1, seed=2))
SCORE = evaluate.score(MODEL, ONE)


def case_of(at_least: Level, at_most: Level, kind: str = "") -> Case:
    """A simulated person, or with a `kind` of source a published case."""
    stage, source = ("story", {"kind": kind}) if kind else ("simulated", {})
    return changed(MODEL, ONE, expect=Expect((), (), at_least, at_most), stage=stage, source=source)


def scored(case: Case, given: Any, screen_none: Any = None) -> Score:
    return replace(SCORE, case=case, given=given, screen_none=screen_none or given)


def figures(scores: list[Score], share: Any, of: Any) -> list[tuple[int, float, bool]]:
    settings = replace(KNOWLEDGE.settings, goals=(Goal(of, share, "least", 0.5),))
    found = goals.reached(replace(KNOWLEDGE, settings=settings), scores)
    return [(one.n, one.share.value, one.met) for one in found]


HARMLESS, EMERGENCY = case_of(Level.ROUTINE, Level.ROUTINE), case_of(Level.EMERGENCY, Level.EMERGENCY)
SOON = case_of(Level.SOON, Level.SOON)
UNSURE = case_of(Level.SELF_CARE, Level.EMERGENCY)
PUBLISHED, STORY = case_of(Level.SOON, Level.SAME_DAY, "textbook"), case_of(Level.SOON, Level.SAME_DAY, "story")
SCORES = [
    *(scored(HARMLESS, level) for level in (Level.SELF_CARE, Level.ROUTINE, Level.SAME_DAY, Level.EMERGENCY)),
    *(scored(EMERGENCY, level) for level in (Level.SOON, Level.SAME_DAY, Level.EMERGENCY)),
    scored(SOON, Level.EMERGENCY, Level.SOON),
    scored(UNSURE, Level.ROUTINE),
    *(scored(PUBLISHED, given, none) for given, none in (("soon", "routine"), ("emergency", "soon"))),
    scored(STORY, Level.SOON, Level.EMERGENCY),
]


@pytest.mark.parametrize(
    ("share", "of", "n", "value"),
    [
        ("emergency", "simulated-harmless", 4, 1 / 4),
        ("at-least-same-day", "simulated-harmless", 4, 2 / 4),
        ("at-most-routine", "simulated-harmless", 4, 2 / 4),
        ("at-least-same-day", "simulated-emergencies", 3, 2 / 3),
        ("emergency", "simulated-emergencies", 3, 1 / 3),
        ("safe", "simulated", 9, 6 / 9),
        ("over", "simulated", 9, 3 / 9),
        ("over-screen-none", "simulated", 9, 2 / 9),
        ("safe", "published", 2, 1),
        ("safe-screen-none", "published", 2, 1 / 2),
        ("over", "published", 2, 1 / 2),
        ("over", "stories", 1, 0),
        ("over-screen-none", "stories", 1, 1),
    ],
)
def test_a_goal_is_held_against_its_set(share: Any, of: Any, n: int, value: float) -> None:
    ((count, found, met),) = figures(SCORES, share, (of,))
    assert (count, met) == (n, value >= 0.5)
    assert found == pytest.approx(value)


def test_a_set_without_cases_has_no_row() -> None:
    assert figures(SCORES[:1], "safe", ("published", "stories", "simulated")) == [(1, 0.0, False)]
    assert figures([], "safe", ("published",)) == []


def test_most_is_met_from_below() -> None:
    settings = replace(KNOWLEDGE.settings, goals=(Goal(("stories",), "safe", "most", 0.9),))
    (one,) = goals.reached(replace(KNOWLEDGE, settings=settings), SCORES)
    assert not one.met


def test_the_goals_that_ship_are_in_the_report_and_the_data() -> None:
    told = report.to_data(KNOWLEDGE, SCORES)["goals"]
    assert len(told) == sum(len(goal.of) for goal in KNOWLEDGE.settings.goals) > 0
    page = report.markdown(KNOWLEDGE, SCORES, "en")
    assert "| simulated emergencies (3) | given emergency | at least 97 % | 33.3 % (0 to 100) | **no** |" in page
    assert "| stories that people told (1) | urgency safe (at least as expected) | at least 99 % | 100.0 %" in page


def test_a_goal_that_is_no_share_is_told() -> None:
    wrong = replace(KNOWLEDGE.settings, goals=(Goal(("stories",), "safe", "least", 99),))
    found = checks.faults(replace(KNOWLEDGE, settings=wrong))
    assert [fault.path for fault in found] == [("goals", 0, "p")]


# ---- interviews


def rehearsed(by_rules: Level, ends_at: Level) -> rehearsal.Rehearsal:
    full, heard = replace(SCORE, by_rules=by_rules), replace(SCORE, given=ends_at)
    return rehearsal.Rehearsal(9, 14, 3, "nothing-left", full, heard, True)


def test_interviews_that_end_below_the_rules_are_counted() -> None:
    played = [
        rehearsed(Level.EMERGENCY, Level.SAME_DAY),
        rehearsed(Level.SAME_DAY, Level.EMERGENCY),
        rehearsed(Level.SAME_DAY, Level.SAME_DAY),
        rehearsed(Level.SOON, Level.ROUTINE),
    ]
    told = rehearsal.summary(played)
    assert told["lower_than_rules"] == 2 / 4
    assert (told["urgent_by_rules"], told["lower_than_urgent_rules"]) == (3, pytest.approx(1 / 3))
    assert told["lower"] == [ONE.id, ONE.id]


def test_without_an_urgent_rule_no_share_is_told(tmp_path: Any) -> None:
    """As the command prints it: null, and no warning of an empty mean."""
    file = tmp_path / "calm.yaml"
    file.write_text("{id: calm, findings: {age: 30}, expect: {cause: [herpes-zoster], urgency: {at_least: self-care}}}")
    result = CliRunner().invoke(main, ["evaluate", str(file), "--interview", "--json"])
    kinds = json.loads(result.stdout)
    assert list(kinds) == list(rehearsal.KINDS)
    told = kinds["told"]
    assert (told["urgent_by_rules"], told["lower_than_urgent_rules"], told["lower"]) == (0, None, [])
