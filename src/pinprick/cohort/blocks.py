"""Tables in columns: Parquet, Arrow's files, and tables of DuckDB.

Parquet and Arrow come in blocks of any size, as whoever wrote them liked: small ones are read
together, large ones in parts."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from pinprick.cohort.rows import ROWS, Piece, Rows, Source
from pinprick.extras import needed
from pinprick.problems import Problem, ProblemsFound, did_you_mean

with needed("batch"):
    import duckdb
    import pyarrow as pa
    import pyarrow.parquet as pq


def opened(source: Source) -> tuple[Source, pa.Schema, int]:
    """The table with its columns and its number of rows.

    Raises:
        ProblemsFound: when a database has no such table.
    """
    if source.kind == "duckdb":
        return _of_database(source)
    if source.kind == "parquet":
        table = _parquet(source)
        return source, table.schema_arrow, table.metadata.num_rows
    file = _arrow(source.file)
    return source, _without_views(file.schema), sum(_sizes(source))


def pieces(source: Source) -> Iterator[Piece]:
    """The pieces of a table, in its order."""
    if source.kind == "duckdb":
        with duckdb.connect(source.file, read_only=True) as database:
            last = database.sql(f"SELECT max(rowid) FROM {_quoted(source.table)}").fetchall()[0][0]
        for number, start in enumerate(range(0, 0 if last is None else last + 1, ROWS)):
            yield Piece(number, start, min(start + ROWS, last + 1))
    else:
        yield from cut(_sizes(source))


def cut(sizes: Iterable[int]) -> Iterator[Piece]:
    """The pieces of a table whose blocks hold so many rows: blocks together as long as they are no more
    than `ROWS`, and parts of those that are larger."""
    number = begun = held = end = 0
    for end, size in enumerate(sizes, 1):
        if held and held + size > ROWS:
            yield Piece(number, 0, held, begun, end - 1)
            number, held = number + 1, 0
        if not held:
            begun = end - 1
        for start in range(0, size, ROWS) if size > ROWS else ():
            yield Piece(number, start, min(start + ROWS, size), begun, end)
            number += 1
        held += size if size <= ROWS else 0
    if held:
        yield Piece(number, 0, held, begun, end)


def rows(source: Source, piece: Piece) -> Rows:
    """The rows of a piece; none of them is broken."""
    if source.kind == "duckdb":
        table = _selected(source, piece)
    elif source.kind == "parquet":
        table = _groups(source, piece)
    else:
        file = _arrow(source.file)
        table = pa.Table.from_batches(map(file.get_batch, range(piece.first, piece.last)))
        table = table.slice(piece.start, piece.weight).cast(_without_views(table.schema))
    batches = table.combine_chunks().to_batches() or table.schema.empty_table().to_batches()
    if not batches:
        return Rows(pa.RecordBatch.from_pylist([], schema=table.schema), {})
    return Rows(batches[0], {})


# ---- Parquet


def _parquet(source: Source) -> pq.ParquetFile:
    """A file of which texts are read as dictionaries, each word once, but those that name a row."""
    return _parquet_of(source.file, source.named, _changed(source.file))


@lru_cache(maxsize=1)
def _parquet_of(file: str, named: tuple[str, ...], _changed_at: int) -> pq.ParquetFile:
    fields = [field for field in pq.read_schema(file) if field.name not in named]
    texts = [field.name for field in fields if pa.types.is_string(field.type)]
    return pq.ParquetFile(file, memory_map=True, read_dictionary=texts)


def _changed(file: str) -> int:
    """When a file was changed last, so that no other one is taken for it."""
    return Path(file).stat().st_mtime_ns


def _sizes(source: Source) -> Iterator[int]:
    """How many rows the blocks of a file hold."""
    if source.kind == "parquet":
        about = _parquet(source).metadata
        return (about.row_group(n).num_rows for n in range(about.num_row_groups))
    file = _arrow(source.file)
    return (file.get_batch(n).num_rows for n in range(file.num_record_batches))


def _groups(source: Source, piece: Piece) -> pa.Table:
    """The rows of a piece of a Parquet file."""
    file, groups = _parquet(source), range(piece.first, piece.last)
    if sum(file.metadata.row_group(n).num_rows for n in groups) <= ROWS:
        whole = file.read_row_groups([*groups], use_threads=False)
        return whole.slice(piece.start, piece.weight)
    large = _large(source, piece.first, _changed(source.file))
    if large.at > piece.start:
        _large.cache_clear()
        large = _large(source, piece.first, _changed(source.file))
    while large.at < piece.start:
        large.taken()
    return large.taken()


class _Large:
    """A block of a Parquet file that is larger than a piece, read as far as it was asked for: Parquet
    can only be read from the beginning."""

    def __init__(self, source: Source, group: int) -> None:
        self.rest = _parquet(source).iter_batches(ROWS, row_groups=[group], use_threads=False)
        self.left: list[pa.RecordBatch] = []
        self.at = 0

    def taken(self) -> pa.Table:
        """The next rows, as many as a piece has."""
        found, count = self.left, sum(batch.num_rows for batch in self.left)
        for batch in self.rest if count < ROWS else ():
            found.append(batch)
            count += batch.num_rows
            if count >= ROWS:
                break
        table = pa.Table.from_batches(found)
        self.left = table.slice(ROWS).to_batches()
        self.at += min(count, ROWS)
        return table.slice(0, ROWS)


@lru_cache(maxsize=1)
def _large(source: Source, group: int, _changed_at: int) -> _Large:
    return _Large(source, group)


# ---- Arrow


def _without_views(schema: pa.Schema) -> pa.Schema:
    """A schema with plain texts for views of texts, with which Arrow itself can do little yet."""
    plain = {pa.string_view(): pa.string()}
    return pa.schema([field.with_type(plain.get(field.type, field.type)) for field in schema])


def _arrow(file: str) -> pa.ipc.RecordBatchFileReader:
    return _arrow_of(file, _changed(file))


@lru_cache(maxsize=1)
def _arrow_of(file: str, _changed_at: int) -> pa.ipc.RecordBatchFileReader:
    return pa.ipc.open_file(pa.memory_map(file))


# ---- DuckDB


def _of_database(source: Source) -> tuple[Source, pa.Schema, int]:
    with duckdb.connect(source.file, read_only=True) as database:
        found = database.sql("SELECT table_name FROM duckdb_tables()").fetchall()
        names = [name for (name,) in found]
        if source.table not in names:
            if source.table:
                what = f"has no table {source.table!r}{did_you_mean(source.table, names)}"
            else:
                what = f"say by --table which is meant: {', '.join(names) or 'there is none'}"
            raise ProblemsFound([Problem(source.file, 0, 0, "", what)])
        its = _quoted(source.table)
        schema = database.sql(f"SELECT * FROM {its} LIMIT 0").to_arrow_table().schema
        last = database.sql(f"SELECT max(rowid) FROM {its}").fetchall()[0][0]
        return source, schema, 0 if last is None else last + 1


def _selected(source: Source, piece: Piece) -> pa.Table:
    query = (
        f"SELECT * FROM {_quoted(source.table)} WHERE rowid >= {piece.start} AND rowid < {piece.stop}"
        " ORDER BY rowid"
    )
    with duckdb.connect(source.file, read_only=True) as database:
        return database.sql(query).to_arrow_table()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
