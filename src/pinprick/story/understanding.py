"""Own words → what they may mean: proposals for somebody to confirm, never an answer by themselves.

It is deterministic and needs nothing but the words and the lexicon; nothing is kept or sent. What
the words do not say is not asked, which is not "no", and so is what they say of somebody else, of
long ago, or only fear."""

from bisect import bisect_left
from collections.abc import Iterator
from functools import reduce
from itertools import takewhile
from typing import Any

from msgspec import Struct

from pinprick.case.answers import Answer, plain
from pinprick.case.known import implications, red_flags_to_ask
from pinprick.knowledge import Knowledge
from pinprick.knowledge.ids import ABSENT, PRESENT, SIDE_ANSWERS
from pinprick.knowledge.phrases import PAUSE, tokens
from pinprick.once import once
from pinprick.rules import Expr, holds, mentioned, parse
from pinprick.story.lexicon import Lexicon, Match
from pinprick.story.likeness import likeness, telling
from pinprick.story.places import Told, places
from pinprick.story.scope import (
    DENIED,
    FINDING,
    GONE,
    HOLDS,
    NO,
    OTHER,
    UNCLEAR,
    Scene,
    begins,
    in_mark,
    is_marked,
    meant,
    scene,
)
from pinprick.story.spelling import mended

MOST = 5000
"""Characters; a longer text is refused."""
_TELLS = 2
"""How many words that nothing is known of tell of something else."""
_LONG = 20
"""How many words a longer phrase begins before one that is part of it, at most."""


class TooLong(ValueError):
    """The text is longer than `MOST` characters."""

    def __init__(self, length: int) -> None:
        self.length = length
        super().__init__(f"{length} > {MOST}")


class Proposal(Struct, frozen=True):
    """What some words may say of a finding; `words` stand at `start` up to `end` of the text.

    The question of a `red_flag` is asked at once, whatever the words seem to say. `likeness` is how
    likely one is that no phrase has heard, from 0 to 1."""

    finding: str
    value: Answer
    words: str
    start: int
    end: int
    red_flag: bool = False
    likeness: float | None = None


class LeftAside(Struct, frozen=True):
    """Something that is named and not proposed, and why: `other` (somebody else), `possible` (asked
    or feared), `past`, `gone`, `no` (a value that is denied) or `unclear`."""

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


class Understanding(Struct, frozen=True):
    """What a text may mean: the red flags first, then in the order of the text."""

    proposals: tuple[Proposal, ...]
    aside: tuple[LeftAside, ...]
    not_understood: tuple[Unread, ...]


def understand(knowledge: Knowledge, lexicon: Lexicon, text: str) -> Understanding:
    """What a text may mean. `lexicon` is of the same knowledge base: by one of notes the text is read
    as a note by somebody who examines, by any other as what people say of themselves.

    Raises:
        TooLong: where it has more than `MOST` characters.
    """
    if len(text) > MOST:
        raise TooLong(len(text))
    said = lexicon.said
    read = scene(lexicon, mended(lexicon, tokens(text, said.numbers, said.signs)))
    proposals: dict[str, Proposal] = {}
    aside: list[LeftAside] = []
    for match in _by_weight(read):
        if match.key[1] in knowledge.vocabulary.findings:
            _take(knowledge, read, text, match, (proposals, aside))
    where = places(knowledge, read)
    for told in where:
        # "bilateral" says less than that one side is worse
        if told.finding not in proposals or told.value == SIDE_ANSWERS[-1]:
            words = _words(read, text, told.first, told.last)
            proposals[told.finding] = Proposal(told.finding, told.value, *words)
    for id_, value, match in read.whose.tells:
        words = _words(read, text, match.first, match.last)
        proposals.setdefault(id_, Proposal(id_, value, *words))
    for id_ in _contradicting(knowledge, proposals):
        one = proposals.pop(id_)
        aside.append(LeftAside(id_, UNCLEAR, one.words, one.start, one.end))
    _by_likeness(knowledge, read, text, (proposals, aside))
    ordered = sorted(proposals.values(), key=lambda one: (not one.red_flag, one.start))
    left = [one for one in aside if one.finding not in proposals]
    return Understanding(
        tuple(ordered), tuple(left), tuple(_not_understood(read, text, where, ordered))
    )


# ---- one phrase


def _by_weight(read: Scene) -> list[Match]:
    """What is said of findings; of a choice first what stands in a sentence that says that
    something feels different, then the value that stands first in the lexicon."""
    found = [one for one in read.said if one.key[0] in (FINDING, DENIED)]
    felt = {read.sentences[one.first] for one in found if one.key[1] in read.lexicon.said.felt}

    def weight(one: Match) -> tuple[bool, int]:
        if len(one.key) < 3:
            return False, 0
        values = list(read.lexicon.said.findings[one.key[1]].values)
        return read.sentences[one.first] not in felt, values.index(one.key[2])

    return sorted(found, key=weight)


def _take(
    knowledge: Knowledge,
    read: Scene,
    text: str,
    match: Match,
    into: tuple[dict[str, Proposal], list[LeftAside]],
) -> None:
    """Take up what a phrase says: as a proposal, or aside."""
    proposals, aside = into
    finding = match.key[1]
    red = finding in red_flags_to_ask(knowledge)
    words = _words(read, text, match.first, match.last)
    why = _why_not(knowledge, read, match, red)
    value = _value(knowledge, match)
    if why == NO and value == PRESENT:
        why, value = UNCLEAR if _in_longer(read, match) else HOLDS, ABSENT
        words = _words(read, text, begins(read, match), match.last)
    if value is None:
        return
    if why != HOLDS:
        aside.append(LeftAside(finding, why, *words))
        return
    new = Proposal(finding, value, *words, red_flag=red)
    before = proposals.get(finding)
    if before is None or (before.value, new.value) == (ABSENT, PRESENT):
        proposals[finding] = new


def _why_not(knowledge: Knowledge, read: Scene, match: Match, red: bool) -> str:
    """Why something that is named is not proposed. What is gone was there, and that is all a red
    flag and a feeling are asked for; some findings ask whether it ever was."""
    why, said = meant(read, match), read.lexicon.said
    if match.key[1] in said.times and (
        _of_history(knowledge, read, match)
        or _of_something_else(read, match)
        or _of_illness(knowledge, read, match)
        or in_mark(read, match, "past")
    ):
        return UNCLEAR
    if why == OTHER and said.findings[match.key[1]].of_others:
        return HOLDS
    if why == "past" and said.findings[match.key[1]].ever:
        return HOLDS
    return HOLDS if why == GONE and (red or match.key[1] in said.felt) else why


def _of_history(knowledge: Knowledge, read: Scene, match: Match) -> bool:
    """Whether a clause tells of something that somebody has had, or takes, and of nothing else."""
    clause, told = read.clauses[match.first], set()
    for one in _near(read, match):
        if one.key[0] == FINDING and len(one.key) == 2 and read.clauses[one.first] == clause:
            told.add(one.key[1])
    return bool(told) and all(_is_history(knowledge, read, id_) for id_ in told)


def _near(read: Scene, match: Match) -> Iterator[Match]:
    """What is said at most so far from a phrase, itself among it."""
    first = bisect_left(read.said, match.first - _LONG, key=lambda one: one.first)
    return takewhile(lambda one: one.first <= match.last + _LONG, read.said[first:])


def _is_history(knowledge: Knowledge, read: Scene, id_: str) -> bool:
    """Whether a finding is that somebody ever had something, or takes it, as a record of medicines tells it."""
    taken = any(way.medicines for way in knowledge.codes.findings.get(id_, ()))
    return taken or read.lexicon.said.findings[id_].ever


def _of_something_else(read: Scene, match: Match) -> bool:
    """Whether the words between two stops tell of no complaint, and of something that the lexicon does
    not know, or of an illness, a work, a mishap: "twenty years in the shop", "fell off last week"."""
    said = read.lexicon.said
    if match.key[1] not in said.lasting:
        return False
    part = {*_part(read, match.first), *_part(read, match.last)}
    told = {one.key[1] for one in _near(read, match) if one.key[0] == FINDING and one.first in part}
    told -= {*said.times}
    other = [at for at in part if at not in read.covered and read.text[at].word not in said.idle]
    return told <= {*said.history} and (bool(told) or len(other) >= _TELLS)


def _part(read: Scene, at: int) -> range:
    """The words between two stops around a word."""
    first, last = at, at
    while first and not read.text[first - 1].stops:
        first -= 1
    while last + 1 < len(read.text) and not read.text[last + 1].stops:
        last += 1
    return range(first, last + 1)


def _of_illness(knowledge: Knowledge, read: Scene, match: Match) -> bool:
    """Whether a note says how long an illness has been there, or a medicine taken: "T2DM for 15 years,
    numb feet". How long stands right beside it, or is its whole item behind it."""
    said, text = read.lexicon.said, read.text
    between = set(said.lists.get("so_long", ()))
    if not said.notes:
        return False
    for one in _near(read, match):
        if one.key[0] != FINDING or not _is_history(knowledge, read, one.key[1]):
            continue
        first, last = sorted((one, match), key=lambda one: one.first)
        gap = [text[at].word for at in range(first.last + 1, last.first)]
        ends = match.last + 1 == len(text) or text[match.last + 1].stops
        if first is one and ends and gap[:1] == [PAUSE]:
            gap = gap[1:]
        if between.issuperset(gap) and match.key[1] != one.key[1]:
            return True
    return False


def _value(knowledge: Knowledge, match: Match) -> Answer | None:
    record = knowledge.vocabulary.findings[match.key[1]]
    if record.kind == "number":
        most = record.most if record.most is not None else float("inf")
        return match.number if match.number is not None and match.number <= most else None
    if match.key[0] == DENIED:
        return ABSENT
    return match.key[2] if len(match.key) > 2 else PRESENT


def _in_longer(read: Scene, match: Match) -> bool:
    """Whether a phrase is part of a longer one, to which its "no" belongs: "no numbness in my
    hands" does not deny numbness."""
    near = bisect_left(read.said, match.first - _LONG, key=lambda one: one.first)
    for one in read.said[near:]:
        if one.first > match.first:
            return False
        if one.key[0] == FINDING and one.key[1] != match.key[1] and set(match.at) < set(one.at):
            return True
    return False


def _words(read: Scene, text: str, first: int, last: int) -> tuple[str, int, int]:
    last = max(at for at in range(first, last + 1) if at == first or not read.text[at].stops)
    start, end = read.text[first].start, read.text[last].end
    return text[start:end], start, end


# ---- what is told in new words


def _by_likeness(
    knowledge: Knowledge,
    read: Scene,
    text: str,
    into: tuple[dict[str, Proposal], list[LeftAside]],
) -> None:
    """Take up red flags that no phrase has named, of which the text is like what others wrote."""
    proposals, aside = into
    weights, named = read.lexicon.weights, {*proposals, *(one.finding for one in aside)}
    for flag, found in likeness(weights, read.text).items():
        if flag in named or found.probability < weights.asked_from:
            continue
        part = telling(weights, read.text, flag, found)
        if not is_marked(read, part.first, part.last):
            words = _words(read, text, part.first, part.last)
            like = found.probability
            proposals[flag] = Proposal(flag, PRESENT, *words, red_flag=True, likeness=like)


# ---- what cannot be so together


def _contradicting(knowledge: Knowledge, proposals: dict[str, Proposal]) -> list[str]:
    """The findings of proposals that cannot be so together, but for red flags: one of them was
    misread, and which is not known."""
    answers = {id_: one.value for id_, one in proposals.items()}
    found: set[str] = set()
    for when in _never_both(knowledge):
        if holds(when, answers) is True:
            found |= mentioned(when)
    for when, then in implications(knowledge):
        against = {id_ for id_, value in then.items() if answers.get(id_, value) != value}
        if against and holds(when, answers) is True:
            found |= mentioned(when) | against
    return [id_ for id_, one in proposals.items() if id_ in found and not one.red_flag]


@once
def _never_both(knowledge: Knowledge) -> tuple[Expr, ...]:
    definitions = knowledge.urgency.definitions
    return tuple(parse(one, definitions) for one in knowledge.screen.never_both)


# ---- what is left


def _not_understood(
    read: Scene, text: str, where: list[Told], heard: list[Proposal]
) -> Iterator[Unread]:
    """The parts between two stops that say something and of which nothing is told: a part of the
    leg, a side or a "no" that stands with nothing else is not understood."""
    idle = {*read.lexicon.said.idle}
    used = {at for one in read.said if one.key[0] in (FINDING, DENIED) for at in one.at}
    used.update(at for one in where for at in range(one.first, one.last + 1))
    used.update(at for one in read.marks.get((NO, "taken_back"), ()) for at in one.at)
    for one in heard:
        used.update(at for at, word in enumerate(read.text) if one.start <= word.start < one.end)
    for first, last in _parts(read):
        at = range(first, last + 1)
        telling = [one for one in at if read.text[one].word not in idle]
        if telling and used.isdisjoint(at):
            yield Unread(*_words(read, text, first, last))


def _parts(read: Scene) -> list[tuple[int, int]]:
    """The first and last word of each part between two stops, commas included."""

    def grown(parts: list[tuple[int, int]], at: int) -> list[tuple[int, int]]:
        if read.text[at].stops:
            return parts
        goes_on = at and not read.text[at - 1].stops and read.clauses[at] == read.clauses[at - 1]
        if parts and goes_on:
            parts[-1] = (parts[-1][0], at)
        else:
            parts.append((at, at))
        return parts

    return reduce(grown, range(len(read.text)), [])


def to_data(told: Understanding) -> dict[str, Any]:
    """An understanding as JSON has it."""
    return {
        "proposals": [
            {
                "finding": one.finding,
                "value": plain(one.value),
                "words": one.words,
                "at": [one.start, one.end],
                "red_flag": one.red_flag,
            }
            for one in told.proposals
        ],
        "aside": [
            {
                "finding": one.finding,
                "why": one.why,
                "words": one.words,
                "at": [one.start, one.end],
            }
            for one in told.aside
        ],
        "not_understood": [
            {"words": one.words, "at": [one.start, one.end]} for one in told.not_understood
        ],
    }
