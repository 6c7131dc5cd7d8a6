"""The fonts with Chinese characters that PDFs are set in: `python -m scripts.fonts REGULAR BOLD`.

Makes them out of Noto Sans CJK (Debian's package `fonts-noto-cjk` has `NotoSansCJK-Regular.ttc` and
`NotoSansCJK-Bold.ttc`), into `src/pinprick/paper/fonts/`. The whole fonts have 35 MB; of these
the one has what people write their own words with, which is GB 2312 and the commoner half of it in
Traditional Chinese, the other what texts of ours are printed bold with. Characters that China, Taiwan
and Hong Kong draw otherwise have the form of China. Run it again when a test says that a character is
missing.

They bear a name of their own, so that they are never taken for the whole font where that is installed.
"""

import hashlib
import sys
from collections.abc import Iterable
from itertools import product
from pathlib import Path
from typing import Any

from babel.messages.mofile import read_mo
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection

from pinprick.knowledge.folder import FOLDER, SAID
from pinprick.paper.typeset import FONTS, HAN
from pinprick.words.catalogue import HERE as WORDS
from scripts import traditional
from scripts.traditional import REGIONS
from scripts.translation import forms

FACE = "Noto Sans CJK SC"
"""The face of the collection whose forms are those of mainland China."""
VERSION = "2.004"
SHA256 = {
    "Regular": "b76b0433203017ca80401b2ee0dd69350349871c4b19d504c34dbdd80541690a",
    "Bold": "faa5f3656a78b2e2d450d27fe8382c778bc2b6bb5ea29c986664a6a435056ceb",
}
"""Of the collections that were looked at, by style."""
CANTONESE = "㗎佢冚冧冇咁咗咩咪哋唔啱啲喎喺嗮嗰嘅嘞嘢噉噏噚嚟囉孭搵摱攞攰歎氹瞓睇脷諗"
_FAMILY, _UNIQUE, _FULL, _POSTSCRIPT = 1, 3, 4, 6
_KEPT = (0, 1, 2, 3, 4, 5, 6, 7, 13, 14)
"""Numbers of the table of names: those that stay, as copyright, trademark and licence are to be kept."""


def ours() -> set[str]:
    """Every character of every text of ours in any language, converted ones too."""
    files = (*FOLDER.rglob("*.yaml"), *FOLDER.rglob("*.po"), *WORDS.glob("*.po"))
    written = _characters(file for file in files if SAID not in file.parts)
    return written.union(*map(_compiled, (*FOLDER.glob("*.mo"), *WORDS.glob("*.mo"))))


def _compiled(path: Path) -> set[str]:
    with path.open("rb") as file:
        told = "".join(form for one in read_mo(file) if one.id for form in forms(one))
    return {one for one in told if one.isprintable()}


def said() -> set[str]:
    """Every character of the words that we know people to say."""
    return _characters((FOLDER / SAID).rglob("*.yaml"))


def _characters(files: Iterable[Path]) -> set[str]:
    return {one for file in files for one in file.read_text() if one.isprintable()}


def written() -> set[str]:
    """What people write themselves in Chinese: GB 2312, which has 6763 Han characters, the commoner
    3755 of them as Taiwan and Hong Kong have them, and what Cantonese needs besides."""
    common = _gb2312(0xB0, 0xD8)
    told = (traditional.converted(one, region) for one in common for region in REGIONS)
    return {*_gb2312(0xA1, 0xF8), *CANTONESE, *"".join(told)}


def _gb2312(first: int, end: int) -> str:
    pairs = product(range(first, end), range(0xA1, 0xFF))
    return "".join(bytes(pair).decode("gb2312", errors="ignore") for pair in pairs)


def made(collection: Path, style: str, characters: set[str]) -> Any:
    """A font with no more than these characters."""
    content = collection.read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256[style]:
        sys.exit(f"{collection} is not the file that was looked at; compare, then record its hash")
    faces = TTCollection(str(collection), recalcTimestamp=False).fonts
    font = next(one for one in faces if one["name"].getDebugName(_FAMILY) == FACE)
    options = Options(
        layout_features=["ccmp", "kern", "locl"],
        hinting=False,
        name_IDs=_KEPT,
        notdef_outline=True,
        drop_tables=["BASE", "VORG", "vhea", "vmtx"],
    )
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(sorted(characters)))
    subsetter.subset(font)
    _rename(font, style)
    return font


def _rename(font: Any, style: str) -> None:
    named = {
        _FAMILY: HAN,
        _UNIQUE: f"{HAN} {style} of {FACE} {VERSION}",
        _FULL: f"{HAN} {style}",
        _POSTSCRIPT: f"{HAN.replace(' ', '')}-{style}",
    }
    for record in list(font["name"].names):
        if record.nameID in named:
            record.string = named[record.nameID]
    top = font["CFF "].cff
    top.fontNames = [named[_POSTSCRIPT]]
    top.topDictIndex[0].FullName, top.topDictIndex[0].FamilyName = named[_FULL], HAN


def main(regular: str, bold: str) -> None:
    """Write both fonts."""
    of_ours = ours()
    for file, style, characters in (
        (regular, "Regular", of_ours | said() | written()),
        (bold, "Bold", of_ours),
    ):
        path = FONTS / f"han-{style.lower()}.otf"
        made(Path(file), style, characters).save(path)
        print(f"{path.name}: {len(characters)} characters, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
