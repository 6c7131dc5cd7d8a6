"""The contract of a benchmark of symptom checkers (MMVB, of a topic group of the WHO and the ITU): a
case comes in, a level and conditions go out."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from pinprick.account import parts
from pinprick.assessment import assess
from pinprick.case.answers import Fault
from pinprick.extras import needed
from pinprick.knowledge.ids import AGE, PRESENT, SEX, UNKNOWN
from pinprick.model.axes import Model

with needed("page"):
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute, Route

    from pinprick.api import reading
    from pinprick.api.rest import json
    from pinprick.serving import work
    from pinprick.serving.refusals import Faulty
    from pinprick.serving.state import language_of, model_of
    from pinprick.v3.evidence import Sent, sent
    from pinprick.v3.urgency import triage_of

PREFIX = "/mmvb/"
"""What the address of every request begins with."""
_LEVELS = {
    "emergency_ambulance": "EC",
    "consultation_24": "PC",
    "consultation": "PC",
    "self_care": "SC",
}
_UNCERTAIN, _UNSURE = "UNCERTAIN", "unsure"
_LEAST = '{"caseData": {"profileInformation": {"age": 34, "biologicalSex": "female"}}}'
"""The shortest body that would do."""
_MOST = 10
_CAUSES: tuple[parts.Part, ...] = ("causes",)
_FEATURES = ("presentingComplaints", "otherFeatures")
_CASE, _PROFILE, _STATE = "caseData", "profileInformation", "state"
_OF_PERSON = {AGE: "age", SEX: "biologicalSex"}
"""What of a person is called there."""


class Named(Struct, frozen=True):
    """A condition."""

    id: str
    name: str


class Solved(Struct, frozen=True):
    """How urgent a case is: `UNCERTAIN` while warning signs were not asked, or features are not known
    here (`ignored`); and its likeliest conditions."""

    triage: str
    conditions: tuple[Named, ...]
    ignored: tuple[str, ...]


def routes() -> list[BaseRoute]:
    """All of them. The application that serves them has the model as `state.model`."""
    return [
        Route(f"{PREFIX}health-check", healthy, methods=["GET"]),
        Route(f"{PREFIX}solve-case", solved, methods=["POST"]),
    ]


async def healthy(_: Request) -> Response:
    """It answers."""
    return json({"status": "ok"})


async def solved(request: Request) -> Response:
    """What a case comes to."""
    wrong: list[Fault] = []
    data, model = (await reading.sent(request, _LEAST)).get(_CASE), model_of(request)
    wrong += _lists(data)
    person = sent(model.knowledge, _person(data), wrong)
    if wrong:
        raise Faulty([(_place(path, data), what) for path, what in wrong], 400)
    return json(await work.step(request, _solved, model, person, language_of(request)))


def _solved(model: Model, person: Sent, language: str) -> Solved:
    assessment = assess(model, person.case)
    level = triage_of(assessment, person, language).triage_level
    told = parts.assessed(model, assessment, _CAUSES, _MOST, language)
    named = tuple(Named(one.id, one.clinical) for one in told.causes or ())
    of_answers = named if person.told else ()
    return Solved(_LEVELS.get(level or "", _UNCERTAIN), of_answers, person.ignored)


def _lists(data: Any) -> Iterator[Fault]:
    """Features that stand in no list would be lost, and a warning sign with them."""
    for key in _FEATURES if isinstance(data, dict) else ():
        if data.get(key) is not None and not isinstance(data[key], list):
            yield (key,), "takes a list of features"


def _person(data: Any) -> dict[str, Any]:
    """A case of the benchmark as a person with evidence; what is none is refused there."""
    case = data if isinstance(data, dict) else {}
    who = case.get(_PROFILE)
    who = who if isinstance(who, dict) else {}
    lists = [case.get(key) for key in _FEATURES]
    features = [one for of in lists if isinstance(of, list) for one in of]
    return {
        "sex": who.get("biologicalSex"),
        "age": {"value": who.get("age")},
        "evidence": [*map(_evidence, features), *_attributes(features)],
    }


def _attributes(features: list[Any]) -> Iterator[dict[str, str]]:
    """What a case says closer of its features, such as where a pain is. None of it is known here:
    it is told back and bars a calm level, as it may be what makes a feature a warning sign."""
    for one in features:
        given = one.get("attributes") if isinstance(one, dict) else None
        for index, each in enumerate(given if isinstance(given, list) else [given] * bool(given)):
            named = each.get("id") if isinstance(each, dict) else None
            yield {"id": f"{one.get('id')}/{named or index}", "choice_id": PRESENT}


def _place(path: tuple[str | int, ...], data: Any) -> tuple[str | int, ...]:
    """Where in the case of the benchmark stands what a path into a person leads to."""
    if path[:1] in ((AGE,), (SEX,)):
        return (_CASE, _PROFILE, _OF_PERSON[str(path[0])], *path[1:])
    if path[:1] != ("evidence",) or len(path) < 2 or not isinstance(data, dict):
        return (_CASE, *path)
    index, rest = int(path[1]), tuple(_STATE if one == "choice_id" else one for one in path[2:])
    for key in _FEATURES:
        there = data.get(key)
        size = len(there) if isinstance(there, list) else 0
        if index < size:
            return (_CASE, key, index, *rest)
        index -= size
    return (_CASE, *path)


def _evidence(feature: Any) -> Any:
    if not isinstance(feature, dict):
        return feature
    state = feature.get(_STATE)
    return {"id": feature.get("id"), "choice_id": UNKNOWN if state == _UNSURE else state}
