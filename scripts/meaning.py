"""Whether a translation still says what its English does, as far as a program can tell: its
numbers, its times, its negations, and the words on which safety hangs, which stand in
`scripts/terms/LANGUAGE.yaml`."""

import re
from calendar import month_name
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct, field

from pinprick import yamltext

TERMS = Path(__file__).parent / "terms"

_ENGLISH = {
    name: float(value)
    for value, name in enumerate(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
        " sixteen seventeen eighteen nineteen twenty".split(),
        start=2,
    )
} | {
    "thirty": 30.0,
    "forty": 40.0,
    "fifty": 50.0,
    "sixty": 60.0,
    "hundred": 100.0,
    "twice": 2.0,
    "half": 0.5,
}
_DIGITS = dict(zip("零一二三四五六七八九两", (*map(float, range(10)), 2.0), strict=True))
_PLACES = {"十": 10.0, "百": 100.0, "千": 1000.0}
_MYRIAD = 10_000.0
_FIGURES = r"\d+(?:[.,]\d+)*"
_HAN = rf"[{''.join(_DIGITS)}{''.join(_PLACES)}万]+"
_NAMES = re.compile(r"[A-Za-zα-ω][A-Za-z-]*\d+(?:\.\d+)*")
"""B12, COVID-19 and versions: no numbers."""
_TENS = re.compile(
    r"\b(twenty|thirty|forty|fifty|sixty)-(two|three|four|five|six|seven|eight|nine)\b|\bthe two\b"
)
"""Twenty-five; and `the two`, which counts nothing."""
_ONE = re.compile(
    r"\b(?:within|over|than|after|for|least|under|last) an? (?:minute|hour|day|week|month|year)\b"
)
_NO = re.compile(
    r"\b(?:not|no|never|nobody|none|nothing|without|cannot|unless|neither|nor)\b|n't\b"
)
_CHINESE_NO = re.compile("不|没|无|未|别(?!的|人)|勿|非|否|难以|免|除|防|缺|之外|脱|怕")
_FORBIDS = re.compile("(?<!要)不要|不得|切勿|禁止")
_MAY_FORBID = re.compile(
    rf"{_NO.pattern}|\b(?:avoid\w*|against|stop|instead|off|still|from|rather|leave|less)\b"
)


class Terms(Struct, frozen=True):
    """`terms/LANGUAGE.yaml`."""

    terms: dict[str, tuple[str, ...]]
    instead: dict[str, str]
    units: dict[str, tuple[str, ...]]
    otherwise: dict[str, tuple[str, ...]] = field(default_factory=dict)


@cache
def terms_of(language: str) -> Terms:
    """The words that are held in a language."""
    path = TERMS / f"{language}.yaml"
    return msgspec.convert(yamltext.read(path.read_bytes(), path.name).data, Terms)


def moved(english: str, told: str, language: str = "zh") -> Iterator[str]:
    """What an English text says and its translation does not, or the other way round."""
    terms = terms_of(language)
    excused = terms.otherwise.get(told, ())
    yield from (one for one in _moved(english, told, terms) if one.split(":")[0] not in excused)


def _moved(english: str, told: str, terms: Terms) -> Iterator[str]:
    lower = english.lower()
    if lost := numbers(english) - chinese_numbers(told):
        yield f"number: {', '.join(f'{one:g}' for one in sorted(lost))}"
    if added := _figures(told) - numbers(english) - _months(english) - {1.0}:
        yield f"added number: {', '.join(f'{one:g}' for one in sorted(added))}"
    for amount, unit in times(lower):
        if not _is_there(amount, terms.units[unit], told):
            yield f"time: {amount:g} {unit}"
    if len(_NO.findall(lower)) > len(_CHINESE_NO.findall(told)):
        yield "negation: fewer than in English"
    if _FORBIDS.search(told) and not _MAY_FORBID.search(lower):
        yield "negation: English forbids nothing"
    for pattern, words in terms.terms.items():
        if re.search(pattern, english, re.IGNORECASE) and not any(one in told for one in words):
            yield f"{pattern}: none of {', '.join(words)}"
    for word, better in terms.instead.items():
        if word in told:
            yield f"word: {better} and not {word}"


def numbers(english: str) -> set[float]:
    """The numbers of an English text, in figures and in words; `one` alone is no number."""
    words = _TENS.sub(_ten, _NAMES.sub(" ", english).lower())
    found = {float(one.replace(",", "")) for one in re.findall(_FIGURES, words)}
    found |= {_ENGLISH[one] for one in re.findall(r"[a-z]+", words) if one in _ENGLISH}
    return found | ({1.0} if _ONE.search(words) else set())


def _months(english: str) -> set[float]:
    """The numbers of months that are named, as Chinese has no other name for them."""
    return {float(n) for n, name in enumerate(month_name) if name and name in english}


def _ten(found: re.Match[str]) -> str:
    return f"{_ENGLISH[found[1]] + _ENGLISH[found[2]]:g}" if found[1] else ""


def times(english: str) -> Iterator[tuple[float, str]]:
    """The times with a number of an English text: six hours, 24 hours, half an hour."""
    unit = "(second|minute|hour|day|week|month|year)s?\\b"
    counted = "|".join(_ENGLISH)
    for number, name in re.findall(
        rf"(?<![\w.,])({_FIGURES}|{counted})[ -]{unit}(?! toe)", english
    ):
        yield (_ENGLISH.get(number) or float(number.replace(",", ""))), name
    for name in re.findall(rf"\bhalf an? {unit}", english):
        yield 0.5, name


def _is_there(amount: float, units: tuple[str, ...], told: str) -> bool:
    """Whether a time stands in a Chinese text: its number, and the unit after it."""
    unit = "|".join(units)
    found = re.findall(rf"({_FIGURES}|{_HAN}|半)(?:多|个|来)*(?:{unit})", told)
    return any(amount in chinese_numbers(one) for one in found)


def chinese_numbers(told: str) -> set[float]:
    """The numbers of a Chinese text, however they are written."""
    found = _figures(told)
    for one in re.findall(_HAN, told):
        found.add(_value(one))
        if not set(one) & {*_PLACES, "万"}:  # 两三 says two of them
            found |= {_DIGITS[sign] for sign in one}
    found |= {0.5} if "半" in told else set()
    found |= {2.0} if "双" in told else set()
    tenths = re.findall("([一二三四五六七八九])成", told)
    return found | ({10.0} if tenths else set())


def _figures(told: str) -> set[float]:
    """The numbers in figures of a Chinese text."""
    times = {"": 1.0, "千": 1000.0, "万": _MYRIAD}
    found = re.findall(rf"({_FIGURES})([千万]?)", _NAMES.sub(" ", told))
    return {float(figure.replace(",", "")) * times[of] for figure, of in found}


def _value(han: str) -> float:
    """A number in Chinese characters."""
    whole = part = 0.0
    for sign in han:
        if sign in _DIGITS:
            part = _DIGITS[sign]
        elif sign == "万":
            whole, part = (whole + part) * _MYRIAD, 0.0
        else:
            whole, part = whole + (part or 1.0) * _PLACES[sign], 0.0
    return whole + part
