"""The ways to reckon the part: each is given it, and gives what reckons it again and again. One that is not
here says what is missing."""

import ctypes
import importlib.machinery
import importlib.util
import shutil
import sys
import sysconfig
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.timing import of_command
from benchmarks.ways.part import Part
from pinprick.cohort.native import library
from pinprick.cohort.native.block import aligned
from pinprick.model.axes import Array

HERE = Path(__file__).parent
Run = Callable[[], object]
Command = Sequence[str]
_AT_ONCE = 128


class Missing(Exception):
    """A way is not here for want of something."""


def _nothing(_: Path) -> Sequence[Command]:
    return ()


@dataclass(frozen=True, slots=True)
class Way:
    """`opened` takes the compiled file and the part, `compiling` gives the commands that make that file."""

    opened: Callable[[Path, Part], Run]
    compiling: Callable[[Path], Sequence[Command]] = _nothing


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise Missing(f"{name} is not here")
    return found


def _module(name: str) -> None:
    if importlib.util.find_spec(name) is None:
        raise Missing(f"{name} is not installed")


def target() -> str:
    """The processor that is compiled for: of x86-64 its third level, where this one knows that."""
    one = library.library()
    return "x86-64-v3" if one is not None and one.kernel_processor() >= 3 else ""


def _c(more: Sequence[str], source: Path, made: Path) -> Command:
    for compiler in library.compilers():
        of = [f"-march={target()}"] if target() else []
        return [
            *compiler,
            "-fPIC",
            *of,
            *library.FLAGS,
            "-Wno-psabi",
            *more,
            str(source),
            "-o",
            str(made),
        ]
    raise Missing("no compiler of C is here")


# ---- C99: the kernel itself


def compiling_c(made: Path) -> list[Command]:
    """The command with which the kernel is compiled."""
    named = f'-DSOURCE_HASH="{library.source_hash()}"'
    return [_c([f"-I{library.HERE}", named], HERE / "part.c", made)]


def opened_c(made: Path) -> ctypes.CDLL:
    """The kernel with the part in it."""
    of = ctypes.CDLL(str(made))
    of.kernel_layout.restype, of.kernel_workspace.restype = ctypes.c_char_p, ctypes.c_int64
    of.kernel_workspace.argtypes = (ctypes.c_void_p,)
    of.part_lists.argtypes = (ctypes.c_void_p,) * 4
    of.part_run.argtypes = (ctypes.c_void_p,) * 3
    of.part_lists.restype = of.part_run.restype = None
    return of


def _by_c(made: Path, part: Part) -> Run:
    of, cases = opened_c(made), part.cases
    work = aligned(of.kernel_workspace(part.whole.ctypes.data))
    tables = part.whole.ctypes.data
    return lambda: of.part_run(tables, work.ctypes.data, ctypes.addressof(cases))


# ---- numpy


@dataclass(frozen=True, slots=True)
class Both:
    """The tables with the first base before the second."""

    variant_rows: Array
    variant_base: Array
    unit_rows: Array
    unit_base: Array


def both_of(part: Part) -> Both:
    its = part.numbers
    return Both(
        variant_rows=np.stack([its["variant_rows"], its["variant_rows_from_base"]]),
        variant_base=np.stack([np.zeros_like(its["variant_base"]), its["variant_base"]]),
        unit_rows=np.stack([its["unit_rows"], its["unit_rows_from_base"]]),
        unit_base=np.stack([np.ones_like(its["unit_base"]), its["unit_base"]]),
    )


def _by_numpy(_: Path, part: Part) -> Run:
    both, lists = both_of(part), part.lists
    parts = [slice(first, first + _AT_ONCE) for first in range(0, len(part), _AT_ONCE)]
    pieces = [{name: one[its] for name, one in lists.items()} for its in parts]

    def run() -> None:
        for piece in pieces:
            in_numpy(part, both, piece)

    return run


def in_numpy(part: Part, both: Both, some: Mapping[str, npt.NDArray[Any]]) -> None:
    """Some cases at once: first the first row of each, then the second, and so on."""
    its, of, base = part.numbers, part.places, some["absent"]
    order = np.argsort(of["cause_first"])
    sums, factor = both.variant_base[base], both.unit_base[base]
    for k in range(some["rows"].max(initial=0)):
        who = np.flatnonzero(some["rows"] > k)
        sums[who] += both.variant_rows[base[who], some["row"][who, k]]
    for k in range(some["unit_rows"].max(initial=0)):
        who = np.flatnonzero(some["unit_rows"] > k)
        factor[who] *= both.unit_rows[base[who], some["unit_row"][who, k]]
    sums = sums[:, : part.counts["variants"]]
    variant = np.exp(np.maximum(sums - sums.max(axis=1, keepdims=True), -690.0))
    sided = np.take(some["site"], of["unit_site"], axis=2)
    sided *= (np.take(variant, of["unit_variant"], axis=1) * factor * its["unit_prior"])[:, None]
    sided *= its["unit_sides"][some["side"]]
    some["cause"][:, order] = np.add.reduceat(sided.sum(axis=1), of["cause_first"][order], axis=1)
    some["place"][:] = sided @ (
        of["unit_place"][:, None] == np.arange(some["place"].shape[2])
    ).astype(np.float64)


# ---- numba


def _by_numba(_: Path, part: Part) -> Run:
    _module("numba")
    from benchmarks.ways import in_numba

    both, of = both_of(part), part.places
    tables = in_numba.Tables(
        part.counts["variants"],
        *(both.variant_rows, both.variant_base, both.unit_rows, both.unit_base),
        *(part.numbers["unit_prior"], part.numbers["unit_sides"]),
        np.stack([of["unit_variant"], of["unit_site"], of["unit_place"]]).astype(np.uint32),
        np.stack([of["cause_first"], of["cause_end"], of["cause_group"]]),
    )
    lists, room = in_numba.Lists(**part.lists), in_numba.few(tables, part.counts["sites"])
    return lambda: in_numba.run(tables, lists, room)


# ---- Cython


def _compiling_cython(made: Path) -> list[Command]:
    _module("Cython")
    source, name = made.with_suffix(".c"), made.stem
    cython = [
        sys.executable,
        "-m",
        "cython",
        "-3",
        "--module-name",
        name,
        str(HERE / "part.pyx"),
        "-o",
        str(source),
    ]
    return [cython, _c([f"-I{sysconfig.get_paths()['include']}"], source, made)]


def _by_cython(made: Path, part: Part) -> Run:
    loader = importlib.machinery.ExtensionFileLoader(made.stem, str(made))
    spec = importlib.util.spec_from_loader(made.stem, loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    tables, cases = part.tables, part.cases
    return lambda: module.part_run(ctypes.addressof(tables), ctypes.addressof(cases))


# ---- Rust


def _compiling_rust(made: Path) -> list[Command]:
    cpu = [f"-Ctarget-cpu={target()}"] if target() else []
    kind = [
        "--crate-type=cdylib",
        "--edition=2021",
        "-Copt-level=3",
        "-Cpanic=abort",
        "-Cstrip=symbols",
    ]
    return [[_tool("rustc"), *kind, *cpu, str(HERE / "part.rs"), "-o", str(made)]]


def _by_rust(made: Path, part: Part) -> Run:
    of, tables, cases = ctypes.CDLL(str(made)), part.tables, part.cases
    of.part_run.restype = None
    return lambda: of.part_run(ctypes.byref(tables), ctypes.byref(cases))


# ---- all of them

C, NUMPY = "C99", "numpy"
WAYS = {
    C: Way(_by_c, compiling_c),
    NUMPY: Way(_by_numpy),
    "numba": Way(_by_numba),
    "Cython": Way(_by_cython, _compiling_cython),
    "Rust": Way(_by_rust, _compiling_rust),
}


def file_of(name: str, folder: Path) -> Path:
    """Where the compiled file of a way lies in a folder."""
    return folder / f"part_in_{name.lower()}.so"


def compiled(name: str, folder: Path) -> float:
    """Compile a way into a folder; seconds of the processor that it took.

    Raises:
        Missing: when something that it takes is not here."""
    return sum(of_command(one) for one in WAYS[name].compiling(file_of(name, folder)))


def opened(name: str, folder: Path, part: Part) -> Run:
    """What reckons the part in a way that is compiled.

    Raises:
        Missing: when something that it takes is not here."""
    return WAYS[name].opened(file_of(name, folder), part)
