"""A timed routine on the whole screen, and a link to keep as a picture or to share: both work by a script of
their own, loaded when they are asked for, and send nothing."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from pinprick.words import say
from pinprick.words.wording import text, texts
from tests.browser import axe
from tests.browser.answered import case_of, shown
from tests.browser.conftest import LANGUAGES, NewPage, in_every_language
from tests.models import shipped

ROUTINE = shipped().knowledge.self_care.routines["after-nap-movement"]
STEPS = {language: [text(step.do, language) for step in ROUTINE.steps] for language in LANGUAGES}
LAST = len(ROUTINE.steps)
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
AUDIO = """() => {
    window.tones = 0;
    window.AudioContext = class {
        currentTime = 0;
        createOscillator() { window.tones += 1; return {frequency: {}, connect: one => one, start() {}, stop() {}}; }
        createGain() { return {gain: {setValueAtTime() {}, exponentialRampToValueAtTime() {}}, connect: one => one}; }
    };
    window.shakes = 0;
    navigator.vibrate = () => Boolean(window.shakes += 1);
}"""
SHARES = """() => {
    navigator.canShare = () => true;
    navigator.share = what => { window.shared = what; return Promise.resolve(); };
}"""


def started(new_page: NewPage, language: str, **options: Any) -> Page:
    """The routine after a nap, begun, with a clock that stands still."""
    page = new_page("/about", **options)
    page.clock.install()
    axe.ready(page.context)
    page.add_init_script(f"({AUDIO})()")
    page.goto("/routines/after-nap-movement")
    page.get_by_role("button", name=say(language, "coach.start")).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    return page


def test_a_routine_goes_on_by_itself_and_can_be_paused(new_page: NewPage, language: str) -> None:
    page = started(new_page, language)
    coach = page.get_by_role("dialog")
    expect(coach).to_contain_text(STEPS[language][0])
    expect(coach).to_contain_text(say(language, "coach.step", number=1, of=LAST))
    page.clock.run_for(11_000)
    expect(coach).to_contain_text(STEPS[language][1])
    coach.get_by_role("button", name=say(language, "coach.pause")).click()
    page.clock.run_for(60_000)
    expect(coach).to_contain_text(STEPS[language][1])
    coach.get_by_role("button", name=say(language, "coach.on")).click()
    page.clock.run_for(31_000)
    expect(coach).to_contain_text(STEPS[language][2])


@in_every_language
def test_its_end_says_when_to_get_help_and_it_can_be_done_again(new_page: NewPage, language: str) -> None:
    page = started(new_page, language)
    coach = page.get_by_role("dialog")
    page.clock.run_for(1000 * sum((step.seconds or 0) * (step.repeat or 1) + 1 for step in ROUTINE.steps))
    for sign in texts(ROUTINE.seek_help, language):
        expect(coach).to_contain_text(sign)
    expect(coach.locator(".coach__time")).to_be_hidden()
    coach.get_by_role("button", name=say(language, "coach.again")).click()
    expect(coach).to_contain_text(STEPS[language][0])
    page.clock.run_for(11_000)
    expect(coach).to_contain_text(STEPS[language][1])


def test_it_is_silent_until_sound_is_wanted_and_shakes_only_a_phone(new_page: NewPage, language: str) -> None:
    page = started(new_page, language)
    expect(page.get_by_role("button", name=say(language, "coach.vibration"))).to_have_count(0)
    page.clock.run_for(11_000)
    assert page.evaluate("[tones, shakes]") == [0, 0]
    page.get_by_role("button", name=say(language, "coach.sound")).click()
    page.clock.run_for(31_000)
    assert page.evaluate("[tones, shakes]") == [2, 0], "once to hear it, once for the step"


def test_a_phone_shakes_at_a_step_until_that_is_not_wanted(new_page: NewPage, language: str) -> None:
    page = started(new_page, language, **PHONE, is_mobile=True)
    assert page.evaluate("shakes") == 0
    page.clock.run_for(11_000)
    assert page.evaluate("[tones, shakes]") == [0, 1]
    page.get_by_role("button", name=say(language, "coach.vibration")).click()
    page.clock.run_for(31_000)
    assert page.evaluate("[tones, shakes]") == [0, 1]


@pytest.mark.parametrize(
    "viewport", [{"width": 360, "height": 740}, {"width": 1280, "height": 800}, {"width": 740, "height": 360}]
)
def test_one_step_fills_the_screen_and_nothing_is_cut_off(
    viewport: dict[str, int], new_page: NewPage, language: str
) -> None:
    page = started(new_page, language, viewport=viewport)
    for _ in ROUTINE.steps:
        sizes = page.get_by_role("dialog").evaluate("one => [one.offsetWidth, one.offsetHeight, one.scrollWidth]")
        assert sizes == [viewport["width"], viewport["height"], viewport["width"]]
        page.get_by_role("button", name=say(language, "coach.next")).click()
    expect(page.get_by_role("dialog").locator(".coach__time")).to_be_hidden()


def test_it_works_with_the_keyboard_alone_and_gives_the_focus_back(new_page: NewPage, language: str) -> None:
    page = started(new_page, language)
    expect(page.get_by_role("button", name=say(language, "coach.pause"))).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("dialog")).to_contain_text(STEPS[language][1])
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name=say(language, "coach.on"))).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name=say(language, "coach.start"))).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_it(scheme: str, new_page: NewPage, language: str) -> None:
    page = started(new_page, language, **PHONE, color_scheme=scheme)
    found = axe.complaints(page, "a step")
    for _ in ROUTINE.steps:
        page.get_by_role("button", name=say(language, "coach.next")).click()
    assert found + axe.complaints(page, "the end") == []


def test_the_button_of_the_card_starts_it(new_page: NewPage, language: str) -> None:
    page = new_page(**PHONE)
    shown(page, case_of("told to its end"))
    page.locator(".answer__act a").click()
    expect(page.get_by_role("dialog")).to_contain_text(say(language, "coach.step", number=1, of=LAST))


def test_where_its_script_cannot_be_had_the_button_leads_to_the_list(new_page: NewPage) -> None:
    page = new_page("/about", **PHONE)
    page.route("**/coach*.js*", lambda route: route.fulfill(body="throw 0", content_type="text/javascript"))
    shown(page, case_of("told to its end"))
    routine = page.locator("#doing .routine").first
    expect(routine).to_be_hidden()
    page.locator(".answer__act a").click()
    expect(routine).to_be_visible()


def test_without_script_it_is_the_list(new_page: NewPage, language: str) -> None:
    page = new_page("/routines/after-nap-movement", java_script_enabled=False)
    expect(page.locator(".routine__step")).to_have_count(LAST)
    expect(page.get_by_role("button", name=say(language, "coach.start"))).to_be_hidden()


# ---- the link


def kept(new_page: NewPage, language: str, **options: Any) -> Page:
    """A result whose answers are kept as a link."""
    page = new_page(**options)
    axe.ready(page.context)
    page.add_init_script(f"({SHARES})()")
    page.reload()
    shown(page, case_of("told to its end"))
    page.get_by_role("button", name=say(language, "result.link-button")).click()
    expect(page.get_by_role("img", name=say(language, "result.link-code"))).to_be_visible()
    return page


def test_the_picture_of_the_link_is_the_link(new_page: NewPage, language: str) -> None:
    """Read back as the library that drew it would draw the same link, and only that."""
    page = kept(new_page, language)
    assert axe.complaints(page, "the link") == []
    link = page.locator("#link-text").input_value()
    drawn = page.locator("[data-code] svg").evaluate("svg => svg.outerHTML")
    again = """async link => {
        const {renderSVG} = await import(document.body.dataset.moduleCodes);
        const there = document.createElement("div");
        there.innerHTML = renderSVG(link, {ecc: "L", border: 4});
        return there.innerHTML;
    }"""
    assert "#answers=" in link
    assert page.evaluate(again, link) == drawn
    assert page.evaluate(again, link + "x") != drawn


def test_nothing_is_sent_to_draw_it(new_page: NewPage, language: str) -> None:
    page = new_page()
    shown(page, case_of("told to its end"))
    asked: list[tuple[str, str]] = []
    page.on("request", lambda request: asked.append((request.method, request.url)))
    page.get_by_role("button", name=say(language, "result.link-button")).click()
    expect(page.get_by_role("img", name=say(language, "result.link-code"))).to_be_visible()
    assert [method for method, _ in asked] == ["GET"]
    assert "uqr" in asked[0][1]


def test_the_link_is_shared_where_a_phone_can(new_page: NewPage, language: str) -> None:
    page = kept(new_page, language, **PHONE)
    page.get_by_role("button", name=say(language, "result.link-share")).click()
    link = page.locator("#link-text").input_value()
    assert page.evaluate("shared.url") == link
    page.evaluate("() => { navigator.share = () => Promise.reject(new Error('cannot')); }")
    page.get_by_role("button", name=say(language, "result.link-share")).click()
    expect(page.get_by_role("button", name=say(language, "result.copied"))).to_be_visible()


def test_where_nothing_can_be_shared_it_is_copied(new_page: NewPage, language: str) -> None:
    page = new_page()
    page.add_init_script("delete Navigator.prototype.canShare")
    page.reload()
    shown(page, case_of("told to its end"))
    page.get_by_role("button", name=say(language, "result.link-button")).click()
    expect(page.get_by_role("img", name=say(language, "result.link-code"))).to_be_visible()
    expect(page.get_by_role("button", name=say(language, "result.link-share"))).to_be_hidden()
    page.get_by_role("button", name=say(language, "result.link-copy")).click()
    expect(page.get_by_role("button", name=say(language, "result.copied"))).to_be_visible()


def test_what_cannot_be_copied_is_marked_and_not_called_copied(new_page: NewPage, language: str) -> None:
    """A page that came by http has no clipboard."""
    page = kept(new_page, language)
    page.evaluate("delete Navigator.prototype.clipboard; document.execCommand = () => false")
    page.get_by_role("button", name=say(language, "result.link-copy")).click()
    expect(page.get_by_role("button", name=say(language, "result.link-copy"))).to_be_visible()
    assert page.evaluate("getSelection().toString()") == page.locator("#link-text").input_value()
