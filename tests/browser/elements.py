"""The buttons and links that a page has, found on the page itself; what comes when one is pressed."""

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Download, Locator, Page, Response
from playwright.sync_api import TimeoutError as NothingCame

BUTTONS = "button, input[type=submit], input[type=button], input[type=reset], input[type=image], [role=button]"
PATIENCE = 10.0
"""Seconds that a page has to show what came."""

_FOUND = """buttons => buttons.map((button, index) => {
    const form = button.form, submits = Boolean(form) && button.type === "submit";
    const action = submits ? button.getAttribute("formaction") ?? form.getAttribute("action") : "";
    return {
        index, submits,
        words: `${button.textContent.trim()} (${button.name || button.type} ${button.value})`,
        seen: button.checkVisibility() && !button.disabled && !button.hasAttribute("aria-current"),
        small: button.offsetWidth <= 1,
        denies_nothing: button.offsetWidth <= 1 && Boolean(form?.querySelector("[value=none]"))
            && !form.querySelector("input[name=_none]"),
        whole: button.hasAttribute("data-whole"),
        place: submits ? new URL(action, location).pathname : "",
        method: submits ? (button.getAttribute("formmethod") ?? form.method).toUpperCase() : "",
        shows: button.getAttribute("hx-select") ?? form?.getAttribute("hx-select") ?? "#main",
    };
})"""

_FILL = """button => {
    if (button.dataset.tool) {
        const region = button.closest("[data-paint]").querySelector(".region");
        for (const name of ["pointerdown", "pointerup"]) region.dispatchEvent(new PointerEvent(name, {bubbles: true}));
        return;
    }
    const form = button.form;
    const click = box => box && !box.checked && box.click();
    const write = (field, words) => {
        field.value = words;
        field.dispatchEvent(new Event("input", {bubbles: true}));
    };
    const marked = form?.querySelector("input[type=checkbox]:checked");
    if (form && !marked) click(form.querySelector("input[type=checkbox]"));
    const asked = new Set([...form?.querySelectorAll("input[type=radio]") ?? []].map(one => one.name));
    for (const name of asked) click(form.querySelector(`input[name="${name}"]:not(:disabled)`));
    for (const field of form?.querySelectorAll("input[inputmode=numeric]") ?? []) write(field, "34");
    for (const field of form?.querySelectorAll("input[type=search]") ?? []) write(field, "dead leg");
}"""

_STATE = (
    """() => document.documentElement.outerHTML + [...document.querySelectorAll("input")].map(one => one.checked)"""
)

_SHOWN = """([content, selector]) => {
    const start = root => {
        const part = root.querySelector(selector)?.cloneNode(true);
        for (const one of part?.querySelectorAll("noscript") ?? []) one.remove();
        return (part?.textContent ?? "").replace(/\\s+/g, " ").trim().slice(0, 150);
    };
    const came = start(new DOMParser().parseFromString(content, "text/html"));
    return came !== "" && came === start(document);
}"""

_LINKS = """links => links.filter(one => one.checkVisibility()).map(one => ({
    href: one.getAttribute("href"), words: one.textContent.trim(), rel: one.rel,
    here: one.hash && one.pathname === location.pathname && one.host === location.host ? one.hash.slice(1) : "",
}))"""


@dataclass(frozen=True, slots=True)
class Button:
    """A button of a page: where its form goes, and the part of the page that shows what comes; or
    whether a `whole` page comes where other buttons of its form exchange a part. What Enter presses
    `denies_nothing` where another button says no to all: it asks for that one."""

    index: int
    submits: bool
    words: str
    seen: bool
    small: bool
    denies_nothing: bool
    whole: bool
    place: str
    method: str
    shows: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page; `here` is the part of the same page that it leads to."""

    href: str
    words: str
    rel: str
    here: str


def opened(page: Page) -> None:
    """Opens all that can be opened, so that nothing stays unseen."""
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")


def buttons(page: Page) -> list[Button]:
    """The buttons that a person can press."""
    found = page.locator(BUTTONS).evaluate_all(_FOUND)
    return [made for one in found if (made := Button(**one)).seen]


def links(page: Page) -> list[Link]:
    """The links that a person can follow."""
    return [Link(**one) for one in page.locator("a").evaluate_all(_LINKS)]


# ---- pressing a button


def pressed(page: Page, button: Button, file: Path) -> list[str]:
    """Fills the form of a button, presses it and tells what is wrong with what comes."""
    place = page.locator(BUTTONS).nth(button.index)
    place.evaluate(_FILL)
    if button.submits:
        files = page.locator(f'form[action="{button.place}"] input[type=file]')
        if files.count():
            files.set_input_files(file)
        return _sent(page, button, place)
    before = page.evaluate(_STATE)
    place.click()
    return [] if _soon(page, lambda: page.evaluate(_STATE) != before) else ["nothing on the page changes"]


def _sent(page: Page, button: Button, place: Locator) -> list[str]:
    downloads: list[Download] = []

    def keep(download: Download) -> None:
        downloads.append(download)

    def awaited(response: Response) -> bool:
        return _is_answer(response) and (not button.whole or response.request.resource_type == "document")

    page.on("download", keep)
    try:
        with page.expect_response(awaited, timeout=PATIENCE * 1000) as waited:
            if button.small:  # what Enter presses; nobody sees it
                place.evaluate("button => button.click()")
            else:
                place.click()
        return _wrong(page, button, waited.value, downloads)
    except NothingCame:
        return ["nothing comes"]
    finally:
        page.remove_listener("download", keep)


def _is_answer(response: Response) -> bool:
    """Not a file of ours, nor the side panel, which follows what is ticked."""
    sent = response.request.post_data_buffer or b""
    return response.request.resource_type in ("document", "fetch", "xhr") and b"_go=panel" not in sent


def _wrong(page: Page, button: Button, came: Response, downloads: list[Download]) -> list[str]:
    place, kind = urlsplit(came.url).path, came.headers.get("content-type", "")
    told = f"{came.request.method} {place} came as {came.status} {kind}"
    if (came.request.method, place) != (button.method, button.place):
        return [f"{told}, not {button.method} {button.place}"]
    if came.status != (422 if button.denies_nothing else 200):
        return [told]
    if "attachment" in came.headers.get("content-disposition", ""):
        if not _soon(page, lambda: bool(downloads)):
            return [f"{told} and no file is kept"]
        return wrong_content(place, kind, downloads[0].path().read_bytes(), downloads[0].suggested_filename)
    content = came.body()
    found = wrong_content(place, kind, content)
    shown = _soon(page, lambda: page.evaluate(_SHOWN, [content.decode(), button.shows]))
    return found if shown else [*found, f"{told} and is not shown"]


def wrong_content(place: str, kind: str, content: bytes, name: str = "") -> list[str]:
    """What is wrong with what came, by the end of its address: a PDF, a file of data or a page."""
    end = Path(place).suffix
    if end == ".pdf":
        good = kind == "application/pdf" and content.startswith(b"%PDF") and name.endswith(("", ".pdf"))
    elif end == ".json":
        good = kind == "application/json" and bool(json.loads(content)) and name.endswith(".json")
    else:
        good = kind.startswith("text/html") and b"<h1" in content and not name
    return [] if good else [f"{place} came as {kind} {name} {content[:80]!r}"]


def _soon(page: Page, true: Callable[[], Any]) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if true():
            return True
        page.wait_for_timeout(20)
    return False


# ---- links


def pattern(link: Link) -> str:
    """Links that differ only in which record they lead to are of one pattern."""
    return re.sub(r"^(/\w+)/[^/]+", r"\1/{id}", link.href)


def wrong_link(link: Link, ids: set[str]) -> list[str]:
    """What is wrong with a link that leads to no page of ours; `ids` are those of its page."""
    if link.here:
        return [] if link.here in ids else [f"{link.href} is not on its page"]
    if link.href.startswith("tel:"):
        return [] if re.fullmatch(r"tel:\+?\d{3,15}", link.href) else [f"{link.href} is no number"]
    if link.href.startswith("/"):
        return []
    good = link.href.startswith(("https://", "http://")) and "noreferrer" in link.rel
    return [] if good else [f"{link.href} leads elsewhere and tells from where"]
