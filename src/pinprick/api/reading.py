"""What a program sends: JSON in a body, and names in the address."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request

from pinprick.api.problems import Name
from pinprick.case.answers import Fault, unknown_keys
from pinprick.case.case import Case
from pinprick.case.reading import case_from
from pinprick.problems import did_you_mean
from pinprick.serving import bodies
from pinprick.serving.languages import CHOSEN, offered_of
from pinprick.serving.refusals import Faulty
from pinprick.serving.state import model_of

LANGUAGE = "language"
"""The name after the `?` of the language to answer in."""
KEYS = ("id", "findings", "since")
"""What a case has that is sent."""


async def sent(request: Request, least: str) -> dict[str, Any]:
    """The mapping that a body holds; `least` is the shortest that would do.

    Raises:
        Faulty: it is no JSON (400), another kind (415) or no mapping (422).
    """
    data = await bodies.sent(request, bodies.JSON, least=least)
    if not isinstance(data, dict):
        raise Faulty([((), "takes a mapping")])
    return data


async def case(request: Request, wrong: list[Fault]) -> Case:
    """The case that a body is; `wrong` is what was found elsewhere in the request.

    Raises:
        Faulty: with every fault of the request at its place.
    """
    data = await sent(request, '{"findings": {}}')
    unknown = unknown_keys(data, KEYS, "no such key in a case")
    ours = {key: value for key, value in data.items() if key in KEYS}
    case, faults = case_from(ours, model_of(request).knowledge.vocabulary)
    wrong += (*unknown, *faults)
    if wrong:
        raise Faulty(wrong)
    return case


def names(
    request: Request, known: Mapping[str, tuple[str, ...]], wrong: list[Fault]
) -> dict[str, tuple[str, ...]]:
    """The names after the `?` of an address: each of `known` with values of it, joined by commas or
    given more than once; an empty tuple of values stands for any. What is not known goes to
    `wrong`."""
    given = request.query_params
    wrong += (((Name(key),), what) for (key,), what in unknown_keys(given, known, "is not known"))
    asked: dict[str, tuple[str, ...]] = {}
    for key in (key for key in known if key in given):
        takes = known[key]
        asked[key] = tuple(value for each in given.getlist(key) for value in each.split(","))
        wrong += (
            (
                (Name(key),),
                f"{value!r} is not one of {', '.join(takes)}{did_you_mean(value, takes)}",
            )
            for value in asked[key]
            if takes and value not in takes
        )
    return asked


def language(request: Request, wrong: list[Fault]) -> None:
    """Answer in the language that stands after the `?`, before that of the address or of the headers;
    one that is not offered goes to `wrong`."""
    given = request.query_params.getlist(LANGUAGE)
    asked: Mapping[str, str] = request.app.state.asked
    for tag in given[-1:]:
        if tag.lower() in asked:
            request.scope[CHOSEN] = asked[tag.lower()]
        else:
            there = offered_of(request.scope)
            near = did_you_mean(tag, there) or did_you_mean(tag.partition("-")[0], there)
            what = f"{tag!r} is not offered; takes one of {', '.join(there)}{near}"
            wrong.append(((Name(LANGUAGE),), what))


def number(values: tuple[str, ...], name: str, most: int, wrong: list[Fault]) -> int:
    """The whole number from 1 to `most` that stands after the `?`; another goes to `wrong`."""
    if len(values) == 1 and values[0].isascii() and values[0].isdigit():
        found = int(values[0][:9])
        if 1 <= found <= most:
            return found
    wrong.append(((Name(name),), f"takes a whole number from 1 to {most}"))
    return most
