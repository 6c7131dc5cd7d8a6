"""Files in and out: read no further than anybody needs, and written whole or not at all."""

import contextlib
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from pinprick.yamltext import MOST_BYTES

_BEGIN, _END = ".pinprick-", ".part"
"""How the name of a file begins and ends that is being written."""
_OLD = 60.0
"""Seconds after which such a file is surely what writing that was broken off has left."""


def read(path: Path, most: int = MOST_BYTES) -> bytes:
    """The content of a file, of which no more than `most` bytes and one are read, so that whoever
    is given them sees that there are too many.

    Raises:
        OSError: when it cannot be read; it names the file.
    """
    with named(path), path.open("rb") as file:
        return file.read(most + 1)


def write(path: Path, content: bytes | bytearray, private: bool = False) -> None:
    """Write a file whole or not at all: whoever reads it meanwhile, or after a full disk or a kill,
    finds what was there before or what is there now.

    A `private` file is for its owner alone (0600). What is no file, such as /dev/stdout or a pipe,
    is written to as it is.

    Raises:
        OSError: when it cannot be written; it names the file, which is then as it was.
    """
    with named(path):
        there = path.stat() if path.exists() else None
        if there and not stat.S_ISREG(there.st_mode):
            path.write_bytes(content)
            return
        target = path.resolve()  # a link stays, and what it leads to is written
        remove_left(target.parent)
        part = target.with_name(f"{_BEGIN}{os.urandom(8).hex()}{_END}")
        try:
            _write_part(part, content, 0o600 if private else 0o666)
            if there and not private:
                part.chmod(stat.S_IMODE(there.st_mode))
            part.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise


def remove_left(folder: Path) -> None:
    """Remove from a folder what writing that was broken off has left there."""
    with contextlib.suppress(OSError):
        for part in folder.glob(f"{_BEGIN}*{_END}"):
            if time.time() - part.stat().st_mtime > _OLD:
                part.unlink(missing_ok=True)


@contextlib.contextmanager
def named(path: Path) -> Iterator[None]:
    """Whatever fails inside names the file."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def _write_part(part: Path, content: bytes | bytearray, mode: int) -> None:
    """Write a new file to the disk itself."""
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
