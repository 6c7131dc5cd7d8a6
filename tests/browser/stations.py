"""Every kind of page there is, and the way to it: by its address or by a form like ours."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page
from starlette.routing import Route

from pinprick.app import application
from pinprick.interview.pages import SCREEN
from pinprick.knowledge import Knowledge
from pinprick.knowledge.ids import MAP
from pinprick.web.browse import KINDS
from scripts.showing import post
from tests.browser import elements
from tests.models import shipped

Fields = tuple[tuple[str, str], ...]
URGENT = ("one-side-face-arm-leg", "present")
WORDS = {
    "en": "My left foot is numb and I can't lift it. No back pain. My mother has diabetes. Zebras graze quietly.",
    "zh": "我的左脚发麻，左脚抬不起来。没有腰痛。我妈妈有糖尿病。斑马在安静地吃草。",
}
"""The same in each language: a numb foot, a red flag, a symptom denied, an illness of somebody else, and nonsense."""
TOLD = (("age", "34"), ("onset", "seconds-minutes"))


@dataclass(frozen=True, slots=True)
class Station:
    """A kind of page: its address and the form that leads to it, if one does."""

    name: str
    path: str
    fields: Fields = ()


FOR_PROGRAMS = ("/static/", "/api/", "/metrics", "/mcp", "/fhir", "/v3/", "/mmvb/", "/cds-services")
"""How the addresses begin that are no pages; other tests look at them."""


def addresses() -> Iterator[Station]:
    """Every route that shows a page, with one record of each kind."""
    model = shipped()
    knowledge = model.knowledge
    firsts = {kind: next(iter(what.records(knowledge))) for kind, what in KINDS.items()}
    firsts["guides"] = next(iter(knowledge.guides))
    for route in application(model).routes:
        if not isinstance(route, Route) or "GET" not in (route.methods or ()):
            continue
        if not Path(route.path).suffix and not route.path.startswith(FOR_PROGRAMS):
            kind = route.path.split("/")[1]
            path = route.path.replace("{id}", firsts.get(kind, ""))
            yield Station(path, path)
    yield Station("refused", "/nothing")


def forms(knowledge: Knowledge, language: str) -> Iterator[Station]:
    """Every kind of page that a form leads to, with own words in a language."""
    story = ("_story", next(iter(knowledge.guides)))
    asked = [one for one in knowledge.vocabulary.findings.items() if one[1].by == "person"]
    kinds = {finding.kind: id_ for id_, finding in asked}
    for kind, id_ in kinds.items():
        yield Station(f"{kind} question", "/interview", (*TOLD, ("_go", f"change:{id_}")))
    yield Station("own words", "/interview", (("_say", WORDS[language]), ("_go", "read")))
    yield Station("map from the first page", "/interview", (("_paint", "left:dorsum"), ("_go", "view:top")))
    yield Station("boxes of a story", "/interview", (story,))
    yield Station("emergency that stops the questions", "/interview", (URGENT, ("_page", SCREEN), ("_go", "none")))
    yield Station("alarm, and something to mend", "/interview", (URGENT, ("_on", "yes"), ("_page", "also-1")))
    yield Station("red flags to mend", "/interview", (("_page", SCREEN), ("_unsure", "1"), ("_go", "next")))
    yield Station("map with another view", "/interview", (("_page", MAP), ("_go", "view:front")))
    yield Station("answers", "/interview", (*TOLD, ("_go", "answers")))
    yield Station("result of a story", "/interview", (story, ("_go", "result")))
    yield Station("emergency", "/interview", (URGENT, ("_page", SCREEN), ("_go", "result")))
    yield Station("found", "/search", (("words", "dead leg"),))
    yield Station("nothing found", "/search", (("words", "qqqq"),))
    yield Station("clinician, a note", "/clinician", (("_say", WORDS[language]), ("_go", "read")))
    yield Station("clinician, filled", "/clinician", (("foot-drop", "present"),))


def arrive(page: Page, station: Station) -> None:
    """Goes to a page by its address, or by a form like ours."""
    if station.fields:
        post(page, station.path, station.fields)
    else:
        if station.path == "/interview":  # without what the tab has kept
            page.goto("/about")
            page.evaluate("sessionStorage.clear()")
        page.goto(station.path)
    elements.opened(page)
