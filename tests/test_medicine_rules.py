"""The house rules on medicines, held as data: only what a doctor would think of, nothing that is not recommended, one
figure for each with its year, and nothing beside an emergency (see `test_emergency`)."""

import re

import pytest
from msgspec.structs import replace
from starlette.testclient import TestClient

from pinprick import advice, guide
from pinprick.app import application
from pinprick.case.known import of_answers
from pinprick.guide import markdown
from pinprick.knowledge import LEVELS, Level
from pinprick.words import ENGLISH
from tests.models import shipped, written

NOT_RECOMMENDED = [id_ for id_, one in written().medicines.items() if one.role == "not-recommended"]


def test_some_medicines_are_not_recommended() -> None:
    assert NOT_RECOMMENDED


@pytest.mark.parametrize("medicine", NOT_RECOMMENDED)
@pytest.mark.parametrize("level", [level for level in LEVELS if level != Level.EMERGENCY])
def test_what_is_not_recommended_is_offered_to_nobody(medicine: str, level: Level) -> None:
    knowledge = written()
    for condition in knowledge.medicines[medicine].conditions:
        offered = advice.advise(knowledge, of_answers(knowledge, {}), {condition: 0.9}, level).medicines
        assert medicine not in [one.id for one in offered]


@pytest.mark.parametrize("medicine", NOT_RECOMMENDED)
def test_no_page_of_a_cause_lists_what_is_not_recommended(medicine: str) -> None:
    with TestClient(application(shipped())) as client:
        for condition in written().medicines[medicine].conditions:
            assert f"/medicines/{medicine}" not in client.get(f"/conditions/{condition}").text


@pytest.mark.parametrize("id_", written().guides)
def test_no_guide_names_what_is_not_recommended(id_: str) -> None:
    shown = markdown.plain(written(), guide.page(shipped(), id_, ENGLISH)).lower()
    for medicine in NOT_RECOMMENDED:
        assert written().medicines[medicine].name["en"].partition(" (")[0].lower() not in shown


def test_gabapentin_has_one_figure_with_its_year_wherever_it_is_told() -> None:
    knowledge = written()
    notes = [claim.note["en"] for one in knowledge.conditions.values() for claim in one.article if claim.note]
    told = [knowledge.medicines["gabapentin"].evidence["en"], *(note for note in notes if "gabapentin" in note)]
    figures = [figure for words in told for figure in re.findall(r"[^.]*of [\d\w ]+ people who took[^.]*", words)]
    assert figures
    for figure in figures:
        assert "review of 2025" in figure
        assert "of 5 to 9 people" in figure


def test_glatiramer_warns_that_it_can_be_at_any_time_and_mostly_within_an_hour() -> None:
    medicine = written().medicines["glatiramer-acetate"]
    for words in (medicine.evidence["en"], " ".join(medicine.stop_and_seek_help["en"])):
        assert "after the first dose or years later" in words
        assert re.search(r"mostly within an\s+hour", words)


def test_a_gene_keeps_its_star_in_the_text_of_a_guide() -> None:
    page = guide.page(shipped(), "nap-numbness", ENGLISH)
    starred = replace(page.guide, title={"en": "HLA-B*15:02 and _this_"})
    assert "HLA-B*15:02 AND _THIS_" in markdown.plain(written(), replace(page, guide=starred)).upper()
