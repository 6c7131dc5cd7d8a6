"""The article's five stories: each comes first, as urgent as a good doctor would say, with the
advice that fits."""

from pathlib import Path

import pytest

from pinprick.assessment import Assessment, assess
from pinprick.case.reading import read_cases
from pinprick.lab import evaluate
from tests.models import shipped

MODEL = shipped()
FILE = Path(__file__).parents[1] / "evaluation" / "article.yaml"
CASES = {case.id: case for case in read_cases(FILE.read_bytes(), FILE.name, MODEL.knowledge.vocabulary)[0]}


def told(id_: str) -> Assessment:
    return assess(MODEL, CASES[id_])


@pytest.mark.parametrize("id_", CASES)
def test_the_cause_that_the_story_tells_comes_first(id_: str) -> None:
    assert evaluate.score(MODEL, CASES[id_]).rank == 1


@pytest.mark.parametrize("id_", CASES)
def test_the_urgency_is_neither_too_low_nor_too_high(id_: str) -> None:
    score = evaluate.score(MODEL, CASES[id_])
    assert score.safe(score.given), score.given
    assert not score.over(score.given), score.given


def test_the_nap_story_gets_the_routine_and_what_to_watch_for() -> None:
    nap = told("article-1-posture")
    assert nap.advice.routines[0].id == "after-nap-movement"
    assert all(step.seconds for step in nap.advice.routines[0].routine.steps)
    assert not nap.advice.medicines
    assert not nap.urgency.complete
    assert {"one-side-face-arm-leg", "numb-saddle", "both-legs-weak"} <= set(nap.urgency.not_asked)


def test_a_family_that_is_expected_comes_first() -> None:
    assert evaluate.score(MODEL, CASES["article-3-neuropathy"]).family is True
