"""What is done with one piece of a table, in this process or in another one: its rows become a part of
what comes out.

A part is a file of Arrow: the rows that were assessed, and beside them those that were refused. With
the work goes what knowledge and which engine are meant: a process that has others must not mix its
numbers into the same table."""

import re
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from pinprick import loading
from pinprick.cohort.arrow import WRONG, assessed, engine_name
from pinprick.cohort.counted import counts
from pinprick.cohort.given import Wrong
from pinprick.cohort.layout import LINE, Wanted
from pinprick.cohort.rows import Rows
from pinprick.cohort.sources import only_known
from pinprick.extras import needed
from pinprick.model.axes import Model
from pinprick.problems import ProblemsFound, without_words

with needed("batch"):
    import pyarrow as pa
    import pyarrow.compute  # makes pa.compute known

_ROWS, _REFUSED = "pinprick.rows", "pinprick.refused"
_VALUE = re.compile(r"""^(?!is |has )(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\S+) (?=is |has )""")
"""The value that a fault begins with."""
_VALUE_LAST = re.compile(", not .*$", flags=re.DOTALL)


class Work(Struct, frozen=True):
    """What is to be done with every piece: the folder of the `knowledge` base ("" is the one that
    ships) and its `hash`, what is `wanted` by an engine that is named, and whether rows are only
    counted."""

    knowledge: str
    hash: str
    wanted: Wanted
    summary: bool = False


class Fault(Struct, frozen=True):
    """What is wrong with a column of a row: the kind of it, never the value."""

    column: str
    what: str


class Refused(Struct, frozen=True):
    """A row with faults: its place in the piece from 0, its line in a text or 0, its name, and what
    is wrong."""

    place: int
    line: int
    id: str | None
    wrong: list[Fault]


class Part(Struct, frozen=True):
    """A piece that was assessed: what came out, the rows that were refused, and how many rows there
    were."""

    batch: pa.RecordBatch
    refused: list[Refused]
    rows: int


class OtherKnowledge(Exception):
    """A process has another knowledge base or another engine than the one that began the work."""


def done(work: Work, rows: Rows) -> bytes:
    """Assess a piece, or count what it comes to; the content of its part.

    Raises:
        OtherKnowledge: when this process would say something else than the one that asks it.
        ProblemsFound: when a column is neither known nor kept.
    """
    model = model_of(work)
    batch, wrong = only_known(model, work.wanted, rows)
    out = assessed(model, batch, work.wanted)
    why = out.column(out.schema.get_field_index(WRONG))
    if why.null_count < len(why):
        for n, told in enumerate(why.to_pylist()):
            wrong.setdefault(n, []).extend(told or ())
    right = out.drop_columns([WRONG])
    bad = sorted(n for n, told in wrong.items() if told)
    refused = _refused(batch, work.wanted, wrong, bad)
    if bad:
        left = pa.array([n not in wrong or not wrong[n] for n in range(batch.num_rows)])
        right, batch_right = right.filter(left), batch.filter(left)
    else:
        batch_right = batch
    if work.summary:
        right = counts(model, batch_right, right)
    return packed(Part(right, refused, batch.num_rows))


def done_there(work: Work, batch: bytes, broken: Wrong) -> bytes | str:
    """`done` for rows that came as the bytes of Arrow's stream; or what went wrong, in words. Nothing is
    raised, as clusters put what a call was given into their logs where it fails."""
    try:
        with pa.ipc.open_stream(batch) as reader:
            return done(work, Rows(reader.read_next_batch(), broken))
    except (OtherKnowledge, ProblemsFound) as error:
        return str(error)
    except Exception as error:
        return without_words(error)


def sent(batch: pa.RecordBatch) -> bytes:
    """Rows as `done_there` takes them."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema, options=_small()) as writer:
        writer.write_batch(batch)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _refused(batch: pa.RecordBatch, wanted: Wanted, wrong: Wrong, bad: list[int]) -> list[Refused]:
    names = batch.schema.names
    taken = batch.select([name for name in (wanted.id, LINE) if name in names]).take(
        pa.array(bad, pa.int64())
    )
    ids = _texts(taken.column(wanted.id)) if wanted.id in names else [None] * len(bad)
    lines = taken.column(LINE).to_pylist() if LINE in names else [0] * len(bad)
    each = zip(bad, lines, ids, strict=True)
    return [Refused(n, line, id_, [_fault(told) for told in wrong[n]]) for n, line, id_ in each]


def _texts(ids: pa.Array) -> list[str | None]:
    """Names as texts; what of one is no text becomes a mark."""
    if pa.types.is_dictionary(ids.type):
        ids = ids.cast(ids.type.value_type)
    if pa.types.is_string(ids.type) or pa.types.is_large_string(ids.type):
        ids = ids.cast(pa.large_binary())
    each = ids.to_pylist()
    return [
        None
        if id_ is None
        else id_.decode(errors="replace")
        if isinstance(id_, bytes)
        else str(id_)
        for id_ in each
    ]


def _fault(told: str) -> Fault:
    """A fault without the value, which is for whoever may read the table."""
    column, _, what = told.partition(": ")
    if what.startswith("takes a number"):
        return Fault(column, _VALUE_LAST.sub("", what))
    without = _VALUE.sub("", what)
    cut_off = without.startswith(
        ("'", '"')
    )  # so long that what is wrong with it is not told any more
    return Fault(column, "is not an answer" if cut_off else without)


def model_of(work: Work) -> Model:
    """The model that the work is meant for, loaded once in a process."""
    model = loaded(work.knowledge)
    if model.knowledge.hash != work.hash:
        raise OtherKnowledge("another process has another knowledge base")
    if _engine(model, work.wanted) != work.wanted.engine:
        raise OtherKnowledge(f"another process has no engine {work.wanted.engine}")
    return model


@cache
def loaded(knowledge: str) -> Model:
    """The model of a folder, "" for the one that ships."""
    return loading.load(Path(knowledge) if knowledge else None)


def _engine(model: Model, wanted: Wanted) -> str:
    try:
        return engine_name(model, wanted)
    except ValueError:
        return ""


# ---- parts


def packed(part: Part) -> bytes:
    """A part as the content of a file of Arrow."""
    about = {_ROWS: str(part.rows), _REFUSED: msgspec.json.encode(part.refused)}
    batch = part.batch.replace_schema_metadata((part.batch.schema.metadata or {}) | about)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, batch.schema, options=_small()) as writer:
        writer.write_batch(batch)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def unpacked(file: str) -> Part:
    """The part in a file.

    Raises:
        pyarrow.ArrowInvalid: when it is none.
    """
    with pa.memory_map(file) as content, pa.ipc.open_file(content) as reader:
        about = reader.schema.metadata
        refused = msgspec.json.decode(about[_REFUSED.encode()], type=list[Refused])
        return Part(reader.get_batch(0), refused, int(about[_ROWS.encode()]))


def _small() -> pa.ipc.IpcWriteOptions:
    return pa.ipc.IpcWriteOptions(compression="lz4")
