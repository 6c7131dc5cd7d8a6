"""The page on the HTTP interface, from its own description (`/api/v1/openapi.json`): every address,
what it takes and what it answers, and every record."""

from collections.abc import Iterator, Mapping
from typing import Any

from starlette.testclient import TestClient

from pinprick import loading
from pinprick.app import application


def page(head: str) -> str:
    """The page as Markdown, below what is said first."""
    with TestClient(application(loading.load())) as client:
        described = client.get("/api/v1/openapi.json").json()
    return "\n".join((head, *_addresses(described), *_records(described)))


def _addresses(described: Mapping[str, Any]) -> Iterator[str]:
    for path, methods in described["paths"].items():
        for method, told in methods.items():
            yield f"## `{method.upper()} {path}`\n"
            yield f"{told.get('summary', '')} {told.get('description', '')}".strip() + "\n"
            yield from _parameters(told.get("parameters", ()))
            yield from _answers(told["responses"])


def _parameters(parameters: Any) -> Iterator[str]:
    if parameters:
        yield "| parameter | where | what |\n|---|---|---|"
        for one in parameters:
            yield f"| `{one['name']}` | {one['in']} | {_cell(one.get('description', ''))} |"
        yield ""


def _answers(responses: Mapping[str, Any]) -> Iterator[str]:
    yield "| status | what |\n|---|---|"
    for status, told in responses.items():
        yield f"| {status} | {_cell(told.get('description', ''))} |"
    yield ""


def _records(described: Mapping[str, Any]) -> Iterator[str]:
    yield "## Records\n"
    for name, schema in described["components"]["schemas"].items():
        properties = schema.get("properties")
        if not properties or len(properties) > _MOST:
            continue
        yield f"### {name}\n"
        yield f"{schema.get('description', '')}\n"
        yield "| field | kind | |\n|---|---|---|"
        for field, one in properties.items():
            needed = "always" if field in schema.get("required", ()) else ""
            yield f"| `{field}` | {_kind(one)} | {needed} |"
        yield ""


_MOST = 60
"""A record with more fields is that of all findings, which the vocabulary lists."""


def _kind(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"`{name}`"
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"])
    if "enum" in schema:
        return _cell(" or ".join(f"`{value}`" for value in schema["enum"][:6]))
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    if "additionalProperties" in schema and isinstance(schema["additionalProperties"], dict):
        return f"mapping to {_kind(schema['additionalProperties'])}"
    kind = schema.get("type", "any")
    return " or ".join(kind) if isinstance(kind, list) else str(kind)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
