"""Which sources a record rests on."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from pinprick.knowledge.quantity import Source
from pinprick.knowledge.settings import Knowledge

Path = tuple[str | int, ...]


def walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every record in `value` with its path, the record itself first."""
    parts: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, Struct):
        yield path, value
        parts = ((name, getattr(value, name)) for name in value.__struct_fields__)
    elif isinstance(value, tuple):
        parts = enumerate(value)
    elif isinstance(value, Mapping):
        parts = value.items()
    for step, part in parts:
        if not isinstance(part, _LEAVES):
            yield from walk(part, (*path, step))


_LEAVES = (str, int, float, type(None))
"""What holds no record: nine of ten values are one of these."""


def cited(knowledge: Knowledge, keys: tuple[str, ...]) -> tuple[Source, ...]:
    """The sources of these keys."""
    return tuple(knowledge.sources[key] for key in keys)


def sources_of(knowledge: Knowledge, record: Any) -> tuple[Source, ...]:
    """What a record and all within it rest on, in the order in which it does, each once."""
    keys = (key for _, part in walk(record) for key in getattr(part, "sources", ()))
    return cited(knowledge, tuple(dict.fromkeys(keys)))
