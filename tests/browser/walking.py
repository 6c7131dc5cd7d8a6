"""Going through the interview in a browser as a person does, by one means or another."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

from pinprick.case.answers import Answer
from pinprick.interview.pages import LIST, SCREEN, boxes_of, findings_of
from pinprick.knowledge.ids import MAP, PRESENT, UNKNOWN
from pinprick.web import forms
from pinprick.web.spoken import OPENING
from tests.models import shipped

MOST_PAGES = 80


@dataclass(frozen=True)
class Means:
    """How somebody works a page: how boxes are ticked, words are written, buttons are pressed."""

    name: str
    page: Page

    def tick(self, box: Locator) -> None:
        if box.is_checked():
            return
        label = self.page.locator(f'label[for="{box.get_attribute("id")}"]')
        if self.name == "touch":
            label.tap()
        elif self.name == "keyboard":
            self.reach(box)
            self.page.keyboard.press("Space")
        else:
            label.click()
        assert box.is_checked()

    def write(self, field: Locator, words: str) -> None:
        if self.name == "keyboard":
            self.reach(field)
        else:
            field.click()
        self.page.keyboard.type(words)

    def press(self, button: Locator) -> None:
        if self.name == "touch":
            button.tap()
        elif self.name == "keyboard":
            self.reach(button)
            self.page.keyboard.press("Enter")
        else:
            button.click()

    def reach(self, wanted: Locator) -> None:
        """Tab until the element has the focus; in a group of radio buttons the arrows go on from
        the first."""
        handle = wanted.element_handle()
        kind, name = wanted.get_attribute("type"), wanted.get_attribute("name")
        for _ in range(250):
            if self.page.evaluate("wanted => document.activeElement === wanted", handle):
                return
            focused = self.page.evaluate("[document.activeElement.type, document.activeElement.name]")
            self.page.keyboard.press("ArrowDown" if kind == "radio" and focused == ["radio", name] else "Tab")
        raise AssertionError(f"the keyboard does not reach {wanted}")


def shown(page: Page) -> str:
    """The page of the interview that is shown; empty when it is none."""
    field = page.locator("input[name=_page]")
    return str(field.get_attribute("value")) if field.count() else ""


def walk(means: Means, told: Mapping[str, Answer], until: str = "") -> list[str]:
    """Answer page after page as `told` says, until a page or the result is shown; the pages that
    were answered."""
    page, pages = means.page, []
    while (here := shown(page)) and here != until:
        pages.append(here)
        assert len(pages) < MOST_PAGES
        answer(means, here, told)
        send(means, here)
    return pages


def send(means: Means, here: str) -> None:
    button = "none" if boxes_of(shipped().knowledge, here) else "next"
    means.press(means.page.locator(f"button.govuk-button[value={button}]"))
    means.page.wait_for_selector(f'input[name=_page]:not([value="{here}"]), .verdict', state="attached")


def answer(means: Means, here: str, told: Mapping[str, Answer]) -> None:
    page = means.page
    if here == SCREEN:
        for id_ in (id_ for id_ in findings_of(shipped().knowledge, here) if told.get(id_) == PRESENT):
            mark(means, id_)
    elif here.startswith(LIST):
        for id_ in (id_ for id_ in findings_of(shipped().knowledge, here) if told.get(id_) == PRESENT):
            means.tick(page.locator(f'input[name="{id_}"]'))
    elif here == MAP:
        unfold(means)
        for value in forms.values(told[MAP]):
            means.tick(page.locator(f'input[data-mark="{value}"]'))
    else:
        for id_ in asked(page, here):
            if page.locator(f'input[name="{id_}"][inputmode]').count():
                means.write(page.locator(f'input[name="{id_}"]'), f"{float(str(told[id_])):g}")
            else:
                means.tick(page.locator(f'input[name="{id_}"][value="{told.get(id_, UNKNOWN)}"]'))


def asked(page: Page, here: str) -> Iterator[str]:
    """The questions of a page, those left out that an answer to one before has settled."""
    for id_ in findings_of(shipped().knowledge, here):
        if page.locator(f'input[name="{id_}"]:not([type=hidden])').first.is_visible():
            yield id_


def mark(means: Means, sign: str) -> None:
    """Tick a red flag, for which the row that names it is opened first."""
    box = means.page.locator(f'input[name="{sign}"][value=present]')
    row = means.page.locator("details.signs").filter(has=box)
    if row.get_attribute("open") is None:
        means.press(row.locator("summary"))
    means.tick(box)


def unfold(means: Means) -> None:
    """Opens the list of the parts of the body, and with it the soles, if they are not open."""
    means.press(means.page.locator('button[value="view:soles"]'))
    means.page.wait_for_selector('button[value="view:soles"][aria-current]')
    listed = means.page.locator(".paint__list")
    if listed.get_attribute("open") is None:
        means.press(listed.locator("summary"))


def begin(means: Means) -> None:
    """Starts with the list, and goes on without a tick."""
    means.press(means.page.locator(".own button[value=next]"))
    means.page.wait_for_selector(f'input[name=_page][value="{OPENING}"]', state="attached")
    send(means, OPENING)
