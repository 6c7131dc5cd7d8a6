"""A guide has six parts in their order and at most 600 words, as text and as page: no medicine, no odds
in numbers, dangers that rules compute, and a verdict that the model agrees with."""

import re
from functools import cache
from html import unescape

import pytest
from starlette.testclient import TestClient

from pinprick import guide
from pinprick.app import application
from pinprick.assessment import assess
from pinprick.case.answers import Answer
from pinprick.case.case import Case
from pinprick.guide import markdown
from pinprick.knowledge import Level
from pinprick.knowledge.hosts import is_on
from pinprick.words import ENGLISH, say
from pinprick.words.wording import text, texts
from tests.models import shipped

MODEL = shipped()
KNOWLEDGE = MODEL.knowledge
GUIDES = sorted(KNOWLEDGE.guides)


@cache
def page(id_: str) -> guide.GuidePage:
    return guide.page(MODEL, id_, ENGLISH)


def words(read: str) -> int:
    """How many words somebody reads; the numbers and dashes of a list are none."""
    return sum(bool(re.search(r"\w", word)) for word in re.sub(r"(?m)^\s*\d+\. ", "", read).split())


def body(id_: str) -> str:
    """What a person reads of a guide as text: all before the sources."""
    return markdown.plain(KNOWLEDGE, page(id_)).partition(say(ENGLISH, "guide.rests").upper())[0]


@cache
def shown(id_: str) -> str:
    """The page of a guide as it is served."""
    with TestClient(application(MODEL)) as client:
        return client.get(f"/guides/{id_}").text


def article(id_: str) -> str:
    """The markup of a guide on its page."""
    return shown(id_).partition('<article class="guide')[2].partition(">")[2].partition("</article>")[0]


def bare(markup: str) -> str:
    """What is read of markup: no tags, and nothing that waits for a script."""
    seen = re.sub(r"(?s)<svg.*?</svg>|<(\w+)[^>]* hidden[ >].*?</\1>", " ", markup)
    return unescape(re.sub(r"<[^>]+>", " ", seen))


@pytest.mark.parametrize("id_", GUIDES)
def test_a_guide_is_at_most_600_words_as_text_and_as_page(id_: str) -> None:
    assert 250 < words(body(id_)) <= 600
    assert 250 < words(bare(article(id_))) <= 600


PARTS = ("guide.box", "guide.now", "guide.why", "guide.others", "guide.come-back")


@pytest.mark.parametrize("id_", GUIDES)
def test_the_six_parts_stand_in_their_order(id_: str) -> None:
    """Answer and verdict in three lines, then the titles of the other five."""
    made = page(id_)
    emergency = made.assessment.urgency.level == Level.EMERGENCY
    titles = [say(ENGLISH, "guide.others-emergency" if emergency and one == "guide.others" else one) for one in PARTS]
    told = re.findall(r"(?m)^## (.*)$", markdown.markdown(KNOWLEDGE, made))
    assert told == [*titles, say(ENGLISH, "guide.rests")]
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", article(id_)) == titles
    lines = texts(made.guide.answer.lines, ENGLISH)
    assert len(lines) == 3
    at = [markdown.markdown(KNOWLEDGE, made).index(one) for one in (*lines, f"## {titles[0]}")]
    assert at == sorted(at)


@pytest.mark.parametrize("id_", GUIDES)
def test_the_box_has_at_most_six_dangers_each_with_a_rule_that_computes_it(id_: str) -> None:
    """What each says is proved with the lines of all files (test_one_urgency)."""
    box = KNOWLEDGE.guides[id_].box
    assert 1 <= len(box) <= 6
    for sign in box:
        assert sign.rules
        assert sign.when is not None
        assert sign.to >= Level.SAME_DAY
    assert any(sign.to == Level.EMERGENCY for sign in box)
    assert [sign for danger in page(id_).dangers for sign in danger.signs] == [
        text(sign.says, ENGLISH) for sign in sorted(box, key=lambda one: -one.to.rank)
    ]


@pytest.mark.parametrize("id_", GUIDES)
def test_a_guide_names_no_medicine_and_no_odds_in_numbers(id_: str) -> None:
    for read in (body(id_), bare(article(id_))):
        told = " ".join(read.lower().split())
        for cause in page(id_).others:  # "too little vitamin B1" is no advice to take it
            told = told.replace(cause.name.lower(), "")
        named = [
            name
            for medicine in KNOWLEDGE.medicines.values()
            for name in (text(medicine.name, ENGLISH), *medicine.also_called)
            if re.search(rf"\b{re.escape(name.lower())}\b", told)
        ]
        assert named == []
        assert not re.search(r"\d+ (in|of) \d+|\d ?%|per cent", told)


@pytest.mark.parametrize("id_", GUIDES)
def test_no_sentence_of_a_guide_is_longer_than_30_words(id_: str) -> None:
    made = KNOWLEDGE.guides[id_]
    told = [
        *made.answer.lines["en"],
        made.why.text["en"],
        *(one.says["en"] for one in made.others),
        *(one.says["en"] for one in made.come_back),
    ]
    long = [one for line in told for one in re.split(r"(?<=[.?!:]) ", line) if len(one.split()) > 30]
    assert long == []


@pytest.mark.parametrize("id_", GUIDES)
def test_the_first_source_of_a_guide_is_official_or_of_a_publisher(id_: str) -> None:
    hosts = KNOWLEDGE.hosts
    first = page(id_).sources[0]
    assert is_on(first, (*hosts.official, *hosts.publishers)), first.url
    assert not is_on(first, hosts.copies), first.url


SETTLED = [id_ for id_ in GUIDES if KNOWLEDGE.guides[id_].settled]
NO_DOCTOR = "need no doctor"


@pytest.mark.parametrize("id_", GUIDES)
def test_no_doctor_is_needed_only_where_the_model_says_so_too(id_: str) -> None:
    """A guide says it just where, what it asks being true and every warning sign denied, the level is
    self-care."""
    made = KNOWLEDGE.guides[id_]
    assert bool(made.settled) == any(NO_DOCTOR in line for line in made.answer.lines["en"])
    ages: list[dict[str, Answer]] = [{}] if "age" in made.settled else [{}, {"age": 18.0}, {"age": 59.0}, {"age": 85.0}]
    for age in ages if made.settled else []:
        case = Case.of(MODEL, {**made.story, **made.settled, **age}, id_)
        assert assess(MODEL, guide.without_warning_signs(MODEL, case)).urgency.level == Level.SELF_CARE, age


def test_some_guides_say_that_no_doctor_is_needed() -> None:
    assert len(SETTLED) >= 3
