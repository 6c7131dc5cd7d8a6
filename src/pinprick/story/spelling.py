"""Spelling faults in a text, mended only where it is safe: one edit in a long word, two letters that
changed places in a short one, and never a word that is right as it stands."""

from collections.abc import Mapping
from functools import lru_cache

from msgspec.structs import replace

from pinprick.extras import needed
from pinprick.knowledge.phrases import Token, is_han
from pinprick.story.lexicon import Lexicon

with needed("search"):
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

_SHORT, _LONG, _TOO_LONG = 4, 6, 24
"""From how many letters on two that changed places are mended, and any one edit; and none in longer
words."""


def mended(lexicon: Lexicon, text: list[Token]) -> list[Token]:
    """The words of a text as the lexicon spells them; a pair of words that is read as one becomes
    one, and a pair of Chinese characters that is read as another becomes that pair."""
    read: list[Token] = []
    same = lexicon.said.same
    for token in text:
        pair = _pair(read[-1].word, token.word, same) if read else ""
        if pair in same and len(same[pair]) == len(pair) - 1 and is_han(same[pair]):
            read[-1] = replace(read[-1], word=same[pair][0])
            read.append(replace(token, word=same[pair][1]))
        elif pair in same:
            read[-1] = replace(read[-1], word=same[pair], end=token.end)
        else:
            read.append(_mended(lexicon, same, token))
    return read


def _pair(one: str, other: str, same: Mapping[str, str]) -> str:
    """Two neighbouring words, the second as it stands or, where only that is a pair, as the character
    that is read for it: 頻尿 and 洗腎 are written in Simplified."""
    pair = f"{one} {other}"
    return pair if pair in same or not is_han(other) else f"{one} {same.get(other, other)}"


def _mended(lexicon: Lexicon, same: Mapping[str, str], token: Token) -> Token:
    if token.bare and token.bare not in lexicon.said.short_is:
        token = replace(token, word=token.bare)
    word = same.get(token.word, token.word)
    if word == token.word and token.number is None and len(word) in range(_SHORT, _TOO_LONG + 1):
        word = _nearest(lexicon.known, lexicon.begins, lexicon.right, word)
    numbers = lexicon.said.numbers
    return token if word == token.word else replace(token, word=word, number=numbers.get(word))


def _nearest(
    known: frozenset[str], begins: tuple[str, ...], right: frozenset[str], word: str
) -> str:
    if word in known or word.startswith(begins) or word in right:
        return word
    near = process.extract(word, _of(known, word[0]), scorer=OSA.distance, score_cutoff=1, limit=2)
    safe = [one for one, _, _ in near if _is_safe(one, word)]
    return safe[0] if len(safe) == 1 else word


@lru_cache(maxsize=256)
def _of(known: frozenset[str], letter: str) -> tuple[str, ...]:
    return tuple(sorted(one for one in known if one.startswith(letter) and len(one) >= _SHORT))


def _is_safe(right: str, word: str) -> bool:
    if sorted(right) == sorted(word):
        return True
    return min(len(right), len(word)) >= _LONG
