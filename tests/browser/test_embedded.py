"""The page of the how-to plays the interview from an origin of its own, in a real browser."""

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from scripts.showing import served
from tests.house.files import ROOT
from tests.models import shipped

HOW_TO = ROOT / "docs" / "how-to" / "embed.md"
_MOST_PAGES = 40
"""After how many pages an interview has ended, whoever answers."""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing of what is asked for."""


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[str]:
    """The address of another server, which holds what lies in `tmp_path`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Browser, elsewhere: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """The page of the how-to, opened."""
    monkeypatch.setenv("PINPRICK_ORIGINS", elsewhere)
    (html,) = re.findall(r"^```html\n(.*?)^```", HOW_TO.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    with served(shipped()) as ours:
        (tmp_path / "index.html").write_text(html.replace("http://127.0.0.1:8000", ours), encoding="utf-8")
        opened = browser.new_context(locale="en-GB").new_page()  # it is about the English of the how-to
        opened.set_default_timeout(20_000)
        opened.goto(elsewhere)
        yield opened
        opened.context.close()


def _answer(page: Page, flag: str) -> None:
    """Answer every page, each flag with `flag` and all else with nothing known, up to the end."""
    for _ in range(_MOST_PAGES):
        page.locator("button, h1").first.wait_for()
        if not page.locator("button").count():
            return
        for select in page.locator("select").all():
            values = select.locator("option").evaluate_all("all => all.map(one => one.value)")
            select.select_option(flag if flag in values else "unknown")
        with page.expect_response("**/next"):
            page.locator("button").click()
        page.wait_for_function("!document.querySelector('button') || !document.querySelector('select:valid')")
    pytest.fail(f"it has not ended after {_MOST_PAGES} pages")


def test_it_ends_with_what_the_server_tells(page: Page) -> None:
    _answer(page, "absent")
    assert page.locator("h1").inner_text() == "An ordinary appointment"
    assert "in 10" in page.locator("form").inner_text()


def test_it_shows_an_alarm_before_the_next_question(page: Page) -> None:
    page.locator("button").wait_for()
    page.locator("select").first.select_option("present")
    for select in page.locator("select").all()[1:]:
        select.select_option("absent")
    page.locator("button").click()
    assert "emergency" in page.get_by_role("alert").inner_text()


def test_nothing_is_answered_for_anybody(page: Page) -> None:
    page.locator("button").wait_for()
    page.locator("button").click()  # the browser asks for each answer first
    assert page.locator("select:invalid").count() == page.locator("select").count() > 0
