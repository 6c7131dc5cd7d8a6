"""The records as pydantic can read them: it knows dataclasses, and nothing of msgspec's structs.

A mirror has the name, the docstring, the fields, their types and their defaults of its record, and
refuses keys that the record does not know. So a record stays the only place where its shape is
written. Mirrors are made where a file has a fault, or an editor wants a schema."""

import dataclasses
import functools
import operator
from collections.abc import Hashable
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec
from msgspec.structs import FieldInfo


@functools.cache
def mirrored(hint: Hashable) -> Any:
    """A type with the mirror of each record in the place of the record."""
    origin, inner = get_origin(hint), get_args(hint)
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return _mirror(hint)
    if origin is Annotated:
        return Annotated[(mirrored(inner[0]), *inner[1:])]
    if origin in (Union, UnionType):
        return functools.reduce(operator.or_, map(mirrored, inner))
    if origin in (dict, tuple):
        return origin[tuple(map(mirrored, inner))]
    return hint


def _mirror(record: type[msgspec.Struct]) -> type:
    return dataclasses.make_dataclass(
        record.__name__,
        [(one.name, mirrored(one.type), _field(one)) for one in msgspec.structs.fields(record)],
        namespace={"__doc__": record.__doc__, "__pydantic_config__": {"extra": "forbid"}},
    )


def _field(of: FieldInfo) -> Any:
    if of.required:
        return dataclasses.field()
    if of.default_factory is not msgspec.NODEFAULT:
        return dataclasses.field(default_factory=of.default_factory)
    return dataclasses.field(default=of.default)
