"""Words that all records share."""

from typing import Any, Literal

Level = Literal["self-care", "routine", "soon", "same-day", "emergency"]
LEVELS: tuple[Level, ...] = ("self-care", "routine", "soon", "same-day", "emergency")
"""Levels of urgency, least urgent first."""

Expression = Any
"""An expression of the rule language as it stands in the file; `rules.parse` reads it."""
