"""Painting on the map: click, tap, drag, undo, the other foot; a swipe only scrolls; the list says the
same."""

import pytest
from playwright.sync_api import Locator, Page, expect

from pinprick.words import say
from pinprick.words.wording import text, together
from tests.browser import axe
from tests.browser.conftest import NewPage, in_every_language
from tests.browser.walking import Means, begin, unfold, walk
from tests.pages import KNOWLEDGE, article

REGIONS = KNOWLEDGE.vocabulary.regions
PHONE = {"width": 360, "height": 740}
SCREENS = 1.5
"""How many screens of a phone the page of the map may be long."""


def at_map(page: Page, means: str) -> Page:
    begin(Means(means, page))
    walk(Means(means, page), article(), until="numb-regions")
    return page


@pytest.fixture
def map_page(new_page: NewPage) -> Page:
    page = at_map(new_page("/"), "mouse")
    unfold(Means("mouse", page))
    return page


@pytest.fixture
def phone(new_page: NewPage) -> Page:
    return at_map(new_page("/", has_touch=True, is_mobile=True, viewport=PHONE, locale="en-GB"), "touch")


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


@pytest.mark.parametrize(("language", "marked"), [("en", "heel (left): marked"), ("zh", "脚跟（左）：已标出")])
def test_a_click_marks_and_unmarks_and_says_so(map_page: Page, marked: str) -> None:
    heel = region(map_page, "left", "heel")
    map_page.mouse.click(*middle(heel))
    expect(box(map_page, "left:heel")).to_be_checked()
    expect(map_page.locator("[data-live]")).to_have_text(marked)
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
    page = at_map(new_page("/", java_script_enabled=False), "no script")
    expect(page.locator("[data-tool]:visible")).to_have_count(0)
    dorsum = region(page, "left", "dorsum")
    before = dorsum.screenshot()
    page.locator('label[for="paint-left-dorsum"]').click()
    page.mouse.move(2, 2)
    assert dorsum.screenshot() != before


@pytest.mark.parametrize("script", [True, False])
def test_more_of_the_body_opens_and_what_is_marked_stays(new_page: NewPage, script: bool) -> None:
    page = at_map(new_page("/", java_script_enabled=script), "mouse")
    means = Means("mouse", page)
    unfold(means)
    means.tick(box(page, "left:dorsum"))
    expect(box(page, "left:calf")).to_be_hidden()
    page.locator('button[value="view:back"]').click()
    expect(page.locator('[data-picture="back"]')).to_be_visible()
    expect(page.locator('[data-picture="top"]')).to_be_hidden()
    expect(page.locator("input[name=_view]")).to_have_count(3)
    expect(box(page, "left:calf")).to_be_visible()
    expect(box(page, "left:dorsum")).to_be_checked()


def test_nowhere_and_somewhere_exclude_each_other(map_page: Page) -> None:
    map_page.locator('label[for="paint-left-dorsum"]').click()
    map_page.locator('label[for="nowhere"]').click()
    expect(box(map_page, "left:dorsum")).not_to_be_checked()
    map_page.mouse.click(*middle(region(map_page, "left", "heel")))
    expect(map_page.locator("#nowhere")).not_to_be_checked()


def test_what_is_marked_is_said_in_words_wherever_it_is_on_the_pictures(map_page: Page, language: str) -> None:
    said = map_page.locator("[data-marks]")
    left, right = (
        say(language, "map.marked", side=say(language, f"map.side.{side}"), parts=text(REGIONS[part].label, language))
        for side, part in (("left", "heel"), ("right", "knee"))
    )
    expect(said).to_have_text(say(language, "map.none"))
    map_page.mouse.click(*middle(region(map_page, "left", "heel")))
    map_page.locator('button[value="view:front"]').click()
    map_page.mouse.click(*middle(region(map_page, "right", "knee")))
    expect(said).to_have_text(together((left, right)))
    map_page.locator("[data-tool=undo]").click()
    map_page.locator("[data-tool=undo]").click()
    expect(said).to_have_text(say(language, "map.none"))


# ---- a finger


def finger(page: Page, *path: tuple[float, float]) -> None:
    """A finger that goes down at the first point, along the others, and up at the last."""
    told = page.context.new_cdp_session(page)
    for index, (x, y) in enumerate(path):
        kind = "touchMove" if index else "touchStart"
        told.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    told.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    told.detach()


def along(start: tuple[float, float], across: float, down: float) -> list[tuple[float, float]]:
    return [(start[0] + across * part / 8, start[1] + down * part / 8) for part in range(9)]


def marked(page: Page) -> list[str]:
    return [str(one) for one in page.locator("[data-mark]:checked").evaluate_all("all => all.map(one => one.value)")]


def test_a_tap_marks_one_part_and_another_tap_clears_it(phone: Page) -> None:
    place = middle(region(phone, "left", "dorsum"))
    phone.touchscreen.tap(*place)
    assert marked(phone) == ["left:dorsum"]
    phone.touchscreen.tap(*place)
    assert marked(phone) == []


def test_twenty_flicks_mark_nothing_and_scroll_the_page(phone: Page) -> None:
    scrolled = 0
    for number in range(20):
        phone.evaluate("number => scrollTo(0, number % 2 ? 300 : 0)", number)
        before = phone.evaluate("scrollY")
        found = region(phone, "left" if number % 3 else "right", "dorsum").bounding_box()
        assert found
        start = found["x"] + found["width"] * (0.3 + 0.02 * number), found["y"] + found["height"] * 0.6
        finger(phone, *along(start, 30 - 4 * number, -90 if number % 2 == 0 else 90))
        phone.wait_for_timeout(60)
        scrolled += phone.evaluate("scrollY") != before
    assert marked(phone) == []
    assert scrolled >= 18


def test_a_sideways_swipe_marks_nothing(phone: Page) -> None:
    start = middle(region(phone, "left", "dorsum"))
    finger(phone, *along(start, 120, 0))
    finger(phone, *along(start, -60, 4))
    assert marked(phone) == []


def test_draw_lets_a_finger_paint_all_that_it_crosses(phone: Page) -> None:
    switch = phone.locator("[data-tool=draw]")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    start, end = middle(region(phone, "left", "little-toe-edge")), middle(region(phone, "left", "instep"))
    before = phone.evaluate("scrollY")
    finger(phone, *along(start, end[0] - start[0], end[1] - start[1]))
    assert {"left:little-toe-edge", "left:dorsum", "left:instep"} <= set(marked(phone))
    assert phone.evaluate("scrollY") == before
    phone.locator("[data-tool=undo]").click()
    expect(phone.locator("[data-mark]:checked")).to_have_count(0)
    switch.click()
    finger(phone, *along(start, end[0] - start[0], end[1] - start[1]))
    assert marked(phone) == []


def test_the_page_is_one_and_a_half_screens_long_and_nothing_is_wider(phone: Page) -> None:
    tall, wide = phone.evaluate("[document.documentElement.scrollHeight, document.documentElement.scrollWidth]")
    assert tall <= SCREENS * PHONE["height"]
    assert wide == PHONE["width"]


def test_whose_side_it_is_stands_on_the_screen_with_every_picture(phone: Page) -> None:
    for view in ("top", "soles", "front", "back", "body"):
        phone.locator(f'button[value="view:{view}"]').tap()
        phone.locator(".paint__card").scroll_into_view_if_needed()
        left = phone.locator(".paint__side").first.bounding_box()
        drawn = phone.locator(f'[data-picture="{view}"] .bodymap').bounding_box()
        assert left
        assert drawn
        assert drawn["y"] + drawn["height"] - left["y"] < PHONE["height"]
        beside = phone.locator(f'[data-picture="{view}"] .paint__limb')
        assert beside.count() == (0 if view in ("top", "soles") else 2)


# ---- without a pointer


def test_the_keyboard_marks_and_opens(new_page: NewPage) -> None:
    page = at_map(new_page("/"), "keyboard")
    means = Means("keyboard", page)
    unfold(means)
    means.tick(box(page, "left:heel"))
    assert opacity(region(page, "left", "heel")) > 0.5
    means.press(page.locator('button[value="view:back"]'))
    expect(page.locator('button[value="view:back"]')).to_be_focused()
    expect(page.locator('[data-picture="back"]')).to_be_visible()
    means.press(page.locator("[data-tool=copy]"))
    expect(box(page, "right:heel")).to_be_checked()


@in_every_language
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_picture_passes_axe(new_page: NewPage, scheme: str) -> None:
    page = new_page("/about", color_scheme=scheme, has_touch=True, is_mobile=True, viewport=PHONE)
    axe.ready(page.context)
    page.goto("/")
    at_map(page, "touch")
    unfold(Means("touch", page))
    page.locator("[data-tool=draw]").tap()
    found = []
    for view in ("top", "front", "body"):
        page.locator(f'button[value="view:{view}"]').tap()
        found += axe.complaints(page, view)
    assert found == [], "\n".join(found)
