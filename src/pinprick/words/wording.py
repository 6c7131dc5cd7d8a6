"""The words of results: frequencies, strengths, answers and times as people say them.

Clinical sentences are in the knowledge base; here are only the words that join them.
"""

from collections.abc import Iterable
from typing import Literal

from pinprick.case.answers import Answer, Painted
from pinprick.knowledge import LEVELS, Knowledge, Level, Site
from pinprick.knowledge.ids import ABSENT, MAP, UNKNOWN
from pinprick.knowledge.quantity import Quantity, Text
from pinprick.knowledge.quantity import text as text
from pinprick.knowledge.quantity import texts as texts
from pinprick.knowledge.texts import together as together
from pinprick.words.catalogue import say
from pinprick.words.numbers import figure

_STOPS = ".。"


def level_name(level: Level, language: str) -> str:
    """What a level of urgency is called."""
    return say(language, f"level.{level}")


def level_names(language: str) -> dict[Level, str]:
    """What each level of urgency is called, the calmest first."""
    return {level: level_name(level, language) for level in LEVELS}


def ended(ends: str, language: str) -> str:
    """Why the questions have come to an end."""
    return say(language, f"ends.{ends}")


def laid_out(words: Text, language: str) -> str:
    """Words in a language, in English where that language has none, with their lines as they are;
    nothing where there are none."""
    return words.get(language) or words.get("en", "")


def sentence(phrase: str, language: str) -> str:
    """A phrase as a sentence of its own."""
    return say(language, "sentence", words=unended(capital(phrase)))


def is_sentence(phrase: str) -> bool:
    """Whether a phrase is a sentence of its own already."""
    return phrase.endswith(tuple(_STOPS))


def unended(sentence: str) -> str:
    """A sentence without its full stop."""
    return sentence.rstrip(_STOPS)


def described(what: str, says: str, language: str) -> str:
    """A thing and what is said of it: "onset: within minutes"."""
    return say(language, "described", what=what, says=says)


def small(phrase: str) -> str:
    """A phrase as it stands within a sentence."""
    return f"{phrase[0].lower()}{phrase[1:]}"


def capital(phrase: str) -> str:
    """A phrase that begins with a capital."""
    return f"{phrase[0].upper()}{phrase[1:]}"


def frequency(p: float, language: str) -> str:
    """A probability as a rounded natural frequency: "about 7 in 10", "fewer than 1 in 100".

    Nothing is said to be surer than "more than 9 in 10": the cases that it was held against are too
    few to tell whether it is (docs/decisions/0022)."""
    if p >= 0.945:
        return say(language, "frequency.most")
    if p >= 0.095:
        return say(language, "frequency.of-10", number=round(p * 10))
    if p >= 0.01:
        return say(language, "frequency.of-100", number=round(p * 100))
    return say(language, "frequency.rare")


def frequency_range(low: float, high: float, language: str) -> str:
    """An interval in the same words: "could be 5 to 9 in 10"; nothing where it rounds to one
    number."""
    of = 100 if high < 0.095 else 10
    least, most = round(low * of), round(high * of)
    if least == most:
        return ""
    if not least:
        return say(language, "frequency.range-from-none", high=most, of=of)
    return say(language, "frequency.range", low=least, high=most, of=of)


def likelihood(p: float, low: float, high: float, language: str) -> str:
    """A probability with its interval: "about 7 in 10; could be 5 to 9 in 10"."""
    return with_range(frequency(p, language), frequency_range(low, high, language), language)


def with_range(often: str, range_: str, language: str) -> str:
    """A frequency and its range, both in words; the range may be empty."""
    if not range_:
        return often
    return say(language, "frequency.with-range", frequency=often, range=range_)


def strength(bits: float, language: str) -> str:
    """How much an answer weighs, in words; the sign does not matter."""
    size = abs(bits)
    if size >= 3:
        return say(language, "strength.strongly")
    if size >= 1.5:
        return say(language, "strength.clearly")
    return say(language, "strength.somewhat" if size >= 0.5 else "strength.slightly")


def answer(knowledge: Knowledge, finding: str, value: Answer, language: str) -> str:
    """An answer as a phrase: "no back pain", "age 34", "came on within minutes"."""
    record = knowledge.vocabulary.findings[finding]
    label = text(record.label, language)
    if finding == MAP or isinstance(value, Painted):
        return say(language, "answer.map")
    if value == UNKNOWN:
        return say(language, "answer.unknown", finding=label)
    if record.kind == "number":
        return say(language, "answer.number", finding=label, value=figure(float(value), language))
    if record.kind == "choice":
        words = text(record.values[str(value)], language)
        return say(language, "answer.choice", finding=label, value=words)
    return say(language, "answer.absent", finding=label) if value == ABSENT else label


def with_age(knowledge: Knowledge, words: str, age: str | None, language: str) -> str:
    """A sign and how old it is, where that was told: "foot drop, for weeks"."""
    ages = knowledge.screen.since.ages
    if age not in ages:
        return words
    return say(language, "answer.of-age", answer=words, age=text(ages[age], language))


def listed(
    items: Iterable[str], language: str, joint: Literal["list.and", "list.or"] = "list.and"
) -> str:
    """Items as a sentence has them: "a, b and c"; `joint` is the message of the last two."""
    *before, last = list(items) or [""]
    if not before:
        return last
    first = before[0]
    for item in before[1:]:
        first = say(language, "list.comma", first=first, next=item)
    return say(language, joint, first=first, last=last)


def series(
    items: Iterable[str],
    language: str,
    joint: Literal["list.semicolon", "list.comma"] = "list.semicolon",
) -> str:
    """Items in a row, without a last word: "a; b; c"; `joint` is the message of each next two."""
    first, *others = list(items) or [""]
    for item in others:
        first = say(language, joint, first=first, next=item)
    return first


def explained(what: str, why: str, language: str) -> str:
    """A thing and the sentence that explains it: "Nerve tests. They show ..."."""
    return say(language, "explained", what=unended(what), why=why)


def how_long(seconds: int | None, repeat: int | None, language: str) -> str:
    """The time of a step: "10 times, 3 seconds each", "1 minute", or nothing for an untimed
    step."""
    if seconds is None:
        return ""
    if seconds >= 60 and seconds % 60 == 0:
        time = say(language, "time.minutes", count=seconds // 60)
    else:
        time = say(language, "time.seconds", count=seconds)
    if repeat and repeat > 1:
        return say(language, "time.repeated", count=repeat, time=time)
    return time


def total_minutes(times: Iterable[tuple[int | None, int | None]]) -> int:
    """Whole minutes that timed steps take together, at least 1."""
    return max(1, round(sum((seconds or 0) * (repeat or 1) for seconds, repeat in times) / 60))


def how_often(knowledge: Knowledge, quantity: Quantity, value: str | None, language: str) -> str:
    """How often a finding occurs, or one `value` of it: a percentage only where it was counted, a
    word for every estimate."""
    p = quantity.p[value or ""] if isinstance(quantity.p, dict) else quantity.p
    if quantity.basis == "study":
        return say(language, "frequency.counted", number=round(p * 100))
    for most, words in sorted(knowledge.settings.words.values(), key=lambda pair: pair[0]):
        if p <= most:
            return text(words, language)
    return ""


def side(site: Site, affected: str, language: str) -> str:
    """On which side a site lies when `affected` is where it is felt, after the name of the site."""
    if not site.crossed or affected == "both":
        return say(language, f"side.{affected}")
    return say(language, f"side.{'right' if affected == 'left' else 'left'}-across")
