"""The page of red flags: its lines name all that is asked for, nothing was lost from it; and the way through the
interview only goes forward."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest

from pinprick.case.answers import Answers
from pinprick.case.case import Case
from pinprick.case.known import red_flags_to_ask
from pinprick.interview.pages import SCREEN, page_of
from pinprick.knowledge import SignGroup
from pinprick.knowledge.ids import MAP, UNKNOWN
from pinprick.lab import simulate
from pinprick.web import views
from pinprick.web.forms import Sheet
from pinprick.web.spoken import OPENING
from pinprick.web.turns import RESULT, Turn, turn
from tests.models import written
from tests.pages import KNOWLEDGE, MODEL, article, filled, steps

PEOPLE = list(simulate.people(MODEL, 24, seed=14))


# ---- what is on the page


@pytest.mark.parametrize("group", KNOWLEDGE.screen.groups, ids=lambda group: group.title["en"])
def test_each_sign_of_a_group_is_named_by_words_of_its_own(group: SignGroup) -> None:
    assert group.signs
    assert all(one.findings and one.says["en"].strip() for one in group.signs)
    assert len({one.says["en"].casefold() for one in group.signs}) == len(group.signs)


def test_each_red_flag_is_asked_for_once() -> None:
    counted = Counter((*KNOWLEDGE.screen.findings, *KNOWLEDGE.screen.asked_also))
    assert [id_ for id_, count in counted.items() if count > 1] == []
    assert {page_of(KNOWLEDGE, id_) for id_ in KNOWLEDGE.screen.findings} == {SCREEN}


def test_no_red_flag_was_lost_from_the_page() -> None:
    promised = set(written().promises.screen) - set(KNOWLEDGE.screen.asked_also)
    assert promised <= set(KNOWLEDGE.screen.findings)
    assert set(red_flags_to_ask(KNOWLEDGE)) <= set(KNOWLEDGE.screen.findings)


# ---- how far it is


def shares(shown: list[Turn]) -> list[float]:
    return [views.part(MODEL, step, "en").share for step in shown if step.page not in (RESULT, OPENING)]


def goes_forward(shown: list[Turn]) -> None:
    told = shares(shown)
    assert len(told) > 2
    assert told == sorted(told)
    assert 0 <= told[0] <= told[-1] < 1


@pytest.mark.parametrize("person", PEOPLE, ids=lambda case: case.id)
def test_the_share_of_the_way_that_is_behind_never_falls(person: Case) -> None:
    goes_forward(list(steps(person.answers, goes_on=True)))


def test_it_does_not_fall_for_who_skips_the_map_or_has_told_something_first() -> None:
    skipped = {**article(), MAP: UNKNOWN, "numb-where": UNKNOWN}
    goes_forward(list(steps(skipped)))
    goes_forward(list(_after(Sheet(asked=(OPENING,), answers={"feels-burning": "present"}), article())))


def test_it_does_not_fall_for_who_begins_on_the_drawing() -> None:
    touched = turn(MODEL, Sheet(go="view:top"), "en")
    assert touched.page == MAP
    first = turn(MODEL, filled(touched, article()), "en")
    assert first.page == OPENING
    began = [touched, *_after(Sheet(asked=(*first.sheet.asked, OPENING), answers=first.sheet.answers), article())]
    goes_forward(began)


def _after(sheet: Sheet, told: Answers) -> Iterator[Turn]:
    step = turn(MODEL, sheet, "en")
    while step.page != RESULT:
        yield step
        step = turn(MODEL, filled(step, told), "en")


def test_going_back_and_forward_again_shows_the_same_share() -> None:
    shown = list(steps(article()))
    for before, step in pairwise(shown[:-1]):
        back = turn(MODEL, _with(step.sheet, page=step.page, go="back"), "en")
        assert (back.page, shares([back])) == (before.page, shares([before]))


def _with(sheet: Sheet, **new: object) -> Sheet:
    return Sheet(**{**{name: getattr(sheet, name) for name in Sheet.__struct_fields__}, **new})
