"""What a program sends: JSON in a body, and names in the address."""

from collections.abc import Mapping
from typing import Any

import msgspec
from starlette.requests import Request

from pinprick.api.problems import Faulty, Wrong, pointer
from pinprick.case.answers import unknown_keys
from pinprick.case.case import Case
from pinprick.case.reading import case_from
from pinprick.problems import did_you_mean
from pinprick.serving.state import model_of

_JSON = "application/json"
KEYS = ("id", "findings", "since")
"""What a case has that is sent."""


async def sent(request: Request) -> dict[str, Any]:
    """The mapping that a body holds.

    Raises:
        Faulty: it is no JSON (400), another kind (415) or no mapping (422).
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _JSON:
        raise Faulty([Wrong("", f"takes {_JSON}; send it with that content-type")], 415)
    try:
        data = msgspec.json.decode(await request.body())
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Faulty([Wrong("", f"is no JSON: {error}")], 400) from None
    if not isinstance(data, dict):
        raise Faulty([Wrong("", "takes a mapping")])
    return data


async def case(request: Request, wrong: list[Wrong]) -> Case:
    """The case that a body is; `wrong` is what was found elsewhere in the request.

    Raises:
        Faulty: with every fault of the request at its place.
    """
    data = await sent(request)
    unknown = unknown_keys(data, KEYS, "no such key in a case")
    ours = {key: value for key, value in data.items() if key in KEYS}
    case, faults = case_from(ours, model_of(request).knowledge.vocabulary)
    wrong += (Wrong(pointer(path), what) for path, what in (*unknown, *faults))
    if wrong:
        raise Faulty(wrong)
    return case


def names(
    request: Request, known: Mapping[str, tuple[str, ...]], wrong: list[Wrong]
) -> dict[str, tuple[str, ...]]:
    """The names after the `?` of an address: each of `known` with values of it, joined by commas or
    given more than once; an empty tuple of values stands for any. What is not known goes to
    `wrong`."""
    given = request.query_params
    wrong += (Wrong(f"?{key}", what) for (key,), what in unknown_keys(given, known, "is not known"))
    asked: dict[str, tuple[str, ...]] = {}
    for key in (key for key in known if key in given):
        takes = known[key]
        asked[key] = tuple(value for each in given.getlist(key) for value in each.split(","))
        wrong += (
            Wrong(
                f"?{key}", f"{value!r} is not one of {', '.join(takes)}{did_you_mean(value, takes)}"
            )
            for value in asked[key]
            if takes and value not in takes
        )
    return asked


def number(values: tuple[str, ...], name: str, most: int, wrong: list[Wrong]) -> int:
    """The whole number from 1 to `most` that stands after the `?`; another goes to `wrong`."""
    if len(values) == 1 and values[0].isascii() and values[0].isdigit():
        found = int(values[0][:9])
        if 1 <= found <= most:
            return found
    wrong.append(Wrong(f"?{name}", f"takes a whole number from 1 to {most}"))
    return most
