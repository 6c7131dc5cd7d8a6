"""The documentation site in a browser: nothing is asked of anybody else, and it can be read."""

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser

from tests import built

LOOKED_AT = ("", "trust/", "tutorial/", "reference/python/", "safety/hazards/", "project/readme/")


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = built.built(tmp_path_factory.mktemp("docs") / "work")
    handler = functools.partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_ask_nobody_else_and_are_no_wider_than_the_screen(browser: Browser, site: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page, asked, wrong = context.new_page(), list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    for path in LOOKED_AT:
        page.goto(urljoin(site, path), wait_until="networkidle")
        assert page.locator("h1").count() == 1, path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert asked
    assert [url for url in asked if not url.startswith((site, "data:"))] == []
    assert wrong == []
    assert context.cookies() == []
    context.close()


def test_the_search_finds_a_page_without_anybody_else(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page, asked = context.new_page(), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site, wait_until="networkidle")
    page.keyboard.press("/")
    page.keyboard.type("framings")
    page.wait_for_selector('a[href*="trust"] mark, a[href*="trust"]', timeout=10_000)
    assert [url for url in asked if not url.startswith((site, "data:", "blob:"))] == []
    context.close()
