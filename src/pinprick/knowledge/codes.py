"""What a clinical record says in codes, and the answers that these stand for."""

from typing import Annotated, Literal

from msgspec import Struct, field

from pinprick.knowledge.ranges import Range

CodeSystem = Literal["icd10", "icd10cm", "snomed", "atc", "rxnorm", "loinc"]
"""`icd10` is the classification of the WHO, `icd10cm` that of the United States: one code may mean
two things in them."""
Codes = dict[CodeSystem, tuple[str, ...]]
"""Codes by system. One of `icd10`, `icd10cm` and `atc` stands for all below it too, and `E10-E14`
for all categories from the first to the last; in the others each stands for itself."""
Days = Annotated[int, Range(1, 40_000)]


class Measured(Struct, frozen=True):
    """A measurement that means yes: the newest of these is at least or under a value in its unit
    (UCUM), or the laboratory marked it so, or it says one of these codes."""

    loinc: tuple[str, ...]
    at_least: dict[str, float] = field(default_factory=dict)
    under: dict[str, float] = field(default_factory=dict)
    marked: tuple[Literal["L", "LL", "H", "HH"], ...] = ()
    shows: Codes = field(default_factory=dict)


class Recorded(Struct, frozen=True):
    """One way in which a record says yes to a finding: by one of these codes.

    What has ended counts only with `past`, and with `within_days` only what is not older; an order
    of a medicine that nobody ended counts for `order_days`, where a course is shorter than others.
    `note` says why it is as long as that."""

    conditions: Codes = field(default_factory=dict)
    procedures: Codes = field(default_factory=dict)
    medicines: Codes = field(default_factory=dict)
    measured: Measured | None = None
    past: bool = False
    within_days: Days | None = None
    order_days: Days | None = None
    note: str = ""
    sources: tuple[str, ...] = ()


class Records(Struct, frozen=True):
    """`codes.yaml`: what of a clinical record says yes to a finding."""

    order_days: Days = 365
    """How long an order of a medicine that nobody ended counts as one that is taken, unless a way
    says otherwise."""
    sources: tuple[str, ...] = ()
    """Where it was read which code means what."""
    findings: dict[str, tuple[Recorded, ...]] = field(default_factory=dict)


def stands_for(system: CodeSystem, listed: str, code: str) -> bool:
    """Whether a listed code stands for a code of a record, which is as `plain_code` makes it."""
    if system in ("icd10", "icd10cm"):
        first, _, last = listed.replace(".", "").partition("-")
        return first <= code[:3] <= last if last else code.startswith(first)
    return code.startswith(listed) if system == "atc" else code == listed


def plain_code(system: CodeSystem, code: str) -> str:
    """A code as it is compared: without the dot and the dagger of ICD-10, which some leave out."""
    if system in ("icd10", "icd10cm"):
        return code.strip().upper().replace(".", "").rstrip("+*†!-")
    return code.strip().upper() if system == "atc" else code.strip()
