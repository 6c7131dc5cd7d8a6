"""The kernel as a library: compiled where a compiler is, found, and called without Python's ABI.

Its file is named by the hash of its source, so that one made of other source is never loaded. On
x86-64 there are three of them, for older and newer processors, of which the best that this
processor runs is taken; all give the same bits."""

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from platform import machine

HERE = Path(__file__).parent
BUILT = HERE / "built"
"""Where compiled kernels lie."""
SOURCES = ("answers.h", "harm.h", "kernel.c", "places.h", "signs.h", "tables.h")
FLAGS = ("-std=gnu99", "-O3", "-ffp-contract=off", "-fvisibility=hidden", "-shared")
"""A product and a sum are rounded one after the other everywhere: else the last bits would hang on the
processor."""
PORTABLE = "portable"
NEWER = {"x86-64-v4": 4, "x86-64-v3": 3}
"""Kernels for newer processors, the newest first, with what `kernel_processor` says of them."""
_SUFFIX = {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")
_ENOUGH = 120
"""Seconds after which a compiler is given up."""


@cache
def source_hash() -> str:
    """The hash of the source and of how it is compiled."""
    digest = hashlib.sha256(" ".join(FLAGS).encode())
    for name in SOURCES:
        digest.update((HERE / name).read_bytes())
    return digest.hexdigest()[:16]


def file_of(kind: str, suffix: str = _SUFFIX) -> str:
    """The name of the file of a kernel for some kind of processor."""
    return f"kernel-{source_hash()}-{kind}{suffix}"


# ---- compiling


def compilers() -> Iterator[tuple[str, ...]]:
    """The commands that may compile C here: what `CC` names, else the usual ones."""
    named = os.environ.get("CC", "").split()
    for command in [named] if named else [["cc"], ["gcc"], ["clang"]]:
        found = shutil.which(command[0])
        if found:
            yield (found, *command[1:])


def kinds() -> tuple[str, ...]:
    """The kinds of processor that this machine may have, the newest last."""
    newer = tuple(reversed(NEWER)) if machine().lower() in ("x86_64", "amd64") else ()
    return (PORTABLE, *newer)


def build(folder: Path = BUILT) -> tuple[Path, ...]:
    """Compile what is missing into a folder, and remove what is of other source; nothing where no
    compiler is, or none that can. What another process makes meanwhile is the same."""
    with suppress(OSError):
        folder.mkdir(exist_ok=True)
        for old in folder.glob("kernel-*"):
            if not old.name.startswith(f"kernel-{source_hash()}-"):
                old.unlink(missing_ok=True)
        return tuple(path for kind in kinds() if (path := _built(folder, kind)))
    return ()


def _built(folder: Path, kind: str) -> Path | None:
    path = folder / file_of(kind)
    if path.exists():
        return path
    machine_flags = () if kind == PORTABLE else (f"-march={kind}",)
    for compiler in compilers():
        with tempfile.TemporaryDirectory(dir=folder) as beside:
            made = Path(beside) / path.name
            if compiled((*compiler, "-fPIC", *machine_flags), made):
                made.replace(path)
                return path
    return None


def compiled(command: Sequence[str], into: Path, flags: Sequence[str] = FLAGS) -> bool:
    """Whether a compiler makes the kernel with some flags."""
    named = f'-DSOURCE_HASH="{source_hash()}"'
    whole = [*command, *flags, "-Wno-psabi", named, str(HERE / "kernel.c"), "-o", str(into)]
    with suppress(OSError, subprocess.SubprocessError):
        return (
            subprocess.run(whole, capture_output=True, timeout=_ENOUGH, check=False).returncode == 0
        )
    return False


# ---- calling


class Cases(ctypes.Structure):
    """The cases of a call, as the kernel has them."""

    _fields_ = (
        ("codes", ctypes.c_void_p),
        ("stride", ctypes.c_int64),
        ("age", ctypes.c_void_p),
        ("left", ctypes.c_void_p),
        ("right", ctypes.c_void_p),
        ("midline", ctypes.c_void_p),
        ("not_asked", ctypes.c_void_p),
        ("shown", ctypes.c_void_p),
    )


RESULTS = (
    "causes",
    "probabilities",
    "unexplained",
    "level",
    "by_rules",
    "by_causes",
    "rules",
    "complete",
    "not_asked",
    "site",
    "side",
    "site_probability",
    "near",
)
"""The arrays that the kernel writes, in its order."""


class Outcomes(ctypes.Structure):
    """What a call writes."""

    _fields_ = (("top", ctypes.c_int64), *((name, ctypes.c_void_p) for name in RESULTS))


@cache
def library(folder: Path = BUILT) -> ctypes.CDLL | None:
    """The best kernel that this processor runs; None where there is none of this source."""
    portable = opened(folder / file_of(PORTABLE))
    if portable is None:
        return None
    able = portable.kernel_processor()
    better = (opened(folder / file_of(kind)) for kind, needs in NEWER.items() if needs <= able)
    return next((one for one in better if one is not None), portable)


def opened(path: Path) -> ctypes.CDLL | None:
    if not path.exists():
        return None
    with suppress(OSError, AttributeError):
        one = ctypes.CDLL(str(path))
        one.kernel_layout.restype = one.kernel_source.restype = ctypes.c_char_p
        one.kernel_workspace.argtypes = (ctypes.c_void_p,)
        one.kernel_workspace.restype, one.kernel_run.restype = ctypes.c_int64, None
        one.kernel_run.argtypes = (
            ctypes.c_void_p,
            ctypes.POINTER(Cases),
            ctypes.c_int64,
            ctypes.c_int64,
            ctypes.c_void_p,
            ctypes.POINTER(Outcomes),
        )
        if one.kernel_source().decode() == source_hash():
            return one
    return None
