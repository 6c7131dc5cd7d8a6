"""Answers and causes in words."""

from collections.abc import Iterator

from msgspec import Struct

from pinprick.case.answers import Ages, Answer, Answers
from pinprick.case.known import Known
from pinprick.interview.pages import page_of
from pinprick.knowledge import Finding, Knowledge
from pinprick.knowledge.ids import ABSENT, OTHER, PRESENT, UNKNOWN
from pinprick.pictures import bodymap
from pinprick.words import say, wording
from pinprick.words.numbers import figure
from pinprick.words.wording import laid_out, text


class Given(Struct, frozen=True):
    """An answer as the list of answers shows it."""

    page: str
    ask: str
    answer: str


def choices(finding: Finding, language: str) -> dict[str, str]:
    """The answers to a flag or a choice, in words."""
    unknown = {UNKNOWN: say(language, "answer.i-do-not-know")}
    if finding.kind == "flag":
        yes, no = say(language, "answer.yes"), say(language, "answer.no")
        return {PRESENT: yes, ABSENT: no} | unknown
    return {value: text(words, language) for value, words in finding.values.items()} | unknown


def answered(knowledge: Knowledge, answers: Answers, since: Ages, language: str) -> Iterator[Given]:
    """Every answer in the order in which it was given, a sign with its age."""
    for id_, answer in answers.items():
        finding = knowledge.vocabulary.findings[id_]
        words = shown(knowledge, finding, answer, language)
        words = wording.with_age(knowledge, words, since.get(id_), language)
        yield Given(page_of(knowledge, id_), text(finding.ask, language), words)


def shown(knowledge: Knowledge, finding: Finding, answer: Answer, language: str) -> str:
    """An answer in words."""
    if isinstance(answer, float):
        unit = laid_out(finding.unit, language)
        return say(language, "answer.measured", value=figure(answer, language), unit=unit)
    if isinstance(answer, str):
        words = choices(finding, language)
        return words.get(answer, words[UNKNOWN])
    marks = sorted(bodymap.painted_marks(answer))
    marked = [_marked(knowledge, side, region, language) for side, region in marks]
    return wording.listed(marked, language) or say(language, "answer.nowhere")


def _marked(knowledge: Knowledge, side: str, region: str, language: str) -> str:
    label = text(knowledge.vocabulary.regions[region].label, language)
    return label if side == "midline" else say(language, f"answer.marked-{side}", region=label)


def words_of(knowledge: Knowledge, known: Known, finding: str, language: str) -> str:
    """What is known of a finding as a phrase: "no back pain", "foot drop, for weeks"; and where it
    follows from other answers, that it does."""
    words = wording.answer(knowledge, finding, known.get(finding), language)
    words = wording.with_age(knowledge, words, known.since.get(finding), language)
    return say(language, "answer.implied", answer=words) if finding in known.implied else words


def name_of_cause(knowledge: Knowledge, cause: str, language: str) -> str:
    """A cause in plain words."""
    if cause == OTHER:
        return say(language, "cause.none-of-ours")
    return text(knowledge.conditions[cause].name.plain, language)


def name_of_finding(knowledge: Knowledge, finding: str, language: str) -> str:
    """A finding as a noun phrase."""
    return text(knowledge.vocabulary.findings[finding].label, language)
