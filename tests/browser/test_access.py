"""Every kind of page passes axe (WCAG 2.2 AA) without exceptions, in light and dark, and fits 320 pixels."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import NewPage
from tests.browser.test_story import begin
from tests.browser.walking import Means, send, shown, walk
from tests.test_page import article

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PLACES = (
    "/",
    "/about",
    "/browse",
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


def complaints(page: Page, where: str, rules: list[str] = TAGS) -> list[str]:
    found = Axe().run(page, options={"runOnly": rules}).response["violations"]
    return [
        f"{where}: {one['id']}: {node['html'][:120]} {node.get('failureSummary', '')[:200]}"
        for one in found
        for node in one["nodes"]
    ]


def too_wide(page: Page, where: str) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{where}: {wide} pixels too wide"] if wide > 0 else []


def stations(page: Page) -> Iterator[str]:
    """Every kind of page of an interview, one after the other; yields where the page stands."""
    means = Means("mouse", page)
    begin(means)
    yield "boxes"
    page.locator("button.govuk-button[value=next]").click()
    page.wait_for_selector(".govuk-error-summary")
    yield "boxes with an error"
    means.tick(page.locator('input[name="speech-trouble"][value=present]'))
    send(means, "screen-0")
    yield "alarm"
    for part in page.locator("details").all():
        part.evaluate("part => part.open = true")
    yield "opened details"
    walk(means, article(), until="age")
    yield "number"
    walk(means, article(), until="side")
    yield "choice"
    walk(means, article(), until="numb-regions")
    yield "map"
    for view in ("front", "back", "body"):
        page.locator(f'button[value="view:{view}"]').click()
        page.wait_for_selector(f"#view-{view}")
    yield "map with every view"
    walk(means, article(), until="")
    assert not shown(page)
    for part in page.locator("details").all():
        part.evaluate("part => part.open = true")
    yield "emergency result"
    page.locator("button[value=answers]").click()
    page.wait_for_selector(".govuk-summary-list")
    yield "answers"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_kind_of_page_passes_axe(scheme: str, new_page: NewPage) -> None:
    found = []
    page = new_page("/", color_scheme=scheme)
    rules = TAGS if scheme == "light" else ["color-contrast"]  # in the dark only the colours differ
    for place in PLACES:
        page.goto(place)
        found += complaints(page, place, rules)
    page.goto("/")
    for station in stations(page):
        found += complaints(page, station, rules)
    assert found == [], "\n".join(found)


def test_the_result_of_the_article_and_the_clinicians_page_pass_axe(new_page: NewPage) -> None:
    page = new_page("/")
    begin(Means("mouse", page))
    walk(Means("mouse", page), article())
    for part in page.locator("details").all():
        part.evaluate("part => part.open = true")
    found = complaints(page, "result")
    page.goto("/clinician")
    page.select_option("select[name=foot-drop]", "present")
    page.wait_for_selector("#clinic-found table")
    found += complaints(page, "clinician")
    page.goto("/browse")
    page.fill("#find", "dead leg")
    page.wait_for_selector("#found .story")
    found += complaints(page, "search")
    assert found == [], "\n".join(found)


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


def test_nothing_moves_for_who_wants_no_motion(new_page: NewPage) -> None:
    page = new_page("/routines/after-nap-movement", reduced_motion="reduce")
    page.get_by_role("button", name="Start the timed guide").click()
    running = page.evaluate("document.getAnimations().length")
    assert running == 0
