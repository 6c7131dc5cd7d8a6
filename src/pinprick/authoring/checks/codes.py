"""Faults of codes: whether each has the form of its system. Whether the lists of ICD-10 hold it is
seen by `classifications`; the lists of the others cannot be had with pinprick."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from pinprick.authoring.checks.fault import Fault
from pinprick.authoring.checks.numbers import near
from pinprick.knowledge import Condition, Knowledge, Recorded
from pinprick.knowledge.ids import PRESENT
from pinprick.yamltext import Path

S = TypeVar("S", bound=str)
FILE = "codes.yaml"
Listed = Iterator[tuple[str, Path, str, str]]
"""File and path of each code, its system and the code."""


def codes(knowledge: Knowledge) -> Iterator[Fault]:
    """Codes that cannot be of their system, and what they are listed for wrongly."""
    for file, path, system, code in listed(knowledge):
        if not has_form(system, code):
            yield Fault(file, path, f"{code} is no code of its system; {_FORMS[system][1]}")
    for id_, condition in knowledge.conditions.items():
        yield from _exact(id_, condition)
    findings = knowledge.vocabulary.findings
    for id_, ways in knowledge.codes.findings.items():
        if id_ not in findings:
            yield Fault(FILE, ("findings", id_), f"is not a finding{near(id_, findings)}")
        elif findings[id_].kind != "flag":
            yield Fault(FILE, ("findings", id_), "is no flag; a code says yes, and nothing else")
        for index, way in enumerate(ways):
            yield from _way(("findings", id_, index), way)
    yield from _medicines(knowledge)


def of_medicines(knowledge: Knowledge) -> tuple[str, ...]:
    """The findings that somebody takes a medicine: those that a record tells by medicines, and those
    that mean one of these, as one medicine means its group."""
    meaning = (id_ for id_, _ in _meaning(knowledge))
    return tuple(dict.fromkeys([*_told_by_medicines(knowledge), *meaning]))


def _told_by_medicines(knowledge: Knowledge) -> list[str]:
    return [id_ for id_ in knowledge.codes.findings if _medicines_of(knowledge, id_)]


def _meaning(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Each finding that alone means one that a record tells by medicines, and which."""
    told = _told_by_medicines(knowledge)
    for one in knowledge.screen.implies:
        for id_ in told:
            if one.then.get(id_) == PRESENT and isinstance(one.when, str):
                yield one.when, id_


def _medicines_of(knowledge: Knowledge, id_: str) -> set[tuple[str, str]]:
    ways = knowledge.codes.findings.get(id_, ())
    listed = (each for way in ways for each in way.medicines.items())
    return {(system, code) for system, codes in listed for code in codes}


def _medicines(knowledge: Knowledge) -> Iterator[Fault]:
    """A medicine that no record tells, though one tells its group, or that is not of its group."""
    for id_, group in _meaning(knowledge):
        own = _medicines_of(knowledge, id_)
        if not own:
            what = f"misses {id_}: it means {group}, which a record tells by medicines"
            yield Fault(FILE, ("findings",), what)
        for system, code in sorted(own - _medicines_of(knowledge, group)):
            what = f"{system} {code} is not listed for {group}, which it means; list it there too"
            yield Fault(FILE, ("findings", id_), what)


def has_form(system: str, code: str) -> bool:
    """Whether a code can be one of its system: its digits, and the one that checks them."""
    return _FORMS[system][0](code)


def listed(knowledge: Knowledge) -> Listed:
    """Every code of the knowledge base."""
    for id_, condition in knowledge.conditions.items():
        yield from _in(f"conditions/{id_}.yaml", ("codes",), condition.codes)
    for id_, medicine in knowledge.medicines.items():
        file = f"medicines/{id_}.yaml"
        for code in medicine.atc.split(",") if medicine.atc else ():
            yield file, ("atc",), "atc", code.strip()
        yield from _in(file, (), {"rxnorm": medicine.rxnorm})
    for id_, ways in knowledge.codes.findings.items():
        for index, way in enumerate(ways):
            yield from _of_way(("findings", id_, index), way)


def _of_way(path: Path, way: Recorded) -> Listed:
    yield from _in(FILE, (*path, "conditions"), way.conditions)
    yield from _in(FILE, (*path, "procedures"), way.procedures)
    yield from _in(FILE, (*path, "medicines"), way.medicines)
    if way.measured:
        yield from _in(FILE, (*path, "measured"), {"loinc": way.measured.loinc})
        yield from _in(FILE, (*path, "measured", "shows"), way.measured.shows)


def _in(file: str, path: Path, codes: Mapping[S, tuple[str, ...]]) -> Listed:
    for system, some in codes.items():
        for index, code in enumerate(some):
            yield file, (*path, system, index), system, code


def _exact(id_: str, condition: Condition) -> Iterator[Fault]:
    """A code can stand for a condition only where it is the one of its system."""
    for index, system in enumerate(condition.exact):
        if len(condition.codes.get(system, ())) != 1:
            what = f"{system} has not exactly one code under `codes`; several mean no one thing"
            yield Fault(f"conditions/{id_}.yaml", ("exact", index), what)


def _way(path: Path, way: Recorded) -> Iterator[Fault]:
    if not (way.conditions or way.procedures or way.medicines or way.measured):
        yield Fault(FILE, path, "names no code; name what a record says yes with")
    if (way.past or way.within_days or way.order_days) and not way.note:
        yield Fault(FILE, path, "misses `note`: why what has ended counts, or why that many days")
    if way.order_days and not way.medicines:
        yield Fault(FILE, path, "says `order_days` of no medicine; only medicines are ordered")
    if way.procedures and not way.past:
        yield Fault(FILE, path, "holds procedures, which are over; say `past: true`")
    if way.measured and (way.measured.at_least or way.measured.under) and not way.sources:
        yield Fault(FILE, path, "holds a limit without `sources`; name the page that was read")


# ---- the forms


def _pattern(form: str) -> Callable[[str], bool]:
    compiled = re.compile(form)
    return lambda code: compiled.fullmatch(code) is not None


_CATEGORY = r"[A-Z]\d[0-9A-Z]"
_RANGE = re.compile(rf"({_CATEGORY})-({_CATEGORY})")


def _classified(digits: str) -> Callable[[str], bool]:
    """A code of ICD-10, or a range of categories in its order."""
    single = re.compile(rf"{_CATEGORY}(\.{digits})?")

    def holds(code: str) -> bool:
        of = _RANGE.fullmatch(code)
        return of[1] < of[2] if of else single.fullmatch(code) is not None

    return holds


def _loinc(code: str) -> bool:
    """Digits, and the digit after the hyphen that follows from them (mod 10, Luhn's)."""
    if not re.fullmatch(r"\d{1,7}-\d", code):
        return False
    digits = [int(digit) for digit in code if digit.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(doubled) + sum(digits[-1::-2])) % 10 == 0


def _dihedral(first: int, second: int) -> int:
    """The product in the symmetries of a pentagon, in which Verhoeff's digit is reckoned."""
    turned, half = second + first if first < 5 else first - second, first // 5 ^ second // 5
    return turned % 5 + 5 * half


def _permuted(digit: int, times: int) -> int:
    for _ in range(times):
        digit = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)[digit]
    return digit


def _snomed(code: str) -> bool:
    """Six to eighteen digits of which the last follows from the others (Verhoeff's), of a concept."""
    if not re.fullmatch(r"[1-9]\d{5,17}", code) or code[-3:-1] not in ("00", "10"):
        return False
    check = 0
    for place, digit in enumerate(reversed(code)):
        check = _dihedral(check, _permuted(int(digit), place % 8))
    return check == 0


_FORMS: dict[str, tuple[Callable[[str], bool], str]] = {
    "icd10": (_classified(r"\d{1,2}"), "of ICD-10 it is as G62.1, or as E10-E14"),
    "icd10cm": (_classified(r"[0-9A-Z]{1,4}"), "of ICD-10-CM it is as E11.42, or as E08-E11"),
    "snomed": (_snomed, "an id of SNOMED CT has a digit at its end that follows from the others"),
    "atc": (
        _pattern(r"[ABCDGHJLMNPRSV]\d\d([A-Z]([A-Z](\d\d)?)?)?"),
        "of ATC it is as N02BF01, or the beginning of one, as J01MA",
    ),
    "rxnorm": (_pattern(r"[1-9]\d{0,7}"), "of RxNorm it is digits alone"),
    "loinc": (_loinc, "of LOINC it is as 4548-4, with a last digit that follows from the others"),
    "icd11": (_pattern(r"[0-9A-Z]{4}(\.[0-9A-Z]{1,3})?"), "of ICD-11 it is as MG30.01"),
    "orpha": (_pattern(r"[1-9]\d{0,6}"), "of Orphanet it is digits alone"),
    "hpo": (_pattern(r"HP:\d{7}"), "of the HPO it is HP: and seven digits"),
    "mondo": (_pattern(r"MONDO:\d{7}"), "of Mondo it is MONDO: and seven digits"),
}
