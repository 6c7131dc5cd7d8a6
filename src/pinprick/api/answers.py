"""The answers of the interface that `account` does not have as records."""

from typing import Any

from msgspec import Struct

from pinprick.account.asking import Likely
from pinprick.account.pages import ToldAsk, ToldPage
from pinprick.account.told import ToldUrgency, Version
from pinprick.knowledge import Level

Value = str | float | dict[str, tuple[str, ...]]
"""An answer to a finding: a value, a number, or a painted map."""


class Alarm(Struct, frozen=True):
    """A rule that says that this should not wait; told at once, before the next question."""

    rule: str
    level: Level
    tell: str


class NextStep(Struct, frozen=True):
    """What to ask next, or why the interview `ends`; and how it looks so far. Beside an emergency
    `causes` is empty."""

    page: ToldPage | None
    ends: str | None
    says: str
    """Why it ends, in words."""
    alarm: Alarm | None
    urgency: ToldUrgency
    causes: tuple[Likely, ...]
    notices: tuple[str, ...]
    knowledge: Version


class Proposed(Struct, frozen=True):
    """What some words may say: `value` is an answer once the person has confirmed it. A `red_flag`
    is to be asked for at once, whatever the words seem to say."""

    finding: str
    value: Value
    says: str
    words: str
    start: int
    end: int
    red_flag: bool
    question: ToldAsk


class LeftAside(Struct, frozen=True):
    """Something that is named and not proposed: of somebody else (`other`), feared (`possible`),
    `past`, `gone`, denied (`no`) or `unclear`."""

    finding: str
    why: str
    words: str
    start: int
    end: int


class Unread(Struct, frozen=True):
    """A part of the text of which nothing was understood."""

    words: str
    start: int
    end: int


class Understood(Struct, frozen=True):
    """What a text may mean. Nothing of it is an answer yet, and what is not in it was not asked."""

    proposals: tuple[Proposed, ...]
    aside: tuple[LeftAside, ...]
    not_understood: tuple[Unread, ...]
    knowledge: Version


class Versions(Struct, frozen=True):
    """The program, and the knowledge base with the hash of its content."""

    pinprick: str
    knowledge: Version


class FindingRecord(Struct, frozen=True):
    """Something that can be known: who can (`person`, `examiner`, `test`), and how it is asked."""

    id: str
    by: str
    group: str
    label: str
    red_flag: bool
    question: ToldAsk


class ConditionRecord(Struct, frozen=True):
    """A condition, how urgent it is by itself, and what makes it more urgent."""

    id: str
    name: str
    clinical: str
    synonyms: tuple[str, ...]
    family: str
    icd10: tuple[str, ...]
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
