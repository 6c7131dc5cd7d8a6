"""The article's story from the start to the result: by mouse, by touch, by keyboard alone, and
without script."""

import pytest
from playwright.sync_api import expect

from pinprick.interview.pages import page_of
from tests.browser.conftest import NewPage
from tests.browser.walking import Means, answer, begin, send, shown, walk
from tests.pages import KNOWLEDGE, article, play

YOU = page_of(KNOWLEDGE, "age")

CONTEXTS: dict[str, dict[str, object]] = {
    "mouse": {},
    "touch": {"has_touch": True, "is_mobile": True, "viewport": {"width": 360, "height": 780}},
    "keyboard": {},
    "no script": {"java_script_enabled": False},
}


@pytest.mark.parametrize("name", CONTEXTS)
def test_the_articles_story_by(name: str, new_page: NewPage) -> None:
    page = new_page("/", **CONTEXTS[name])
    means = Means(name, page)
    begin(means)
    pages = walk(means, article())
    assert pages == play(article())[1], "the page asks what the interview asks"
    expect(page.locator("h1")).to_have_text("Self-care")
    expect(page.locator(".cause[open] .cause__name")).to_have_text(
        "Foot gone to sleep from pressure or an awkward position"
    )
    expect(page.locator(".cause[open] .cause__odds")).to_contain_text("nearly certain")
    assert "?" not in page.url
    assert "present" not in page.url


def test_a_red_flag_is_told_at_once_and_on_the_result(new_page: NewPage) -> None:
    page = new_page("/", locale="en-GB")
    means = Means("mouse", page)
    begin(means)
    means.tick(page.locator('input[name="speech-trouble"][value=present]'))
    send(means, "screen-0")
    expect(page.locator(".alarm")).to_contain_text("999")
    page.locator(".alarm button").click()
    expect(page.locator("h1")).to_have_text("Emergency: get help now")
    expect(page.locator(".verdict a.govuk-button")).to_have_attribute("href", "tel:999")


@pytest.mark.parametrize("name", ["mouse", "no script"])
def test_a_guessed_country_can_be_changed_and_stays_changed(name: str, new_page: NewPage) -> None:
    page = new_page("/", locale="en-US", **CONTEXTS[name])
    means = Means(name, page)
    begin(means)
    means.tick(page.locator('input[name="speech-trouble"][value=present]'))
    send(means, "screen-0")
    expect(page.locator(".alarm")).to_contain_text("Call 911 if you are in the United States")
    box = page.locator(".govuk-checkboxes__input").first
    means.tick(box)
    page.locator("#country").select_option("IN")
    page.locator("button[value=country]").click()
    expect(page.locator(".alarm")).to_contain_text("Call 112 in India")
    expect(box).to_be_checked()
    expect(page.locator("#whom")).to_contain_text("112 in India")
    page.locator(".alarm button").click()
    expect(page.locator(".verdict a.govuk-button")).to_have_text("Call 112 in India")
    expect(page.locator("body")).not_to_contain_text("911 if you are")
    page.emulate_media(media="print")
    expect(page.locator(".verdict a.govuk-button")).to_be_visible()
    expect(page.locator(".verdict a.govuk-button")).to_have_css("color", "rgb(0, 0, 0)")
    page.emulate_media(media="screen")
    page.locator("#country").select_option("ZZ")
    page.locator("button[value=result]").click()
    expect(page.locator(".verdict")).to_contain_text("Call your local emergency number.")
    expect(page.locator(".verdict a.govuk-button")).to_have_count(0)


def test_the_browsers_back_button_shows_the_page_before_with_its_answers(new_page: NewPage) -> None:
    page = new_page("/")
    means = Means("mouse", page)
    begin(means)
    means.tick(page.locator('input[name="double-vision"][value=present]'))
    send(means, "screen-0")
    page.go_back()
    expect(page.locator("input[name=_page]")).to_have_value("screen-0")
    expect(page.locator('input[name="double-vision"][value=present]')).to_be_checked()
    page.go_forward()
    expect(page.locator("input[name=_page]")).to_have_value("screen-1")
    page.go_back()
    page.locator('label[for="none"]').click()
    send(means, "screen-0")
    expect(page.locator('input[type=hidden][name="double-vision"]')).to_have_value("absent")


@pytest.mark.parametrize("name", ["mouse", "no script"])
def test_an_earlier_answer_can_be_changed_from_the_result(name: str, new_page: NewPage) -> None:
    page = new_page("/", **CONTEXTS[name])
    means = Means(name, page)
    begin(means)
    walk(means, article())
    page.locator("button[value=answers]").click()
    page.locator(f'button[value="change:{YOU}"]').first.click()
    expect(page.locator("#first")).to_have_value("34")
    page.locator("#first").fill("71")
    send(means, YOU)
    while shown(page):
        here = shown(page)
        answer(means, here, article())
        send(means, here)
    page.locator("button[value=answers]").click()
    expect(page.locator(".govuk-summary-list")).to_contain_text("71 years")


def test_back_in_the_page_keeps_what_was_said(new_page: NewPage) -> None:
    page = new_page("/", java_script_enabled=False)
    means = Means("no script", page)
    begin(means)
    walk(means, article(), until="pregnant")
    page.locator("button[value=back]").click()
    expect(page.locator("#first")).to_have_value("34")


def test_what_is_missing_is_said_and_nothing_is_lost(new_page: NewPage) -> None:
    page = new_page("/")
    means = Means("mouse", page)
    begin(means)
    walk(means, article(), until=YOU)
    page.locator("#first").fill("old")
    page.locator("button.govuk-button[value=next]").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Give a number")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page.locator("#first")).to_have_value("old")
    expect(page.locator('input[type=hidden][name="fever"]')).to_have_value("absent")


def test_nothing_is_stored_in_the_browser_beyond_the_tab(new_page: NewPage) -> None:
    page = new_page("/")
    means = Means("mouse", page)
    begin(means)
    walk(means, article())
    kept = page.evaluate(
        "async () => [localStorage.length, (await indexedDB.databases()).length, "
        "(await caches.keys()).length, JSON.stringify(history.state)]"
    )
    assert kept[:3] == [0, 0, 0]
    assert "present" not in kept[3]


def test_the_result_prints_on_two_pages(new_page: NewPage) -> None:
    page = new_page("/")
    means = Means("mouse", page)
    begin(means)
    walk(means, article())
    for cause in page.locator(".cause[open]").all():
        cause.evaluate("row => row.open = false")
    assert page.pdf(format="A4").count(b"/Type /Page\n") <= 2


def test_the_side_panel_moves_with_what_is_ticked(new_page: NewPage) -> None:
    page = new_page("/")
    begin(Means("mouse", page))
    page.locator("summary", has_text="so far").click()
    before = page.locator("#panel").inner_text()
    with page.expect_response("**/interview"):
        page.locator('label[for="first"]').click()  # one side of face, arm and leg
    expect(page.locator("#panel")).not_to_have_text(before)
    expect(page.locator("#panel")).to_contain_text("Emergency: get help now")  # no cause stands beside it


def test_the_timed_routine_goes_on_by_itself_and_can_be_paused(new_page: NewPage) -> None:
    page = new_page("/about")
    page.clock.install()
    page.goto("/routines/after-nap-movement")
    page.get_by_role("button", name="Start the timed guide").click()
    expect(page.locator(".routine__step.now")).to_contain_text("Stay lying or sitting")
    page.clock.run_for(11_000)
    expect(page.locator(".routine__step.now")).to_contain_text("clockwise")
    page.get_by_role("button", name="Pause").click()
    page.clock.run_for(60_000)
    expect(page.locator(".routine__step.now")).to_contain_text("clockwise")
    expect(page.locator(".playing")).to_have_count(0)


@pytest.mark.parametrize("script", [True, False])
def test_since_when_is_asked_below_a_box_once_it_is_ticked(script: bool, new_page: NewPage) -> None:
    page = new_page("/", java_script_enabled=script)
    means = Means("mouse", page)
    begin(means)
    speech, sight = (page.locator(f'input[name="since.{sign}"]') for sign in ("speech-trouble", "double-vision"))
    expect(speech.first).to_be_hidden()
    box = page.locator('input[name="speech-trouble"][value=present]')
    means.tick(box)
    expect(speech.first).to_be_visible()
    expect(sight.first).to_be_hidden()
    speech.last.check()
    means.tick(page.locator('input[name="double-vision"][value=present]'))
    send(means, "screen-0")
    page.locator("button[value=back]").click()
    expect(page.locator("input[name=_page]")).to_have_value("screen-0")
    expect(speech.last).to_be_visible()
    expect(speech.last).to_be_checked()
    expect(sight.first).to_be_visible()
    box.evaluate("box => box.labels[0].click()")
    expect(speech.first).to_be_hidden()
    send(means, "screen-0")
    expect(page.locator('input[name="since.speech-trouble"]')).to_have_count(0)
