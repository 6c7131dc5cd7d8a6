"""Fetches LHC-Forms, which renders FHIR questionnaires and is not ours: a test fills it in as a person does.

`python -m scripts.lforms` brings the one version that is named here by `npm pack` into `.tools/`, holds it against
its hash, and unpacks the few files that a page needs. It is not committed: it has 13 MB, and terms of its own."""

import base64
import hashlib
import tarfile
from pathlib import Path

from scripts import npm

NAME, VERSION = "lforms", "40.1.3"
SHA512 = "WLruTm+BcVnafC0rSAQ3/cNqhxvclBUxyBG68aub/uha2NaK9H8ZZcEXTTuORuGzzCt0wa7fvhuieZtcDIdPzQ=="
"""Of the archive, in base64, as the registry names it under `dist.integrity`."""
FOLDER = npm.TOOLS / f"{NAME}-{VERSION}"
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


def fetched(folder: Path = FOLDER) -> Path:
    """The folder that holds STYLES and SCRIPTS; fetched where it is not there yet.

    Raises:
        npm.Unavailable: no npm or node, no way to the package, or not the package that was looked at.
    """
    return npm.kept(folder, _fill)


def _fill(into: Path) -> None:
    npm.run(f"{NAME} {VERSION}", into, "pack", f"{NAME}@{VERSION}", "--silent")
    (archive,) = into.glob("*.tgz")
    _unpack(checked(archive), into)
    archive.unlink()


def checked(archive: Path) -> Path:
    """The archive, when it is the one that was looked at.

    Raises:
        npm.Unavailable: its hash is another.
    """
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if digest != SHA512:
        raise npm.Unavailable(f"{NAME} {VERSION} is not the archive that was looked at: {digest}")
    return archive


def _unpack(archive: Path, into: Path) -> None:
    with tarfile.open(archive) as packed:
        for name in (STYLES, *SCRIPTS, *PICTURES):
            held = packed.extractfile(f"{_WITHIN}{name}")
            assert held is not None, f"the hash was right, so {name} is a file"
            path = into / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(held.read())


if __name__ == "__main__":
    npm.tell(fetched)
