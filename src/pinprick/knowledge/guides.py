"""Guides: pages for typical stories, each a partial case and what its page tells."""

from typing import Any

from msgspec import Struct, field

from pinprick.knowledge.quantity import Statement, Text, Texts
from pinprick.knowledge.signs import Sign


class GuideOptions(Struct, frozen=True):
    """What a guide's page holds beside what follows from its story.

    `causes` is how many causes are told at most. `also` are conditions that are told of though few
    who ask have them, `routines` come first among what helps, `claims` shows what the article that
    pinprick began with says, and what is known of it."""

    causes: int = 6
    also: tuple[str, ...] = ()
    routines: tuple[str, ...] = ()
    claims: bool = False


class Guide(Struct, frozen=True):
    """`guides/*.yaml`: a question as people ask it, and what they have said by asking."""

    id: str
    title: Text
    """The question."""
    story_in_short: Text
    """The story as the asker would tell it in a few words: "my foot was numb after a nap"."""
    asked: Texts
    """Other words in which people ask, for the search."""
    intro: Statement
    story: dict[str, Any]
    """Answers as in a case file, only what the asker has said by asking."""
    options: GuideOptions = field(default_factory=GuideOptions)
    urgencies: tuple[Sign, ...] = ()
    """Every urgency that the intro names, in its words."""
