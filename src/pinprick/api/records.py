"""The knowledge base for programs: its records in short, each by its id."""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from pinprick.account.pages import asked
from pinprick.api.answers import ConditionRecord, FindingRecord, RuleRecord, SourceRecord
from pinprick.api.problems import Faulty, Wrong
from pinprick.api.rest import json
from pinprick.case.known import red_flags_to_ask, signs_with_age
from pinprick.knowledge import Knowledge
from pinprick.problems import did_you_mean
from pinprick.serving.state import language_of, model_of
from pinprick.words.wording import text, texts

Told = Callable[[Knowledge, str, str], Struct]


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


async def every(request: Request) -> Response:
    """All records of a kind, in the order of the knowledge base."""
    kind = request.path_params["kind"]
    if kind not in KINDS:
        raise HTTPException(404)
    there, told, _ = KINDS[kind]
    knowledge, language = model_of(request).knowledge, language_of(request)
    return json([told(knowledge, id_, language) for id_ in there(knowledge)])


async def one(request: Request) -> Response:
    """One record."""
    kind, id_ = request.path_params["kind"], request.path_params["id"]
    if kind not in KINDS:
        raise HTTPException(404)
    there, told, _ = KINDS[kind]
    knowledge = model_of(request).knowledge
    if id_ not in there(knowledge):
        what = f"no such record{did_you_mean(id_, there(knowledge))}"
        raise Faulty([Wrong("", what)], 404)
    return json(told(knowledge, id_, language_of(request)))
