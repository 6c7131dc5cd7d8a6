"""A server of our own and a real browser. Where there is no browser the tests fail and say how to
get one."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, sync_playwright

from pinprick.words import offering
from scripts.showing import served
from tests.models import shipped

LIGHT = ("chromium-headless-shell",)
"""Chromium without windows, a history or a profile: most tests take less than half as long in it."""
WHOLE = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = ["--no-sandbox", "--disable-background-networking"]


def executable(names: Sequence[str] = (*LIGHT, *WHOLE)) -> str | None:
    """The browser: the one that PINPRICK_BROWSER names, or the first of these that is found."""
    named = os.environ.get("PINPRICK_BROWSER")
    return named or next((found for name in names if (found := shutil.which(name))), None)


LANGUAGES = {"en": "en-GB", "zh": "zh-CN"}
"""Languages that walks are made in, each with that of a browser that asks for it."""
in_every_language = pytest.mark.parametrize("language", LANGUAGES)
"""Over a walk that carries weight: all of them in every language would take too long."""
WALKS = "PINPRICK_WALKS"
"""The variable of the environment that names the language of walks that are made in one alone."""


@pytest.fixture(scope="session")
def language() -> str:
    """The language of a walk that is made in one alone: English, or the one that PINPRICK_WALKS names."""
    named = os.environ.get(WALKS) or "en"
    if named not in LANGUAGES:
        pytest.fail(f"{WALKS}={named}: walks are made in {', '.join(LANGUAGES)}; conftest.py lists the languages")
    return named


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The address of a server that serves the page, in unfinished languages too."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(offering.DRAFTS, "1")
        with served(shipped()) as found:
            yield found


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """What drives browsers; a process has one."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    """A browser, or a failure that says what to do."""
    found = executable()
    if found is None:
        pytest.fail(
            "The tests of the page did not run: no browser was found. Install Chromium (Debian: apt-get install "
            "chromium; `make develop` as root does it), or name one: PINPRICK_BROWSER=/path/to/chrome make test"
        )
    launched = driver.chromium.launch(executable_path=found, args=ARGUMENTS)
    yield launched
    launched.close()


NewPage = Callable[..., Page]


@pytest.fixture
def new_page(browser: Browser, address: str, language: str) -> Iterator[NewPage]:
    """Opens pages with the options of a browser context, one that asks for the language of the walk.
    Requests to others, errors and cookies fail the test."""
    contexts, wrong = [], []

    def elsewhere(url: str) -> bool:
        """Neither ours nor the browser's own, such as what it shows a PDF with."""
        return not url.startswith((address, "data:", "chrome-extension:", "chrome:"))

    def unexpected(said: ConsoleMessage) -> bool:
        """An error; a page that says what to mend, or that is not there, has a status that the
        browser tells of."""
        told = "status of 422" in said.text or "status of 404" in said.text
        return said.type == "error" and not told

    def opened(path: str = "/", **options: object) -> Page:
        locale = {} if language == "en" else {"locale": LANGUAGES[language]}
        wanted: dict[str, Any] = {"viewport": {"width": 1000, "height": 900}, "locale": "en-US", **options, **locale}
        context = browser.new_context(base_url=address, **wanted)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("request", lambda request: wrong.append(request.url) if elsewhere(request.url) else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if unexpected(said) else None)
        page.goto(path)
        return page

    yield opened
    cookies = [cookie for context in contexts for cookie in context.cookies()]
    for context in contexts:
        context.close()
    assert wrong == []
    assert cookies == []
