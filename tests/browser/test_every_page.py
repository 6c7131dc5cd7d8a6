"""Every page that can be reached without an answer passes axe, in light and in the dark, and fits
320 pixels."""

import pytest
from playwright.sync_api import Page
from starlette.routing import Route
from starlette.testclient import TestClient

from pinprick.app import application
from pinprick.web.browse import KINDS
from tests.browser import axe
from tests.browser.conftest import NewPage, in_every_language
from tests.browser.stations import FOR_PROGRAMS
from tests.pages import KNOWLEDGE, MODEL

MANY, ONE_IN = 12, 8
"""Of a kind with many pages, all of one template, one in so many is looked at: all took minutes."""
PARTS = 2
"""In how many parts the pages of a kind are looked at, so that two processors share them."""
NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1000, "height": 900}
LISTS = tuple(f"/{kind}" for kind in (*KINDS, "guides"))
OTHERS = ("/", "/interview", "/about", "/browse", *LISTS, "/claims", "/clinician", "/nothing")


def places(kind: str) -> list[str]:
    """The addresses of all pages of a kind."""
    if kind == "others":
        return list(OTHERS)
    ids = KNOWLEDGE.guides if kind == "guides" else KINDS[kind].records(KNOWLEDGE)
    return [f"/{kind}/{id_}" for id_ in ids]


def complaints(page: Page, place: str, looks: set[str]) -> list[str]:
    page.goto(place)
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    found = axe.complaints_but_contrast(page, place)
    for scheme in ("dark", "light"):
        found += axe.complaints_of_looks(page, place, scheme, looks)
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    return [*found, f"{place}: {wide} pixels too wide at 320"] if wide > 0 else found


@in_every_language
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("kind", [*KINDS, "guides", "others"])
def test_every_page_passes_axe(kind: str, part: int, new_page: NewPage) -> None:
    page = new_page("/about")
    axe.ready(page.context)
    looks = set[str]()
    all_ = places(kind)
    chosen = all_[:: ONE_IN if len(all_) > MANY else 1]
    found = [fault for place in chosen[part::PARTS] for fault in complaints(page, place, looks)]
    assert found == [], "\n".join(found)


def test_no_page_is_forgotten() -> None:
    """Every address without an answer that a page leads to is among those that are looked at, and
    every route is."""
    known = {place for kind in [*KINDS, "guides", "others"] for place in places(kind)}
    client = TestClient(application(MODEL))
    assert [place for place in known - {"/nothing"} if client.get(place).status_code != 200] == []
    shown = {
        route.path for route in application(MODEL).routes if isinstance(route, Route) and "GET" in (route.methods or ())
    }
    shown = {path for path in shown if not path.startswith(FOR_PROGRAMS)}
    looked_at = {place.rpartition("/")[0] + "/{id}" if place.count("/") == 2 else place for place in known}
    assert shown <= looked_at | {"/guides/{id}/leaflet.pdf", "/healthz", "/readyz"}
