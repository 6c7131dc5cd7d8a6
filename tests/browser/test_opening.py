"""The start and the first page of the questions in a browser: the feet are pressed where they are drawn, what is ticked
is seen, the list can be searched, and everything is within reach of a thumb."""

from urllib.parse import unquote

import pytest
from playwright.sync_api import Page

from pinprick.knowledge.ids import ABSENT
from pinprick.pictures import bodymap
from pinprick.words import say
from pinprick.words.wording import answer, text
from tests.browser import axe
from tests.browser.conftest import NewPage, in_every_language
from tests.browser.stations import WORDS
from tests.pages import KNOWLEDGE

PHONE = {"width": 360, "height": 740}
SCREENS = 2.5
"""The most screens of a phone that the start takes, in the widest font there is here."""
NOTICED = {one.finding: one.says for one in KNOWLEDGE.screen.notice}
SHOCKS = {"en": "electric", "zh": "触电"}
NUMB_FOOT = {"en": ("numb", "foot"), "zh": ("麻", "脚")}
ZEBRAS = {"en": "Zebras", "zh": "斑马"}

_INSIDE = """([side, region]) => {
    // a point of the page that lies within a drawn part
    const path = document.querySelector(`.touch .region[data-side="${side}"][data-region="${region}"]`);
    const box = path.getBBox(), at = path.ownerSVGElement.createSVGPoint();
    for (let step = 0; step < 400; step += 1) {
        at.x = box.x + box.width * (.5 + .45 * Math.sin(step * 2.4) * step / 400);
        at.y = box.y + box.height * (.5 + .45 * Math.cos(step * 2.4) * step / 400);
        const edge = [[-9, 0], [9, 0], [0, -9], [0, 9]].every(([x, y]) => {
            const near = path.ownerSVGElement.createSVGPoint();
            [near.x, near.y] = [at.x + x, at.y + y];
            return path.isPointInFill(near);
        });
        if (edge) {
            const there = at.matrixTransform(path.getScreenCTM());
            return [there.x, there.y];
        }
    }
}"""

_CLOSE = """least => {
    const all = document.querySelectorAll("main :is(button, summary, .pick, .tale, textarea, input[type=search])");
    const shown = [...all]
        .filter(one => one.offsetWidth > 1 && one.checkVisibility() && !one.closest(".touch__feet, .opening__go"));
    const boxes = shown.map(one => [one, one.getBoundingClientRect()]);
    const words = one => one.textContent.trim().slice(0, 30) || one.id;
    const tiny = boxes.filter(([, box]) => box.height < 44 || box.width < 44);
    const small = tiny.map(([one]) => `small: ${words(one)}`);
    const away = (a, b) => Math.max(a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom);
    const close = boxes.flatMap(([one, a], index) => boxes.slice(index + 1).filter(([, b]) => away(a, b) < least - .1)
        .map(([other, b]) => `${words(one)} ${away(a, b).toFixed(1)} ${words(other)}`));
    return [shown.length, [...small, ...close]];
}"""


def tell(page: Page, words: str) -> None:
    page.fill("#say", words)
    page.locator(".own button[value=read]").click()
    page.wait_for_selector(".opening")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_part_is_pressed_where_it_is_drawn_and_painted_on_the_map(script: bool, new_page: NewPage) -> None:
    for side, region in bodymap.marks("top"):
        page = new_page("/", viewport=PHONE, java_script_enabled=script, has_touch=True)
        page.locator(".touch").scroll_into_view_if_needed()
        x, y = page.evaluate(_INSIDE, [side, region])
        page.touchscreen.tap(x, y)
        page.wait_for_selector("[data-paint]")
        marked = page.locator("input[data-mark]:checked").evaluate_all("all => all.map(one => one.value)")
        assert marked == [f"{side}:{region}"]


def test_the_start_is_short_and_everything_is_within_reach(new_page: NewPage, language: str) -> None:
    page = new_page("/", viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollHeight") <= SCREENS * PHONE["height"]
    page.locator(".more summary").first.click()
    count, close = page.evaluate(_CLOSE, 12)
    assert count > 12
    assert close == [], "\n".join(close)
    tell(page, WORDS[language])
    page.locator(".opening__again summary").click()
    count, close = page.evaluate(_CLOSE, 12)
    assert count > 30
    assert close == [], "\n".join(close)


def test_the_button_to_go_on_is_always_in_view(new_page: NewPage, language: str) -> None:
    page = new_page("/", viewport=PHONE)
    tell(page, WORDS[language])
    for down in (0, 400, 10_000):
        page.evaluate("down => scrollTo(0, down)", down)
        box = page.locator(".opening__go .govuk-button").bounding_box()
        assert box is not None
        assert 0 < box["y"] < PHONE["height"] - 44


@in_every_language
def test_words_become_ticks_and_only_those_are_carried_along(new_page: NewPage, language: str) -> None:
    page = new_page("/")
    no_back_pain = page.get_by_label(answer(KNOWLEDGE, "low-back-pain", ABSENT, language))
    burning = page.get_by_label(text(NOTICED["feels-burning"], language))
    tell(page, WORDS[language])
    assert page.locator(".sign input:checked").count() == 0
    no_back_pain.uncheck()
    page.locator(".sign").get_by_text(say(language, "opening.answer.present"), exact=True).click()
    burning.check()
    page.locator(".opening__go button").click()
    page.wait_for_selector("input[name=_page]:not([value=opening])", state="attached")
    names = page.locator("#question input[type=hidden]").evaluate_all("all => all.map(one => [one.name, one.value])")
    carried = {name: value for name, value in names if not name.startswith("_")}
    assert carried["feels-burning"] == "present"
    assert "low-back-pain" not in carried
    assert page.locator('input[name="foot-drop"][value="present"]').count() == 1
    page.go_back()
    page.wait_for_selector(".opening")
    assert burning.is_checked()
    assert not no_back_pain.is_checked()


def test_the_list_is_searched_and_what_is_ticked_stays_in_sight(new_page: NewPage, language: str) -> None:
    page = new_page("/interview")
    burning, shocks = (text(NOTICED[id_], language) for id_ in ("feels-burning", "feels-shooting"))
    page.get_by_label(burning).check()
    page.fill("#filter", SHOCKS[language])
    shown = page.locator("#notice .pick:visible").all_inner_texts()
    assert [one.strip() for one in shown] == [burning, shocks]
    page.get_by_label(burning).uncheck()
    page.fill("#filter", "qqqq")
    assert page.locator("[data-filter-none]").is_visible()
    page.fill("#filter", "")
    assert page.locator("#notice .pick:visible").count() == 24


def test_words_stand_in_no_address_and_no_link(new_page: NewPage, language: str) -> None:
    page = new_page("/")
    seen = []
    page.on("request", lambda request: seen.append(unquote(request.url)))
    tell(page, WORDS[language])
    page.locator(".opening__go button").click()
    page.wait_for_selector("input[name=_page]:not([value=opening])", state="attached")
    assert not [url for url in seen if any(word in url for word in NUMB_FOOT[language])]
    fields = unquote(page.evaluate("fieldsOf(asks())"))
    assert "feels-numb" in fields
    assert ZEBRAS[language] not in fields


@in_every_language
@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (360, "dark"), (768, "light"), (1280, "dark")])
def test_every_state_passes_axe_and_fits(scheme: str, width: int, new_page: NewPage, language: str) -> None:
    page = new_page("/about", viewport={"width": width, "height": 740}, color_scheme=scheme)
    axe.ready(page.context)
    found = []

    def look(state: str) -> None:
        found.extend(axe.complaints(page, state))
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"{state}: too wide")

    page.goto("/")
    look("start")
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    look("start, all open")
    page.locator(".own button[value=next]").click()
    page.wait_for_selector(".opening")
    look("list")
    page.fill("#filter", "qqqq")
    look("nothing in the list")
    page.goto("/")
    tell(page, WORDS[language])
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    look("understood")
    page.fill("#say", ZEBRAS[language])
    page.locator(".opening__go button").click()
    page.wait_for_selector(".opening__anew")
    look("nothing understood")
    assert found == [], "\n".join(found)
