"""Records that several files hold a part of, as one."""

from collections.abc import Iterable
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import fields

Record = TypeVar("Record", bound=Struct)


def together(kind: type[Record], files: Iterable[Record]) -> Record:
    """All files as one record of a kind: their lists and mappings are joined, in their order."""
    joined: dict[str, Any] = {}
    for file in files:
        for part in fields(kind):
            value, before = getattr(file, part.name), joined.get(part.name)
            if before and isinstance(value, dict):
                value = before | value
            elif before and isinstance(value, tuple):
                value = before + value
            joined[part.name] = value or before or value
    return kind(**joined)
