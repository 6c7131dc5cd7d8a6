"""The interface described in OpenAPI 3.1, from the records of its answers."""

from typing import Any

import msgspec

from pinprick.api.problems import KIND
from pinprick.knowledge import Knowledge
from pinprick.knowledge.ids import AGE, SEX
from pinprick.once import once
from pinprick.story.understanding import MOST as MOST_WORDS
from pinprick.v3 import asking, concepts, shapes
from pinprick.v3.evidence import MONTH, STATES, YEAR
from pinprick.v3.ids import EVIDENCE, meanings
from pinprick.v3.refusals import Refusal

Json = dict[str, Any]
_WRONG = {
    400: "Something cannot be used; every fault is told, with its place and the cure.",
    404: "There is no such thing.",
    405: "The address is not asked in this way.",
    408: "The body did not arrive in time.",
    413: "The body is too long.",
    415: "The body is of another kind.",
    422: "The body is no mapping.",
    503: "There is no room now; come again after the seconds of `Retry-After`.",
}
_LISTS = {
    "concepts": shapes.Concept,
    "conditions": shapes.Condition,
    "symptoms": shapes.Observation,
    "risk_factors": shapes.Observation,
    "lab_tests": shapes.LabTest,
}
_POSTS = {
    "parse": ("What a text may mean", "Words", "Parsed"),
    "suggest": ("What may be ticked besides", "Suggest", "Evidence"),
    "diagnosis": ("What to ask next, and how it looks so far", "Person", "Diagnosis"),
    "rationale": ("Why the next question is asked", "Person", "Rationale"),
    "triage": ("How urgent it is", "Person", "Urgency"),
    "recommend_specialist": ("Whom to see", "Person", "Recommended"),
    "explain": ("What speaks for and against a condition", "Target", "Explained"),
}


@once
def document(knowledge: Knowledge) -> Json:
    """The whole description."""
    answers = (shapes.Info, shapes.Found, *_LISTS.values(), *_told(), Refusal)
    _, made = msgspec.json.schema_components(answers, ref_template="#/components/schemas/{name}")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "pinprick, in the shapes of a /v3 interface",
            "version": knowledge.settings.version,
            "description": (
                "For clients that were written for such shapes. What is not sent was not asked, "
                "and is never taken as no. Nothing that is sent is kept or logged."
            ),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": _paths(),
        "components": {"schemas": made | _sent(knowledge)},
    }


def _told() -> tuple[type, ...]:
    return tuple(getattr(shapes, comes) for _, _, comes in _POSTS.values())


def _paths() -> Json:
    most = _query("max_results", {"type": "integer", "minimum": 1, "maximum": asking.MOST})
    paths: Json = {
        f"/v3/{name}": {
            "post": _operation(name, summary, _many(comes) if name == "suggest" else _ref(comes))
            | {"requestBody": {"required": True, "content": {"application/json": _schema(sent)}}}
            | ({"parameters": [most]} if name == "suggest" else {})
        }
        for name, (summary, sent, comes) in _POSTS.items()
    }
    phrase = _query("phrase", {"type": "string", "minLength": 1, "maxLength": 500}, required=True)
    search = _operation("search", "The evidence that words may mean", _many("Found"))
    paths["/v3/search"] = {"get": search | {"parameters": [phrase, most, _types(EVIDENCE)]}}
    paths["/v3/info"] = {"get": _operation("info", "How much there is", _ref("Info"))}
    id_ = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    for name, shape in _LISTS.items():
        every = _operation(name, f"All {name}", _many(shape.__name__))
        one = _operation(f"{name}_one", f"One of {name}", _ref(shape.__name__))
        paths[f"/v3/{name}"] = {"get": every | {"parameters": [_types(concepts.KINDS)]}}
        paths[f"/v3/{name}/{{id}}"] = {"get": one | {"parameters": [id_]}}
    return paths


def _operation(name: str, summary: str, comes: Json) -> Json:
    told = {"description": "The answer.", "content": {"application/json": {"schema": comes}}}
    wrong = {KIND: _schema("Refusal")}
    refusals = {str(code): {"description": why, "content": wrong} for code, why in _WRONG.items()}
    return {"operationId": name, "summary": summary, "responses": {"200": told} | refusals}


def _schema(name: str) -> Json:
    return {"schema": _ref(name)}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _many(name: str) -> Json:
    return {"type": "array", "items": _ref(name)}


def _query(name: str, schema: Json, required: bool = False) -> Json:
    return {"name": name, "in": "query", "required": required, "schema": schema}


def _types(values: tuple[str, ...]) -> Json:
    # explode false: values are joined by commas
    of = {"type": "array", "items": {"type": "string", "enum": list(values)}, "minItems": 1}
    return _query("types", of) | {"style": "form", "explode": False}


# ---- what is sent


def _sent(knowledge: Knowledge) -> Json:
    age = {
        "value": {"type": "number", "minimum": 0, "maximum": 120},
        "unit": _one_of(YEAR, MONTH, None),
    }
    id_, known = {"type": "string"}, {"type": "string", "enum": list(meanings(knowledge))}
    methods = _one_of(*asking.METHODS, None)
    target = {"type": "string", "enum": list(knowledge.conditions)}
    person = {
        SEX: _one_of(*knowledge.vocabulary.findings[SEX].values, None),
        AGE: _object(age, "value"),
        "extras": {
            "type": ["object", "null"],
            "properties": {"disable_groups": {"type": "boolean"}},
        },
    }
    of_known = person | {"evidence": _evidence(known)}
    person |= {"evidence": _evidence(id_)}
    text = {"type": "string", "maxLength": MOST_WORDS}
    return {
        "Person": _object(person, AGE),
        "Suggest": _object(of_known | {"suggest_method": methods}, AGE),
        "Target": _object(person | {"target": target}, AGE, "target"),
        "Words": _object({"text": text}, "text"),
    }


def _evidence(id_: Json) -> Json:
    states = {"type": "string", "enum": list(STATES)}
    return {"type": "array", "items": _object({"id": id_, "choice_id": states}, "id", "choice_id")}


def _one_of(*values: str | None) -> Json:
    """One of some words; null, where it is among them, is as if nothing was sent."""
    return {"type": ["string", "null"], "enum": list(values)}


def _object(properties: Json, *required: str) -> Json:
    return {"type": "object", "properties": properties, "required": list(required)}
