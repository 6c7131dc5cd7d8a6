"""The compiled model of a folder, kept in a pair of files that load in milliseconds and are never
stale.

The name of the pair is the hash of what it is made of: every file of the knowledge base, and all
code that reads, checks, proves and compiles it. So a changed number, a changed formula and a
changed proof are another pair; a test sees that no module which runs meanwhile is left out.

One file holds the records, the other all arrays, laid out as they are in memory: it is mapped and
not read, so that all processes of a server share it. Each part has a checksum, as a single flipped
bit can change an urgency level: the draws, nine tenths of the arrays, are checked block by block,
when a case first needs them.
"""

import contextlib
import errno
import hashlib
import mmap
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

from pinprick import files
from pinprick.knowledge import folder as folders
from pinprick.model.axes import Model
from pinprick.model.packing import packed, unpacked

COMPILED = "PINPRICK_COMPILED"
"""The environment variable that names a folder in which `pinprick compile` has left its file."""
MADE_BY = (
    "extras.py",
    "once.py",
    "problems.py",
    "watching.py",
    "yamltext.py",
    "files.py",
    "knowledge",
    "rules",
    "case",
    "model",
    "authoring",
    "reasoning",
    "urgency",
    "loading.py",
)
"""The packages and modules whose code a compiled model is the work of."""
_KEPT = 8
"""How many pairs of files are kept; older ones are removed when a new one is written."""


def read(folder: Path) -> Model | None:
    """The kept model of the knowledge base in `folder`; None when there is none that can be read
    and is sound."""
    name = file_name(folder)
    for place in _places():
        with contextlib.suppress(OSError, ValueError, KeyError, msgspec.DecodeError):
            return _read(place / name)
    return None


def _places() -> Iterator[Path]:
    """Where a compiled file may lie, the one made ahead first."""
    ahead = os.environ.get(COMPILED)
    if ahead:
        yield Path(ahead)
    with contextlib.suppress(OSError):
        yield cache_folder()


def write(folder: Path, model: Model, place: Path | None = None) -> Path:
    """Keep the model of the knowledge base in `folder`, in the cache or in another `place`; the
    file of the records.

    Raises:
        OSError: when the place cannot be written to.
    """
    file = (place or cache_folder()) / file_name(folder)
    records, arrays = packed(model)
    file.parent.mkdir(parents=True, exist_ok=True)
    files.remove_left(file.parent)
    files.write(arrays_of(file), arrays)
    try:
        files.write(file, records)  # last: who finds the records finds the arrays too
    except OSError:
        if not file.exists():
            arrays_of(file).unlink(missing_ok=True)
        raise
    _remove_old(file.parent)
    return file


def arrays_of(file: Path) -> Path:
    """The file of the arrays that belongs to a file of records."""
    return file.with_suffix(".arrays")


def file_name(folder: Path) -> str:
    """The name of the file that keeps the model of `folder`: another one when anything changes."""
    texts = f"{folders.hash_of(folder)} {folders.hash_of_translations(folder)}"
    made_of = f"{texts} {code_hash(Path(__file__).parents[1])}"
    return f"{hashlib.sha256(made_of.encode()).hexdigest()[:24]}.model"


def cache_folder() -> Path:
    """Where compiled files lie: `$XDG_CACHE_HOME/pinprick`, else `~/.cache/pinprick`.

    Raises:
        OSError: when there is neither, as for a user without an entry in passwd.
    """
    try:
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pinprick"
    except RuntimeError:
        raise FileNotFoundError(
            errno.ENOENT, "there is no home folder; set XDG_CACHE_HOME", "~/.cache"
        ) from None


@cache
def code_hash(package: Path) -> str:
    """The hash of all code that a compiled model is the work of; `package` holds `MADE_BY`."""
    digest = hashlib.sha256()
    for name in MADE_BY:
        part = package / name
        for path in [part] if part.is_file() else sorted(part.rglob("*.py")):
            digest.update(f"{path.relative_to(package)}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _remove_old(place: Path) -> None:
    """Remove all pairs but the latest, and what is left of older ones."""
    ages: dict[str, float] = {}
    for file in (*place.glob("*.model"), *place.glob("*.arrays")):
        with contextlib.suppress(FileNotFoundError):  # somebody else removes too
            ages[file.stem] = max(ages.get(file.stem, 0.0), file.stat().st_mtime)
    for name in sorted(ages, key=lambda name: -ages[name])[_KEPT:]:
        for file in (place / f"{name}.model", place / f"{name}.arrays"):
            file.unlink(missing_ok=True)


def _read(file: Path) -> Model:
    """The model in a pair of files.

    Raises:
        OSError: when one of them is not there.
        ValueError: when one of them is not as it was written.
    """
    records = file.read_bytes()
    with arrays_of(file).open("rb") as arrays:
        mapped = mmap.mmap(arrays.fileno(), 0, access=mmap.ACCESS_READ)
    return unpacked(records, mapped, file)
