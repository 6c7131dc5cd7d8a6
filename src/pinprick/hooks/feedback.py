"""What clients tell of cards that were shown: counted, and nothing of it kept. What somebody wrote
beside it is not read."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pinprick.case.answers import Fault
from pinprick.hooks.counted import NONE, OTHER
from pinprick.hooks.ordering import reason
from pinprick.serving.refusals import Faulty

ACCEPTED, OVERRIDDEN = "accepted", "overridden"
MOST = 100
"""Cards that are told of at once."""
_LONGEST = 100
"""Characters of the id of a card."""


def outcomes(data: Any) -> tuple[tuple[str, str], ...]:
    """What became of each card, and for which of our reasons.

    Raises:
        Faulty: with every fault at its place.
    """
    told = data.get("feedback") if isinstance(data, dict) else None
    if not isinstance(told, list) or not 0 < len(told) <= MOST:
        raise Faulty(
            [(("feedback",), f"takes a list of what became of cards, 1 to {MOST} of them")]
        )
    wrong = [fault for index, one in enumerate(told) for fault in _faults(index, one)]
    if wrong:
        raise Faulty(wrong)
    return tuple((one["outcome"], _reason(one)) for one in told)


def _faults(index: int, one: Any) -> Iterator[Fault]:
    place = ("feedback", index)
    if not isinstance(one, dict):
        yield place, "takes a mapping"
        return
    card = one.get("card")
    if not isinstance(card, str) or not 0 < len(card) <= _LONGEST:
        yield (*place, "card"), "takes the uuid of a card"
    if one.get("outcome") not in (ACCEPTED, OVERRIDDEN):
        yield (*place, "outcome"), f"takes {ACCEPTED} or {OVERRIDDEN}"
    if not _is_time(one.get("outcomeTimestamp")):
        yield (*place, "outcomeTimestamp"), "takes a time such as 2026-11-28T10:05:31Z"
    if not isinstance(one.get("overrideReason", {}), dict):
        yield (*place, "overrideReason"), "takes a mapping"


def _is_time(value: Any) -> bool:
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _reason(one: dict[str, Any]) -> str:
    given = one.get("overrideReason")
    if not given:
        return NONE
    return reason(given.get("reason")) or OTHER
