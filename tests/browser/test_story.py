"""The article's story from the start to the result: by mouse, by touch, by keyboard alone, and
without script."""

import pytest
from playwright.sync_api import expect

from pinprick.interview.pages import SCREEN, page_of
from pinprick.knowledge.ids import MAP
from pinprick.words import say
from pinprick.words.numbers import figure
from pinprick.words.wording import laid_out, text
from tests.browser.conftest import NewPage, in_every_language
from tests.browser.walking import Means, answer, begin, mark, send, shown, walk
from tests.pages import FINDINGS, KNOWLEDGE, article, play

YOU = page_of(KNOWLEDGE, "age")
NAP = KNOWLEDGE.conditions["positional-nerve-compression"]
AGE = FINDINGS["age"]
COUNTRIES = KNOWLEDGE.countries.countries
NUMBERS = {"en": "999", "zh": "120"}
"""What to call in an emergency where browsers that ask for a language are."""

CONTEXTS: dict[str, dict[str, object]] = {
    "mouse": {},
    "touch": {"has_touch": True, "is_mobile": True, "viewport": {"width": 360, "height": 780}},
    "keyboard": {},
    "no script": {"java_script_enabled": False},
}


WALKS = [*((name, "en") for name in CONTEXTS), ("touch", "zh"), ("no script", "zh")]


@pytest.mark.parametrize(("name", "language"), WALKS)
def test_the_articles_story_by(name: str, language: str, new_page: NewPage) -> None:
    page = new_page("/", **CONTEXTS[name])
    means = Means(name, page)
    begin(means)
    pages = walk(means, article())
    assert pages == play(article())[1], "the page asks what the interview asks"
    expect(page.locator("h1")).to_have_text(say(language, "level.self-care"))
    expect(page.locator(".cause[open] .cause__name")).to_have_text(text(NAP.name.plain, language))
    expect(page.locator(".cause[open] .cause__odds")).to_contain_text(say(language, "frequency.most"))
    assert "?" not in page.url
    assert "present" not in page.url


@pytest.mark.parametrize(("language", "number"), NUMBERS.items())
def test_a_red_flag_is_told_at_once_and_on_the_result(language: str, number: str, new_page: NewPage) -> None:
    page = new_page("/", locale="en-GB")
    means = Means("mouse", page)
    begin(means)
    mark(means, "speech-trouble")
    send(means, SCREEN)
    expect(page.locator("h1")).to_have_text(say(language, "level.emergency"))
    expect(page.locator(".verdict a.govuk-button")).to_have_attribute("href", f"tel:{number}")


@in_every_language
@pytest.mark.parametrize("name", ["touch", "keyboard", "no script"])
def test_who_goes_on_after_an_emergency_is_told_of_it_on_every_page_and_loses_nothing(
    name: str, new_page: NewPage, language: str
) -> None:
    page = new_page("/", locale="en-GB", **CONTEXTS[name])
    means = Means(name, page)
    begin(means)
    mark(means, "speech-trouble")
    send(means, SCREEN)
    page.wait_for_selector(".verdict")
    means.press(page.locator("button[value=on]"))
    page.wait_for_selector("input[name=_page]", state="attached")
    for _ in range(3):
        here = shown(page)
        assert here
        expect(page.locator(".alarm--emergency")).to_contain_text(NUMBERS[language])
        expect(page.locator('input[type=hidden][name="speech-trouble"]')).to_have_value("present")
        expect(page.locator('input[type=hidden][name="fever"]')).to_have_value("absent")
        answer(means, here, article())
        send(means, here)
    page.locator(".alarm button[value=result]").click()
    expect(page.locator("h1")).to_have_text(say(language, "level.emergency"))


def test_back_from_an_emergency_and_its_reload_keep_what_was_said(new_page: NewPage) -> None:
    page = new_page("/")
    means = Means("mouse", page)
    begin(means)
    mark(means, "speech-trouble")
    send(means, SCREEN)
    expect(page.locator(".verdict")).to_be_visible()
    page.reload()
    expect(page.locator("button[value=on]")).to_be_visible()
    page.go_back()
    expect(page.locator("input[name=_page]")).to_have_value(SCREEN)
    expect(page.locator('input[name="speech-trouble"][value=present]')).to_be_checked()
    page.go_forward()
    expect(page.locator("button[value=on]")).to_be_visible()
    page.locator("button[value=on]").click()
    page.wait_for_selector("[data-paint]")
    page.reload()
    expect(page.locator('input[type=hidden][name="speech-trouble"]')).to_have_value("present")


@in_every_language
@pytest.mark.parametrize("name", CONTEXTS)
def test_enter_on_the_page_of_red_flags_denies_nothing(name: str, new_page: NewPage, language: str) -> None:
    page = new_page("/", **CONTEXTS[name])
    means = Means(name, page)
    begin(means)
    mark(means, "diabetes")
    page.locator('input[name="diabetes"]').press("Enter")
    expect(page.locator(".govuk-error-summary")).to_contain_text(say(language, "boxes.none"))
    expect(page.locator('input[name="diabetes"]')).to_be_checked()
    expect(page.locator("button.govuk-button[value=none]")).to_have_text(
        say(language, "boxes.none-other"), use_inner_text=True
    )
    means.press(page.locator("button.govuk-button[value=none]"))
    expect(page.locator('input[type=hidden][name="fever"]')).to_have_value("absent")


@pytest.mark.parametrize("name", ["mouse", "no script"])
def test_a_guessed_country_can_be_changed_and_stays_changed(name: str, new_page: NewPage, language: str) -> None:
    page = new_page("/", locale="en-US", **CONTEXTS[name])
    home, india = COUNTRIES[{"en": "US", "zh": "CN"}[language]], COUNTRIES["IN"]
    if_at_home = say(language, "call.if-you-are", where=text(home.where, language))
    call_home = say(language, "call.button", number=home.emergency[0], where=if_at_home)
    in_india = text(india.where, language)
    call_india = say(language, "call.button", number="112", where=in_india)
    means = Means(name, page)
    begin(means)
    mark(means, "speech-trouble")
    send(means, SCREEN)
    expect(page.locator(".verdict")).to_contain_text(call_home)
    page.locator("button[value=on]").click()
    expect(page.locator(".alarm")).to_contain_text(call_home)
    box = page.locator('input[data-mark="left:dorsum"]')
    if page.locator(".paint__list").get_attribute("open") is None:
        page.locator(".paint__list > summary").click()
    means.tick(box)
    page.locator("summary", has_text=say(language, "country.another")).click()
    page.locator("#country").select_option("IN")
    page.locator("button[value=country]:not([lang])").click()
    expect(page.locator(".alarm")).to_contain_text(call_india)
    expect(box).to_be_checked()
    expect(page.locator("#whom")).to_contain_text(say(language, "call.emergency", numbers="112", where=in_india))
    page.locator(".alarm button[value=result]").click()
    expect(page.locator(".verdict a.govuk-button")).to_have_text(call_india)
    expect(page.locator("body")).not_to_contain_text(if_at_home)
    page.emulate_media(media="print")
    expect(page.locator(".verdict a.govuk-button")).to_be_visible()
    expect(page.locator(".verdict a.govuk-button")).to_have_css("color", "rgb(0, 0, 0)")
    page.emulate_media(media="screen")
    page.locator("#country").select_option("ZZ")
    page.locator("button[value=result]:not([lang])").click()
    expect(page.locator(".verdict")).to_contain_text(text(KNOWLEDGE.countries.unknown.text, language))
    expect(page.locator(".verdict a.govuk-button")).to_have_count(0)


def test_the_browsers_back_button_shows_the_page_before_with_its_answers(new_page: NewPage) -> None:
    page = new_page("/")
    means = Means("mouse", page)
    begin(means)
    mark(means, "diabetes")
    send(means, SCREEN)
    page.go_back()
    expect(page.locator("input[name=_page]")).to_have_value(SCREEN)
    expect(page.locator('input[name="diabetes"][value=present]')).to_be_checked()
    page.go_forward()
    expect(page.locator("input[name=_page]")).to_have_value(MAP)
    page.go_back()
    page.locator('label[for="sign-diabetes"]').click()
    send(means, SCREEN)
    expect(page.locator('input[type=hidden][name="diabetes"]')).to_have_value("absent")


@pytest.mark.parametrize("name", ["mouse", "no script"])
def test_an_earlier_answer_can_be_changed_from_the_result(name: str, new_page: NewPage, language: str) -> None:
    page = new_page("/", **CONTEXTS[name])
    means = Means(name, page)
    begin(means)
    walk(means, article())
    years = say(language, "answer.measured", value="71", unit=laid_out(AGE.unit, language))
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
    expect(page.locator(".govuk-summary-list")).to_contain_text(years)


def test_back_in_the_page_keeps_what_was_said(new_page: NewPage) -> None:
    page = new_page("/", java_script_enabled=False)
    means = Means("no script", page)
    begin(means)
    walk(means, article(), until=page_of(KNOWLEDGE, "onset"))
    page.locator("button[value=back]").click()
    expect(page.locator("#first")).to_have_value("34")


def test_what_is_missing_is_said_and_nothing_is_lost(new_page: NewPage, language: str) -> None:
    page = new_page("/")
    means = Means("mouse", page)
    begin(means)
    walk(means, article(), until=YOU)
    page.locator("#first").fill("old")
    page.locator("button.govuk-button[value=next]").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text(
        say(language, "mend.number", most=figure(AGE.most or 0, language))
    )
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


def test_the_side_panel_moves_with_what_is_ticked(new_page: NewPage, language: str) -> None:
    page = new_page("/")
    means = Means("mouse", page)
    begin(means)
    page.locator("summary", has_text=say(language, "question.so-far")).click()
    before = page.locator("#panel").inner_text()
    with page.expect_response("**/interview"):
        mark(means, "one-side-face-arm-leg")
    expect(page.locator("#panel")).not_to_have_text(before)
    expect(page.locator("#panel")).to_contain_text(say(language, "level.emergency"))  # no cause stands beside it


@pytest.mark.parametrize("script", [True, False])
def test_since_when_is_asked_below_a_box_once_it_is_ticked(script: bool, new_page: NewPage) -> None:
    page = new_page("/", java_script_enabled=script)
    means = Means("mouse", page)
    begin(means)
    drop, hand = (page.locator(f'input[name="since.{sign}"]') for sign in ("foot-drop", "hand-clumsy"))
    expect(drop.first).to_be_hidden()
    mark(means, "foot-drop")
    expect(drop.first).to_be_visible()
    expect(hand.first).to_be_hidden()
    drop.last.check()
    mark(means, "hand-clumsy")
    send(means, SCREEN)
    page.locator("button[value=back]").click()
    expect(page.locator("input[name=_page]")).to_have_value(SCREEN)
    expect(drop.last).to_be_visible()
    expect(drop.last).to_be_checked()
    expect(hand.first).to_be_visible()
    page.locator('input[name="foot-drop"][value=present]').evaluate("box => box.labels[0].click()")
    expect(drop.first).to_be_hidden()
    send(means, SCREEN)
    expect(page.locator('input[name="since.foot-drop"]')).to_have_count(0)
