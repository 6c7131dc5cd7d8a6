"""What a core of this machine can do at most, by a small program in C."""

import subprocess
import tempfile
from pathlib import Path

from pinprick.cohort.native import library

SOURCE = Path(__file__).with_name("peak.c")


def limit() -> dict[str, float]:
    """Products and sums of doubles a second, and bytes a second read from so much memory; nothing
    where no compiler is."""
    for compiler in library.compilers():
        with tempfile.TemporaryDirectory() as folder:
            made = str(Path(folder) / "peak")
            flags = ("-O3", "-ffp-contract=off", "-Wno-psabi", "-march=native")
            if (
                subprocess.run([*compiler, *flags, str(SOURCE), "-o", made], check=False).returncode
                == 0
            ):
                told = subprocess.run([made], check=True, capture_output=True, text=True).stdout
                return {name: float(value) for name, value in map(_row, told.splitlines())}
    return {}


def _row(line: str) -> tuple[str, str]:
    name, _, value = line.partition("\t")
    return name, value
