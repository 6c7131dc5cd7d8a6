"""Days, lists and shares are written as the CLDR has them, whose data are too large to come along."""

import re
from datetime import date, timedelta

import pytest
from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from msgspec.structs import replace
from starlette.testclient import TestClient

from pinprick.account.answers import shown
from pinprick.app import application
from pinprick.words import catalogue, dates, languages, numbers, say, wording
from tests.models import shipped
from tests.sending import posted

LOCALES = {"en": "en_GB", "zh-TW": "zh_Hant_TW", "zh-HK": "zh_Hant_HK"}
"""Ours that are another locale of the CLDR."""
AGE = shipped().knowledge.vocabulary.findings["age"]


def locale(language: str) -> Locale:
    return Locale.parse(LOCALES.get(language, language))


@pytest.mark.parametrize("language", languages())
def test_a_day_is_written_as_people_write_it(language: str) -> None:
    for number in range(0, 800, 13):
        day = date(2025, 1, 1) + timedelta(number)
        assert dates.day(day, language) == format_date(day, "long", locale(language))
        assert dates.day(f"{day}", language) == dates.day(day, language)


@pytest.mark.parametrize("language", languages())
def test_things_are_listed_as_people_list_them(language: str) -> None:
    for things in (["a"], ["a", "b"], ["a", "b", "c"], ["a", "b", "c", "d"]):
        assert wording.listed(things, language) == format_list(things, "standard", locale(language))
        assert wording.listed(things, language, "list.or") == format_list(things, "or", locale(language))


@pytest.mark.parametrize("language", languages())
def test_a_number_has_the_marks_that_people_write(language: str) -> None:
    for value, form in ((0.25, ".2f"), (1234.5, ",.1f"), (1_234_567, ","), (36.6, "g")):
        shape = "#,##0.###" if "," in form else "0.###"
        assert numbers.figure(value, language, form) == format_decimal(value, shape, locale(language))


def test_where_numbers_have_a_comma_all_pages_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each number with decimals that is reckoned goes through one place; doses and numbers of papers are texts."""
    marks = {"number.decimals": ",", "number.thousands": "\N{NARROW NO-BREAK SPACE}"}
    monkeypatch.setattr(numbers, "say", lambda language, key: marks[key])
    assert numbers.figure(-1234.5, "en", "+,.1f") == "-1\N{NARROW NO-BREAK SPACE}234,5"
    told = [("foot-drop", "present"), ("age", "52"), ("_go", "result"), ("_finished", "yes")]
    own = replace(shipped())  # pages are kept by the model they are made of
    with TestClient(application(own)) as client:
        pages = [posted(client, "/interview", told), posted(client, "/clinician", told[:2])]
        pages.append(client.get("/conditions/sciatic-neuropathy").text)
    for page in pages:
        reckoned = re.findall(r"<td[^>]*>([^<]*\d[.,]\d[^<]*)<|([+-]?\d+[.,]\d+ bits?)", page)
        assert reckoned
        assert [one for one in reckoned if "." in "".join(one)] == []


@pytest.mark.parametrize(("language", "told"), [("en", "34 years"), ("zh", "34岁")])
def test_an_age_is_told_with_its_unit(language: str, told: str) -> None:
    """The CLDR has years that pass in Chinese, 34年, also where it is asked for those of a person."""
    assert shown(shipped().knowledge, AGE, 34.0, language) == told


def test_a_share_has_a_space_before_its_sign_in_english_alone() -> None:
    """English keeps the space that the standards of measures ask for, against the CLDR."""
    for language in languages():
        spaced = language == "en"
        sign = re.compile(r"[}\d] %" if not spaced else r"[}\d]%")
        words = [catalogue._own(language).gettext(key) for key in catalogue._keys(language)]
        assert not [one for one in words if sign.search(one)], language
        assert spaced or format_percent(0.45, locale=locale(language)) == "45%"
    assert say("zh", "clinic.interval") == "90%"
