"""How many of a cohort there are, instead of a row for each person; small numbers stay hidden.

There are two tables: the level, and the first cause, each within every age band and sex (a
stratum). They share no more than how many a stratum holds, so it is enough that within a stratum
nothing that is hidden follows from its total:

- a cell that is not 0 and below the threshold is hidden;
- then the smallest of the cells that are left are hidden too, until those that are hidden come to the
  threshold and differ: nobody can tell which of them is which;
- of a stratum that is itself below the threshold, or in a table of which that cannot be reached, no
  more is told than that it is there; nor of the smallest others, until those come to the threshold and
  differ.

Which cells were hidden for which reason is not told.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

import numpy as np

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
ALL, HIDDEN = "all", "hidden"
"""What stands for the tables of a stratum of which nothing is told."""
_NO_BAND = "below-the-first-band"


class Cell(NamedTuple):
    """A cell of one of the two tables: its stratum, which table, and which of its rows."""

    age: str
    sex: str
    what: str
    value: str


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
    said = {"age": _said(model, given, AGE), "sex": _said(model, given, SEX)}
    found = {}
    for what, column in ((LEVEL, "level"), (CAUSE, "cause_1")):
        told = pa.table(said | {"value": out.column(column).cast(pa.string())})
        cells = told.group_by(["age", "sex", "value"]).aggregate([([], "count_all")])
        for row in cells.to_pylist():
            found[Cell(row["age"], row["sex"], what, row["value"])] = row["count_all"]
    return batch_of(found)


def _said(model: Model, given: pa.RecordBatch, id_: str) -> pa.Array:
    """What is known of the age or the sex of each row."""
    row = findings(model).index(id_)
    its = values(model)[row]
    words = np.full(256, NOT_ASKED, dtype=object)
    words[1 : len(its) + 1], words[255] = its, UNKNOWN
    if id_ not in given.schema.names:
        return pa.array([NOT_ASKED] * given.num_rows, pa.string())
    cases, _ = coded(model, given.select([id_]))
    codes = cases.codes[row].copy()
    if id_ == AGE:
        words[254] = _NO_BAND
        codes[(codes == 0) & ~np.isnan(cases.age)] = 254
    return pa.DictionaryArray.from_arrays(
        pa.array(codes.astype(np.int16)), pa.array(words, pa.string())
    ).cast(pa.string())


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


def hidden(cells: Mapping[Cell, int], least: int) -> dict[Cell, int | None]:
    """The counts as they may be shown: those below `least` are hidden, with what would tell them; 0 and 1
    hide none."""
    strata: defaultdict[tuple[str, str], int] = defaultdict(int)
    tables: defaultdict[tuple[str, str, str], dict[Cell, int]] = defaultdict(dict)
    for cell, count in cells.items():
        tables[cell[:3]][cell] = count
        strata[cell[:2]] += count if cell.what == LEVEL else 0
    away = {of: covered(table, least) for of, table in tables.items()}
    telling = {
        of[:2] for of, those in away.items() if those and not _safe(tables[of], those, least)
    }
    closed = covered(strata, least, telling)
    found: dict[Cell, int | None] = {Cell(*one, ALL, HIDDEN): None for one in closed}
    for of, table in tables.items():
        if of[:2] not in closed:
            found |= {cell: None if cell in away[of] else n for cell, n in table.items()}
    return found


def covered(counts_: Mapping[Key, int], least: int, also: Iterable[Key] = ()) -> set[Key]:
    """Which of some counts, of which the total may be known, have to be hidden; some have to be in any
    case. Of equal counts all are or none is, so that it does not matter which is which."""
    away = {key for key, count in counts_.items() if 0 < count < least} | {*also}
    left = sorted({count for key, count in counts_.items() if key not in away})
    for smallest in left if away else ():
        if _safe(counts_, away, least):
            break
        away |= {key for key, count in counts_.items() if count == smallest}
    return away


def _safe(counts_: Mapping[Key, int], away: set[Key], least: int) -> bool:
    """Whether none of some hidden counts follows from their sum: they come to the threshold, and differ,
    so that each could be another."""
    hidden_ = [counts_[key] for key in away]
    return sum(hidden_) >= least and len({*hidden_}) > 1
