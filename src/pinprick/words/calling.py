"""Whom to call: the numbers of a country never stand without the country they belong to."""

from typing import Literal

from msgspec import Struct

from pinprick.knowledge import Countries, Country, Knowledge, Level
from pinprick.words.catalogue import say
from pinprick.words.wording import listed, text, together

ELSEWHERE = "ZZ"
"""The code of somebody whose country is not in the list: no number is shown."""
_MOST_NEAR = 4
_ALIKE = 0.6
"""How many codes are suggested for one that is unknown, and how like a name a word has to be."""


class Place(Struct, frozen=True):
    """Where somebody is: the code of a country, ELSEWHERE, or nothing. It is `guessed` where a
    setting of the machine says so and nobody else."""

    country: str = ""
    guessed: bool = False


class Call(Struct, frozen=True):
    """Numbers to call, the country in which they hold ("in France", "if you are in France"), and
    what holds otherwise."""

    numbers: tuple[str, ...]
    where: str
    otherwise: str


def call(knowledge: Knowledge, level: Level | None, place: Place, language: str) -> Call | None:
    """Whom to call at a level; None where nobody is, where no line for advice is known, and before
    anything is judged."""
    kind, countries = _kind(knowledge, level), knowledge.countries
    if kind is None:
        return None
    country = countries.countries.get(place.country)
    if kind == "advice":
        return advice_line(knowledge, place, language)
    if country is None:
        return Call((), "", text(countries.unknown.text, language))
    otherwise = text(countries.elsewhere.text, language) if place.guessed else ""
    return Call(country.emergency, _where(country, kind, place, language), otherwise)


def advice_line(knowledge: Knowledge, place: Place, language: str) -> Call | None:
    """The line for advice of a country, at whatever level; None where none is known."""
    country = knowledge.countries.countries.get(place.country)
    if country is None or not country.advice:
        return None
    return Call((country.advice,), _where(country, "advice", place, language), "")


def _kind(knowledge: Knowledge, level: Level | None) -> Literal["emergency", "advice"] | None:
    return knowledge.urgency.levels[level].call if level else None


def _where(country: Country, kind: str, place: Place, language: str) -> str:
    where = text((kind == "advice" and country.advice_where) or country.where, language)
    return say(language, "call.if-you-are", where=where) if place.guessed else where


def numbers(knowledge: Knowledge, level: Level | None) -> dict[str, tuple[str, ...]]:
    """The numbers of a level in every country where one is known; for programs."""
    kind, countries = _kind(knowledge, level), knowledge.countries.countries
    if kind == "advice":
        return {code: (one.advice,) for code, one in countries.items() if one.advice}
    return {code: one.emergency for code, one in countries.items()} if kind else {}


def elsewhere(knowledge: Knowledge, level: Level | None, language: str) -> str:
    """What to do at a level where no number is known; nothing where nobody is to be called."""
    told = call(knowledge, level, Place(), language)
    return told.otherwise if told else ""


def sentence(call: Call | None, language: str) -> str:
    """The whole of it in a line; nothing where nobody is to be called."""
    if call is None:
        return ""
    if not call.numbers:
        return call.otherwise
    numbers = listed(call.numbers, language, "list.or")
    told = say(language, "call.sentence", numbers=numbers, where=call.where)
    return together((told, call.otherwise))


def dialled(number: str) -> str:
    """A number as a telephone takes it."""
    return number.replace(" ", "")


# ---- codes of countries


def is_known(countries: Countries, code: str) -> bool:
    """Whether it is the code of a country, or says that the country is none of the list."""
    return code == ELSEWHERE or code in countries.countries or code in countries.others


def fault(countries: Countries, word: str, language: str) -> str:
    """What is wrong with a word that is no code, and the nearest right ones."""
    near = [
        say(language, "country.code", code=code, country=text(named.name, language))
        for code, named in ((code, countries.countries[code]) for code in _near(countries, word))
    ]
    if not near:
        return say(language, "country.unknown", word=repr(word))
    meant = listed(near, language, "list.or")
    return say(language, "country.did-you-mean", word=repr(word), codes=meant)


def _near(countries: Countries, word: str) -> list[str]:
    """The codes of countries that are named so, or nearly so, or whose name begins with the word;
    else those that share its letters turned round or its first one."""
    word, codes = word.strip().lower(), list(countries.countries)
    names = {
        name.lower(): code
        for code, one in countries.countries.items()
        for name in (*one.name.values(), *one.also)
    }
    if word in names:
        return [names[word]]
    begun = [name for name in names if len(word) > 1 and name.startswith(word)]
    from difflib import get_close_matches  # needed only where a code is wrong

    like = begun or get_close_matches(word, names, cutoff=_ALIKE)
    found = [names[name] for name in like]
    if not found and len(word) == len(ELSEWHERE):
        turned = [code for code in codes if code == word[::-1].upper()]
        found = turned or [code for code in codes if code[0] == word[0].upper()]
    return list(dict.fromkeys(found))[:_MOST_NEAR]
