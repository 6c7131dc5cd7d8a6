"""A model as two runs of bytes, the records and the arrays, each part with a checksum.

The arrays of inference come first and the draws last: the draws are most of it, and each block of them
has a checksum of its own, which is taken when a case first needs it."""

import contextlib
import gc
import zlib
from collections.abc import Callable, Iterator
from mmap import mmap
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from pinprick.model.axes import Drawn, Model
from pinprick.model.rows import BLOCK, Blocks, Rows, checksums

_ALIGNED = 64
"""Each array starts at a multiple of so many bytes, that of a line of the processor's cache."""
_CHECKSUM = 4
"""Bytes of the checksum that the records start with."""


class Packed(Struct, frozen=True):
    """A model and its draws as records whose arrays are places in the other part, `draws_at` where
    the draws start there, and `size` of it all; the checksums are of what comes before the draws,
    and of each block of the draws."""

    model: msgspec.Raw
    drawn: msgspec.Raw
    draws_at: int
    size: int
    checksum: int
    checksums_of_draws: bytes


def packed(model: Model) -> tuple[bytes, bytearray]:
    """The records and the arrays of a model with its draws."""
    arrays = bytearray()
    records = _encoded(replace(model, drawn=None), arrays)
    arrays.extend(bytes(-len(arrays) % BLOCK))
    draws_at = len(arrays)
    drawn = _encoded(model.drawn, arrays)
    content = memoryview(arrays)
    told = msgspec.msgpack.encode(
        Packed(
            model=msgspec.Raw(records),
            drawn=msgspec.Raw(drawn),
            draws_at=draws_at,
            size=len(arrays),
            checksum=zlib.crc32(content[:draws_at]),
            checksums_of_draws=checksums(content[draws_at:]),
        )
    )
    content.release()
    return _checksum(told) + told, arrays


def unpacked(records: bytes, arrays: mmap, file: Path) -> Model:
    """The model in the records of a file and the arrays that belong to it.

    Raises:
        ValueError: when they are not as they were packed; of the draws, only whether all are there
            is looked at, see `Rows`.
    """
    whole = opened(records)
    content = memoryview(arrays)
    if len(content) != whole.size or zlib.crc32(content[: whole.draws_at]) != whole.checksum:
        raise ValueError("the arrays have changed")
    blocks = Blocks(content[whole.draws_at :], whole.checksums_of_draws, file)
    array = _array_in(arrays, blocks, whole.draws_at)
    with _no_search_for_cycles():
        model = msgspec.msgpack.decode(whole.model, type=Model, dec_hook=array)
        drawn = msgspec.msgpack.decode(whole.drawn, type=Drawn | None, dec_hook=array)
    return replace(model, drawn=drawn)


def opened(records: bytes) -> Packed:
    """The parts of the records.

    Raises:
        ValueError: when they are not as they were packed.
    """
    told = memoryview(records)[_CHECKSUM:]
    if records[:_CHECKSUM] != _checksum(told):
        raise ValueError("the records have changed")
    return msgspec.msgpack.decode(told, type=Packed)


def _checksum(records: bytes | memoryview) -> bytes:
    return zlib.crc32(records).to_bytes(_CHECKSUM, "little")


def _encoded(value: object, arrays: bytearray) -> bytes:
    """The records of a value; its arrays are added to `arrays`."""

    def place(array: Any) -> dict[str, Any]:
        array = array[...] if isinstance(array, Rows) else array
        if not isinstance(array, np.ndarray):
            raise NotImplementedError(f"{type(array)} cannot be written")
        arrays.extend(bytes(-len(arrays) % _ALIGNED))
        at = len(arrays)
        arrays.extend(np.ascontiguousarray(array).tobytes())
        return {"dtype": array.dtype.str, "shape": array.shape, "at": at}

    return msgspec.msgpack.encode(value, enc_hook=place)


def _array_in(arrays: mmap, blocks: Blocks, start: int) -> Callable[[type, Any], Any]:
    """What makes an array of a place in `arrays`, of which `blocks` begin at `start`: nothing is
    copied, and nothing can be written."""

    def array(kind: type, place: Any) -> Any:
        made = np.ndarray(tuple(place["shape"]), place["dtype"], arrays, place["at"])
        return Rows(made, blocks, place["at"] - start) if kind is Rows else made

    return array


@contextlib.contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """A hundred thousand objects that all stay: looking for cycles among them takes as long as
    reading them."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
