"""Every kind of page in Chinese: its punctuation is full and not doubled, nothing is torn apart by a space, and what is
English says so to a screen reader."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

from pinprick import app
from pinprick.words import offering
from tests.browser.stations import Station
from tests.lines import EDGE, ZH, lines, shown, stations
from tests.models import shipped
from tests.phrases import looked_up

MODEL = shipped()

HAN = "[\u3400-\u9fff]"
MARK = "[，。；：？！]"
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
NO_WORDS = r"doi \S+|\b[0-9a-f]{16}\b"
"""What has letters and is no word: a link to a paper, and the version of the knowledge base."""


@pytest.mark.parametrize(
    ("asked", "to"),
    [
        ("/zh-tw/about", "/zh-TW/about"),
        ("/ZH-Tw/guides/nap-numbness?x=1&y=%2F", "/zh-TW/guides/nap-numbness?x=1&y=%2F"),
        ("/zh-hk", "/zh-HK"),
        ("/ZH/", "/zh/"),
        ("/EN/about", "/en/about"),
        ("/zh-hant/about", "/zh-TW/about"),
        ("/zh-tw//example.com", "/zh-TW//example.com"),
    ],
)
def test_a_language_in_an_address_is_found_in_any_letters(asked: str, to: str) -> None:
    client = TestClient(app.application(MODEL), follow_redirects=False)
    for answer in (client.get(asked), client.post(asked, data={"age": "70"})):
        assert (answer.status_code, answer.headers["location"]) == (308, to)
    assert client.get("/zh-XX/about").status_code == 404


def faults(page: str) -> Iterator[str]:
    """What is wrong with the marks of a page, and its English that no screen reader is told of."""
    for line in lines(page):
        for name, pattern in FAULTS.items():
            for found in re.finditer(pattern, line):
                yield f"{name}: {line[max(0, found.start() - 15) : found.end() + 15]}"
        for word in re.findall(r"[A-Za-z][A-Za-z'’]{3,}", re.sub(NO_WORDS, " ", line)):
            if word not in NAMES and sum(letter.isupper() for letter in word) < MOST_CAPITALS:
                yield f"English: {word} in {line[:80]}"


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
    made = [(one, shown(client, one)) for one in stations(ZH)]
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
        form, there = Form(page), "/" if one.name == "refused" else one.path
        if form.button and form.sent().fields:
            again = shown(client, form.sent(), "en")
            if one.name in ("own words", "clinician, a note"):  # which another language reads in its own way
                continue
            lost += [] if '<html lang="en"' in again and said(again) == said(page) else [one.name]
        elif f'href="/en{there}" hreflang="en" lang="en">English</a>' not in page and not form.button:
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
