"""Files of cases as batches of rows: Parquet, Arrow, CSV and lines of JSON, whatever their length.

Text is read as words alone, so that no reader guesses a type from the first rows that later ones do
not have."""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path

import msgspec

from pinprick.extras import needed
from pinprick.files import named
from pinprick.knowledge.ids import ABSENT, PRESENT
from pinprick.problems import Problem, ProblemsFound

with needed("batch"):
    import pyarrow as pa
    import pyarrow.csv
    import pyarrow.parquet

ROWS = 16_384
"""Rows that are read at once: what is held of a table, however long it is."""


def is_table(file: Path) -> bool:
    """Whether a file is called like a table of cases."""
    return file.suffix.lower() in _READERS


def batches(file: Path) -> Iterator[pa.RecordBatch]:
    """The rows of a table in its order, `ROWS` or fewer at once.

    Raises:
        ProblemsFound: when the file is no table of the kind that its name says.
        OSError: when it cannot be read; it names the file.
    """
    read = _READERS.get(file.suffix.lower())
    if read is None:
        kinds = ", ".join(_READERS)
        raise _problem(file, f"is no kind of table that can be read; its name ends in {kinds}")
    with named(file):
        file.open("rb").close()
        try:
            yield from read(file)
        except (pa.ArrowInvalid, pa.ArrowTypeError, msgspec.DecodeError) as error:
            kind = file.suffix.lower().removeprefix(".")
            what = f"cannot be read as {kind}: {str(error).splitlines()[0]}"
            raise _problem(file, what) from None


def _problem(file: Path, what: str) -> ProblemsFound:
    return ProblemsFound([Problem(str(file), 0, 0, "", what)])


def _of_parquet(file: Path) -> Iterator[pa.RecordBatch]:
    with pa.parquet.ParquetFile(file) as table:
        yield from table.iter_batches(ROWS, use_threads=False)


def _of_arrow(file: Path) -> Iterator[pa.RecordBatch]:
    with pa.memory_map(str(file)) as mapped, pa.ipc.open_file(mapped) as table:
        for index in range(table.num_record_batches):
            yield from _cut(table.get_batch(index))


def _cut(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    for start in range(0, batch.num_rows, ROWS):
        yield batch.slice(start, ROWS)


def _of_csv(file: Path) -> Iterator[pa.RecordBatch]:
    with pa.csv.open_csv(file) as first:
        names = first.schema.names
    convert = pa.csv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()), null_values=[""], strings_can_be_null=True
    )
    with pa.csv.open_csv(file, convert_options=convert) as reader:
        for batch in reader:
            yield from _cut(batch)


def _of_json(file: Path) -> Iterator[pa.RecordBatch]:
    with file.open("rb") as lines:
        told = (line for line in lines if line.strip())
        names: dict[str, None] = {}
        while part := list(islice(told, ROWS)):
            rows = [msgspec.json.decode(line, type=dict[str, object]) for line in part]
            names |= dict.fromkeys(name for row in rows for name in row)
            columns = {name: [_word(row.get(name)) for row in rows] for name in names}
            yield pa.RecordBatch.from_pydict(columns, pa.schema((n, pa.string()) for n in names))


def _word(value: object) -> str | None:
    """A value of JSON as a text has it; a list of regions as their names."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return PRESENT if value else ABSENT
    if isinstance(value, list):
        return " ".join(map(str, value)) or "none"
    return f"{value:g}" if isinstance(value, float) else str(value)


_READERS: Mapping[str, Callable[[Path], Iterator[pa.RecordBatch]]] = {
    ".parquet": _of_parquet,
    ".arrow": _of_arrow,
    ".feather": _of_arrow,
    ".csv": _of_csv,
    ".ndjson": _of_json,
    ".jsonl": _of_json,
}
