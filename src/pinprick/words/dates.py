"""Days as people write them. The messages are those of the CLDR, which a test compares; its data have 36 MB."""

from datetime import date

from pinprick.words.catalogue import say


def day(when: date | str, language: str) -> str:
    """A day, or its ISO form as records have it: "28 November 2026".

    Raises:
        ValueError: when a text is no day in ISO form.
    """
    one = date.fromisoformat(when) if isinstance(when, str) else when
    month = say(language, f"month.{one.month}")
    return say(language, "date.day", day=one.day, month=month, year=one.year)
