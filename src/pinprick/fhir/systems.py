"""The names of code systems. Ours have no public address yet, so each is a `urn:uuid:` made from its
name, the same in every version."""

from typing import Any
from uuid import UUID, uuid5

from pinprick.knowledge import CodeSystem

Json = dict[str, Any]

_OURS = UUID("5b0f3c1e-7d43-4a5c-9a43-6a2f1f0c8b77")
ICD_10 = "http://hl7.org/fhir/sid/icd-10"
"""The classification of the WHO, without national extensions."""
ICD_10_CM = "http://hl7.org/fhir/sid/icd-10-cm"
SNOMED_CT = "http://snomed.info/sct"
SYSTEMS: dict[str, CodeSystem] = {
    ICD_10: "icd10",
    "urn:oid:2.16.840.1.113883.6.3": "icd10",
    ICD_10_CM: "icd10cm",
    "urn:oid:2.16.840.1.113883.6.90": "icd10cm",
    SNOMED_CT: "snomed",
    "urn:oid:2.16.840.1.113883.6.96": "snomed",
    "http://www.whocc.no/atc": "atc",
    "urn:oid:2.16.840.1.113883.6.73": "atc",
    "http://www.nlm.nih.gov/research/umls/rxnorm": "rxnorm",
    "urn:oid:2.16.840.1.113883.6.88": "rxnorm",
    "http://loinc.org": "loinc",
    "urn:oid:2.16.840.1.113883.6.1": "loinc",
}
"""The systems of others that are read, by the addresses that they go by."""
FLAG_CATEGORY = "http://terminology.hl7.org/CodeSystem/flag-category"
ITEM_CONTROL = "http://hl7.org/fhir/questionnaire-item-control"


def ours(name: str) -> str:
    """The address of something of ours: `finding`, `answer`, `region`, `condition`, `urgency`."""
    return f"urn:uuid:{uuid5(_OURS, name)}"


def coding(system: str, code: str, display: str) -> Json:
    """A code with its words."""
    return {"system": system, "code": code, "display": display}
