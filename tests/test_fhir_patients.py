"""Twelve made patients are read without a wrong yes: held against a slow reading of the same record by its words."""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from pinprick.fhir.records import Record, answers_from_record
from pinprick.fhir.routes import LONGER, POPULATE
from pinprick.knowledge.ids import PRESENT
from tests.fhir_made import NEXT, post
from tests.fhir_records import TODAY
from tests.made_patients import PATIENTS, resources
from tests.pages import KNOWLEDGE

NO_DISEASE = re.compile(
    r"suspect|screening|in situ|education|care plan|referral|family|at risk|not detected|ex-|never", re.I
)
"""What words around a disease say that it is not there."""
STILL = {
    "diabetes": "(?<!pre)diabet(?!ic diet)",
    "prediabetes-obesity": "prediabetes|obes|metabolic syndrome",
    "kidney-disease": "end.stage renal|kidney disease stage 5|dialysis",
    "thyroid-disease": "hypothyroid",
    "b12-risk": "crohn|celiac|coeliac|pernicious",
    "hiv": "immunodeficiency virus|immune deficiency syndrome",
    "autoimmune-disease": "rheumatoid arthritis|lupus|sjögren|systemic sclerosis",
    "paraprotein": "myeloma|amyloid|monoclonal",
    "vascular-disease": "hypertens|hyperlip|hypercholest|ischemic heart|heart failure|coronary|angina|peripheral [va]",
    "irregular-heartbeat": "atrial fibrillation",
    "known-ms": "multiple sclerosis",
    "migraine-history": "migraine",
    "varicose-veins": "varicose",
    "steroid-or-iv-drug-use": "transplant|immunodeficiency disorder",
    "creatinine-high": "kidney disease stage [45]|end.stage renal",
}
"""Words of a disease that is there while it is said to be."""
EVER = {
    "heavy-alcohol": "alcoholism|alcohol depend|alcoholic",
    "cancer": "malignan|cancer|leukemia|lymphoma|carcinoma|myeloma|melanoma",
    "vascular-disease": "infarct|stroke|cerebrovascular|coronary artery bypass",
    "iron-deficiency": "iron deficiency",
    "chemotherapy": "chemotherapy",
}
"""Words of what counts also when it is over."""
LATELY = {
    "pregnant": ("pregnan", 280),
    "recent-infection": ("bronchitis|pneumonia|influenza|gastroenteritis", 42),
    "head-injury": ("concussion|brain injury", 42),
    "irregular-heartbeat": ("infarct", 28),
}
"""Words of what counts for some days."""
STILL_LATELY = {
    "foot-drop": ("foot.drop", 30),
    "leg-weak": ("monoplegia of lower", 30),
    "unsteady": ("unstead", 30),
    "feels-numb": ("numbness of (foot|lower)", 30),
    "feels-tingling": ("paresthesia of foot", 30),
    "low-back-pain": ("low(er)? back pain", 30),
    "leg-radiating-pain": ("sciatica", 30),
    "neck-pain": ("neck pain", 30),
    "foot-ulcer": ("ulcer of (foot|heel)|foot ulcer", 30),
    "leg-swelling": ("(swelling|edema) of (bilateral )?lower", 30),
    "weight-loss": ("(abnormal|unexplained) weight loss", 180),
    "weight-gain": ("abnormal weight gain", 180),
    "urge-to-move": ("restless legs", 365),
    "b12-low": ("(cobalamin|b12) deficiency", 365),
    "macrocytosis": ("macrocytic|megaloblastic", 365),
    "calcium-low": ("hypocalc", 30),
    "potassium-or-magnesium-low": ("hypokal|hypomagn", 30),
}
"""Words of what counts while it is said to be there, and for some days after it was noted."""
TAKEN = {
    "anticoagulant": ("warfarin|enoxaparin|apixaban|rivaroxaban|dabigatran", 365),
    "fluoroquinolone": ("(cipro|levo|moxi|nor|o|gemi)floxacin", 42),
    "neurotoxic-drug": ("ciprofloxacin|levofloxacin|metronidazole|nitrofurantoin|isoniazid|amiodarone|colchicine", 365),
    "steroid-or-iv-drug-use": ("azathioprine|tacrolimus|cyclosporine|mycophenol|adalimumab", 365),
}
"""Words of medicines, and how old an order of one may be."""
MEASURED = {
    "hba1c-high": ("A1c", 6.5, False),
    "prediabetes-obesity": ("Body mass index", 30, False),
    "creatinine-high": ("filtration rate", 30, True),
}
"""Words of a measurement, its limit, and whether it is to be under it."""


@cache
def read(index: int) -> Record:
    record, faults = answers_from_record(PATIENTS[index], KNOWLEDGE, TODAY)
    assert not faults
    return record


def words(resource: Any) -> str:
    """What a person reads of a resource."""
    concept = resource.get("code") or resource.get("medicationCodeableConcept")
    return " ".join(coding.get("display", "") for coding in concept["coding"])


def says(resource: Any, pattern: str) -> bool:
    return bool(re.search(pattern, words(resource), re.I)) and not NO_DISEASE.search(words(resource))


def days_ago(written: str) -> int:
    return (TODAY - date.fromisoformat(written[:10])).days


def slowly(index: int, finding: str) -> Iterator[str]:
    """Every reason to say yes that somebody finds who reads the whole record."""
    for one in resources(index, "Condition"):
        active = one["clinicalStatus"]["coding"][0]["code"] == "active" and "abatementDateTime" not in one
        sure = one["verificationStatus"]["coding"][0]["code"] == "confirmed"
        if sure and active and finding in STILL and says(one, STILL[finding]):
            yield words(one)
        if sure and finding in EVER and says(one, EVER[finding]):
            yield words(one)
        pattern, days = STILL_LATELY.get(finding, ("(?!)", 0))
        if sure and active and says(one, pattern) and days_ago(one["onsetDateTime"]) <= days:
            yield words(one)
        pattern, days = LATELY.get(finding, ("(?!)", 0))
        if sure and says(one, pattern) and days_ago(one.get("abatementDateTime", one["onsetDateTime"])) <= days:
            yield words(one)
    yield from _done_or_taken(index, finding)
    yield from _measured(index, finding)


def _done_or_taken(index: int, finding: str) -> Iterator[str]:
    for one in resources(index, "Procedure"):
        if one["status"] == "completed" and finding in EVER and says(one, EVER[finding]):
            yield words(one)
    for one in resources(index, "MedicationRequest"):
        pattern, days = TAKEN.get(finding, ("(?!)", 0))
        if one["status"] == "active" and says(one, pattern) and days_ago(one["authoredOn"]) <= days:
            yield words(one)


def _measured(index: int, finding: str) -> Iterator[str]:
    if finding == "smoker":
        last = [one for one in resources(index, "Observation") if "smoking status" in words(one)]
        for one in sorted(last, key=lambda each: each["effectiveDateTime"])[-1:]:
            said = one["valueCodeableConcept"]["coding"][0]["display"]
            yield from [said] if said.startswith("Smokes") else []
    if finding in MEASURED:
        pattern, limit, under = MEASURED[finding]
        there = [one for one in resources(index, "Observation") if pattern in words(one) and "valueQuantity" in one]
        for one in sorted(there, key=lambda each: each["effectiveDateTime"])[-1:]:
            value = one["valueQuantity"]["value"]
            yield from [words(one)] if (value < limit if under else value >= limit) else []


EACH = pytest.mark.parametrize("index", range(len(PATIENTS)))


def test_there_are_twelve_with_much_in_them() -> None:
    assert len(PATIENTS) == 12
    assert all(len(one["entry"]) > 100 for one in PATIENTS)
    said = {finding for index in range(12) for finding in read(index).answers}
    assert len(said) >= 10


@EACH
def test_no_yes_is_wrong(index: int) -> None:
    for finding, answer in read(index).answers.items():
        if finding not in ("age", "sex"):
            assert answer == PRESENT
            assert list(slowly(index, finding)), f"{finding} stands nowhere in the record of patient {index}"


@EACH
def test_age_and_sex_are_those_that_stand_there(index: int) -> None:
    (person,) = resources(index, "Patient")
    answers = read(index).answers
    assert answers["sex"] == person["gender"]
    if "deceasedDateTime" in person:
        assert "age" not in answers
    else:
        years = date.fromisoformat(person["birthDate"])
        age = answers["age"]
        assert isinstance(age, float)
        birthday = years.replace(year=years.year + int(age))
        assert birthday <= TODAY < birthday + timedelta(366)


@EACH
def test_little_is_missed(index: int) -> None:
    """What the words say and no code of ours does is asked; of these patients it is nothing."""
    findings = {*STILL, *STILL_LATELY, *EVER, *LATELY, *TAKEN, *MEASURED, "smoker"}
    missed = {finding for finding in findings - set(read(index).answers) if list(slowly(index, finding))}
    assert missed <= {one.finding for one in read(index).aside}


@EACH
def test_the_interview_goes_on_from_each(index: int) -> None:
    kinds = ("Patient", "Condition", "MedicationRequest", "Procedure")
    kept = [one for one in PATIENTS[index]["entry"] if one["resource"]["resourceType"] in kinds]
    sent = PATIENTS[index] | {"entry": kept}
    assert len(json.dumps(sent)) < LONGER[POPULATE]
    made = {one["name"]: one["resource"] for one in post(POPULATE.removeprefix("/fhir/"), sent)["parameter"]}
    asked = post(NEXT, made["response"])
    assert asked["status"] == "in-progress"
    assert len(asked["contained"][0]["item"]) > len(made["response"]["item"])
