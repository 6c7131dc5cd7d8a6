"""A loop plays once when asked, can be paused, and ends by itself; who wants no motion, has no script or prints it has
three stills; an emergency has neither."""

import pytest
from playwright.sync_api import Page, expect

from pinprick.pictures import loops
from pinprick.words import say
from tests.browser import axe
from tests.browser.conftest import NewPage, in_every_language
from tests.browser.stations import URGENT, Station, arrive
from tests.models import shipped

KNOWLEDGE = shipped().knowledge
SHOWN = {one.mechanism: f"/conditions/{id_}" for id_, one in KNOWLEDGE.conditions.items() if one.mechanism}
"""A page for each mechanism."""
PRESSED = "/conditions/positional-nerve-compression"
NOW = "document.querySelector('.loop__moving svg').getCurrentTime()"
LATE = "document.querySelector('.loop__moving svg').setCurrentTime(5.7)"


def stills(page: Page) -> int:
    return page.locator(".loop__still svg:visible").count()


def now(page: Page) -> float:
    return float(page.evaluate(NOW))


def test_a_loop_plays_when_asked_and_pauses(new_page: NewPage, language: str) -> None:
    page = new_page(PRESSED)
    button = page.locator(".loop__moving button")
    expect(button).to_have_text(say(language, "loop.play"))
    page.wait_for_timeout(300)
    assert now(page) == 0
    button.click()
    expect(button).to_have_text(say(language, "loop.pause"))
    expect(page.locator(".loop__step.now")).to_have_count(1)
    page.wait_for_timeout(300)
    button.click()
    expect(button).to_have_text(say(language, "loop.on"))
    held = now(page)
    assert 0 < held < 6
    page.wait_for_timeout(300)
    assert now(page) == held


def test_a_loop_ends_by_itself(new_page: NewPage, language: str) -> None:
    page = new_page(PRESSED)
    button = page.locator(".loop__moving button")
    button.press("Enter")
    page.evaluate(LATE)
    expect(button).to_have_text(say(language, "loop.play"))
    assert now(page) == 0
    expect(page.locator(".loop__step.now")).to_have_count(0)


@pytest.mark.parametrize(
    "options", [{"reduced_motion": "reduce"}, {"java_script_enabled": False}], ids=["reduced", "no-script"]
)
def test_without_motion_or_script_there_are_three_stills(new_page: NewPage, options: dict[str, object]) -> None:
    page = new_page(PRESSED, **options)
    assert stills(page) == len(loops.STILLS)
    expect(page.locator(".loop__moving")).to_be_hidden()
    expect(page.locator(".loop__step p")).to_have_count(3)


def test_on_paper_there_are_three_stills(new_page: NewPage) -> None:
    page = new_page(PRESSED)
    assert stills(page) == 0
    page.emulate_media(media="print")
    assert stills(page) == len(loops.STILLS)
    expect(page.locator(".loop__moving")).to_be_hidden()


@in_every_language
@pytest.mark.parametrize(("motion", "one_in"), [("no-preference", 1), ("reduce", 4)])
def test_a_page_with_a_loop_is_accessible_and_fits(new_page: NewPage, motion: str, one_in: int) -> None:
    found, known = [], set[str]()
    for path in list(SHOWN.values())[::one_in]:
        page = new_page(path, viewport={"width": 320, "height": 740}, reduced_motion=motion)
        axe.ready(page.context)
        page.reload()
        page.evaluate("for (const part of document.querySelectorAll('.loop details')) part.open = true")
        found += axe.complaints_but_contrast(page, path)
        for scheme in ("light", "dark"):
            found += axe.complaints_of_looks(page, path, scheme, known)
        assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert found == []


def test_an_answer_shows_the_loop_of_its_first_cause_where_it_sits(new_page: NewPage) -> None:
    page = new_page()
    said = ("feels-numb", "limb-pressed", "moving-relieves", "on-waking")
    fields = (*((id_, "present") for id_ in said), ("_finished", "yes"), ("_go", "result"))
    arrive(page, Station("a nap", "/interview", fields))
    expect(page.locator("#place .loop__moving svg")).to_be_visible()


def test_an_emergency_has_no_loop(new_page: NewPage) -> None:
    page = new_page()
    arrive(page, Station("emergency", "/interview", (URGENT, ("_go", "result"))))
    expect(page.locator(".verdict .call")).to_be_visible()
    assert page.locator(".loop").count() == 0
