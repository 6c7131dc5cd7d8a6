"""Cases of which it is known what was the cause: tables with a column that names it.

What is wrong with any row is told with all that is wrong elsewhere, and then nothing is reckoned:
numbers of a table that is half read would be taken for those of the whole."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field

from pinprick.cohort import sources
from pinprick.cohort.columns import Coded, chosen
from pinprick.cohort.given import Wrong, coded
from pinprick.cohort.layout import Wanted, check
from pinprick.extras import needed
from pinprick.knowledge import LEVELS
from pinprick.knowledge.ids import OTHER, OTHER_CAUSE
from pinprick.model.axes import Array, Flags, Index, Model
from pinprick.problems import Problem, ProblemsFound, did_you_mean, shown

with needed("batch"):
    import pyarrow as pa
    import pyarrow.compute  # makes pa.compute known

_MOST_FAULTS = 100
"""Told of a table."""


class Labels(Struct, frozen=True):
    """The names of the columns that hold no answers: the `condition`, and where they are named the
    `weight` and the `level` that is right; those to group `by`, and those that are only `kept`."""

    condition: str = "condition"
    weight: str = ""
    level: str = ""
    by: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """All of them that are named."""
        one = (self.condition, self.weight, self.level)
        return tuple(dict.fromkeys(name for name in (*one, *self.by, *self.kept) if name))


class Labelled(Struct, frozen=True):
    """Cases (N) with their causes: `cause` (N,) indexes `model.causes`, `weight` (N,) is 1 where no
    column says otherwise, `level` (N,) a rank of a level, -1 where none is told. `by` has the words
    of the columns to group by, "" where there is none. `skipped` counts rows that name no cause and
    were left out."""

    coded: Coded
    cause: Index
    weight: Array
    level: npt.NDArray[np.int8]
    by: dict[str, npt.NDArray[np.object_]] = field(default_factory=dict)
    skipped: int = 0

    def __len__(self) -> int:
        return len(self.cause)


def parts(model: Model, file: Path, labels: Labels) -> Iterator[Labelled]:
    """The cases of a table, some thousand rows at once.

    Raises:
        ProblemsFound: at the end, every column and row that is at fault (of many, the first hundred).
    """
    faults, before = list[Problem](), 0
    told, wanted = set[tuple[str, object]](), Wanted(keep=labels.all)
    known = sources.known(file, "", wanted)
    check(model, known.schema, wanted, str(file))
    for piece in sources.pieces(known.source):
        batch, wrong = sources.only_known(model, wanted, sources.rows(known.source, piece))
        reading = _Reading(str(file), before, faults, told)
        part = _part(model, batch, wrong, labels, reading)
        before += batch.num_rows
        if len(faults) >= _MOST_FAULTS:
            break
        if not faults:
            yield part
    if faults:
        raise ProblemsFound(faults[:_MOST_FAULTS])


def whole(several: list[Labelled]) -> Labelled:
    """All parts as one; there is at least one."""
    names = Coded.__struct_fields__
    columns = {
        name: np.concatenate([getattr(part.coded, name) for part in several], axis=-1)
        for name in names
    }
    return Labelled(
        coded=Coded(**columns),
        cause=np.concatenate([part.cause for part in several]),
        weight=np.concatenate([part.weight for part in several]),
        level=np.concatenate([part.level for part in several]),
        by={name: np.concatenate([part.by[name] for part in several]) for name in several[0].by},
        skipped=sum(part.skipped for part in several),
    )


def some(of: Labelled, which: Flags | Index) -> Labelled:
    """Some of the cases, in their order."""
    index = np.flatnonzero(which) if which.dtype == np.bool_ else which.astype(np.intp)
    return Labelled(
        coded=chosen(of.coded, index),
        cause=of.cause[index],
        weight=of.weight[index],
        level=of.level[index],
        by={name: words[index] for name, words in of.by.items()},
        skipped=of.skipped,
    )


# ---- one batch


class _Reading(Struct, frozen=True):
    """Where a batch stands in its table, and what was found wrong so far; each word that is no name
    is `told` once."""

    file: str
    before: int
    faults: list[Problem]
    told: set[tuple[str, object]]

    def fault(self, row: int, column: str, what: str) -> None:
        """Note what is wrong with a row of the batch."""
        path = f"row {self.before + row + 1}"
        self.faults.append(Problem(self.file, 0, 0, path, f"{column}: {shown(what)}"))


def _part(
    model: Model, batch: pa.RecordBatch, broken: Wrong, labels: Labels, reading: _Reading
) -> Labelled:
    named = dict(zip(batch.schema.names, batch.columns, strict=True))
    given, wrong = coded(model, batch)
    for n in sorted({*wrong, *broken}):
        for what in (*broken.get(n, ()), *wrong.get(n, ())):
            column, _, told = what.partition(": ")
            reading.fault(n, column, told)
    causes = {id_: index for index, id_ in enumerate(model.causes)}
    causes |= {OTHER_CAUSE: causes[OTHER]}
    levels = {str(level): level.rank for level in LEVELS}
    found = Labelled(
        coded=given,
        cause=_codes(named, labels.condition, causes, reading),
        weight=_weights(named, labels.weight, batch.num_rows, reading),
        level=_codes(named, labels.level, levels, reading, batch.num_rows).astype(np.int8),
        by={name: _words(named[name]) for name in labels.by if name in named},
    )
    labelled = found.cause >= 0
    part = some(found, labelled) if not labelled.all() else found
    return Labelled(
        part.coded, part.cause, part.weight, part.level, part.by, int((~labelled).sum())
    )


def _codes(
    named: Mapping[str, pa.Array],
    column: str,
    known: Mapping[str, int],
    reading: _Reading,
    count: int = 0,
) -> Index:
    """What each word of a column comes to, -1 where there is none."""
    if not column or column not in named:
        return np.full(count, -1, dtype=np.intp)
    words = _words(named[column])
    distinct, first, places = np.unique(words, return_index=True, return_inverse=True)
    codes = np.full(len(distinct), -1, dtype=np.intp)
    for place, word in enumerate(distinct):
        if word in known:
            codes[place] = known[word]
        elif word and (column, word) not in reading.told:
            reading.told.add((column, word))
            near = did_you_mean(word, known)
            reading.fault(int(first[place]), column, f"no name is {word!r}{near}")
    return codes[places.ravel()]


def _words(array: pa.Array) -> npt.NDArray[np.object_]:
    """A column as words, "" where there is nothing."""
    words = ["" if each is None else str(each).strip() for each in array.to_pylist()]
    return np.array(words, dtype=np.object_)


def _weights(named: Mapping[str, pa.Array], column: str, count: int, reading: _Reading) -> Array:
    if not column or column not in named:
        return np.ones(count)
    found = np.ones(count)
    for n, value in enumerate(named[column].to_pylist()):
        try:
            found[n] = float(value)
        except (TypeError, ValueError):
            found[n] = np.nan
        if not 0 < found[n] < np.inf:
            reading.fault(n, column, f"{value!r} is no weight; it takes a number above 0")
    return found
