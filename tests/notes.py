"""A story of which notes for a doctor are made."""

from typing import Any

from pinprick import guide
from pinprick.assessment import Assessment, assess
from pinprick.case.case import Case
from tests.models import shipped

MODEL = shipped()
STORY: dict[str, Any] = {
    "age": 58,
    "onset": "months-years",
    "feels-burning": "present",
    "nitrous-oxide": "absent",
    "muscle-spasm-hands": "present",
    "fatigue": "unknown",
}


def assessed(told: dict[str, Any], all_asked: bool = True) -> Assessment:
    case = Case.of(MODEL, told, "note")
    return assess(MODEL, guide.without_warning_signs(MODEL, case) if all_asked else case)
