"""Of whom a text tells: of the one who writes, of a parent, a husband or a child, or now of one and now
of another. Whoever is named as a clause begins is spoken of until somebody else is, and at most to
the end of the sentence; all else is about the one person whom the text is about."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct

from pinprick.knowledge.phrases import END, Token
from pinprick.knowledge.said import Said
from pinprick.story.lexicon import Match

_SELF, _TELLER, _OPEN = "self", "teller", ""
_SELF_TOO = ("self", "contrast")
_ANOTHER = "another "
"""What the name of somebody begins with who is not the one a text is about, where it has another."""
_FELT = 3
"""How many complaints more it is that something feels different, which most who write ask about."""


class Whose(Struct, frozen=True):
    """`theirs` are the words that tell of somebody else than the text is about; `tells` is what it
    says of that one by what he is called, and the words that do."""

    theirs: frozenset[int] = frozenset()
    tells: tuple[tuple[str, str, Match], ...] = ()


def whose(said: Said, text: list[Token], found: list[Match], told: list[Match]) -> Whose:
    """Whom the words of a text are about; `told` are the findings that it names. Who sets himself
    against others ("but I only") tells of himself."""
    turns = list(_turns(found))
    if not turns:
        return Whose()
    of = _subjects(text, turns, found, told)
    whom = _asked_for(found, turns) or _whom(said, text, of, told)
    if any(one.key == ("about", "contrast") for one in turns):
        whom = _SELF
    theirs = (at for at, one in enumerate(of) if _is_other(one, whom))
    return Whose(frozenset(theirs), tuple(_tells(said, found, of, whom)))


def _turns(found: list[Match]) -> Iterator[Match]:
    """Where a text begins to speak of somebody: the longest phrases, none within another."""
    spoken = (one for one in found if one.key[0] in ("person", "about"))
    end = -1
    for one in sorted(spoken, key=lambda one: (one.first, -one.last, one.key[0] == "person")):
        if one.first > end:
            end = one.last
            yield one


def _subjects(
    text: list[Token], turns: list[Match], found: list[Match], told: list[Match]
) -> list[str]:
    """Of whom each word tells, `_OPEN` where nobody was named."""
    starts = {one.first: one for one in turns}
    names_him = any(one.key == ("about", "he") for one in turns)
    of: list[str] = []
    now, last, alone = _OPEN, "he", -1
    for at, token in enumerate(text):
        now = _OPEN if token.word == END else now
        if turn := starts.get(at):
            kind = turn.key[1] if turn.key[0] == "about" else ""
            reports = kind == "reports" and names_him and not _is_told(of, told, at)
            if kind == "teller":
                alone = turn.last
            elif kind in _SELF_TOO:
                now = _SELF
            elif kind == "he":
                now = last
            elif kind == "another":
                now = f"{_ANOTHER}{at}"
                last = now if last == "he" else last
            elif kind == "asks_for" or reports:
                now = last = _named_in(turn, found)
            elif not kind:
                now = last = turn.key[1]
        of.append(_TELLER if at <= alone else now)
    return of


def _is_told(of: Sequence[str], told: list[Match], at: int) -> bool:
    return any(of) or any(one.first < at for one in told)


def _named_in(turn: Match, found: list[Match]) -> str:
    named = (one.key[1] for one in found if one.key[0] == "person" and set(one.at) <= set(turn.at))
    return next(named, "he")


def _asked_for(found: list[Match], turns: list[Match]) -> str:
    """The one whom somebody asks for: "for my mother"."""
    asked = (_named_in(one, found) for one in turns if one.key == ("about", "asks_for"))
    return next(asked, "")


def _whom(said: Said, text: list[Token], of: list[str], told: list[Match]) -> str:
    """The one a text is about: of whom it tells most complaints; of several oneself, where the first
    sentence names oneself, else the first."""
    count = _complaints(said, of, told)
    ones = list(dict.fromkeys((*count, *(one for one in of if one not in (_OPEN, _TELLER)))))
    near = [one for one in ones if not one.startswith(_ANOTHER)] or list(count)
    most = max((count.get(one, 0) for one in near), default=0)
    best = [one for one in near if count.get(one, 0) == most]
    end = next((at for at, one in enumerate(text) if at and one.word == END), len(of))
    if _SELF in best and _SELF in of[:end]:
        return _SELF
    return min(best, key=lambda one: of.index(one) if one in of else -1, default=_SELF)


def _complaints(said: Said, of: list[str], told: list[Match]) -> dict[str, int]:
    """How many complaints are told of whom, more where something feels different; what stands before
    anybody is named is of oneself."""
    count: dict[str, int] = defaultdict(int)
    named, end = next((at for at, one in enumerate(of) if one), len(of)), -1
    feeling: set[str] = set()
    for one in told:
        subject = of[one.first] if one.first >= named else _SELF
        if subject in (_OPEN, _TELLER):
            continue
        if one.key[1] in said.felt and subject not in feeling:
            feeling.add(subject)
            count[subject] += _FELT
        if one.key[1] not in said.history and one.first > end:
            end = one.last
            count[subject] += 1
    return dict(count)


def _is_other(one: str, whom: str) -> bool:
    if one == _TELLER:
        return whom != _SELF
    return one not in (_OPEN, whom)


def _tells(
    said: Said, found: list[Match], of: list[str], whom: str
) -> Iterator[tuple[str, str, Match]]:
    for one in (one for one in found if one.key[0] == "person"):
        person = said.people[one.key[1]]
        told = person.tells if one.key[1] == whom else {}
        if whom == _SELF and not of[one.first].startswith(_ANOTHER):
            told = person.of_teller
        yield from ((id_, value, one) for id_, value in told.items())
