"""The interface in the shapes of /v3 does what its description says."""

from typing import Any

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import CHECKS

from pinprick.app import application
from tests.pages import MODEL

SCHEMA = schemathesis.openapi.from_asgi("/v3/openapi.json", application(MODEL))


def contradicts_itself(body: Any) -> bool:
    """Whether it says what JSON Schema cannot forbid: one thing answered twice, two values of one choice."""
    told = body.get("evidence") if isinstance(body, dict) else None
    if not isinstance(told, list):
        return False
    pieces = [one for one in told if isinstance(one, dict)]
    said = {(str(one.get("id")), str(one.get("choice_id"))) for one in pieces}
    ids = {id_ for id_, _ in said}
    chosen = [id_.partition("=")[0] for id_, state in said if "=" in id_ and state == "present"]
    return len(said) > len(ids) or len(chosen) > len(set(chosen)) or "sex" in chosen


def in_months(body: Any) -> bool:
    """Whether an age is one in months, of which the most is another than of years; the schema says that of years."""
    age = body.get("age") if isinstance(body, dict) else None
    return isinstance(age, dict) and age.get("unit") == "month"


@SCHEMA.parametrize()
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_one_that_is_described(case: schemathesis.Case[Any]) -> None:
    names = ["positive_data_acceptance"] if contradicts_itself(case.body) else []
    names += ["negative_data_rejection"] if in_months(case.body) else []
    without: list[Any] = [CHECKS.get_one(name) for name in names]
    case.call_and_validate(excluded_checks=without)
