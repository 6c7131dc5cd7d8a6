"""A clinical record read into answers: how old, which sex, and the findings that its codes say yes to.

What a record does not hold is never a no, nor is what it holds with a doubt: it is asked."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from pinprick.case.answers import Answer, Answers, Fault, answer_from
from pinprick.fhir.bundled import Found, held
from pinprick.fhir.measuring import measured
from pinprick.fhir.resources import MedicationRequest, Patient
from pinprick.fhir.statements import Statement, Why, statements
from pinprick.knowledge import Codes, Knowledge, Recorded, Vocabulary
from pinprick.knowledge.codes import stands_for
from pinprick.knowledge.ids import AGE, PRESENT, SEX
from pinprick.yamltext import Path


class Ground(Struct, frozen=True):
    """A resource that an answer rests on, or one that was set aside, and then why: its name as
    `Condition/7`, its place in what was sent, and the code as `icd10 E11` that it was read by."""

    finding: str
    resource: str
    path: Path
    code: str = ""
    why: Why | None = None


class Record(Struct, frozen=True):
    """What a record says: answers, none of which is a no; what each rests on; what was set aside of
    what would have answered something else; and how many resources are of a type not read."""

    answers: Answers
    grounds: tuple[Ground, ...]
    aside: tuple[Ground, ...]
    not_read: int
    person: str = ""
    """The name of the Patient in it."""


def answers_from_record(
    record: Any, knowledge: Knowledge, today: date
) -> tuple[Record, list[Fault]]:
    """What a record says on a day, and every fault of it by its path in `record`.

    `record` is plain data: a Bundle of FHIR R4, a resource, or a list of these, of one person.
    Where there is a fault, nothing of it should be used."""
    there, faults = held(record)
    answers: dict[str, Answer] = {}
    grounds: list[Ground] = []
    aside: list[Ground] = []
    if there.patient:
        for one, answer in _person(there.patient, today):
            taken = (
                _taken(one.finding, answer, knowledge.vocabulary) if answer is not None else None
            )
            if taken is not None:
                answers[one.finding] = taken
                grounds.append(one)
            else:
                aside.append(replace(one, why=one.why or "not-possible"))
    stated = sorted(statements(there, today), key=_last, reverse=True)
    for id_, ways in knowledge.codes.findings.items():
        found = [one for way in ways for one in _read(id_, way, stated, (knowledge, today))]
        yes = [one for one in found if one.why is None]
        if yes:
            answers[id_] = PRESENT
        (grounds if yes else aside).extend(_each_once(yes or found))
    person = there.patient.name if there.patient else ""
    return Record(answers, tuple(grounds), tuple(aside), there.not_read, person), faults


def _last(one: Statement) -> date:
    return one.newest.last if one.newest else date.min


def _each_once(found: Iterable[Ground]) -> list[Ground]:
    """The newest of those that say the same: a record holds one thing many times."""
    first: dict[tuple[str, Why | None], Ground] = {}
    for one in found:
        first.setdefault((one.code, one.why), one)
    return list(first.values())


def _taken(id_: str, answer: Answer, vocabulary: Vocabulary) -> Answer | None:
    taken, _ = answer_from(id_, answer, vocabulary)
    return taken


# ---- the person


_BIRTH_SEX = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex"
_AT_BIRTH = {"F": "female", "M": "male"}


def _person(found: Found, today: date) -> Iterator[tuple[Ground, Answer | None]]:
    """How old a person is and of which sex; what is not sure of it has no answer."""
    one = found.resource
    assert isinstance(one, Patient), "no other is the person"
    if one.birth_date:
        ages = {_years(born, today) for born in (one.birth_date.first, one.birth_date.last)}
        why: Why | None = None if len(ages) == 1 else "birth-date-not-whole"
        if one.birth_date.last > today:
            why = "in-the-future"
        if one.deceased_boolean or one.deceased_date_time:
            why = "died"
        ground = Ground(AGE, found.name, (*found.path, "birthDate"), why=why)
        yield ground, None if why else float(ages.pop())
    at_birth = [_AT_BIRTH.get(one.value_code) for one in one.extension if one.url == _BIRTH_SEX]
    sex = at_birth[0] if at_birth else one.gender if one.gender in _AT_BIRTH.values() else None
    if at_birth or one.gender:
        field = "extension" if at_birth else "gender"
        why = None if sex else "other-sex"
        yield Ground(SEX, found.name, (*found.path, field), why=why), sex


def _years(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


# ---- the findings


def _read(
    id_: str, way: Recorded, stated: list[Statement], at: tuple[Knowledge, date]
) -> Iterator[Ground]:
    """Every statement that says yes in this way, or would, and then why it does not."""
    knowledge, today = at
    listed = {
        "conditions": way.conditions,
        "procedures": way.procedures,
        "medicines": way.medicines,
    }
    for one in stated:
        code = _match(listed.get(one.kind, {}), one)
        if code:
            why = _why_not(one, way, way.order_days or knowledge.codes.order_days, today)
            if why is None and not way.past:
                why = "contradicted" if _is_contradicted(one, stated) else None
            yield Ground(id_, one.found.name, one.found.path, code, why)
    if way.measured:
        for one, code, why in measured(way.measured, stated):
            why = why or _too_old(one, way.within_days, today)
            yield Ground(id_, one.found.name, one.found.path, code, why)


def _match(listed: Codes, one: Statement) -> str:
    """The first code of a statement that is listed, with its system."""
    for system, code in one.codes:
        if any(stands_for(system, other, code) for other in listed.get(system, ())):
            return f"{system} {code}"
    return ""


def _why_not(one: Statement, way: Recorded, order_days: int, today: date) -> Why | None:
    """Why a statement with the right code does not say yes in this way."""
    if one.barred:
        return one.barred
    if one.over and not way.past:
        return one.over
    is_taken = one.kind == "medicines" and one.over is None
    if is_taken and (way.within_days or not way.past):
        return _forgotten(one, order_days, today)
    return _too_old(one, way.within_days, today)


def _forgotten(one: Statement, order_days: int, today: date) -> Why | None:
    """Why an order that is still active may be one that nobody ended; a statement says it itself."""
    if not isinstance(one.found.resource, MedicationRequest):
        return None
    why = _too_old(one, order_days, today)
    return "old-order" if why == "too-old" else why


def _too_old(one: Statement, days: int | None, today: date) -> Why | None:
    """Why a date does not lie within some days, where it has to."""
    if days is None:
        return None
    when = one.newest if one.over else one.since
    if when is None:
        return "no-date"
    return "too-old" if when.first < today - timedelta(days) else None


def _is_contradicted(one: Statement, stated: list[Statement]) -> bool:
    """Whether another statement of the same code says that it is not, or ended after this began."""
    for other in stated:
        if other is one or other.kind != one.kind or not set(other.codes) & set(one.codes):
            continue
        if other.barred == "refuted":
            return True
        if other.barred is None and other.over == "ended" and other.kind == "conditions":
            if one.since is None or other.newest is None or other.newest.last > one.since.first:
                return True
    return False
