"""Pages that are kept for everybody: the same as if made anew, nothing of a person in them, and never
too many."""

import gzip
from collections import OrderedDict
from collections.abc import Iterator

import pytest
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from pinprick.app import application
from pinprick.web import fixed
from pinprick.web.fixed import Kept, keep, pages_of
from tests.pages import KNOWLEDGE, MODEL

GUIDE = f"/guides/{next(iter(KNOWLEDGE.guides))}"
CONDITION = f"/conditions/{next(iter(KNOWLEDGE.conditions))}"
SAME = ["/", "/interview", "/about", "/browse", "/clinician", "/guides", "/rules", GUIDE, CONDITION]
ACCEPTS = {"accept-encoding": "gzip"}


@pytest.fixture
def client() -> Iterator[TestClient]:
    pages_of(MODEL).clear()
    yield TestClient(application(MODEL), raise_server_exceptions=False)
    pages_of(MODEL).clear()


def kept(number: int = 1) -> Kept:
    return Kept({}, bytes(number))


@pytest.mark.parametrize("path", SAME)
def test_a_kept_page_is_what_would_be_made_anew(client: TestClient, path: str) -> None:
    first, again = client.get(path), client.get(path)
    pages_of(MODEL).clear()
    anew = client.get(path)
    assert first.status_code == 200
    assert first.headers["content-type"] == "text/html; charset=utf-8"
    assert first.headers["cache-control"] == "no-store"
    assert first.text == again.text == anew.text
    assert dict(first.headers) == dict(again.headers) == dict(anew.headers)


@pytest.mark.parametrize("path", [*SAME, f"{GUIDE}/leaflet.pdf"])
def test_it_is_made_once(client: TestClient, path: str) -> None:
    client.get(path)
    (key,) = pages_of(MODEL)
    before = pages_of(MODEL)[key]
    client.get(path)
    assert list(pages_of(MODEL)) == [key]
    assert pages_of(MODEL)[key] is before


@pytest.mark.parametrize("path", [GUIDE, CONDITION])
def test_it_is_the_same_with_and_without_compression(client: TestClient, path: str) -> None:
    with client.stream("GET", path, headers=ACCEPTS) as answer:
        sent = b"".join(answer.iter_raw())
    plain = client.get(path, headers={"accept-encoding": "identity"})
    assert answer.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(sent) == plain.content
    assert answer.headers["vary"] == plain.headers["vary"]
    assert answer.headers["vary"].split(", ")[0] == "Accept-Encoding"


def test_each_country_has_its_own_and_no_other_word_makes_one(client: TestClient) -> None:
    text = {tag: client.get(GUIDE, headers={"accept-language": tag}).text for tag in ("en-GB", "de-DE", "x", "en-QQ")}
    assert len({text["en-GB"], text["de-DE"], text["x"]}) == 3
    assert text["x"] == text["en-QQ"]
    for number in range(50):
        client.get(f"{GUIDE}?q={number}", headers={"accept-language": f"en-{number}", "cookie": f"a={number}"})
    assert sorted(country for _, _, country in pages_of(MODEL)) == ["", "DE", "GB"]


def test_what_a_person_sends_never_reaches_a_page_that_is_kept() -> None:
    """The page is made from a request that holds none of it."""
    seen: list[Request] = []

    async def curious(request: Request) -> HTMLResponse:
        seen.append(request)
        return HTMLResponse(f"{request.query_params} {request.headers}")

    app = application(MODEL)
    app.router.routes.insert(0, Route("/curious", fixed.for_everybody(curious), methods=["GET"]))
    headers = {"cookie": "secret=1", "accept-language": "secret, en-GB", "x-secret": "1"}
    answer = TestClient(app).request("GET", "/curious?secret=1", headers=headers)
    pages_of(MODEL).clear()
    assert answer.status_code == 200
    assert "secret" not in answer.text
    assert "secret" not in str({name: value for name, value in seen[0].scope.items() if name != "app"})


def test_no_form_is_kept(client: TestClient) -> None:
    for path in ("/interview", "/clinician", "/search", "/case.json"):
        client.post(path, data={"fever": "present", "words": "heel"})
    assert not pages_of(MODEL)


def test_what_is_refused_is_not_kept(client: TestClient) -> None:
    for path in ("/guides/none", "/conditions/none", "/nothing", "/guides/none/leaflet.pdf"):
        assert client.get(path).status_code == 404
    assert not pages_of(MODEL)


def test_a_failure_is_not_kept(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("pinprick.guide.page", lambda *_: 1 / 0)
        assert client.get(GUIDE).status_code == 500
    assert client.get(GUIDE).status_code == 200


def test_what_is_kept_is_bounded_and_the_page_asked_for_last_stays() -> None:
    pages: fixed.Pages = OrderedDict()
    for number in range(100):
        keep(pages, (f"/{number}", "en", ""), kept(10), most=50)
    assert [path for path, _, _ in pages] == [f"/{number}" for number in range(95, 100)]
    keep(pages, ("/large", "en", ""), kept(1000), most=50)
    assert [path for path, _, _ in pages] == ["/large"]


def test_the_pages_of_a_country_all_fit(client: TestClient) -> None:
    for path in SAME:
        client.get(path)
    held = sum(len(one.body) for one in pages_of(MODEL).values())
    assert held < fixed.MOST_KEPT / 20
