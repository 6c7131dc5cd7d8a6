"""The orders of a call: which of them are looked at, and for which medicines they are."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec import Struct

from pinprick.case.answers import Fault
from pinprick.fhir.bundled import Found, held
from pinprick.fhir.resources import MedicationRequest
from pinprick.fhir.statements import Coded, statements
from pinprick.hooks.whom import resources
from pinprick.yamltext import Path

Json = dict[str, Any]
_PLACE: Path = ("context", "draftOrders")


class Order(Struct, frozen=True):
    """An order of a medicine: what it is called, as `MedicationRequest/7`, and the codes of the
    medicine."""

    name: str
    codes: tuple[Coded, ...]


def orders(
    context: Json, only_selected: bool, today: date
) -> tuple[tuple[Order, ...], list[Fault]]:
    """The orders of medicines that are looked at, those that were just chosen or all of them; and
    every fault of what was sent."""
    bundle = context.get("draftOrders")
    if not isinstance(bundle, dict) or bundle.get("resourceType") != "Bundle":
        return (), [(_PLACE, "takes a Bundle of the orders that are not signed yet")]
    there, faults = held(bundle)
    wrong = [((*_PLACE, *path), what) for path, what in faults]
    found = tuple(
        Order(one.found.name, one.codes) for one in statements(there, today) if _is_order(one.found)
    )
    if not only_selected:
        return found, wrong
    drafted = {name for _, draft in resources(bundle, ()) for name in _names(draft)}
    chosen = context.get("selections")
    if not isinstance(chosen, list):
        what = "takes a list of the orders that were just chosen"
        return (), [*wrong, (("context", "selections"), what)]
    wrong += _not_there(chosen, drafted)
    return tuple(
        one for one in found if {one.name, one.name.partition("/")[2]} & _texts(chosen)
    ), wrong


def _is_order(found: Found) -> bool:
    one = found.resource
    return isinstance(one, MedicationRequest) and not one.do_not_perform


def _names(resource: Json) -> Iterator[str]:
    id_ = resource.get("id")
    if isinstance(id_, str):
        yield id_
        yield f"{resource.get('resourceType')}/{id_}"


def _texts(chosen: list[Any]) -> set[str]:
    return {one for one in chosen if isinstance(one, str)}


def _not_there(chosen: list[Any], drafted: set[str]) -> Iterator[Fault]:
    """What was chosen and is no draft: it would be left unchecked without a word."""
    for index, name in enumerate(chosen):
        if not isinstance(name, str) or name not in drafted:
            what = "names no order of draftOrders; takes its type, / and its id"
            yield ("context", "selections", index), what
