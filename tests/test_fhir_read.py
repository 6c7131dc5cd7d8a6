"""What of medicines, procedures and measurements of a record says yes, and until when."""

from typing import Any

import pytest

from pinprick.knowledge.ids import PRESENT
from tests.fhir_records import (
    CISPLATIN,
    NITROFURANTOIN,
    ago,
    bundle,
    concept,
    condition,
    mark,
    measure,
    observation,
    order,
    procedure,
    read,
    said,
    taking,
)

THINNER = {"anticoagulant": PRESENT}


def why(record: Any) -> set[str]:
    return {one.why for one in record.aside}


# ---- orders of medicines


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, None),
        ({"status": "on-hold"}, "ended"),
        ({"status": "completed"}, "ended"),
        ({"status": "stopped"}, "ended"),
        ({"status": "cancelled"}, "not-taken"),
        ({"status": "draft"}, "not-taken"),
        ({"status": "unknown"}, "not-taken"),
        ({"status": "entered-in-error"}, "entered-in-error"),
        ({"intent": "plan"}, "not-taken"),
        ({"intent": "proposal"}, "not-taken"),
        ({"intent": "option"}, "not-taken"),
        ({"intent": "instance-order"}, None),
        ({"doNotPerform": True}, "not-taken"),
        ({"authoredOn": ago(366)}, "old-order"),
        ({"authoredOn": ago(365)}, None),
        ({"authoredOn": ago(-2)}, "in-the-future"),
        ({"subject": {"reference": "Patient/8"}}, "of-another"),
    ],
)
def test_an_order_says_that_a_medicine_is_taken_only_while_it_holds(changed: Any, reason: str | None) -> None:
    record = read(order(**changed))
    assert ("anticoagulant" in record.answers) == (reason is None)
    assert why(record) == ({reason} if reason else set())


def test_an_order_without_a_date_may_be_of_long_ago() -> None:
    assert why(read(order(authored=None))) == {"no-date"}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, None),
        ({"effectivePeriod": {"start": ago(4000)}}, None),
        ({"effectivePeriod": {"start": ago(4000), "end": ago(-30)}}, None),
        ({"effectivePeriod": {"start": ago(4000), "end": ago(1)}}, "ended"),
        ({"status": "completed"}, "ended"),
        ({"status": "stopped"}, "ended"),
        ({"status": "on-hold"}, "ended"),
        ({"status": "not-taken"}, "not-taken"),
        ({"status": "intended"}, "not-taken"),
        ({"status": "unknown"}, "not-taken"),
        ({"status": "entered-in-error"}, "entered-in-error"),
        ({"effectiveDateTime": ago(-1)}, "in-the-future"),
    ],
)
def test_a_statement_says_what_is_taken_now(changed: Any, reason: str | None) -> None:
    record = read(taking(**changed))
    assert ("anticoagulant" in record.answers) == (reason is None)
    assert why(record) == ({reason} if reason else set())


@pytest.mark.parametrize(
    ("resource", "yes"),
    [
        (order(NITROFURANTOIN), True),
        (order(NITROFURANTOIN, status="completed"), True),
        (order(NITROFURANTOIN, ago(181), status="completed"), False),
        (order(NITROFURANTOIN, None, status="completed"), False),
        (order(NITROFURANTOIN, ago(300)), True),
        (order(NITROFURANTOIN, ago(400)), False),
        (taking(NITROFURANTOIN, status="stopped", effectivePeriod={"start": ago(900), "end": ago(179)}), True),
        (taking(NITROFURANTOIN, status="stopped", effectivePeriod={"start": ago(900), "end": ago(181)}), False),
        (taking(NITROFURANTOIN, status="not-taken", effectiveDateTime=ago(5)), False),
    ],
)
def test_what_was_taken_in_the_last_months_counts_as_long_as_the_question_says(resource: Any, yes: bool) -> None:
    assert said(resource) == ({"neurotoxic-drug": PRESENT} if yes else {})


@pytest.mark.parametrize(
    ("resource", "yes"),
    [
        (order(CISPLATIN, ago(4000), status="stopped"), True),
        (order(CISPLATIN, ago(4000)), True),
        (order(CISPLATIN, None, status="completed"), True),
        (order(CISPLATIN, status="cancelled"), False),
        (order("L01BA01"), False),
        (procedure(), True),
        (procedure(performed=None), True),
        (procedure(status="not-done"), False),
        (procedure(status="in-progress"), False),
        (procedure(status="entered-in-error"), False),
    ],
)
def test_what_ever_was_counts_where_the_question_asks_for_ever(resource: Any, yes: bool) -> None:
    assert said(resource) == ({"chemotherapy": PRESENT} if yes else {})


def test_a_medicine_is_known_by_what_it_points_to() -> None:
    drug = {"resourceType": "Medication", "id": "d1", "code": concept("11289", "rxnorm")}
    pointing = order() | {"medicationReference": {"reference": "Medication/d1"}}
    del pointing["medicationCodeableConcept"]
    assert said(pointing, drug) == THINNER
    assert said(pointing) == {}
    inside = pointing | {"medicationReference": {"reference": "#d1"}, "contained": [drug]}
    assert said(inside) == THINNER
    for wrong in ([{"id": "d1", "code": 7}], [7], [{"id": "d2", "code": drug["code"]}]):
        assert said(inside | {"contained": wrong}) == {}


# ---- how long ago


@pytest.mark.parametrize(
    ("code", "changed", "yes"),
    [
        ("Z34.9", {"onsetDateTime": ago(280)}, True),
        ("Z34.9", {"onsetDateTime": ago(281)}, False),
        ("Z34.9", {"onsetDateTime": ago(10), "clinical": "resolved"}, False),
        ("Z34.9", {"recordedDate": ago(10)}, True),
        ("Z34.9", {}, False),
        ("O80", {"onsetDateTime": ago(42), "clinical": "resolved"}, True),
        ("O80", {"onsetDateTime": ago(43), "clinical": "resolved"}, False),
        ("O03.9", {"onsetDateTime": ago(10)}, False),
    ],
)
def test_a_pregnancy_is_over_after_its_time(code: str, changed: Any, yes: bool) -> None:
    assert said(condition(code, **changed)) == ({"pregnant": PRESENT} if yes else {})


@pytest.mark.parametrize(
    ("when", "yes"),
    [
        ({"onsetDateTime": ago(42)}, True),
        ({"onsetDateTime": ago(43)}, False),
        ({"onsetDateTime": ago(60), "abatementDateTime": ago(40)}, True),
        ({"onsetDateTime": ago(60), "abatementDateTime": ago(43)}, False),
        ({"onsetPeriod": {"start": ago(60), "end": ago(40)}, "clinical": "resolved"}, True),
        ({"onsetDateTime": ago(40)[:7]}, False),  # that month began more than six weeks ago
        ({"onsetDateTime": ago(20)[:7]}, True),
        ({"abatementString": "last week"}, False),
        ({}, False),
    ],
)
def test_an_infection_counts_for_six_weeks(when: Any, yes: bool) -> None:
    assert said(condition("A09", **when)) == ({"recent-infection": PRESENT} if yes else {})


def test_a_cancer_that_is_over_was_one() -> None:
    for clinical in ("active", "resolved", "remission", ""):
        assert said(condition("C50.9", clinical)) == {"cancer": PRESENT}
    assert said(condition("C50.9", sure="refuted")) == {}
    assert said(condition("C44.9")) == said(condition("D05.1")) == said(condition("Z80.3")) == {}


# ---- measurements


HIGH = {"hba1c-high": PRESENT}


@pytest.mark.parametrize(
    ("value", "answers"),
    [
        (measure(6.5), HIGH),
        (measure(6.4), {}),
        (measure(48, "mmol/mol"), HIGH),
        (measure(47, "mmol/mol"), {}),
        (measure(7, comparator="<"), {}),
        (measure(7, comparator="<="), {}),
        (measure(7, comparator=">"), HIGH),
        (measure(6, comparator=">"), {}),
        (measure(65, "mg/L"), {}),
        ({"valueQuantity": {"value": 6.5, "unit": "%"}}, HIGH),
        ({"valueQuantity": {"value": 6.5, "system": "http://unitsofmeasure.org", "code": "1", "unit": "%"}}, {}),
        ({"valueQuantity": {"unit": "%"}}, {}),
        ({"dataAbsentReason": {"text": "haemolysed"}}, {}),
        (mark("H"), {}),  # raised is not yet in the diabetic range
    ],
)
def test_a_value_counts_from_its_limit_on_in_its_unit(value: Any, answers: Any) -> None:
    assert said(observation(**value)) == answers


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"status": "amended"}, None),
        ({"status": "corrected"}, None),
        ({"status": "preliminary"}, "not-final"),
        ({"status": "registered"}, "not-final"),
        ({"status": "cancelled"}, "not-final"),
        ({"status": "entered-in-error"}, "entered-in-error"),
        ({"effectiveDateTime": ago(365)}, None),
        ({"effectiveDateTime": ago(366)}, "too-old"),
        ({"effectiveDateTime": ago(-1)}, "in-the-future"),
        ({"valueQuantity": {"value": 7, "unit": "g/dL"}}, "other-unit"),
    ],
)
def test_a_measurement_counts_only_where_it_is_final_and_new(changed: Any, reason: str | None) -> None:
    record = read(observation(**measure(7.0)) | changed)
    assert ("hba1c-high" in record.answers) == (reason is None)
    assert why(record) == ({reason} if reason else set())


def test_a_measurement_without_a_date_may_be_of_long_ago() -> None:
    assert why(read(observation(on=None, **measure(7.0)))) == {"no-date"}
    assert said(observation(on=None, issued=f"{ago(3)}T10:00:00Z", **measure(7.0))) == HIGH


def test_only_the_newest_measurement_counts() -> None:
    old, new = observation(on=ago(90), **measure(7.5)), observation(on=ago(10), **measure(6.0))
    assert said(old, new) == said(new, old) == {}
    assert said(old | {"effectiveDateTime": ago(5)}, new) == HIGH
    assert said(old | {"effectiveDateTime": ago(10)}, new) == {}, "two of one day do not agree"
    assert said(old, new | {"status": "preliminary"}) == HIGH


@pytest.mark.parametrize(
    ("code", "says", "finding"),
    [
        ("3016-3", mark("H"), "tsh-high"),
        ("3016-3", mark("HH"), "tsh-high"),
        ("3016-3", mark("L"), None),
        ("3016-3", mark("N"), None),
        ("3016-3", measure(40, "m[IU]/L"), None),  # what is high is for the laboratory to say
        ("2132-9", mark("L"), "b12-low"),
        ("17861-6", mark("LL"), "calcium-low"),
        ("2823-3", mark("L"), "potassium-or-magnesium-low"),
        ("2823-3", mark("H"), None),
        ("1988-5", mark("H"), "inflammation-high"),
        ("39156-5", measure(30, "kg/m2"), "prediabetes-obesity"),
        ("39156-5", measure(29.9, "kg/m2"), None),
        ("33914-3", measure(29, "mL/min/{1.73_m2}"), "creatinine-high"),
        ("33914-3", measure(30, "mL/min/{1.73_m2}"), None),
        ("33914-3", measure(30, "mL/min/{1.73_m2}", comparator="<"), "creatinine-high"),
        ("33914-3", measure(30, "mL/min/{1.73_m2}", comparator="<="), None),
        ("33914-3", measure(10, "mL/min/{1.73_m2}", comparator=">"), None),
        ("72166-2", {"valueCodeableConcept": concept("449868002", "snomed")}, "smoker"),
        ("72166-2", {"valueCodeableConcept": concept("8517006", "snomed")}, None),
    ],
)
def test_what_a_measurement_says_is_that_of_its_question(code: str, says: Any, finding: str | None) -> None:
    assert said(observation(code, **says)) == ({finding: PRESENT} if finding else {})


def test_who_stopped_smoking_smokes_no_more() -> None:
    smokes = {"valueCodeableConcept": concept("449868002", "snomed")}
    stopped = {"valueCodeableConcept": concept("8517006", "snomed")}
    assert said(observation("72166-2", ago(200), **smokes), observation("72166-2", ago(100), **stopped)) == {}


def test_one_finding_is_said_in_several_ways() -> None:
    """What one way sets aside does not matter where another says yes."""
    record = read(condition("N18.5", "resolved"), procedure("302497006", ago(3)))
    assert record.answers["kidney-disease"] == PRESENT
    assert "kidney-disease" not in {one.finding for one in record.aside}
    assert said(condition("N18.3")) == {}
    assert said(bundle(condition("N18.4"))) == {"creatinine-high": PRESENT}
