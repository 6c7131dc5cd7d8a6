"""The words that join the records of a guide."""

from pinprick.guide import GuideCause, GuidePage
from pinprick.knowledge import Knowledge, Level
from pinprick.words import dates, say


def box_heading(level: Level, language: str) -> str:
    """The words under which the dangers of a level stand."""
    return say(language, f"guide.box.{level}")


def heading(page: GuidePage) -> str:
    """The title of the other causes; beside an emergency they are what doctors look for."""
    emergency = page.assessment.urgency.level == Level.EMERGENCY
    return say(page.language, "guide.others-emergency" if emergency else "guide.others")


def cause_line(cause: GuideCause, name: str, language: str) -> str:
    """A cause in a line; `name` is its name as the form marks it."""
    if not cause.often:
        return say(language, "guide.other-alone", cause=name, says=cause.says)
    return say(language, "guide.other", cause=name, often=cause.often, says=cause.says)


def version(knowledge: Knowledge, language: str) -> str:
    """The knowledge base that a page was made from."""
    version, day = knowledge.settings.version, dates.day(knowledge.settings.date, language)
    return say(language, "guide.version", version=version, date=day, hash=knowledge.hash)
