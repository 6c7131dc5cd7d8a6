"""Every finding that somebody takes a medicine is read from a record and from own words. What somebody
does not take, or no longer, is not theirs."""

import re
from typing import Any

import pytest
from msgspec.structs import replace

from pinprick.authoring.checks.codes import codes, of_medicines
from pinprick.knowledge import Knowledge, Recorded
from pinprick.knowledge.ids import PRESENT
from tests.fhir_records import CIPROFLOXACIN, ago, concept, order, read, said, taking
from tests.pages import FINDINGS, KNOWLEDGE
from tests.phrases import lexicon_of
from tests.phrases import said as told

ASKS_OF_MEDICINES = re.compile(r"\b(medicines?|antibiotics?|blood thinners|chemotherapy|immunotherapy)\b")
GROUP, ONE = "neurotoxic-drug", "fluoroquinolone"
TAKEN = {GROUP: PRESENT, ONE: PRESENT}


def without(knowledge: Knowledge, finding: str) -> Knowledge:
    others = {id_: ways for id_, ways in knowledge.codes.findings.items() if id_ != finding}
    return replace(knowledge, codes=replace(knowledge.codes, findings=others))


# ---- no medicine is left out


def test_what_asks_for_medicines_is_told_by_records_and_own_words() -> None:
    asking = {id_ for id_, one in FINDINGS.items() if one.ask and ASKS_OF_MEDICINES.search(str(one.ask["en"]))}
    assert asking == set(of_medicines(KNOWLEDGE))
    for language in ("en", "zh"):
        assert asking <= set(lexicon_of(language).said.findings)


def test_a_medicine_that_no_record_tells_is_a_fault() -> None:
    spoiled = without(KNOWLEDGE, ONE)
    assert f"misses {ONE}: it means {GROUP}" in " ".join(one.what for one in codes(spoiled))


def test_a_medicine_that_is_not_of_its_group_is_a_fault() -> None:
    findings = KNOWLEDGE.codes.findings | {ONE: (Recorded(medicines={"atc": ("J01CA04",)}),)}
    spoiled = replace(KNOWLEDGE, codes=replace(KNOWLEDGE.codes, findings=findings))
    assert [one.what for one in codes(spoiled)] == [
        f"atc J01CA04 is not listed for {GROUP}, which it means; list it there too"
    ]


def test_how_long_an_order_counts_is_said_of_medicines_and_why() -> None:
    of_none = Recorded(conditions={"icd10": ("E11",)}, order_days=9)
    spoiled = replace(KNOWLEDGE, codes=replace(KNOWLEDGE.codes, findings={"diabetes": (of_none,)}))
    assert {one.what.split(";")[0] for one in codes(spoiled) if one.path[:2] == ("findings", "diabetes")} == {
        "says `order_days` of no medicine",
        "misses `note`: why what has ended counts, or why that many days",
    }


# ---- from a record


@pytest.mark.parametrize(
    ("resource", "says"),
    [
        (order(CIPROFLOXACIN), TAKEN),
        (order("J01MA14"), TAKEN),
        (order(medicationCodeableConcept=concept("197511", "rxnorm")), TAKEN),
        (taking("J01MA12"), TAKEN),
        (taking(medicationCodeableConcept=concept("311787", "rxnorm")), TAKEN),
        (order("S01AE03"), {}),  # drops for the eye
        (order(CIPROFLOXACIN, ago(43)), {GROUP: PRESENT}),
        (order(CIPROFLOXACIN, status="completed"), {GROUP: PRESENT}),
        (order(CIPROFLOXACIN, status="draft"), {}),
        (order(CIPROFLOXACIN, doNotPerform=True), {}),
        (taking(CIPROFLOXACIN, status="stopped", effectivePeriod={"start": ago(30), "end": ago(20)}), {GROUP: PRESENT}),
        (taking(CIPROFLOXACIN, status="not-taken"), {}),
        (order("J01XE01"), {GROUP: PRESENT}),
    ],
)
def test_a_record_tells_what_is_still_taken(resource: Any, says: dict[str, Any]) -> None:
    assert said(resource) == says


def test_an_old_order_of_a_short_course_is_set_aside_and_asked() -> None:
    record = read(order(CIPROFLOXACIN, ago(43)))
    assert [(one.finding, one.why) for one in record.aside] == [(ONE, "old-order")]


# ---- from own words

TAKES = {
    "en": [
        "I take {} and my feet tingle",
        "My doctor put me on {} three days ago, now my toes burn",
        "On day 4 of {} 500 mg, burning feet",
        "I was prescribed {} and both feet tingle",
        "I'm allergic to penicillin and take {}. My feet tingle",
        "I started {} last week and my toes are numb",
    ],
    "zh": ["我在吃{}，两脚发麻", "打了三天{}，脚底刺痛", "正在服用{}，脚麻", "吃着{}脚就麻了"],
}
NO_LONGER = {
    "en": [
        "I finished a course of {} last month and my feet still tingle",
        "I stopped taking {}. My feet tingle",
        "I came off {}, feet numb",
        "I took {} last month and my feet are numb",
        "I was on {} in spring. My feet tingle",
        "I had {}, but I stopped it. My feet tingle",
    ],
    "zh": ["停了{}，脚还是麻", "上个月吃完{}，脚还麻", "{}已经停了，脚还是麻", "吃了{}之后脚麻"],
}
NOT_THEIRS = {
    "en": [
        "I am allergic to {}. My foot is numb",
        "My mother takes {} and I have numb toes",
        "I was offered {} but did not take it. My foot is numb",
        "They prescribed {} but I haven't started it. My foot is numb",
        "I took {} years ago. My foot is numb",
        "Ten years ago I took {}. My foot is numb",
        "My doctor wants to put me on {}. My foot is numb",
        "I don't take {}. My foot is numb",
    ],
    "zh": [
        "我对{}过敏，脚麻",
        "我妈在吃{}，我的脚麻",
        "以前吃过{}，现在脚麻",
        "医生开了{}，我没吃，脚麻",
        "医生建议吃{}，还没决定",
        "没吃过{}",
    ],
}
NAMES = [(language, name) for language in ("en", "zh") for name in lexicon_of(language).said.words["fluoroquinolone"]]


@pytest.mark.parametrize(("language", "name"), NAMES)
def test_who_takes_it_is_read_to_take_it(language: str, name: str) -> None:
    for text in TAKES[language]:
        found = told(text.format(name), language)
        assert found.items() >= TAKEN.items(), text
        assert "known-for" not in found, "since when it is taken is not since when it is numb"


@pytest.mark.parametrize(("language", "name"), NAMES)
def test_who_no_longer_takes_it_is_not_read_to_take_it_still(language: str, name: str) -> None:
    for text in NO_LONGER[language]:
        found = told(text.format(name), language)
        assert (found.get(GROUP), found.get(ONE)) == (PRESENT, None), text


@pytest.mark.parametrize(("language", "name"), NAMES)
def test_what_somebody_never_took_or_long_ago_is_not_theirs(language: str, name: str) -> None:
    for text in NOT_THEIRS[language]:
        found = told(text.format(name), language)
        assert PRESENT not in (found.get(GROUP), found.get(ONE)), text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I stopped {}. My foot is numb"),
        ("en", "I am allergic to {}. My foot is numb"),
        ("en", "They prescribed {} but I never took it. My foot is numb"),
        ("zh", "停了{}，脚麻"),
        ("zh", "我对{}过敏，脚麻"),
        ("zh", "医生开了{}，我没吃，脚麻"),
    ],
)
def test_a_blood_thinner_that_is_not_taken_is_not_read_as_taken(language: str, text: str) -> None:
    for name in lexicon_of(language).said.words["thinner-medicine"]:
        assert "anticoagulant" not in told(text.format(name), language), name


def test_how_long_a_blood_thinner_is_taken_is_not_how_long_it_is_numb() -> None:
    assert told("I have been on warfarin for three years", "en") == {"anticoagulant": PRESENT}
