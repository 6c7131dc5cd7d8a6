"""A process of ours takes one thread for numpy, however it is started; who says otherwise is heard."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TASKS = Path("/proc/self/task")
PROGRAM = """
import {module}, numpy, os
square = numpy.ones((500, 500)) @ numpy.ones((500, 500))
print(len(os.listdir("/proc/self/task")))
"""
pytestmark = pytest.mark.skipif(
    not TASKS.is_dir() or (os.cpu_count() or 1) == 1, reason="threads are counted in Linux, on several cores"
)


def threads(module: str, **said: str) -> int:
    """How many threads a process has that imported a module and multiplied matrices."""
    rest = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(module=module)],
        capture_output=True,
        text=True,
        check=True,
        env=rest | said,
    )
    return int(ran.stdout)


@pytest.mark.parametrize("module", ["pinprick.app", "pinprick.cli"])
def test_numpy_takes_one_thread(module: str) -> None:
    assert threads(module) == 1


def test_who_wants_more_threads_gets_them() -> None:
    assert threads("pinprick.app", OPENBLAS_NUM_THREADS="2") == 2
