"""Every kind of page in a language, and its lines as they are read."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlencode

from starlette.testclient import TestClient

from pinprick.web import forms as fields_of
from pinprick.web.browse import KINDS
from pinprick.web.forms import Sheet
from tests.browser.answered import STORIES, case_of
from tests.browser.stations import Station, addresses, forms
from tests.models import shipped

KNOWLEDGE = shipped().knowledge
ZH, ONE_IN = "zh", 20
INLINE = {"a", "b", "strong", "em", "span", "button", "label", "i", "small", "abbr", "summary"}
UNREAD = {"script", "style", "svg", "textarea", "option", "title"}
EMPTY = {
    "input",
    "br",
    "meta",
    "link",
    "img",
    "hr",
    "circle",
    "path",
    "rect",
    "ellipse",
    "use",
    "line",
    "stop",
    "polygon",
}
TOLD = ("alt", "aria-label", "placeholder", "title", "data-copied", "data-play", "data-pause", "data-none")
EDGE = "\x01"
"""Stands where an element begins or ends within a line: a link, a badge, small print are set apart by a space."""
ABROAD = "\0"
"""Stands for a text that is said to be in another language."""


class Read(HTMLParser):
    """The lines of a page as they are read, marks between its elements and all that an attribute tells."""

    def __init__(self, language: str) -> None:
        super().__init__(convert_charrefs=True)
        self.language = language
        self.lines: list[str] = []
        self.open: list[tuple[str, bool]] = []
        self.line = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        abroad = "lang" in named and not (named["lang"] or "").startswith(self.language)
        self.lines += [value for name in TOLD if (value := named.get(name))] if not abroad else []
        if tag == "meta" and named.get("name") == "description":
            self.lines.append(named["content"] or "")
        self._edge(tag)
        if tag not in EMPTY:
            self.open.append((tag, abroad))

    def handle_endtag(self, tag: str) -> None:
        self._edge(tag)
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(tag in UNREAD for tag, _ in self.open):
            self.line += ABROAD if any(abroad for _, abroad in self.open) else re.sub(r"\s+", " ", data)

    def _edge(self, tag: str) -> None:
        if tag in INLINE:
            self.line += EDGE
            return
        if self.line.strip(f" {ABROAD}{EDGE}"):
            self.lines.append(self.line.strip())
        self.line = ""


def lines(page: str, language: str = ZH) -> list[str]:
    read = Read(language)
    read.feed(page)
    read.close()
    return read.lines


def stations(language: str) -> Iterator[Station]:
    """One page of each kind, one in many of those with many, and the answers of some stories; own words are
    in a language."""
    yield from addresses()
    yield from forms(KNOWLEDGE, language)
    yield Station("found in Chinese", "/search", (("words", "午睡后腿麻"),))
    for kind, what in KINDS.items():
        yield from (Station(f"/{kind}/{id_}", f"/{kind}/{id_}") for id_ in [*what.records(KNOWLEDGE)][::ONE_IN])
    yield from (Station(f"/guides/{id_}", f"/guides/{id_}") for id_ in KNOWLEDGE.guides)
    for story in [*STORIES][::3]:
        case = case_of(story)
        fields = fields_of.hidden(Sheet(answers=dict(case.answers), finished=case.finished))
        yield Station(f"the answer of {story}", "/interview", (*fields, ("_go", "result")))


def shown(client: TestClient, station: Station, language: str = ZH) -> str:
    """A page in a language."""
    path = f"/{language}{station.path}"
    if not station.fields:
        return client.get(path).text
    form = {"content-type": "application/x-www-form-urlencoded"}
    return client.post(path, content=urlencode(station.fields), headers=form).text
