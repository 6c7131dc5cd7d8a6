"""The model of a folder, compiled once to one file that loads in milliseconds and is never stale.

The file's name is the hash of all sources of the knowledge base and of the code that compiles it, so a changed number
or a changed formula is another file.
"""

import contextlib
import gc
import hashlib
import os
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from pinprick import folder as folders
from pinprick.knowledge import Knowledge
from pinprick.model import Model

_KEPT = 8
"""How many compiled files are kept; older ones are removed when a new one is written."""


def load(folder: Path | None = None) -> Model:
    """The model of the knowledge base in `folder`, by default the one that ships with pinprick.

    Raises:
        ProblemsFound: when it has to be compiled anew and has faults.
    """
    folder = folder or folders.FOLDER
    name = hashlib.sha256(f"{folders.hash_of(folder)} {_code_hash()}".encode()).hexdigest()[:24]
    file = cache_folder() / f"{name}.model"
    with contextlib.suppress(OSError, msgspec.DecodeError, KeyError):
        return _decode(file.read_bytes())
    from pinprick import loader, urgency  # a quarter of a second, needed only where something has changed

    model = ready(loader.load_knowledge(folder, urgency.faults))
    with contextlib.suppress(OSError):
        _write(file, _encode(model))
    return model


def ready(knowledge: Knowledge) -> Model:
    """The model of a knowledge base with its draws, compiled now."""
    from pinprick import compiler, uncertainty

    model = compiler.compile_model(knowledge)
    return replace(model, drawn=uncertainty.prepare(model))


def cache_folder() -> Path:
    """Where compiled files lie: `$XDG_CACHE_HOME/pinprick`, else `~/.cache/pinprick`."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pinprick"


@cache
def _code_hash() -> str:
    here = Path(__file__).parent
    names = ["anatomy.py", "compiled.py", "compiler.py", "model.py", "quantity.py", "tempering.py"]
    paths = (
        [here / name for name in names] + sorted(here.glob("knowledge/*.py")) + sorted(here.glob("uncertainty/*.py"))
    )
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def _write(file: Path, content: bytes) -> None:
    """Write the whole file or none of it: somebody else may be reading."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as part:
        part.write(content)
    Path(part.name).replace(file)
    by_age = sorted(file.parent.glob("*.model"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in by_age[_KEPT:]:
        old.unlink(missing_ok=True)


def _encode(model: Model) -> bytes:
    return msgspec.msgpack.encode(model, enc_hook=_from_array)


def _from_array(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return {"dtype": value.dtype.str, "shape": value.shape, "bytes": np.ascontiguousarray(value).tobytes()}
    raise NotImplementedError(f"{type(value)} cannot be written")


def _decode(content: bytes) -> Model:
    gc.disable()  # a hundred thousand objects that all stay: looking for cycles among them takes as long as reading
    try:
        return msgspec.msgpack.decode(content, type=Model, dec_hook=_to_array)
    finally:
        gc.enable()


def _to_array(_: type, value: Any) -> Any:
    return np.frombuffer(value["bytes"], dtype=value["dtype"]).reshape(value["shape"])
