"""The ways to take the red flags that are present, as factors: see `urgency.causes`.

Each is as it was answered, not asked, or absent. Two signs that come together are taken together.
Which of a case are varied is for `chosen` to say, in numpy for every engine."""

from collections.abc import Iterator
from itertools import product

import numpy as np
from msgspec import Struct

from pinprick.case.answers import Answer
from pinprick.case.known import Known
from pinprick.cohort.columns import Codes, Int32, Masks, findings, mask, values
from pinprick.cohort.sums import ways
from pinprick.cohort.told import Told, among
from pinprick.knowledge.ids import AGE, MAP
from pinprick.model.axes import Array, Flags, Model
from pinprick.rules.language import Answered, Between, Paints
from pinprick.urgency.causes import flags_taken
from pinprick.urgency.rules import parsed


class Taken(Struct, frozen=True):
    """The findings (A) that may be a red flag, in the order of the vocabulary. `rows` (A,) are their
    rows of codes, and `alarming` (A,) the codes that make them one, as bits. `other` (A,) is the row
    of the sign it comes together with, else -1; `partner` (A,) is that sign's index in A, else -1.

    `three_at[a, code, code of the other, band]` says which of `three` (T, 3, U) are the factors of
    P(answers | unit) where finding a is as answered, not asked, or absent; the code of the other is
    0 where it says nothing or the two are told apart, the band 0 where the age says nothing. Those
    that are not `wide` (T,) are the same at all sites: `narrow` (T, 3, W) has them by the way to be.
    Where both of a pair are varied it is `nine_at[a, code, code of the other]` in `nine` (T, 9, U),
    for the first of the two by its id.

    `regions` are those of the map that are red flags; `words[w]` the codes of the w-th question in
    words (of `Places.words`) that are one; `told` the questions in words that a person is asked
    about. The map stands before the finding with the index `map_before`. No more than `most` are
    varied.
    """

    rows: Int32
    alarming: Masks
    other: Int32
    partner: Int32
    three_at: Int32
    three: Array
    wide: Flags
    narrow: Array
    nine_at: Int32
    nine: Array
    regions: int
    words: Masks
    told: tuple[int, ...]
    map_before: int
    most: int


def taken(model: Model) -> Taken:
    """The ways of a model."""
    flags = _alarming(model)
    names, at = tuple(flags), {id_: row for row, id_ in enumerate(findings(model))}
    order = list(model.knowledge.vocabulary.findings)
    three_at, three = _threes(model, flags)
    nine_at, nine = _nines(model, flags)
    its = ways(model)
    narrow = np.ascontiguousarray(three[:, :, its.starts])
    rules = parsed(model.knowledge)
    others = [model.beside[id_].other if id_ in model.beside else None for id_ in names]
    regions = [flag.region for flag in rules.red_flags if isinstance(flag, Paints)]
    return Taken(
        rows=np.array([at[id_] for id_ in names], dtype=np.int32),
        alarming=np.array(list(flags.values()), dtype=np.uint32),
        other=np.array([-1 if id_ is None else at[id_] for id_ in others], dtype=np.int32),
        partner=np.array(
            [names.index(id_) if id_ in flags else -1 for id_ in others], dtype=np.int32
        ),
        three_at=three_at,
        three=three,
        wide=(three != narrow[:, :, its.of_units]).any(axis=(1, 2)),
        narrow=narrow,
        nine_at=nine_at,
        nine=nine,
        regions=mask(model, regions),
        words=np.array([_codes(model, id_) for id_ in rules.in_words], dtype=np.uint32),
        told=tuple(w for w, id_ in enumerate(rules.in_words) if id_ in rules.asked),
        map_before=sum(order.index(id_) < order.index(MAP) for id_ in names),
        most=model.knowledge.settings.harm.most_red_flags,
    )


def _alarming(model: Model) -> dict[str, int]:
    """The findings with evidence of their own that may be a red flag, and the codes that are one."""
    found = {id_: _codes(model, id_) for id_ in findings(model) if id_ in model.first}
    return {id_: codes for id_, codes in found.items() if codes}


def _codes(model: Model, id_: str) -> int:
    """The codes of a finding that are a red flag, as bits."""
    its = values(model)[findings(model).index(id_)]
    flags = parsed(model.knowledge).red_flags
    said = {
        value
        for flag in flags
        if isinstance(flag, Answered) and flag.finding == id_
        for value in flag.values
    }
    return sum(1 << code for code, value in enumerate(its, 1) if value in said)


def ways_in_bulk(model: Model) -> bool:
    """Whether the ways to take red flags are such that tables can hold them: no red flag is a number,
    and no sign that comes together with another is brought by chance at an age."""
    numbers = any(isinstance(flag, Between) for flag in parsed(model.knowledge).red_flags)
    return not numbers and not set(model.beside) & {AGE, *model.by_age}


# ---- making them


def _changes(
    model: Model, answers: dict[str, Answer], one: tuple[str, ...], varied: tuple[str, ...]
) -> Array:
    """The factors of each way to take some red flags, shape (ways, U); a way that a finding has not
    is there as the one before it."""
    known = Known({}, {}, (), (), answers)
    factors: Array = np.exp(flags_taken(model, known, one, varied))
    wanted = 3 ** len(varied)
    return np.concatenate([factors, np.repeat(factors[-1:], wanted - len(factors), axis=0)])


def _bands(model: Model, id_: str) -> Iterator[dict[str, Answer]]:
    """What is known of the age in each band, first where nothing is; only that where it changes nothing
    of a finding."""
    yield {}
    if id_ in model.by_age:
        for edge in model.knowledge.vocabulary.findings[AGE].bins:
            yield {AGE: float(edge)}


def _threes(model: Model, flags: dict[str, int]) -> tuple[Int32, Array]:
    most, bands = (
        max(map(len, values(model))) + 1,
        len(values(model)[findings(model).index(AGE)]) + 1,
    )
    at = np.full((len(flags), most, 3, bands), -1, dtype=np.int32)
    made: list[Array] = []
    for a, id_ in enumerate(flags):
        for code, value in _codes_of(model, id_, flags[id_]):
            for band, age in enumerate(_bands(model, id_)):
                at[a, code, 0, band:] = len(made)
                made.append(_changes(model, {**age, id_: value}, (id_,), (id_,)))
            other = model.beside[id_].other if id_ in model.beside else None
            for beside, its in enumerate(model.values[other] if other else (), 1):
                pair = tuple(sorted((id_, other or "")))
                at[a, code, beside] = len(made)
                made.append(_changes(model, {id_: value, other or "": its}, pair, (id_,)))
    return at, np.array(made).reshape(-1, 3, len(model.units.cause))


def _nines(model: Model, flags: dict[str, int]) -> tuple[Int32, Array]:
    at = np.full((len(flags), 3, 3), -1, dtype=np.int32)
    made: list[Array] = []
    for a, id_ in enumerate(flags):
        other = model.beside[id_].other if id_ in model.beside else ""
        if other in flags and id_ < other:
            both = product(_codes_of(model, id_, flags[id_]), _codes_of(model, other, flags[other]))
            for (code, value), (beside, its) in both:
                at[a, code, beside] = len(made)
                pair = (id_, other)
                made.append(_changes(model, {id_: value, other: its}, pair, pair))
    return at, np.array(made).reshape(-1, 9, len(model.units.cause))


def _codes_of(model: Model, id_: str, bits: int) -> list[tuple[int, str]]:
    return [(code, value) for code, value in enumerate(model.values[id_], 1) if bits >> code & 1]


# ---- which are varied


class Chosen(Struct, frozen=True):
    """Which red flags of cases (N) are varied: those of `Taken`, (A, N), and the map, (N,). `told`
    (N,) are the questions in words that are varied with it, as bits of `Taken.told`."""

    flags: Flags
    map: Flags
    told: Codes


def chosen(its: Taken, known: Told, words: Codes) -> Chosen:
    """Which red flags are varied, the first ones of the vocabulary while there is room; `words` (W, N)
    are the codes of the questions in words."""
    given, count = known.given, len(known.given)
    painted = (given.left | given.right | given.midline) & np.uint32(its.regions)
    of_map = given.shown & (painted > 0)
    for codes, alarming in zip(words, its.words, strict=True):
        of_map |= among(codes, int(alarming))
    told, flags_told = np.zeros(count, np.uint8), np.zeros(count, np.uint8)
    for bit, w in enumerate(its.told):
        present = words[w] == 1
        told |= present.astype(np.uint8) << np.uint8(bit)
        flags_told += present
    room = np.full(count, its.most, np.int16)
    flags = np.zeros((len(its.rows), count), np.bool_)
    of_map_taken = np.zeros(count, np.bool_)
    for a in range(len(its.rows) + 1):
        if a == its.map_before:
            size = np.maximum(flags_told, 1)
            of_map_taken = of_map & (room >= size)
            room -= np.where(of_map_taken, size, 0).astype(np.int16)
        if a < len(its.rows):
            flags[a] = among(known.codes[its.rows[a]], int(its.alarming[a])) & (room > 0)
            room -= flags[a]
    return Chosen(flags, of_map_taken, told)
