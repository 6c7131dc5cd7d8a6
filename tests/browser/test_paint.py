"""Painting on the map: click, drag, finger, undo, the other foot; the list says the same."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.walking import Means, begin, walk
from tests.pages import article


@pytest.fixture
def map_page(new_page: NewPage) -> Page:
    page = new_page("/")
    begin(Means("mouse", page))
    walk(Means("mouse", page), article(), until="numb-regions")
    return page


def region(page: Page, side: str, name: str) -> Locator:
    return page.locator(f'.region[data-side="{side}"][data-region="{name}"]').first


def box(page: Page, mark: str) -> Locator:
    return page.locator(f'[data-mark="{mark}"]')


def middle(place: Locator) -> tuple[float, float]:
    place.scroll_into_view_if_needed()
    found = place.bounding_box()
    assert found
    return found["x"] + found["width"] / 2, found["y"] + found["height"] / 2


def opacity(place: Locator) -> float:
    return float(place.evaluate("region => getComputedStyle(region).fillOpacity"))


def test_a_click_marks_and_unmarks_and_says_so(map_page: Page) -> None:
    heel = region(map_page, "left", "heel")
    map_page.mouse.click(*middle(heel))
    expect(box(map_page, "left:heel")).to_be_checked()
    expect(map_page.locator("[data-live]")).to_have_text("heel, left: marked")
    map_page.mouse.move(5, 5)
    assert opacity(heel) > 0.5
    map_page.mouse.click(*middle(heel))
    expect(box(map_page, "left:heel")).not_to_be_checked()


def test_a_drag_marks_all_that_it_crosses_and_is_undone_at_once(map_page: Page) -> None:
    heel, inner = region(map_page, "right", "heel"), region(map_page, "right", "sole-inner")
    heel.scroll_into_view_if_needed()
    start, end = middle(heel), middle(inner)
    map_page.mouse.move(*start)
    map_page.mouse.down()
    map_page.mouse.move(*end, steps=20)
    map_page.mouse.up()
    expect(box(map_page, "right:heel")).to_be_checked()
    expect(box(map_page, "right:sole-inner")).to_be_checked()
    map_page.locator("[data-tool=undo]").click()
    assert map_page.locator("[data-mark]:checked").count() == 0


def test_the_other_foot_gets_the_same(map_page: Page) -> None:
    map_page.locator('label[for="paint-left-dorsum"]').click()
    map_page.locator("[data-tool=copy]").click()
    expect(box(map_page, "right:dorsum")).to_be_checked()
    map_page.locator("[data-tool=clear]").click()
    assert map_page.locator("[data-mark]:checked").count() == 0


def test_the_list_paints_the_map_without_script(new_page: NewPage) -> None:
    page = new_page("/", java_script_enabled=False)
    means = Means("no script", page)
    begin(means)
    walk(means, article(), until="numb-regions")
    dorsum = region(page, "left", "dorsum")
    before = dorsum.screenshot()
    page.locator('label[for="paint-left-dorsum"]').click()
    page.mouse.move(2, 2)
    assert dorsum.screenshot() != before


def test_a_finger_paints_too(new_page: NewPage) -> None:
    page = new_page("/", has_touch=True, is_mobile=True, viewport={"width": 360, "height": 780})
    means = Means("touch", page)
    begin(means)
    walk(means, article(), until="numb-regions")
    page.touchscreen.tap(*middle(region(page, "left", "heel")))
    expect(box(page, "left:heel")).to_be_checked()


@pytest.mark.parametrize("script", [True, False])
def test_more_of_the_body_opens_and_what_is_marked_stays(new_page: NewPage, script: bool) -> None:
    page = new_page("/", java_script_enabled=script)
    means = Means("mouse", page)
    begin(means)
    walk(means, article(), until="numb-regions")
    means.tick(box(page, "left:dorsum"))
    page.locator('button[value="view:back"]').click()
    expect(box(page, "left:calf")).to_be_visible()
    expect(box(page, "left:dorsum")).to_be_checked()


def test_nowhere_and_somewhere_exclude_each_other(map_page: Page) -> None:
    map_page.locator('label[for="paint-left-dorsum"]').click()
    map_page.locator('label[for="nowhere"]').click()
    expect(box(map_page, "left:dorsum")).not_to_be_checked()
    map_page.mouse.click(*middle(region(map_page, "left", "heel")))
    expect(map_page.locator("#nowhere")).not_to_be_checked()
