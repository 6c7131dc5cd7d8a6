"""`python -m scripts.kernels`: compile the kernel for other systems, and put it into wheels for them.

It needs the package `ziglang`, a compiler of 400 MB that makes code for all of them on any, and
therefore is in no lock: `pip install ziglang`. Without a wheel for its system a machine takes the
one that all share, which compiles the kernel where a compiler is (`python -m
pinprick.cohort.native`), and reckons in numpy elsewhere."""

import base64
import hashlib
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from pinprick.cohort.native import library

ROOT = Path(__file__).parents[1]
INSIDE = "pinprick/cohort/native/built"
ZIG = (sys.executable, "-m", "ziglang", "cc")
FLAGS = (*library.FLAGS, "-fno-sanitize=undefined", "-s")


@dataclass(frozen=True, slots=True)
class System:
    """A system: what zig calls it, the tag of its wheels, the end of a library's name there, and the kinds
    of processor with what zig calls each."""

    zig: str
    tag: str
    suffix: str
    kinds: dict[str, str]


_X86 = {library.PORTABLE: "x86_64", "x86-64-v3": "x86_64_v3", "x86-64-v4": "x86_64_v4"}
SYSTEMS = (
    System("x86_64-linux-gnu.2.17", "manylinux2014_x86_64", ".so", _X86),
    System("aarch64-linux-gnu.2.17", "manylinux2014_aarch64", ".so", {library.PORTABLE: "generic"}),
    System("aarch64-macos.11.0", "macosx_11_0_arm64", ".dylib", {library.PORTABLE: "apple_m1"}),
    System("x86_64-macos.11.0", "macosx_11_0_x86_64", ".dylib", _X86),
    System("x86_64-windows-gnu", "win_amd64", ".dll", _X86),
)


def main() -> None:
    """Write the kernels into build/kernels, and of each wheel in dist/ one for each system; exit with
    status 1 when one could not be made."""
    if not is_there():
        sys.exit("The package ziglang is not installed here: pip install ziglang")
    failed = 0
    for system in SYSTEMS:
        made = kernels(system, ROOT / "build" / "kernels" / system.tag)
        failed += len(made) < len(system.kinds)
        print(f"{system.tag}: {', '.join(path.name for path in made) or 'not made'}")
        for wheel in sorted((ROOT / "dist").glob("pinprick-*-py3-none-any.whl")):
            if len(made) == len(system.kinds):
                print(f"  {with_kernels(wheel, system, made).name}")
    sys.exit(1 if failed else 0)


def is_there() -> bool:
    """Whether the compiler is installed."""
    with tempfile.TemporaryDirectory() as folder:
        return library.compiled((*ZIG, "-fPIC"), Path(folder) / "kernel", FLAGS)


def kernels(system: System, folder: Path) -> tuple[Path, ...]:
    """Compile the kernels of a system into a folder; those that could be."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for kind, processor in system.kinds.items():
        path = folder / library.file_of(kind, system.suffix)
        target = ("-target", system.zig, f"-mcpu={processor}")
        if path.exists() or library.compiled((*ZIG, *target), path, FLAGS):
            made.append(path)
    return tuple(made)


def to_wasm(into: Path) -> bool:
    """Compile the kernel to WebAssembly; whether it could be."""
    names = ("kernel_run", "kernel_layout", "kernel_workspace", "kernel_source", "__heap_base")
    flags = [flag for flag in FLAGS if flag not in ("-shared", "-fvisibility=hidden")]
    target = ("-target", "wasm32-wasi", "-mexec-model=reactor", "-msimd128")
    return library.compiled((*ZIG, *target, *(f"-Wl,--export={n}" for n in names)), into, flags)


def with_kernels(wheel: Path, system: System, kernels: tuple[Path, ...]) -> Path:
    """The wheel of all systems with the kernels of one in it, under that one's tag."""
    path = wheel.with_name(wheel.name.replace("-any.whl", f"-{system.tag}.whl"))
    with zipfile.ZipFile(wheel) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        files = {info.filename: old.read(info) for info in old.infolist() if not info.is_dir()}
        files |= {f"{INSIDE}/{one.name}": one.read_bytes() for one in kernels}
        ours = next(name for name in files if name.endswith(".dist-info/WHEEL"))
        tagged = files[ours].replace(b"Tag: py3-none-any", f"Tag: py3-none-{system.tag}".encode())
        files[ours] = tagged.replace(b"Root-Is-Purelib: true", b"Root-Is-Purelib: false")
        record = ours.replace("WHEEL", "RECORD")
        files[record] = _record(files, record)
        for name, content in files.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            new.writestr(info, content, zipfile.ZIP_DEFLATED)
    return path


def _record(files: dict[str, bytes], record: str) -> bytes:
    """The list of the files of a wheel with their hashes, in which its own stands without one."""
    rows = []
    for name, content in files.items():
        if name != record:
            digest = (
                base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            )
            rows.append(f"{name},sha256={digest},{len(content)}\n")
    return "".join([*rows, f"{record},,\n"]).encode()


if __name__ == "__main__":
    main()
