"""The assessments of a frame of Spark, made by its workers; each has pinprick with its extra `batch`.

Spark knows no unsigned numbers and no dictionaries: it widens the codes that it reads, which are
taken at any width, and gets words and wider numbers back."""

from collections.abc import Iterator

from pinprick.extras import needed

with needed("spark"):
    from pyspark.sql import DataFrame
    from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

from pinprick.cohort.arrow import engine_name, over, schema
from pinprick.cohort.layout import Wanted, check
from pinprick.cohort.work import Work, loaded, model_of

with needed("batch"):
    import pyarrow as pa


def assessed(frame: DataFrame, wanted: Wanted, knowledge: str = "") -> DataFrame:
    """A row for each row of a frame, with the columns of `pinprick.cohort.arrow.schema`.

    Raises:
        ProblemsFound: when a column is neither known nor kept.
    """
    model, given = loaded(knowledge), to_arrow_schema(frame.schema)
    check(model, given, wanted, "columns")
    named = Wanted(wanted.id, wanted.keep, wanted.top, engine_name(model, wanted))
    work = Work(knowledge, model.knowledge.hash, named)
    out = widened(schema(model, given, named))

    def each(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in over(model_of(work), batches, work.wanted):
            yield batch.cast(out)

    return frame.mapInArrow(each, from_arrow_schema(out))


def widened(given: pa.Schema) -> pa.Schema:
    """A schema in types that Spark has."""
    return pa.schema([(field.name, _wide(field.type)) for field in given])


def _wide(type_: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(type_):
        return _wide(type_.value_type)
    wider = {pa.uint8(): pa.int16(), pa.uint16(): pa.int32(), pa.uint32(): pa.int64()}
    return wider.get(type_, type_)
