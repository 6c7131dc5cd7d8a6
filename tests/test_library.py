"""The front door: just these names, a case that is checked when it is made, and records that print in a few lines."""

from dataclasses import replace
from typing import Any

import pytest

import pinprick
from pinprick.case.known import known
from tests.models import shipped


def test_these_names_are_the_way_in() -> None:
    from pinprick import Case, Painted, Problem, ProblemsFound, __version__, account, assess, load, next_question

    assert all((load, Case, Painted, assess, next_question, account, Problem, ProblemsFound, __version__))
    assert load().knowledge.hash == shipped().knowledge.hash
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        pinprick.nothing  # noqa: B018


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"foot-drp": "present"}, "foot-drp: no such finding; did you mean foot-drop?"),
        ({"numb-saddle": "Present"}, "did you mean present?"),
        ({"foot-drop": "yes"}, "did you mean present?"),
        ({"age": 400}, "takes 0 to 120 years"),
        ({"age": True}, "takes a number of years"),
        ({"age": float("nan")}, "out of range"),
        ({"onset": ["weeks"]}, "is not an answer"),
        ({"numb-regions": pinprick.Painted(left=frozenset({"dorsom"}))}, "did you mean dorsum?"),
    ],
)
def test_what_cannot_be_is_refused_with_the_nearest_right_word(answers: dict[str, Any], says: str) -> None:
    with pytest.raises(pinprick.ProblemsFound, match=".*" + says.replace("?", r"\?")):
        pinprick.Case.of(shipped(), answers)


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(pinprick.ProblemsFound) as found:
        pinprick.Case.of(shipped(), {"foot-drp": "present", "numb-saddle": "Present", "age": 400})
    assert len(found.value.problems) == 3


def test_no_case_is_made_unchecked() -> None:
    with pytest.raises(TypeError, match=r"Case\.of"):
        pinprick.Case(answers={"foot-drp": "present"})
    with pytest.raises(TypeError, match=r"Case\.of"):
        replace(pinprick.Case.of(shipped(), {}), answers={"foot-drp": "present"})


def test_12_and_12_0_are_one_age_and_a_child_is_seen_to_be_one() -> None:
    young = [pinprick.Case.of(shipped(), {"age": age}) for age in (12, 12.0)]
    assert young[0] == young[1]
    told = [pinprick.account.account(shipped(), pinprick.assess(shipped(), case), "en") for case in young]
    assert told[0].urgency.children == told[1].urgency.children is not None


def test_what_an_interview_left_open_is_not_judged_finished_or_not() -> None:
    nap = {"limb-pressed": "present", "moving-relieves": "present"}
    for finished in (False, True):
        case = pinprick.Case.of(shipped(), nap, finished=finished)
        assert "foot-drop" in known(shipped().knowledge, case).not_asked
        verdict = pinprick.assess(shipped(), case).urgency
        assert (verdict.level, verdict.complete) == ("routine", False)


def test_records_print_in_a_few_lines() -> None:
    case = pinprick.Case.of(shipped(), {"age": 34, "limb-pressed": "present"})
    assessment = pinprick.assess(shipped(), case)
    assert len(repr(shipped()).splitlines()) < 20
    assert len(repr(assessment).splitlines()) < 20
    assert len(repr(assessment)) < 2000


def test_the_next_question_is_the_screen_first() -> None:
    step = pinprick.next_question(shipped(), pinprick.Case.of(shipped(), {}))
    assert (step.page, step.findings) == ("screen", shipped().knowledge.screen.findings)
