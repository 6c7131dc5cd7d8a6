"""Many cases as columns of codes: one row of codes a finding, one column a case.

This is what every engine of the room takes, in C, in numpy and one case after the other. A code is 0
where a finding was not asked, 1 for the first of its values, 2 for the second and so on, and
`DO_NOT_KNOW` where the answer was "unknown". So arrays full of zeros are people who were asked nothing.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from pinprick.case.answers import Answer, Painted, ages_known
from pinprick.case.case import Case, made
from pinprick.case.known import signs_asked_about
from pinprick.knowledge.ids import (
    ABSENT,
    AGE,
    MAP,
    MAP_PARTS,
    PRESENT,
    SIDE,
    SIDE_ANSWERS,
    UNKNOWN,
)
from pinprick.model.axes import Flags, Model
from pinprick.once import once
from pinprick.rules import Paints

Codes = npt.NDArray[np.uint8]
Years = npt.NDArray[np.float32]
Masks = npt.NDArray[np.uint32]
Int32 = npt.NDArray[np.int32]

NOT_ASKED, DO_NOT_KNOW = 0, 255
"""The codes that say nothing of a person: not asked, and answered "unknown"."""


class Coded(Struct, frozen=True):
    """Cases (N) as arrays, each contiguous in memory.

    `codes` (F, N) has a row for each of `findings(model)`; of the age it holds the band, and 0 below
    the first. `age` (N,) is in years, rounded down to a float32 so that none crosses the edge of a
    band, and nan where it was not asked or is unknown. The masks `left`, `right`, `midline` and
    `not_asked` (N,) have the bit 1 << r for the region r of `model.regions`; all are 0 where no map
    was `shown` (N,). A map that was answered "unknown" says as little as one that was not shown.

    `since` (S, N) has a row for each of `aged(model)`: 0 where no age of the sign was told, 1 for
    the newest, and so on. It may have no rows at all, shape (0, N), where nobody told any.
    """

    codes: Codes
    age: Years
    left: Masks
    right: Masks
    midline: Masks
    not_asked: Masks
    shown: Flags
    since: Codes

    def __len__(self) -> int:
        return len(self.age)


# ---- the axes


@once
def findings(model: Model) -> tuple[str, ...]:
    """The findings that have a row of codes: all of the vocabulary, in its order, but the map."""
    return tuple(id_ for id_ in model.knowledge.vocabulary.findings if id_ != MAP)


@once
def values(model: Model) -> tuple[tuple[str, ...], ...]:
    """The values of each of `findings`; the code of the first is 1. Those of the age are its
    bands."""
    return tuple(_values(model, id_) for id_ in findings(model))


def _values(model: Model, id_: str) -> tuple[str, ...]:
    if id_ == SIDE:
        return SIDE_ANSWERS
    finding = model.knowledge.vocabulary.findings[id_]
    if id_ in model.values:
        return model.values[id_]
    return (PRESENT, ABSENT) if finding.kind == "flag" else tuple(finding.values)


@once
def aged(model: Model) -> tuple[str, ...]:
    """The flags that have a row in `Coded.since`: those of which an age says something. The age of
    any other sign changes nothing."""
    signs = signs_asked_about(model.knowledge)
    regions = {sign.region for sign in signs if isinstance(sign, Paints)}
    flags = {sign.finding for sign in signs if not isinstance(sign, Paints)}
    named = model.knowledge.vocabulary.findings
    return tuple(id_ for id_ in findings(model) if id_ in flags or regions & {*named[id_].in_words})


@once
def ages(model: Model) -> tuple[str, ...]:
    """The ages that a sign can have, newest first; the code of the first is 1."""
    return ages_known(model.knowledge.vocabulary)


def years(model: Model, age: npt.NDArray[np.float64]) -> tuple[Years, Codes]:
    """Ages (N,) in years, nan where none is known, as `Coded.age` has them and as the bands of
    `Coded.codes`."""
    down = age.astype(np.float32)
    down = np.where(down > age, np.nextafter(down, np.float32(-np.inf)), down)
    edges = model.knowledge.vocabulary.findings[AGE].bins
    bands = sum((down >= edge).astype(np.uint8) for edge in edges)
    return down, np.asarray(bands, dtype=np.uint8)


# ---- cases to columns


def empty(model: Model, count: int) -> Coded:
    """So many cases of which nothing is known, to be written into."""
    left, right, midline, not_asked = (np.zeros(count, np.uint32) for _ in range(4))
    return Coded(
        codes=np.zeros((len(findings(model)), count), np.uint8),
        age=np.full(count, np.nan, np.float32),
        left=left,
        right=right,
        midline=midline,
        not_asked=not_asked,
        shown=np.zeros(count, np.bool_),
        since=np.zeros((len(aged(model)), count), np.uint8),
    )


def encode(model: Model, cases: Sequence[Case]) -> Coded:
    """Cases as columns; their names, expectations and sources stay behind."""
    coded, places = empty(model, len(cases)), _places(model)
    exact = np.full(len(cases), np.nan)
    for n, case in enumerate(cases):
        for id_, answer in case.answers.items():
            if isinstance(answer, Painted):
                _paint(model, coded, n, answer)
            elif isinstance(answer, float):
                exact[n] = answer
            elif id_ != MAP:
                row, codes = places[id_]
                coded.codes[row, n] = codes[answer]
        for row, id_ in enumerate(aged(model)):
            if id_ in case.since:
                coded.since[row, n] = ages(model).index(case.since[id_]) + 1
    coded.age[:], bands = years(model, exact)
    row, _ = places[AGE]
    coded.codes[row] = np.where(np.isnan(exact), coded.codes[row], bands)
    return coded


@once
def _places(model: Model) -> dict[str, tuple[int, dict[str, int]]]:
    """The row of each finding, and the code of each of its answers."""
    return {
        id_: (row, {UNKNOWN: DO_NOT_KNOW} | {value: n for n, value in enumerate(its, 1)})
        for row, (id_, its) in enumerate(zip(findings(model), values(model), strict=True))
    }


def mask(model: Model, regions: Iterable[str]) -> int:
    """The bits of some regions."""
    return sum(1 << model.regions.index(region) for region in set(regions))


def _paint(model: Model, coded: Coded, n: int, painted: Painted) -> None:
    coded.shown[n] = True
    for part in (*MAP_PARTS, "not_asked"):
        getattr(coded, part)[n] = mask(model, getattr(painted, part))


# ---- and back


def decode(model: Model, coded: Coded, n: int) -> Case:
    """The n-th case, as the engine for one case takes it."""
    answers: dict[str, Answer] = {}
    for id_, its, code in zip(
        findings(model), values(model), coded.codes[:, n].tolist(), strict=True
    ):
        if code == DO_NOT_KNOW:
            answers[id_] = UNKNOWN
        elif id_ != AGE and code != NOT_ASKED:
            answers[id_] = its[code - 1]
    if not np.isnan(coded.age[n]):
        answers[AGE] = float(coded.age[n])
    if coded.shown[n]:
        parts = {part: _regions(model, coded, part, n) for part in (*MAP_PARTS, "not_asked")}
        answers[MAP] = Painted(**parts)
    told = zip(aged(model), coded.since[:, n].tolist(), strict=False)
    since = {id_: ages(model)[code - 1] for id_, code in told if code}
    return made(answers, {"since": since})


def _regions(model: Model, coded: Coded, part: str, n: int) -> frozenset[str]:
    bits = int(getattr(coded, part)[n])
    return frozenset(region for r, region in enumerate(model.regions) if bits >> r & 1)


def chosen(coded: Coded, which: slice | npt.NDArray[np.intp]) -> Coded:
    """Some of the cases."""
    return Coded(
        *(
            np.ascontiguousarray(getattr(coded, name)[..., which])
            for name in Coded.__struct_fields__
        )
    )
