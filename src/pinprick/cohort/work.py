"""What is done with one part of a table, in this process or in another one.

A part goes there and comes back as bytes of Arrow's stream, and with it what knowledge and which
engine are meant: another process that has others must not mix its numbers into the same file.
"""

from functools import cache
from pathlib import Path

from msgspec import Struct

from pinprick import loading
from pinprick.cohort.arrow import WRONG, assessed, engine_name
from pinprick.cohort.counted import counts
from pinprick.cohort.layout import LINE, Wanted
from pinprick.extras import needed
from pinprick.model.axes import Model

with needed("batch"):
    import pyarrow as pa


class Work(Struct, frozen=True):
    """What is to be done with every part: the folder of the `knowledge` base ("" is the one that
    ships) and its `hash`, what is `wanted` by an engine that is named, and whether rows are only
    counted."""

    knowledge: str
    hash: str
    wanted: Wanted
    summary: bool = False


class Refused(Struct, frozen=True):
    """A row with faults: its place in the part from 0, its line in a text or 0, its name, and what
    is wrong."""

    place: int
    line: int
    id: str | None
    why: list[str]


class Part(Struct, frozen=True):
    """A part that was assessed: the bytes of what came out, and the rows that were refused."""

    content: bytes
    refused: list[Refused]


class OtherKnowledge(Exception):
    """A process has another knowledge base or another engine than the one that began the work."""


def done(work: Work, content: bytes) -> Part:
    """Assess a part, or count what it comes to.

    Raises:
        OtherKnowledge: when this process would say something else than the one that asks it.
    """
    model = model_of(work)
    batch = unpacked(content)
    out = assessed(model, batch, work.wanted)
    why = out.column(out.schema.get_field_index(WRONG))
    right = out.drop_columns([WRONG])
    refused = _refused(batch, work.wanted, why.to_pylist()) if why.null_count < len(why) else []
    if refused:
        right = right.filter(why.is_null())
        batch = batch.filter(why.is_null())
    return Part(packed(counts(model, batch, right) if work.summary else right), refused)


def _refused(batch: pa.RecordBatch, wanted: Wanted, why: list[list[str] | None]) -> list[Refused]:
    names = batch.schema.names
    ids = batch.column(wanted.id).to_pylist() if wanted.id in names else None
    lines = batch.column(LINE).to_pylist() if LINE in names else None
    return [
        Refused(n, lines[n] if lines else 0, None if ids is None else str(ids[n]), told)
        for n, told in enumerate(why)
        if told
    ]


def model_of(work: Work) -> Model:
    """The model that the work is meant for, loaded once in a process."""
    model = loaded(work.knowledge)
    if model.knowledge.hash != work.hash:
        raise OtherKnowledge("another process has another knowledge base")
    if engine_name(model, work.wanted) != work.wanted.engine:
        raise OtherKnowledge(f"another process has no engine {work.wanted.engine}")
    return model


@cache
def loaded(knowledge: str) -> Model:
    """The model of a folder, "" for the one that ships."""
    return loading.load(Path(knowledge) if knowledge else None)


def packed(batch: pa.RecordBatch) -> bytes:
    """A batch as bytes."""
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_stream(sink, batch.schema, options=options) as writer:
        writer.write_batch(batch)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def unpacked(content: bytes) -> pa.RecordBatch:
    """The batch that `packed` gave."""
    with pa.ipc.open_stream(content) as reader:
        return reader.read_next_batch()
