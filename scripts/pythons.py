"""`make pythons`: install the locked packages and the wheel for every Python that pinprick names and this machine has,
and assess a case with each, any warning of ours being an error."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
NAMED = ("3.11", "3.12", "3.13", "3.14")
CASE = ROOT / "src" / "pinprick" / "knowledge_base" / "cases" / "after-nap.yaml"
TRIED = (
    ("case", str(CASE)),
    ("check",),
    ("guide", "nap-numbness", "--format", "pdf", "--output", os.devnull),
    ("understand", "my left foot is numb since Tuesday"),
)


def main() -> None:
    """Say of each what became of it; exit with status 1 when one fails or none is there."""
    with tempfile.TemporaryDirectory() as folder:
        wheel = built(Path(folder))
        told = {version: tried(version, wheel, Path(folder)) for version in NAMED}
    for version, what in told.items():
        print(f"Python {version}: {what}")
    sys.exit(0 if {"works"} <= set(told.values()) <= {"works", "is not on this machine"} else 1)


def built(folder: Path) -> Path:
    """The wheel of what stands here."""
    run(
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--wheel-dir",
        str(folder),
        str(ROOT),
    )
    (wheel,) = folder.glob("*.whl")
    return wheel


def tried(version: str, wheel: Path, folder: Path) -> str:
    """What became of one Python."""
    python = shutil.which(f"python{version}")
    if (
        python is None
        or subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode
    ):
        return "is not on this machine"
    place = folder / version
    try:
        run(python, "-m", "venv", str(place))
        pip = (str(place / "bin" / "python"), "-m", "pip", "install", "--quiet")
        run(*pip, "--require-hashes", "--requirement", str(ROOT / "requirements.lock"))
        run(*pip, "--no-deps", str(wheel))
        for arguments in TRIED:
            run(str(place / "bin" / "python"), "-W", "error", "-m", "pinprick", *arguments)
    except subprocess.CalledProcessError as error:
        return f"fails: {error.stderr.decode(errors='replace').strip().splitlines()[-1:]}"
    return "works"


def run(*call: str) -> None:
    """Run a command quietly, in an environment that names no code of ours."""
    bare = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    tools = f"{Path(sys.executable).parent}{os.pathsep}{bare['PATH']}"
    home = bare | {"PATH": tools, "XDG_CACHE_HOME": tempfile.gettempdir()}
    subprocess.run(call, check=True, capture_output=True, env=home, cwd=tempfile.gettempdir())


if __name__ == "__main__":
    main()
