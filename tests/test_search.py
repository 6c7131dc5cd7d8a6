"""The search finds the guide that people look for, in their words: phrases that are no part of the
guides."""

from collections.abc import Iterator

import pytest
import yaml

from pinprick.story.search import find, stems
from tests.house.files import ROOT
from tests.models import shipped

PHRASES = yaml.safe_load((ROOT / "tests" / "search_phrases.yaml").read_text())


def places(part: str) -> Iterator[int]:
    """The place of the right guide among the guides that are found, from 0; 99 where it is not."""
    for guide, phrases in PHRASES[part].items():
        for phrase in phrases:
            found = [one.id for one in find(shipped().knowledge, phrase) if one.kind == "guides"]
            yield found.index(guide) if guide in found else 99


@pytest.mark.parametrize(("part", "first", "in_three"), [("seen", 0.95, 1.0), ("unseen", 0.85, 0.9)])
def test_the_right_guide_comes_first_or_nearly_so(part: str, first: float, in_three: float) -> None:
    found = list(places(part))
    assert len(found) >= 60
    assert sum(place == 0 for place in found) / len(found) >= first
    assert sum(place < 3 for place in found) / len(found) >= in_three


def test_no_unseen_phrase_was_written_into_a_guide() -> None:
    asked = {phrase.lower() for guide in shipped().knowledge.guides.values() for phrase in guide.asked["en"]}
    assert not [one for phrases in PHRASES["unseen"].values() for one in phrases if one.lower() in asked]


@pytest.mark.parametrize(
    ("words", "stem"),
    [
        ("tingly tingle tingling", "tingl"),
        ("nap naps napping", "nap"),
        ("numb numbness", "numb"),
        ("foot feet", "foot"),
        ("fall falls falling fell", "fall"),
        ("stress stressed", "stress"),
        ("sudden suddenly", "sudden"),
    ],
)
def test_forms_of_a_word_are_one(words: str, stem: str) -> None:
    assert set(stems(words)) == {stem}


def test_a_thing_that_bears_the_name_is_not_hidden_by_guides() -> None:
    assert [one.id for one in find(shipped().knowledge, "gabapentin")] == ["gabapentin"]
    assert "morton-neuroma" in [one.id for one in find(shipped().knowledge, "mortons neuroma")]


def test_what_fits_far_worse_than_the_best_is_dropped() -> None:
    found = {one.id for one in find(shipped().knowledge, "restless legs") if one.kind == "guides"}
    assert found == {"both-feet-at-night", "pregnancy-numbness"}
