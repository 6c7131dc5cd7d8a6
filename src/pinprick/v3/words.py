"""A text, in the shapes of mentions to be confirmed."""

from collections.abc import Iterator

from pinprick.account import heard
from pinprick.account.heard import Proposed
from pinprick.knowledge import Knowledge
from pinprick.knowledge.ids import ABSENT, MAP_PARTS, PRESENT
from pinprick.model.axes import Model
from pinprick.story.lexicon import Lexicon
from pinprick.v3 import ids
from pinprick.v3.shapes import Aside, Heard, Mention, Parsed
from pinprick.words import say

_DENIED, _TOLD = "no", "told"
"""Why something is set aside: words deny it, or it has its own place in a request."""


def parsed(model: Model, phrases: Lexicon, words: str, language: str) -> Parsed:
    """What a text may mean.

    Clients send mentions on as answers. So what words deny is no mention: a "no" is an answer only
    where somebody was asked."""
    knowledge = model.knowledge
    told = heard.understood(model, phrases, words, language)
    mentions, aside = [], [Aside(one.finding, one.why, one.words) for one in told.aside]
    for one in told.proposals:
        named = list(_ids(knowledge, one))
        mentions += [_mention(knowledge, id_, one, language) for id_ in named]
        if not named:
            why = _DENIED if one.value == ABSENT else _TOLD
            aside.append(Aside(one.finding, why, one.words))
    unread = tuple(one.words for one in told.not_understood)
    says = say(language, "v3.confirm")
    return Parsed(tuple(mentions), False, Heard(says, tuple(aside), unread, told.knowledge))


def _ids(knowledge: Knowledge, proposed: Proposed) -> Iterator[str]:
    """The evidence that a proposal is: several parts of the map, none of what is denied or has no
    id."""
    known, value = ids.meanings(knowledge), proposed.value
    if isinstance(value, dict):
        for part in MAP_PARTS:
            yield from (f"{proposed.finding}={part}:{one}" for one in value.get(part, ()))
    elif value == PRESENT:
        yield proposed.finding
    elif f"{proposed.finding}={value}" in known:
        yield f"{proposed.finding}={value}"


def _mention(knowledge: Knowledge, id_: str, proposed: Proposed, language: str) -> Mention:
    name, kind = ids.label(knowledge, id_, language), ids.kind_of(knowledge, proposed.finding)
    return Mention(id_, name, name, proposed.words, PRESENT, kind)
