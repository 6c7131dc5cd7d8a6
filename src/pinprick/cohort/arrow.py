"""The one function of cohorts: a batch of cases in, a batch of assessments out, both Arrow's.

Everything else only carries batches to it: files, pools of processes, other people's clusters. What
a row comes to depends on that row alone, so it matters nowhere how rows are cut into batches.
"""

from collections.abc import Iterable, Iterator
from importlib.metadata import version

import numpy as np
import numpy.typing as npt

from pinprick.cohort.columns import empty
from pinprick.cohort.engines import engine
from pinprick.cohort.given import Wrong, coded, fault
from pinprick.cohort.layout import Wanted, check, is_text
from pinprick.cohort.outcome import Outcome, kept, places, rules
from pinprick.extras import needed
from pinprick.knowledge import LEVELS
from pinprick.knowledge.ids import SIDES
from pinprick.model.axes import Model

with needed("batch"):
    import pyarrow as pa

WRONG = "wrong"
"""The column that says what is wrong with a row; such a row has no assessment."""


def assessed(model: Model, batch: pa.RecordBatch, wanted: Wanted) -> pa.RecordBatch:
    """One row for each row of a batch, in its order, with the columns of `schema`. A row with a
    fault has nothing but its name, what is kept, and the fault under `wrong`.

    Raises:
        ProblemsFound: when a column is neither known nor kept.
        ValueError: when the engine that is wanted is not there.
    """
    check(model, batch.schema, wanted, "columns")
    given, wrong = coded(model, batch)
    named = _named(batch, wanted, wrong)
    found = engine(model, wanted.engine)(model, given, wanted.top)
    said = _outcome(model, found)
    if wrong:  # taking keeps the words of a dictionary, which have to be the same in every batch
        right = pa.array([None if n in wrong else n for n in range(batch.num_rows)], pa.int64())
        said = [array.take(right) for array in said]
    why = pa.array([wrong.get(n) for n in range(batch.num_rows)], pa.list_(pa.string()))
    out = schema(model, batch.schema, wanted)
    all_ = zip([*named, *said, why], out, strict=True)
    return pa.RecordBatch.from_arrays([array.cast(field.type) for array, field in all_], schema=out)


def over(
    model: Model, batches: Iterable[pa.RecordBatch], wanted: Wanted
) -> Iterator[pa.RecordBatch]:
    """`assessed` for one batch after the other: for readers of DuckDB, frames of Polars, and whatever
    else gives batches."""
    return (assessed(model, batch, wanted) for batch in batches)


def schema(model: Model, given: pa.Schema, wanted: Wanted) -> pa.Schema:
    """The columns that come out for columns that are `given`; the metadata says which knowledge and
    which engine it was."""
    words = pa.dictionary(pa.int8(), pa.string())
    names = pa.dictionary(pa.int16(), pa.string())
    fields = [_kept_field(given, name) for name in (wanted.id, *wanted.keep)]
    fields += [pa.field(name, words) for name in ("level", "by_rules", "by_causes")]
    fields += [pa.field("complete", pa.bool_()), pa.field("not_asked", pa.uint8())]
    fields.append(pa.field("rules", pa.list_(pa.string())))
    for k in range(1, kept(model, wanted.top) + 1):
        fields += [pa.field(f"cause_{k}", names), pa.field(f"probability_{k}", pa.float64())]
    fields += [pa.field("unexplained", pa.float64()), pa.field("site", names)]
    fields += [pa.field("side", words), pa.field("site_probability", pa.float64())]
    fields.append(pa.field(WRONG, pa.list_(pa.string())))
    return pa.schema(fields, about(model, wanted))


def about(model: Model, wanted: Wanted) -> dict[str, str]:
    """What made an assessment, for the metadata of files: what has the same has the same numbers."""
    return {
        "pinprick.version": version("pinprick"),
        "pinprick.knowledge": model.knowledge.settings.version,
        "pinprick.hash": model.knowledge.hash,
        "pinprick.engine": engine_name(model, wanted),
    }


def engine_name(model: Model, wanted: Wanted) -> str:
    """The engine that reckons what is wanted, by its name.

    Raises:
        ValueError: when it is not there.
    """
    return engine(model, wanted.engine)(model, empty(model, 1), 1).engine


# ---- the columns that come out


def _kept_field(given: pa.Schema, name: str) -> pa.Field:
    if name not in given.names:  # rows without names are numbered by whoever knows the whole table
        return pa.field(name, pa.string())
    type_ = given.field(name).type
    return pa.field(name, type_.value_type if pa.types.is_dictionary(type_) else type_)


def _named(batch: pa.RecordBatch, wanted: Wanted, wrong: Wrong) -> list[pa.Array]:
    """The name of each row and what is kept of it."""
    found = []
    for name in (wanted.id, *wanted.keep):
        if name not in batch.schema.names:
            found.append(pa.nulls(batch.num_rows, pa.string()))
            continue
        array = batch.column(name)
        if is_text(array.type):
            array = _text(array, name, wrong)
        found.append(array)
    return found


def _text(array: pa.Array, name: str, wrong: Wrong) -> pa.Array:
    """A column of texts of which some may be broken; readers of text do not look."""
    try:
        array.validate(full=True)
    except pa.ArrowInvalid:
        raw = array.cast(pa.large_binary()).to_pylist()
        whole = [None if each is None else each.decode(errors="replace") for each in raw]
        for n, (before, after) in enumerate(zip(raw, whole, strict=True)):
            if before is not None and before != str(after).encode():
                fault(wrong, n, name, "is not text in UTF-8")
        return pa.array(whole, array.type)
    return array


def _outcome(model: Model, found: Outcome) -> list[pa.Array]:
    """The columns of an outcome, as the schema has them after what is kept."""
    causes, sites = tuple(model.causes), places(model)
    said = [_words(getattr(found, name), LEVELS) for name in ("level", "by_rules", "by_causes")]
    said += [pa.array(found.complete), pa.array(found.not_asked), _rules(model, found.rules)]
    for k in range(found.causes.shape[1]):
        said.append(_words(np.ascontiguousarray(found.causes[:, k]), causes))
        said.append(pa.array(np.ascontiguousarray(found.probabilities[:, k])))
    said += [pa.array(found.unexplained), _words(found.site, sites)]
    return [*said, _words(found.side, SIDES), pa.array(found.site_probability)]


def _words(places_: npt.NDArray[np.integer], words: Iterable[str]) -> pa.Array:
    small = pa.int8() if places_.dtype == np.uint8 else pa.int16()
    distinct = pa.array([str(word) for word in words])
    return pa.DictionaryArray.from_arrays(pa.array(places_).cast(small), distinct)


def _rules(model: Model, fired: npt.NDArray[np.bool_]) -> pa.Array:
    """The ids of the rules that fired, as lists in the order of the knowledge base."""
    ends = np.concatenate([[0], np.cumsum(fired.sum(axis=1))]).astype(np.int32)
    ids = pa.array(rules(model)).take(pa.array(np.nonzero(fired)[1]))
    return pa.ListArray.from_arrays(pa.array(ends), ids)
