"""What somebody's own words may mean, for those who ask by program; and the red flags that they name."""

from typing import cast

from msgspec import Struct

from pinprick import urgency
from pinprick.account.pages import ToldAsk, asked
from pinprick.account.telling import version
from pinprick.account.told import Version
from pinprick.case.answers import Answer, plain
from pinprick.case.known import of_answers, signs_with_age
from pinprick.knowledge import Knowledge, Level, Rule
from pinprick.knowledge.ids import ABSENT, MAP
from pinprick.model.axes import Model
from pinprick.problems import CONTROL
from pinprick.story.lexicon import Lexicon
from pinprick.story.understanding import LeftAside, Understanding, Unread, understand
from pinprick.words import wording
from pinprick.words.wording import text

Value = str | float | dict[str, tuple[str, ...]]
"""An answer to a finding: a value, a number, or a painted map."""


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


class Understood(Struct, frozen=True):
    """What a text may mean. Nothing of it is an answer yet, and what is not in it was not asked."""

    proposals: tuple[Proposed, ...]
    aside: tuple[LeftAside, ...]
    not_understood: tuple[Unread, ...]
    knowledge: Version


class Warned(Struct, frozen=True):
    """A red flag that the words name: what it is, and the rule that says what to do if it is so; none
    where it needs a question first."""

    names: tuple[str, ...]
    rule: Rule | None


def understood(model: Model, lexicon: Lexicon, said: str, language: str) -> Understood:
    """What a text may mean.

    Raises:
        TooLong: it has more characters than are read.
    """
    told = understand(model.knowledge, lexicon, CONTROL.sub(" ", said))
    return Understood(
        proposals=_proposed(model, told, language),
        aside=told.aside,
        not_understood=told.not_understood,
        knowledge=version(model.knowledge),
    )


def _proposed(model: Model, told: Understanding, language: str) -> tuple[Proposed, ...]:
    knowledge, ages = model.knowledge, signs_with_age(model.knowledge)
    return tuple(
        Proposed(
            finding=one.finding,
            value=cast(Value, plain(one.value)),
            says=wording.answer(knowledge, one.finding, one.value, language),
            words=one.words,
            start=one.start,
            end=one.end,
            red_flag=one.red_flag,
            question=asked(knowledge, one.finding, ages, language),
        )
        for one in told.proposals
    )


def warning(knowledge: Knowledge, phrases: Lexicon, words: str, language: str) -> Warned | None:
    """The red flags that some words name, and what they would mean with all else that the words say.
    What they deny says nothing here: it could only calm."""
    told = understand(knowledge, phrases.by_phrases, words).proposals
    said = {one.finding: one.value for one in told if one.value != ABSENT and one.finding != MAP}
    flags = [one.finding for one in told if one.red_flag and one.finding in said]
    if not flags:
        return None
    labels = (text(knowledge.vocabulary.findings[id_].label, language) for id_ in flags)
    return Warned(tuple(labels), _rule(knowledge, said))


def _rule(knowledge: Knowledge, said: dict[str, Answer]) -> Rule | None:
    known = of_answers(knowledge, said)
    fired = urgency.said_by_rules(urgency.parsed(knowledge), known).rules
    urgent = [rule for id_ in fired if (rule := knowledge.rules[id_]).level >= Level.SAME_DAY]
    return urgent[0] if urgent else None
