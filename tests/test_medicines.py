"""Who a medicine is a risk for: every caution on six topics is computed, and nobody falls through
the net."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from starlette.testclient import TestClient

from pinprick import advice, app
from pinprick.advice import OfferedMedicine
from pinprick.case.known import of_answers
from pinprick.knowledge import Caution
from tests.models import shipped, written

YOUNG_WOMAN = {"sex": "female", "age": 30.0}

# Which words of a caution name the topic, and the people whom such a caution must hold, each known
# by one answer alone. "Any alcohol" is not among them: the vocabulary asks for heavy drinking only,
# so that line is always said.
TOPICS: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "pregnancy": (r"^you are pregnant\b", [{"pregnant": "present"}]),
    "plans for a baby": (r"\bor could become pregnant\b|\bplanning a baby\b|\bor breast-feeding\b", [YOUNG_WOMAN]),
    "age": (r"^you are (older|old)\b|\bover 65\b", [{"age": 85.0}]),
    "kidneys": (r"\bkidneys?\b", [{"kidney-disease": "present"}, {"creatinine-high": "present"}]),
    "anticoagulant": (r"\bblood thinner|\bwarfarin\b", [{"anticoagulant": "present"}]),
    "diabetes": (r"\bdiabetes\b", [{"diabetes": "present"}, {"hba1c-high": "present"}]),
    "alcohol": (r"\bdrink heavily\b|\bdependent on alcohol\b", [{"heavy-alcohol": "present"}]),
}

# For these no source of the medicine says anything of the topic. A new medicine has a line or
# stands here.
SILENT: dict[str, set[str]] = {
    "pregnancy": set(
        """
        paracetamol thiamine
        """.split()
    ),
    "age": set(
        """
        alpha-lipoic-acid capsaicin-cream capsaicin-patch clopidogrel dimethyl-fumarate iron lidocaine-patch
        mecobalamin methylprednisolone ocrelizumab oral-steroids paracetamol plasma-exchange teriflunomide
        thiamine vitamin-b12-replacement
        """.split()
    ),
    "kidneys": set(
        """
        alpha-lipoic-acid alteplase-tenecteplase capsaicin-cream capsaicin-patch dimethyl-fumarate iron
        mecobalamin methylprednisolone nifedipine ocrelizumab oral-steroids plasma-exchange teriflunomide
        thiamine vitamin-b12-replacement
        """.split()
    ),
    "anticoagulant": set(
        """
        aciclovir-valaciclovir alpha-lipoic-acid amitriptyline capsaicin-cream capsaicin-patch
        dimethyl-fumarate gabapentin glatiramer-acetate immunoglobulin iron lidocaine-patch mecobalamin
        nifedipine nortriptyline ocrelizumab oxcarbazepine pramipexole pregabalin teriflunomide thiamine
        vitamin-b12-replacement
        """.split()
    ),
    "diabetes": set(
        """
        aceclofenac aciclovir-valaciclovir amitriptyline aspirin carbamazepine clopidogrel dimethyl-fumarate
        duloxetine gabapentin glatiramer-acetate iron lidocaine-patch naproxen-ibuprofen nifedipine
        nortriptyline ocrelizumab oxcarbazepine paracetamol plasma-exchange pramipexole thiamine venlafaxine
        """.split()
    ),
    "alcohol": set(
        """
        aceclofenac aciclovir-valaciclovir alteplase-tenecteplase aspirin capsaicin-cream capsaicin-patch
        clopidogrel dimethyl-fumarate glatiramer-acetate immunoglobulin jingfukang-granules lidocaine-patch
        mecobalamin methylprednisolone nifedipine ocrelizumab plasma-exchange quinine vitamin-b12-replacement
        """.split()
    ),
}


def cautions() -> Iterator[tuple[str, Caution]]:
    for id_, medicine in written().medicines.items():
        for caution in (*medicine.must_not, *medicine.care):
            yield id_, caution


def on(topic: str) -> Iterator[tuple[str, Caution]]:
    words = re.compile(TOPICS[topic][0])
    return ((id_, caution) for id_, caution in cautions() if words.search(caution.says["en"]))


def offered(answers: Mapping[str, Any]) -> dict[str, OfferedMedicine]:
    """Every medicine as it is offered to this person, whatever the cause."""
    found: dict[str, OfferedMedicine] = {}
    for medicine in written().medicines.values():
        for condition in medicine.conditions:
            told = advice.medicines_for(written(), of_answers(written(), answers), [condition])
            found |= {one.id: one for one in told}
    return found


def says(lines: tuple[Caution, ...]) -> str:
    return "; ".join(caution.says["en"] for caution in lines)


def test_every_caution_speaks_to_you_and_has_a_source() -> None:
    for id_, caution in cautions():
        assert re.match(r"you(r)? ", caution.says["en"]), f"{id_}: {caution.says['en']}"
        assert caution.sources, f"{id_}: {caution.says['en']}"


@pytest.mark.parametrize("topic", TOPICS)
def test_a_caution_that_names_a_topic_is_computed(topic: str) -> None:
    for id_, caution in on(topic):
        assert caution.when is not None, f"{id_}: {caution.says['en']}"


@pytest.mark.parametrize("topic", TOPICS)
def test_one_answer_is_enough_to_be_caught(topic: str) -> None:
    for person in TOPICS[topic][1]:
        for id_, caution in on(topic):
            assert advice.known_to_hold(written(), caution.when, of_answers(written(), person)) is True, (
                f"{id_}: {caution.says['en']} ({person})"
            )


@pytest.mark.parametrize("topic", SILENT)
def test_a_medicine_speaks_of_a_topic_unless_its_sources_are_silent(topic: str) -> None:
    assert set(written().medicines) - {id_ for id_, _ in on(topic)} == SILENT[topic]


def test_who_was_asked_nothing_is_told_everything() -> None:
    for id_, one in offered({}).items():
        assert not one.against, id_
        assert not one.care, id_
        assert one.tell == (*one.medicine.must_not, *one.medicine.care), id_


def test_a_line_without_when_is_said_to_everyone() -> None:
    known = {id_: "absent" for id_, finding in written().vocabulary.findings.items() if finding.kind == "flag"}
    for id_, one in offered(known | {"age": 40.0, "sex": "male"}).items():
        always = [line for line in (*one.medicine.must_not, *one.medicine.care) if line.when is None]
        assert all(line in one.tell for line in always), id_


def test_a_pregnant_woman() -> None:
    told = offered({"sex": "female", "age": 29.0, "pregnant": "present"})
    for id_ in ("teriflunomide", "aceclofenac", "naproxen-ibuprofen", "jingfukang-granules", "quinine"):
        assert "you are pregnant" in says(told[id_].against), id_
    for id_ in ("pregabalin", "carbamazepine", "tramadol", "nifedipine", "clopidogrel"):
        assert "pregnant" in says(told[id_].care), id_


def test_a_man_of_eighty_on_blood_thinners() -> None:
    told = offered({"sex": "male", "age": 80.0, "anticoagulant": "present", "pregnant": "absent"})
    for id_ in ("naproxen-ibuprofen", "aceclofenac", "duloxetine", "aspirin", "venlafaxine", "quinine"):
        assert "blood thinner" in says(told[id_].care), id_
        assert "older" in says(told[id_].care), id_
    assert "blood thinner" in says(told["alteplase-tenecteplase"].against)
    assert "pregnant" not in says(told["gabapentin"].tell)


def test_failed_kidneys() -> None:
    told = offered({"kidney-disease": "present"})
    for id_ in ("duloxetine", "naproxen-ibuprofen", "aceclofenac"):
        assert "kidneys" in says(told[id_].against), id_
    for id_ in ("gabapentin", "pregabalin", "pramipexole", "tramadol", "aciclovir-valaciclovir"):
        assert "kidneys" in says(told[id_].care), id_


def test_the_page_of_a_medicine_says_how_soon_to_get_help() -> None:
    model = shipped()
    help_ = model.knowledge.urgency.medicine_help["en"]
    with TestClient(app.application(model)) as client:
        for id_, medicine in model.knowledge.medicines.items():
            assert (help_ in client.get(f"/medicines/{id_}").text) is bool(medicine.stop_and_seek_help), id_


def test_a_medicine_that_can_bring_thoughts_of_suicide_says_when_to_get_help() -> None:
    medicines = shipped().knowledge.medicines
    warned = {id_ for id_, one in medicines.items() if "suicide" in str(one.side_effects.serious["en"])}
    assert {"tramadol", "pregabalin", "gabapentin", "duloxetine"} <= warned
    silent = {id_ for id_ in warned if "harming yourself" not in str(medicines[id_].stop_and_seek_help["en"])}
    assert silent == {"carbamazepine", "oxcarbazepine"}


def test_too_much_paracetamol_is_an_emergency_even_for_who_feels_well() -> None:
    lines = shipped().knowledge.medicines["paracetamol"].urgencies
    assert ["4,000 mg" in line.says["en"] for line in lines if line.to == "emergency"] == [True]
