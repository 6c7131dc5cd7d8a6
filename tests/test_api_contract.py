"""The interface does what its description says: schemathesis makes requests from it, right ones and wrong
ones, and holds every answer against it."""

from typing import Any

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import CHECKS

from pinprick.app import application
from pinprick.knowledge.ids import MAP, MAP_PARTS
from tests.pages import MODEL

SCHEMA = schemathesis.openapi.from_asgi("/api/v1/openapi.json", application(MODEL))


def contradicts_itself(body: Any) -> bool:
    """Whether it says what JSON Schema cannot forbid: only a sign that is there has an age, and a map says where it is
    numb, or nowhere, and never both painted and not asked."""
    if not isinstance(body, dict) or not isinstance(told := body.get("findings"), dict):
        return False
    ages, painted = body.get("since") or {}, told.get(MAP)
    if any(told.get(id_) != "present" for id_ in ages):
        return True
    if not isinstance(painted, dict):
        return False
    where = {region for side in MAP_PARTS for region in painted.get(side) or ()}
    return bool(where) == bool(painted.get("nowhere")) or bool(where & set(painted.get("not-asked") or ()))


@SCHEMA.parametrize()
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_one_that_is_described(case: schemathesis.Case[Any]) -> None:
    without: list[Any] = [CHECKS.get_one("positive_data_acceptance")] if contradicts_itself(case.body) else []
    case.call_and_validate(excluded_checks=without)
