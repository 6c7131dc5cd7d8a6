"""What each way weighs: lines of code, and what must be installed."""

import inspect
import re
import subprocess
from importlib.metadata import files
from pathlib import Path

from benchmarks.ways import ways
from pinprick.cohort.native import library

_OF_KERNEL = {
    "tables.h": ("broadcast", "chosen", "larger", "largest_of"),
    "signs.h": ("sum_rows", "multiply_unit_rows", "exp_of"),
    "kernel.c": ("into_lane", "weigh_signs", "weigh_units"),
}
_FILES = {"numba": "in_numba.py", "Cython": "part.pyx", "Rust": "part.rs"}
_REMARKS = ("#", "//", "/*", " *")


def lines(name: str) -> int:
    """Lines of code that reckon the part, and take and give its arrays, without blank lines and remarks: of C99
    the functions of the kernel and part.c."""
    if name == ways.C:
        its = [_function(file, one) for file, named in _OF_KERNEL.items() for one in named]
        text = "\n".join([*its, (ways.HERE / "part.c").read_text(encoding="utf-8")])
    elif name == ways.NUMPY:
        text = inspect.getsource(ways.both_of) + inspect.getsource(ways.in_numpy)
    else:
        text = (ways.HERE / _FILES[name]).read_text(encoding="utf-8")
    code = (line for line in text.splitlines() if line.strip())
    return sum(not line.startswith(_REMARKS) for line in code)


def _function(file: str, name: str) -> str:
    """A function of the kernel: from its head to the brace that closes it, which may be in the same line."""
    text = (library.HERE / file).read_text(encoding="utf-8")
    found = re.search(
        rf"^static [^;\n]*\b{name}\(.*?(?:^\}}| \}})$", text, re.MULTILINE | re.DOTALL
    )
    assert found, name
    return found[0]


def to_run(name: str, folder: Path) -> float:
    """Bytes that must be there to run it, beside Python and numpy."""
    made = ways.file_of(name, folder)
    its = made.stat().st_size if made.exists() else 0
    return its + (_packages("numba", "llvmlite") if name == "numba" else 0)


def to_compile(name: str) -> float:
    """Bytes that must be there to compile it: of a compiler its own folder, without the C library and
    the linker that each of them takes."""
    if name == "Rust":
        told = subprocess.run(
            ["rustc", "--print", "sysroot"], check=True, capture_output=True, text=True
        )
        root = Path(told.stdout.strip())
        return sum(_under(root / part) for part in ("bin", "lib"))
    if name not in (ways.C, "Cython"):
        return 0
    return _compiler() + (_packages("Cython") if name == "Cython" else 0)


def _compiler() -> float:
    """Of gcc, the folder with its own library and the compiler proper; 0 where that is not told."""
    command = next(library.compilers())
    told = subprocess.run(
        [*command, "-print-libgcc-file-name"], check=False, capture_output=True, text=True
    )
    own = Path(told.stdout.strip())
    return _under(own.parent) if own.is_absolute() else 0


def _under(folder: Path) -> float:
    return sum(
        path.stat().st_size
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink()
    )


def _packages(*names: str) -> float:
    its = [Path(str(file.locate())) for name in names for file in files(name) or ()]
    return sum(path.stat().st_size for path in its if path.is_file())
