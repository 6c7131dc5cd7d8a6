"""What was wrong with a request: problem+json with a `message`, which is what such clients read."""

import msgspec
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from pinprick.api import problems
from pinprick.api.problems import KIND, Problem, Wrong


class Refusal(Struct, frozen=True):
    """Why a request was refused: all of it in one sentence, and every fault with its place."""

    message: str
    type: str
    title: str
    status: int
    errors: tuple[Wrong, ...] = ()


async def refused(request: Request, error: Exception) -> Response:
    """The answer to a request that failed; it repeats nothing of it but what is wrong."""
    answer = await problems.refused(request, error)
    told = msgspec.json.decode(answer.body, type=Problem)
    faults = (f"{one.pointer}: {one.detail}" if one.pointer else one.detail for one in told.errors)
    message = "; ".join(faults) or told.title
    content = Refusal(message, told.type, told.title, told.status, told.errors)
    headers = {
        key: answer.headers[key] for key in ("allow", "retry-after") if key in answer.headers
    }
    return Response(msgspec.json.encode(content), told.status, headers, KIND)
