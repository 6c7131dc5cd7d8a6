"""What a knowledge base promises of its own urgency: pinned beside the files that it guards."""

from typing import Any

from msgspec import Struct, field

from pinprick.knowledge.terms import Expression, Level

Story = dict[str, Any]
"""What is told, as the findings of a case file; nothing else was asked. `each`, where it is there,
holds answers of which each alone is added to the rest: as many stories as it has entries."""


class Promise(Struct, frozen=True):
    """Of an urgency rule: its least level, stories that it catches, and near misses: such a story
    with one thing changed, of which it says nothing."""

    least: Level
    catches: tuple[Story, ...]
    misses: tuple[Story, ...]


class ConditionPromise(Struct, frozen=True):
    """Of a condition: its least level, and stories that raise it to another level at least."""

    least: Level
    raised: dict[Level, tuple[Story, ...]] = field(default_factory=dict)


class SelfCarePromise(Struct, frozen=True):
    """Stories that self-care is said of when every red flag is answered no, and others that bar
    it."""

    said: tuple[Story, ...]
    barred: tuple[Story, ...]


class Promises(Struct, frozen=True):
    """`promises/*.yaml`, all files put together; a knowledge base without any promises nothing.

    `verbs` are patterns, by level: the first one that a text holds is how soon it says to act."""

    default: Level | None = None
    red_flags: tuple[Expression, ...] = ()
    screen: tuple[str, ...] = ()
    ask_first: tuple[str, ...] = ()
    verbs: dict[Level, tuple[str, ...]] = field(default_factory=dict)
    rules: dict[str, Promise] = field(default_factory=dict)
    conditions: dict[str, ConditionPromise] = field(default_factory=dict)
    self_care: SelfCarePromise | None = None
