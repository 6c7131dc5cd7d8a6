"""The people of one condition, as its numbers are counted from them.

Which form and place each has nobody has labelled: they are believed to be so as their answers and
their map make it likely, by the numbers as they stand before tempering. An answer that was not asked
weighs nothing there, whatever the reason for which it was not asked, as long as that reason lies in
the answers that were given."""

from collections.abc import Iterator

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from pinprick.cohort.columns import Codes, findings
from pinprick.cohort.labelled import Labelled, some
from pinprick.cohort.places import Places, of_sites, places, said_of_map, with_words
from pinprick.cohort.told import told
from pinprick.knowledge.ids import SIDE_ANSWERS
from pinprick.model.axes import Array, Index, Model
from pinprick.once import once
from pinprick.reasoning.sites import sites

_BLOCK = 2048
"""People whose map is read at once."""


class People(Struct, frozen=True):
    """People (N) of one condition, which has units (U): what they were asked and answered, `codes` (F,
    N), with what follows from it (`known`, of the same shape); `side` (N,) the code of the answer to
    it, `weight` (N,), and `place` (N, 3 sides, U) what the map and the words for it say of units."""

    codes: Codes
    known: Codes
    side: Codes
    weight: Array
    place: Array

    def __len__(self) -> int:
        return len(self.weight)


def of_condition(model: Model, labelled: Labelled, cause: int) -> People:
    """Those of the cases who have a cause, by its index."""
    here = np.flatnonzero(labelled.cause == cause)
    part = some(labelled, here)
    seen = list(_seen(model, part, np.flatnonzero(model.units.cause == cause)))
    known, side, place = (np.concatenate(each, axis=-1) for each in zip(*seen, strict=True))
    return People(
        codes=part.coded.codes,
        known=known,
        side=side,
        weight=part.weight,
        place=np.moveaxis(place, -1, 0),
    )


def _seen(model: Model, part: Labelled, units: Index) -> Iterator[tuple[Codes, Codes, Array]]:
    """What follows from the answers, the side, and what is said of units (3, U, N), in blocks."""
    at = _untempered(model)
    for start in range(0, len(part), _BLOCK):
        block = told(model, some(part, np.arange(start, min(start + _BLOCK, len(part)))).coded)
        said = with_words(at, block, said_of_map(at, block))
        place = np.take(of_sites(at, said), at.of_units[units], axis=2)
        yield block.codes, block.side, np.moveaxis(place, 0, -1)


@once
def _untempered(model: Model) -> Places:
    """The tables of the map as its numbers stand, of which each region is a proof of its own."""
    patterns = replace(model.patterns, one=model.patterns.raw, both=model.patterns.raw)
    return places(replace(model, patterns=patterns))


def of_sides(model: Model, cause: int) -> tuple[Array, Array]:
    """P(side | unit) of a cause, (3, U), and P(answer to `side` | side, unit), (4, 3, U), of which
    the first answer is none."""
    units = model.units.cause == cause
    answered = [model.log_side[answer].T[:, units] for answer in range(len(SIDE_ANSWERS))]
    silent = np.ones((1, *answered[0].shape))
    return np.exp(sites(model).log_sides[:, units]), np.concatenate([silent, np.exp(answered)])


def row_of(model: Model, finding: str) -> int:
    """The row of a finding in `codes`."""
    return _rows(model)[finding]


@once
def _rows(model: Model) -> dict[str, int]:
    return {id_: row for row, id_ in enumerate(findings(model))}
