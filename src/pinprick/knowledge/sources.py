"""Which sources a record rests on."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from pinprick.knowledge.quantity import Source
from pinprick.knowledge.settings import Knowledge

Path = tuple[str | int, ...]


def walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every record in `value` with its path, the record itself first."""
    if isinstance(value, Struct):
        yield path, value
        for name in value.__struct_fields__:
            yield from walk(getattr(value, name), (*path, name))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from walk(item, (*path, key))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from walk(item, (*path, index))


def cited(knowledge: Knowledge, keys: tuple[str, ...]) -> tuple[Source, ...]:
    """The sources of these keys."""
    return tuple(knowledge.sources[key] for key in keys)


def sources_of(knowledge: Knowledge, record: Any) -> tuple[Source, ...]:
    """What a record and all within it rest on, in the order in which it does, each once."""
    keys = (key for _, part in walk(record) for key in getattr(part, "sources", ()))
    return cited(knowledge, tuple(dict.fromkeys(keys)))
