"""A notebook shows of an assessment what every face tells a person: read from its HTML, as a browser reads it."""

from html.parser import HTMLParser
from typing import Any

import pytest

import pinprick
from pinprick.account import account
from pinprick.assessment import assess
from pinprick.case.case import Case
from pinprick.case.known import red_flags_to_ask
from pinprick.knowledge import Level
from tests.pages import FINDINGS, KNOWLEDGE, MODEL, SCRIPT
from tests.published import CASES

NAP = {"age": 34, "limb-pressed": "present", "moving-relieves": "present"}
EMERGENCY = {"numb-saddle": "present", "bladder-retention": "present"}
MAY = {"div", "p", "strong", "small", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {"lang", "style", "scope"}


class _Read(HTMLParser):
    """The words of a page by the innermost element, every element closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in MAY
        assert {name for name, _ in attrs} <= ATTRIBUTES
        assert not any("url" in (value or "") for _, value in attrs)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append((self.open[-1], data))


def shown(case: Case) -> _Read:
    """What a notebook shows of a case."""
    html = pinprick.assess(MODEL, case)._repr_html_()
    assert html is not None
    read = _Read()
    read.feed(html)
    read.close()
    assert read.open == []
    return read


def of(read: _Read, *elements: str) -> list[str]:
    return [words for element, words in read.words if element in elements]


@pytest.mark.parametrize("case", CASES[::6], ids=lambda case: case.id)
def test_a_notebook_says_what_every_face_says(case: Case) -> None:
    told, read = account(MODEL, assess(MODEL, case), "en"), shown(case)
    said = of(read, "p")
    assert told.urgency.name in of(read, "strong")
    assert told.urgency.tell in said
    assert [words for words in said if words.startswith("Why? ")] == [f"Why? {one}" for one in told.urgency.why]
    assert of(read, "th")[4 if told.causes else 0 :] == [cause.name for cause in told.causes]
    ranges = [words for words in of(read, "td") if words.startswith(tuple(cause.odds for cause in told.causes))]
    assert all(cause.range in cell for cause, cell in zip(told.causes, ranges, strict=True))
    assert [one.text for one in told.waiting] == (of(read, "li") if told.waiting else [])
    assert told.second is None or told.second.text in said


def test_a_notebook_says_what_this_is_not_made_for() -> None:
    case = Case.of(MODEL, {"numb-where": "not-the-leg"})
    (one,) = account(MODEL, assess(MODEL, case), "en").scope
    assert f"{one.says} {one.go}" in of(shown(case), "p")


@pytest.mark.parametrize("answers", [NAP, {}])
def test_a_notebook_says_what_was_not_asked(answers: dict[str, Any]) -> None:
    case = Case.of(MODEL, answers)
    told, read = account(MODEL, assess(MODEL, case), "en"), shown(case)
    assert f"{len(told.urgency.open)} signs are not known, and it is more urgent if one is true" in of(read, "strong")
    (named,) = (words for words in of(read, "p") if told.urgency.open[0].name in words)
    assert all(flag.name in named for flag in told.urgency.open)
    assert bool(of(read, "td")) == bool(answers)


def test_beside_an_emergency_a_notebook_shows_no_cause() -> None:
    read = shown(Case.of(MODEL, EMERGENCY))
    assert of(read, "th", "td") == []
    lines = KNOWLEDGE.urgency.levels[Level.EMERGENCY].emergency
    assert lines is not None
    do_not = {"en": tuple(one.says["en"] for one in lines.do_not if one.needs is None)}
    told = (lines.say, lines.until_help_comes, do_not, lines.take_along)
    assert of(read, "li") == [line for part in told for line in part["en"]]


def test_when_to_come_back_is_told_beside_self_care_alone() -> None:
    denied = {id_: "absent" for id_ in red_flags_to_ask(KNOWLEDGE) if FINDINGS[id_].kind == "flag"}
    for told, comes in ((NAP | denied, True), (NAP, False), (NAP | {"foot-drop": "present"}, False)):
        case = Case.of(MODEL, told)
        net = account(MODEL, assess(MODEL, case), "en").urgency.safety_net
        assert (net in of(shown(case), "p")) is comes


def test_a_title_is_text_and_nothing_else() -> None:
    case = Case.of(MODEL, NAP, title=f'{SCRIPT}<b> & "quoted"')
    assert "".join(of(shown(case), "p")).startswith(f'{SCRIPT}<b> & "quoted"')


def test_an_assessment_that_nobody_shows_falls_back_to_its_lines() -> None:
    assert assess(MODEL, Case.of(MODEL, NAP))._repr_html_() is None
