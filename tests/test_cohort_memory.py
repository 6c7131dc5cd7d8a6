"""The kernel touches no memory but its own, and does nothing that C leaves open, with gcc's sanitizers watching."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pinprick.cohort.native import library

RUN = """
import sys
from pathlib import Path
from benchmarks.crowd import ANY, FEW, WHOLE, crowd
from pinprick.cohort import kernel
from pinprick.cohort.native import library
from tests.models import shipped
one = library.opened(Path(sys.argv[1]))
assert one is not None
kernel.library = lambda: one
for manner in (FEW, WHOLE, ANY):
    for count in (1, 7, 300):
        kernel.kernel(shipped(), crowd(shipped(), count, manner), 5)
print("clean")
"""
WATCHED = ("-fPIC", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all")


def test_every_access_is_its_own_and_every_operation_is_defined(tmp_path: Path) -> None:
    made = tmp_path / "kernel.so"
    watching = [one for one in library.compilers() if runtime(one)]
    if not watching or not library.compiled((*watching[0], *WATCHED), made, (*library.FLAGS, "-O1")):
        pytest.skip("NO SANITIZERS ARE HERE: what the kernel touches was not watched")
    environment = os.environ | {
        "LD_PRELOAD": runtime(watching[0]),
        "ASAN_OPTIONS": "detect_leaks=0",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    run = subprocess.run(
        [sys.executable, "-c", RUN, str(made)], env=environment, capture_output=True, text=True, check=False
    )
    assert run.stdout == "clean\n", run.stderr


def runtime(compiler: tuple[str, ...]) -> str:
    """The library of the sanitizers of gcc, or nothing where it has none."""
    asked = subprocess.run([*compiler, "-print-file-name=libasan.so"], capture_output=True, text=True, check=False)
    path = asked.stdout.strip()
    return path if Path(path).is_absolute() else ""
