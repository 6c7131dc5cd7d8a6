"""Pages of boxes that a story or an earlier answer has answered in part: what was told is shown, and
stays told however the page is left. The forms are read from the page and sent as a browser does."""

import re
from collections.abc import Iterator
from functools import cache
from html import unescape

import pytest
from starlette.testclient import TestClient

from pinprick.app import application
from pinprick.case.answers import Answer
from pinprick.case.known import of_answers, signs_with_age
from pinprick.interview.pages import SCREEN, page_of
from pinprick.knowledge.ids import ABSENT, PRESENT, SIGN_AGE, UNKNOWN
from pinprick.web import talk
from pinprick.web.forms import Pairs
from tests.models import shipped
from tests.sending import posted

MODEL = shipped()
KNOWLEDGE = MODEL.knowledge
EMERGENCIES = ("numb-seat-cycling", "sudden-one-side")
"""The stories that are an emergency before anything is asked."""


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(application(MODEL)) as client:
        yield client


def send(client: TestClient, fields: Pairs, status: int = 200) -> str:
    """The page that comes when a form of the interview is sent."""
    return posted(client, "/interview", fields, status)


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
    """What a story tells that is asked in boxes, and what it implies."""
    told = of_answers(KNOWLEDGE, talk.story(MODEL, id_)).answers
    return {finding: answer for finding, answer in told.items() if finding in KNOWLEDGE.screen.findings}


@cache
def page_of_signs(client: TestClient, id_: str) -> str:
    """The page of red flags of an interview that begins with a story; where that is an emergency,
    of somebody who goes on."""
    page = send(client, [("_story", id_)])
    if id_ in EMERGENCIES:
        assert not at(page)
        page = send(client, [*shown(page), ("_go", "on")])
    assert at(page) == SCREEN
    return page


@pytest.mark.parametrize("id_", KNOWLEDGE.guides)
def test_what_a_story_tells_is_ticked_and_is_told_by_nothing_else(client: TestClient, id_: str) -> None:
    page = page_of_signs(client, id_)
    assert ticked(page) == story(id_)
    names = [name for name, _ in shown(page) if name != "_asked"]
    assert len(set(names)) == len(names) - _more_of_the_map(page)


def _more_of_the_map(page: str) -> int:
    """How many fields repeat the name of another: only the map has many of one name."""
    names = [name for name, _ in shown(page) if name in ("numb-regions", "_not-asked")]
    return len(names) - len(set(names))


@pytest.mark.parametrize("id_", KNOWLEDGE.guides)
def test_a_group_is_open_where_a_story_tells_something_of_it(client: TestClient, id_: str) -> None:
    """What is ticked is in sight, and what is not is named by the line of its group."""
    page = page_of_signs(client, id_)
    for group, markup in zip(KNOWLEDGE.screen.groups, rows(page), strict=True):
        assert markup.startswith("open>") == bool(set(group.findings) & story(id_).keys())
        line = unescape(markup.partition("signs__line")[2].partition("</span>")[0])
        assert [one.says["en"] for one in group.signs if one.says["en"] not in line] == []


def rows(page: str) -> list[str]:
    """The groups of signs of a page, each from the end of its name on."""
    return [one.strip() for one in page.split('<details class="signs"')[1:]]


@pytest.mark.parametrize("id_", KNOWLEDGE.guides)
def test_the_button_denies_all_that_is_not_ticked_and_nothing_that_is(client: TestClient, id_: str) -> None:
    """What a story tells can be taken back: whoever unticks it says no to it."""
    page = page_of_signs(client, id_)
    after = dict(shown(send(client, [*shown(page), ("_go", "none")])))
    unticked = [pair for pair in shown(page) if pair[0] not in ticked(page)]
    taken_back = dict(shown(send(client, [*unticked, ("_go", "none")])))
    for sign in KNOWLEDGE.screen.findings:
        assert after[sign] == story(id_).get(sign, ABSENT)
        assert taken_back[sign] == ABSENT


@pytest.mark.parametrize("id_", KNOWLEDGE.guides)
def test_enter_denies_nothing_and_says_which_button_does(client: TestClient, id_: str) -> None:
    page = page_of_signs(client, id_)
    again = send(client, [*shown(page), ("_go", "next")], 422)
    assert at(again) == SCREEN
    assert ticked(again) == ticked(page)
    assert "None of all these" in again.partition("govuk-error-summary")[2].partition("</ul>")[0]
    assert not {(sign, ABSENT) for sign in KNOWLEDGE.screen.findings} & set(shown(again))


def test_the_first_button_of_the_form_is_the_one_that_denies_nothing(client: TestClient) -> None:
    """It is what Enter presses."""
    page = page_of_signs(client, "nap-numbness")
    buttons = re.findall(r'<button\b[^>]*name="_go" value="([^"]+)"', page.partition('id="question"')[2])
    assert buttons[0] == "next"
    assert "none" in buttons


@pytest.mark.parametrize("go", ["result", "answers", "skip", "none"])
@pytest.mark.parametrize("id_", KNOWLEDGE.guides)
def test_what_is_ticked_stays_told_however_the_page_is_left(client: TestClient, id_: str, go: str) -> None:
    page = page_of_signs(client, id_)
    after = send(client, [*shown(page), ("_go", go)])
    assert set(ticked(page).items()) <= set(shown(after))
    if go in ("result", "answers"):
        rest = set(KNOWLEDGE.screen.findings) - ticked(page).keys()
        assert not rest & {name for name, _ in shown(after)}, "a box left empty is no answer"


@pytest.mark.parametrize("id_", KNOWLEDGE.guides)
def test_going_back_keeps_the_story(client: TestClient, id_: str) -> None:
    page = page_of_signs(client, id_)
    assert at(send(client, [*shown(page), ("_go", "back")])) == ""
    after = send(client, [*shown(page), ("_go", "none")])
    back = send(client, [*shown(after), ("_go", "back")])
    assert at(back) == SCREEN
    assert set(story(id_).items()) <= set(shown(back))
    assert ticked(back) == story(id_)


def test_a_no_to_one_box_is_not_shown_as_a_no_to_all(client: TestClient) -> None:
    """Who said no to one of them has not said no to all; one press of Enter must not."""
    first = KNOWLEDGE.screen.findings[0]
    assert ("_none", "yes") not in shown(send(client, [(first, ABSENT), ("_go", f"change:{SCREEN}")]))
    whole = [(id_, ABSENT) for id_ in KNOWLEDGE.screen.findings]
    assert ("_none", "yes") in shown(send(client, [*whole, ("_go", f"change:{SCREEN}")]))


@pytest.mark.parametrize("number", range(len(KNOWLEDGE.screen.groups)))
def test_an_answer_of_a_kept_file_is_ticked_when_its_page_comes(client: TestClient, number: int) -> None:
    """What was said to be true is ticked; of what is not known the group is marked. One answer that misses brings
    the page back."""
    id_, open_ = KNOWLEDGE.screen.groups[number].findings[-1], KNOWLEDGE.screen.groups[number - 1].findings[0]
    others = [(one, ABSENT) for one in KNOWLEDGE.screen.findings if one not in (id_, open_)]
    come = send(client, [*others, (id_, PRESENT), ("_on", "yes"), ("_go", "next")])
    assert (at(come), ticked(come)) == (SCREEN, {id_: PRESENT})
    come = send(client, [*others, (id_, UNKNOWN), ("_go", "next")])
    assert (at(come), ticked(come)) == (SCREEN, {"_unsure": str(number)})
    assert ("_none", "yes") not in shown(come)


@pytest.mark.parametrize("number", range(len(KNOWLEDGE.screen.groups)))
def test_who_is_not_sure_of_a_group_denies_nothing_of_it(client: TestClient, number: int) -> None:
    ids = KNOWLEDGE.screen.groups[number].findings
    page = send(client, [("_go", f"change:{SCREEN}")])
    after = dict(shown(send(client, [*shown(page), ("_unsure", str(number)), (ids[0], PRESENT), ("_go", "none")])))
    for sign in KNOWLEDGE.screen.findings:
        said = PRESENT if sign == ids[0] else UNKNOWN if sign in ids else ABSENT
        assert after[sign] == said


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
    page = page_of_signs(client, "sudden-one-side")
    assert 'class="alarm alarm--emergency"' in page
    sign = next(iter(ticked(page).items()))
    again = send(client, [sign, ("_go", f"change:{SCREEN}")])
    wrong = send(client, [sign, ("_page", SCREEN), ("_go", "next")], 422)
    assert all('class="alarm alarm--emergency"' in one for one in (again, wrong))


@pytest.mark.parametrize("go", ["none", "result", "answers", "skip"])
def test_a_tick_is_never_lost_to_a_no_of_before(client: TestClient, go: str) -> None:
    """All were denied, one is ticked now: the sign counts."""
    page = send(client, [*((id_, ABSENT) for id_ in KNOWLEDGE.screen.findings), ("_go", f"change:{SCREEN}")])
    for sign in KNOWLEDGE.screen.findings[::5]:
        after = send(client, [*shown(page), (sign, PRESENT), ("_go", go)])
        assert (sign, PRESENT) in shown(after)


# ---- since when


def _numb_for_years(client: TestClient) -> str:
    """The page of signs, of somebody numb for years who has answered all of them before."""
    numb = [("known-for", "years"), ("onset", "months-years")]
    none = [(id_, ABSENT) for id_ in KNOWLEDGE.screen.findings]
    return send(client, [*numb, *none, ("_go", f"change:{SCREEN}")])


UNSTEADY, DROP = (f"since.{id_}" for id_ in ("unsteady", "foot-drop"))
OLD, WEEKS = "over-three-months", "within-three-months"


def test_each_sign_of_a_page_is_asked_since_when_and_nothing_else_is(client: TestClient) -> None:
    aged = signs_with_age(KNOWLEDGE)
    text = send(client, [("_go", f"change:{SCREEN}")])
    asked = set(re.findall(r'type="radio" name="since\.([^"]+)"', text))
    assert asked == aged & set(KNOWLEDGE.screen.findings)
    assert ' name="since.' not in text.replace('type="radio" name="since.', "")


def test_an_age_is_carried_along_shown_again_and_goes_with_its_tick(client: TestClient) -> None:
    page = _numb_for_years(client)
    assert at(page) == SCREEN
    after = send(client, [*shown(page), ("unsteady", PRESENT), (UNSTEADY, OLD), (DROP, OLD), ("_go", "next")])
    assert (UNSTEADY, OLD) in shown(after)
    assert DROP not in dict(shown(after)), "the foot does not hang, so nothing is old of it"
    back = send(client, [*shown(after), ("_go", f"change:{SCREEN}")])
    assert [field for field in shown(back) if field[0].startswith("since.")] == [(UNSTEADY, OLD)]
    assert re.search(rf'type="radio" name="{UNSTEADY}" value="{OLD}" checked', back)
    kept = [field for field in shown(back) if field != ("unsteady", PRESENT)]
    gone = send(client, [*kept, ("foot-drop", PRESENT), ("_go", "next")])
    assert not [name for name, _ in shown(gone) if name.startswith("since.")]


def test_an_age_stays_when_the_page_is_left_or_must_be_mended(client: TestClient) -> None:
    open_ = [field for field in shown(_numb_for_years(client)) if field[0] not in ("_none", "_change")]
    ticked_ = [*open_, ("unsteady", PRESENT), (UNSTEADY, WEEKS)]
    for go, status in (("result", 200), ("answers", 200), ("skip", 200), ("none", 200), ("next", 422)):
        assert (UNSTEADY, WEEKS) in shown(send(client, [*ticked_, ("_go", go)], status))
    for go in ("result", "answers"):
        assert "Yes, for weeks" in send(client, [*ticked_, ("_go", go)])


def test_the_newest_sign_is_asked_for_only_where_an_age_was_left_open(client: TestClient) -> None:
    also = [(id_, UNKNOWN) for id_ in KNOWLEDGE.screen.asked_also if id_ not in ("known-for", "onset")]
    clear = [("falls", ABSENT), ("numb-regions", "nowhere"), ("_not-asked", "face")]
    for ages, follows in (([UNSTEADY, DROP], ""), ([UNSTEADY], SIGN_AGE), ([], SIGN_AGE)):
        sent = [*shown(_numb_for_years(client)), *also, *clear, ("unsteady", PRESENT), ("foot-drop", PRESENT)]
        page = send(client, [*sent, *((name, OLD) for name in ages), ("_go", "next")])
        assert (SIGN_AGE in at(page).split("+")) == bool(follows), (ages, at(page))


def test_an_age_that_no_page_sends_is_refused(client: TestClient) -> None:
    for field, says in (
        ((UNSTEADY, "lately"), "is not an age"),
        (("since.onset", OLD), "is no field"),
        (("since.unstedy", OLD), "did you mean since.unsteady?"),
    ):
        assert says in send(client, [("unsteady", PRESENT), field], 400)


def test_a_clinician_says_since_when_beside_the_sign(client: TestClient) -> None:
    def found(fields: Pairs) -> str:
        return posted(client, "/clinician", fields)

    signs = [("unsteady", PRESENT), ("known-for", "years")]
    assert "for weeks" in found([*signs, (UNSTEADY, WEEKS)]).partition('id="clinic-found"')[2]
    assert "for weeks" not in found([*signs, (UNSTEADY, "")]).partition('id="clinic-found"')[2]
    taken_back = found([("unsteady", ABSENT), signs[1], (UNSTEADY, WEEKS)])
    assert "for weeks" not in taken_back.partition('id="clinic-found"')[2]
