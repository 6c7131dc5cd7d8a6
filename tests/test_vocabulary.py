"""The ids are a contract: what was there once stays, as cases and programs of others use it."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from pinprick.account.answers import shown
from tests.models import shipped

LINES = [line.split() for line in (Path(__file__).parent / "vocabulary.txt").read_text().splitlines() if line[0] != "#"]


def test_no_region_was_renamed() -> None:
    assert {id_ for what, id_, *_ in LINES if what == "region"} <= set(shipped().knowledge.vocabulary.regions)


def test_no_finding_and_no_value_was_renamed() -> None:
    for id_, kind, *values in (rest for what, *rest in LINES if what == "finding"):
        finding = shipped().knowledge.vocabulary.findings[id_]
        assert finding.kind == kind, id_
        assert set(values) <= set(finding.values), id_


def test_what_the_first_vocabulary_lacked_is_there() -> None:
    added = (
        "numb-arm-or-hand",
        "head-injury",
        "chest-pain",
        "dark-urine",
        "coughing-blood",
        "recent-spinal-or-epidural",
    )
    assert set(added) <= set(shipped().knowledge.vocabulary.findings)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_number_may_have_no_unit(language: str) -> None:
    knowledge = shipped().knowledge
    finding = replace(knowledge.vocabulary.findings["age"], unit={})
    assert shown(knowledge, finding, 34.0, language).strip() == "34"
    assert finding.written_unit == ""
