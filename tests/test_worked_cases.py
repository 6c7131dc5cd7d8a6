"""A worked case of the knowledge base says what it should: its cause comes first, and it is as urgent as it tells."""

import pytest

from pinprick.assessment import assess
from pinprick.case.case import Case
from pinprick.case.reading import read_cases
from pinprick.knowledge.folder import FOLDER
from tests.models import shipped

MODEL = shipped()
CASES = [
    case
    for path in sorted((FOLDER / "cases").glob("*.yaml"))
    for case in read_cases(path.read_bytes(), path.name, MODEL.knowledge.vocabulary)[0]
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_what_is_expected_comes_out(case: Case) -> None:
    assert case.expect is not None, "a worked case says what it should come to"
    told = assess(MODEL, case)
    assert next(iter(told.likely)) in case.expect.cause, told.likely
    assert case.expect.at_least <= told.urgency.level <= case.expect.at_most, told.urgency.level
