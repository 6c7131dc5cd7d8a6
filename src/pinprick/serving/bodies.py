"""The JSON that programs send."""

from typing import Any

import msgspec
from starlette.requests import Request

from pinprick.serving.refusals import Faulty

JSON = "application/json"


async def sent(request: Request, *kinds: str) -> Any:
    """What a body holds, which is one of some media types, the usual one first.

    Raises:
        Faulty: it is no JSON (400), or of another kind (415).
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in kinds:
        raise Faulty([((), f"takes {kinds[0]}; send it with that content-type")], 415)
    try:
        return msgspec.json.decode(await request.body())
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Faulty([((), f"is no JSON: {error}")], 400) from None
