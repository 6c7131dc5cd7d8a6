"""The report of the terminal: short, and its end is what stays on the screen."""

from typing import Any

import pytest
from click import unstyle
from hypothesis import given, settings
from hypothesis import strategies as st

from pinprick import guide
from pinprick.account import account
from pinprick.assessment import Assessment, assess
from pinprick.case.case import Case
from pinprick.cli import details, report
from pinprick.words import say
from pinprick.words.calling import Place
from tests.answers import answers
from tests.models import shipped

MODEL = shipped()
NAP: dict[str, Any] = {
    "limb-pressed": "present",
    "moving-relieves": "present",
    "episode-length": "2-to-30-minutes",
    "known-for": "first-time-today",
    "age": 34,
}
_SCREEN = 24


def finished(told: dict[str, Any]) -> Assessment:
    return assess(MODEL, guide.without_warning_signs(MODEL, Case.of(MODEL, told, "report")))


def lines(assessment: Assessment) -> list[str]:
    return unstyle(report.report(MODEL, assessment, Place("GB"), "en")).rstrip().splitlines()


def end(assessment: Assessment) -> str:
    """The card as it is read, in one line."""
    told = lines(assessment)
    last = max(number for number, line in enumerate(told) if line and not line.strip("-"))
    return " ".join(" ".join(told[last + 1 :]).split())


@settings(max_examples=40, deadline=None)
@given(answers(), st.booleans())
def test_the_card_is_the_end(told_: dict[str, Any], all_asked: bool) -> None:
    """Level, cause, what to do, what would be worse; and the level again, as the first line may have
    left the window."""
    assessment = finished(told_) if all_asked else assess(MODEL, Case.of(MODEL, told_, "report"))
    told = account(MODEL, assessment, "en")
    name = told.urgency.name.upper()
    for lay_out in (report.report, details.details):
        shown = unstyle(lay_out(MODEL, assessment, Place("GB"), "en")).rpartition("-" * report.WIDTH)[2]
        read = " ".join(shown.split())
        assert read.startswith(name)
        if told.card is None:
            assert "999" in read
            assert " ".join(told.urgency.tell.split()) in read
            continue
        assert read.endswith(name)
        at = 0
        worse = (one.sign for one in told.card.worry_if)
        for words in (told.card.headline, *told.card.do, *worse):
            assert " ".join(words.split()) in read[at:]
            at = read.index(" ".join(words.split()), at)


def test_a_calm_answer_is_short() -> None:
    told = lines(finished(NAP))
    assert len(told) <= 2 * _SCREEN
    assert " ".join(told).count(say("en", "result.details").split(":")[0]) == 1
    full = details.details(MODEL, finished(NAP), Place("GB"), "en").splitlines()
    assert len(full) > 3 * len(told)


@pytest.mark.parametrize("told", [NAP, {"facial-weakness": "present"}, {}, {"foot-drop": "present", "age": 12}])
@pytest.mark.parametrize("columns", [40, 80])
def test_it_fits_the_window(told: dict[str, Any], columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for assessment in (finished(told), assess(MODEL, Case.of(MODEL, told, "report"))):
        assert max(map(len, lines(assessment))) <= columns


def test_the_hash_is_not_what_stays_on_the_screen() -> None:
    hash_ = account(MODEL, finished(NAP), "en").knowledge.hash
    assert hash_ in " ".join(lines(finished(NAP)))
    assert hash_ not in end(finished(NAP))


def test_what_this_is_not_made_for_is_said_once() -> None:
    elsewhere = assess(MODEL, Case.of(MODEL, {"numb-where": "not-the-leg", "age": 30}, "elsewhere", finished=True))
    scope = account(MODEL, elsewhere, "en").scope
    told = " ".join(" ".join(lines(elsewhere)).split())
    assert scope
    assert all(told.count(line.says) == 1 for line in scope)
