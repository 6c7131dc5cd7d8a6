"""Tables out: a file of each kind that can be read, written batch by batch.

What made the table (version, knowledge base, engine) stands in the file where its kind has room for
it, and in a file beside it where it has none. The same batches make the same bytes; only DuckDB
promises no more than the same rows."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import msgspec

from pinprick.extras import needed

with needed("batch"):
    import duckdb
    import pyarrow as pa
    import pyarrow.compute  # makes pa.compute known
    import pyarrow.csv  # makes pa.csv known
    import pyarrow.parquet as pq

Write = Callable[[pa.RecordBatch], None]
BESIDE = ("csv", "ndjson")
"""The kinds that have no room for what made them."""
TABLE = "assessments"
"""The table that is written into a database."""


def sink(kind: str, path: Path, schema: pa.Schema) -> AbstractContextManager[Write]:
    """A file of a kind that is written as long as the context lasts, batch by batch."""
    return _SINKS[kind](path, schema)


def about(schema: pa.Schema) -> dict[str, str]:
    """What made a table, of its schema."""
    return {key.decode(): value.decode() for key, value in (schema.metadata or {}).items()}


@contextmanager
def _parquet(path: Path, schema: pa.Schema) -> Iterator[Write]:
    """Words as dictionaries, and the bytes of numbers apart, which packs them well."""
    numbers = [field.name for field in schema if pa.types.is_float64(field.type)]
    words = [field.name for field in schema if field.name not in numbers]
    words += [f"{field.name}.list.element" for field in schema if pa.types.is_list(field.type)]
    options = {"use_dictionary": words, "use_byte_stream_split": numbers, "compression": "zstd"}
    with pq.ParquetWriter(path, schema, **options) as writer:
        yield writer.write_batch


@contextmanager
def _arrow(path: Path, schema: pa.Schema) -> Iterator[Write]:
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_file(str(path), schema, options=options) as writer:
        yield writer.write_batch


@contextmanager
def _csv(path: Path, schema: pa.Schema) -> Iterator[Write]:
    with pa.csv.CSVWriter(str(path), _plain(schema)) as writer:
        yield lambda batch: writer.write_batch(_as_words(batch))


@contextmanager
def _ndjson(path: Path, schema: pa.Schema) -> Iterator[Write]:
    encode = msgspec.json.Encoder().encode_lines
    with path.open("wb") as file:

        def write(batch: pa.RecordBatch) -> None:
            file.write(encode(batch.to_pylist()))

        yield write


@contextmanager
def _duckdb(path: Path, schema: pa.Schema) -> Iterator[Write]:
    with duckdb.connect(str(path), config={"threads": 1}) as database:
        empty = _plain(schema, lists=True).empty_table()
        database.register("given", empty)
        database.execute(f"CREATE TABLE {TABLE} AS SELECT * FROM given")
        said = msgspec.json.encode(about(schema)).decode().replace("'", "''")
        database.execute(f"COMMENT ON TABLE {TABLE} IS '{said}'")

        def write(batch: pa.RecordBatch) -> None:
            database.register("given", pa.Table.from_batches([batch]).cast(empty.schema))
            database.execute(f"INSERT INTO {TABLE} SELECT * FROM given")

        yield write


_SINKS: dict[str, Callable[[Path, pa.Schema], AbstractContextManager[Write]]] = {
    "parquet": _parquet,
    "arrow": _arrow,
    "csv": _csv,
    "ndjson": _ndjson,
    "duckdb": _duckdb,
}


# ---- plain columns


def _plain(schema: pa.Schema, lists: bool = False) -> pa.Schema:
    """A schema without dictionaries, and without lists unless they may stay."""
    return pa.schema([(field.name, _plain_type(field.type, lists)) for field in schema])


def _plain_type(type_: pa.DataType, lists: bool) -> pa.DataType:
    if pa.types.is_dictionary(type_):
        return type_.value_type
    return pa.string() if pa.types.is_list(type_) and not lists else type_


def _as_words(batch: pa.RecordBatch) -> pa.RecordBatch:
    """A batch for a text: the words of dictionaries, and lists as words with spaces between."""
    plain = _plain(batch.schema)
    columns = [
        pa.compute.binary_join(column, " ") if pa.types.is_list(column.type) else column
        for column in batch.columns
    ]
    cast = [column.cast(field.type) for column, field in zip(columns, plain, strict=True)]
    return pa.RecordBatch.from_arrays(cast, schema=plain)
