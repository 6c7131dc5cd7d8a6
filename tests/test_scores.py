"""Scores: a case as told, and with the red-flag page answered "none" where it tells nothing."""

import json
from typing import Any

import pytest
from click.testing import CliRunner

from pinprick.assessment import assess
from pinprick.case.case import Case, Expect, changed
from pinprick.case.reading import read_cases
from pinprick.cli import main
from pinprick.knowledge.ids import ABSENT, OTHER, OTHER_CAUSE, PRESENT, UNKNOWN
from pinprick.lab import evaluate, groups
from tests.house.files import ROOT
from tests.models import shipped

MODEL = shipped()
DEVELOPMENT = ROOT / "evaluation" / "dev.yaml"
CASES = read_cases(DEVELOPMENT.read_bytes(), DEVELOPMENT.name, MODEL.knowledge.vocabulary)[0]
SCREEN = set(MODEL.knowledge.screen.findings)


def case_of(answers: dict[str, Any]) -> Case:
    return changed(MODEL, CASES[0], answers=answers)


@pytest.mark.parametrize("case", CASES[:8], ids=lambda case: case.id)
def test_a_score_is_of_what_is_assessed(case: Case) -> None:
    whole, score = assess(MODEL, case), evaluate.score(MODEL, case)
    p = {cause.id: cause.probability for cause in whole.causes} | {OTHER_CAUSE: whole.unexplained}
    assert (score.given, score.by_rules) == (whole.urgency.level, whole.urgency.by_rules)
    assert score.by_causes == whole.urgency.by_causes
    assert score.first == max(p, key=lambda id_: p[id_])
    right = sum(p[id_] for id_ in score.expect.cause)
    assert score.p_right == pytest.approx(right) == evaluate.p_right(MODEL, case)
    assert score.screen_none == assess(MODEL, evaluate.with_screen_none(MODEL, case)).urgency.level


def test_other_cause_is_what_is_none_of_ours() -> None:
    case = changed(MODEL, CASES[0], expect=Expect(cause=(OTHER_CAUSE,)))
    score = evaluate.score(MODEL, case)
    assert score.p_right == pytest.approx(assess(MODEL, case).unexplained)
    assert score.first != OTHER


def test_the_red_flag_page_is_answered_none_where_nothing_is_told() -> None:
    told = {"age": 50.0, "onset": "weeks", "foot-drop": PRESENT, "fever": UNKNOWN, "chemotherapy": PRESENT}
    case = case_of(told)
    answers = evaluate.with_screen_none(MODEL, case).answers
    assert {id_: answers[id_] for id_ in told} == told
    # Cancer follows from chemotherapy, so it is told of.
    assert {id_ for id_ in answers if id_ not in told} == SCREEN - told.keys() - {"cancer"}
    assert {answers[id_] for id_ in SCREEN - told.keys() - {"cancer"}} == {ABSENT}


def test_what_is_painted_is_not_denied_in_words() -> None:
    painted = {"left": [], "right": [], "midline": ["saddle"], "not-asked": ["face"]}
    answers = evaluate.with_screen_none(MODEL, case_of({"numb-regions": painted})).answers
    assert "numb-saddle" not in answers
    assert answers["numb-face"] == ABSENT


def test_the_command_says_how_safe_it_is_both_ways() -> None:
    result = CliRunner().invoke(main, ["evaluate", str(DEVELOPMENT), "--json"])
    told = json.loads(result.stdout)
    scores = [evaluate.score(MODEL, case) for case in CASES]
    for name, level in (("", "given"), ("_screen_none", "screen_none")):
        levels = [getattr(one, level) for one in scores]
        safe = [one.safe(given) for one, given in zip(scores, levels, strict=True)]
        over = [one.over(given) for one, given in zip(scores, levels, strict=True)]
        assert told[f"safe{name}"] == pytest.approx(sum(safe) / len(CASES)) == told["all"][f"safe{name}"][0]
        assert told[f"over{name}"] == pytest.approx(sum(over) / len(CASES)) == told["all"][f"over{name}"][0]
    assert told["safe"] != told["safe_screen_none"] or told["over"] != told["over_screen_none"]
    for parts in told["urgency_by"].values():
        assert sum(part["n"] for part in parts.values()) == len(CASES)


def test_the_report_has_a_row_for_each_age_sex_and_stage() -> None:
    result = CliRunner().invoke(main, ["evaluate", str(DEVELOPMENT)])
    assert 'safe, with the red-flag page answered "none"' in result.stdout
    for part in ("age: under 18", "age: 75+", "sex: female", "sex: not told", "stage: story"):
        assert f"| {part} |" in result.stdout, part


@pytest.mark.parametrize(
    ("age", "band"),
    [(17, "under-18"), (18, "18-39"), (39.5, "18-39"), (40, "40-59"), (75, "75+"), ("unknown", "not-told")],
)
def test_an_age_is_of_one_band(age: Any, band: str) -> None:
    assert groups.band(MODEL.knowledge, case_of({"age": age}).answers) == band


def test_an_age_that_is_not_told_is_of_no_band() -> None:
    assert groups.band(MODEL.knowledge, {}) == groups.NOT_TOLD
