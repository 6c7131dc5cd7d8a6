"""The part of the kernel that is raced, by numba: the same numbers summed in the same order. Only where
numba is; the project does not depend on it.

Four cases at once are tuples of four: numba cannot be told that arrays do not overlap, so a loop over them stays
a loop."""

from typing import NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from pinprick.model.axes import Array

numba.config.SLP_VECTORIZE = 1
LANES = 4
"""Cases at once."""
GROUPS = 32
_SHIFT = 6755399441055744.0
Whole = npt.NDArray[np.int64]
Small = npt.NDArray[np.uint8]
Short = npt.NDArray[np.int16]
Rows = npt.NDArray[np.uint16]
Four = tuple[float, float, float, float]


class Tables(NamedTuple):
    """What it takes of the model: the first axis of rows and bases is which base; `of` (3, units) are variant,
    site and place of a unit, `causes` (3, causes) its first unit, the one behind its last, and its group."""

    variants: int
    variant_rows: Array
    variant_base: Array
    unit_rows: Array
    unit_base: Array
    prior: Array
    sides: Array
    of: npt.NDArray[np.uint32]
    causes: npt.NDArray[np.int32]


class Lists(NamedTuple):
    """What it takes of the cases, and writes, as `part.Part` has it."""

    absent: Small
    side: Small
    rows: Short
    unit_rows: Short
    row: Rows
    unit_row: Rows
    site: Array
    cause: Array
    place: Array


class Few(NamedTuple):
    """What is reckoned of some cases together: `sums` and `factors` are of one of them."""

    sums: Array
    factors: Array
    shifts: Whole
    bits: Whole
    variant: Array
    factor: Array
    said: Array
    weight: Array
    cause: Array
    group: Array
    total: Array
    site: Array
    place: Array


def few(t: Tables, sites: int) -> Few:
    """Room for it."""
    units, causes = len(t.prior), t.causes.shape[1]
    return Few(
        sums=np.empty(t.variant_rows.shape[2]),
        factors=np.empty(units),
        shifts=np.empty(t.variants, np.int64),
        bits=np.empty(t.variants, np.int64),
        variant=np.empty((t.variants, LANES)),
        factor=np.empty((units, LANES)),
        said=np.empty((units, LANES)),
        weight=np.empty((units, LANES)),
        cause=np.empty((causes, LANES)),
        group=np.empty((GROUPS, LANES)),
        total=np.empty(LANES),
        site=np.empty((3, sites, LANES)),
        place=np.empty((3, sites + 1, LANES)),
    )


@numba.njit
def sum_rows(table: Array, row: Short, count: int, sums: Array) -> None:
    k = 0
    while k + 4 <= count:
        a, b, c, d = table[row[k]], table[row[k + 1]], table[row[k + 2]], table[row[k + 3]]
        for v in range(len(sums)):
            sums[v] += (a[v] + b[v]) + (c[v] + d[v])
        k += 4
    while k < count:
        a = table[row[k]]
        for v in range(len(sums)):
            sums[v] += a[v]
        k += 1


@numba.njit
def multiply_unit_rows(table: Array, row: Short, count: int, product: Array) -> None:
    for k in range(count):
        its = table[row[k]]
        for u in range(len(product)):
            product[u] *= its[u]


@numba.njit
def exp_less(x: Array, top: float, shifts: Whole, bits: Whole) -> None:
    """exp of `x` - `top` as the `bits` of doubles."""
    shifted, powers = shifts.view(np.float64), bits.view(np.float64)
    for v in range(len(x)):
        of = max(x[v] - top, -690.0)
        shifted[v] = of * 1.4426950408889634 + _SHIFT
        n = shifted[v] - _SHIFT
        r = (of - n * 6.93147180369123816490e-01) - n * 1.90821492927058770002e-10
        p = 1 / 6227020800 * r + 1 / 479001600
        p = p * r + 1 / 39916800
        p = p * r + 1 / 3628800
        p = p * r + 1 / 362880
        p = p * r + 1 / 40320
        p = p * r + 1 / 5040
        p = p * r + 1 / 720
        p = p * r + 1 / 120
        p = p * r + 1 / 24
        p = p * r + 1 / 6
        p = p * r + 0.5
        p = p * r + 1.0
        powers[v] = p * r + 1.0
    for v in range(len(x)):
        bits[v] += shifts[v] << 52


@numba.njit
def weigh_signs(t: Tables, p: Lists, first: int, o: Few) -> None:
    for lane in range(LANES):
        at, base = first + lane, p.absent[first + lane]
        o.sums[:] = t.variant_base[base]
        sum_rows(t.variant_rows[base], p.row[at], p.rows[at], o.sums)
        top = o.sums[0]
        for v in range(t.variants):
            top = max(o.sums[v], top)
        exp_less(o.sums[: t.variants], top, o.shifts, o.bits)
        into_lane(o.variant, lane, o.bits.view(np.float64))
        o.factors[:] = t.unit_base[base]
        multiply_unit_rows(t.unit_rows[base], p.unit_row[at], p.unit_rows[at], o.factors)
        into_lane(o.factor, lane, o.factors)
        for side in range(3):
            into_lane(o.site[side], lane, p.site[at, side])


@numba.njit
def into_lane(rows: Array, lane: int, row: Array) -> None:
    for k in range(len(row)):
        rows[k, lane] = row[k]


@numba.njit
def out_of_lane(rows: Array, lane: int, row: Array) -> None:
    for k in range(len(row)):
        row[k] = rows[k, lane]


@numba.njit
def product(x: Four, by: float, row: Array) -> Four:
    return x[0] * by * row[0], x[1] * by * row[1], x[2] * by * row[2], x[3] * by * row[3]


@numba.njit
def add(row: Array, x: Four) -> None:
    row[0], row[1], row[2], row[3] = row[0] + x[0], row[1] + x[1], row[2] + x[2], row[3] + x[3]


@numba.njit
def write(row: Array, x: Four) -> None:
    row[0], row[1], row[2], row[3] = x


@numba.njit
def weigh_units(t: Tables, side: int, o: Few) -> None:
    o.place[:], o.group[:], o.total[:], o.cause[:] = 0, 0, 0, 0
    left, right, both = t.sides[side, 0], t.sides[side, 1], t.sides[side, 2]
    for c in range(len(o.cause)):
        its = o.cause[c]
        for u in range(t.causes[0, c], t.causes[1, c]):
            site, place, by = t.of[1, u], t.of[2, u], t.prior[u]
            v, f = o.variant[t.of[0, u]], o.factor[u]
            said = v[0] * f[0] * by, v[1] * f[1] * by, v[2] * f[2] * by, v[3] * f[3] * by
            x = product(said, left[u], o.site[0, site])
            y = product(said, right[u], o.site[1, site])
            z = product(said, both[u], o.site[2, site])
            w = (
                (x[0] + y[0]) + z[0],
                (x[1] + y[1]) + z[1],
                (x[2] + y[2]) + z[2],
                (x[3] + y[3]) + z[3],
            )
            add(o.place[0, place], x)
            add(o.place[1, place], y)
            add(o.place[2, place], z)
            add(its, w)
            write(o.said[u], said)
            write(o.weight[u], w)
        for k in range(LANES):
            o.group[t.causes[2, c], k] += its[k]
            o.total[k] += its[k]


@numba.njit
def run(t: Tables, p: Lists, o: Few) -> None:
    for first in range(0, len(p.absent), LANES):
        weigh_signs(t, p, first, o)
        weigh_units(t, p.side[first], o)
        for lane in range(LANES):
            out_of_lane(o.cause, lane, p.cause[first + lane])
            for side in range(3):
                out_of_lane(o.place[side], lane, p.place[first + lane, side])
