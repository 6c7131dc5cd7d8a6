"""What it is not made for is said as soon as it is known, beside the verdict and with no say in it; and what is not for
a child is not asked, but for what may be urgent."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from starlette.testclient import TestClient

from pinprick.account import Account, account, for_clinicians, parts
from pinprick.account.asking import notices
from pinprick.account.note import note
from pinprick.app import application
from pinprick.assessment import assess
from pinprick.authoring.checks.scope import scope as faults
from pinprick.case.answers import Answer, Answers
from pinprick.case.case import Case
from pinprick.case.known import of_answers
from pinprick.cli import main, report
from pinprick.interview import clarifications, next_page, progress, questions
from pinprick.knowledge import HeldBack, Knowledge, Level, Scope
from pinprick.knowledge.ids import ABSENT, MAP, UNKNOWN
from pinprick.model.axes import Model
from pinprick.paper import note as paper
from pinprick.reasoning.inference import Belief
from pinprick.scope import held_back, out_of_scope
from pinprick.web import forms
from pinprick.web.forms import Sheet
from pinprick.words.calling import Place
from tests.answers import answers
from tests.models import shipped, written
from tests.sending import posted

MODEL = shipped()
KNOWLEDGE = MODEL.knowledge
LEGS = [id_ for id_, region in KNOWLEDGE.vocabulary.regions.items() if region.segment not in ("arm", "face", "trunk")]
HANDS = {MAP: {"left": ["hand"]}}
INJURY = {"leg-injury": "present", "known-for": "first-time-today", "onset": "seconds-minutes", "foot-drop": "present"}
CHILD = {"age": 15, "feels-tingling": "present", "known-for": "months", "course": "worsening"}


def scoped(scope: Scope) -> Model:
    return replace(MODEL, knowledge=replace(KNOWLEDGE, scope=scope))


def lines(told: Answers) -> set[str]:
    return set(out_of_scope(KNOWLEDGE, Case.of(MODEL, told).answers))


def told(model: Model, case: Case) -> Account:
    return account(model, assess(model, case), "en", for_clinicians(model.knowledge.settings.telling))


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ({"numb-arm-or-hand": "present", "numb-where": "not-the-leg"}, {"hands-alone"}),
        (HANDS, {"hands-alone"}),
        ({MAP: {"left": ["hand"], "right": ["heel"]}}, set()),
        ({MAP: {"left": ["hand"], "not-asked": LEGS}}, set()),
        (HANDS | {"numb-saddle": "present"}, set()),
        ({"numb-arm-or-hand": "present"}, set()),
        ({"numb-where": "not-the-leg"}, {"elsewhere"}),
        ({MAP: {"nowhere": True}}, {"elsewhere"}),
        ({"numb-where": "whole-foot"}, set()),
        (INJURY, {"injury"}),
        (INJURY | {"known-for": "months"}, set()),
        ({"leg-injury": "present"}, set()),
        ({}, set()),
    ],
)
def test_a_line_holds_where_it_is_known_to(given_: dict[str, Answer], expected: set[str]) -> None:
    assert lines(given_) == expected


@settings(max_examples=40, deadline=None)
@given(answers())
def test_it_changes_nothing_else(given_: dict[str, Answer]) -> None:
    changes_nothing_else(given_)


@pytest.mark.parametrize("story", [HANDS, INJURY, {"numb-where": "not-the-leg", "diabetes": "present"}])
def test_it_changes_nothing_else_where_it_is_told(story: dict[str, Answer]) -> None:
    assert lines(story)
    changes_nothing_else(story)


def changes_nothing_else(given_: dict[str, Answer]) -> None:
    case = Case.of(MODEL, given_)
    with_, plain = told(MODEL, case), told(scoped(replace(KNOWLEDGE.scope, lines={})), case)
    assert plain.scope == ()
    assert replace(wordless(with_), scope=()) == wordless(plain)


def wordless(told_: Account) -> Account:
    """The account without its card and the words of its reasons, which may not be of legs."""
    reasons = tuple(replace(one, text="", tell="") for one in told_.urgency.reasons)
    return replace(told_, card=None, urgency=replace(told_.urgency, reasons=reasons, tell="", why=()))


@settings(max_examples=40, deadline=None)
@given(answers())
def test_nothing_that_was_not_asked_makes_a_line_hold(given_: dict[str, Answer]) -> None:
    """With the answers that it rests on taken back as "I don't know", no line is left."""
    case = Case.of(MODEL, given_)
    blank = dict.fromkeys(case.answers, UNKNOWN)
    assert not lines(blank)
    for id_ in out_of_scope(KNOWLEDGE, case.answers):
        line = KNOWLEDGE.scope.lines[id_]
        assert line.sources or line.note


@pytest.mark.parametrize("story", [HANDS, INJURY, {"numb-where": "not-the-leg", "age": 15}])
def test_every_face_tells_it(story: dict[str, Answer]) -> None:
    case = Case.of(MODEL, story, finished=True)
    assessment, expected = assess(MODEL, case), told(MODEL, case)
    assert expected.scope
    printed = " ".join(report.report(MODEL, assessment, Place("GB"), "en").split())
    data = paper.data(MODEL, assessment, Place("GB"), "en")
    with TestClient(application(MODEL)) as client:
        page, clinic = (_page(client, path, case) for path in ("/interview", "/clinician"))
    for one in expected.scope:
        assert f"{one.says} {one.go}" in printed
        assert f"{one.says} {one.go}" in data["scope"]
        assert one.says in note(KNOWLEDGE, assessment, expected, "en")
        assert one.says in page
        assert one.go in page
        assert one.says in clinic.partition('id="note"')[0]


def _page(client: TestClient, path: str, case: Case) -> str:
    sheet = Sheet(answers=dict(case.answers), finished=True)
    return posted(client, path, [*forms.hidden(sheet), ("_go", "result")])


ALONE = [id_ for id_, line in KNOWLEDGE.scope.lines.items() if line.alone]
OF_CAUSES = "families causes waiting second sites care medicines next next_for_clinician".split()
LEG = re.compile(r"\b(leg|legs|foot|feet|toe|toes|shoe|shoes|sole|knee|ankle|calf|shin)\b", re.IGNORECASE)


@settings(max_examples=60, deadline=None)
@given(answers(), st.sampled_from([HANDS, {"numb-where": "not-the-leg"}, {MAP: {"nowhere": True}}]), st.booleans())
def test_beside_what_it_is_not_made_for_nothing_is_told_of_feet(
    given_: dict[str, Answer], elsewhere: dict[str, Answer], finished: bool
) -> None:
    """No cause, place, routine, test, medicine or question, in no face of a person; and what is to be done names no
    foot, unless it cannot wait."""
    case = Case.of(MODEL, given_ | elsewhere, finished=finished)
    assessment = assess(MODEL, case)
    if not set(out_of_scope(KNOWLEDGE, case.answers)) & set(ALONE):
        return
    found = account(MODEL, assessment, "en")
    assert {name for name in OF_CAUSES if getattr(found, name)} == set()
    assert parts.of_person(assessment, parts.PARTS) == ("verdict",)
    if found.card is None or found.urgency.level is None or found.urgency.level >= Level.SAME_DAY:
        return
    assert found.scope
    assert not found.do
    assert found.card.cause is None
    assert {one.says["en"] for one in KNOWLEDGE.urgency.self_care.dangers} <= {one.sign for one in found.card.worry_if}
    assert found.card.do
    for line in (found.urgency.tell, *(one.tell for one in found.urgency.reasons), *found.card.do):
        assert not LEG.search(line), line
    names = {condition.name.plain["en"] for condition in KNOWLEDGE.conditions.values()}
    assert not [name for name in names for one in found.urgency.reasons if name in one.text]


def test_beside_an_emergency_nothing_is_said_that_could_send_elsewhere() -> None:
    assessment = assess(MODEL, Case.of(MODEL, HANDS | {"facial-weakness": "present"}))
    found = account(MODEL, assessment, "en")
    assert found.urgency.level == Level.EMERGENCY
    assert found.scope == ()


# ---- children


def _hidden(page: str) -> list[tuple[str, str]]:
    """The hidden fields of a page, as a browser sends them."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return [(name, html.unescape(value)) for name, value in found]


def test_a_child_is_told_on_the_page_after_its_age() -> None:
    child = KNOWLEDGE.urgency.children["en"]
    assert child in notices(KNOWLEDGE, {"age": 15.0}, "en")
    assert not notices(KNOWLEDGE, {"age": 18.0}, "en")
    screen: dict[str, Answer] = {id_: ABSENT for group in KNOWLEDGE.screen.groups for id_ in group.findings}
    with TestClient(application(MODEL)) as client:
        for age, is_told in (("15", True), ("40", False)):
            fields = [*forms.hidden(Sheet(answers=screen)), ("_page", "also-0"), ("age", age), ("sex", "male")]
            shown = posted(client, "/interview", [*fields, ("_go", "next")])
            assert (child in shown) == is_told
            fields = [*_hidden(shown), ("_go", "skip")]
            assert child not in posted(client, "/interview", fields)  # once is enough


def test_the_terminal_tells_a_child_once_its_age_is_known(tmp_path: Path) -> None:
    screen = {**dict.fromkeys(KNOWLEDGE.screen.findings, ABSENT), MAP: UNKNOWN, "numb-where": "foot"}
    for age, is_told in (("15", True), ("40", False)):
        file = tmp_path / f"{age}.json"
        file.write_bytes(msgspec.json.encode({"findings": screen}))
        printed = CliRunner().invoke(main, ["ask", str(file)], input=f"{age}\n2\n?\ne\n", catch_exceptions=False)
        talk = " ".join(printed.output.partition("AN ORDINARY APPOINTMENT")[0].split())
        assert talk.count(KNOWLEDGE.urgency.children["en"]) == int(is_told)


def asked(told_: dict[str, Answer]) -> Iterator[str]:
    """What is asked of somebody who says no to all that is not told."""
    given_: dict[str, Answer] = {}
    while True:
        page = next_page(MODEL, progress(MODEL, of_answers(KNOWLEDGE, given_))).findings
        if not page:
            break
        for id_ in page:
            flag = KNOWLEDGE.vocabulary.findings[id_].kind == "flag"
            given_[id_] = told_.get(id_, ABSENT if flag else UNKNOWN)
        yield from page
    assert not assess(MODEL, Case.of(MODEL, given_)).urgency.settles


@pytest.mark.parametrize("story", [CHILD, CHILD | {"diabetes": "present"}, CHILD | {"age": 8, "sex": "female"}])
def test_what_is_not_for_a_child_is_not_asked(story: dict[str, Answer]) -> None:
    case = Case.of(MODEL, story)
    held = held_back(KNOWLEDGE, case.answers)
    assert held
    assert not held & set(asked(dict(case.answers)))
    grown = {**case.answers, "age": 40.0}
    assert not held_back(KNOWLEDGE, grown)
    assert held & {one.finding for one in questions(MODEL, of_answers(KNOWLEDGE, grown), _belief(grown))}


def _belief(given_: Answers) -> Belief:
    return progress(MODEL, of_answers(KNOWLEDGE, given_)).belief


def test_what_may_be_urgent_is_asked_of_a_child_all_the_same() -> None:
    """Unsteady, forgetful and drinking is an emergency at any age."""
    story: dict[str, Answer] = {"age": 15.0, "unsteady": "present", "memory-trouble": "present"}
    assert "heavy-alcohol" in held_back(KNOWLEDGE, story)
    assert "heavy-alcohol" in assess(MODEL, Case.of(MODEL, story)).urgency.settles


def test_a_girl_of_eight_is_not_asked_whether_she_is_pregnant() -> None:
    assert of_answers(KNOWLEDGE, {"age": 8.0, "sex": "female"}).get("pregnant") == ABSENT
    assert of_answers(KNOWLEDGE, {"age": 12.0, "sex": "female"}).get("pregnant") == UNKNOWN


def test_a_question_that_clarifies_is_held_back_too() -> None:
    grown: dict[str, Answer] = {"diabetes": "present", "age": 40.0}
    assert "heavy-alcohol" in clarifications(KNOWLEDGE, grown)
    assert "heavy-alcohol" not in list(clarifications(KNOWLEDGE, {**grown, "age": 15.0}))


def holding_back(finding: str) -> Knowledge:
    held = HeldBack({"age": {"under": 18}}, (finding,), "a note")
    return replace(written(), scope=Scope({}, (held,)))


@pytest.mark.parametrize(
    ("finding", "says"),
    [
        ("foot-drop", "is a red flag"),
        ("numb-saddle", "is a red flag"),
        ("diabetes", "stands on the first pages"),
        ("onset", "stands on the first pages"),
        ("toxin-exposure", "gate of self-care"),
        ("leprosy-region", "is asked for by the rule"),
        ("smoker", "more urgent"),
        ("no-such", "is not a finding"),
    ],
)
def test_what_the_level_needs_is_never_held_back(finding: str, says: str) -> None:
    assert any(says in fault.what for fault in faults(holding_back(finding)))


def test_a_line_needs_a_source_or_a_reason() -> None:
    line = replace(KNOWLEDGE.scope.lines["elsewhere"], note="", sources=())
    broken = replace(written(), scope=Scope({"elsewhere": line}))
    assert any("neither a source nor" in fault.what for fault in faults(broken))
    assert not list(faults(written()))
