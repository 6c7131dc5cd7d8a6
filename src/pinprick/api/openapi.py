"""The interface described in OpenAPI 3.1: what can be sent is made from the knowledge base, what comes
back from the records."""

from typing import Any

import msgspec

from pinprick.account.heard import Understood
from pinprick.account.parts import PARTS, Assessed
from pinprick.account.records import KINDS
from pinprick.account.steps import NextStep
from pinprick.api.problems import KIND, Problem
from pinprick.api.reading import LANGUAGE
from pinprick.api.rest import AUDIENCES, FEW_CAUSES, MOST_CAUSES, Versions
from pinprick.case.answers import ages_known
from pinprick.case.known import signs_with_age
from pinprick.knowledge import Finding, Knowledge
from pinprick.knowledge.ids import MAP_PARTS, PRESENT, UNKNOWN
from pinprick.once import once
from pinprick.story.understanding import MOST
from pinprick.words.offering import offered

_ANSWERS = (Assessed, NextStep, Understood, Versions, *(shape for _, _, shape in KINDS.values()))
_WRONG = {
    400: "The body is missing, no JSON in UTF-8, or has a key twice.",
    404: "There is no such thing; the nearest is told.",
    405: "The address is not asked in this way; how it is asked is told.",
    408: "The body did not arrive in time.",
    413: "The body is too long.",
    415: "The body is of another kind, or packed.",
    422: "Something in it cannot be used; every fault is told, with its place and the cure.",
    429: "Too many requests from one address; come again after the seconds of `Retry-After`.",
    503: "There is no room now; come again after the seconds of `Retry-After`.",
}
Json = dict[str, Any]


@once
def encoded(knowledge: Knowledge) -> bytes:
    """The whole description as JSON."""
    return msgspec.json.encode(document(knowledge))


def document(knowledge: Knowledge) -> Json:
    """The whole description."""
    _, shapes = msgspec.json.schema_components(
        (*_ANSWERS, Problem), ref_template="#/components/schemas/{name}"
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "pinprick",
            "version": knowledge.settings.version,
            "summary": "Why is my foot numb, how worried should I be, and what do I do now?",
            "description": (
                "Stateless: a request holds all answers. What is not in it was not asked, and is "
                "never taken as no. Nothing that is sent is kept or logged."
            ),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": _paths(),
        "components": {"schemas": shapes | _sent(knowledge)},
    }


# ---- the addresses


def _paths() -> Json:
    query = [
        _query("include", "The parts to tell; all where none is named.", _list(PARTS)),
        _query(
            "audience",
            "A person is told nothing but the verdict beside an emergency; a clinician all.",
            {"type": "string", "enum": list(AUDIENCES), "default": AUDIENCES[0]},
        ),
        _query(
            "causes",
            "How many causes to tell.",
            {"type": "integer", "minimum": 1, "maximum": MOST_CAUSES, "default": FEW_CAUSES},
        ),
    ]
    spoken = [_query(LANGUAGE, "To answer in; else as `Accept-Language` asks.", _ref("Language"))]
    posts = {
        "assess": (
            "How urgent, which causes, why, and what to do",
            "Case",
            "Assessed",
            query + spoken,
        ),
        "next": ("What to ask next, and how it looks so far", "Case", "NextStep", spoken),
        "understand": ("What somebody's own words may mean", "Words", "Understood", spoken),
    }
    paths: Json = {
        f"/api/v1/{name}": {"post": _post(name, summary, of, comes, asks)}
        for name, (summary, of, comes, asks) in posts.items()
    }
    paths["/api/v1/version"] = {
        "get": _get("version", "The program and the knowledge base", _ref("Versions"), [])
    }
    for kind, (_, _, shape) in KINDS.items():
        of, path = _ref(shape.__name__), f"/api/v1/knowledge/{kind}"
        id_ = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
        paths[path] = {"get": _get(kind, f"All {kind}", {"type": "array", "items": of}, spoken)}
        paths[f"{path}/{{id}}"] = {
            "get": _get(f"{kind}-one", f"One of the {kind}", of, [id_, *spoken])
        }
    return paths


def _post(name: str, summary: str, of: str, comes: str, asks: list[Json]) -> Json:
    body = {"required": True, "content": {"application/json": {"schema": _ref(of)}}}
    return _operation(name, summary, asks, _ref(comes), _WRONG) | {"requestBody": body}


def _get(name: str, summary: str, comes: Json, asks: list[Json]) -> Json:
    told = (404, 405, 422, 429) if asks else (405, 429)
    return _operation(name, summary, asks, comes, {status: _WRONG[status] for status in told})


def _operation(
    name: str, summary: str, asks: list[Json], comes: Json, wrong: dict[int, str]
) -> Json:
    return {
        "operationId": name,
        "summary": summary,
        "parameters": asks,
        "responses": _comes(comes) | _refusals(wrong),
    }


def _comes(schema: Json) -> Json:
    return {
        "200": {"description": "The answer.", "content": {"application/json": {"schema": schema}}}
    }


def _refusals(wrong: dict[int, str]) -> Json:
    content = {KIND: {"schema": _ref("Problem")}}
    return {str(status): {"description": why, "content": content} for status, why in wrong.items()}


def _query(name: str, why: str, schema: Json) -> Json:
    # explode false: values are joined by commas
    return {
        "name": name,
        "in": "query",
        "description": why,
        "schema": schema,
        "style": "form",
        "explode": False,
    }


def _list(values: tuple[str, ...]) -> Json:
    return {"type": "array", "items": {"type": "string", "enum": list(values)}, "minItems": 1}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


# ---- what is sent


def _sent(knowledge: Knowledge) -> Json:
    findings = knowledge.vocabulary.findings
    ages = {"type": "string", "enum": list(ages_known(knowledge.vocabulary))}
    signs = sorted(signs_with_age(knowledge))
    return {
        "Case": _object(
            {
                "id": {"type": "string"},
                "findings": _ref("Findings"),
                "since": _object(dict.fromkeys(signs, _ref("Age"))),
            },
            required=["findings"],
        )
        | {"examples": [_example(knowledge)]},
        "Findings": _object({id_: _answer(one) for id_, one in findings.items()}),
        "Language": {"type": "string", "enum": list(offered(knowledge))},
        "Flag": {"type": "string", "enum": [PRESENT, "absent", UNKNOWN]},
        "Age": ages,
        "PaintedMap": _map(knowledge),
        "Words": _object({"text": {"type": "string", "maxLength": MOST}}, required=["text"])
        | {"examples": [{"text": "My left foot went numb after a nap."}]},
    }


def _object(properties: Json, required: list[str] | None = None) -> Json:
    of = {"type": "object", "properties": properties, "additionalProperties": False}
    return of | ({"required": required} if required else {})


def _answer(finding: Finding) -> Json:
    if finding.kind == "flag":
        return _ref("Flag")
    if finding.kind == "choice":
        return {"type": "string", "enum": [*finding.values, UNKNOWN]}
    if finding.kind == "number":
        most = {} if finding.most is None else {"maximum": finding.most}
        return {"type": "number", "minimum": 0, "description": finding.written_unit} | most
    return _ref("PaintedMap")


def _map(knowledge: Knowledge) -> Json:
    regions = knowledge.vocabulary.regions
    sided, midline = (
        {"type": "array", "items": {"type": "string", "enum": ids}, "uniqueItems": True}
        for ids in (
            [id_ for id_, one in regions.items() if not one.midline],
            [id_ for id_, one in regions.items() if one.midline],
        )
    )
    every = {"type": "array", "items": {"type": "string", "enum": [*regions]}, "uniqueItems": True}
    parts = dict(zip(MAP_PARTS, (sided, sided, midline), strict=True))
    return _object({**parts, "not-asked": every, "nowhere": {"type": "boolean"}})


def _example(knowledge: Knowledge) -> Json:
    """The story of the first guide: what somebody says who asks why a foot goes numb in a nap."""
    guide = next(iter(knowledge.guides.values()))
    told = {id_: value for id_, value in guide.story.items() if isinstance(value, str)}
    return {"findings": told}
