"""A time that is told belongs to the verb or noun that it stands with: how long somebody sits is not how
long a foot stays numb. And what cannot be so together is never proposed together."""

import pytest
from msgspec.structs import replace

from pinprick.case.known import red_flags_to_ask
from pinprick.knowledge.ids import PRESENT
from pinprick.story.understanding import understand
from tests.phrases import LEXICON, knowledge, said, understood

TIMES = {"known-for", "onset", "episode-length"}
DOING = ["cycle", "run", "walk", "sat", "stood", "slept", "knelt", "drove", "worked", "waited", "swam"]
SHORT = [
    "an hour",
    "two hours",
    "half an hour",
    "a couple of hours",
    "about three hours",
    "forty minutes",
    "20 minutes",
]
WHERE = ["", "on a bench ", "in the garden ", "at my desk "]


def times(text: str) -> dict[str, object]:
    return {id_: value for id_, value in said(text).items() if id_ in TIMES}


@pytest.mark.parametrize("doing", DOING)
@pytest.mark.parametrize("short", SHORT)
def test_how_long_something_is_done_is_not_how_long_a_foot_is_numb(doing: str, short: str) -> None:
    for where in WHERE:
        assert times(f"I {doing} {where}for {short} and my foot was numb") == {}, where
        text = f"I {doing} {where}for {short} and my foot was numb, gone in ten minutes"
        assert times(text) == {"episode-length": "2-to-30-minutes"}, where


@pytest.mark.parametrize("living", ["worked in an office", "lived in Leeds", "been married", "been retired", "smoked"])
@pytest.mark.parametrize("long", ["ten years", "two months", "a year"])
def test_how_long_somebody_lives_so_is_not_how_long_a_foot_is_numb(living: str, long: str) -> None:
    assert times(f"I have {living} for {long}. My foot has been numb for three weeks") == {"known-for": "weeks"}


@pytest.mark.parametrize(
    "coming", ["My appointment is in three weeks", "The scan is in two days", "I see them in a month"]
)
def test_a_time_to_come_is_not_how_long_a_foot_is_numb(coming: str) -> None:
    assert times(f"{coming}. My foot is numb") == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("it lasts 20 minutes", {"episode-length": "2-to-30-minutes"}),
        ("numb for ten minutes when I sit", {"episode-length": "2-to-30-minutes"}),
        ("I stood on it and it was numb for ten minutes", {"episode-length": "2-to-30-minutes"}),
        ("numb feet since two weeks", {"known-for": "weeks"}),
        ("I have had numb feet when walking for two months", {"known-for": "months"}),
        ("it took half an hour before I could feel my foot", {"episode-length": "30-minutes-to-a-day"}),
        ("The burning wakes me after 3 hours of sleep", {}),
    ],
)
def test_a_time_of_the_numbness_is_its_own(text: str, told: dict[str, str]) -> None:
    assert times(text) == told


def test_an_hour_of_walking_is_how_far_somebody_walks() -> None:
    assert said("after an hour of walking my foot is numb")["walks-before"] == "over-30-minutes"
    assert said("I cycle for an hour and my foot goes numb")["walks-before"] == "over-30-minutes"
    assert said("it wakes me after 3 hours")["sleep-disturbed"] == PRESENT


def test_all_day_is_two_words_and_does_not_swallow_the_rest_of_a_phrase() -> None:
    assert said("I stood in a queue")["standing-brings-on"] == PRESENT
    assert said("I stand all day")["standing-brings-on"] == PRESENT
    assert said("I sat in the car all day")["after-sitting"] == PRESENT


# ---- what cannot be so together

CONTRARY = [
    "I can shake it off and it lasts for hours",
    "it goes when I move my foot and it is constant",
    "My foot is numb all the time, gone in ten minutes",
]


@pytest.mark.parametrize("text", CONTRARY)
def test_what_cannot_be_so_together_is_not_proposed_and_asked(text: str) -> None:
    told = understood(text)
    assert {one.finding for one in told.proposals}.isdisjoint({"moving-relieves", "episode-length"})
    assert {(one.finding, one.why) for one in told.aside} >= {
        ("moving-relieves", "unclear"),
        ("episode-length", "unclear"),
    }


@pytest.mark.parametrize(
    ("text", "neither"),
    [("I'm 70 and pregnant", {"age", "pregnant"}), ("I have chemotherapy. No cancer", {"chemotherapy", "cancer"})],
)
def test_what_means_the_contrary_by_definition_is_not_proposed_beside_it(text: str, neither: set[str]) -> None:
    left = {one.finding for one in understood(text).aside if one.why == "unclear"}
    assert set(said(text)).isdisjoint(neither - {*red_flags_to_ask(knowledge())})
    assert left == neither - {*red_flags_to_ask(knowledge())}


def test_a_red_flag_stays_proposed_whatever_it_contradicts() -> None:
    never = ({"all": ["foot-drop", "moving-relieves"]},)
    spoiled = replace(knowledge(), screen=replace(knowledge().screen, never_both=never))
    told = understand(spoiled, LEXICON, "I can't lift my foot and I can shake it off")
    assert [one.finding for one in told.proposals if one.red_flag] == ["foot-drop"]
    assert "moving-relieves" not in {one.finding for one in told.proposals}
