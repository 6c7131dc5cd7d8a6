"""Words that all records share."""

from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """A level of urgency. They compare by urgency, the least urgent first."""

    SELF_CARE = "self-care"
    ROUTINE = "routine"
    SOON = "soon"
    SAME_DAY = "same-day"
    EMERGENCY = "emergency"

    @property
    def rank(self) -> int:
        """Its place among `LEVELS`, the index of tables by level."""
        return _RANKS[self]

    def __lt__(self, other: str) -> bool:
        return _RANKS[self] < _RANKS[other]

    def __le__(self, other: str) -> bool:
        return _RANKS[self] <= _RANKS[other]

    def __gt__(self, other: str) -> bool:
        return _RANKS[self] > _RANKS[other]

    def __ge__(self, other: str) -> bool:
        return _RANKS[self] >= _RANKS[other]


LEVELS = tuple(Level)
"""Levels of urgency, least urgent first."""
_RANKS: dict[str, int] = {level: rank for rank, level in enumerate(LEVELS)}

Expression = Any
"""An expression of the rule language as it stands in the file; `rules.parse` reads it."""
