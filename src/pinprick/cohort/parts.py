"""The parts of a table that are done: files in a folder beside the one that is to be written.

A part counts when it is there under its name, and it gets that name when it is whole and on the
disk. So whoever is killed, at any moment, loses no more than what was being reckoned just then."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from pinprick import files
from pinprick.problems import Problem, ProblemsFound

MANIFEST = "manifest.json"
_LOCK, _END, _WRITING = "lock", ".arrow", ".writing"


def folder_of(out: Path) -> Path:
    """Where the parts of a table are kept until it is put together."""
    return out.with_name(f"{out.name}.parts")


@contextmanager
def kept(folder: Path, manifest: dict[str, Any], restart: bool) -> Iterator[None]:
    """A folder for the parts of what a manifest says, in which those are that were done before; nobody
    else has it meanwhile. `restart` throws away what is there.

    Raises:
        ProblemsFound: when parts of something else are there, or somebody else is at work.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    with _alone(folder):
        said = msgspec.json.encode(manifest, order="sorted")
        before = folder / MANIFEST
        if before.is_file() and not restart:
            _compare(folder, msgspec.json.decode(before.read_bytes()), msgspec.json.decode(said))
        else:
            _clear(folder)
            files.write(before, said)
        yield


def _compare(folder: Path, before: dict[str, Any], now: dict[str, Any]) -> None:
    changed = [name for name in now if before.get(name) != now[name]]
    if changed:
        what = (
            f"holds parts that were made with another {', '.join(changed)}; give what was given then"
            " to go on with them, or --restart to throw them away"
        )
        raise ProblemsFound([Problem(str(folder), 0, 0, "", what)])


def _clear(folder: Path) -> None:
    for path in folder.iterdir():
        if path.suffix in (_END, _WRITING) or path.name == MANIFEST:
            path.unlink()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder for this process alone, where the system can; a lock ends with its process."""
    with (folder / _LOCK).open("w") as lock:
        try:
            import fcntl
        except ImportError:
            yield
            return
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            what = "somebody else is writing these parts just now; wait, or write into another file"
            raise ProblemsFound([Problem(str(folder), 0, 0, "", what)]) from None
        yield


def part(folder: Path, number: int) -> Path:
    """The file of a part, whether it is there or not."""
    return folder / f"{number:08}{_END}"


def keep(folder: Path, number: int, content: bytes) -> None:
    """Keep a part: on the disk first, and then by its name."""
    path = part(folder, number)
    writing = path.with_name(f"{path.name}.{os.getpid()}{_WRITING}")
    with files.named(path):
        with writing.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        writing.replace(path)


def remove(folder: Path) -> None:
    """Remove the folder, the manifest last: of a folder without one nothing counts."""
    with contextlib.suppress(OSError):
        for path in sorted(folder.glob(f"*{_END}")):
            path.unlink()
        shutil.rmtree(folder)
