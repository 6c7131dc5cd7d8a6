"""The JSON that programs send."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec
from starlette.requests import Request

from pinprick.case.answers import Fault
from pinprick.serving.refusals import Faulty
from pinprick.yamltext import Path

JSON = "application/json"
_MARK = b"\xef\xbb\xbf"
_NO_NUMBERS = (b"NaN", b"Infinity", b"-Infinity")
"""What some programs write for a number that is none."""


async def sent(request: Request, *kinds: str, least: str) -> Any:
    """What a body holds, which is of one of some media types, the usual one first; `least` is the
    shortest that would do, for whoever sends none.

    Raises:
        Faulty: it is missing or no JSON, or has a key twice (400), or is of another kind (415).
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await request.body()
    if not body.strip():
        raise Faulty([((), f"is missing; send {kinds[0]}, at least {least}")], 400)
    if kind not in kinds:
        raise Faulty([((), f"takes {kinds[0]}; send it with that content-type")], 415)
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise Faulty([((), "is packed (content-encoding); send it as it is")], 415)
    try:
        data, twice = msgspec.json.decode(body), keys_twice(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Faulty([((), f"is no JSON: {_why(body, error)}")], 400) from None
    if twice:
        raise Faulty(twice, 400)
    return data


def _why(body: bytes, error: Exception) -> str:
    """What keeps a body from being JSON, with the cure where it is known."""
    if body.startswith(_MARK):
        return "it begins with a byte order mark; send UTF-8 without one"
    if isinstance(error, UnicodeDecodeError):
        return "it is not in UTF-8; encode it so, whatever charset its content-type names"
    if isinstance(error, RecursionError):
        return "it is nested too deep"
    what = str(error)
    if "truncated" in what:
        return f"it ends after {len(body)} bytes, before it is whole; send all of it"
    at = what.rpartition("(byte ")[2].removesuffix(")")
    if at.isdigit() and body[int(at) :].startswith(_NO_NUMBERS):
        return f"no number is written so (byte {at}); leave out what is not known"
    return what


# ---- keys that stand twice


class _Several(dict[str, Any]):
    """A mapping of which some keys stand twice."""

    twice: tuple[str, ...] = ()


def keys_twice(body: bytes) -> list[Fault]:
    """Each key of JSON that stands twice in a mapping, at its place: which of the two was meant nobody
    can say, and to take the last would turn a yes into a no."""
    found: list[_Several] = []

    def mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) == len(pairs):
            return made
        several = _Several(made)
        several.twice = tuple(key for key, n in Counter(key for key, _ in pairs).items() if n > 1)
        found.append(several)
        return several

    # numbers are not looked at, and those of thousands of digits would be refused
    whole = json.loads(body, object_pairs_hook=mapping, parse_int=len, parse_float=len)
    if not found:
        return []
    told = dict.fromkeys(_places(whole, ()))
    return [(path, "stands twice; say it once") for path in told] or [
        ((), "has a key twice; say it once")  # within a value that another of the same key hides
    ]


def _places(value: Any, path: Path) -> Iterator[Path]:
    if isinstance(value, _Several):
        yield from ((*path, key) for key in value.twice)
    if isinstance(value, dict | list):
        each = value.items() if isinstance(value, dict) else enumerate(value)
        for key, one in each:
            yield from _places(one, (*path, key))
