"""How many of a cohort there are, instead of a row for each person; small numbers stay hidden.

There are two tables: the level, and the first cause, each within every age band and sex (a
stratum). They share no more than how many a stratum holds, so it is enough that within a stratum
nothing that is hidden follows from its total:

- a cell that is not 0 and below the threshold is hidden;
- then the smallest of the cells that are left are hidden too, until at least two are, and together
  they come to the threshold;
- of a stratum that is itself below the threshold nothing is shown, nor of the smallest others until
  at least two such strata come to the threshold together.

Which cells were hidden for which reason is not told. What is shown may be rounded besides.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

import numpy as np
from msgspec import Struct

from pinprick.cohort.columns import findings, values
from pinprick.cohort.given import coded
from pinprick.extras import needed
from pinprick.knowledge.ids import AGE, SEX, UNKNOWN
from pinprick.model.axes import Model

with needed("batch"):
    import pyarrow as pa

Key = TypeVar("Key", bound=tuple[str, ...])
NOT_ASKED = "not-asked"
LEVEL, CAUSE = "level", "first-cause"
_NO_BAND = "below-the-first-band"


class Cell(NamedTuple):
    """A cell of one of the two tables: its stratum, which table, and which of its rows."""

    age: str
    sex: str
    what: str
    value: str


class Hiding(Struct, frozen=True):
    """Counts below `least` are hidden (0 and 1 hide none); those shown are rounded to a multiple of
    `round`."""

    least: int = 5
    round: int = 1


SCHEMA = pa.schema(
    [
        ("age", pa.string()),
        ("sex", pa.string()),
        ("what", pa.string()),
        ("value", pa.string()),
        ("count", pa.int64()),
    ]
)
"""The columns of a summary. A count that is hidden is missing; a cell of which nobody is has no row."""


def counts(model: Model, given: pa.RecordBatch, out: pa.RecordBatch) -> pa.RecordBatch:
    """How many of a part are in each cell, nothing hidden."""
    strata = list(zip(_said(model, given, AGE), _said(model, given, SEX), strict=True))
    found: Counter[Cell] = Counter()
    for what, column in ((LEVEL, "level"), (CAUSE, "cause_1")):
        told = out.column(column).to_pylist()
        found.update(
            Cell(age, sex, what, value) for (age, sex), value in zip(strata, told, strict=True)
        )
    return batch_of(found)


def _said(model: Model, given: pa.RecordBatch, id_: str) -> list[str]:
    """What is known of the age or the sex of each row."""
    if id_ not in given.schema.names:
        return [NOT_ASKED] * given.num_rows
    its, row = values(model)[findings(model).index(id_)], findings(model).index(id_)
    cases, _ = coded(model, given.select([id_]))
    words = np.full(256, NOT_ASKED, dtype=object)
    words[1 : len(its) + 1], words[255] = its, UNKNOWN
    found = words[cases.codes[row]]
    if id_ == AGE:
        found[(cases.codes[row] == 0) & ~np.isnan(cases.age)] = _NO_BAND
    return list(found)


def batch_of(cells: Mapping[Cell, int | None]) -> pa.RecordBatch:
    """Cells as a batch, in the order of their names."""
    rows = [{**cell._asdict(), "count": cells[cell]} for cell in sorted(cells)]
    return pa.RecordBatch.from_pylist(rows, schema=SCHEMA)


def added(batches: Iterable[pa.RecordBatch]) -> Counter[Cell]:
    """The counts of all parts together."""
    found: Counter[Cell] = Counter()
    for batch in batches:
        for row in batch.to_pylist():
            found[Cell(row["age"], row["sex"], row["what"], row["value"])] += row["count"]
    return found


def hidden(cells: Mapping[Cell, int], hiding: Hiding) -> dict[Cell, int | None]:
    """The counts as they may be shown."""
    strata: defaultdict[tuple[str, str], int] = defaultdict(int)
    tables: defaultdict[tuple[str, str, str], dict[Cell, int]] = defaultdict(dict)
    for cell, count in cells.items():
        tables[cell[:3]][cell] = count
        strata[cell[:2]] += count if cell.what == LEVEL else 0
    closed = covered(strata, hiding.least)
    found: dict[Cell, int | None] = {}
    for (age, sex, _), table in tables.items():
        away = {*table} if (age, sex) in closed else covered(table, hiding.least)
        for cell, count in table.items():
            found[cell] = None if cell in away else _rounded(count, hiding.round)
    return found


def covered(counts_: Mapping[Key, int], least: int) -> set[Key]:
    """Which of some counts, of which the total may be known, have to be hidden."""
    in_order = sorted(counts_, key=lambda key: (counts_[key], key))
    away = [key for key in in_order if 0 < counts_[key] < least]
    if not away:
        return set()
    for key in in_order[len(away) :]:
        if len(away) > 1 and sum(counts_[each] for each in away) >= least:
            break
        away.append(key)
    return {*away}


def _rounded(count: int, to: int) -> int:
    return (count + to // 2) // to * to
