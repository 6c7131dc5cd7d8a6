"""On which day a cause was looked through is told, and what is older than two years is named."""

from datetime import date

import pytest
from click.testing import CliRunner
from msgspec.structs import replace
from starlette.testclient import TestClient

from pinprick.app import create
from pinprick.authoring.checks.reviewed import grown_old, without_day
from pinprick.cli import main
from pinprick.knowledge import Knowledge
from pinprick.words import ENGLISH, dates
from tests.checked import check
from tests.models import written


def _reviewed(day: str) -> Knowledge:
    """The knowledge base, with Raynaud's looked through on a day and nothing else."""
    knowledge = written()
    conditions = {id_: replace(one, reviewed="") for id_, one in knowledge.conditions.items()}
    conditions["raynaud-phenomenon"] = replace(conditions["raynaud-phenomenon"], reviewed=day)
    return replace(knowledge, conditions=conditions)


@pytest.mark.parametrize(("day", "old"), [("2024-11-27", True), ("2024-11-29", False), ("2026-11-28", False)])
def test_a_review_is_old_after_two_years(day: str, old: bool) -> None:
    assert (grown_old(_reviewed(day), date(2026, 11, 28)) == ["raynaud-phenomenon"]) is old


def test_what_names_no_day_is_counted() -> None:
    knowledge = _reviewed("2026-11-28")
    assert len(without_day(knowledge)) == len(knowledge.conditions) - 1
    assert "raynaud-phenomenon" not in without_day(knowledge)


def test_the_check_says_how_many_name_no_day() -> None:
    assert f"{len(without_day(written()))} conditions name no day" in check()


def test_a_cause_says_when_it_was_looked_through_or_that_no_day_is_noted() -> None:
    days = {id_: one.reviewed for id_, one in written().conditions.items()}
    client = TestClient(create())
    for id_ in ("vitamin-b6-toxicity", "raynaud-phenomenon"):
        day = days[id_]
        words = f"Last looked through against its sources on {dates.day(day, ENGLISH)}." if day else "No day is noted"
        assert words in CliRunner().invoke(main, ["explain", id_]).output, id_
        assert words in client.get(f"/conditions/{id_}").text, id_


def test_what_is_newer_has_taken_the_place_of_what_is_older() -> None:
    """CG186 of 2014 was replaced by NG220 of 2022."""
    sources = written().sources
    assert not [key for key, source in sources.items() if "cg186" in source.url.lower()]
    assert "ng220" in sources["nice"].url
