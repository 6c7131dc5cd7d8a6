"""Faults of the numbers to call."""

import re
from collections.abc import Iterator

from pinprick.authoring.checks.fault import Fault
from pinprick.knowledge import Country, Knowledge
from pinprick.yamltext import Path

_FILE = "countries.yaml"
_CODE = re.compile(r"[A-Z]{2}")
_NUMBER = re.compile(r"[0-9]+(?: [0-9]+)*")


def countries(knowledge: Knowledge) -> Iterator[Fault]:
    """What no telephone can dial, what is no code, and a country that stands twice."""
    listed = knowledge.countries
    for code, country in listed.countries.items():
        yield from _code(("countries", code), code)
        yield from _numbers(("countries", code), country)
    for index, code in enumerate(listed.others):
        yield from _code(("others", index), code)
        if code in listed.countries or code in listed.others[:index]:
            yield Fault(_FILE, ("others", index), f"{code} stands twice; keep one")


def _code(path: Path, code: str) -> Iterator[Fault]:
    if not _CODE.fullmatch(code):
        yield Fault(_FILE, path, f"{code} is no code of ISO 3166-1; it has two capital letters")


def _numbers(path: Path, country: Country) -> Iterator[Fault]:
    if not country.emergency:
        what = "has no number; name one, or put the country under `others`"
        yield Fault(_FILE, (*path, "emergency"), what)
    if not country.sources:
        what = "a number without a source; name the page that was read"
        yield Fault(_FILE, (*path, "sources"), what)
    if country.advice_where and not country.advice:
        yield Fault(_FILE, (*path, "advice_where"), "says where, but there is no `advice`")
    advice = [(("advice",), country.advice)] if country.advice else []
    emergency = [(("emergency", index), one) for index, one in enumerate(country.emergency)]
    for place, number in (*emergency, *advice):
        if not _NUMBER.fullmatch(number):
            what = f"{number!r} is no number; it takes digits, parted by single spaces at most"
            yield Fault(_FILE, (*path, *place), what)
