"""Writes benchmarks/ways.md: `python -m benchmarks.ways [ROUNDS]`, in two minutes. A part of the kernel in C99
beside numpy, numba, Cython and Rust, as far as they are here; the project depends on none but numpy, and what is
missing is said. Those of an environment of its own are found by PYTHONPATH."""

import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.cases import ROOT
from benchmarks.cohort import processor
from benchmarks.cohort_runs import CROWDS
from benchmarks.measured import shipped
from benchmarks.timing import in_turn, timed
from benchmarks.ways import weight
from benchmarks.ways.part import Part, part
from benchmarks.ways.ways import NUMPY, WAYS, C, Missing, Run, compiled, file_of, opened, opened_c
from pinprick.cohort.native import library
from scripts.worked import figure, table

PAGE = ROOT / "benchmarks" / "ways.md"
CASES, ROUNDS = 2_048, 75
"""Of each crowd; their sums stay in the third cache."""
APART = 1e-12
"""What sums may be apart by, as a part of them."""
_HEAD = """# Other ways than C99

Written by `python -m benchmarks.ways`, on a processor ({processor}) that {load:.1f} other processes wanted
when it began. A part of the kernel ([0025](../docs/decisions/0025-kernel.md)) beside other ways to write it: from the
lists of rows of each case, and what it says of places, to the sums by cause and by place (rows summed, `exp`,
products by unit, sums). All take the same arrays, which the kernel makes of the tables that ship and of people of
`benchmarks/crowd.py`: *few* told 25 things, *whole* all that a person can tell. The ways take turns, {rounds} times;
times are medians of the processor's, on one thread. Only what stands in one table can be compared, and the kernel
does more than this part. C99 is the kernel's own code, compiled as it ships; Cython has the same compiler and
flags, Rust std alone, and all are compiled for the same processor.
"""
_BYTES = {
    C: "tests hold it to one outcome by gcc, clang and as WebAssembly",
    NUMPY: "no: its `exp`, sums and products of matrices hang on its build and the processor",
    "numba": "LLVM neither fuses nor reorders without `fastmath`; it compiles on each machine, for that machine",
    "Cython": "as the compiler of C and its flags",
    "Rust": "Rust neither fuses nor reorders",
}


@dataclass(slots=True)
class Raced:
    """What a way took: `before` the first case, to compile, load and call once, in seconds of the processor,
    and `each` case by its crowd; whether its sums have the bytes of C99, and how far they are `apart` at most,
    as a part of them."""

    before: float
    each: dict[str, float] = field(default_factory=dict)
    same: bool = True
    apart: float = 0.0


def main() -> None:
    """Race all that are here, and write the page."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    load = os.getloadavg()[0]
    library.build()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ready, missing = compiling(folder)
        if C not in ready:
            sys.exit(f"NO RACE: {missing[C]}, and the kernel makes what all ways take")
        raced = race(folder, ready, missing, rounds)
        told = [
            _HEAD.format(processor=processor(), load=load, rounds=rounds),
            *_table(raced, folder),
            *(f"\n**Not raced: {name}**, as {why}." for name, why in missing.items()),
        ]
    for name, why in missing.items():
        print(f"NOT RACED: {name}, as {why}", file=sys.stderr)
    PAGE.write_text("\n".join(told) + "\n", encoding="utf-8")


def compiling(folder: Path) -> tuple[dict[str, float], dict[str, str]]:
    """Seconds that it took to compile each way into a folder, and of the others what is missing."""
    ready, missing = dict[str, float](), dict[str, str]()
    for name in WAYS:
        try:
            ready[name] = compiled(name, folder)
        except Missing as why:
            missing[name] = str(why)
    return ready, missing


def race(
    folder: Path, ready: dict[str, float], missing: dict[str, str], rounds: int
) -> dict[str, Raced]:
    """All ways that are here; one that is found missing when it is called goes to those.

    Raises:
        ValueError: when a way comes to other sums."""
    of, raced = opened_c(file_of(C, folder)), {name: Raced(took) for name, took in ready.items()}
    for people, manner in CROWDS.items():
        its, runs = part(shipped(), of, CASES, manner), dict[str, Run]()
        sums = dict[str, np.ndarray]()
        for name in [name for name in raced if name not in missing]:
            try:
                runs[name], opening = timed(partial(opened, name, folder, its))
            except Missing as why:
                missing[name] = str(why)
                continue
            _, calling = timed(runs[name])
            raced[name].before += 0 if raced[name].each else opening + calling
            sums[name] = sums_of(its)
            _compare(raced[name], name, sums)
        for name, took in in_turn(runs, rounds).items():
            raced[name].each[people] = took / len(its)
    return {name: one for name, one in raced.items() if name not in missing}


def sums_of(its: Part) -> np.ndarray:
    """The sums by cause and by place as one row, taken out of where ways write them."""
    made = np.concatenate([its.lists[name].ravel() for name in ("cause", "place")])
    for name in ("cause", "place"):
        its.lists[name].fill(np.nan)
    return made


def apart(ours: np.ndarray, theirs: np.ndarray) -> float:
    """How far sums are apart at most, as a part of the larger."""
    larger = np.maximum(np.abs(ours), np.abs(theirs))
    return float((np.abs(ours - theirs) / np.where(larger > 0, larger, 1.0)).max())


def _compare(one: Raced, name: str, sums: dict[str, np.ndarray]) -> None:
    one.same &= sums[name].tobytes() == sums[C].tobytes()
    one.apart = max(one.apart, apart(sums[name], sums[C]))
    if not one.apart <= APART:
        raise ValueError(f"{name} comes to other sums: {one.apart:.1e} apart")


def _table(raced: dict[str, Raced], folder: Path) -> Iterator[str]:
    ours = raced[C].each
    rows = [
        (
            name,
            *(
                told
                for people in CROWDS
                for told in (
                    f"{one.each[people] * 1e6:.3g}",
                    f"{one.each[people] / ours[people]:.2f} ×",
                )
            ),
            figure(one.before),
            _mb(weight.to_run(name, folder)),
            _mb(weight.to_compile(name)),
            str(weight.lines(name)),
        )
        for name, one in raced.items()
    ]
    heads = [head for people in CROWDS for head in (f"{people}, µs a case", "of C99's")]
    yield from table(
        ("way", *heads, "s before the first case", "MB to run", "MB to compile", "lines"), rows
    )
    yield (
        "\nMB are without Python, numpy, the C library and the linker; lines are those of code, with what takes and"
        " gives the arrays.\n"
    )
    rows = [
        (name, "yes" if one.same else "no", f"{one.apart:.0e}", _BYTES[name])
        for name, one in raced.items()
    ]
    yield from table(("way", "the bytes of C99 in this run", "apart by at most", "elsewhere"), rows)


def _mb(size: float) -> str:
    return f"{size / 1e6:.3g}"


if __name__ == "__main__":
    main()
