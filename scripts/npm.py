"""What others publish on npm and tests need: brought once, into `.tools/`, and never committed."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

TOOLS = Path(__file__).parents[1] / ".tools"
_SECONDS = 300


class Unavailable(Exception):
    """It could not be had; the message says why, and the cure."""


def kept(folder: Path, fill: Callable[[Path], None]) -> Path:
    """The folder, which `fill` fills where it is not there yet: whole, or not at all."""
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
        ready = Path(beside) / "ready"
        ready.mkdir()
        fill(ready)
        if not folder.is_dir():  # somebody else may have been quicker
            ready.rename(folder)
    return folder


def run(name: str, within: Path, *words: str) -> None:
    """Runs npm in a folder to bring what has that name; no script of a package runs.

    Raises:
        Unavailable: no npm or node, no way to the package, or not the one that was asked for.
    """
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise Unavailable(
            f"{name} cannot be fetched without npm and node. "
            "Install them (Debian: apt-get install npm; `make develop` as root does it)."
        )
    call = [npm, *words, "--ignore-scripts"]
    again = "Try again once the npm registry is reached."
    try:
        done = subprocess.run(
            call, cwd=within, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Unavailable(f"npm did not bring {name} in {_SECONDS} seconds. {again}") from None
    if done.returncode:
        said = (done.stderr or done.stdout).strip()[-400:]
        raise Unavailable(f"npm could not bring {name}: {said or 'it gave no reason'}. {again}")


def tell(fetch: Callable[[], Path]) -> None:
    """Prints where it is once it is there.

    Raises:
        SystemExit: when it cannot be had.
    """
    try:
        print(fetch())
    except Unavailable as why:
        sys.exit(str(why))
