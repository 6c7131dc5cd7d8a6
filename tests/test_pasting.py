"""A clinician pastes a note: it is shown as it was understood, and fills in nothing before it is confirmed."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from pinprick.app import application
from pinprick.case.known import red_flags_to_ask
from pinprick.knowledge.ids import ABSENT, MAP, PRESENT
from pinprick.story.understanding import MOST
from pinprick.web import pasting
from pinprick.web.forms import Pairs, Sheet
from pinprick.web.spoken import Own
from tests.pages import KNOWLEDGE, MODEL
from tests.phrases import LEXICON, plain_flags
from tests.sending import posted

NOTE = (
    "54 y/o man, both feet numb for 3 months, worse at night. Denies back pain. Foot drop on the left. "
    "Father has diabetes. Zebras graze quietly."
)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(application(MODEL)) as client:
        yield client


def send(client: TestClient, fields: Pairs) -> str:
    return posted(client, "/clinician", fields)


def ticked(page: str) -> Pairs:
    boxes = re.findall(r'<input type="checkbox" name="(heard\.[^"]+)" value="([^"]+)" checked>', page)
    return [(name, unescape(value)) for name, value in boxes]


def filled(page: str) -> dict[str, str]:
    """The fields of findings that are filled in."""
    chosen = re.findall(
        r'<select name="([\w-]+)">(?:<option[^>]*>[^<]*</option>)*?<option value="([^"]+)" selected', page
    )
    return dict(chosen) | dict(re.findall(r'<input name="([\w-]+)"[^>]*value="([^"]+)"', page))


def test_a_note_is_shown_and_fills_in_nothing(client: TestClient) -> None:
    page = send(client, [("_say", NOTE), ("_go", "read")])
    assert filled(page) == {}
    told = dict(ticked(page))
    assert told["heard.age"] == "54"
    assert told["heard.low-back-pain"] == ABSENT
    assert "heard.diabetes" not in told
    assert "Zebras graze quietly" in page.partition("Not understood")[2]


def test_no_red_flag_of_a_note_is_ticked(client: TestClient) -> None:
    page = send(client, [("_say", NOTE), ("_go", "read")])
    assert 'name="heard.foot-drop" value="present">' in page
    assert not [name for name, _ in ticked(page) if name.removeprefix("heard.") in red_flags_to_ask(KNOWLEDGE)]


def test_only_what_is_ticked_fills_in_a_field_and_what_was_filled_in_stays(client: TestClient) -> None:
    page = send(client, [("_say", NOTE), ("_go", "read")])
    kept = [one for one in ticked(page) if one[0] != "heard.feels-numb"]
    there = ("achilles-reflex-reduced", PRESENT)
    exam = there if there[0] in KNOWLEDGE.vocabulary.findings else ("fever", ABSENT)
    after = filled(send(client, [exam, *kept, ("_say", NOTE), ("_go", "take")]))
    assert after == {name.removeprefix("heard."): value for name, value in kept} | {exam[0]: exam[1]}


def test_a_form_that_is_sent_for_another_field_takes_nothing_of_the_note(client: TestClient) -> None:
    page = send(client, [("_say", NOTE), ("_go", "read")])
    assert filled(send(client, [*ticked(page), ("_say", NOTE), ("fever", ABSENT)])) == {"fever": ABSENT}


def test_a_note_that_is_too_long_is_not_read(client: TestClient) -> None:
    page = send(client, [("_say", "a" * (MOST + 1)), ("_go", "read")])
    assert "govuk-error-message" in page


@given(st.lists(st.sampled_from(list(plain_flags().values())), min_size=1, max_size=3).map(". ".join), st.data())
@settings(deadline=None)
def test_exactly_what_is_ticked_is_taken(words: str, data: st.DataObject) -> None:
    _, pasted = pasting.read(KNOWLEDGE, LEXICON, Sheet(own=Own(say=words)), "en")
    assert pasted
    there = {one.finding: one.value for one in pasted.lines}
    chosen = data.draw(st.sets(st.sampled_from(sorted(there)))) if there else set()
    own = Own(say=words, heard={id_: there[id_] for id_ in chosen})
    sheet, again = pasting.read(KNOWLEDGE, LEXICON, Sheet(own=own, go=pasting.TAKE), "en")
    assert again is None
    assert sheet.answers.keys() == chosen
    assert MAP not in there
