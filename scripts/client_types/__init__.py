"""Fetches openapi-typescript, with which others make a client's types from our description; it is not ours.

`python -m scripts.client_types` brings the versions that `package-lock.json` names, each held against its hash by
npm, into `.tools/`. They are not committed: they have 44 MB. To take newer ones, change `package.json` and run
`npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved` in this folder."""

import hashlib
import shutil
from pathlib import Path

from scripts import npm

PINS = tuple(Path(__file__).parent / name for name in ("package.json", "package-lock.json"))
GENERATOR, COMPILER = (
    "node_modules/openapi-typescript/bin/cli.js",
    "node_modules/typescript/bin/tsc",
)
"""What node runs, within the folder that is fetched."""


def fetched(tools: Path = npm.TOOLS, pins: tuple[Path, ...] = PINS) -> Path:
    """The folder that holds GENERATOR and COMPILER; fetched where it is not there yet.

    Raises:
        npm.Unavailable: no npm or node, no way to the packages, or one that is not what the lock names.
    """
    digest = hashlib.sha256(b"".join(pin.read_bytes() for pin in pins)).hexdigest()[:12]

    def fill(into: Path) -> None:
        for pin in pins:
            shutil.copy(pin, into)
        npm.run("openapi-typescript", into, "ci", "--no-audit", "--no-fund")

    return npm.kept(tools / f"client-types-{digest}", fill)
