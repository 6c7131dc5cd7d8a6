"""Which languages pinprick speaks: English, and each that lacks nothing that is needed."""

import os

from pinprick.knowledge import Knowledge
from pinprick.words import catalogue
from pinprick.words.catalogue import ENGLISH, say

DRAFTS = "PINPRICK_DRAFTS"
"""The environment variable that offers unfinished languages too, for those who translate: 1."""


def offered(knowledge: Knowledge) -> tuple[str, ...]:
    """The languages of a knowledge base, English first. Another is offered where it has all needed
    texts and all sentences of ours: nothing of the urgency of a case is told in another language
    than the rest of it."""
    return (ENGLISH, *(id_ for id_ in knowledge.spoken if _is_offered(knowledge, id_)))


def asked_as(knowledge: Knowledge) -> dict[str, str]:
    """The language that is offered to whoever asks for a tag (BCP 47, in small letters), English
    first."""
    asked: dict[str, str] = {}
    for id_ in offered(knowledge):
        here = knowledge.spoken.get(id_)
        tags = (id_, here.tag, *here.also) if here else (id_,)
        asked |= dict.fromkeys((tag.lower() for tag in tags), id_)
    return asked


def _is_offered(knowledge: Knowledge, language: str) -> bool:
    if language not in catalogue.languages():
        return False
    whole = knowledge.spoken[language].whole and not catalogue.missing(language)
    return whole or os.environ.get(DRAFTS) == "1"


def why_not(knowledge: Knowledge, language: str) -> str:
    """Why a language is not offered, and which are: told in English."""
    there = ", ".join(offered(knowledge))
    if language not in knowledge.spoken:
        return say(ENGLISH, "language.unknown", language=language, offered=there)
    count = lacking(knowledge, language)
    return say(ENGLISH, "language.unfinished", language=language, offered=there, count=count)


def caveats(knowledge: Knowledge, language: str) -> tuple[str, ...]:
    """What whoever reads a language should know of it: that a machine drafted it, that it was converted
    from another, and that some of it is in English; none of English."""
    here = knowledge.spoken.get(language)
    if here is None:
        return ()
    known = {
        "language.draft": not here.reviewed,
        "language.converted": bool(here.converted_from),
        "language.partly": bool(here.missing),
    }
    return tuple(say(language, key) for key, is_so in known.items() if is_so)


def lacking(knowledge: Knowledge, language: str) -> int:
    """How many texts and sentences a language still needs before it is offered."""
    needed = knowledge.spoken[language].needed
    return needed + len(catalogue.missing(language))
