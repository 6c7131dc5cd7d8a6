"""How something is meant that a text says: is it denied, somebody else's, only feared, long past?

After ConText (Harkema and others 2009): words mark what stands before or behind them, up to where
their clause ends; what looks like such a mark and is none ("not only") is left out first."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec import Struct

from pinprick.knowledge.phrases import END, PAUSE, Token
from pinprick.knowledge.said import Key
from pinprick.story.lexicon import Lexicon, Match, matches
from pinprick.story.whose import Whose, whose

HOLDS, UNCLEAR = "", "unclear"
NO, GONE, OTHER = "no", "gone", "other"
FINDING, DENIED, PLACE, SIDE = SAID = ("finding", "denied", "place", "side")
"""What phrases say: that a finding is so or not, a part of the leg, a side."""
_ORDER = (OTHER, "possible", NO, "past", GONE)
"""Which mark counts where several do."""
_KEPT = (OTHER, "past")
"""Marks that hold though something that is said has their words: "after my second child"."""
_IN_ONE_BREATH = ("past", GONE)
"""Marks that hold no further than to the next comma, but for one right behind them."""
_AHEAD = ("before", "beside")
_BESIDE = 2
"""How many words may stand between a mark that stands beside what it marks, and that."""
_OPENING = 4
"""How many words into a sentence it may take back what stands in the one before."""
_CLEAR = 5
"""In a gap of how many words a "no" denies the whole phrase."""
_BARE = 1
"""How many words beside a finding still leave it a mere item of a list."""


class Scene(Struct, frozen=True):
    """A text with its phrases. `clauses` and `sentences` number those of each word."""

    lexicon: Lexicon
    text: list[Token]
    clauses: list[int]
    sentences: list[int]
    said: list[Match]
    """What is said: findings, places and sides."""
    marks: dict[tuple[str, str], list[Match]]
    """By kind and direction, in the order of the text."""
    covered: frozenset[int]
    """The words that any phrase has."""
    whose: Whose = Whose()
    """Of whom its words tell, where the lexicon has who is spoken of."""


def scene(lexicon: Lexicon, text: list[Token]) -> Scene:
    """The phrases of a text, without those that only look so. In a note the person is never the one
    whom it names as kin; elsewhere, where nobody says "I", who is named is the one it is about."""
    note = lexicon.said.notes
    barred = frozenset(one.first for one in matches(lexicon, text, frozenset(), only="ends"))
    found = [one for one in matches(lexicon, text, barred) if one.key != ("ends",)]
    found = _without_lookalikes(found)
    said = _longest([one for one in found if one.key[0] in SAID])
    spoken = [one for one in said if one.key[0] in (FINDING, DENIED)]
    marks = _unspoken([one for one in found if one.key[0] == "mark"], spoken, note)
    about = Whose() if note else whose(lexicon.said, text, found, spoken)
    if not note and (lexicon.said.about or not _speaks_of_self(found, marks)):
        marks = [one for one in marks if one.key[1] != OTHER]
    by_kind: dict[tuple[str, str], list[Match]] = defaultdict(list)
    for one in marks:
        by_kind[one.key[1], one.key[2]].append(one)
    covered = frozenset(index for one in (*said, *marks) for index in one.at)
    clauses = _numbered(token.word == END or at in barred for at, token in enumerate(text))
    sentences = _numbered(token.word == END for token in text)
    return Scene(lexicon, text, clauses, sentences, said, dict(by_kind), covered, about)


def _numbered(starts: Iterable[bool]) -> list[int]:
    number, all_ = 0, []
    for begins in starts:
        number += begins
        all_.append(number)
    return all_


def _name(key: Key) -> str:
    """What `but_not` phrases of a key go by."""
    return key[1] if key[0] in (FINDING, DENIED) else " ".join(key[:2])


def _without_lookalikes(found: list[Match]) -> list[Match]:
    taken: dict[str, set[int]] = defaultdict(set)
    for one in found:
        if one.key[0] == "but-not":
            taken[one.key[1]].update(one.at)
    real = (one for one in found if one.key[0] != "but-not")
    return [one for one in real if taken[_name(one.key)].isdisjoint(one.at)]


def _longest(found: list[Match]) -> list[Match]:
    """Without what lies in a longer phrase for the same finding, or in one for any place."""
    kept: dict[str, list[Match]] = defaultdict(list)
    for one in sorted(found, key=lambda one: (one.first, -len(one.at), -one.last)):
        group = PLACE if one.key[0] == PLACE else _name(one.key)
        if not any(_is_part(one, other, group == PLACE) for other in kept[group][-8:]):
            kept[group].append(one)
    return sorted((one for group in kept.values() for one in group), key=lambda one: one.first)


def _is_part(one: Match, longer: Match, within: bool) -> bool:
    """Whether a phrase is part of a longer one: by its words, or by where it stands."""
    if within:
        return (
            longer.first <= one.first and one.last <= longer.last and len(one.at) < len(longer.at)
        )
    return set(one.at) < set(longer.at)


def _unspoken(marks: list[Match], said: list[Match], note: bool) -> list[Match]:
    """The marks that are no part of what is said: "no feeling" says something. In a note a result
    denies its own test alone: "Hoffmann + Romberg negative"."""
    spoken = {index for one in said if one.key[0] == FINDING for index in one.at}
    results = {index for one in said for index in one.at} if note else spoken
    return [
        one
        for one in marks
        if one.key[1] in _KEPT
        or not (results if one.key[2] == "after" else spoken).issuperset(one.at)
    ]


def _speaks_of_self(found: list[Match], marks: list[Match]) -> bool:
    theirs = {index for one in marks if one.key[1] == OTHER for index in one.at}
    own = (one for one in found if one.key == ("first-person",))
    return any(one.first not in theirs and one.last + 1 not in theirs for one in own)


# ---- what a mark means for what is said


def meant(scene: Scene, said: Match) -> str:
    """How something is meant: `HOLDS`, `UNCLEAR` or the kind of mark that it stands under."""
    inside = _denied_inside(scene, said)
    if inside != HOLDS:
        return inside
    if _taken_back(scene, said):
        return UNCLEAR
    if said.first in scene.whose.theirs:
        return OTHER
    for kind in _ORDER:
        told = _by(scene, said, kind)
        if told != HOLDS:
            return told
    return HOLDS


def begins(scene: Scene, said: Match) -> int:
    """The first word of something that is denied: that of its "no" where one stands before it."""
    mark = _marking(scene, NO, said)
    return mark.first if mark else said.first


def in_mark(scene: Scene, said: Match, kind: str) -> bool:
    """Whether a phrase lies in the words of a mark: "eight years ago I had"."""
    for way in ("before", "beside", "after", "around"):
        marks = scene.marks.get((kind, way), [])
        near = bisect_left(marks, said.first + 1, key=lambda one: one.first)
        if any(said.last <= one.last for one in marks[max(0, near - 4) : near]):
            return True
    return False


def _denied_inside(scene: Scene, said: Match) -> str:
    """What a "no" means that stands in a gap of a phrase, and in one breath with what follows: "my
    legs are not weak" denies it, but not "suddenly, with no pain, my leg gave way". In a gap over a
    stop or of many words it is not clear what the "no" belongs to."""
    inside = set(range(said.first, said.last)).difference(said.at)
    for mark in (one for way in _AHEAD for one in _from(scene, (NO, way), said.first)):
        if inside.issuperset(mark.at) and (told := _of_gap(scene, mark, said)) != HOLDS:
            return told
    return HOLDS


def _of_gap(scene: Scene, mark: Match, said: Match) -> str:
    before = max(at for at in said.at if at < mark.first)
    following = min(at for at in said.at if at > mark.last)
    breath = [at for at in range(mark.last + 1, following + 1) if scene.text[at].stops]
    if breath or scene.clauses[mark.last] != scene.clauses[following]:
        return HOLDS
    gap = range(before + 1, following)
    clear = len(gap) <= _CLEAR and not any(scene.text[at].stops for at in gap)
    return NO if clear else UNCLEAR


def _taken_back(scene: Scene, said: Match) -> bool:
    """Whether what follows in the same sentence, or begins the next, says "none of that"."""
    sentence = scene.sentences[said.last]
    for mark in _from(scene, (NO, "taken_back"), said.last + 1):
        opens = scene.sentences[max(0, mark.first - _OPENING)] == sentence
        if scene.sentences[mark.first] == sentence or opens:
            return True
    return False


def _from(scene: Scene, kind: tuple[str, str], index: int) -> list[Match]:
    marks = scene.marks.get(kind, [])
    near = bisect_left(marks, index, key=lambda one: one.first)
    return marks[near : near + 8]


def _by(scene: Scene, said: Match, kind: str) -> str:
    before = _marking(scene, kind, said)
    if before and not (said.key[0] == DENIED and _in_denied(scene, before)):
        told = _in_list(scene, before, said) if kind in (NO, "possible") else kind
        told = kind if told == UNCLEAR and kind != NO else told
        if told != HOLDS:
            return told
    after = _from(scene, (kind, "after"), said.last + 1)[:1]
    if after and _reaches(scene, kind, said.last, after[0].first) and _ends(scene, after[0]):
        between = range(said.last + 1, after[0].first)
        return HOLDS if any(scene.text[at].word == PAUSE for at in between) else kind
    around = (_last_before(scene, (kind, "around"), said.first),)
    return kind if any(one and one.last > said.last for one in around) else HOLDS


def is_marked(scene: Scene, first: int, last: int) -> bool:
    """Whether a run of words is denied, feared, long past, over or somebody else's, or has a word for
    it that is part of no phrase."""
    inside = any(
        first <= one.first and one.last <= last for some in scene.marks.values() for one in some
    )
    return inside or meant(scene, Match((FINDING, ""), tuple(range(first, last + 1)))) != HOLDS


def _ends(scene: Scene, mark: Match) -> bool:
    """Whether a mark behind a stop is an item by itself: "numbness, nil", but not "numb feet, absent
    ankle jerks"."""
    if scene.text[mark.first].word != PAUSE:
        return True
    end = mark.last + 1
    return end == len(scene.text) or scene.text[mark.last].stops or scene.text[end].stops


def _in_denied(scene: Scene, mark: Match) -> bool:
    """Whether a "no" is part of a phrase that denies something else: "I don't smoke, don't drink"."""
    return any(one.key[0] == DENIED and set(one.at) >= set(mark.at) for one in scene.said)


def _marking(scene: Scene, kind: str, said: Match) -> Match | None:
    """The mark that stands before something and reaches it, the nearest if there are several."""
    found = (_last_before(scene, (kind, way), said.first) for way in _AHEAD)
    near = (one for one in found if one and _reaches(scene, kind, one.last, said.first, one.key[2]))
    return max(near, key=lambda one: one.last, default=None)


def _last_before(scene: Scene, kind: tuple[str, str], index: int) -> Match | None:
    """The last mark that begins before a word; those that go on beyond it only if around it."""
    marks = scene.marks.get(kind, [])
    near = bisect_left(marks, index, key=lambda one: one.first)
    ended = (one for one in reversed(marks[max(0, near - 4) : near]))
    return next((one for one in ended if one.last <= index or kind[1] == "around"), None)


def _reaches(scene: Scene, kind: str, first: int, last: int, way: str = "") -> bool:
    """Whether two words stand in one clause, and near enough to each other for a mark."""
    if scene.clauses[first] != scene.clauses[last]:
        return False
    most = _BESIDE if way == "beside" else scene.lexicon.said.marks[kind].reach
    if kind in _IN_ONE_BREATH and any(
        scene.text[at].word == PAUSE for at in range(first + 2, last)
    ):
        return False
    between = (at for at in range(first + 1, last) if at not in scene.covered)
    return not most or sum(1 for at in between if not scene.text[at].stops) <= most


def _in_list(scene: Scene, mark: Match, said: Match) -> str:
    """What a "no" or a fear means for an item behind a comma or an "and": a list that an "or" ends is
    meant so as a whole; otherwise a mere item is unclear, and what says more is not meant so, nor
    what says by itself that something is well. An item with a word that tells (了, that it has come
    to be) is none."""
    lists = scene.lexicon.said.lists
    joins = {PAUSE, *lists.get("and", ())}
    between = range(mark.last + 1, said.first)
    if not any(scene.text[at].word in joins for at in between):
        return mark.key[1]
    if said.key[0] == DENIED:
        return HOLDS
    clause = scene.clauses[said.first]
    if any(scene.text[at].word in lists.get("or", ()) for at in _clause(scene, mark.last, clause)):
        return mark.key[1]
    item = list(_item(scene, said, joins))
    beside = [at for at in item if at not in said.at and at not in between]
    tells = any(scene.text[at].word in lists.get("told", ()) for at in item)
    return UNCLEAR if len(beside) <= _BARE and not tells else HOLDS


def _clause(scene: Scene, first: int, clause: int) -> Iterator[int]:
    for at in range(first, len(scene.text)):
        if scene.clauses[at] != clause:
            return
        yield at


def _item(scene: Scene, said: Match, joins: set[str]) -> Iterator[int]:
    """The words of an item of a list, from the one said on."""
    for at in _clause(scene, said.first, scene.clauses[said.first]):
        if at > said.last and scene.text[at].word in joins:
            return
        yield at
