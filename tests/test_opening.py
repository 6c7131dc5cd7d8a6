"""The first page of the questions: words are shown as they were understood, and only what is ticked when it is sent is
an answer. Forms are read from the page and sent as a browser without script does."""

import logging
import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from pinprick import urgency
from pinprick.app import application
from pinprick.assessment import assess
from pinprick.case.answers import Painted
from pinprick.case.case import Case
from pinprick.case.known import red_flags_to_ask
from pinprick.knowledge.ids import ABSENT, MAP, PRESENT, SIDE, UNKNOWN
from pinprick.paper import note
from pinprick.pictures import bodymap
from pinprick.story.understanding import MOST, understand
from pinprick.web import forms, opening
from pinprick.web.forms import Pairs, Sheet
from pinprick.web.spoken import OPENING, Own, drawn
from pinprick.web.turns import Turn, turn
from pinprick.words.calling import Place
from tests.pages import FINDINGS, KNOWLEDGE, MODEL, SCRIPT
from tests.phrases import LEXICON, plain_flags
from tests.sending import FORM, posted

RED = red_flags_to_ask(KNOWLEDGE)
NAP = "My left foot is numb after a nap. No back pain. My mother has diabetes. Zebras graze quietly."
DROP = "My left foot is numb and I cannot lift my foot."


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(application(MODEL)) as client:
        yield client


def send(client: TestClient, fields: Pairs) -> str:
    return posted(client, "/interview", fields)


def fields(page: str, everything: bool = False) -> Pairs:
    """What a browser sends of the form of a page: hidden fields, words, ticked boxes; or all boxes there are."""
    form = page.partition('id="question"')[2].partition("</form>")[0]
    found = []
    for attributes in re.findall(r"<input\b([^>]*)>", form):
        values = dict(re.findall(r'([\w-]+)="([^"]*)"', attributes))
        if values["type"] in ("hidden", "text") or attributes.endswith(" checked") or (everything and "name" in values):
            found.append((values["name"], unescape(values["value"])))
    return [
        *found,
        *((name, unescape(words)) for name, words in re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>([^<]*)<', form)),
    ]


def at(page: str) -> str:
    return page.partition('name="_page" value="')[2].partition('"')[0]


def read(client: TestClient, words: str) -> str:
    page = send(client, [("_say", words), ("_go", "read")])
    assert at(page) == OPENING
    return page


def answers(page: str) -> dict[str, str]:
    """What a page after the first carries along of the answers."""
    return {name: value for name, value in fields(page) if name in FINDINGS}


# ---- the start


def test_every_part_of_the_feet_leads_to_the_map_with_that_part_painted_and_nothing_answered(
    client: TestClient,
) -> None:
    start = client.get("/").text
    parts = re.findall(r'<button[^>]*name="_paint" value="([^"]+)"', start)
    assert set(parts) == {":".join(mark) for mark in bodymap.marks("top")}
    for part in parts:
        page = send(client, [("_paint", part), ("_go", "view:top")])
        assert at(page) == MAP
        assert f'value="{part}" checked' in page
        assert page.count(" checked") == 1
        assert MAP not in dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))


@pytest.mark.parametrize("view", ["soles", "front", "back", "body"])
def test_the_start_page_leads_to_every_other_view_of_the_map(client: TestClient, view: str) -> None:
    assert f'value="view:{view}"' in client.get("/").text
    page = send(client, [("_go", f"view:{view}")])
    assert f'data-picture="{view}">' in page
    assert " checked" not in page


def test_nothing_of_the_start_page_is_sent_in_an_address(client: TestClient) -> None:
    start = client.get("/").text
    assert set(re.findall(r"<form[^>]*method=\"(\w+)\"", start)) == {"post"}
    assert start.count("<form") == len(re.findall(r"<form[^>]*method=", start))
    assert not [one for one in drawn() if f"?{one}" in start or f"/{one}" in start]


def test_the_stories_that_come_first_are_shown_with_a_drawing_and_every_other_behind_more(client: TestClient) -> None:
    start = client.get("/").text
    shown, _, more = start.partition('class="more"')
    first = [card.guide for card in KNOWLEDGE.screen.stories]
    assert re.findall(r'class="tale" href="/guides/([^"]+)"', shown) == first
    assert set(re.findall(r'class="story__link" href="/guides/([^"]+)"', more)) == KNOWLEDGE.guides.keys() - set(first)
    assert len(first) == 6


def test_after_the_map_comes_the_list_of_what_people_notice(client: TestClient) -> None:
    page = send(client, [("_page", MAP), (MAP, "left:dorsum"), ("_go", "next")])
    assert at(page) == OPENING
    assert [one for one in fields(page) if one[0] == MAP] == [(MAP, "left:dorsum")]


# ---- what is ticked


def test_words_are_shown_with_what_became_of_them(client: TestClient) -> None:
    page = read(client, NAP)
    assert "<mark>left foot</mark>" in page
    assert "<mark>No back pain</mark>" in page
    assert '<span class="opening__lost">Zebras graze quietly</span>' in page
    assert '<span class="opening__aside">diabetes</span>' in page
    sent = dict(fields(page))
    assert sent["heard.feels-numb"] == PRESENT
    assert sent["heard.low-back-pain"] == ABSENT if "low-back-pain" not in RED else True
    assert "heard.diabetes" not in sent


def test_what_is_not_ticked_is_not_asked(client: TestClient) -> None:
    page = read(client, NAP)
    kept = [one for one in fields(page) if not one[0].startswith("heard.")]
    assert answers(send(client, [*kept, ("_go", "next")])) == {}


def test_no_red_flag_is_answered_before_the_person_answers_it(client: TestClient) -> None:
    page = read(client, DROP)
    radios = re.findall(r'<input type="radio" name="heard.foot-drop" value="(\w+)"([^>]*)>', page)
    assert radios == [(PRESENT, ""), (ABSENT, ""), (UNKNOWN, "")]
    assert "foot-drop" not in answers(send(client, [*fields(page), ("_go", "next")]))


def test_a_red_flag_that_is_confirmed_alarms_on_the_next_page(client: TestClient) -> None:
    page = read(client, "My face droops suddenly")
    sign = re.findall(r'type="radio" name="heard\.([\w-]+)"', page)[0]
    after = send(client, [*fields(page), (f"heard.{sign}", PRESENT), ("_go", "next")])
    assert 'class="verdict verdict--emergency"' in after


def test_words_that_were_changed_are_read_before_anything_follows(client: TestClient) -> None:
    page = read(client, NAP)
    changed = [(name, f"{NAP} I cannot lift my foot." if name == "_say" else value) for name, value in fields(page)]
    again = send(client, [*changed, ("_go", "next")])
    assert at(again) == OPENING
    assert 'name="heard.foot-drop"' in again
    assert at(send(client, [*fields(again), ("_go", "next")])) != OPENING


def test_what_was_unticked_stays_so_when_words_are_read_again(client: TestClient) -> None:
    page = read(client, NAP)
    kept = [one for one in fields(page) if one[0] not in ("heard.feels-numb", "_say")]
    again = send(client, [*kept, ("_say", f"{NAP} It burns."), ("_go", "read")])
    assert "heard.feels-numb" not in dict(fields(again))
    assert dict(fields(again))["heard.feels-burning"] == PRESENT
    assert dict(fields(again))[f"heard.{MAP}"] == dict(fields(page))[f"heard.{MAP}"]


def test_what_is_numb_by_the_words_is_no_answer_and_the_map_begins_with_it(client: TestClient) -> None:
    page = send(client, [*fields(read(client, NAP)), ("_go", "next")])
    assert MAP not in answers(page)
    assert answers(page)[SIDE] == "one-side"
    paint = {value for name, value in fields(page) if name == "_paint"}
    foot = KNOWLEDGE.vocabulary.findings["numb-where"].areas["whole-foot"]
    assert paint == {f"left:{region}" for region in foot}
    carried = [(name, value) for name, value in fields(page) if name not in ("_page",)]
    on_map = send(client, [*carried, ("_go", f"change:{MAP}")])
    assert {value for name, value in fields(on_map) if name == MAP} == paint


def test_going_back_to_it_shows_what_was_ticked(client: TestClient) -> None:
    page = read(client, NAP)
    after = send(client, [*fields(page), ("_go", "next")])
    back = send(client, [*fields(after), ("_go", "back")])
    assert at(back) == OPENING
    denied = {"heard.low-back-pain"}  # a "no" is asked again, as no box of the page of red flags shows it
    assert {one: v for one, v in fields(back) if one not in denied} == {
        one: v for one, v in fields(page) if one not in denied
    }


def test_what_was_told_there_is_no_question_that_was_asked() -> None:
    heard = {one.finding: PRESENT for one in KNOWLEDGE.screen.notice}
    after = turn(MODEL, Sheet(page=OPENING, own=Own(heard=heard)), "en")
    assert set(after.sheet.own.told) == set(heard)
    assert after.progress.known.given.keys() == set(heard)


def test_words_that_are_too_long_are_to_be_mended(client: TestClient) -> None:
    shown = posted(client, "/interview", [("_say", "a" * (MOST + 1)), ("_page", OPENING)], 422)
    assert "govuk-error-summary" in shown


def test_words_are_never_logged_or_taken_as_markup(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.NOTSET):
        page = read(client, f"numb {SCRIPT}")
    assert SCRIPT not in page
    assert not [record for record in caplog.records if "numb" in record.getMessage()]


def test_the_note_has_the_words_and_no_more_than_fit() -> None:
    assessment = assess(MODEL, Case.of(MODEL, {"feels-numb": PRESENT}))
    assert "Zebras graze quietly" in note.data(MODEL, assessment, Place("GB"), "en", NAP)["words"]
    assert note.data(MODEL, assessment, Place("GB"), "en")["words"] == ""
    assert len(note.data(MODEL, assessment, Place("GB"), "en", "numb " * 1000)["words"]) < 600


# ---- of every text and every choice


TEXTS = st.lists(st.sampled_from(list(plain_flags().values())), min_size=1, max_size=3).map(". ".join)
NOTICE = st.sets(st.sampled_from([one.finding for one in KNOWLEDGE.screen.notice]), max_size=4)


@cache
def boxes(words: str) -> dict[str, str]:
    """Everything that can be ticked of some words."""
    shown = opening.shown(KNOWLEDGE, LEXICON, Own(say=words), "en")
    return {one.finding: one.value for one in shown.chips} | {one.finding: PRESENT for one in shown.signs}


def after(words: str, heard: dict[str, str]) -> Turn:
    return turn(MODEL, Sheet(page=OPENING, own=Own(say=words, words=words, heard=heard)), "en")


@given(TEXTS, NOTICE, st.data())
@settings(deadline=None)
def test_exactly_what_is_ticked_is_an_answer(words: str, noticed: set[str], data: st.DataObject) -> None:
    there = boxes(words)
    ticked = data.draw(st.sets(st.sampled_from(sorted(there)))) if there else set()
    heard = {id_: there[id_] for id_ in ticked} | dict.fromkeys(noticed - there.keys(), PRESENT)
    told = after(words, heard)
    assert not told.wrong
    said = {id_: forms.values(answer)[0] for id_, answer in told.progress.known.given.items()}
    wanted = {id_: value for id_, value in heard.items() if id_ != MAP}
    where = heard.get(MAP, "").split()
    sides = [one for one in where if ":" not in one]
    wanted |= {SIDE: sides[0]} if sides else {}
    assert said == wanted
    assert set(told.sheet.own.paint) == {one for one in where if ":" in one}


@given(TEXTS, st.data())
@settings(deadline=None)
def test_what_is_confirmed_of_words_is_never_calmer_than_without_them(words: str, data: st.DataObject) -> None:
    """Whatever else is ticked: with each red flag that the words name confirmed, the rules say no less."""
    there = boxes(words)
    red = {id_: PRESENT for id_ in there if id_ in RED}
    others = data.draw(st.sets(st.sampled_from(sorted(there)))) if there else set()
    heard = {id_: there[id_] for id_ in others - red.keys()}
    rules = urgency.parsed(KNOWLEDGE)
    calm = urgency.said_by_rules(rules, after(words, heard).progress.known).level
    assert urgency.said_by_rules(rules, after(words, heard | red).progress.known).level >= calm


@given(st.text(max_size=200))
@settings(deadline=None)
def test_the_pieces_of_any_words_are_those_words(words: str) -> None:
    told = understand(KNOWLEDGE, LEXICON, words)
    assert "".join(one.words for one in opening.pieces(words, told)) == words


@given(
    st.dictionaries(
        st.sampled_from(["_say", "_words", "_told", "_paint", "heard.numb-regions", "heard.side", "_go"]),
        st.text(max_size=20),
    )
)
@settings(deadline=None)
def test_no_form_breaks_it(sent: dict[str, str]) -> None:
    client = TestClient(application(MODEL), raise_server_exceptions=False)
    content = urlencode([("_page", OPENING), *sent.items()], errors="replace")
    assert client.post("/interview", content=content, headers={"content-type": FORM}).status_code in (200, 400, 422)


# ---- the list


def test_what_people_notice_is_no_red_flag_and_each_is_offered_once() -> None:
    noticed = [one.finding for one in KNOWLEDGE.screen.notice]
    assert len(noticed) == len(set(noticed)) == 24
    assert not set(noticed) & (RED.keys() | {id_ for group in KNOWLEDGE.screen.groups for id_ in group.findings})


@pytest.mark.parametrize(
    "marks", [("left:heel",), ("left:heel", "right:great-toe", "right:dorsum"), ("midline:trunk",)]
)
def test_the_map_begins_with_a_view_that_shows_most_of_what_is_painted(marks: tuple[str, ...]) -> None:
    view = opening.first_view(marks)
    shown = [sum(mark.split(":")[1] in bodymap.regions((one,)) for mark in marks) for one in bodymap.VIEWS]
    assert sum(mark.split(":")[1] in bodymap.regions((view,)) for mark in marks) == max(shown)


@pytest.mark.parametrize(
    ("left", "right", "words"),
    [("whole-foot", "", "Left: the whole foot"), ("sole-or-heel", "sole-or-heel", "Both sides: the sole or the heel")],
)
def test_painted_parts_are_told_by_the_largest_parts_they_make_up(left: str, right: str, words: str) -> None:
    areas = KNOWLEDGE.vocabulary.findings["numb-where"].areas
    painted = Painted(frozenset(areas.get(left, ())), frozenset(areas.get(right, ())), frozenset(), frozenset())
    assert opening.where(KNOWLEDGE, painted, "en") == words


def test_an_interview_that_begins_with_a_story_has_no_such_page() -> None:
    told = Sheet(answers={"feels-numb": PRESENT}, story=next(iter(KNOWLEDGE.guides)))
    assert turn(MODEL, told, "en").page != OPENING
    assert turn(MODEL, Sheet(), "en").page == OPENING
