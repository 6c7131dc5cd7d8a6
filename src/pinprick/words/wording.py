"""The words of results: frequencies, strengths, answers and times as people say them.

Clinical sentences are in the knowledge base; here are only the words that join them.
"""

from collections.abc import Iterable

from pinprick.case.answers import Answer, Painted
from pinprick.knowledge import Knowledge, Level, Site
from pinprick.knowledge.ids import ABSENT, MAP, UNKNOWN
from pinprick.knowledge.quantity import Quantity, Text, Texts

ENGLISH = "en"

LEVEL_NAMES: dict[Level, str] = {
    "self-care": "Self-care",
    "routine": "An ordinary appointment",
    "soon": "See a doctor within days",
    "same-day": "See a doctor today",
    "emergency": "Emergency: get help now",
}


ENDS: dict[str, str] = {
    "nothing-to-gain": "No further question would tell much or change how urgent it is.",
    "most-questions": "These were enough questions; more would tire you and tell little.",
    "nothing-left": "There is nothing left to ask.",
}


def text(words: Text, language: str = ENGLISH) -> str:
    """Words in a language, in English where that language has none, on one line."""
    return " ".join((words.get(language) or words["en"]).split())


def texts(words: Texts, language: str) -> tuple[str, ...]:
    """A list of words in a language, in English where that language has none."""
    return words.get(language) or words.get("en", ())


def frequency(p: float) -> str:
    """A probability as a rounded natural frequency: "about 7 in 10", "fewer than 1 in 100"."""
    if p >= 0.985:
        return "nearly certain"
    if p >= 0.945:
        return "more than 9 in 10"
    if p >= 0.095:
        return f"about {round(p * 10)} in 10"
    if p >= 0.01:
        return f"about {round(p * 100)} in 100"
    return "fewer than 1 in 100"


def frequency_range(low: float, high: float) -> str:
    """An interval in the same words: "could be 5 to 9 in 10"; nothing where it rounds to one
    number."""
    of = 100 if high < 0.095 else 10
    least, most = round(low * of), round(high * of)
    if least == most:
        return ""
    return f"could be {least or 'fewer than 1'} to {most} in {of}"


def likelihood(p: float, low: float, high: float) -> str:
    """A probability with its interval: "about 7 in 10; could be 5 to 9 in 10"."""
    return "; ".join(filter(None, (frequency(p), frequency_range(low, high))))


def strength(bits: float) -> str:
    """How much an answer weighs, in words; the sign does not matter."""
    size = abs(bits)
    return (
        "strongly"
        if size >= 3
        else "clearly"
        if size >= 1.5
        else "somewhat"
        if size >= 0.5
        else "slightly"
    )


def answer(knowledge: Knowledge, finding: str, value: Answer, language: str = "en") -> str:
    """An answer as a phrase: "no back pain", "age 34", "came on within minutes"."""
    record = knowledge.vocabulary.findings[finding]
    label = text(record.label, language)
    if finding == MAP or isinstance(value, Painted):
        return "where it is numb"
    if value == UNKNOWN:
        return f"{label}: not known"
    if record.kind == "number":
        return f"{label} {float(value):g}"
    if record.kind == "choice":
        return f"{label}: {text(record.values[str(value)], language)}"
    return f"no {label}" if value == ABSENT else label


def with_age(knowledge: Knowledge, words: str, age: str | None, language: str = "en") -> str:
    """A sign and how old it is, where that was told: "foot drop, for weeks"."""
    ages = knowledge.screen.since.ages
    return f"{words}, {text(ages[age], language)}" if age in ages else words


def listed(items: Iterable[str], joint: str = "and") -> str:
    """Items as a sentence has them: "a, b and c"."""
    items = list(items)
    return f" {joint} ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def explained(what: str, why: str) -> str:
    """A thing and the sentence that explains it: "Nerve tests. They show ..."."""
    return f"{what.removesuffix('.')}. {why}"


def how_long(seconds: int | None, repeat: int | None) -> str:
    """The time of a step: "10 times, 3 seconds each", "1 minute", or nothing for an untimed
    step."""
    if seconds is None:
        return ""
    unit = (
        f"{seconds // 60} minutes" if seconds >= 120 and seconds % 60 == 0 else f"{seconds} seconds"
    )
    unit = "1 minute" if seconds == 60 else unit
    return f"{repeat} times, {unit} each" if repeat and repeat > 1 else unit


def total_minutes(times: Iterable[tuple[int | None, int | None]]) -> int:
    """Whole minutes that timed steps take together, at least 1."""
    return max(1, round(sum((seconds or 0) * (repeat or 1) for seconds, repeat in times) / 60))


def how_often(
    knowledge: Knowledge, quantity: Quantity, value: str | None = None, language: str = "en"
) -> str:
    """How often a finding occurs: a percentage only where it was counted, a word for every
    estimate."""
    p = quantity.p[value or ""] if isinstance(quantity.p, dict) else quantity.p
    if quantity.basis == "study":
        return f"in {round(p * 100)} of 100"
    for most, words in sorted(knowledge.settings.words.values(), key=lambda pair: pair[0]):
        if p <= most:
            return text(words, language)
    return ""


def side(site: Site, affected: str) -> str:
    """On which side a site lies when `affected` is where it is felt, after the name of the site."""
    if not site.crossed or affected == "both":
        return {"left": "on the left", "right": "on the right", "both": "on both sides"}[affected]
    return {
        "left": "on the right, across from what is felt",
        "right": "on the left, across from what is felt",
    }[affected]
