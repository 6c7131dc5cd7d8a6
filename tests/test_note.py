"""The note for a doctor: the verdict, then the story, what was denied by groups, in the words of the trade."""

from datetime import date
from typing import Any

import msgspec
import pytest
import typst

from pinprick.account import account
from pinprick.assessment import Assessment
from pinprick.knowledge.ids import MAP
from pinprick.paper import note, typeset
from pinprick.words.calling import Place
from tests.models import shipped
from tests.notes import STORY, assessed

MODEL = shipped()
KNOWLEDGE = MODEL.knowledge
FINDINGS = KNOWLEDGE.vocabulary.findings
BOTH_SOLES = {side: ["great-toe", "sole-inner", "sole-outer"] for side in ("left", "right")}


def data(told: dict[str, Any], all_asked: bool = True) -> dict[str, Any]:
    return note.data(MODEL, assessed(told, all_asked), Place("GB"), "en")


def pages(assessment: Assessment, day: str = "2026-11-28") -> int:
    content = note.data(MODEL, assessment, Place("GB"), "en") | {"date": day}
    inputs = {"data": msgspec.json.encode(content).decode()}
    drawn: object = typst.compile(typeset._source("note"), sys_inputs=inputs, format="png", ppi=20)
    return len(drawn) if isinstance(drawn, list) else 1


def test_what_was_denied_stands_by_groups_each_once() -> None:
    told = data(STORY)
    groups = [one["group"] for one in told["absent"]]
    titles = [title["en"] for title in KNOWLEDGE.vocabulary.groups.values()]
    assert groups == [title for title in titles if title in groups], "in the order of the knowledge base"
    denied = [each for one in told["absent"] for each in one["findings"].split("; ")]
    answers = assessed(STORY).case.answers
    absent = [FINDINGS[id_] for id_, answer in answers.items() if answer == "absent"]
    assert sorted(denied) == sorted((one.clinical or one.label)["en"] for one in absent)
    assert max(map(len, told["absent"])) < len(denied)


def test_a_doctor_reads_a_doctors_words() -> None:
    told = str(data(STORY))
    assert "recreational use of nitrous oxide" in told
    assert "laughing gas" not in told
    assert "carpopedal spasm" in data(STORY)["present"]
    user = data({"nitrous-oxide": "present", "feels-tingling": "present", "age": 30})
    assert "laughing gas" not in " ".join(f"{one['for']} {one['against']}" for one in user["causes"])
    assert any("nitrous oxide" in one["for"] for one in user["causes"])


def test_the_story_is_whole() -> None:
    told = data({**STORY, MAP: {**BOTH_SOLES, "midline": []}})
    assert {"finding": "Age", "answer": "58 years"} in told["told"]
    assert "burning" in told["present"]
    assert "unusual tiredness" in told["unknown"]
    assert "big toe (left)" in told["marked"]
    assert len(told["maps"]) == 2


def test_what_was_not_asked_is_not_denied() -> None:
    told = data({"feels-burning": "present"}, all_asked=False)
    open_ = [each for one in told["not_known"] for each in one["findings"].split("; ")]
    flags = account(MODEL, assessed({"feels-burning": "present"}, all_asked=False), "en").urgency.open
    assert len(open_) == len(flags) > 0
    assert not told["absent"]


@pytest.mark.parametrize("all_asked", [False, True])
@pytest.mark.parametrize(
    "told",
    [
        STORY | {MAP: BOTH_SOLES | {"midline": []}},
        {"facial-weakness": "present", "foot-drop": "present"},
        dict.fromkeys((id_ for id_, one in FINDINGS.items() if one.kind == "flag" and one.by == "person"), "absent"),
        {},
    ],
    ids=["diabetic", "stroke", "all denied", "nothing"],
)
def test_it_keeps_to_two_pages(told: dict[str, Any], all_asked: bool) -> None:
    assert pages(assessed(told, all_asked)) <= 2


def test_it_bears_the_day_and_is_a_file_of_its_own() -> None:
    one, other = (note.pdf(data(STORY), date(2026, month, 28)) for month in (1, 11))
    assert one.startswith(b"%PDF")
    assert one != other
