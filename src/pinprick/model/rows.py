"""Arrays that may lie in a mapped file, each block of which is held against its checksum when it is
first read.

A single flipped bit can change what is told. Looking at the whole of a large file would take longer
than a case, and as much memory as the file is long."""

import contextlib
import zlib
from pathlib import Path
from types import EllipsisType
from typing import Any

import numpy as np
import numpy.typing as npt

BLOCK = 1 << 14
"""Bytes of a block: small, as a case needs little of the file."""
_CHECKSUM = np.dtype("<u4")


class Damaged(Exception):
    """Bytes of a file are not as they were written."""


def checksums(content: memoryview) -> bytes:
    """The CRC-32 of each block."""
    sums = [zlib.crc32(content[at : at + BLOCK]) for at in range(0, len(content), BLOCK)]
    return np.array(sums, dtype=_CHECKSUM).tobytes()


class Blocks:
    """A part of a mapped file, with the `checksums` of its blocks. `told` is a file that promises that
    this one is sound; it is removed where it is not, so that the next start makes both anew."""

    __slots__ = ("_checksums", "_content", "_sound", "_told")

    def __init__(self, content: memoryview, checksums: bytes, told: Path) -> None:
        self._content, self._told = content, told
        self._checksums = np.frombuffer(checksums, dtype=_CHECKSUM).tolist()
        self._sound = bytearray(len(self._checksums))

    def read(self, first: int, after: int) -> None:
        """Look at the blocks of the bytes from `first` to before `after`, where nobody has.

        Raises:
            Damaged: when one is not as it was written.
        """
        for block in range(first // BLOCK, -(-after // BLOCK)):
            if not self._sound[block]:
                self._look(block)

    def _look(self, block: int) -> None:
        content = self._content[block * BLOCK : (block + 1) * BLOCK]
        if zlib.crc32(content) != self._checksums[block]:
            with contextlib.suppress(OSError):
                self._told.unlink()
            raise Damaged
        self._sound[block] = True


Index = int | tuple[int, ...] | EllipsisType


class Rows:
    """An array that is read by rows: `rows[index]` are those of the first axis, or of the first two,
    and `rows[...]` is all of it. Nothing else of it can be read, so nothing is read unseen.

    `at` is where it starts in `blocks`; one that was made now lies in none."""

    __slots__ = ("_array", "_at", "_blocks", "_read")

    def __init__(self, array: npt.NDArray[Any], blocks: Blocks | None = None, at: int = 0) -> None:
        self._array, self._blocks, self._at = array, blocks, at
        self._read: dict[Index, npt.NDArray[Any]] = {}

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the array."""
        return self._array.shape

    def __getitem__(self, index: Index) -> npt.NDArray[Any]:
        part = self._read.get(index)
        if part is None:
            part = self._array[index]
            if self._blocks is not None:
                first = self._at + _address(part) - _address(self._array)
                self._blocks.read(first, first + part.nbytes)
            self._read[index] = part
        return part


def _address(array: npt.NDArray[Any]) -> int:
    address: int = array.__array_interface__["data"][0]
    return address
