"""When the texts of a condition were last looked through."""

from collections.abc import Iterator
from datetime import date, timedelta

from pinprick.authoring.checks.fault import Fault
from pinprick.knowledge import Knowledge

FRESH_FOR = timedelta(days=2 * 365)
"""How long a review holds: guidelines on these causes change every few years."""


def reviewed(knowledge: Knowledge) -> Iterator[Fault]:
    """A day that is none."""
    for id_, condition in knowledge.conditions.items():
        if condition.reviewed and _day(condition.reviewed) is None:
            what = f"{condition.reviewed} is no day; write it as 2026-11-28"
            yield Fault(f"conditions/{id_}.yaml", ("reviewed",), what)


def without_day(knowledge: Knowledge) -> list[str]:
    """The conditions that name no day on which they were looked through."""
    return [id_ for id_, condition in knowledge.conditions.items() if not condition.reviewed]


def grown_old(knowledge: Knowledge, today: date) -> list[str]:
    """The conditions whose day is too long ago."""
    days = {id_: _day(condition.reviewed) for id_, condition in knowledge.conditions.items()}
    return [id_ for id_, day in days.items() if day is not None and today - day > FRESH_FOR]


def _day(written: str) -> date | None:
    """The day as it is written, year first with hyphens; None where it is none."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if day.isoformat() == written else None
