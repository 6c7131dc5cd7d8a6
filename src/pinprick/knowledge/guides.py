"""Guides: pages for typical stories, each a partial case and a short text in six parts."""

from typing import Any

from msgspec import Struct, field

from pinprick.knowledge.quantity import Statement, Text, Texts
from pinprick.knowledge.signs import Sign


class GuideAnswer(Struct, frozen=True):
    """What is told first: the answer and the verdict in three lines, with what they rest on."""

    lines: Texts
    sources: tuple[str, ...] = ()


class Why(Statement, frozen=True):
    """Why it happens, in a few sentences; `mechanism` is the drawing that shows it, if one
    does."""

    mechanism: str = ""


class OtherCause(Struct, frozen=True):
    """Another cause of the story, and in one line how one knows it or what it needs."""

    condition: str
    says: Text


class Guide(Struct, frozen=True):
    """`guides/*.yaml`: a question as people ask it, what they have said by asking, and the six
    parts of its page."""

    id: str
    title: Text
    """The question."""
    story_in_short: Text
    """The story as the asker would tell it in a few words: "my foot was numb after a nap"."""
    asked: Texts
    """Other words in which people ask, for the search."""
    story: dict[str, Any]
    """Answers as in a case file, only what the asker has said by asking."""
    answer: GuideAnswer
    box: tuple[Sign, ...]
    """The dangers of this story, each under the words of its level."""
    steps: tuple[str, ...]
    """Routines: the first is shown, the others are led to."""
    why: Why
    mostly: tuple[str, ...]
    """The conditions that the answer speaks of."""
    others: tuple[OtherCause, ...]
    """Other causes; the model says how often each is there, and orders them by it."""
    come_back: tuple[Sign, ...]
    """When to see whom though the box is empty, each line in the words of its level."""
    urgencies: tuple[Sign, ...] = ()
    """Every urgency that the answer, the why or a line of the other causes names, in its words."""
    settled: dict[str, Any] = field(default_factory=dict)
    """What must be true besides, every warning sign denied, for the answer to say that no doctor is
    needed: the model then says self-care. Empty where the answer does not say so."""
    claims: bool = False
    """Whether it leads to what an article on this question claims."""
    skin: tuple[str, ...] = ()
    """What the guide says of a colour is told for brown and black skin by these of `skin.yaml`, under
    the box."""
