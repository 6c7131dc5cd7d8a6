"""Pages of boxes that a story or an earlier answer has answered in part: what was told is shown, and
stays told however the page is left. The forms are read from the page and sent as a browser does."""

import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from pinprick.app import application
from pinprick.case.answers import Answer
from pinprick.case.known import signs_with_age
from pinprick.interview.pages import findings_of, page_of
from pinprick.knowledge.ids import ABSENT, PRESENT, SIGN_AGE, UNKNOWN
from pinprick.web import talk
from pinprick.web.forms import Pairs
from tests.models import shipped

MODEL = shipped()
KNOWLEDGE = MODEL.knowledge
SCREEN = [f"screen-{number}" for number in range(len(KNOWLEDGE.screen.groups))]
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(application(MODEL)) as client:
        yield client


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


@cache
def pages(client: TestClient, id_: str) -> tuple[str, ...]:
    """Every page of boxes of an interview that begins with a story, each left with Continue and with
    "none of these" where nothing is ticked. A page carries all that was told, so one walk serves every test."""
    page, seen = send(client, [("_story", id_)]), []
    while at(page) in SCREEN:
        seen.append(page)
        none = [] if ticked(page) else [("_none", "yes")]
        page = send(client, [*shown(page), *none, ("_go", "next")])
    assert seen
    return tuple(seen)


@pytest.mark.parametrize("id_", KNOWLEDGE.guides)
def test_what_a_story_tells_is_ticked_and_is_told_by_nothing_else(client: TestClient, id_: str) -> None:
    told, seen = story(id_), dict[str, str]()
    for page in pages(client, id_):
        assert ticked(page).keys() == told.keys() & set(findings_of(KNOWLEDGE, at(page)))
        names = [name for name, _ in shown(page) if name != "_asked"]
        assert len(set(names)) == len(names) - _more_of_the_map(page)
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


# ---- since when


def _numb_for_years(client: TestClient) -> str:
    """The page of signs, of somebody numb for years who said no to those of all other pages."""
    numb = [("known-for", "years"), ("onset", "months-years")]
    none = [(id_, ABSENT) for page in SCREEN if page != SIGNS for id_ in findings_of(KNOWLEDGE, page)]
    return send(client, [*numb, *none, ("_go", "next")])


SIGNS = page_of(KNOWLEDGE, "unsteady")
UNSTEADY, DROP = (f"since.{id_}" for id_ in ("unsteady", "foot-drop"))
OLD, WEEKS = "over-three-months", "within-three-months"


def test_each_sign_of_a_page_is_asked_since_when_and_nothing_else_is(client: TestClient) -> None:
    aged = signs_with_age(KNOWLEDGE)
    for page in SCREEN:
        text = send(client, [("_go", f"change:{page}")])
        asked = set(re.findall(r'type="radio" name="since\.([^"]+)"', text))
        assert asked == aged & set(findings_of(KNOWLEDGE, page))
        assert ' name="since.' not in text.replace('type="radio" name="since.', "")


def test_an_age_is_carried_along_shown_again_and_goes_with_its_tick(client: TestClient) -> None:
    page = _numb_for_years(client)
    assert at(page) == SIGNS
    after = send(client, [*shown(page), ("unsteady", PRESENT), (UNSTEADY, OLD), (DROP, OLD), ("_go", "next")])
    assert (UNSTEADY, OLD) in shown(after)
    assert DROP not in dict(shown(after)), "the foot does not hang, so nothing is old of it"
    back = send(client, [*shown(after), ("_go", f"change:{SIGNS}")])
    assert [field for field in shown(back) if field[0].startswith("since.")] == [(UNSTEADY, OLD)]
    assert re.search(rf'type="radio" name="{UNSTEADY}" value="{OLD}" checked', back)
    kept = [field for field in shown(back) if field != ("unsteady", PRESENT)]
    gone = send(client, [*kept, ("foot-drop", PRESENT), ("_go", "next")])
    assert not [name for name, _ in shown(gone) if name.startswith("since.")]


def test_an_age_stays_when_the_page_is_left_or_must_be_mended(client: TestClient) -> None:
    ticked_ = [*shown(_numb_for_years(client)), ("unsteady", PRESENT), (UNSTEADY, WEEKS)]
    for go, status, more in (
        ("result", 200, []),
        ("answers", 200, []),
        ("skip", 200, []),
        ("next", 422, [("_none", "yes")]),
    ):
        assert (UNSTEADY, WEEKS) in shown(send(client, [*ticked_, *more, ("_go", go)], status))
    for go in ("result", "answers"):
        assert "Yes, for weeks" in send(client, [*ticked_, ("_go", go)])


def test_the_newest_sign_is_asked_for_only_where_an_age_was_left_open(client: TestClient) -> None:
    also = [(id_, UNKNOWN) for id_ in KNOWLEDGE.screen.asked_also if id_ not in ("known-for", "onset")]
    clear = [("falls", ABSENT), ("numb-regions", "nowhere"), ("_not-asked", "face")]
    for ages, follows in (([UNSTEADY, DROP], ""), ([UNSTEADY], SIGN_AGE), ([], SIGN_AGE)):
        sent = [*shown(_numb_for_years(client)), *also, *clear, ("unsteady", PRESENT), ("foot-drop", PRESENT)]
        page = send(client, [*sent, *((name, OLD) for name in ages), ("_go", "next")])
        assert (at(page) == SIGN_AGE) == bool(follows), (ages, at(page))


def test_an_age_that_no_page_sends_is_refused(client: TestClient) -> None:
    for field, says in (
        ((UNSTEADY, "lately"), "is not an age"),
        (("since.onset", OLD), "is no field"),
        (("since.unstedy", OLD), "did you mean since.unsteady?"),
    ):
        assert says in send(client, [("unsteady", PRESENT), field], 400)


def test_a_clinician_says_since_when_beside_the_sign(client: TestClient) -> None:
    def found(fields: Pairs) -> str:
        answer = client.post("/clinician", content=urlencode(fields), headers=FORM)
        assert answer.status_code == 200
        return answer.text

    signs = [("unsteady", PRESENT), ("known-for", "years")]
    assert "for weeks" in found([*signs, (UNSTEADY, WEEKS)]).partition('id="clinic-found"')[2]
    assert "for weeks" not in found([*signs, (UNSTEADY, "")]).partition('id="clinic-found"')[2]
    taken_back = found([("unsteady", ABSENT), signs[1], (UNSTEADY, WEEKS)])
    assert "for weeks" not in taken_back.partition('id="clinic-found"')[2]
