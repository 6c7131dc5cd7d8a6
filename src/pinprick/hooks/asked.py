"""What a client sends: the hook, whom it is about, and what of the record it sends along."""

from datetime import date
from typing import Any

from msgspec import Struct

from pinprick.case.answers import Answers, Fault
from pinprick.fhir.records import answers_from_record
from pinprick.hooks import orders_sent
from pinprick.hooks.orders_sent import Order
from pinprick.hooks.services import NEEDED, PERSON, PREFETCH, SIGN, VIEW
from pinprick.hooks.whom import of_others
from pinprick.knowledge import Knowledge
from pinprick.problems import did_you_mean
from pinprick.serving.refusals import Faulty
from pinprick.yamltext import Path

Json = dict[str, Any]
_LONGEST_ID = 64
"""Characters of an id in FHIR."""
_OUTCOME = "OperationOutcome"
"""What stands where a client could not get what was asked."""


class Asked(Struct, frozen=True):
    """One call, checked: its hook, what the record says as far as it was sent, the orders to look at,
    and whether some of the record was not sent."""

    hook: str
    answers: Answers
    has_died: bool
    orders: tuple[Order, ...]
    in_part: bool


def asked(data: Any, hooks: tuple[str, ...], knowledge: Knowledge, today: date) -> Asked:
    """The call that a body is, at one of the hooks of its service.

    Raises:
        Faulty: with every fault at its place (422), or with what of the record is needed and was not
            sent along (412).
    """
    if not isinstance(data, dict):
        raise Faulty([((), "takes a mapping")])
    wrong: list[Fault] = []
    hook = _hook(data, hooks, wrong)
    if not isinstance(data.get("hookInstance"), str) or not data["hookInstance"].strip():
        wrong.append((("hookInstance",), "takes the id of this call, as text"))
    context = _mapping(data, "context", wrong, needed=True)
    person = _id(context, wrong) if context else ""
    orders: tuple[Order, ...] = ()
    if context and hook and hook != VIEW:
        orders, faults = orders_sent.orders(context, hook != SIGN, today)
        wrong += faults
        wrong += of_others(context.get("draftOrders"), ("context", "draftOrders"), person)
    sent = _sent(_mapping(data, "prefetch", wrong), person, wrong)
    answers = _answers(sent, knowledge, today, wrong)
    if wrong:
        raise Faulty(wrong)
    missing = [key for key in NEEDED if key not in sent or (key == PERSON and sent[key] is None)]
    if missing:
        raise Faulty([_missing(key) for key in missing], 412)
    in_part = any(key not in sent or _goes_on(sent[key]) for key in PREFETCH)
    return Asked(hook, answers, _has_died(sent[PERSON]), orders, in_part)


def _hook(data: Json, hooks: tuple[str, ...], wrong: list[Fault]) -> str:
    hook = data.get("hook")
    if isinstance(hook, str) and hook in hooks:
        return hook
    near = did_you_mean(hook, hooks) if isinstance(hook, str) else ""
    wrong.append((("hook",), f"this service takes {' or '.join(hooks)}{near}"))
    return ""


def _mapping(data: Json, key: str, wrong: list[Fault], needed: bool = False) -> Json:
    value = data.get(key)
    if isinstance(value, dict):
        return value
    if needed or value is not None:
        wrong.append(((key,), "takes a mapping"))
    return {}


def _id(context: Json, wrong: list[Fault]) -> str:
    id_ = context.get("patientId")
    if isinstance(id_, str) and 0 < len(id_) <= _LONGEST_ID:
        return id_
    wrong.append((("context", "patientId"), "takes the FHIR id of the patient, as text"))
    return ""


# ---- what was sent along


def _sent(prefetch: Json, person: str, wrong: list[Fault]) -> Json:
    """What was sent of what we ask for. Nothing (null) says that the record has none; an outcome,
    that the client could not get it, as if it had not sent it."""
    there: Json = {}
    for key in PREFETCH:
        value = prefetch.get(key)
        kind = value.get("resourceType") if isinstance(value, dict) else None
        takes = "Patient" if key == PERSON else "Bundle"
        if key not in prefetch or kind == _OUTCOME:
            continue
        there[key] = value
        if value is not None and kind != takes:
            wrong.append((("prefetch", key), f"takes a {takes}, or null where there is none"))
        elif person:
            wrong += of_others(value, ("prefetch", key), person)
    return there


def _answers(sent: Json, knowledge: Knowledge, today: date, wrong: list[Fault]) -> Answers:
    """What the record says yes to, and how old and of which sex the person is."""
    keys = [key for key, value in sent.items() if isinstance(value, dict)]
    record, faults = answers_from_record([sent[key] for key in keys], knowledge, today)
    placed = ((_placed(keys, path), what) for path, what in faults)
    wrong += (fault for fault in placed if fault not in wrong)
    return record.answers


def _placed(keys: list[str], path: Path) -> Path:
    """A place in a list of what was sent, as a place in the call."""
    first, *rest = path
    return ("prefetch", keys[int(first)], *rest)


def _missing(key: str) -> Fault:
    what = f"is needed and was not sent; no server is asked for it: send what {PREFETCH[key]} gives"
    return ("prefetch", key), what


def _goes_on(value: Any) -> bool:
    """Whether a bundle is only the first page of what was found."""
    links = value.get("link") if isinstance(value, dict) else None
    named = [one for one in links if isinstance(one, dict)] if isinstance(links, list) else []
    return any(one.get("relation") == "next" for one in named)


def _has_died(person: Any) -> bool:
    return person.get("deceasedBoolean") is True or bool(person.get("deceasedDateTime"))
