"""What is read of the resources of a clinical record, each field held to its type."""

import re
from calendar import monthrange
from datetime import date
from typing import Any, ClassVar, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import fields

from pinprick.case.answers import Fault
from pinprick.fhir.systems import Json
from pinprick.yamltext import Path


class Moment:
    """A date or a time of FHIR, which may leave out the day or the month: the first and the last
    day that it can be."""

    __slots__ = ("first", "last")

    def __init__(self, written: str) -> None:
        found = _WRITTEN.fullmatch(written)
        if not found:
            raise ValueError("is no date; it takes YYYY, YYYY-MM, YYYY-MM-DD or one with a time")
        year, month, day = (int(part) if part else None for part in found.groups())
        assert year is not None, "the pattern has one"
        last = month or 12
        try:
            self.first = date(year, month or 1, day or 1)
            self.last = date(year, last, day or monthrange(year, last)[1])
        except ValueError:
            raise ValueError("is no day of the calendar") from None


_WRITTEN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T[0-9:.]+(?:Z|[+-]\d\d:\d\d)?)?)?)?")


class Coding(Struct, frozen=True):
    """A code of a system."""

    system: str = ""
    code: str = ""


class Concept(Struct, frozen=True):
    """A CodeableConcept: codes that mean the same."""

    coding: tuple[Coding, ...] = ()


class Reference(Struct, frozen=True):
    """The address of another resource."""

    reference: str = ""


class Period(Struct, frozen=True):
    """From when until when."""

    start: Moment | None = None
    end: Moment | None = None


class Quantity(Struct, frozen=True):
    """A measured value. `code` is its unit in UCUM, where `system` says so."""

    value: float | None = None
    comparator: str = ""
    unit: str = ""
    system: str = ""
    code: str = ""


class Extension(Struct, frozen=True, rename="camel"):
    """Something beside the standard."""

    url: str
    value_code: str = ""


class Resource(Struct, frozen=True, rename="camel", kw_only=True):
    """What every resource has; `modifier_extension` and `implicit_rules` change what it means."""

    KIND: ClassVar[str] = ""

    id: str = ""
    modifier_extension: tuple[Any, ...] = ()
    implicit_rules: str = ""


class Patient(Resource, frozen=True, rename="camel", kw_only=True):
    """Whom the record is about."""

    KIND = "Patient"

    birth_date: Moment | None = None
    gender: str = ""
    deceased_boolean: bool = False
    deceased_date_time: Moment | None = None
    extension: tuple[Extension, ...] = ()


class OfPerson(Resource, frozen=True, rename="camel", kw_only=True):
    """A resource about somebody."""

    subject: Reference = Reference()


class Condition(OfPerson, frozen=True, rename="camel", kw_only=True):
    """A diagnosis or a problem."""

    KIND = "Condition"

    code: Concept = Concept()
    clinical_status: Concept | None = None
    verification_status: Concept | None = None
    onset_date_time: Moment | None = None
    onset_period: Period = Period()
    abatement_date_time: Moment | None = None
    abatement_period: Period | None = None
    abatement_age: Any = None
    abatement_range: Any = None
    abatement_string: Any = None
    recorded_date: Moment | None = None


class Procedure(OfPerson, frozen=True, rename="camel", kw_only=True):
    """Something that was done."""

    KIND = "Procedure"

    code: Concept = Concept()
    status: str = ""
    performed_date_time: Moment | None = None
    performed_period: Period = Period()


class Medication(Resource, frozen=True, rename="camel", kw_only=True):
    """A medicine, to which others point."""

    KIND = "Medication"

    code: Concept = Concept()


class OfMedicine(OfPerson, frozen=True, rename="camel", kw_only=True):
    """A resource about a medicine of somebody: what it is stands in it, or it points there."""

    medication_codeable_concept: Concept = Concept()
    medication_reference: Reference = Reference()
    status: str = ""
    contained: tuple[Any, ...] = ()


class MedicationRequest(OfMedicine, frozen=True, rename="camel", kw_only=True):
    """An order of a medicine."""

    KIND = "MedicationRequest"

    intent: str = ""
    do_not_perform: bool = False
    authored_on: Moment | None = None


class MedicationStatement(OfMedicine, frozen=True, rename="camel", kw_only=True):
    """That a medicine is taken, was, or is not."""

    KIND = "MedicationStatement"

    effective_date_time: Moment | None = None
    effective_period: Period = Period()
    date_asserted: Moment | None = None


class Observation(OfPerson, frozen=True, rename="camel", kw_only=True):
    """Something that was measured or seen."""

    KIND = "Observation"

    code: Concept = Concept()
    status: str = ""
    effective_date_time: Moment | None = None
    effective_instant: Moment | None = None
    effective_period: Period = Period()
    issued: Moment | None = None
    value_quantity: Quantity = Quantity()
    value_codeable_concept: Concept = Concept()
    interpretation: tuple[Concept, ...] = ()


KINDS: tuple[type[Resource], ...] = (
    Patient,
    Condition,
    Procedure,
    Medication,
    MedicationRequest,
    MedicationStatement,
    Observation,
)
"""The types that are read."""

R = TypeVar("R", bound=Resource)


def read(kind: type[R], data: Json, path: Path, faults: list[Fault]) -> R | None:
    """A resource of a type; None where a field of it is faulty, and then every one that is."""
    held: dict[str, Any] = {}
    before = len(faults)
    for one in fields(kind):
        if one.encode_name not in data:
            continue
        value = data[one.encode_name]
        try:
            held[one.name] = msgspec.convert(value, one.type, dec_hook=_moment)
        except msgspec.ValidationError as error:
            inside, what = _placed(str(error))
            faults.append(((*path, one.encode_name, *inside), what))
    return kind(**held) if len(faults) == before else None


def _moment(kind: type, value: Any) -> Any:
    assert kind is Moment, "the only type that msgspec does not know"
    if not isinstance(value, str):
        raise ValueError("takes a date in quotes")
    return Moment(value)


_AT = re.compile(r" - at `\$(.*)`$")
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")
_TYPES = re.compile(r"^Expected `([^`]+)`, got `([^`]+)`")
_NAMES = {
    "object": "an object",
    "array": "a list",
    "str": "text",
    "int": "a number",
    "float": "a number",
    "bool": "true or false",
}
"""What msgspec calls the types of values, and what we do."""


def _placed(told: str) -> tuple[Path, str]:
    """The place inside a value that msgspec names, and what is wrong there."""
    at = _AT.search(told)
    steps = _STEP.findall(at[1]) if at else []
    what = told[: at.start()] if at else told
    if types := _TYPES.match(what):
        takes = (_NAMES[one] for one in types[1].split(" | ") if one in _NAMES)
        takes_only = " or ".join(dict.fromkeys(takes))
        what = f"takes {takes_only}, not {_NAMES.get(types[2], types[2])}, as FHIR R4 has it"
    return tuple(name or int(index) for name, index in steps), what
