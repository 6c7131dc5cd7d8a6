"""A clinical record read into answers: a yes only where it surely says so, and never a no."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinprick.fhir.records import answers_from_record
from pinprick.knowledge.ids import PRESENT
from tests.fhir_records import PERSON, TODAY, ago, bundle, concept, condition, read, said
from tests.pages import KNOWLEDGE

DIABETES = {"diabetes": PRESENT}


# ---- the person


def test_age_and_sex_are_those_of_the_patient() -> None:
    assert read().answers == {"age": 68.0, "sex": "male"}


@pytest.mark.parametrize(
    ("changed", "answers", "aside"),
    [
        ({"birthDate": "1958-11-28"}, {"age": 68.0}, []),
        ({"birthDate": "1958-11-29"}, {"age": 67.0}, []),
        ({"birthDate": "1958-06"}, {"age": 68.0}, []),
        ({"birthDate": "1958-11"}, {}, [("age", "birth-date-not-whole")]),
        ({"birthDate": "1958"}, {}, [("age", "birth-date-not-whole")]),
        ({"birthDate": "2027-01-01"}, {}, [("age", "in-the-future")]),
        ({"birthDate": "1800-01-01"}, {}, [("age", "not-possible")]),
        ({"deceasedBoolean": True}, {}, [("age", "died")]),
        ({"deceasedDateTime": "2012-08-12T01:24:39.086957+00:00"}, {}, [("age", "died")]),
        ({"deceasedBoolean": False}, {"age": 68.0}, []),
    ],
)
def test_an_age_is_told_where_it_is_sure(changed: Any, answers: Any, aside: Any) -> None:
    record, faults = answers_from_record(PERSON | {"gender": ""} | changed, KNOWLEDGE, TODAY)
    assert not faults
    assert record.answers == answers
    assert [(one.finding, one.why) for one in record.aside] == aside


BIRTH_SEX = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex"


@pytest.mark.parametrize(
    ("changed", "sex"),
    [
        ({"gender": "female"}, "female"),
        ({"gender": "other"}, None),
        ({"gender": "unknown"}, None),
        ({"extension": [{"url": BIRTH_SEX, "valueCode": "F"}]}, "female"),
        ({"extension": [{"url": BIRTH_SEX, "valueCode": "UNK"}]}, None),
        ({"extension": [{"url": "https://a.example/birthsex", "valueCode": "F"}]}, "male"),
    ],
)
def test_the_sex_is_that_at_birth_where_it_is_told(changed: Any, sex: Any) -> None:
    record, _ = answers_from_record(PERSON | changed, KNOWLEDGE, TODAY)
    assert record.answers.get("sex") == sex
    assert [one.finding for one in record.aside] == ([] if sex else ["sex"])


# ---- diagnoses


def test_nothing_in_a_record_is_a_no() -> None:
    assert set(read().answers) == {"age", "sex"}
    assert said(condition("J06.9")) == {}


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"clinical": "active"}, None),
        ({"clinical": "recurrence"}, None),
        ({"clinical": "relapse"}, None),
        ({"clinical": "resolved"}, "ended"),
        ({"clinical": "inactive"}, "ended"),
        ({"clinical": "remission"}, "ended"),
        ({"clinical": "not a status"}, "status-not-told"),
        ({"clinical": ""}, "status-not-told"),
        ({"sure": ""}, None),
        ({"sure": "refuted"}, "refuted"),
        ({"sure": "entered-in-error"}, "entered-in-error"),
        ({"sure": "unconfirmed"}, "not-confirmed"),
        ({"sure": "provisional"}, "not-confirmed"),
        ({"sure": "differential"}, "not-confirmed"),
        ({"sure": "refuted", "clinical": "resolved"}, "refuted"),
        ({"abatementDateTime": "2020"}, "ended"),
        ({"abatementString": "when she was young"}, "ended"),
        ({"onsetDateTime": ago(-1)}, "in-the-future"),
        ({"modifierExtension": [{"url": "urn:not-so"}]}, "changed"),
        ({"implicitRules": "urn:not-so"}, "changed"),
        ({"subject": {"reference": "Patient/8"}}, "of-another"),
    ],
)
def test_a_diagnosis_counts_only_where_it_surely_holds(changed: Any, why: Any) -> None:
    record = read(condition(**changed))
    assert (record.answers.get("diabetes") == PRESENT) == (why is None)
    told = record.aside if why else [one for one in record.grounds if one.finding == "diabetes"]
    (one,) = told
    assert (one.finding, one.resource, one.path, one.code, one.why) == (
        "diabetes",
        "Condition/c1",
        ("entry", 1, "resource"),
        "icd10 E119",
        why,
    )


@pytest.mark.parametrize(
    ("code", "system", "yes"),
    [
        ("E11.9", "icd10", True),
        ("e119", "icd10", True),
        ("E11.4†", "icd10", True),
        ("E14", "icd10", True),
        ("E15", "icd10", False),
        ("E1", "icd10", False),
        ("E14.9", "icd10cm", False),  # no category of ICD-10-CM
        ("E08.42", "icd10cm", True),
        ("44054006", "snomed", True),
        ("440540061", "snomed", False),
        ("44054006", "icd10", False),
        ("E11.9", "https://a.example/codes", False),
        ("E11.9", "", False),
    ],
)
def test_a_code_means_what_it_means_in_its_system(code: str, system: str, yes: bool) -> None:
    assert said(condition(code=code) | {"code": concept(code, system)}) == (DIABETES if yes else {})


@pytest.mark.parametrize(
    ("code", "system", "finding"),
    [
        ("M21.371", "icd10cm", "foot-drop"),
        ("6077001", "snomed", "foot-drop"),
        ("309538000", "snomed", "feels-numb"),
        ("309087008", "snomed", "feels-tingling"),
        ("G83.1", "icd10", "leg-weak"),
        ("R26.81", "icd10cm", "unsteady"),
        ("E11.621", "icd10cm", "foot-ulcer"),
        ("R63.4", "icd10", "weight-loss"),
        ("M54.41", "icd10cm", "leg-radiating-pain"),
    ],
)
def test_a_sign_is_read_where_it_was_noted_lately(code: str, system: str, finding: str) -> None:
    coded = {"code": concept(code, system)}
    noted = condition(recordedDate=ago(20)) | coded
    assert said(noted)[finding] == PRESENT
    assert finding not in said(condition() | coded), "it has no date"
    for changed in ({"recordedDate": ago(200)}, {"abatementDateTime": ago(1)}):
        assert finding not in said(noted | changed)
    for unsure in ("refuted", "provisional"):
        assert finding not in said(condition(sure=unsure, recordedDate=ago(20)) | coded)


@pytest.mark.parametrize(
    ("code", "system"),
    [
        ("M21.3", "icd10"),  # wrist or foot drop
        ("M21.331", "icd10cm"),  # wrist drop
        *((f"R20.{digit}", system) for digit in "0128" for system in ("icd10", "icd10cm")),  # of some skin
        ("44077006", "snomed"),  # numbness
        ("91019004", "snomed"),  # paraesthesia
        ("309521004", "snomed"),  # numbness of a hand
        ("26544005", "snomed"),  # weakness of a muscle
        ("262285001", "snomed"),  # less weight, perhaps on purpose
        ("R33.9", "icd10cm"),  # retention of urine, perhaps for years
        ("R15.9", "icd10cm"),  # and so incontinence
        ("72042002", "snomed"),
        ("R29.810", "icd10cm"),  # a weak face, perhaps of long ago
        ("L97.3", "icd10cm"),  # an ulcer of the ankle
        ("L97", "icd10"),  # an ulcer of the leg
    ],
)
def test_a_code_that_may_mean_less_than_the_question_is_asked(code: str, system: str) -> None:
    assert said(condition(recordedDate=ago(1)) | {"code": concept(code, system)}) == {}


def test_one_of_several_codings_is_enough() -> None:
    several = concept("75.2", "https://a.example/codes")["coding"] + concept("44054006", "snomed")["coding"]
    assert said(condition() | {"code": {"coding": several, "text": "Diabetes"}}) == DIABETES
    assert said(condition() | {"code": {"text": "Diabetes"}}) == {}


def test_one_thing_that_stands_many_times_is_told_once() -> None:
    many = [condition(id=f"c{number}", onsetDateTime=ago(number)) for number in range(1, 9)]
    record = read(*reversed(many))
    (ground,) = [one for one in record.grounds if one.finding == "diabetes"]
    assert ground.resource == "Condition/c1"
    assert not record.aside


@pytest.mark.parametrize(
    ("others", "yes"),
    [
        ([condition(sure="refuted")], False),
        ([condition(clinical="resolved", onsetDateTime=ago(900), abatementDateTime=ago(800))], True),
        ([condition(clinical="resolved", onsetDateTime=ago(900), abatementDateTime=ago(100))], False),
        ([condition(clinical="resolved")], False),
        ([condition(code="E10.9", clinical="resolved")], True),
        ([condition(sure="unconfirmed")], True),
        ([condition(sure="refuted"), condition(code="E10.9")], True),
    ],
)
def test_what_a_record_says_and_takes_back_is_asked(others: Any, yes: bool) -> None:
    record = read(condition(onsetDateTime=ago(365)), *others)
    assert (record.answers.get("diabetes") == PRESENT) == yes
    if not yes:
        assert "contradicted" in {one.why for one in record.aside}


# ---- the shapes of a record


@pytest.mark.parametrize(
    "record",
    [
        bundle(PERSON, condition(), kind="searchset"),
        bundle(PERSON, bundle(condition())),
        [PERSON, condition()],
        [PERSON, bundle(condition(), {"resourceType": "OperationOutcome"}, kind="searchset")],
        condition(),
        bundle(condition(subject={"reference": "https://a.example/fhir/Patient/7/_history/2"})),
        {
            "resourceType": "Bundle",
            "entry": [
                {"fullUrl": "urn:uuid:a", "resource": {"resourceType": "Patient"}},
                {"resource": condition(subject={"reference": "urn:uuid:a"})},
                {"search": {"mode": "outcome"}},
            ],
        },
        bundle(PERSON, condition() | {"subject": {"display": "she"}}),
    ],
)
def test_a_record_comes_in_many_shapes(record: Any) -> None:
    found, faults = answers_from_record(record, KNOWLEDGE, TODAY)
    assert not faults
    assert found.answers.get("diabetes") == PRESENT


@pytest.mark.parametrize("record", [[], bundle(), {"resourceType": "Bundle"}, {"resourceType": "Claim"}])
def test_an_empty_record_says_nothing(record: Any) -> None:
    found, faults = answers_from_record(record, KNOWLEDGE, TODAY)
    assert (found.answers, found.grounds, found.aside, faults) == ({}, (), (), [])
    assert found.not_read == (1 if record == {"resourceType": "Claim"} else 0)


def test_every_fault_is_told_at_its_place() -> None:
    faulty = condition(onsetDateTime="2026-02-31", recordedDate=5, clinicalStatus=[])
    faulty["code"] = {"coding": [{"system": "x", "code": 3}]}
    more = [PERSON | {"birthDate": "6 July 1958"}, faulty, "a Condition", {"id": "1"}, PERSON]
    _, faults = answers_from_record(bundle(*more), KNOWLEDGE, TODAY)
    assert {path for path, _ in faults} == {
        ("entry", 0, "resource", "birthDate"),
        ("entry", 1, "resource", "code", "coding", 0, "code"),
        ("entry", 1, "resource", "clinicalStatus"),
        ("entry", 1, "resource", "onsetDateTime"),
        ("entry", 1, "resource", "recordedDate"),
        ("entry", 2, "resource"),
        ("entry", 3, "resource", "resourceType"),
    }


@pytest.mark.parametrize(
    ("record", "place"),
    [
        ("Bundle", ()),
        (None, ()),
        ({}, ("resourceType",)),
        ([[]], (0,)),
        ({"resourceType": "Bundle", "entry": {}}, ("entry",)),
        ({"resourceType": "Bundle", "entry": [7]}, ("entry", 0)),
        ({"resourceType": "Bundle", "entry": [{"fullUrl": 7}]}, ("entry", 0)),
        (bundle(PERSON, PERSON), ("entry", 1, "resource")),
        (bundle(condition(), condition(subject={"reference": "Patient/8"})), ("entry", 1, "resource", "subject")),
        (bundle(condition(), kind="history"), ("type",)),
        (bundle(bundle(bundle(bundle(bundle(bundle()))))), ("entry", 0, "resource") * 5),
    ],
)
def test_what_is_no_record_of_one_person_is_a_fault(record: Any, place: Any) -> None:
    _, faults = answers_from_record(record, KNOWLEDGE, TODAY)
    assert [path for path, _ in faults] == [place]


# ---- whatever is sent


PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
NAMES = st.sampled_from(
    """resourceType entry resource fullUrl code coding system id subject reference status clinicalStatus
    verificationStatus onsetDateTime abatementDateTime onsetPeriod start end birthDate gender extension url valueCode
    valueQuantity value unit intent authoredOn medicationCodeableConcept medicationReference contained interpretation
    effectiveDateTime""".split()
)
WORDS = st.sampled_from(
    """Bundle Patient Condition Observation MedicationRequest MedicationStatement Medication Procedure active confirmed
    refuted E11.9 44054006 4548-4 11289 http://snomed.info/sct http://hl7.org/fhir/sid/icd-10 http://loinc.org final
    order completed 1700-01-01 2026 2026-11 2026-11-28 2026-02-30 0000-00-00 9999-12-31T24:00:00Z Patient/7 #1
    urn:uuid:7 male % H""".split()
)
ANYTHING = st.recursive(
    PLAIN | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=30,
)
KINDS = st.sampled_from(
    "Patient Condition Procedure Medication MedicationRequest MedicationStatement Observation".split()
)
RESOURCE = st.builds(
    lambda kind, rest: rest | {"resourceType": kind}, KINDS, st.dictionaries(NAMES, ANYTHING, max_size=9)
)


@given(st.lists(RESOURCE, max_size=4) | ANYTHING)
def test_whatever_is_sent_is_read_or_refused_and_never_a_no(record: Any) -> None:
    found, faults = answers_from_record(record, KNOWLEDGE, TODAY)
    assert set(found.answers.values()) <= {PRESENT, "female", "male"} | {float(age) for age in range(121)}
    assert {one.finding for one in found.grounds} == set(found.answers)
    assert not {one.finding for one in found.aside} & set(found.answers)
    assert all(one.why for one in found.aside)
    for path, what in faults:
        assert isinstance(path, tuple)
        assert what
