"""The kernel compiled for other systems: WebAssembly comes to the same bytes, and a wheel holds it."""

import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from benchmarks.crowd import ANY, crowd
from pinprick.cohort.columns import Coded
from pinprick.cohort.kernel import is_ready, kernel
from pinprick.cohort.native import library
from pinprick.cohort.native.block import block
from pinprick.cohort.outcome import COLUMNS, Outcome
from scripts import kernels
from tests.models import shipped

COUNT, TOP = 300, 5
GIVEN = ("codes", "age", "left", "right", "midline", "not_asked", "shown")


@pytest.fixture(scope="module")
def _zig() -> None:
    if not kernels.is_there():
        pytest.skip("ZIGLANG IS NOT INSTALLED HERE: the kernel was not compiled for other systems")


@pytest.mark.usefixtures("_zig")
def test_as_webassembly_it_comes_to_the_same_bytes(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("NODE IS NOT HERE: the kernel was not run as WebAssembly")
    library.build()
    if not is_ready(shipped()):
        pytest.skip("NO COMPILER OF C IS HERE: there is no kernel to compare with")
    assert kernels.to_wasm(tmp_path / "kernel.wasm")
    coded = crowd(shipped(), COUNT, ANY)
    ours = kernel(shipped(), coded, TOP)
    write(tmp_path, coded, ours)
    subprocess.run([node, str(Path(__file__).with_name("kernel.mjs")), str(tmp_path)], check=True)
    assert not any((tmp_path / "near.out").read_bytes())
    for name in COLUMNS:
        assert (tmp_path / f"{name}.out").read_bytes() == getattr(ours, name).tobytes(), name


def write(folder: Path, coded: Coded, outcome: Outcome) -> None:
    """Write what a call takes, and which arrays it fills."""
    of = library.library()
    assert of is not None
    (folder / "tables.bin").write_bytes(block(shipped(), of.kernel_layout().decode()).tobytes())
    for name in GIVEN:
        (folder / f"{name}.bin").write_bytes(getattr(coded, name).tobytes())
    sizes = [(name, COUNT if name == "near" else getattr(outcome, name).nbytes) for name in library.RESULTS]
    call = {"given": GIVEN, "results": sizes, "count": COUNT, "top": TOP}
    (folder / "call.json").write_text(json.dumps(call))


@pytest.mark.usefixtures("_zig")
def test_a_system_gets_all_its_kernels(tmp_path: Path) -> None:
    system = kernels.SYSTEMS[1]
    made = kernels.kernels(system, tmp_path)
    assert [path.name for path in made] == [library.file_of(library.PORTABLE, ".so")]
    assert made[0].read_bytes()[:5] == b"\x7fELF\x02"  # of 64 bits
    assert made[0].read_bytes()[18] == 0xB7  # for aarch64


def test_a_wheel_gets_the_kernels_of_its_system_and_says_so(tmp_path: Path) -> None:
    wheel, one = tmp_path / "pinprick-1-py3-none-any.whl", tmp_path / "kernel-abc-portable.so"
    one.write_bytes(b"a library")
    with zipfile.ZipFile(wheel, "w") as new:
        new.writestr("pinprick/__init__.py", "")
        new.writestr("pinprick-1.dist-info/WHEEL", "Root-Is-Purelib: true\nTag: py3-none-any\n")
        new.writestr("pinprick-1.dist-info/RECORD", "pinprick/__init__.py,sha256=x,0\n")
    made = kernels.with_kernels(wheel, kernels.SYSTEMS[0], (one,))
    assert made.name == "pinprick-1-py3-none-manylinux2014_x86_64.whl"
    with zipfile.ZipFile(made) as read:
        assert read.read("pinprick/cohort/native/built/kernel-abc-portable.so") == b"a library"
        assert read.read("pinprick-1.dist-info/WHEEL").decode().splitlines() == [
            "Root-Is-Purelib: false",
            "Tag: py3-none-manylinux2014_x86_64",
        ]
        record = read.read("pinprick-1.dist-info/RECORD").decode().splitlines()
        assert sorted(row.split(",")[0] for row in record) == sorted(read.namelist())
