"""Levels of urgency compare by urgency, not by their letters."""

from itertools import product

import msgspec

from pinprick.knowledge import LEVELS, Level


def test_levels_compare_as_they_stand() -> None:
    assert LEVELS[0] == Level.SELF_CARE
    assert LEVELS[-1] == Level.EMERGENCY
    for (one, first), (two, second) in product(enumerate(LEVELS), repeat=2):
        found = (first < second, first <= second, first > second, first >= second)
        assert found == (one < two, one <= two, one > two, one >= two)
        assert max(first, second).rank == max(one, two)


def test_a_level_is_its_word_in_every_file() -> None:
    for level in LEVELS:
        assert f"{level}" == level.value
        assert msgspec.json.encode(level) == msgspec.json.encode(level.value)
        assert msgspec.json.decode(msgspec.json.encode(level), type=Level) is level
