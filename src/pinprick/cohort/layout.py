"""Which columns a table of cases may have, and what is wrong with those that it has.

A column that nobody knows is refused before anything is reckoned: a red flag that is misspelt would
otherwise count as never asked. What shall come along unread is named as kept.
"""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from pinprick.cohort.columns import aged, ages, findings, values
from pinprick.extras import needed
from pinprick.knowledge.ids import AGE, MAP, MAP_PARTS
from pinprick.model.axes import Model
from pinprick.once import once
from pinprick.problems import Problem, ProblemsFound, did_you_mean

with needed("batch"):
    import pyarrow as pa

SINCE = "since."
MASKS = {part: f"map-{part}" for part in MAP_PARTS} | {"not_asked": "map-not-asked"}
"""The columns of a map by its parts, as they stand in `Coded`."""
LINE = "pinprick.line"
"""A column that readers of text add: the line of the file that a row stands in."""


class Wanted(Struct, frozen=True):
    """What somebody wants of a table: the column `id` that names a case, the columns to `keep`
    beside it as they are, how many causes (`top`), and an `engine` by name."""

    id: str = "id"
    keep: tuple[str, ...] = ()
    top: int = 5
    engine: str = ""


class Column(Struct, frozen=True):
    """A column that a table may have: its name, the Arrow type that is read fastest, and what it
    takes, in words."""

    name: str
    type: str
    takes: str


@once
def columns(model: Model) -> tuple[Column, ...]:
    """Every column that a table may have; none of them has to be there."""
    return tuple(_columns(model))


def _columns(model: Model) -> Iterator[Column]:
    for id_, its in zip(findings(model), values(model), strict=True):
        if id_ == AGE:
            yield Column(AGE, "float32", "years")
        else:
            codes = ", ".join(f"{code} {value}" for code, value in enumerate(its, 1))
            yield Column(id_, "uint8", f"{codes}, 255 unknown")
    for name in MASKS.values():
        yield Column(name, "uint32", "bits of regions, a list of regions, or their names in a text")
    for name, (region, side) in painted(model).items():
        yield Column(name, "bool", f"whether {region} is painted, {side}")
    known = ", ".join(f"{code} {age}" for code, age in enumerate(ages(model), 1))
    for id_ in aged(model):
        yield Column(f"{SINCE}{id_}", "uint8", f"how old the sign is: {known}")


@once
def painted(model: Model) -> dict[str, tuple[str, str]]:
    """The columns of single regions by name: the region, and the part of the map."""
    found = {}
    for id_, region in model.knowledge.vocabulary.regions.items():
        for part in ("midline",) if region.midline else ("left", "right"):
            found[f"{part}.{id_}"] = (id_, part)
    return found


def schema(model: Model) -> pa.Schema:
    """The schema that is read fastest, with what each column takes beside it."""
    types = {
        "uint8": pa.uint8(),
        "uint32": pa.uint32(),
        "float32": pa.float32(),
        "bool": pa.bool_(),
    }
    fields = [pa.field("id", pa.string(), metadata={"takes": "whatever names a case"})]
    for one in columns(model):
        fields.append(pa.field(one.name, types[one.type], metadata={"takes": one.takes}))
    return pa.schema(fields, {"regions": " ".join(model.regions)})


# ---- what is wrong with the columns of a table


def check(model: Model, given: pa.Schema, wanted: Wanted, file: str) -> None:
    """See that every column of a table is known or kept.

    Raises:
        ProblemsFound: every column that is not, with the nearest that is.
    """
    faults = list(_faults(model, given, wanted))
    if faults:
        raise ProblemsFound(Problem(file, 0, 0, name, what) for name, what in faults)


def _faults(model: Model, given: pa.Schema, wanted: Wanted) -> Iterator[tuple[str, str]]:
    names = [name for name in given.names if name != LINE]
    known = {one.name for one in columns(model)}
    said = {wanted.id, *wanted.keep}
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield name, "stands twice among the columns; leave one out"
    for name in sorted(said - {*names, "id"}):
        yield name, f"there is no such column{did_you_mean(name, names)}"
    for name in sorted(said & known):
        yield name, "is a finding, which is read; it cannot be kept as it is or name a case"
    for name in names:
        if name not in known | said:
            yield name, unknown(name, known)
    if not known & {*names}:
        yield "", "no column is a finding; `pinprick batch --schema` lists what a table may hold"
    yield from _faults_of_map(model, names)
    yield from _faults_of_types(given, known)


def unknown(name: str, known: Iterable[str]) -> str:
    """Why a column is refused."""
    if name == MAP:
        return f"a map is told by {', '.join(MASKS.values())}, or by a column for each region"
    near = did_you_mean(name, known)
    return f"no such finding{near}" if near else f"no such finding; --keep {name} keeps it unread"


def _faults_of_map(model: Model, names: list[str]) -> Iterator[tuple[str, str]]:
    masks = [name for name in MASKS.values() if name in names]
    if masks and len(masks) < len(MASKS):
        missing = ", ".join(name for name in MASKS.values() if name not in names)
        yield masks[0], f"a map takes all of its columns; {missing} is missing"
    both = [name for name in painted(model) if name in names]
    if masks and both:
        yield both[0], f"a map is told once: by {masks[0]} or by {both[0]}, not by both"


def _faults_of_types(given: pa.Schema, known: set[str]) -> Iterator[tuple[str, str]]:
    for field in given:
        if field.name in known and not _readable(field.type, field.name):
            yield field.name, f"holds {field.type}, which cannot be read; it takes codes or words"


def _readable(type_: pa.DataType, name: str) -> bool:
    kinds = pa.types
    if kinds.is_dictionary(type_):
        type_ = type_.value_type
    if kinds.is_list(type_) or kinds.is_large_list(type_):
        words = type_.value_type
        words = words.value_type if kinds.is_dictionary(words) else words
        return name in MASKS.values() and (is_text(words) or kinds.is_null(words))
    if kinds.is_floating(type_) or kinds.is_decimal(type_):
        return name not in MASKS.values()
    plain = kinds.is_integer(type_) or kinds.is_null(type_) or is_text(type_)
    return plain or (kinds.is_boolean(type_) and name != AGE)


def is_text(type_: pa.DataType) -> bool:
    """Whether values of a type are words."""
    kinds = pa.types
    return bool(
        kinds.is_string(type_) or kinds.is_large_string(type_) or kinds.is_string_view(type_)
    )
