"""Tables as texts: CSV and NDJSON, cut where a row ends.

Everything is read as words; what they mean is read by `given`, as of any other table. A row that is
none, such as one with a column too many, is told as every other fault is, with its line."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from pinprick.cohort.given import NOTHING, Wrong, fault
from pinprick.cohort.layout import LINE, MASKS
from pinprick.cohort.rows import BYTES, Piece, Rows, Source
from pinprick.extras import needed
from pinprick.problems import Problem, ProblemsFound

with needed("batch"):
    import pyarrow as pa
    import pyarrow.csv  # makes pa.csv known

ROW = "row"
"""What stands for a column where a whole row is broken."""
_LONGEST = 8 * BYTES
"""Bytes of a row that are read in search of its end."""
_QUOTE, _END = ord('"'), ord("\n")
_MARK = b"\xef\xbb\xbf"
Places = npt.NDArray[np.intp]


def opened(source: Source) -> tuple[Source, pa.Schema]:
    """The table with its columns: those of the header, or all that the first rows of NDJSON name."""
    if source.kind == "csv":
        line = _bytes(source.file, 0, _LONGEST).partition(b"\n")[0].removeprefix(_MARK)
        columns = next(csv.reader([line.decode(errors="replace").rstrip("\r")]), [])
        return msgspec.structs.replace(source, columns=tuple(columns)), _words(columns)
    first = next(pieces(source), Piece(0, 0, 0))
    each = map(_decoded, _bytes(source.file, first.start, first.stop).splitlines())
    columns = [*_named(each)]
    return msgspec.structs.replace(source, columns=tuple(columns)), _words(columns)


def _words(names: list[str]) -> pa.Schema:
    return pa.schema([(name, pa.string()) for name in names])


# ---- where rows end


def pieces(source: Source) -> Iterator[Piece]:
    """The pieces of a text, each whole rows.

    Raises:
        ProblemsFound: when a row does not end.
    """
    quotes = source.kind == "csv"
    number = start = 0
    line = 1
    if quotes:
        start = _bytes(source.file, 0, _LONGEST).find(b"\n") + 1
        start, line = (start, 2) if start else (Path(source.file).stat().st_size, 1)
    while content := _bytes(source.file, start, start + BYTES):
        stop = _last_end(content, quotes)
        if not stop and len(content) == BYTES:
            content = _bytes(source.file, start, start + _LONGEST)
            stop = _first_end(content, quotes)
            if not stop and len(content) == _LONGEST:
                raise _endless(source, line)
        content = content[: stop or len(content)]
        yield Piece(number, start, start + len(content), line)
        number, start, line = number + 1, start + len(content), line + content.count(b"\n")


def _bytes(file: str, start: int, stop: int) -> bytes:
    with Path(file).open("rb") as opened_:
        opened_.seek(start)
        return opened_.read(stop - start)


def _ends(content: bytes, quotes: bool) -> Places:
    """Where rows end: at the ends of lines that stand in no quotation."""
    here = np.frombuffer(content, np.uint8)
    ends = here == _END
    if quotes and b'"' in content:
        ends &= np.cumsum(here == _QUOTE, dtype=np.int32) & 1 == 0
    return np.flatnonzero(ends)


def _last_end(content: bytes, quotes: bool) -> int:
    if not quotes or b'"' not in content:
        return content.rfind(b"\n") + 1
    ends = _ends(content, quotes)
    return int(ends[-1]) + 1 if len(ends) else 0


def _first_end(content: bytes, quotes: bool) -> int:
    ends = _ends(content, quotes)
    return int(ends[0]) + 1 if len(ends) else 0


def _endless(source: Source, line: int) -> ProblemsFound:
    what = (
        f"this row does not end within {_LONGEST >> 20} MB; close the quotation mark that it opens"
    )
    return ProblemsFound([Problem(source.file, line, 1, "", what)])


# ---- rows


def rows(source: Source, piece: Piece) -> Rows:
    """The rows of a piece, each with its line under `LINE`."""
    content = _bytes(source.file, piece.start, piece.stop)
    found = _of_csv(source, content) if source.kind == "csv" else _of_ndjson(source, content)
    batch, broken, skipped = found
    lines = _lines(content, source.kind == "csv", piece.first)
    if skipped is not None:
        lines = lines[skipped]
    if len(lines) != batch.num_rows:  # other ends of lines than those of files: which, is not known
        lines = np.zeros(batch.num_rows, np.intp)
    return Rows(batch.append_column(LINE, pa.array(lines)), broken)


def _lines(content: bytes, quotes: bool, first: int) -> Places:
    """The line in which each row begins that is not empty."""
    ends = _ends(content, quotes)
    starts = np.concatenate([[0], ends + 1])
    stops = np.append(ends, len(content))
    here = np.frombuffer(content, np.uint8)
    empty = stops == starts
    one = np.flatnonzero(stops - starts == 1)
    empty[one] = here[starts[one]] == ord("\r")
    before = np.flatnonzero(here == _END)
    lines: Places = first + np.searchsorted(before, starts[~empty])
    return lines


Found = tuple[pa.RecordBatch, Wrong, Places | None]
"""Rows, what is wrong with them, and which of the rows that are not empty they are, if not all."""


def _of_csv(source: Source, content: bytes) -> Found:
    broken: Wrong = {}

    def wrong(row: Any) -> str:
        what = f"has {row.actual_columns} columns, and the header {row.expected_columns}"
        fault(broken, row.number - 1, ROW, what)
        return "skip"

    names = [*source.columns]
    words = pa.dictionary(pa.int32(), pa.string())
    types = {name: pa.string() if name in source.named else words for name in names}
    table = pa.csv.read_csv(
        io.BytesIO(content),
        pa.csv.ReadOptions(use_threads=False, column_names=names, block_size=_LONGEST),
        pa.csv.ParseOptions(newlines_in_values=True, invalid_row_handler=wrong),
        pa.csv.ConvertOptions(
            check_utf8=False, column_types=types, null_values=[""], strings_can_be_null=True
        ),
    )
    (batch,) = table.combine_chunks().to_batches() or [pa.RecordBatch.from_pylist([], table.schema)]
    if broken:
        whole = np.ones(batch.num_rows + len(broken), np.bool_)
        whole[[*broken]] = False
        at = pa.array(np.cumsum(whole) - 1, mask=~whole)
        batch = batch.take(at)
    return batch, broken, None


def _of_ndjson(source: Source, content: bytes) -> Found:
    """Rows of NDJSON; a name that no column has spoils its row, as it may be a red flag that is
    misspelt."""
    texts = [line for line in content.split(b"\n") if line.strip()]
    skipped = [n for n, line in enumerate(_filled(content)) if line.strip()]
    each, broken = [_decoded(line) for line in texts], Wrong()
    names = dict.fromkeys((*source.columns, *source.named))
    names |= _named(each)
    columns: dict[str, list[str | None]] = {name: [None] * len(each) for name in names}
    for n, row in enumerate(each):
        if not isinstance(row, dict):
            fault(broken, n, ROW, "is no object of JSON")
            continue
        for name, value in row.items():
            columns[name][n] = _word(value)
    given = {name: pa.array(column, pa.string()) for name, column in columns.items()}
    return pa.RecordBatch.from_pydict(given), broken, np.array(skipped, np.intp)


def _named(rows_: Iterable[Any]) -> dict[str, None]:
    """The names that rows have, in their order; a map has all of its parts."""
    names = {name: None for row in rows_ if isinstance(row, dict) for name in row}
    if any(name in names for name in MASKS.values()):
        names |= dict.fromkeys(MASKS.values())
    return names


def _filled(content: bytes) -> Iterator[bytes]:
    """The lines that `_lines` counts."""
    return (line for line in content.split(b"\n") if line not in (b"", b"\r"))


@cache
def _decoder() -> Callable[[bytes], Any]:
    return msgspec.json.Decoder().decode


def _decoded(line: bytes) -> Any:
    """What a line says; None where it is no JSON."""
    try:
        return _decoder()(line.removeprefix(_MARK))
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None


def _word(value: Any) -> str | None:
    """A value as the word that a CSV would hold."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return " ".join(str(_word(each)) for each in value) or NOTHING
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
