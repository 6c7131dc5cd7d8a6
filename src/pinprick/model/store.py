"""The compiled model of a folder, kept in one file that loads in milliseconds and is never stale.

The file's name is the hash of what it is made of: every file of the knowledge base, and all code
that reads, checks, proves and compiles it. So a changed number, a changed formula and a changed
proof are another file; a test sees that no module which runs meanwhile is left out.
"""

import contextlib
import gc
import hashlib
import os
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from pinprick.knowledge import folder as folders
from pinprick.model.axes import Model

COMPILED = "PINPRICK_COMPILED"
"""The environment variable that names a folder in which `pinprick compile` has left its file."""
MADE_BY = (
    "extras.py",
    "once.py",
    "problems.py",
    "yamltext.py",
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
"""How many compiled files are kept; older ones are removed when a new one is written."""


def read(folder: Path) -> Model | None:
    """The kept model of the knowledge base in `folder`; None when there is none that can be read."""
    name = file_name(folder)
    ahead = os.environ.get(COMPILED)
    for place in ([Path(ahead)] if ahead else []) + [cache_folder()]:
        with contextlib.suppress(OSError, msgspec.DecodeError, KeyError):
            return _decode((place / name).read_bytes())
    return None


def write(folder: Path, model: Model, place: Path | None = None) -> Path:
    """Keep the model of the knowledge base in `folder`, in the cache or in another `place`.

    Raises:
        OSError: when the place cannot be written to.
    """
    file = (place or cache_folder()) / file_name(folder)
    _write(file, msgspec.msgpack.encode(model, enc_hook=_from_array))
    return file


def file_name(folder: Path) -> str:
    """The name of the file that keeps the model of `folder`: another one when anything changes."""
    made_of = f"{folders.hash_of(folder)} {code_hash(Path(__file__).parents[1])}"
    return f"{hashlib.sha256(made_of.encode()).hexdigest()[:24]}.model"


def cache_folder() -> Path:
    """Where compiled files lie: `$XDG_CACHE_HOME/pinprick`, else `~/.cache/pinprick`."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pinprick"


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


def _write(file: Path, content: bytes) -> None:
    """Write the whole file or none of it: somebody else may be reading."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as part:
        part.write(content)
    Path(part.name).replace(file)
    by_age = sorted(
        file.parent.glob("*.model"), key=lambda path: path.stat().st_mtime, reverse=True
    )
    for old in by_age[_KEPT:]:
        old.unlink(missing_ok=True)


def _from_array(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        content = np.ascontiguousarray(value).tobytes()
        return {"dtype": value.dtype.str, "shape": value.shape, "bytes": content}
    raise NotImplementedError(f"{type(value)} cannot be written")


def _decode(content: bytes) -> Model:
    # A hundred thousand objects that all stay: looking for cycles among them takes as long as reading.
    gc.disable()
    try:
        return msgspec.msgpack.decode(content, type=Model, dec_hook=_to_array)
    finally:
        gc.enable()


def _to_array(_: type, value: Any) -> Any:
    return np.frombuffer(value["bytes"], dtype=value["dtype"]).reshape(value["shape"])
