"""A note by somebody who examines tells what is examined and tested, in shorthand; people's own words never do."""

import re

import msgspec
import pytest
from msgspec.structs import replace

from pinprick import yamltext
from pinprick.authoring.checks import said as checks
from pinprick.knowledge.folder import FOLDER, said_files
from pinprick.knowledge.ids import ABSENT, PRESENT, SIDE
from pinprick.knowledge.phrases import tokens
from pinprick.knowledge.said import Said, of_notes, of_people, phrases
from pinprick.lab import own_words
from pinprick.lab.evaluate import is_for_fitting_id
from pinprick.story import lexicon
from pinprick.story.understanding import Understanding, understand
from tests.house.files import ROOT
from tests.models import shipped
from tests.phrases import lexicon_of

KNOWLEDGE = shipped().knowledge
FINDINGS = KNOWLEDGE.vocabulary.findings
EXAMINED = sorted(id_ for id_, one in FINDINGS.items() if one.by != "person")
NOTES = {language: lexicon.load(None, language, notes=True) for language in ("en", "zh")}


def file(name: str) -> Said:
    """A file of the knowledge base that tells how things are said."""
    return msgspec.convert(yamltext.read((FOLDER / name).read_bytes(), name).data, Said)


def read(text: str, language: str = "en") -> Understanding:
    return understand(KNOWLEDGE, NOTES[language], text)


def told(text: str, language: str = "en") -> dict[str, object]:
    """What is proposed of examiners and tests."""
    return {one.finding: one.value for one in read(text, language).proposals if one.finding in EXAMINED}


def said(text: str, language: str = "en") -> dict[str, object]:
    return {one.finding: one.value for one in read(text, language).proposals}


# ---- whose words


@pytest.mark.parametrize("language", NOTES)
def test_a_note_can_tell_all_that_is_examined_and_tested_and_people_none_of_it(language: str) -> None:
    present = {key[1] for key, _, _ in phrases(NOTES[language].said) if key[0] == "finding"}
    assert not set(EXAMINED) - present
    assert not set(EXAMINED) & set(lexicon_of(language).said.findings)


@pytest.mark.parametrize("language", NOTES)
def test_nothing_of_the_words_of_people_is_changed_by_notes(language: str) -> None:
    files = [file(name) for name in said_files(FOLDER, language)]
    assert any(one.notes for one in files)
    mine = of_people([one for one in files if not one.notes])
    assert of_people(files) == mine
    assert not of_people(files).signs
    added = of_notes(files)
    assert set(mine.findings["diabetes"].said) < set(added.findings["diabetes"].said)


def test_people_who_tell_results_propose_no_finding_of_an_examiner() -> None:
    own = understand(KNOWLEDGE, lexicon_of("en"), "Ankle jerks absent, monofilament 3/10, NCS normal. HbA1c 9.1%")
    assert not {one.finding for one in own.proposals} & set(EXAMINED)


def test_a_file_of_people_that_names_a_finding_of_an_examiner_is_a_fault() -> None:
    exam = file("said/en/exam.yaml")
    faults = checks._ids(KNOWLEDGE, "said/en/exam.yaml", replace(exam, notes=False))
    assert any("finding that a person can tell" in one.what for one in faults)
    assert not list(checks._ids(KNOWLEDGE, "said/en/exam.yaml", exam))


# ---- signs


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Babinski +ve", ["babinski", "positive"]),
        ("AJ -, KJ +", ["aj", "minus", ",", "kj", "pos"]),
        ("numb + cold", ["numb", "and", "cold"]),
        ("4+/5 and 5-/5", ["4", "pos", "5", "and", "5", "minus", "5"]),
        ("2-3 days", ["2", "3", "days"]),
        ("non-tender - no", ["non", "tender", ",", "no"]),
        ("vib ↓, 9.1%", ["vib", "lowered", ",", "9.1", "percent"]),
        ("o/e b/l c/o", ["examination", "bilaterally", "complains"]),
    ],
)
def test_signs_are_read_as_words_where_they_are_results(text: str, words: list[str]) -> None:
    assert [one.word for one in tokens(text, None, NOTES["en"].said.signs)] == words


def test_a_dash_that_is_no_result_denies_nothing() -> None:
    assert said("HPC: foot drop -\nnumb feet -")["foot-drop"] == PRESENT


# ---- results, by kind

TELLS = {
    "ankle jerks absent": {"ankle-reflex-low": PRESENT},
    "AJ -, KJ +": {"ankle-reflex-low": PRESENT, "knee-reflex-low": ABSENT},
    "ankle jerks present and symmetrical": {"ankle-reflex-low": ABSENT},
    "Ankle jerks could not be elicited": {"ankle-reflex-low": PRESENT},
    "knee and ankle jerks reduced": {"ankle-reflex-low": PRESENT, "knee-reflex-low": PRESENT},
    "DTRs 1+ at ankles": {"ankle-reflex-low": PRESENT},
    "areflexic": {"ankle-reflex-low": PRESENT, "knee-reflex-low": PRESENT, "reflexes-absent-all": PRESENT},
    "hyperreflexia, clonus": {"reflexes-brisk": PRESENT},
    "no clonus": {},
    "plantars ↑": {"babinski": PRESENT},
    "plantars downgoing": {"babinski": ABSENT},
    "Babinski -ve": {"babinski": ABSENT},
    "Hoffmann's +": {"hoffmann": PRESENT},
    "reduced vibration both feet, absent ankle jerks": {"vibration-low": PRESENT, "ankle-reflex-low": PRESENT},
    "JPS impaired": {"vibration-low": PRESENT},
    "monofilament 3/10": {"monofilament-lost": PRESENT},
    "monofilament 10/10": {"monofilament-lost": ABSENT},
    "glove and stocking": {"stocking-loss": PRESENT},
    "sensory level T8": {"sensory-level": PRESENT},
    "SLR positive at 40°": {"slr-positive": PRESENT},
    "Tinel's positive over the fibular head": {"tinel-fibular": PRESENT},
    "EHL 4/5, DF 5/5": {"weak-toe-extension": PRESENT, "weak-dorsiflexion": ABSENT},
    "DF 5-/5": {},
    "inversion and plantarflexion 5/5": {"weak-inversion": ABSENT, "weak-plantarflexion": ABSENT},
    "power 5/5": {"proximal-and-distal-weak": ABSENT},
    "Hoffmann positive, Romberg negative": {"hoffmann": PRESENT, "romberg": ABSENT},
    "anal tone normal": {},
    "normal anal tone and perianal sensation": {"anal-tone-low": ABSENT},
    "DP/PT pulses not palpable": {"pulses-absent": PRESENT},
    "no thickened nerves, AJ absent": {"nerve-thickened": ABSENT, "ankle-reflex-low": PRESENT},
    "NCS normal": {"ncs-normal": PRESENT},
    "MRI L-spine: L5/S1 disc with S1 root compression": {"mri-lumbar-compression": PRESENT},
    "MRI lumbar spine: no nerve root compression": {"mri-lumbar-compression": ABSENT},
    "B12 120 pg/mL (low)": {"b12-low": PRESENT},
    "FBC, TSH and B12 all normal": {"macrocytosis": ABSENT, "tsh-high": ABSENT, "b12-low": ABSENT},
    "ABPI 0.6": {"abi-low": PRESENT},
}
TELLS_IN_CHINESE = {
    "双足振动觉减退，踝反射消失，10g单丝感觉缺失，巴氏征阴性。糖化9.1%": {
        "vibration-low": PRESENT,
        "ankle-reflex-low": PRESENT,
        "monofilament-lost": PRESENT,
        "babinski": ABSENT,
        "hba1c-high": PRESENT,
    },
    "双侧Hoffmann征(-)，Babinski征（+）": {"hoffmann": ABSENT, "babinski": PRESENT},
    "足背伸肌力3级，跖屈肌力5级": {"weak-dorsiflexion": PRESENT, "weak-plantarflexion": ABSENT},
    "足背伸肌力5-级": {},
    "足背動脈搏動未觸及": {"pulses-absent": PRESENT},
    "血沉、CRP均正常": {"inflammation-high": ABSENT},
}


@pytest.mark.parametrize("text", TELLS)
def test_a_result_tells_this_and_no_more(text: str) -> None:
    assert told(text) == TELLS[text]


@pytest.mark.parametrize("text", TELLS_IN_CHINESE)
def test_a_result_in_chinese_tells_this_and_no_more(text: str) -> None:
    assert told(text, "zh") == TELLS_IN_CHINESE[text]


# ---- numbers


def test_the_limit_of_a_number_is_the_one_that_the_knowledge_base_has_a_source_for() -> None:
    measured = yamltext.read((ROOT / "src/pinprick/knowledge_base/codes.yaml").read_bytes(), "").data["findings"]
    limits = next(one["measured"]["at_least"] for one in measured["hba1c-high"] if "measured" in one)
    for language, name in (("en", "HbA1c"), ("zh", "糖化血红蛋白")):
        for unit, step in (("%", 0.1), ("mmol/mol", 1)):
            limit = limits[unit]
            assert told(f"{name} {limit:g} {unit}", language) == {"hba1c-high": PRESENT}
            assert told(f"{name} {limit - step:g} {unit}", language) == {"hba1c-high": ABSENT}
    least = next(one["measured"]["under"]["mL/min"] for one in measured["creatinine-high"] if "measured" in one)
    assert told(f"eGFR {least - 1}") == {"creatinine-high": PRESENT}
    assert told(f"eGFR {least}") == {}
    under = float(re.findall(r"[\d.]+", FINDINGS["abi-low"].ask["en"])[0])
    for language in NOTES:
        assert told(f"ABI {under - 0.01:g}", language) == {"abi-low": PRESENT}
        assert told(f"ABI {under:g}", language) == {"abi-low": ABSENT}


@pytest.mark.parametrize(
    "text", ["HbA1c 9.1", "HbA1c 75", "B12 120 pg/mL", "K 3.1", "TSH 8.2", "Ca 1.9", "creatinine 140"]
)
def test_a_number_without_a_sure_unit_or_limit_tells_nothing(text: str) -> None:
    assert told(text) == {}


# ---- how long, and who


@pytest.mark.parametrize(
    ("text", "language", "length"),
    [
        ("numb feet 6/12", "en", "months"),
        ("numb feet 3/52", "en", "weeks"),
        ("numb feet 2/7", "en", "days"),
        ("numb feet x 3 weeks", "en", "weeks"),
        ("3/12 hx of numb feet", "en", "months"),
        ("T2DM 15 years, numb feet 3/12", "en", "months"),
        ("15 year history of T2DM. Numb feet", "en", None),
        ("numb feet, T2DM (15 years)", "en", None),
        ("numb feet. HTN 10 years", "en", None),
        ("numb feet, on metformin for 10 yrs", "en", None),
        ("BP 120/52. numb feet", "en", None),
        ("numb feet, seen 3/12/2024", "en", None),
        ("糖尿病15年，双足麻木3月", "zh", "months"),
        ("糖尿病史15年，双足麻木", "zh", None),
        ("高血压10年，双足麻木", "zh", None),
    ],
)
def test_how_long_an_illness_has_been_there_is_not_how_long_the_numbness_has(
    text: str, language: str, length: str | None
) -> None:
    assert said(text, language).get("known-for") == length


@pytest.mark.parametrize(
    ("text", "age", "sex"),
    [("62 y/o M", 62, "male"), ("45F", 45, "female"), ("62M", 62, "male"), ("61yo male", 61, "male")],
)
def test_a_note_tells_age_and_sex_in_short(text: str, age: int, sex: str) -> None:
    assert (said(text)["age"], said(text)["sex"]) == (age, sex)


SPHINCTERS = ("bladder-retention", "bladder-urgency", "bowel-incontinence")


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("No back pain, bladder/bowels NAD.", SPHINCTERS),
        ("Bladder and bowel function normal", SPHINCTERS),
        ("Sphincters intact", SPHINCTERS),
        ("Urinary and bowel habit normal", SPHINCTERS),
        ("Bladder ok, bowels incontinent", ("bladder-retention",)),
        ("Anal sphincter tone normal", ()),
        ("normal bladder scan", ()),
    ],
)
def test_a_note_denies_at_once_what_bladder_and_bowels_may_have(text: str, denied: tuple[str, ...]) -> None:
    assert {id_ for id_ in SPHINCTERS if said(text).get(id_) == ABSENT} == set(denied)


MOVED = {id_ for id_ in EXAMINED if id_.startswith("weak-")}


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("Power 5/5 throughout", True),
        ("Strength full in all limbs, AJ absent", True),
        ("Power 5/5 throughout apart from ankle dorsiflexion", False),
        ("UL power 5/5 throughout, LL weak", False),
        ("Power normal", False),
    ],
)
def test_full_power_throughout_denies_that_any_movement_is_weak(text: str, denied: bool) -> None:
    assert {id_ for id_ in MOVED if told(text).get(id_) == ABSENT} == (MOVED if denied else set())


@pytest.mark.parametrize("text", ["bilateral numb feet, worse L", "b/l numb feet R > L", "Numb feet L>R"])
def test_a_note_tells_which_of_two_sides_is_worse(text: str) -> None:
    assert said(text)[SIDE] == "both-sides-unequal"


def test_he_and_she_of_a_note_are_the_patient_and_kin_are_not() -> None:
    assert said("He has numb feet")["feels-numb"] == PRESENT
    assert "diabetes" not in said("Her father has diabetes")


@pytest.mark.parametrize("text", ["O/E: AJ absent", "PMH: T2DM", "c/o numb feet", "Hx: diabetes. Neuro exam NAD."])
def test_headings_are_not_told_as_not_understood(text: str) -> None:
    assert not read(text).not_understood


# ---- how well

_GOOD = 0.9


@pytest.mark.parametrize(("language", "folder"), [("en", "notes"), ("zh", "notes/zh")])
def test_notes_of_the_half_for_fitting_are_understood(language: str, folder: str) -> None:
    path = ROOT / "evaluation" / folder / "notes.yaml"
    notes = own_words.read(path.read_bytes(), path.name, KNOWLEDGE)
    assert len({one.id for one in notes}) == len(notes) >= 8
    heard = [own_words.heard(KNOWLEDGE, NOTES[language], one) for one in notes if is_for_fitting_id(one.id)]
    for some in (heard, own_words.of_examination(KNOWLEDGE, heard)):
        scores = own_words.summary(KNOWLEDGE, some)[own_words.FOR_FITTING]
        assert min(scores["precision"], scores["recall"]) >= _GOOD
