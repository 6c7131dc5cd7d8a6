"""The search finds the guide that people look for, in their words: phrases that are no part of the
guides."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
import yaml
from starlette.testclient import TestClient

from pinprick.account import heard
from pinprick.app import application
from pinprick.story import lexicon
from pinprick.story.search import stems
from tests.house.files import ROOT
from tests.models import shipped
from tests.phrases import looked_up

PHRASES = yaml.safe_load((ROOT / "tests" / "search_phrases.yaml").read_text())


def places(part: str) -> Iterator[int]:
    """The place of the right guide among the guides that are found, from 0; 99 where it is not."""
    for guide, phrases in PHRASES[part].items():
        for phrase in phrases:
            found = [one.id for one in looked_up(phrase) if one.kind == "guides"]
            yield found.index(guide) if guide in found else 99


@pytest.mark.parametrize(("part", "first", "in_three"), [("seen", 0.95, 1.0), ("unseen", 0.85, 0.9)])
def test_the_right_guide_comes_first_or_nearly_so(part: str, first: float, in_three: float) -> None:
    found = list(places(part))
    assert len(found) >= 60
    assert sum(place == 0 for place in found) / len(found) >= first
    assert sum(place < 3 for place in found) / len(found) >= in_three


def test_no_unseen_phrase_was_written_into_a_guide() -> None:
    asked = {phrase.lower() for guide in shipped().knowledge.guides.values() for phrase in guide.asked["en"]}
    assert not [one for phrases in PHRASES["unseen"].values() for one in phrases if one.lower() in asked]


@pytest.mark.parametrize(
    ("words", "stem"),
    [
        ("tingly tingle tingling", "tingl"),
        ("nap naps napping", "nap"),
        ("numb numbness", "numb"),
        ("foot feet", "foot"),
        ("fall falls falling fell", "fall"),
        ("stress stressed", "stress"),
        ("sudden suddenly", "sudden"),
    ],
)
def test_forms_of_a_word_are_one(words: str, stem: str) -> None:
    assert set(stems(words)) == {stem}


def test_a_thing_that_bears_the_name_is_not_hidden_by_guides() -> None:
    assert [one.id for one in looked_up("gabapentin")] == ["gabapentin"]
    assert "morton-neuroma" in [one.id for one in looked_up("mortons neuroma")]


def test_what_fits_far_worse_than_the_best_is_dropped() -> None:
    found = {one.id for one in looked_up("restless legs") if one.kind == "guides"}
    assert found == {"both-feet-at-night", "pregnancy-numbness"}


# ---- beside guides


def ids(words: str) -> list[str]:
    return [one.id for one in looked_up(words)]


@pytest.mark.parametrize("words", ["numb feet", "tingling", "numb leg", "tingling feet"])
def test_words_that_most_guides_say_are_answered_by_few_guides_or_none(words: str) -> None:
    assert len([one for one in looked_up(words) if one.kind == "guides"]) <= 5


def test_guides_and_causes_rank_together() -> None:
    kinds = [one.kind for one in looked_up("sciatica")]
    assert kinds[0] == "conditions"
    assert "guides" in kinds[1:3]
    assert ids("restless legs")[0] == "restless-legs-syndrome"


@pytest.mark.parametrize(
    ("words", "medicine"), [("lyrica", "pregabalin"), ("Neurontin", "gabapentin"), ("acetaminophen", "paracetamol")]
)
def test_a_medicine_is_found_by_the_name_on_its_box(words: str, medicine: str) -> None:
    assert ids(words)[0] == medicine


def test_what_only_medicines_mention_leads_to_them() -> None:
    found = looked_up("glaucoma")
    assert found
    assert {one.kind for one in found} == {"medicines"}


def test_every_row_says_a_sentence_and_no_more() -> None:
    for one in looked_up("pins and needles at night"):
        assert one.says
        assert one.says.count(". ") == 0


# ---- on the page


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(application(shipped())) as client:
        yield client


def searched(client: TestClient, words: str) -> str:
    return client.post("/search", data={"words": words}, headers={"accept-language": "en-GB"}).text


WARNINGS = {
    "left leg asleep and dragging": "See a doctor today",
    "could not speak, then it passed": "Emergency",
    "my face droops": "Emergency",
}


@pytest.mark.parametrize("words", WARNINGS)
def test_a_warning_sign_is_answered_with_the_warning_first(client: TestClient, words: str) -> None:
    found = searched(client, words).partition('id="found"')[2]
    warning, _, rest = found.partition('class="carry"')
    assert 'class="alarm' in warning
    assert WARNINGS[words] in warning
    assert rest


@pytest.mark.parametrize(
    "words", ["dead leg", "numb toes", "no trouble speaking", "lyrica", "my mother cannot speak and I have numb toes"]
)
def test_without_a_warning_sign_nobody_is_warned(client: TestClient, words: str) -> None:
    assert 'class="alarm' not in searched(client, words)


def test_what_is_denied_never_calms_the_warning() -> None:
    knowledge = shipped().knowledge
    phrases = lexicon.load(None, "en")
    for words in ("my face droops", "I cannot pee and my back hurts"):
        alone = heard.warning(knowledge, phrases, words, "en")
        denied = heard.warning(knowledge, phrases, f"{words}. No fever, no back pain, no weakness.", "en")
        assert alone
        assert alone.rule
        assert denied == alone


def test_what_was_searched_for_is_carried_into_the_interview(client: TestClient) -> None:
    page = searched(client, 'numb "left" <b>foot</b>')
    form = page.partition('class="carry"')[2].partition("</form>")[0]
    fields = {name: unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form)}
    assert fields == {"_say": 'numb "left" <b>foot</b>', "_go": "read"}
    assert "<b>foot" not in page
    assert "<mark>" in client.post("/interview", data=fields).text
