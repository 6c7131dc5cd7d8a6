"""A language that is offered is spoken from the first page to the result, and one that lacks something
is not offered."""

import re
from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from pinprick import app, loading
from pinprick.cli import main
from pinprick.serving.languages import accepted
from pinprick.words import ENGLISH, offering
from tests import lines as pages
from tests import pseudo
from tests.models import shipped
from tests.pseudo import XX

MODEL = pseudo.spoken(shipped())


@pytest.fixture(scope="module")
def site() -> Iterator[TestClient]:
    """The pages with the language offered."""
    with pseudo.said(), TestClient(app.application(MODEL)) as client:
        yield client


def english_of(page: str) -> list[str]:
    """The words of a page that stand between no marks."""
    body = re.sub(r"(?s)<(svg|script|select)\b.*?</\1>", " ", page.partition("<body")[2])
    text = re.sub(r"<[^<>]*>", " ", f"<{body}")
    while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", " ", text)) != text:
        text = shorter
    return [word for word in re.findall(r"[A-Za-z]{3,}", text) if word not in ("pinprick", "English")]


def test_a_page_beneath_a_language_speaks_it_and_its_links_stay_there(site: TestClient) -> None:
    page = site.get(f"/{XX}/").text
    assert '<html lang="xx-Latn"' in page
    assert not english_of(page)
    leads = re.findall(r' (?:href|action|hx-post|formaction)="(/[^"]*)', page.partition("<body")[2])
    assert leads
    assert all(one.startswith((f"/{XX}/", "/static/", "/en/")) for one in leads), leads
    assert re.search(r'<link rel="alternate" hreflang="en" href="/en/">', page)
    assert "⟦This translation was drafted by a machine." in page


def test_the_switch_keeps_every_answer(site: TestClient) -> None:
    first = {"age": "70", "_page": "side", "side": "one-side", "_go": "next"}
    shown = site.post("/interview", data=first).text
    button = re.search(
        r'<button class="link" form="question" formaction="(/xx/interview)" name="_go" value="(\w+)"', shown
    )
    assert button, "there is a button on the page"
    form = re.search(r'(?s)<form[^>]*id="question".*?</form>', shown)
    assert form
    kept = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form[0]))
    assert kept["age"] == "70"
    other = site.post(button[1], data={**kept, "_go": button[2]}).text
    again = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', other))
    assert again == kept
    assert not english_of(other)


def test_the_result_speaks_the_language(site: TestClient) -> None:
    told = {"age": "70", "side": "one-side", "foot-drop": "present", "_finished": "yes", "_go": "result"}
    page = site.post(f"/{XX}/interview", data=told).text
    assert "⟦See a doctor today⟧" in page or "⟦Emergency" in page
    theirs = r'(?s)<a [^>]*rel="noreferrer".*?</a>|<ul class="govuk-list sources">.*?</ul>'
    ours = re.sub(theirs, " ", page)  # what was read, and what it says, is told in English
    assert not english_of(ours)


def test_a_browser_is_answered_in_the_language_that_it_asks_for(site: TestClient) -> None:
    asked = site.get("/about", headers={"accept-language": "xx-YY,en;q=0.5"})
    assert 'lang="xx-Latn"' in asked.text
    assert "Accept-Language" in asked.headers["vary"]
    assert 'href="/browse"' in asked.text, "its addresses stay plain"
    assert 'lang="en"' in site.get("/about", headers={"accept-language": "de"}).text
    assert 'lang="en"' in site.get("/en/about", headers={"accept-language": "xx"}).text, "what was chosen goes first"
    assert 'lang="xx-Latn"' in site.get(f"/{XX}/about").text
    assert site.get(f"/{XX}/no-such-page").status_code == 404
    assert site.get(f"/{XX}").status_code == 200


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("xx", XX),
        ("xx-Hans-CN,xx;q=0.9,en;q=0.8", XX),
        ("en-GB,xx;q=0.9", "en"),
        ("de,xx;q=0.4,en;q=0.3", XX),
        ("xx;q=0,en;q=0.1", "en"),
        ("xx;q=nonsense", "en"),
        ("*", "en"),
        (",;=,", "en"),
    ],
)
def test_the_language_that_a_browser_likes_best(header: str, language: str) -> None:
    assert accepted(header, {"en": "en", XX: XX, "xx-latn": XX}) == language


def test_a_text_that_is_in_english_alone_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(offering.DRAFTS, "1")
    cause = shipped().knowledge.conditions["positional-nerve-compression"]
    with pseudo.said(), TestClient(app.application(pseudo.spoken(shipped(), (cause.course.text["en"],)))) as client:
        page = client.get(f"/{XX}/conditions/{cause.id}").text
    assert '<p class="govuk-body"><span lang="en">' in page
    assert "&lt;span" not in page, "no mark is shown as text"


def test_a_language_that_lacks_something_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    # a browser test before it in the same process has its server offer drafts
    monkeypatch.delenv(offering.DRAFTS, raising=False)
    tell = next(iter(shipped().knowledge.rules.values())).tell["en"]
    lacking = pseudo.spoken(shipped(), (tell,)).knowledge
    with pseudo.said():
        assert offering.offered(MODEL.knowledge) == ("en", XX)
        assert offering.offered(lacking) == ("en",)
        assert offering.why_not(lacking, XX).startswith("xx still lacks 1 text")
    with pseudo.said(("level.emergency",)):
        assert offering.offered(MODEL.knowledge) == ("en",)
        monkeypatch.setenv(offering.DRAFTS, "1")
        assert offering.offered(lacking) == ("en", XX)


def test_a_command_speaks_a_language_that_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "load", lambda folder: MODEL)
    with pseudo.said():
        told = CliRunner().invoke(main, ["explain", "foot-drop", "--language", XX])
        refused = CliRunner().invoke(main, ["explain", "foot-drop", "--language", "yy"])
    assert told.exit_code == 0, told.output
    assert "⟦" in told.stdout
    assert "drafted by a machine" in told.stderr
    assert refused.exit_code == 2
    assert refused.stderr == "--language: there is no yy; the languages are en, xx\n"


def test_what_there_is_in_english_alone_says_so_on_every_kind_of_page() -> None:
    """A language that has only what is needed: courses, medicines and guides come in English, in whatever is told."""
    model, untold = pseudo.lacking(shipped()), []
    with pseudo.said(), TestClient(app.application(model)) as client:
        for station in pages.stations(ENGLISH):
            page = re.sub(r'<meta name="description"[^>]*>', "", pages.shown(client, station, XX))
            untold += [f"{station.name}: {line}" for line in pages.lines(page, XX) if is_english(line)]
    assert untold == [], "\n".join(untold)


def is_english(line: str) -> bool:
    """Whether words of a line stand between no marks. The search tells a first sentence alone: its mark ends later."""
    bare = line.replace(pages.EDGE, "").replace("pinprick", "")
    while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", " ", bare)) != bare:
        bare = shorter
    return bool(re.search(r"[A-Za-z]{4,}", bare.partition("⟦")[0]))
