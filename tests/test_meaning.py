"""A translation says the numbers, times, negations and levels of its English, and calls one thing by one
name: an hour that is lost in an urgent sentence can cost a leg."""

import pytest

from pinprick.knowledge.languages import tier_of
from scripts import meaning, translation

RING = "Go to an emergency department today, within six hours at most. Do not drive."


@pytest.mark.parametrize("language", ["zh"])
def test_every_translation_says_what_its_english_does(language: str) -> None:
    found = [
        f"{name} {translation.key_of(one)} {one.context or one.id}: {fault}"
        for tier, name, one in translation.messages(language)
        if translation.done(one)
        for told in translation.forms(one)
        for fault in translation.moved(tier, one, told)
    ]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("told", "kinds"),
    [
        ("今天就去医院急诊，最迟六小时内。不要开车。", []),
        ("今天就去医院急诊，最迟6个小时内。不要自己开车。", []),
        ("今天就去医院急诊，最迟几小时内。不要开车。", ["number", "time"]),
        ("今天就去医院急诊，最迟16小时内。不要开车。", ["number", "added number", "time"]),
        ("今天就去医院急诊，最迟6天内。不要开车。", ["time"]),
        ("今天就去医院急诊，最迟6小时内。开车。", ["negation", "drive"]),
        ("明天就去医院急诊，最迟6小时内。不要开车。", ["today"]),
        ("今天就去普通门诊，最迟6小时内。不要开车。", ["emergency department"]),
        ("今天就去医院急诊室，最迟6小时内。不要开车。", ["word"]),
    ],
)
def test_a_spoilt_line_is_found(told: str, kinds: list[str]) -> None:
    found = list(meaning.moved(RING, told))
    assert len(found) == len(kinds), found
    assert all(kind in fault for kind, fault in zip(kinds, found, strict=True)), found


def test_what_english_forbids_nowhere_is_forbidden_nowhere() -> None:
    assert not list(meaning.moved("Walk a little.", "走一走。"))
    assert not list(meaning.moved("Ask whether to walk.", "问问要不要走。"))
    assert list(meaning.moved("Walk a little.", "不要走。"))


@pytest.mark.parametrize(
    ("english", "told", "same"),
    [
        ("It lasts half an hour.", "持续半个小时。", True),
        ("It lasts half an hour.", "持续1小时。", False),
        ("One in twenty-five have it.", "二十五人里有一人。", True),
        ("In 30,000 people", "3万人里", True),
        ("In 30,000 people", "3千人里", False),
        ("Take it twice a day.", "每天两次。", True),
        ("Take it twice a day.", "每天一次。", False),
        ("It takes more than a week.", "要一周以上。", True),
        ("It takes more than a week.", "要几周。", False),
        ("Vitamin B12 and COVID-19", "维生素和新冠", True),
        ("In 10 to 12 of 100", "一百人里十到十二人", True),
    ],
)
def test_numbers_are_the_same_however_they_are_written(english: str, told: str, same: bool) -> None:
    assert (not [one for one in meaning.moved(english, told) if one.startswith(("number", "time"))]) == same


@pytest.mark.parametrize("language", ["zh"])
def test_every_line_that_is_excused_and_every_term_is_there(language: str) -> None:
    """What is looked at once counts for the line as it was then."""
    lines = {told for _, _, one in translation.messages(language) for told in translation.forms(one)}
    terms = meaning.terms_of(language)
    assert set(terms.otherwise) <= lines
    assert not set(terms.instead) & {one for words in terms.terms.values() for one in words}


@pytest.mark.parametrize("language", ["zh"])
def test_what_was_translated_back_is_of_the_lines_of_today(language: str) -> None:
    assert not translation.stale(language), "translate these lines back anew, without looking at the English"


@pytest.mark.parametrize("language", ["zh"])
def test_what_comes_back_has_the_numbers_of_the_line(language: str) -> None:
    for told, back in translation.translated_back(language).items():
        assert meaning.numbers(back) <= meaning.chinese_numbers(told), told


def test_the_lines_of_a_rule_are_held_to_every_check() -> None:
    """A rule is among what a language needs, so that the words of its level are looked for."""
    needed = translation.tiers().tiers[tier_of(translation.tiers(), "rules/brain", "rules.stroke-now.tell")]
    assert needed.needed
