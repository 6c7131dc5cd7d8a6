"""The answer is one card: how soon, what it is, the first thing to do and the button stand on the first
screen of a phone, in every story; all else is folded below, and nothing of it is lost."""

from typing import Any

import pytest
from playwright.sync_api import expect

from pinprick.account import Account, account
from pinprick.assessment import assess
from pinprick.case.case import Case
from pinprick.words import say
from tests.browser.answered import MODEL, STORIES, case_of, shown
from tests.browser.conftest import NewPage, in_every_language

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "locale": "en-GB"}
FIRST_SCREEN, MOST_SCREENS, EMERGENCY_BUTTON = 700, 4, 300
ENDS = """() => {
    const end = one => document.querySelector(one)?.getBoundingClientRect().bottom;
    return {
        level: end(".answer__level"), cause: end(".answer__name"), first: end(".answer__do > li"),
        button: end(".answer__act :is(.govuk-button, .call)"), alarm: end(".verdict .call .govuk-button"),
        screens: document.documentElement.scrollHeight / innerHeight,
    };
}"""
"""Where things end, in pixels from the top, and how many screens there are; nothing for what is not there."""


def told(case: Case, language: str) -> Account:
    return account(MODEL, assess(MODEL, case), language)


IN_CHINESE = ("told to its end", "foot-drop", "sudden-one-side", "diabetes-numb-feet")
"""A calm answer, one for today, an emergency, and one that can wait."""


@pytest.mark.parametrize(
    ("language", "story"), [*(("en", story) for story in STORIES), *(("zh", story) for story in IN_CHINESE)]
)
def test_the_answer_stands_on_the_first_screen_of_a_phone(language: str, story: str, new_page: NewPage) -> None:
    page, case = new_page("/about", **PHONE), case_of(story)
    shown(page, case)
    ends, card = page.evaluate(ENDS), told(case, language).card
    assert ends["screens"] <= MOST_SCREENS
    if card is None:
        assert ends["alarm"] < EMERGENCY_BUTTON
        return
    places = [ends["level"], ends["cause"], ends["button"], ends["first"]]
    assert places == sorted(places)
    assert places[-1] < FIRST_SCREEN
    expect(page.locator(".answer__name")).to_have_text(card.headline)
    assert page.locator(".answer__do > li").count() == len(card.do)


@pytest.mark.parametrize("story", STORIES)
def test_one_urgency_is_told_of_a_page(story: str, new_page: NewPage, language: str) -> None:
    """Other levels stand only beside a sign that would raise it."""
    page, case = new_page("/about", **PHONE), case_of(story)
    shown(page, case)
    if told(case, language).card is None:
        return
    levels = page.locator("h1, .level, .answer__worry dt")
    outside = levels.evaluate_all("all => all.filter(one => !one.closest('.answer__worry, #back, .what-ifs')).length")
    assert outside == 1


def test_folds_open_without_script_and_all_of_them_on_paper(new_page: NewPage) -> None:
    page = new_page("/about", java_script_enabled=False)
    shown(page, case_of("told to its end"))
    cause = page.locator("#causes .cause__odds").first
    page.locator("#causes > summary").click()
    expect(cause).to_be_visible()
    page.locator("#causes > summary").click()
    expect(cause).to_be_hidden()
    page.emulate_media(media="print")
    expect(cause).to_be_visible()
    expect(page.locator("#back .govuk-body")).to_be_visible()


@in_every_language
def test_an_answer_with_warning_signs_not_asked_names_no_cause(new_page: NewPage, language: str) -> None:
    page = new_page("/about", **PHONE)
    shown(page, Case.of(MODEL, {"feels-numb": "present", "limb-pressed": "present"}, "unfinished"))
    expect(page.locator(".answer__name")).to_have_count(0)
    expect(page.locator(".answer__act .govuk-button")).to_have_text(say(language, "result.answer-signs"))
    assert page.evaluate(ENDS)["button"] < FIRST_SCREEN
