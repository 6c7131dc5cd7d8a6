"""Answers to look at: a case as the page of its result."""

from typing import Any

from playwright.sync_api import Page

from pinprick import guide
from pinprick.case.case import Case, changed
from pinprick.web import forms
from pinprick.web.forms import Sheet
from tests.browser.stations import Station, arrive
from tests.models import shipped

MODEL = shipped()
GUIDES = MODEL.knowledge.guides
FINISHED: dict[str, Any] = {
    "feels-numb": "present",
    "limb-pressed": "present",
    "moving-relieves": "present",
    "on-waking": "present",
    "onset": "seconds-minutes",
    "known-for": "first-time-today",
    "episode-length": "2-to-30-minutes",
    "course": "single-episode",
    "side": "one-side",
    "age": 34,
}
"""A nap, told to its end: self-care."""
STORIES = {"told to its end": FINISHED, **{id_: dict(one.story) for id_, one in GUIDES.items()}}


def case_of(story: str) -> Case:
    """A story of which no warning sign is true but those that it tells."""
    without = guide.without_warning_signs(MODEL, Case.of(MODEL, STORIES[story], story))
    return changed(MODEL, without, finished=True)


def shown(page: Page, case: Case) -> None:
    fields = forms.hidden(Sheet(answers=dict(case.answers), finished=case.finished))
    arrive_closed(page, Station(case.id, "/interview", (*fields, ("_go", "result"))))


def arrive_closed(page: Page, station: Station) -> None:
    """Goes to a page and leaves its folds closed, as a person finds them."""
    arrive(page, station)
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = false)")
