"""Parts of the leg that a text names, on which side, as areas of the body map."""

from collections.abc import Iterator

from msgspec import Struct

from pinprick.case.answers import Painted
from pinprick.knowledge import Knowledge
from pinprick.knowledge.ids import MAP, SIDE, SIDE_ANSWERS
from pinprick.story.lexicon import Match
from pinprick.story.scope import FINDING, HOLDS, PLACE, Scene, meant

LEFT, RIGHT, BOTH, ONE, UNEQUAL = "left", "right", "both", "one", "unequal"
_BEFORE, _AFTER, _CARRIED = 3, 5, 4
"""How many words before and behind a part its side may stand, and a part that has the same."""


class Told(Struct, frozen=True):
    """An answer, and the first and last word that it rests on."""

    finding: str
    value: str | Painted
    first: int
    last: int


class _Part(Struct, frozen=True):
    area: str
    sides: frozenset[str]
    match: Match


def places(knowledge: Knowledge, scene: Scene) -> list[Told]:
    """Where a text says that it is: on the map where the side is named, else in words; and on which
    side. A part counts in a sentence that says that something feels different."""
    parts = list(_parts(knowledge, scene))
    if not parts:
        return []
    named = [*(part.match for part in parts), *_sides_beside(scene, parts)]
    first, last = min(one.first for one in named), max(one.last for one in named)
    told = []
    sides = frozenset(side for part in parts for side in part.sides)
    if sides:
        told.append(Told(SIDE, _side(scene, sides), first, last))
    painted = _painted(knowledge, parts)
    if painted:
        told.append(Told(MAP, painted, first, last))
    else:
        told += [Told(*one, first, last) for one in _in_words(knowledge, parts)]
    return told


def _parts(knowledge: Knowledge, scene: Scene) -> Iterator[_Part]:
    elsewhere = _elsewhere(knowledge, scene)
    named = [one for one in _of(scene, "side", elsewhere) if one.key[1] != UNEQUAL]
    before: _Part | None = None
    for match in _felt_places(scene, elsewhere):
        sides = _sides_of(scene, match, named)
        near = before and match.first - before.match.last <= _CARRIED
        if sides <= {ONE} and before and near and _same_clause(scene, before.match, match):
            sides = before.sides or sides
        if sides <= {ONE}:
            sides = _only(named) or sides
        before = _Part(scene.lexicon.said.places[match.key[1]].area, sides, match)
        yield before


def _sides_beside(scene: Scene, parts: list[_Part]) -> Iterator[Match]:
    """The sides that are named right beside a part that feels different."""
    for side in (one for one in scene.said if one.key[0] == "side"):
        near = (
            part.match.first - side.last for part in parts if _same_clause(scene, side, part.match)
        )
        if any(0 < distance <= _BEFORE for distance in near):
            yield side


def _of(scene: Scene, kind: str, elsewhere: set[int]) -> list[Match]:
    found = (one for one in scene.said if one.key[0] == kind)
    return [one for one in found if elsewhere.isdisjoint(one.at) and meant(scene, one) == HOLDS]


def _elsewhere(knowledge: Knowledge, scene: Scene) -> set[int]:
    """The words of flags that tell of numbness in other places: "between my legs"."""
    findings = knowledge.vocabulary.findings
    found = (one for one in scene.said if one.key[0] == FINDING and one.key[1] in findings)
    return {at for one in found if findings[one.key[1]].in_words for at in one.at}


def _felt_places(scene: Scene, elsewhere: set[int]) -> list[Match]:
    """The parts that feel different: those of a clause that says so or else of a sentence, in words
    that say nothing else if there are any, else all that are named where something feels different."""
    spoken: set[int] = set()
    felt: set[int] = set()
    clauses: set[int] = set()
    for match in scene.said:
        if match.key[0] != FINDING or len(match.key) != 2:
            continue
        if match.key[1] not in scene.lexicon.said.felt:
            spoken.update(match.at)
        elif meant(scene, match) == HOLDS:
            felt.add(scene.sentences[match.first])
            clauses.add(scene.clauses[match.first])
    all_ = _of(scene, PLACE, elsewhere) if felt else []
    near = [one for one in all_ if scene.clauses[one.first] in clauses]
    near = near or [one for one in all_ if scene.sentences[one.first] in felt]
    alone = [one for one in near if not spoken.issuperset(one.at)]
    return alone or near or all_


def _sides_of(scene: Scene, part: Match, named: list[Match]) -> frozenset[str]:
    """The sides of a part: what stands in it or nearest to it, else both where its words say so."""
    near = []
    for side in named:
        if not _same_clause(scene, side, part):
            continue
        if side.first <= part.last and side.last >= part.first:
            near.append((0, side))
        elif 0 < part.first - side.last <= _BEFORE:
            near.append((part.first - side.last, side))
        elif 0 < side.first - part.last <= _AFTER:
            near.append((side.first - part.last + 1, side))
    if near:
        least = min(distance for distance, _ in near)
        return _as_sides(side.key[1] for distance, side in near if distance == least)
    return frozenset((LEFT, RIGHT)) if part.key[2:] else frozenset()


def _as_sides(names: Iterator[str]) -> frozenset[str]:
    sides: set[str] = set()
    for name in names:
        sides |= {LEFT, RIGHT} if name == BOTH else {name}
    return frozenset(sides - {ONE} or sides)


def _only(named: list[Match]) -> frozenset[str]:
    """The side of all the text, where it names just one."""
    sides = _as_sides(one.key[1] for one in named) - {ONE}
    return sides if len(sides) == 1 else frozenset()


def _same_clause(scene: Scene, one: Match, other: Match) -> bool:
    return scene.clauses[one.last] == scene.clauses[other.first] or (
        scene.clauses[one.first] == scene.clauses[other.last]
    )


def _side(scene: Scene, sides: frozenset[str]) -> str:
    one, both, unequal = SIDE_ANSWERS
    if not sides.issuperset((LEFT, RIGHT)):
        return one
    found = (match for match in scene.said if match.key == ("side", UNEQUAL))
    return unequal if any(meant(scene, match) == HOLDS for match in found) else both


def _painted(knowledge: Knowledge, parts: list[_Part]) -> Painted | None:
    """The map of the parts whose side is named; of all else nothing is known."""
    finding = _finding_in_words(knowledge)
    areas = knowledge.vocabulary.findings[finding].areas if finding else {}
    left, right = (
        frozenset(
            region for part in parts if side in part.sides for region in areas.get(part.area, ())
        )
        for side in (LEFT, RIGHT)
    )
    rest = frozenset(knowledge.vocabulary.regions) - left - right
    return Painted(left, right, frozenset(), rest) if left or right else None


def _in_words(knowledge: Knowledge, parts: list[_Part]) -> Iterator[tuple[str, str]]:
    finding = _finding_in_words(knowledge)
    areas = list(dict.fromkeys(part.area for part in parts))
    if not finding:
        return
    record = knowledge.vocabulary.findings[finding]
    whole = frozenset(region for area in areas for region in record.areas.get(area, ()))
    exact = (value for value, area in record.areas.items() if area and frozenset(area) == whole)
    yield finding, areas[0] if len(areas) == 1 else next(exact, areas[0])


def _finding_in_words(knowledge: Knowledge) -> str:
    return next(iter(knowledge.vocabulary.in_place_of_map), "")
