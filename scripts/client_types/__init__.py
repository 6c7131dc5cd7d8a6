"""Fetches openapi-typescript, with which others make a client's types from our description; it is not ours.

`python -m scripts.client_types` brings the versions that `package-lock.json` names, each held against its hash by
npm, into `.tools/`. They are not committed: they have 44 MB. To take newer ones, change `package.json` and run
`npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved` in this folder."""

import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path

PINS = tuple(Path(__file__).parent / name for name in ("package.json", "package-lock.json"))
TOOLS = Path(__file__).parents[2] / ".tools"
GENERATOR, COMPILER = (
    "node_modules/openapi-typescript/bin/cli.js",
    "node_modules/typescript/bin/tsc",
)
"""What node runs, within the folder that is fetched."""
_SECONDS = 300


class Unavailable(Exception):
    """They could not be had; the message says why, and the cure."""


def fetched(tools: Path = TOOLS, pins: tuple[Path, ...] = PINS) -> Path:
    """The folder that holds GENERATOR and COMPILER; fetched where it is not there yet.

    Raises:
        Unavailable: no npm or node, no way to the packages, or one that is not what the lock names.
    """
    digest = hashlib.sha256(b"".join(pin.read_bytes() for pin in pins)).hexdigest()[:12]
    folder = tools / f"client-types-{digest}"
    if folder.is_dir():
        return folder
    tools.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=tools) as beside:
        ready = Path(beside) / "ready"
        ready.mkdir()
        for pin in pins:
            shutil.copy(pin, ready)
        _install(ready)
        if not folder.is_dir():  # somebody else may have been quicker
            ready.rename(folder)
    return folder


def _install(into: Path) -> None:
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise Unavailable(
            "openapi-typescript cannot be fetched and run without npm and node. "
            "Install them (Debian: apt-get install npm; `make develop` as root does it)."
        )
    call = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    try:
        done = subprocess.run(
            call, cwd=into, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Unavailable(
            f"npm did not bring openapi-typescript in {_SECONDS} seconds. Is the npm registry reached?"
        ) from None
    if done.returncode:
        said = (done.stderr or done.stdout).strip()[-400:]
        raise Unavailable(
            f"npm could not bring openapi-typescript: {said or 'it gave no reason'} "
            "(`python -m scripts.client_types` tries again, once the npm registry is reached)"
        )
