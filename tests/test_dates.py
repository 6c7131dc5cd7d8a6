"""Days, lists and shares are written as the CLDR has them, whose data are too large to come along."""

import re
from datetime import date, timedelta

import pytest
from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_percent

from pinprick.account.answers import shown
from pinprick.words import catalogue, dates, languages, say, wording
from tests.models import shipped

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
