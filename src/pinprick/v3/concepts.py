"""What there is: conditions, signs, things of the person and tests, each by its id."""

from collections.abc import Callable, Collection, Iterator

from msgspec import Struct

from pinprick.account import records
from pinprick.account.telling import version
from pinprick.case.known import red_flags_to_ask
from pinprick.knowledge import Knowledge
from pinprick.story import search
from pinprick.story.lexicon import Lexicon
from pinprick.story.understanding import understand
from pinprick.v3 import ids
from pinprick.v3.ids import CONDITION, EVIDENCE, RISK, SYMPTOM, TEST
from pinprick.v3.shapes import (
    AboutCondition,
    AboutObservation,
    Concept,
    Condition,
    Found,
    Info,
    LabTest,
    Observation,
    Result,
)
from pinprick.v3.urgency import LEVELS
from pinprick.words.wording import text

KINDS = (CONDITION, *EVIDENCE)


def info(knowledge: Knowledge) -> Info:
    """How much there is, and of which day."""
    counts = {kind: len(list(of_kind(knowledge, kind))) for kind in (SYMPTOM, RISK)}
    return Info(
        updated_at=f"{knowledge.settings.date}T00:00:00Z",
        conditions_count=len(knowledge.conditions),
        symptoms_count=counts[SYMPTOM],
        risk_factors_count=counts[RISK],
        lab_tests_count=len(list(tests(knowledge))),
        knowledge=version(knowledge),
    )


def of_kind(knowledge: Knowledge, kind: str) -> Iterator[str]:
    """The ids of the evidence of a kind."""
    for id_, means in ids.meanings(knowledge).items():
        if ids.kind_of(knowledge, means.finding) == kind:
            yield id_


def tests(knowledge: Knowledge) -> Iterator[str]:
    """The tests, which are findings."""
    findings = knowledge.vocabulary.findings
    return (id_ for id_ in findings if ids.kind_of(knowledge, id_) == TEST)


# ---- one of each


def condition(knowledge: Knowledge, id_: str, language: str) -> Condition:
    """A condition."""
    one = records.condition(knowledge, id_, language)
    return Condition(
        id=id_,
        name=one.clinical,
        common_name=one.name,
        categories=(one.family,),
        triage_level=LEVELS[one.level],
        extras=AboutCondition(one.about, one.icd10[0] if len(one.icd10) == 1 else ""),
    )


def observation(knowledge: Knowledge, id_: str, language: str) -> Observation:
    """A sign, or something of the person."""
    finding = ids.meanings(knowledge)[id_].finding
    record, name = knowledge.vocabulary.findings[finding], ids.label(knowledge, id_, language)
    return Observation(
        id=id_,
        name=name,
        common_name=name,
        question=text(record.ask, language),
        category=text(knowledge.vocabulary.groups[record.group], language),
        extras=AboutObservation(finding in red_flags_to_ask(knowledge), record.by),
    )


def lab_test(knowledge: Knowledge, id_: str, language: str) -> LabTest:
    """A test."""
    record = knowledge.vocabulary.findings[id_]
    name = text(record.label, language)
    results = ids.of_finding(knowledge, id_)
    return LabTest(
        id=id_,
        name=name,
        common_name=name,
        category=text(knowledge.vocabulary.groups[record.group], language),
        results=tuple(Result(one, ids.label(knowledge, one, language)) for one in results),
    )


# ---- all together


def concept(knowledge: Knowledge, id_: str, language: str) -> Concept:
    """Anything that has an id."""
    if id_ in knowledge.conditions:
        name = knowledge.conditions[id_].name
        return Concept(id_, CONDITION, text(name.clinical, language), text(name.plain, language))
    kind = ids.kind_of(knowledge, ids.meanings(knowledge)[id_].finding)
    label = ids.label(knowledge, id_, language)
    return Concept(id_, kind, label, label)


class Listed(Struct, frozen=True):
    """A list: what is in it, by id with its kind, and how one is told."""

    there: Callable[[Knowledge], dict[str, str]]
    told: Callable[[Knowledge, str, str], Struct]


def _everything(knowledge: Knowledge) -> dict[str, str]:
    evidence = {
        id_: ids.kind_of(knowledge, one.finding) for id_, one in ids.meanings(knowledge).items()
    }
    return _conditions(knowledge) | evidence


def _conditions(knowledge: Knowledge) -> dict[str, str]:
    return dict.fromkeys(knowledge.conditions, CONDITION)


def _of(kind: str) -> Callable[[Knowledge], dict[str, str]]:
    return lambda knowledge: dict.fromkeys(of_kind(knowledge, kind), kind)


LISTS = {
    "concepts": Listed(_everything, concept),
    "conditions": Listed(_conditions, condition),
    "symptoms": Listed(_of(SYMPTOM), observation),
    "risk_factors": Listed(_of(RISK), observation),
    "lab_tests": Listed(lambda knowledge: dict.fromkeys(tests(knowledge), TEST), lab_test),
}
"""The lists, by the end of their addresses."""


def found(
    knowledge: Knowledge, phrases: Lexicon, phrase: str, kinds: Collection[str], language: str
) -> tuple[Found, ...]:
    """The evidence that words may mean, likeliest first: what people say in these words, then what
    is called so."""
    said = [one.finding for one in understand(knowledge, phrases.by_phrases, phrase).proposals]
    found = search.find(knowledge, phrases, phrase, language)
    called = [one.id for one in found if one.kind == "findings"]
    return tuple(
        Found(id_, ids.label(knowledge, id_, language), ids.kind_of(knowledge, finding))
        for finding in dict.fromkeys((*said, *called))
        if ids.kind_of(knowledge, finding) in kinds
        for id_ in ids.of_finding(knowledge, finding)
    )
