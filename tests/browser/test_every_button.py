"""Every button is pressed and every link is followed on every kind of page, with script and without;
what comes is looked at. Buttons, links and addresses are found on the pages and in the routes."""

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page
from starlette.testclient import TestClient

from pinprick.app import application
from tests.browser import elements
from tests.browser.conftest import NewPage
from tests.browser.stations import TOLD, Station, addresses, arrive, forms
from tests.models import shipped


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of answers, as the page gives them."""
    path = tmp_path_factory.mktemp("kept") / "answers.json"
    path.write_text(json.dumps({"id": "page", "findings": dict(TOLD[1:])}), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(application(shipped()))


@pytest.fixture(scope="module")
def asked() -> dict[str, list[str]]:
    """The addresses that were asked for, and what was wrong with what came."""
    return {}


each_way = pytest.mark.parametrize(
    ("language", "script"), [("en", True), ("en", False), ("zh", True)], ids=["script", "no script", "script-zh"]
)
"""Without script the pages are the same in every language."""


def everything(language: str) -> list[Station]:
    return [*addresses(), *forms(shipped().knowledge, language)]


@each_way
def test_every_button_brings_what_it_says(script: bool, new_page: NewPage, language: str, kept: Path) -> None:
    page = new_page("/about", java_script_enabled=script, permissions=["clipboard-write"])
    page.context.add_init_script("window.print = () => { document.body.dataset.printed = 'yes'; }")
    wrong, count = [], 0
    for station in everything(language):
        arrive(page, station)
        left = False
        for button in sorted(elements.buttons(page), key=lambda one: one.submits):
            if left:
                arrive(page, station)
            left = button.submits
            found = elements.pressed(page, button, kept)
            wrong += [f"{station.name}: {button.words}: {one}" for one in found]
            count += 1
    assert wrong == [], "\n".join(wrong)
    assert count > 70, "the buttons are found"


@each_way
def test_every_link_leads_where_it_says(
    script: bool, new_page: NewPage, language: str, client: TestClient, asked: dict[str, list[str]]
) -> None:
    """Every address is asked for; one link of each pattern is clicked on each kind of page."""
    page = new_page("/about", java_script_enabled=script)
    clicked, wrong = set[str](), []
    for station in everything(language):
        arrive(page, station)
        ids = set(page.locator("[id]").evaluate_all("all => all.map(one => one.id)"))
        for link in elements.links(page):
            found = elements.wrong_link(link, ids) or followed(client, link, asked)
            wrong += [f"{station.name}: {link.words}: {one}" for one in found]
            if link.href.startswith("/") and (pattern := elements.pattern(link)) not in clicked:
                clicked.add(pattern)
                wrong += [f"{station.name}: {link.words}: {one}" for one in clicked_on(page, link)]
                arrive(page, station)
    assert wrong == [], "\n".join(wrong)
    assert len(asked) > 100, "the links are found"


def followed(client: TestClient, link: elements.Link, asked: dict[str, list[str]]) -> list[str]:
    """What is wrong with the page that a link of ours leads to; each is asked for once."""
    if link.here or not link.href.startswith("/"):
        return []
    if link.href not in asked:
        came, there = client.get(link.href), urlsplit(link.href)
        found = elements.wrong_content(there.path, came.headers["content-type"], came.content)
        not_there = there.path.endswith("/nothing")  # a page that is not there says so in every language
        if came.status_code != (404 if not_there else 200):
            found = [f"{link.href} came as {came.status_code}"]
        elif there.fragment and f'id="{there.fragment}"'.encode() not in came.content:
            found = [f"{link.href} is not on its page"]
        asked[link.href] = found
    return asked[link.href]


def clicked_on(page: Page, link: elements.Link) -> list[str]:
    """What is wrong when a link is clicked: the browser asks for nothing, or something else."""
    place = page.locator(f'a[href="{link.href}"]').filter(visible=True).first
    with page.expect_request(lambda request: request.is_navigation_request()) as waited:
        place.click()
    page.wait_for_load_state()
    good = waited.value.url.endswith(link.href.partition("#")[0])
    return [] if good else [f"leads to {waited.value.url}"]
