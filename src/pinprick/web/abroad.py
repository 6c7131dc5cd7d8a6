"""What stands on a page in another language than the page: texts that there are in English alone, and
somebody's own words. A screen reader is told, or it would read them by the rules of the wrong one."""

from collections.abc import Callable
from functools import cache

import msgspec
from markupsafe import Markup

from pinprick.knowledge import Knowledge
from pinprick.knowledge.quantity import text
from pinprick.knowledge.texts import ENGLISH, texts
from pinprick.once import once


def in_english(words: str) -> Markup:
    """Words that are English."""
    return Markup(f'<span lang="{ENGLISH}">{{}}</span>').format(words)


def own(words: str) -> Markup:
    """Words of somebody's own, of which nobody knows the language."""
    return Markup('<span lang="">{}</span>').format(words)


def told(knowledge: Knowledge, words: str, language: str) -> str:
    """Words that an account, a guide or the search took from the knowledge base, whole or from the
    beginning of a text: what there is in English alone says so."""
    if not words or isinstance(words, Markup):
        return words
    lacking = _lacking(knowledge)(language)
    found = words in lacking or any(one.startswith(words) for one in lacking)
    return in_english(words) if found else words


@once
def _lacking(knowledge: Knowledge) -> Callable[[str], frozenset[str]]:
    """The texts that a language does not have, in English; computed once for each."""

    @cache
    def lacking(language: str) -> frozenset[str]:
        here = knowledge.spoken.get(language)
        if here is None or not here.missing:  # English, or one that has all: nothing to look for
            return frozenset()
        data = msgspec.to_builtins(knowledge)
        missing = [words for _, words in texts(data) if language not in words]
        lines = {text(words, ENGLISH) for words in missing if isinstance(words[ENGLISH], str)}
        return frozenset(lines).union(
            *(one[ENGLISH] for one in missing if not isinstance(one[ENGLISH], str))
        )

    return lacking
