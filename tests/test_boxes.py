"""Pages of boxes that a story or an earlier answer has answered in part: what was told is shown, and
stays told however the page is left. The forms are read from the page and sent as a browser does."""

import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from pinprick.app import application
from pinprick.case.answers import Answer
from pinprick.interview.pages import findings_of, page_of
from pinprick.knowledge.ids import ABSENT, PRESENT, UNKNOWN
from pinprick.web import talk
from pinprick.web.forms import Pairs
from tests.models import shipped

MODEL = shipped()
KNOWLEDGE = MODEL.knowledge
SCREEN = [f"screen-{number}" for number in range(len(KNOWLEDGE.screen.groups))]
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(application(MODEL))


def send(client: TestClient, fields: Pairs, status: int = 200) -> str:
    """The page that comes when a form of the interview is sent."""
    answer = client.post("/interview", content=urlencode(fields), headers=FORM)
    assert answer.status_code == status, answer.text
    return answer.text


def shown(page: str) -> Pairs:
    """The fields of the form of a page as a browser sends them: hidden ones, text and ticked boxes."""
    form = page.partition('action="/interview"')[2].partition("</form>")[0]
    found = []
    for attributes in re.findall(r"<input\b([^>]*)>", form):
        values = dict(re.findall(r'([\w-]+)="([^"]*)"', attributes))
        if values.get("type", "text") in ("hidden", "text") or attributes.endswith(" checked"):
            found.append((values["name"], values["value"]))
    return found


def ticked(page: str) -> dict[str, str]:
    """The boxes of a page that are ticked, by their names."""
    boxes = re.findall(r'<input[^>]*type="checkbox"[^>]*name="([^"]+)" value="([^"]+)"[^>]* checked>', page)
    return dict(boxes)


def at(page: str) -> str:
    found = re.search(r'name="_page" value="([^"]+)"', page)
    return found[1] if found else ""


def story(id_: str) -> dict[str, Answer]:
    """What a story tells that is asked in boxes."""
    told = talk.story(MODEL, id_)
    return {finding: answer for finding, answer in told.items() if page_of(KNOWLEDGE, finding) in SCREEN}


def pages(client: TestClient, id_: str) -> Iterator[str]:
    """Every page of boxes of an interview that begins with a story, each left with Continue and with
    "none of these" where nothing is ticked."""
    page = send(client, [("_story", id_)])
    while at(page) in SCREEN:
        yield page
        none = [] if ticked(page) else [("_none", "yes")]
        page = send(client, [*shown(page), *none, ("_go", "next")])


@pytest.mark.parametrize("id_", KNOWLEDGE.guides)
def test_what_a_story_tells_is_ticked_and_is_told_by_nothing_else(client: TestClient, id_: str) -> None:
    told, seen = story(id_), dict[str, str]()
    for page in pages(client, id_):
        assert ticked(page).keys() == told.keys() & set(findings_of(KNOWLEDGE, at(page)))
        assert len({name for name, _ in shown(page)}) == len(shown(page)) - _more_of_the_map(page)
        seen |= ticked(page)
    assert seen == told


def _more_of_the_map(page: str) -> int:
    """How many fields repeat the name of another: only the map has many of one name."""
    names = [name for name, _ in shown(page) if name in ("numb-regions", "_not-asked")]
    return len(names) - len(set(names))


@pytest.mark.parametrize("id_", KNOWLEDGE.guides)
def test_none_of_these_takes_the_place_of_what_a_story_tells(client: TestClient, id_: str) -> None:
    """With script the others lose their ticks; without it the page says what to take away, and shows
    it."""
    for page in pages(client, id_):
        hidden = [pair for pair in shown(page) if pair[0] not in ticked(page)]
        after = send(client, [*hidden, ("_none", "yes"), ("_go", "next")])
        assert at(after) != at(page)
        assert {(one, ABSENT) for one in findings_of(KNOWLEDGE, at(page))} <= set(shown(after))
        if ticked(page):
            both = send(client, [*shown(page), ("_none", "yes"), ("_go", "next")], 422)
            assert "None of these" in both
            assert ticked(both) == {**ticked(page), "_none": "yes"}


@pytest.mark.parametrize("go", ["result", "answers", "skip", "next"])
@pytest.mark.parametrize("id_", KNOWLEDGE.guides)
def test_what_is_ticked_stays_told_however_the_page_is_left(client: TestClient, id_: str, go: str) -> None:
    for page in filter(ticked, pages(client, id_)):
        after = send(client, [*shown(page), ("_go", go)])
        assert set(ticked(page).items()) <= set(shown(after))
        if go in ("result", "answers"):
            rest = set(findings_of(KNOWLEDGE, at(page))) - ticked(page).keys()
            assert not rest & {name for name, _ in shown(after)}, "a box left empty is no answer"


@pytest.mark.parametrize("id_", KNOWLEDGE.guides)
def test_going_back_keeps_the_story(client: TestClient, id_: str) -> None:
    before = ""
    for page in pages(client, id_):
        back = send(client, [*shown(page), ("_go", "back")])
        assert at(back) == before
        carried = dict(shown(back))
        if before:
            assert set(story(id_).items()) <= set(carried.items())
        before = at(page)


@pytest.mark.parametrize("page", SCREEN)
def test_a_no_to_one_box_is_not_shown_as_none_of_these(client: TestClient, page: str) -> None:
    """Who said no to one of them has not said no to all; one press of Continue must not."""
    first = findings_of(KNOWLEDGE, page)[0]
    assert ticked(send(client, [(first, ABSENT), ("_go", f"change:{page}")])) == {}
    whole = [(id_, ABSENT) for id_ in findings_of(KNOWLEDGE, page)]
    assert ticked(send(client, [*whole, ("_go", f"change:{page}")])) == {"_none": "yes"}


@pytest.mark.parametrize("answer", [PRESENT, UNKNOWN])
@pytest.mark.parametrize("page", SCREEN)
def test_an_answer_of_a_kept_file_is_ticked_when_its_page_comes(client: TestClient, page: str, answer: str) -> None:
    ids = findings_of(KNOWLEDGE, page)
    others = [(id_, ABSENT) for one in SCREEN if one != page for id_ in findings_of(KNOWLEDGE, one)]
    come = send(client, [*others, (ids[-1], answer), ("_go", "next")])
    assert at(come) == page
    assert ticked(come) == {ids[-1]: answer}


@pytest.mark.parametrize("go", ["result", "answers"])
def test_an_answer_that_is_being_changed_stays_when_its_page_is_left(client: TestClient, go: str) -> None:
    """The result must not forget what the page still shows."""
    for told in (("age", "71"), ("onset", "weeks"), ("foot-drop", PRESENT), ("numb-regions", "left:heel")):
        page = send(client, [told, ("_go", f"change:{page_of(KNOWLEDGE, told[0])}")])
        assert told in shown(page)
        assert told in shown(send(client, [*shown(page), ("_go", go)]))


def test_a_sign_that_is_ticked_alarms_on_its_own_page(client: TestClient) -> None:
    """Nobody has to press Continue to be told to call: not with a story, nor when the page is shown
    again to change it or to correct it."""
    page = send(client, [("_story", "sudden-one-side")])
    assert 'class="alarm alarm--emergency"' in page
    sign = next(iter(ticked(page).items()))
    again = send(client, [sign, ("_go", f"change:{SCREEN[0]}")])
    wrong = send(client, [sign, ("_none", "yes"), ("_page", SCREEN[0]), ("_go", "next")], 422)
    assert all('class="alarm alarm--emergency"' in one for one in (again, wrong))


def test_a_tick_is_never_lost_to_none_of_these(client: TestClient) -> None:
    """Both are ticked and the result is asked for at once: the sign counts."""
    page = send(client, [("_go", f"change:{SCREEN[0]}")])
    sign = findings_of(KNOWLEDGE, SCREEN[0])[0]
    after = send(client, [*shown(page), (sign, PRESENT), ("_none", "yes"), ("_go", "result")])
    assert (sign, PRESENT) in shown(after)
