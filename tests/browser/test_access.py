"""What needs answers passes axe (WCAG 2.2 AA) without exceptions, in light and dark, and fits 320
pixels."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from pinprick.interview.pages import SCREEN, page_of
from pinprick.words import say
from scripts.showing import post
from tests.browser import axe
from tests.browser.conftest import NewPage, in_every_language
from tests.browser.walking import Means, begin, mark, send, shown, walk
from tests.pages import FINDINGS, KNOWLEDGE, article

PLACES = (
    "/",
    "/about",
    "/browse",
    "/guides",
    "/clinician",
    "/guides/nap-numbness",
    "/conditions/ischaemic-stroke",
    "/conditions/positional-nerve-compression",
    "/findings/foot-drop",
    "/findings/age",
    "/sites/root.s1",
    "/medicines/gabapentin",
    "/rules/stroke-now",
    "/routines/after-nap-movement",
    "/nothing",
)
SCHEMES = ("light", "dark")


def opened(page: Page) -> None:
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")


def too_wide(page: Page, where: str) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{where}: {wide} pixels too wide"] if wide > 0 else []


def stations(page: Page) -> Iterator[str]:
    """Every kind of page of an interview, one after the other; yields where the page stands."""
    means = Means("mouse", page)
    begin(means)
    yield "boxes"
    opened(page)
    yield "boxes, all groups open"
    page.locator('input[name="_unsure"]').first.press("Enter")
    page.wait_for_selector(".govuk-error-summary")
    yield "boxes with an error"
    mark(means, "speech-trouble")
    send(means, SCREEN)
    page.wait_for_selector(".verdict")
    yield "an emergency that stops the questions"
    page.locator("button[value=on]").click()
    page.wait_for_selector("[data-paint]")
    yield "alarm"
    opened(page)
    yield "opened details"
    yield "map"
    for view in ("front", "back", "body"):
        page.locator(f'button[value="view:{view}"]').click()
        page.wait_for_selector(f'[data-picture="{view}"]')
    yield "map with every view"
    walk(means, article(), until=page_of(KNOWLEDGE, "age"))
    yield "number"
    walk(means, article(), until=page_of(KNOWLEDGE, "side"))
    yield "choice"
    walk(means, article(), until="")
    assert not shown(page)
    opened(page)
    yield "emergency result"
    page.locator("button[value=answers]").click()
    page.wait_for_selector(".govuk-summary-list")
    yield "answers"


@in_every_language
def test_one_page_of_each_kind_passes_axe_with_every_text(new_page: NewPage) -> None:
    """Here the contrast of every text is reckoned; on all other pages that of one text of each
    look."""
    page = new_page("/about")
    axe.ready(page.context)
    found = []
    for place in PLACES:
        page.goto(place)
        opened(page)
        found += axe.complaints(page, place)
    assert found == [], "\n".join(found)


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("zh", "dark")])
def test_every_station_of_the_interview_passes_axe(scheme: str, new_page: NewPage) -> None:
    page = new_page("/about", color_scheme=scheme)
    axe.ready(page.context)
    page.goto("/")
    rules = axe.TAGS if scheme == "light" else axe.CONTRAST  # in the dark only the colours differ
    found = [fault for station in stations(page) for fault in axe.complaints(page, station, rules)]
    assert found == [], "\n".join(found)


ASKED = [
    SCREEN,
    *(f"also-{number}" for number in range(len(KNOWLEDGE.screen.also))),
    *(id_ for id_, finding in FINDINGS.items() if finding.kind != "flag" and finding.by == "person"),
    next(id_ for id_, finding in FINDINGS.items() if finding.kind == "flag"),
][::2]
"""Every second page of questions, but for those that differ only in the words of a yes-or-no question."""


def test_every_kind_of_question_passes_axe_and_so_it_does_with_what_to_mend(new_page: NewPage) -> None:
    page = new_page("/about")
    axe.ready(page.context)
    page.goto("/")
    found, looks = [], set[str]()
    for asked in ASKED:
        post(page, "/interview", [("_go", f"change:{asked}")])
        opened(page)
        found += axe.complaints_but_contrast(page, asked) + axe.complaints_of_looks(page, asked, "dark", looks)
        page.locator("button.unseen").evaluate("button => button.click()")  # what Enter presses
        page.wait_for_selector(".govuk-error-summary")
        found += axe.complaints_but_contrast(page, f"{asked} to mend") + too_wide(page, asked)
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("story", list(KNOWLEDGE.guides)[::5])
def test_the_result_of_a_story_passes_axe(story: str, new_page: NewPage, language: str) -> None:
    page = new_page("/about")
    axe.ready(page.context)
    page.goto(f"/guides/{story}")
    page.get_by_role("button", name=say(language, "guide.begin")).click()
    page.wait_for_selector("input[name=_page], .verdict", state="attached")
    if shown(page):  # an emergency has its result already
        page.locator("button[value=result]").last.click()
    page.wait_for_selector(".verdict")
    opened(page)
    found = axe.complaints_but_contrast(page, story)
    for scheme in SCHEMES:
        found += axe.complaints_of_looks(page, story, scheme, set())
    assert found == [], "\n".join(found)


def test_the_result_of_the_article_the_clinicians_page_and_the_search_pass_axe(new_page: NewPage) -> None:
    page = new_page("/about")
    axe.ready(page.context)
    page.goto("/")
    begin(Means("mouse", page))
    walk(Means("mouse", page), article())
    opened(page)
    found = axe.complaints(page, "result")
    page.goto("/clinician")
    page.select_option("select[name=foot-drop]", "present")
    page.wait_for_selector("#clinic-found table")
    opened(page)
    found += axe.complaints(page, "clinician")
    page.goto("/browse")
    page.fill("#find", "dead leg")
    page.wait_for_selector("#found .row")
    found += axe.complaints(page, "search")
    assert found == [], "\n".join(found)


@in_every_language
def test_every_kind_of_page_fits_a_screen_of_320_pixels(new_page: NewPage) -> None:
    """A window of 1280 pixels at 400 %, or of 640 at 200 %, is as wide as this."""
    page = new_page("/", viewport={"width": 320, "height": 640}, device_scale_factor=2)
    found = []
    for place in PLACES:
        page.goto(place)
        found += too_wide(page, place)
    page.goto("/")
    for station in stations(page):
        found += too_wide(page, station)
    assert found == [], "\n".join(found)


def test_nothing_moves_for_who_wants_no_motion(new_page: NewPage, language: str) -> None:
    page = new_page("/routines/after-nap-movement", reduced_motion="reduce")
    page.get_by_role("button", name=say(language, "coach.start")).click()
    running = page.evaluate("document.getAnimations().length")
    assert running == 0
