"""Answers and causes in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from pinprick.case.answers import Ages, Answer, Answers
from pinprick.case.known import Known
from pinprick.interview.pages import page_of
from pinprick.knowledge import Finding, Knowledge
from pinprick.knowledge.ids import OTHER, UNKNOWN
from pinprick.pictures import bodymap
from pinprick.words import wording
from pinprick.words.wording import text

YES_OR_NO = {"present": "Yes", "absent": "No", UNKNOWN: "I don't know"}


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as the list of answers shows it."""

    page: str
    ask: str
    answer: str


def choices(finding: Finding) -> dict[str, str]:
    """The answers to a flag or a choice, in words."""
    if finding.kind == "flag":
        return YES_OR_NO
    return {value: text(words) for value, words in finding.values.items()} | {
        UNKNOWN: YES_OR_NO[UNKNOWN]
    }


def answered(knowledge: Knowledge, answers: Answers, since: Ages) -> Iterator[Given]:
    """Every answer in the order in which it was given, a sign with its age."""
    for id_, answer in answers.items():
        finding = knowledge.vocabulary.findings[id_]
        words = wording.with_age(knowledge, shown(knowledge, finding, answer), since.get(id_))
        yield Given(page_of(knowledge, id_), text(finding.ask), words)


def shown(knowledge: Knowledge, finding: Finding, answer: Answer) -> str:
    """An answer in words."""
    if isinstance(answer, float):
        return f"{answer:g} {finding.unit}"
    if isinstance(answer, str):
        return choices(finding).get(answer, YES_OR_NO[UNKNOWN])
    labels = knowledge.vocabulary.regions
    marked = [
        text(labels[region].label) + (f" ({side})" if side != "midline" else "")
        for side, region in sorted(bodymap.painted_marks(answer))
    ]
    return wording.listed(marked) or "Nowhere on the pictures that were shown"


def words_of(knowledge: Knowledge, known: Known, finding: str, language: str) -> str:
    """What is known of a finding as a phrase: "no back pain", "foot drop, for weeks"; and where it
    follows from other answers, that it does."""
    words = wording.answer(knowledge, finding, known.get(finding), language)
    words = wording.with_age(knowledge, words, known.since.get(finding), language)
    return f"{words} (follows from what you told)" if finding in known.implied else words


def name_of_cause(knowledge: Knowledge, cause: str, language: str) -> str:
    """A cause in plain words."""
    if cause == OTHER:
        return "None of the causes we know"
    return text(knowledge.conditions[cause].name.plain, language)


def name_of_finding(knowledge: Knowledge, finding: str, language: str) -> str:
    """A finding as a noun phrase."""
    return text(knowledge.vocabulary.findings[finding].label, language)
