"""What each resource of a record states, in one shape for diagnoses, medicines, procedures and
measurements: which codes, whether it holds, and when."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from pinprick.fhir.bundled import Found, Held, last_of
from pinprick.fhir.resources import (
    Concept,
    Condition,
    Medication,
    MedicationRequest,
    MedicationStatement,
    Moment,
    Observation,
    OfMedicine,
    OfPerson,
    Procedure,
)
from pinprick.fhir.systems import SYSTEMS
from pinprick.knowledge import CodeSystem
from pinprick.knowledge.codes import plain_code

Kind = Literal["conditions", "procedures", "medicines", "measured"]
Why = Literal[
    "birth-date-not-whole",
    "changed",
    "contradicted",
    "died",
    "ended",
    "entered-in-error",
    "in-the-future",
    "no-date",
    "not-confirmed",
    "not-final",
    "not-possible",
    "not-taken",
    "of-another",
    "old-order",
    "other-sex",
    "other-unit",
    "refuted",
    "status-not-told",
    "too-old",
]
"""Why something was set aside."""
Coded = tuple[CodeSystem, str]

_CURRENT = ("active", "recurrence", "relapse")
_ENDED = ("inactive", "remission", "resolved")
_TAKEN = ("active", "on-hold", "completed", "stopped")
"""How a medicine stands that is or was taken."""
_ORDERED = ("order", "original-order", "reflex-order", "filler-order", "instance-order")
_FINAL = ("final", "amended", "corrected")


class Statement(Struct, frozen=True, kw_only=True):
    """What a resource states. Where `barred` says why, it never counts; where `over` does, it
    counts only for what may have passed."""

    kind: Kind
    found: Found
    codes: tuple[Coded, ...]
    barred: Why | None = None
    over: Why | None = None
    since: Moment | None = None
    until: Moment | None = None

    @property
    def newest(self) -> Moment | None:
        """The last date that it is known to be of."""
        return self.until or self.since


def statements(held: Held, today: date) -> Iterator[Statement]:
    """What each resource of a record states, in their order."""
    for found in held.others:
        made = _stated(found, held, today)
        yield replace(made, barred=_never(made, held, today))


def coded(concept: Concept) -> tuple[Coded, ...]:
    """The codes of a concept that are of a system we read."""
    known = ((SYSTEMS.get(one.system), one.code) for one in concept.coding if one.code)
    return tuple((system, plain_code(system, code)) for system, code in known if system)


def code_of(status: Concept | None) -> str:
    """The code of a status, each of which has one system."""
    return next((one.code for one in status.coding if one.code), "") if status else ""


def _never(made: Statement, held: Held, today: date) -> Why | None:
    """Why it cannot count: of its own, or what holds for all kinds."""
    resource = made.found.resource
    if resource.modifier_extension or resource.implicit_rules:
        return "changed"
    assert isinstance(resource, OfPerson), "no other is among them"
    of = resource.subject.reference
    if held.patient and of and last_of(of) not in held.patient.names:
        return "of-another"
    if made.barred is None and made.since and made.since.first > today:
        return "in-the-future"
    return made.barred


def _stated(found: Found, held: Held, today: date) -> Statement:
    resource = found.resource
    if isinstance(resource, Condition):
        return _condition(found, resource)
    if isinstance(resource, Procedure):
        return _procedure(found, resource)
    if isinstance(resource, MedicationRequest):
        return _order(found, resource, _medicine(resource, held))
    if isinstance(resource, MedicationStatement):
        return _taking(found, resource, _medicine(resource, held), today)
    assert isinstance(resource, Observation), "no other is among them"
    return _measured(found, resource)


def _condition(found: Found, one: Condition) -> Statement:
    ended = one.abatement_period or one.abatement_date_time or one.abatement_age
    clinical = code_of(one.clinical_status)
    over: Why | None = "status-not-told"
    if clinical in _ENDED or ended or one.abatement_range or one.abatement_string:
        over = "ended"
    elif clinical in _CURRENT:
        over = None
    return Statement(
        kind="conditions",
        found=found,
        codes=coded(one.code),
        barred=_unsure(code_of(one.verification_status)),
        over=over,
        since=one.onset_date_time or one.onset_period.start or one.recorded_date,
        until=one.abatement_date_time or (one.abatement_period or one.onset_period).end,
    )


def _unsure(verification: str) -> Why | None:
    if verification == "refuted":
        return "refuted"
    if verification == "entered-in-error":
        return "entered-in-error"
    return None if verification in ("", "confirmed") else "not-confirmed"


def _barred(status: str, otherwise: Why | None) -> Why | None:
    """Why a resource counts for nothing: that it was entered in error, before all else."""
    return "entered-in-error" if status == "entered-in-error" else otherwise


def _procedure(found: Found, one: Procedure) -> Statement:
    return Statement(
        kind="procedures",
        found=found,
        codes=coded(one.code),
        barred=_barred(one.status, None if one.status == "completed" else "not-taken"),
        over="ended",
        since=one.performed_date_time or one.performed_period.start,
        until=one.performed_period.end,
    )


# ---- medicines


def _medicine(one: OfMedicine, held: Held) -> tuple[Coded, ...]:
    """The codes of a medicine, which may stand inside, or in another resource of the record."""
    inside = coded(one.medication_codeable_concept)
    to = one.medication_reference.reference
    if inside or not to:
        return inside
    if to.startswith("#"):
        return _contained(one, to[1:])
    pointed = (other for other in held.medicines if last_of(to) in other.names)
    codes = (
        coded(other.resource.code) for other in pointed if isinstance(other.resource, Medication)
    )
    return next(codes, ())


def _contained(one: OfMedicine, id_: str) -> tuple[Coded, ...]:
    """The codes of a medicine that stands inside its resource, where it can be read."""
    for inner in one.contained:
        if isinstance(inner, dict) and inner.get("id") == id_:
            try:
                return coded(msgspec.convert(inner.get("code"), Concept))
            except msgspec.ValidationError:
                return ()
    return ()


def _order(found: Found, one: MedicationRequest, codes: tuple[Coded, ...]) -> Statement:
    ordered = not one.do_not_perform and one.intent in _ORDERED
    return Statement(
        kind="medicines",
        found=found,
        codes=codes,
        barred=_barred(one.status, None if ordered and one.status in _TAKEN else "not-taken"),
        over=None if one.status == "active" else "ended",
        since=one.authored_on,
    )


def _taking(
    found: Found, one: MedicationStatement, codes: tuple[Coded, ...], today: date
) -> Statement:
    end = one.effective_period.end
    goes_on = one.status == "active" and not (end and end.last < today)
    return Statement(
        kind="medicines",
        found=found,
        codes=codes,
        barred=_barred(one.status, None if one.status in _TAKEN else "not-taken"),
        over=None if goes_on else "ended",
        since=one.effective_date_time or one.effective_period.start,
        until=end or one.date_asserted if goes_on else end,
    )


# ---- measurements


def _measured(found: Found, one: Observation) -> Statement:
    return Statement(
        kind="measured",
        found=found,
        codes=coded(one.code),
        barred=_barred(one.status, None if one.status in _FINAL else "not-final"),
        since=one.effective_date_time
        or one.effective_instant
        or one.effective_period.end
        or one.issued,
    )
