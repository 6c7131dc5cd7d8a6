"""The part of the kernel that is raced, as arrays: from the lists of rows of each case, and what it says of
places, to the sums by cause and by place. The kernel itself makes the lists, of the tables that ship."""

import ctypes
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.crowd import Manner, crowd
from pinprick.cohort.columns import DO_NOT_KNOW, Coded, chosen, findings
from pinprick.cohort.native.block import Bytes, aligned, block, fields
from pinprick.cohort.native.library import Cases
from pinprick.knowledge.ids import SIDE
from pinprick.model.axes import Array, Model

Whole = npt.NDArray[np.int32]
_EIGHT, _MOST_ROWS, _MOST_UNIT_ROWS, _SIDES = 8, 320, 64, 3
_COUNTS = ("variants", "variant_room", "units", "causes", "groups", "sites")
_NUMBERS = (
    *("variant_rows", "variant_rows_from_base", "variant_base"),
    *("unit_rows", "unit_rows_from_base", "unit_base", "unit_prior", "unit_sides"),
)
_PLACES = (*("unit_variant", "unit_site", "unit_place", "cause_first", "cause_end", "cause_group"),)
_LISTS = ("absent", "side", "rows", "unit_rows", "row", "unit_row", "site", "cause", "place")


class Tables(ctypes.Structure):
    """What a way takes of the model."""

    _fields_ = (
        *((name, ctypes.c_int64) for name in _COUNTS),
        *((name, ctypes.c_void_p) for name in (*_NUMBERS, *_PLACES)),
    )


class Lists(ctypes.Structure):
    """What a way takes of the cases, and `cause` and `place`, which it writes."""

    _fields_ = (("cases", ctypes.c_int64), *((name, ctypes.c_void_p) for name in _LISTS))


@dataclass(frozen=True, slots=True)
class Part:
    """The same arrays in the forms that ways take: `counts`, `numbers` and `places` of the model, `lists` of
    cases (N), of which eight after each other answered the same to the side, and all as addresses.
    `whole` is the block of the kernel.

    Of `lists`, `absent` and `side` (N,) are which base a case takes and its answer; `row` (N, 320) and
    `unit_row` (N, 64) are its rows, of which `rows` and `unit_rows` (N,) count; `site` (N, 3, sites) is what
    it said of places. `cause` (N, causes) and `place` (N, 3, sites + 1) are written."""

    counts: dict[str, int]
    numbers: dict[str, Array]
    places: dict[str, Whole]
    lists: dict[str, npt.NDArray[Any]]
    whole: Bytes

    def __len__(self) -> int:
        return len(self.lists["absent"])

    @property
    def tables(self) -> Tables:
        """The addresses of the tables."""
        numbers = {name: one.ctypes.data for name, one in self.numbers.items()}
        places = {name: one.ctypes.data for name, one in self.places.items()}
        return Tables(**self.counts, **numbers, **places)

    @property
    def cases(self) -> Lists:
        """The addresses of the lists."""
        its = {name: one.ctypes.data for name, one in self.lists.items()}
        return Lists(cases=len(self), **its)


def part(model: Model, of: ctypes.CDLL, count: int, manner: Manner) -> Part:
    """The part for so many people of a crowd, a few fewer where they do not come in eights; `of` is the
    library made of part.c."""
    every = fields(model)
    counts = {name: int(np.asarray(every[name])) for name in _COUNTS}
    coded = _in_eights(model, crowd(model, count, manner))
    made = Part(
        counts=counts,
        numbers={name: np.ascontiguousarray(every[name], np.float64) for name in _NUMBERS},
        places={name: np.ascontiguousarray(every[name], np.int32) for name in _PLACES},
        lists=_lists(len(coded), counts["sites"], counts["causes"]),
        whole=block(model, of.kernel_layout().decode()),
    )
    work = aligned(of.kernel_workspace(made.whole.ctypes.data))
    cases = Cases(
        codes=coded.codes.ctypes.data,
        stride=coded.codes.shape[1],
        **{
            name: getattr(coded, name).ctypes.data
            for name in ("age", "left", "right", "midline", "not_asked", "shown")
        },
    )
    its = made.cases
    tables = made.whole.ctypes.data
    of.part_lists(tables, ctypes.addressof(cases), work.ctypes.data, ctypes.addressof(its))
    return made


def _in_eights(model: Model, coded: Coded) -> Coded:
    """Those that answered the same to the side after each other, as many as come in eights."""
    side = coded.codes[findings(model).index(SIDE)]
    side = np.where(side == DO_NOT_KNOW, 0, side)
    its = [np.flatnonzero(side == answer) for answer in range(_SIDES + 1)]
    return chosen(coded, np.concatenate([one[: len(one) // _EIGHT * _EIGHT] for one in its]))


def _lists(cases: int, sites: int, causes: int) -> dict[str, npt.NDArray[Any]]:
    return {
        "absent": np.zeros(cases, np.uint8),
        "side": np.zeros(cases, np.uint8),
        "rows": np.zeros(cases, np.int16),
        "unit_rows": np.zeros(cases, np.int16),
        "row": np.zeros((cases, _MOST_ROWS), np.uint16),
        "unit_row": np.zeros((cases, _MOST_UNIT_ROWS), np.uint16),
        "site": np.zeros((cases, _SIDES, sites)),
        "cause": np.zeros((cases, causes)),
        "place": np.zeros((cases, _SIDES, sites + 1)),
    }
