"""docs/trust.md is true: its tables are what the program reckons, and no framing of a story calms."""

import re

import pytest

from scripts import framing, trust
from scripts.framing import FRAMINGS, words
from scripts.steadiness import Share
from scripts.trust import Measured
from tests.models import shipped

PAGE = trust.PAGE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def found() -> Measured:
    return trust.measured(shipped())


def test_every_figure_of_the_page_is_what_the_program_reckons(found: Measured) -> None:
    assert trust.written(PAGE, found) == PAGE, "docs/trust.md is of another model; run `make trust`"


def test_every_table_has_its_place_and_every_place_its_table() -> None:
    assert re.findall(r"<!-- figures: ([a-z-]+) -->", PAGE) == list(trust.FIGURES)
    assert len(trust.PLACE.findall(PAGE)) == len(trust.FIGURES), "a place has no end"


def test_no_framing_of_a_story_lowers_the_level_of_somebody_who_answers_truthfully(
    found: Measured,
) -> None:
    for story, readings in found.stories:
        by_ticks = min(one.interview.interview.given for one in readings if one.framing.ticks)
        for one in readings:
            assert one.interview.interview.given >= by_ticks, f"{story.id}: {one.framing}"


def test_a_story_has_sixteen_framings_and_no_two_read_alike_in_own_words() -> None:
    assert len(set(FRAMINGS)) == 16
    for story in framing.stories():
        told = [words(story, each) for each in FRAMINGS if not each.ticks]
        assert len(set(told)) == len(told), story.id


def test_what_is_true_of_the_people_of_the_stories_can_be_answered() -> None:
    assert not framing.faults(shipped())


def test_a_person_of_a_story_denies_each_warning_sign_that_is_not_theirs() -> None:
    flags = framing.person(shipped(), framing.stories()[0]).answers
    assert flags["foot-drop"] == "absent"
    assert flags["limb-pressed"] == "present"


def test_each_study_that_is_named_has_its_source_and_each_source_a_study() -> None:
    text, _, sources = PAGE.partition("## Sources")
    named = {int(number) for number in re.findall(r"\[(\d+)\]", text)}
    assert named == {int(number) for number in re.findall(r"^(\d+)\. ", sources, flags=re.M)}


@pytest.mark.parametrize(
    ("some", "of", "low", "high"),
    [(0, 28, 0.0, 0.121), (5, 10, 0.237, 0.763), (10, 10, 0.722, 1.0), (0, 0, 0.0, 1.0)],
)
def test_the_interval_of_a_share_is_wilsons(some: int, of: int, low: float, high: float) -> None:
    """Worked by hand: with none of n the upper end is z²/(n + z²)."""
    assert Share(some, of).bounds == pytest.approx((low, high), abs=5e-4)
