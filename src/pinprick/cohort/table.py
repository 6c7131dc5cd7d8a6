"""A table of cases becomes a table of assessments: piece by piece, by as many processes as are wanted,
or by those of a cluster; and put together in the order of the rows.

What is done is kept as parts, so that whoever is stopped goes on. The table is put together in a
file beside the one that was named, which takes its place when all is there."""

import contextlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct

from pinprick import files
from pinprick.cohort import parts, sinks, sources
from pinprick.cohort.arrow import about, schema
from pinprick.cohort.counted import SCHEMA, added, batch_of, hidden
from pinprick.cohort.hands import Hands
from pinprick.cohort.rows import Piece, Source
from pinprick.cohort.sinks import Write, sink
from pinprick.cohort.work import (
    OtherKnowledge,
    Part,
    Refused,
    Work,
    done,
    done_there,
    loaded,
    sent,
    unpacked,
)
from pinprick.extras import needed

with needed("batch"):
    import pyarrow as pa

_AHEAD = 3
"""Pieces for each hand that are given out before the first of them has come back."""


class Order(Struct, frozen=True):
    """What is ordered: a table that is `known`, what to do with it, the file to write, and, of a
    summary, the `least` count that is shown."""

    known: sources.Known
    work: Work
    out: Path
    least: int = 0


class Far(Struct, frozen=True):
    """How far one is: how much of the table is done, in the measure of `Known.weight`, how many rows
    that is, and what of both was there before."""

    weight: int
    rows: int
    weight_before: int
    rows_before: int


class Written(Struct, frozen=True):
    """What was written: how many rows there were, and how many of them were refused."""

    rows: int
    refused: int


def rejects_of(out: Path) -> Path:
    """The file of the rows that were refused."""
    return out.with_name(f"{out.name}.rejects.ndjson")


def about_of(out: Path) -> Path:
    """The file that says what made a table whose kind has no room for it."""
    return out.with_name(f"{out.name}.meta.json")


def manifest(order: Order) -> dict[str, Any]:
    """What the parts of an order hang on."""
    source, its = order.known.source, Path(order.known.source.file).stat()
    wanted = order.work.wanted
    options = {
        "id": wanted.id,
        "keep": wanted.keep,
        "top": wanted.top,
        "summary": order.work.summary,
    }
    made_of = about(loaded(order.work.knowledge), wanted)
    return {
        "input": [source.file, source.table, its.st_size, its.st_mtime_ns],
        "knowledge base": [made_of["pinprick.knowledge"], made_of["pinprick.hash"]],
        "version": made_of["pinprick.version"],
        "engine": made_of["pinprick.engine"],
        "options": options,
    }


# ---- parts


def written(order: Order, hands: Hands, restart: bool, tell: Callable[[Far], None]) -> Written:
    """Do what is ordered; `tell` is told how far one is after each piece.

    Raises:
        ProblemsFound: when the table cannot be read any further, or parts of something else are there.
    """
    folder = parts.folder_of(order.out)
    with parts.kept(folder, manifest(order), restart):
        found = _put_together(order, _told(_parts(order, hands, folder), tell))
        parts.remove(folder)
    return found


def _told(each: Iterable[tuple[Piece, Part, bool]], tell: Callable[[Far], None]) -> Iterator[Part]:
    """The same parts, of which each is told."""
    far = Far(0, 0, 0, 0)
    for piece, part, before in each:
        yield part
        far = Far(
            far.weight + piece.weight,
            far.rows + part.rows,
            far.weight_before + piece.weight * before,
            far.rows_before + part.rows * before,
        )
        tell(far)


def _parts(order: Order, hands: Hands, folder: Path) -> Iterator[tuple[Piece, Part, bool]]:
    """Every part in the order of the table, and whether it was there before."""
    waiting: deque[tuple[Piece, Future[Any] | None]] = deque()
    for piece in sources.pieces(order.known.source):
        waiting.append((piece, _begun(order, hands, folder, piece)))
        if len(waiting) > hands.count * _AHEAD:
            yield _ended(folder, *waiting.popleft())
    while waiting:
        yield _ended(folder, *waiting.popleft())


def _begun(order: Order, hands: Hands, folder: Path, piece: Piece) -> Future[Any] | None:
    """A piece that is given out; None where its part was there before."""
    if parts.part(folder, piece.number).is_file():
        return None
    source, work = order.known.source, order.work
    if hands.pool is None:
        made(work, source, piece, str(folder))
        alone: Future[None] = Future()
        alone.set_result(None)
        return alone
    if not hands.far:
        return hands.pool.submit(made, work, source, piece, str(folder))
    rows = sources.rows(source, piece)
    return hands.pool.submit(done_there, work, sent(rows.batch), rows.broken)


def _ended(folder: Path, piece: Piece, begun: Future[Any] | None) -> tuple[Piece, Part, bool]:
    content = begun.result() if begun else None
    if isinstance(content, str):
        raise OtherKnowledge(content)
    if content is not None:
        parts.keep(folder, piece.number, content)
    return piece, unpacked(str(parts.part(folder, piece.number))), begun is None


def made(work: Work, source: Source, piece: Piece, folder: str) -> None:
    """Make the part of a piece and keep it."""
    parts.keep(Path(folder), piece.number, done(work, sources.rows(source, piece)))


# ---- together


def columns(order: Order) -> pa.Schema:
    """The columns of what is written, with what made it as metadata."""
    wanted = order.work.wanted
    made_of = about(loaded(order.work.knowledge), wanted)
    if order.work.summary:
        return SCHEMA.with_metadata(made_of | {"pinprick.least": str(order.least)})
    whole = schema(loaded(order.work.knowledge), order.known.schema, wanted)
    return pa.schema(list(whole)[:-1], made_of)


def _put_together(order: Order, each: Iterable[Part]) -> Written:
    """Write the file, what was refused and what made it, and put all in their places, the file last."""
    out, its = order.out, columns(order)
    writing = [
        path.with_name(f".{path.name}.writing") for path in (out, rejects_of(out), about_of(out))
    ]
    for path in writing:
        path.unlink(missing_ok=True)
    kind = sources.kind_of(out)
    try:
        with (
            _named(out),
            sink(kind, writing[0], its) as write,
            writing[1].open("wb") as rejects,
        ):
            found = (_counted if order.work.summary else _joined)(order, each, write, rejects.write)
        if kind in sinks.BESIDE:
            files.write(writing[2], msgspec.json.encode(sinks.about(its)) + b"\n")
        _place(writing[1], rejects_of(out), found.refused > 0)
        _place(writing[2], about_of(out), kind in sinks.BESIDE)
        _place(writing[0], out, True)
    except BaseException:
        for path in writing:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        raise
    return found


@contextlib.contextmanager
def _named(out: Path) -> Iterator[None]:
    """Whatever of the system fails inside and names no file names this one."""
    try:
        yield
    except OSError as error:
        if error.filename is not None:
            raise
        raise OSError(error.errno, error.strerror or str(error), str(out)) from error


def _place(writing: Path, path: Path, wanted: bool) -> None:
    """Put a file in its place, or see that none of an earlier table is there."""
    if not wanted:
        writing.unlink(missing_ok=True)
        path.unlink(missing_ok=True)
        return
    with writing.open("rb+") as file:
        os.fsync(file.fileno())
    writing.replace(path)


Reject = Callable[[bytes], object]


def _joined(order: Order, each: Iterable[Part], write: Write, reject: Reject) -> Written:
    """Write the rows of all parts; where they have no names, their numbers."""
    numbered = order.work.wanted.id not in order.known.schema.names
    rows = refused = 0
    for part in each:
        if part.batch.num_rows:
            write(_numbered(part, rows) if numbered else part.batch)
        _refuse(part.refused, rows, reject)
        rows, refused = rows + part.rows, refused + len(part.refused)
    return Written(rows, refused)


def _counted(order: Order, each: Iterable[Part], write: Write, reject: Reject) -> Written:
    """Write how many there are of all parts together."""
    rows, refused = 0, 0

    def batches() -> Iterator[pa.RecordBatch]:
        nonlocal rows, refused
        for part in each:
            yield part.batch
            _refuse(part.refused, rows, reject)
            rows, refused = rows + part.rows, refused + len(part.refused)

    write(batch_of(hidden(added(batches()), order.least)))
    return Written(rows, refused)


def _numbered(part: Part, before: int) -> pa.RecordBatch:
    """The rows of a part with their numbers in the table for names, from 1 on."""
    numbers = np.delete(np.arange(1, part.rows + 1), [one.place for one in part.refused])
    names = pa.array(numbers + before).cast(pa.string())
    return part.batch.set_column(0, part.batch.schema.field(0), names)


def _refuse(refused: list[Refused], before: int, reject: Reject) -> None:
    for one in refused:
        told = {"row": before + one.place + 1}
        told |= {"line": one.line} if one.line else {}
        said = told | {"id": one.id, "wrong": one.wrong}
        reject(msgspec.json.encode(said) + b"\n")
