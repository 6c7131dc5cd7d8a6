"""Fetches LHC-Forms, which renders FHIR questionnaires and is not ours: a test fills it in as a person does.

`python -m scripts.lforms` brings the one version that is named here by `npm pack` into `.tools/`, holds it against
its hash, and unpacks the few files that a page needs. It is not committed: it has 13 MB, and terms of its own."""

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

NAME, VERSION = "lforms", "40.1.3"
SHA512 = "WLruTm+BcVnafC0rSAQ3/cNqhxvclBUxyBG68aub/uha2NaK9H8ZZcEXTTuORuGzzCt0wa7fvhuieZtcDIdPzQ=="
"""Of the archive, in base64, as the registry names it under `dist.integrity`."""
FOLDER = Path(__file__).parents[1] / ".tools" / f"{NAME}-{VERSION}"
STYLES = "webcomponent/styles.css"
SCRIPTS = (
    "webcomponent/assets/lib/zone.min.js",
    "webcomponent/lhc-forms.js",
    "fhir/R4/lformsFHIR.min.js",
)
"""In the order in which they have to be loaded; none is a module."""
PICTURES = ("webcomponent/down_arrow_gray_10_10.png", "webcomponent/magnifying_glass.png")
"""What the styles show."""
_WITHIN = "package/dist/lforms/"
_SECONDS = 300


class Unavailable(Exception):
    """It could not be had; the message says why, and the cure."""


def fetched(folder: Path = FOLDER) -> Path:
    """The folder that holds STYLES and SCRIPTS; fetched where it is not there yet.

    Raises:
        Unavailable: no npm, no way to the package, or not the package that was looked at.
    """
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
        content = checked(_packed(Path(beside)))
        ready = Path(beside) / "ready"
        _unpack(content, ready)
        if not folder.is_dir():  # somebody else may have been quicker
            ready.rename(folder)
    return folder


def _packed(into: Path) -> Path:
    """The archive as npm brings it."""
    npm = shutil.which("npm")
    if npm is None:
        raise Unavailable(
            f"LHC-Forms ({NAME} {VERSION}) cannot be fetched without npm. "
            "Install it (Debian: apt-get install npm; `make develop` as root does it)."
        )
    call = [npm, "pack", f"{NAME}@{VERSION}", "--silent", "--ignore-scripts"]
    try:
        done = subprocess.run(
            call, cwd=into, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Unavailable(f"npm did not bring {NAME} {VERSION} in {_SECONDS} seconds.") from None
    found = list(into.glob("*.tgz"))
    if done.returncode or not found:
        said = (done.stderr or done.stdout).strip()[-400:]
        raise Unavailable(f"npm could not bring {NAME} {VERSION}: {said or 'it gave no reason'}")
    return found[0]


def checked(archive: Path) -> Path:
    """The archive, when it is the one that was looked at.

    Raises:
        Unavailable: its hash is another.
    """
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if digest != SHA512:
        raise Unavailable(f"{NAME} {VERSION} is not the archive that was looked at: {digest}")
    return archive


def _unpack(archive: Path, into: Path) -> None:
    with tarfile.open(archive) as packed:
        for name in (STYLES, *SCRIPTS, *PICTURES):
            held = packed.extractfile(f"{_WITHIN}{name}")
            assert held is not None, f"the hash was right, so {name} is a file"
            path = into / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(held.read())


def main() -> None:
    """Fetch it.

    Raises:
        SystemExit: when it cannot be had.
    """
    try:
        print(fetched())
    except Unavailable as why:
        sys.exit(str(why))


if __name__ == "__main__":
    main()
