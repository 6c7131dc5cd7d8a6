"""One case, one answer in every face: the same level, the same reasons, the same first causes in the
same words and odds.

Terminal, `--json`, page, side panel, PDF note, clinician's page, guide and `ask` are read as a person
or a program reads them, and held against one account of the case.
"""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from pinprick import guide, urgency
from pinprick.account import Account, account, for_clinicians, whole
from pinprick.account.verdict import lesser
from pinprick.advice import is_held
from pinprick.app import application
from pinprick.assessment import Assessment, assess
from pinprick.case.case import Case, changed
from pinprick.case.reading import to_data
from pinprick.cli import details, main, report
from pinprick.guide import joining, markdown
from pinprick.knowledge import Level
from pinprick.paper import note
from pinprick.paper.typeset import BOLD, PALE
from pinprick.rules import holds
from pinprick.web import forms
from pinprick.web.forms import Sheet
from pinprick.words import say
from pinprick.words.calling import Place
from tests.answers import answers
from tests.models import shipped
from tests.published import CASES
from tests.sending import posted
from tests.tiers import one_in

MODEL = shipped()
KNOWLEDGE = MODEL.knowledge
LIMITS = KNOWLEDGE.settings.telling


STORIES: dict[str, dict[str, Any]] = {
    "calf": {"calf-tender-swollen-one": "present", "age": 50},
    "shingles": {"blisters-one-strip": "present"},
    "nap": {"limb-pressed": "present", "moving-relieves": "present", "age": 34},
    "man of 70": {"sex": "male", "age": 70},
    "diabetes and a bad back": {
        "age": 58,
        "diabetes": "present",
        "feels-burning": "present",
        "worse-at-night": "present",
        "known-for": "years",
        "leg-radiating-pain": "present",
        "cough-worsens": "present",
    },
    "old signs": {"foot-drop": "present", "unsteady": "present", "known-for": "years", "age": 60},
}
SINCE = {"old signs": {"foot-drop": "over-three-months", "unsteady": "within-three-months"}}
"""What implies something (calf, shingles, age and sex), what has two causes, and what is calm only if nothing
else is true (nap), and what is less urgent as all signs are old."""


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(application(MODEL)) as client:
        yield client


def told(case: Case) -> Account:
    return account(MODEL, assess(MODEL, case), "en")


def told_to_clinicians(case: Case) -> Account:
    """The same; beside an emergency people are told no causes, and clinicians are."""
    return account(MODEL, assess(MODEL, case), "en", for_clinicians(LIMITS))


def flat(text: str) -> str:
    """What a person reads of a page or a terminal, in one line."""
    bare = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", text, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>|\x1b\[[0-9;]*m", " ", bare)).split())


def says(text: str, expected: Account, ranges: bool = True, clinical: bool = False) -> None:
    """Whether a face tells the level, every reason that says more than one before it, and the causes in their order
    with their odds."""
    read = flat(text).lower()
    assert expected.urgency.name.lower() in read
    of_the_level = [one for one in expected.urgency.reasons if one.level == expected.urgency.level]
    for reason in (*of_the_level, *lesser(expected.urgency)):
        assert flat(reason.text).lower() in read
    at = 0
    for cause in expected.causes:
        name = flat(cause.clinical if clinical else cause.name).lower()
        place = re.compile(rf"(?<!\w){re.escape(name)}\W.{{0,400}}?{re.escape(cause.odds)}").search(read, at)
        assert place, f"{name} with {cause.odds} is not told in its order"
        at = place.start() + len(name)
        assert not ranges or cause.range in read


def tells_waiting(text: str, expected: Account) -> None:
    """Whether a face tells which causes are not listed, and why."""
    for one in expected.waiting:
        assert flat(one.text) in flat(text)


def tells_second(text: str, expected: Account, clinical: bool = False) -> None:
    """Whether a face tells of a second cause, if there is one."""
    if expected.second:
        words = expected.second.note if clinical else expected.second.text
        assert flat(words) in flat(text)


def form(client: TestClient, path: str, case: Case, *more: tuple[str, str]) -> str:
    sheet = Sheet(answers=dict(case.answers), since=case.since, finished=case.finished)
    return posted(client, path, [*forms.hidden(sheet), *more])


def json_says(assessment: Assessment, expected: Account) -> None:
    limits = whole(LIMITS)
    data: Any = msgspec.json.decode(msgspec.json.encode(account(MODEL, assessment, "en", limits)))
    assert data["urgency"]["level"] == expected.urgency.level
    assert data["urgency"]["complete"] == expected.urgency.complete
    assert data["urgency"]["why"] == list(expected.urgency.why)
    if expected.causes:  # beside an emergency programs are told more than people
        assert (data["second"] or {}).get("text") == (expected.second and expected.second.text)
    # people are not told as an answer what hangs on something that is not known; programs are
    founded = [c for c in data["causes"] if not is_held(KNOWLEDGE, c["id"], assessment.known)]
    told_first = [(c["id"], c["name"], c["odds"], c["range"]) for c in founded[: len(expected.causes)]]
    assert told_first == [(c.id, c.name, c.odds, c.range) for c in expected.causes]
    assert {one.id for one in expected.waiting} <= {c["id"] for c in data["causes"]} - {c["id"] for c in founded}


def note_says(assessment: Assessment, expected: Account) -> None:
    data = note.data(MODEL, assessment, Place("GB"), "en")
    assert data["level"] == expected.urgency.name
    assert data["why"] == [say("en", "result.why", reason=reason) for reason in expected.urgency.why]
    assert data["second"] == (expected.second.note if expected.second else "")
    causes = [one["cause"].replace(BOLD, "").replace(PALE, "") for one in data["causes"]]
    odds = ["; ".join(filter(None, (c.odds, c.range))) for c in expected.causes]
    assert causes == [f"{c.name} ({c.clinical}): {each}" for c, each in zip(expected.causes, odds, strict=True)]


def clinicians_page_says(client: TestClient, case: Case, clinical: Account) -> None:
    shown = form(client, "/clinician", case)
    says(shown, clinical, ranges=False, clinical=True)
    for part in (shown.partition('id="note"')[0], shown.partition('id="note"')[2]):
        tells_second(part, clinical, clinical=True)


def every_face_agrees(client: TestClient, case: Case) -> None:
    """All faces but `ask`, the guide, and the page of a file."""
    assessment, clinical = assess(MODEL, case), told_to_clinicians(case)
    expected = account(MODEL, assessment, "en")
    json_says(assessment, expected)
    note_says(assessment, clinical)
    for lay_out in (report.report, details.details):
        printed = lay_out(MODEL, assessment, Place("GB"), "en")
        says(printed, expected)
        tells_second(printed, expected)
        tells_waiting(printed, expected)
    if case.answers:  # before anything is told neither has anything to say
        says(form(client, "/interview", case, ("_go", "panel")), expected, ranges=False)
        clinicians_page_says(client, case, clinical)
    finished = changed(MODEL, case, finished=True)
    page = form(client, "/interview", case, ("_go", "result"))
    says(page, told(finished))
    tells_second(page, told(finished))
    tells_waiting(page, told(finished))


@pytest.mark.parametrize("case", one_in(6, CASES), ids=lambda case: case.id)
def test_every_face_says_the_same_of_a_published_case(client: TestClient, case: Case) -> None:
    every_face_agrees(client, case)


@pytest.mark.parametrize("finished", [False, True])
@pytest.mark.parametrize("story", STORIES)
def test_every_face_says_the_same_of_a_story(client: TestClient, story: str, finished: bool) -> None:
    every_face_agrees(client, Case.of(MODEL, STORIES[story], story, story, finished, SINCE.get(story)))


@settings(max_examples=25, deadline=None)
@given(given_=answers(), finished=st.booleans())
def test_every_face_says_the_same_of_any_case(client: TestClient, given_: dict[str, Any], finished: bool) -> None:
    every_face_agrees(client, Case.of(MODEL, given_, "any", "any", finished))


@pytest.mark.parametrize("finished", [False, True])
@pytest.mark.parametrize("story", STORIES)
def test_a_kept_file_opens_to_the_answer_that_it_was_kept_with(
    client: TestClient, tmp_path: Path, story: str, finished: bool
) -> None:
    case = Case.of(MODEL, STORIES[story], story, story, finished, SINCE.get(story))
    content = msgspec.json.encode(to_data(case))
    says(client.post("/open", files={"case": ("kept.json", content)}).text, told(case))
    (tmp_path / "kept.json").write_bytes(content)
    printed = CliRunner().invoke(main, ["case", str(tmp_path / "kept.json")], catch_exceptions=False)
    says(printed.output, told(case))
    asked = CliRunner().invoke(main, ["ask", str(tmp_path / "kept.json")], input="e\n", catch_exceptions=False)
    says(asked.output, told(changed(MODEL, case, finished=True)))


@pytest.mark.parametrize("id_", one_in(3, KNOWLEDGE.guides))
def test_a_guide_says_of_its_other_causes_what_its_story_comes_to(client: TestClient, id_: str) -> None:
    """Page and text name the same causes in the order of the story's assessment, and how often each is there."""
    story = Case.of(MODEL, KNOWLEDGE.guides[id_].story, id_)
    expected = assess(MODEL, guide.without_warning_signs(MODEL, story))
    made = guide.page(MODEL, id_, "en")
    calm = expected.urgency.level != Level.EMERGENCY
    for read in (client.get(f"/guides/{id_}").text, markdown.markdown(KNOWLEDGE, made).replace("*", "")):
        told, at = flat(read.partition(joining.heading(made))[2]), 0
        for cause in made.others:
            often = guide.how_often(KNOWLEDGE, expected.likely[cause.id], "en") if calm else ""
            place = re.compile(rf"{re.escape(flat(cause.name))}\W+{re.escape(often)}").search(told, at)
            assert place, f"{cause.name} with {often} is not told in its order"
            at = place.end()


def test_a_story_has_two_causes() -> None:
    assert told(Case.of(MODEL, STORIES["diabetes and a bad back"])).second


def test_every_reason_for_the_level_is_told() -> None:
    """Whoever has five signs hears of five, in every face: none is left out for brevity."""
    signs = ("facial-weakness", "speech-trouble", "both-legs-weak", "numb-saddle", "chest-pain")
    assessment = assess(MODEL, Case.of(MODEL, dict.fromkeys(signs, "present")))
    fired = [id_ for id_, expr in urgency.parsed(KNOWLEDGE).fires.items() if holds(expr, assessment.known.answers)]
    assert len(fired) > 4
    told_ = account(MODEL, assessment, "en").urgency
    assert {reason.rule for reason in told_.reasons} == set(fired)
    assert told_.reasons[0].level == told_.level


@pytest.mark.parametrize("case", one_in(6, CASES), ids=lambda case: case.id)
def test_a_cause_of_another_level_stands_beside_the_sentence_that_explains_it(client: TestClient, case: Case) -> None:
    page = form(client, "/interview", case, ("_go", "result"))
    expected = told(case)
    levels = {KNOWLEDGE.conditions[cause.id].urgency.level for cause in expected.causes}
    if levels - {expected.urgency.level}:
        assert "how soon you should be seen stands at the top" in flat(page)
