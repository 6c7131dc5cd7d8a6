"""Nothing is lost while the tab is open: not by a reload, not by following a link, not by coming back
later; and nothing stays when it is closed or begun again."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pinprick.interview.pages import SCREEN, page_of
from pinprick.knowledge.ids import MAP
from pinprick.web.spoken import OPENING
from pinprick.words import say
from tests.browser import axe
from tests.browser.conftest import NewPage
from tests.browser.stations import TOLD, URGENT, Station, arrive
from tests.browser.walking import Means, begin, mark, send, shown, unfold, walk
from tests.pages import KNOWLEDGE, article

YOU, WHERE = page_of(KNOWLEDGE, "age"), page_of(KNOWLEDGE, "side")
"""The pages that ask for a number, and where it began."""

_STATE = """() => {
    const form = document.querySelector("[data-step]");
    return [
        document.title, document.querySelector("#main").innerText, location.pathname,
        [...document.querySelectorAll("#shell input, #shell select")].map(one => [one.name, one.value, one.checked]),
        form && [...new FormData(form)],
    ];
}"""


def state(page: Page) -> object:
    """All that a page says and that its form would send."""
    return page.evaluate(_STATE)


def kinds(page: Page) -> Iterator[str]:
    """Every kind of page of an interview, something said on each that takes it; yields where it
    stands."""
    means = Means("mouse", page)
    begin(means)
    yield "the first page"
    mark(means, "double-vision")
    page.locator('input[name="since.double-vision"]').last.check()
    yield "boxes with a tick"
    page.locator('input[name="double-vision"]').press("Enter")
    page.wait_for_selector(".govuk-error-summary")
    yield "boxes to mend"
    mark(means, "facial-weakness")
    send(means, SCREEN)
    page.wait_for_selector(".verdict")
    yield "an emergency that stops the questions"
    page.locator("button[value=on]").click()
    page.wait_for_selector("[data-paint]")
    yield "an alarm, and what follows"
    unfold(means)
    means.tick(page.locator('[data-mark="left:heel"]'))
    page.locator('button[value="view:body"]').click()
    yield "the map, another picture of it"
    walk(means, article(), until=YOU)
    page.locator("input[name=age]").fill("34")
    yield "a number that is not sent yet"
    page.locator('label[for="choice-sex-male"]').click()
    yield "a question that another answer spares"
    page.locator("input[name=age]").fill("")
    walk(means, article(), until=WHERE)
    yield "a choice"
    walk(means, article())
    yield "the result"
    page.locator("button[value=answers]").click()
    page.wait_for_selector(".govuk-summary-list")
    yield "the answers"
    page.locator(f'button[value="change:{WHERE}"]').first.click()
    page.wait_for_selector("input[name=_change]", state="attached")
    yield "a change"


def emergency(page: Page) -> None:
    arrive(page, Station("emergency", "/interview", (URGENT, ("_page", SCREEN), ("_go", "result"))))
    expect(page.locator(".verdict")).to_be_visible()


def sent(page: Page) -> list[str]:
    """The addresses that a form is sent to from now on."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url) if request.method == "POST" else None)
    return found


def reloaded(page: Page) -> None:
    page.reload()


def by_link(page: Page) -> None:
    page.locator('.masthead a[href="/about"]').click()
    page.wait_for_url("**/about")
    page.go_back()


def by_address(page: Page) -> None:
    page.goto("/about")
    page.goto("/interview")


WAYS = {"reload": reloaded, "back from a link": by_link, "opened again": by_address}


@pytest.mark.parametrize(("language", "way"), [*(("en", way) for way in WAYS), ("zh", "reload")])
def test_every_kind_of_page_of_an_interview_is_as_it_was_left(way: str, new_page: NewPage) -> None:
    page = new_page("/")
    lost = []
    for kind in kinds(page):
        page.wait_for_timeout(400)  # the side panel follows what was ticked
        before, posts = state(page), sent(page)
        WAYS[way](page)
        page.wait_for_selector("#main h1")
        if state(page) != before:
            lost.append(f"{kind}: {before} is now {state(page)}")
        assert posts == [], f"{kind}: sends by itself"
    assert lost == [], "\n".join(lost)


@pytest.mark.parametrize("way", WAYS)
def test_an_emergency_is_as_it_was_left(way: str, new_page: NewPage) -> None:
    page = new_page("/about")
    emergency(page)
    before = state(page)
    WAYS[way](page)
    expect(page.locator(".verdict")).to_be_visible()
    assert state(page) == before


def test_after_a_reload_the_browsers_back_shows_the_pages_before_with_their_answers(new_page: NewPage) -> None:
    page = new_page("/")
    means = Means("mouse", page)
    begin(means)
    mark(means, "diabetes")
    send(means, SCREEN)
    walk(means, article(), until=YOU)
    page.reload()
    page.go_back()
    expect(page.locator("input[name=_page]")).to_have_value(MAP)
    page.go_back()
    expect(page.locator("input[name=_page]")).to_have_value(SCREEN)
    expect(page.locator('input[name="diabetes"][value=present]')).to_be_checked()
    page.evaluate("document.documentElement.dataset.same = 'yes'")
    send(means, SCREEN)
    expect(page.locator('input[type=hidden][name="diabetes"]')).to_have_value("present")
    assert page.evaluate("document.documentElement.dataset.same") == "yes", "the page is exchanged, not loaded"


def test_a_link_to_a_part_of_the_page_stays_on_it(new_page: NewPage) -> None:
    page = new_page("/")
    means = Means("mouse", page)
    begin(means)
    walk(means, article(), until=YOU)
    page.locator("button.govuk-button[value=next]").click()
    page.locator(".govuk-error-summary a").first.click()
    page.wait_for_timeout(100)
    assert shown(page) == YOU
    page.reload()
    assert shown(page) == YOU


def test_a_result_of_a_file_stays_too(new_page: NewPage, language: str, tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps({"id": "page", "findings": dict(TOLD[1:])}), encoding="utf-8")
    page = new_page("/")
    page.locator("details.kept > summary").click()
    page.locator("#case").set_input_files(file)
    page.get_by_role("button", name=say(language, "start.open"), exact=True).click()
    expect(page.locator(".verdict")).to_be_visible()
    before = state(page)
    page.reload()
    assert state(page) == before


# ---- what does not stay


def storage(page: Page) -> list[str]:
    return list(page.evaluate("Object.keys(sessionStorage)"))


def in_between(page: Page) -> Page:
    means = Means("mouse", page)
    begin(means)
    walk(means, article(), until=YOU)
    assert storage(page) != []
    return page


def test_another_tab_has_nothing(new_page: NewPage) -> None:
    page = in_between(new_page("/"))
    other = page.context.new_page()
    other.goto("/interview")
    assert shown(other) == OPENING
    assert other.locator("input:checked").count() == 0
    other.goto("/")
    expect(other.locator("[data-resumes]")).to_be_hidden()


def test_the_start_offers_to_go_on(new_page: NewPage, language: str) -> None:
    page = in_between(new_page("/"))
    page.goto("/")
    page.get_by_role("link", name=say(language, "start.go-on")).click()
    assert shown(page) == YOU


def again(page: Page, language: str) -> None:
    page.locator("button[value=answers]").click()
    page.get_by_role("link", name=say(language, "result.start-again")).click()
    page.wait_for_selector(".hero")
    assert storage(page) == []


def anew(page: Page, language: str) -> None:
    page.goto("/")
    page.get_by_role("button", name=say(language, "start.start")).click()
    page.wait_for_selector(".opening")


@pytest.mark.parametrize(("way", "first"), [(again, OPENING), (anew, SCREEN)])
def test_beginning_again_clears_it(
    way: Callable[[Page, str], None], first: str, new_page: NewPage, language: str
) -> None:
    page = in_between(new_page("/"))
    way(page, language)
    page.goto("/interview")
    assert shown(page) == OPENING
    assert page.locator("#question input[type=hidden]").count() == 1, "_page alone"


def test_where_nothing_may_be_kept_all_works_but_that(new_page: NewPage) -> None:
    page = new_page("/about")
    page.context.add_init_script("Object.defineProperty(window, 'sessionStorage', {get() { throw new Error('no'); }})")
    page.goto("/")
    means = Means("mouse", page)
    begin(means)
    walk(means, article(), until=YOU)
    page.go_back()
    assert shown(page) not in ("", YOU)


# ---- a link

STOPPED = "an emergency that stopped the questions"
KINDS = ("a result", "an emergency", STOPPED, "the answers")


def link(page: Page) -> str:
    page.locator("[data-link]").click()
    expect(page.locator("#link-text")).not_to_have_value("")
    return str(page.locator("#link-text").input_value())


@pytest.mark.parametrize(
    ("language", "kind"),
    [
        *(("en", kind) for kind in KINDS),
        ("zh", "a result"),
        ("zh", STOPPED),
    ],
)
def test_a_link_opens_what_it_was_made_of_and_sends_nothing_in_an_address(kind: str, new_page: NewPage) -> None:
    page = new_page("/about")
    if kind == "an emergency":
        emergency(page)
    elif kind == STOPPED:
        arrive(page, Station(kind, "/interview", (URGENT, ("_page", SCREEN), ("_go", "none"))))
    else:
        arrive(page, Station(kind, "/interview", (*TOLD, ("_go", "result" if kind == "a result" else "answers"))))
    made = link(page)
    base, _, fragment = made.partition("#")
    assert base.endswith("/interview")
    assert len(fragment) < 1000
    words = page.locator("#main h1").inner_text()
    fields = page.evaluate("[...new FormData(document.querySelector('[data-step]'))]")
    other = new_page("/about")
    asked: list[str] = []
    other.on("request", lambda request: asked.append(request.url))
    other.goto(made)
    expect(other.locator("#main h1")).to_have_text(words)
    expect(other.locator("button[value=on]")).to_have_count(int(kind == STOPPED))
    assert other.evaluate("[...new FormData(document.querySelector('[data-step]'))]") == fields
    assert not [url for url in asked if "answers" in url or "present" in url]
    assert "#" not in other.url


def test_a_link_that_is_not_whole_opens_the_first_page(new_page: NewPage) -> None:
    page = new_page("/interview#answers=abc")
    page.wait_for_timeout(200)
    assert shown(page) == OPENING


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_link_that_is_shown_passes_axe_and_is_not_printed(scheme: str, new_page: NewPage) -> None:
    page = new_page("/about", color_scheme=scheme)
    axe.ready(page.context)
    page.goto("/about")
    arrive(page, Station("answers", "/interview", (*TOLD, ("_go", "answers"))))
    link(page)
    found = axe.complaints(page, "a link")
    assert found == [], "\n".join(found)
    page.emulate_media(media="print")
    expect(page.locator("#link")).to_be_hidden()
