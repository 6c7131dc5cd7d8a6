"""The orders of a call: which of them are looked at, and for which medicines they are."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec import Struct

from pinprick.case.answers import Fault
from pinprick.fhir.bundled import Found, held, last_of
from pinprick.fhir.resources import MedicationRequest
from pinprick.fhir.statements import Coded, statements
from pinprick.hooks.whom import resources
from pinprick.yamltext import Path

Json = dict[str, Any]
_PLACE: Path = ("context", "draftOrders")


class Order(Struct, frozen=True):
    """An order of a medicine: what it is called, as `MedicationRequest/7`, the codes of the medicine,
    and the words in which the order says what it is."""

    name: str
    codes: tuple[Coded, ...]
    words: str = ""


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
    drafts = list(resources(bundle, _PLACE))
    wrong += _of_other_versions(drafts)
    found = tuple(
        Order(one.found.name, one.codes, _words(bundle, one.found.path))
        for one in statements(there, today)
        if _is_order(one.found)
    )
    if not only_selected:
        return found, wrong
    drafted = {name for _, draft in drafts for name in _names(draft)}
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


def _of_other_versions(drafts: list[tuple[Path, Json]]) -> Iterator[Fault]:
    """Orders of medicines in the shapes of other versions of FHIR: they would be left unchecked
    without a word."""
    for place, draft in drafts:
        if draft.get("resourceType") == "MedicationOrder":
            yield place, "is of FHIR before R4; takes a MedicationRequest"
        elif draft.get("resourceType") == "MedicationRequest" and "medication" in draft:
            what = "is of FHIR after R4; takes medicationCodeableConcept or medicationReference"
            yield (*place, "medication"), what


def _words(bundle: Json, path: Path) -> str:
    """The words of an order at a path, and of what stands inside it or is pointed to, that say which
    medicine it is."""
    order: Any = bundle
    for step in path:
        order = order[step]
    to = order.get("medicationReference")
    named = last_of(str(to.get("reference", ""))) if isinstance(to, dict) else ""
    inner = order.get("contained")
    beside = [one for _, one in resources(bundle, ()) if named and named in _names(one)]
    others = [*(inner if isinstance(inner, list) else []), *beside]
    medicines = (one for one in others if isinstance(one, dict))
    concepts = [order.get("medicationCodeableConcept"), *(one.get("code") for one in medicines)]
    return "; ".join(word for one in concepts for word in _said(one))


def _said(concept: Any) -> Iterator[str]:
    """The words of a concept."""
    if not isinstance(concept, dict):
        return
    coding = concept.get("coding")
    displays = (
        [one.get("display") for one in coding or () if isinstance(one, dict)]
        if isinstance(coding, list)
        else []
    )
    yield from (one for one in (concept.get("text"), *displays) if isinstance(one, str))


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
