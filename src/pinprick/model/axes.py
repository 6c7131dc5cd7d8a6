"""The compiled knowledge base: named axes, arrays, and the way back to each number.

A *unit* is one way a condition can be: (cause, variant, site). A *hypothesis* is a unit, a pattern
of its site and a side; the hypotheses are what a case is explained by. The last cause is `other`:
none of our conditions."""

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field

from pinprick.knowledge import Knowledge
from pinprick.knowledge.ids import OTHER, UNEXPLAINED
from pinprick.knowledge.quantity import Quantity
from pinprick.model.rows import Rows
from pinprick.rules.program import Program

Array = npt.NDArray[np.float64]
Index = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]


def starts(groups: Index) -> Index:
    """Where each group starts, for members that stand in the order of their groups; what `reduceat`
    takes."""
    return np.flatnonzero(np.diff(groups, prepend=-1))


class Units(Struct, frozen=True):
    """The axis of units (U), in the order of their causes; `starts` (causes,) is where those of each
    begin. `origin[u, f]` says whose number a finding's is, by `ORIGINS`."""

    cause: Index
    starts: Index
    variant: tuple[str, ...]
    site: tuple[str, ...]
    log_prior: Array
    origin: npt.NDArray[np.int8]


ORIGINS = ("variant", "condition", "site", "background")


class Hypotheses(Struct, frozen=True):
    """The axis of hypotheses (H), in the order of their units; `starts` (U,) is where those of each
    begin. Indexes into units, patterns and sides, and the log prior."""

    starts: Index
    unit: Index
    pattern: Index
    side: Index
    cause: Index
    log_prior: Array


class Akin(Struct, frozen=True):
    """An illness that we do not know of one of our families, in the place of a condition: each number
    is the mean over the family's conditions; `share` is P(this | other). See `akin`."""

    share: float
    age: Quantity
    female: Quantity
    sites: Quantity
    sides: Quantity
    findings: dict[str, Quantity]


class Territory(Struct, frozen=True):
    """How likely parts of the map are painted, as log probabilities: see `painting`.

    `any` and `none` (..., P, segments): that anything of a segment is painted, or nothing.
    `painted` and `sound` (..., P, regions): that a region is painted when its segment is, or not.
    """

    any: Array
    none: Array
    painted: Array
    sound: Array


class Patterns(Struct, frozen=True):
    """The axis of patterns (P): the site each belongs to, what it is called, and what is painted.

    `weight` is P(pattern | site); `p` (P, regions) is P(painted) on an affected side, `named` (P,
    segments) whether a pattern names anything of a segment, `of` (regions,) the segment of a
    region. `raw` is the territory before tempering, `one` that of the affected side of one-sided
    hypotheses, `both` that of each side of two-sided ones."""

    site: tuple[str, ...]
    name: tuple[str, ...]
    weight: Array
    p: Array
    named: npt.NDArray[np.bool_]
    of: Index
    raw: Territory
    one: Territory
    both: Territory


class DrawnNumbers(Struct, frozen=True):
    """The distinct numbers (N) that units have for a finding, each drawn once: `log_p` (values, N,
    D) is log P(value), tempered; `of` (bands, U) says which is a unit's.

    The first of the bands is that of people of unknown age; where age changes nothing it is the
    only one."""

    log_p: Rows
    of: Rows


class DrawnMap(Struct, frozen=True):
    """How likely parts of the map are painted in each draw: a `Territory` as probabilities, with
    the draws as its last axis: `any` and `none` (segments, P, D), `painted` and `sound` (regions,
    P, D).

    `blank` (2, segments, P, D) is P(nothing of a segment is painted | all of it was shown), and
    `clear` (2, P, D) the same of all segments; both first of a side, then of the midline."""

    any: Rows
    none: Rows
    painted: Rows
    sound: Rows
    blank: Rows
    clear: Rows


class Drawn(Struct, frozen=True):
    """Draws (D) of the numbers of the knowledge base; see `uncertainty`. The draws are the last
    axis, so that what is said of a unit or a pattern is added as a whole row. All in float32 but
    for `log_units`.

    `log_units` (U, D); `sides` (3, U, D) is P(side | unit), 0 where there is no such hypothesis;
    `patterns` (P, D) is P(pattern | site); `one` and `both` are as in `Patterns`; `areas[f][v]` (P,
    D) is P(value v | pattern) of a finding that stands in place of the map; `numbers[f]` are those
    of every other."""

    log_units: Rows
    sides: Rows
    patterns: Rows
    one: DrawnMap
    both: DrawnMap
    areas: dict[str, dict[str, Rows]]
    numbers: dict[str, DrawnNumbers]


class Beside(Struct, frozen=True):
    """Of a sign that comes together with an `other`: where its values begin given that the other is
    present, and after them given that it is absent; whether it `leads`, as the first of the two; and
    the `share` (U,) in which they are one trouble."""

    other: str
    first: int
    leads: bool
    share: Array


class Model(Struct, frozen=True):
    """Everything that inference needs.

    `values[f]` are the values of finding f. `raw` (rows, U) is P(value | unit), `log_p` the same
    tempered, as logarithms: a row for each value of a finding, from `first[f]` on. `by_age[f]` is
    where the values of a flag that chance brings by age begin for the first age band, those of the
    other bands after them. `beside[f]` is where a sign that comes together with another stands
    given the answer to that. The last row says nothing: of `log_p` it is 0. `log_side` is log P(answer
    to `side` | unit, side), shape (3 answers, U, 3 sides). `akin` are the unknown illnesses by family;
    their units are variants of `other`, called by the family. `program` is that of all rules and
    upgrades; None where none was made ahead, see `urgency.rules`."""

    knowledge: Knowledge
    causes: tuple[str, ...]
    findings: tuple[str, ...]
    values: dict[str, tuple[str, ...]]
    units: Units
    hypotheses: Hypotheses
    patterns: Patterns
    regions: tuple[str, ...]
    first: dict[str, int]
    by_age: dict[str, int]
    raw: Array
    log_p: Array
    log_side: Array
    akin: dict[str, Akin]
    beside: dict[str, Beside] = field(default_factory=dict)
    program: Program | None = None
    drawn: Drawn | None = None

    def row(self, finding: str, value: int, band: int | None) -> int:
        """The row of the value at an index, at an age band; None is not known."""
        if band is None or finding not in self.by_age:
            return self.first[finding] + value
        return self.by_age[finding] + band * len(self.values[finding]) + value

    def row_beside(self, finding: str, value: int, other: int) -> int:
        """The row of the value at an index, given that of the sign it comes together with."""
        return self.beside[finding].first + 2 * other + value

    def rows_apart(self, findings: tuple[str, ...], rows: Index) -> Index:
        """The rows (F,) of answers to `findings`, where none of them comes together with another."""
        apart = rows.copy()
        for index, finding in enumerate(findings):
            first = self.beside[finding].first if finding in self.beside else None
            if first is not None and rows[index] >= first:
                apart[index] = self.first[finding] + (rows[index] - first) % 2
        return apart

    def raw_at(self, finding: str, band: int | None) -> Array:
        """P(value | unit) before tempering, shape (values, U), at an age band; None is not known."""
        first = self.row(finding, 0, band)
        return self.raw[first : first + len(self.values[finding])]

    def log_p_at(self, finding: str, band: int | None) -> Array:
        """log P(value | unit), tempered, shape (values, U), at an age band; None is not known."""
        first = self.row(finding, 0, band)
        return self.log_p[first : first + len(self.values[finding])]

    @property
    def families(self) -> tuple[str, ...]:
        """Each cause's family; that of `other` is `unexplained`, as one of our families may be called
        "other"."""
        return tuple(
            self.knowledge.conditions[c].family if c != OTHER else UNEXPLAINED for c in self.causes
        )

    def __repr__(self) -> str:
        settings = self.knowledge.settings
        return (
            f"Model(knowledge {settings.version} of {settings.date} ({self.knowledge.hash}): "
            f"{len(self.causes) - 1} conditions, {len(self.knowledge.sites)} sites, "
            f"{len(self.knowledge.vocabulary.findings)} findings, "
            f"{len(self.hypotheses.unit)} hypotheses)"
        )
