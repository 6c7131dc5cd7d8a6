"""Tables of cases in files: which kinds there are, their columns, and their rows piece by piece.

How a file is cut into pieces hangs on the file alone, never on who reads it or on how many do: so
what is done once counts for whoever goes on. Nobody holds more than a piece in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from pinprick.cohort import blocks, texts
from pinprick.cohort.given import Wrong, fault
from pinprick.cohort.layout import LINE, Wanted, columns, unknown
from pinprick.cohort.rows import Piece, Rows, Source
from pinprick.extras import needed
from pinprick.model.axes import Model
from pinprick.problems import Problem, ProblemsFound

with needed("batch"):
    import duckdb
    import pyarrow as pa
    import pyarrow.compute  # makes pa.compute known

PARQUET, ARROW, CSV, NDJSON, DUCKDB = "parquet", "arrow", "csv", "ndjson", "duckdb"
KINDS = {
    ".parquet": PARQUET,
    ".arrow": ARROW,
    ".feather": ARROW,
    ".csv": CSV,
    ".ndjson": NDJSON,
    ".jsonl": NDJSON,
    ".duckdb": DUCKDB,
}
"""The kinds of tables by the ending of a file's name."""
_TEXTS = (CSV, NDJSON)


class Known(Struct, frozen=True):
    """A file that can be read: how, its columns, and how much there is to read, in the measure of
    `Piece.weight`."""

    source: Source
    schema: pa.Schema
    weight: int


def kind_of(path: Path) -> str:
    """The kind of a table.

    Raises:
        ProblemsFound: when the name of the file has no ending that is known.
    """
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise _problem(
            path, f"is no kind of table that is known: name a file in {', '.join(KINDS)}"
        )
    return kind


def known(path: Path, table: str, wanted: Wanted) -> Known:
    """What is in a file. The `table` is that of a database; of all else it is empty.

    Raises:
        ProblemsFound: when there is no such file or table, or it cannot be read.
    """
    kind = kind_of(path)
    if not path.is_file():
        raise _problem(path, "there is no such file")
    if table and kind != DUCKDB:
        raise _problem(path, "only a database has tables; leave --table out")
    source = Source(str(path.resolve()), kind, table, (wanted.id, *wanted.keep))
    with readable(source):
        if kind in _TEXTS:
            source, schema = texts.opened(source)
            return Known(source, schema, path.stat().st_size)
        source, schema, weight = blocks.opened(source)
        return Known(source, schema, weight)


def pieces(source: Source) -> Iterator[Piece]:
    """The pieces of a table, in its order.

    Raises:
        ProblemsFound: when it cannot be read any further.
    """
    with readable(source):
        yield from (texts if source.kind in _TEXTS else blocks).pieces(source)


def rows(source: Source, piece: Piece) -> Rows:
    """The rows of a piece.

    Raises:
        ProblemsFound: when they cannot be read.
    """
    with readable(source):
        if source.kind in _TEXTS:
            return texts.rows(source, piece)
        return blocks.rows(source, piece)


def only_known(model: Model, wanted: Wanted, rows_: Rows) -> tuple[pa.RecordBatch, Wrong]:
    """The rows with the columns that are known, and what is wrong with rows that fill others: in NDJSON
    every row may name its own."""
    batch, wrong = rows_.batch, {n: [*told] for n, told in rows_.broken.items()}
    if LINE not in batch.schema.names:
        return batch, wrong
    known_ = {one.name for one in columns(model)}
    others = {*batch.schema.names} - known_ - {wanted.id, *wanted.keep, LINE}
    for name in sorted(others):
        for n in pa.compute.indices_nonzero(batch.column(name).is_valid()).to_pylist():
            fault(wrong, n, name, unknown(name, known_))
    return batch.drop_columns(sorted(others)) if others else batch, wrong


@contextmanager
def readable(source: Source) -> Iterator[None]:
    """Tells what cannot be read as a problem of the file. What others say of a text may quote it, so it
    is not told."""
    try:
        yield
    except (OSError, pa.ArrowException, duckdb.Error) as error:
        reason = "" if source.kind in _TEXTS else f": {str(error).splitlines()[0]}"
        raise _problem(Path(source.file), f"cannot be read as {source.kind}{reason}") from None


def _problem(path: Path, what: str) -> ProblemsFound:
    return ProblemsFound([Problem(str(path), 0, 0, "", what)])
