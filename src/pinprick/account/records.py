"""The knowledge base as records in short, each by its id, for those who read it by program."""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from pinprick.account.pages import ToldAsk, asked
from pinprick.case.known import red_flags_to_ask, signs_with_age
from pinprick.knowledge import Knowledge, Level
from pinprick.words.wording import text, texts

Told = Callable[[Knowledge, str, str], Struct]


class FindingRecord(Struct, frozen=True):
    """Something that can be known: who can (`person`, `examiner`, `test`), and how it is asked."""

    id: str
    by: str
    group: str
    label: str
    red_flag: bool
    question: ToldAsk


class ConditionRecord(Struct, frozen=True):
    """A condition, how urgent it is by itself, and what makes it more urgent. Codes may mean more
    than it; `exact` names the systems whose one code means just it."""

    id: str
    name: str
    clinical: str
    synonyms: tuple[str, ...]
    family: str
    icd10: tuple[str, ...]
    icd10cm: tuple[str, ...]
    snomed: tuple[str, ...]
    exact: tuple[str, ...]
    about: str
    level: Level
    why: str
    share: float
    sources: tuple[str, ...]


class RuleRecord(Struct, frozen=True):
    """An urgency rule. `when` and `unless` are the expressions of the knowledge base: it fires when
    `when` is known to hold and `unless` is not known to hold."""

    id: str
    level: Level
    why: str
    tell: str
    basis: str
    when: Any
    unless: Any
    think_of: tuple[str, ...]
    sources: tuple[str, ...]


class SourceRecord(Struct, frozen=True):
    """What was read, and what of it is used."""

    id: str
    title: str
    publisher: str
    url: str
    year: int | None
    doi: str
    pmid: str
    says: str


def finding(knowledge: Knowledge, id_: str, language: str) -> FindingRecord:
    """A finding."""
    record = knowledge.vocabulary.findings[id_]
    return FindingRecord(
        id=id_,
        by=record.by,
        group=record.group,
        label=text(record.label, language),
        red_flag=id_ in red_flags_to_ask(knowledge),
        question=asked(knowledge, id_, signs_with_age(knowledge), language),
    )


def condition(knowledge: Knowledge, id_: str, language: str) -> ConditionRecord:
    """A condition."""
    record = knowledge.conditions[id_]
    share = record.share.p
    return ConditionRecord(
        id=id_,
        name=text(record.name.plain, language),
        clinical=text(record.name.clinical, language),
        synonyms=texts(record.name.synonyms, language),
        family=record.family,
        icd10=record.codes.get("icd10", ()),
        icd10cm=record.codes.get("icd10cm", ()),
        snomed=record.codes.get("snomed", ()),
        exact=record.exact,
        about=text(record.about, language),
        level=record.urgency.level,
        why=text(record.urgency.why, language),
        share=share if isinstance(share, float) else 0.0,
        sources=record.share.sources,
    )


def rule(knowledge: Knowledge, id_: str, language: str) -> RuleRecord:
    """An urgency rule."""
    record = knowledge.rules[id_]
    return RuleRecord(
        id=id_,
        level=record.level,
        why=text(record.why, language),
        tell=text(record.tell, language),
        basis=record.basis,
        when=record.when,
        unless=record.unless,
        think_of=record.think_of,
        sources=record.sources,
    )


def source(knowledge: Knowledge, id_: str, language: str) -> SourceRecord:
    """A source; what it says is in the language in which the knowledge base is written."""
    one = knowledge.sources[id_]
    return SourceRecord(
        id_, one.title, one.publisher, one.url, one.year, one.doi, one.pmid, one.says
    )


KINDS: Mapping[str, tuple[Callable[[Knowledge], Mapping[str, Any]], Told, type[Struct]]] = {
    "findings": (lambda knowledge: knowledge.vocabulary.findings, finding, FindingRecord),
    "conditions": (lambda knowledge: knowledge.conditions, condition, ConditionRecord),
    "rules": (lambda knowledge: knowledge.rules, rule, RuleRecord),
    "sources": (lambda knowledge: knowledge.sources, source, SourceRecord),
}
"""The kinds of records: all of them in a knowledge base, how one is told, and its shape."""
