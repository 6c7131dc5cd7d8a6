"""What was said to be numb in words stands on the map; what nobody painted or said is never taken as
not numb."""

import pytest
from msgspec.structs import replace
from starlette.testclient import TestClient

from pinprick.app import application
from pinprick.case.answers import Answer, Painted
from pinprick.knowledge.ids import ABSENT, MAP, PRESENT
from pinprick.pictures import bodymap
from pinprick.web import views
from pinprick.web.forms import Sheet
from pinprick.web.turns import turn
from pinprick.web.views import OnMap
from tests.pages import KNOWLEDGE, MODEL

MIDDLE = {"numb-saddle": "saddle", "numb-trunk": "trunk"}
SIDED = ("numb-face", "numb-arm-or-hand")
IN_WORDS = [id_ for id_, one in KNOWLEDGE.vocabulary.findings.items() if one.in_words]


def shown(answers: dict[str, Answer], **sheet: object) -> OnMap:
    """The map as it comes after some answers."""
    blank = Sheet(answers=answers, go=f"change:{MAP}")
    return views.on_map(KNOWLEDGE, turn(MODEL, replace(blank, **sheet), "en"))


def painted(answers: dict[str, Answer], *marks: str, opened: tuple[str, ...] = ("top",)) -> Painted:
    """What is taken from the map when it is sent with some marks after some answers."""
    sent = Sheet(answers=answers, page=MAP, given={MAP: marks}, views=opened)
    taken = turn(MODEL, sent, "en").sheet.answers[MAP]
    assert isinstance(taken, Painted)
    return taken


def test_every_finding_of_words_is_tried_here() -> None:
    assert set(IN_WORDS) == {*MIDDLE, *SIDED}


@pytest.mark.parametrize("id_", MIDDLE)
def test_what_has_no_side_is_painted(id_: str) -> None:
    found = shown({id_: PRESENT})
    assert found.marked == {f"midline:{MIDDLE[id_]}"}
    assert (found.loose, found.outlined) == ((), {})


@pytest.mark.parametrize("id_", SIDED)
def test_what_has_a_side_is_outlined_on_both_and_painted_on_neither(id_: str) -> None:
    found = shown({id_: PRESENT})
    assert found.marked == frozenset()
    assert found.loose == (id_,)
    regions = KNOWLEDGE.vocabulary.findings[id_].in_words
    assert set(found.outlined) == {(side, region) for side in ("left", "right") for region in regions}


@pytest.mark.parametrize("id_", IN_WORDS)
def test_what_was_denied_is_neither(id_: str) -> None:
    found = shown({id_: ABSENT})
    assert (found.marked, found.loose) == (frozenset(), ())


def test_what_was_cleared_stays_cleared_when_another_view_opens() -> None:
    told: dict[str, Answer] = {"numb-saddle": PRESENT}
    assert shown(told, page=MAP, go="view:front").marked == frozenset()
    again = shown(told, page=MAP, go="view:front", given={MAP: ("left:dorsum",)})
    assert again.marked == {"left:dorsum"}
    assert (again.shown, again.opened) == ("front", ("top", "front"))


def test_a_mark_in_a_view_that_was_not_opened_tells_of_itself_alone() -> None:
    taken = painted({"numb-saddle": PRESENT}, "midline:saddle", "left:dorsum")
    assert "saddle" in taken.midline
    assert "saddle" not in taken.not_asked
    assert {"trunk", "thigh-front", "buttock"} <= taken.not_asked


def test_what_was_told_is_not_taken_back_by_painting_nothing_of_it() -> None:
    told: dict[str, Answer] = {"numb-face": PRESENT, "numb-arm-or-hand": PRESENT}
    taken = painted(told, "left:hand", opened=("top", "body"))
    assert "face" in taken.not_asked
    assert not {"arm", "hand", "thigh-front"} & taken.not_asked, "the arm was told of by the hand"
    assert "face" not in painted({}, "left:hand", opened=("top", "body")).not_asked


def test_every_part_of_the_body_is_in_the_list_once() -> None:
    listed = [mark for side in ("left", "right", "midline") for mark in bodymap.views_of(side)]
    assert len(listed) == len(set(listed))
    assert {region for _, region in listed} == set(KNOWLEDGE.vocabulary.regions)


def test_the_page_shows_it() -> None:
    fields = {"numb-trunk": PRESENT, "numb-face": PRESENT, "_go": f"change:{MAP}"}
    page = TestClient(application(MODEL)).post("/interview", data=fields).text
    assert 'data-mark="midline:trunk" value="midline:trunk" checked' in page
    assert 'class="region told" data-region="face" data-side="left"' in page
    assert "numbness of the face" in page
