"""A page of the interview as a program shows it: its questions, and what can be answered to each."""

from msgspec import Struct

from pinprick.account.answers import choices
from pinprick.interview import Next
from pinprick.interview.pages import boxes_of, how_of, part_of, title_of
from pinprick.knowledge import Knowledge, SignGroup
from pinprick.knowledge.ids import UNKNOWN
from pinprick.words.wording import laid_out, text


class ToldChoice(Struct, frozen=True):
    """An answer that can be given, and its words."""

    value: str
    words: str


class ToldAsk(Struct, frozen=True):
    """A question. A flag and a choice take one of `choices`, a number from 0 to `most` of `unit`,
    the map (`regions`) the parts that are numb; each takes "unknown"."""

    finding: str
    kind: str
    ask: str
    choices: tuple[ToldChoice, ...]
    unit: str
    most: float | None
    since: bool
    """Whether it is a sign of which is asked since when it is there."""


class ToldRow(Struct, frozen=True):
    """Signs that are ticked together, with a line that names them all."""

    title: str
    findings: tuple[str, ...]
    how: str
    """How to be sure of what nobody knows before having tried, or nothing."""


class ToldPage(Struct, frozen=True):
    """A page: questions that are asked together. Where it has `rows`, signs are ticked, and who says
    "none of these" denies all that were not; each has to be shown before that is an answer."""

    id: str
    part: str
    title: str
    how: str
    """How to try what is asked, to be shown above the questions; mostly nothing."""
    questions: tuple[ToldAsk, ...]
    rows: tuple[ToldRow, ...]


def page_told(
    knowledge: Knowledge, step: Next, with_age: frozenset[str], language: str
) -> ToldPage | None:
    """The page of a step; None where the interview ends. `with_age` are the signs of which is asked
    since when they are there."""
    if step.page is None:
        return None
    title, how = title_of(knowledge, step.page), how_of(knowledge, step.page)
    groups = {group.findings: group for group in knowledge.screen.groups}
    return ToldPage(
        id=step.page,
        part=part_of(knowledge, step.page),
        title=text(title, language) if title else "",
        how=text(how, language) if how else "",
        questions=tuple(asked(knowledge, id_, with_age, language) for id_ in step.findings),
        rows=tuple(_row(groups.get(row), row, language) for row in boxes_of(knowledge, step.page)),
    )


def _row(group: SignGroup | None, findings: tuple[str, ...], language: str) -> ToldRow:
    if group is None:
        return ToldRow("", findings, "")
    how = text(group.how, language) if group.how else ""
    return ToldRow(text(group.title, language), findings, how)


def asked(knowledge: Knowledge, finding: str, with_age: frozenset[str], language: str) -> ToldAsk:
    """A finding as a question."""
    record = knowledge.vocabulary.findings[finding]
    words = choices(record, language) if record.kind in ("flag", "choice") else {}
    return ToldAsk(
        finding=finding,
        kind=record.kind,
        ask=text(record.ask, language),
        choices=tuple(ToldChoice(value, said) for value, said in words.items() if value != UNKNOWN),
        unit=laid_out(record.unit, language),
        most=record.most,
        since=finding in with_age,
    )
