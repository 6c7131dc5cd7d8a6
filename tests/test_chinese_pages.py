"""Every kind of page in Chinese: its punctuation is full and not doubled, nothing is torn apart by a space, and what is
English says so to a screen reader."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from pinprick import app
from pinprick.web import forms as fields_of
from pinprick.web.browse import KINDS
from pinprick.web.forms import Sheet
from pinprick.words import offering
from tests.browser.answered import STORIES, case_of
from tests.browser.stations import Station, addresses, forms
from tests.models import shipped
from tests.phrases import looked_up

MODEL = shipped()
KNOWLEDGE = MODEL.knowledge
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
HAN = "[\u3400-\u9fff]"
MARK = "[，。；：？！]"
EDGE = "\x01"
"""Stands where an element begins or ends within a line: a link, a badge, small print are set apart by a space."""
ABROAD = "\0"
"""Stands for a text that is said to be in another language."""
FAULTS = {
    "a space after a full-width mark": rf"{MARK}{EDGE}* +{EDGE}*(?=[“（]|{HAN})",
    "a space before one": rf"(?<=[^\s{EDGE}]) +[，。；：？！、）”]",
    "a space between characters": rf"{HAN} {HAN}",
    "a half-width mark": rf"{HAN}{EDGE}*(?:[.,;:!]|\?(?!（))(?!\w)|(?<!\w)[,;:?!]{HAN}|\({HAN}|{HAN}\)",
    "two marks": rf"[。；，：]{EDGE}*[。；，：.]|。？|？。",
}
NAMES = {
    *("pinprick", "PubMed", "doi", "NICE", "DVLA", "JavaScript", "SECURITY", "cookie", "Apache"),
    *("Tinel", "Mulder", "Romberg", "Lhermitte", "Spurling", "Chvostek", "Trousseau", "Hoffmann", "Babinski"),
}
"""Names that Chinese writes as they are; words with several capitals are names too."""
MOST_CAPITALS = 2


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


def faults(page: str) -> Iterator[str]:
    """What is wrong with the marks of a page, and its English that no screen reader is told of."""
    for line in lines(page):
        for name, pattern in FAULTS.items():
            for found in re.finditer(pattern, line):
                yield f"{name}: {line[max(0, found.start() - 15) : found.end() + 15]}"
        for word in re.findall(r"[A-Za-z][A-Za-z'’]{3,}", re.sub(r"doi \S+", " ", line)):
            if word not in NAMES and sum(letter.isupper() for letter in word) < MOST_CAPITALS:
                yield f"English: {word} in {line[:80]}"


def stations() -> Iterator[Station]:
    """One page of each kind, one in many of those with many, and the answers of some stories."""
    yield from addresses()
    yield from forms(KNOWLEDGE)
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


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """The pages with what is translated so far."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(offering.DRAFTS, "1")
        made = app.application(MODEL)
    with TestClient(made) as client:
        yield client


@pytest.fixture(scope="module")
def pages(client: TestClient) -> list[tuple[Station, str]]:
    """Each page, by the way to it."""
    made = [(one, shown(client, one)) for one in stations()]
    return [(one, page) for one, page in made if "<html" in page]


def test_every_kind_of_page_is_written_as_chinese_is(pages: list[tuple[Station, str]]) -> None:
    assert len(pages) > 100
    assert all('<html lang="zh-Hans"' in page for _, page in pages)
    found = {fault: one.name for one, page in pages for fault in faults(page)}
    assert found == {}, "\n".join(f"{where}: {fault}" for fault, where in found.items())


def test_a_page_names_itself_in_every_language_and_one_for_everybody(client: TestClient) -> None:
    for language, tag in (("en", "en"), (ZH, "zh-Hans")):
        page = client.get(f"/{language}/guides/nap-numbness").text
        told = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', page))
        path = "/guides/nap-numbness"
        chinese = {"zh-Hans": f"/zh{path}", "zh-Hant": f"/zh-TW{path}", "zh-Hant-HK": f"/zh-HK{path}"}
        assert told == {"x-default": path, "en": f"/en{path}", **chinese}
        assert f'<html lang="{tag}"' in page
    for refused in (client.get("/zh/nothing"), client.post("/zh/interview", data={"_go": "answers"})):
        assert 'hreflang="x-default"' not in refused.text, "what no address shows again has no other address"


class Form(HTMLParser):
    """What the form of an id sends, and the button that brings the page in English."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.fields: list[tuple[str, str, str]] = []
        self.button: dict[str, str] = {}
        self.here = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        chosen = "checked" in named or named.get("type") not in ("radio", "checkbox", "file")
        if tag == "form":
            self.here = named.get("id", "")
        elif tag == "input" and chosen and named.get("name"):
            self.fields.append((named.get("form", self.here), named["name"], named.get("value", "")))
        elif tag == "button" and named.get("formaction", "").startswith("/en/"):
            self.button = named

    def handle_endtag(self, tag: str) -> None:
        self.here = "" if tag == "form" else self.here

    def sent(self) -> Station:
        """What is sent when the button is pressed."""
        fields = tuple((name, value) for form, name, value in self.fields if form == self.button["form"])
        pressed = ((self.button["name"], self.button["value"]),) if "name" in self.button else ()
        return Station("", self.button["formaction"].removeprefix("/en"), (*fields, *pressed))


def said(page: str) -> list[tuple[str, str]]:
    """All that the forms of a page would send of what somebody said."""
    return sorted({(name, value) for _, name, value in Form(page).fields if name != "_go"})


def test_every_page_can_be_changed_to_english_with_all_that_was_said(
    client: TestClient, pages: list[tuple[Station, str]]
) -> None:
    lost = []
    for one, page in pages:
        form = Form(page)
        if form.button and form.sent().fields:
            again = shown(client, form.sent(), "en")
            if one.name in ("own words", "clinician, a note"):  # which another language reads in its own way
                continue
            lost += [] if '<html lang="en"' in again and said(again) == said(page) else [one.name]
        elif f'href="/en{one.path}" hreflang="en" lang="en">English</a>' not in page and not form.button:
            lost.append(one.name)
    assert lost == []


@pytest.mark.parametrize(
    ("language", "words"), [(ZH, "脚麻"), (ZH, "午睡时脚麻是什么原因"), (ZH, "睡午觉脚麻"), ("en", "numb feet")]
)
def test_the_question_that_pinprick_began_with_leads_to_its_guide_first(
    client: TestClient, language: str, words: str
) -> None:
    """Words that every story has tell none of them: then the commonest stories are offered."""
    page = shown(client, Station("", "/search", (("words", words),)), language)
    rows = re.findall(r'class="row__title" href="([^"]+)"', page)
    assert rows[:1] == [f"/{language}/guides/nap-numbness"]
    found = looked_up(words, language)
    assert rows == [f"/{language}/{one.kind}/{one.id}" for one in found], "the page shows what the library finds"


def test_what_is_wrong_with_a_file_is_told_in_english_that_says_so(client: TestClient) -> None:
    file = ("answers.json", b'{"id": "page", "findings": {"foot-dropp": "present"}}')
    page = client.post(f"/{ZH}/open", files={"case": file}).text
    assert re.search(r'<li lang="en">[^<]*foot-dropp', page)
    assert not [fault for fault in faults(page) if fault.startswith("English")]
