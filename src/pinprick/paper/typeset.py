"""PDF by typst: one of our templates filled with plain data, which never becomes code of the
template."""

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from pinprick.extras import needed

if TYPE_CHECKING:
    from typst import Fonts

_TEMPLATES = Path(__file__).parent
_SHARED = "marks"
FONTS = Path(__file__).parent / "fonts"
"""Our fonts for what those of typst do not have: Han characters (`scripts/fonts.py`)."""
HAN = "pinprick Han"
"""How the font with Han characters is called; marks.typ asks for it."""
BOLD, PALE = "\ue000", "\ue001"
"""The marks before and after words that a template prints bold or paler (marks.typ), which no text
of the knowledge base has."""
_NOT_SHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
"""What typst says of each run of characters that no font has, as Rust writes a text."""
_ESCAPED = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")


class NotShown(ValueError):
    """No font has some characters, which stand in `characters`; nothing is printed without them."""

    def __init__(self, characters: frozenset[str]) -> None:
        self.characters = characters
        named = ", ".join(f"{one} (U+{ord(one):04X})" for one in sorted(characters))
        super().__init__(
            f"no font has {named}: install one that has, such as Noto Sans; where pinprick itself "
            "says it, make its fonts anew (python -m scripts.fonts)"
        )


def bold(words: str) -> str:
    """Words that are printed bold."""
    return f"{BOLD}{words}{BOLD}"


def pdf(template: str, content: dict[str, Any]) -> bytes:
    """A template, by its name without ending, as a tagged PDF (PDF/UA-1).

    Raises:
        NotShown: where a character is in none of the fonts of typst, of ours and of the machine.
    """
    with needed("paper"):
        import typst  # a large library, needed only here

    inputs = {"data": msgspec.json.encode(content).decode()}
    # A root is named since the folder that a server was started in may be gone by now.
    root: Any = _TEMPLATES
    try:
        made = typst.compile(
            _source(template),
            root=root,
            font_paths=_fonts(),
            sys_inputs=inputs,
            pdf_standards=["ua-1"],
        )
    except typst.TypstError as error:
        missing = _NOT_SHOWN.findall(error.diagnostic)
        if not missing:
            raise
        raise NotShown(frozenset("".join(map(_read, missing)))) from None
    assert isinstance(made, bytes)
    return made


def _read(written: str) -> str:
    """A text that Rust wrote with its escapes."""
    return _ESCAPED.sub(lambda one: chr(int(one[1], 16)) if one[1] else one[2], written)


@functools.cache
def _fonts() -> "Fonts":
    """Those of typst and ours, by whose names a template asks; those of the machine come after."""
    with needed("paper"):
        from typst import Fonts

    return Fonts(font_paths=[FONTS])


@functools.cache
def _source(template: str) -> bytes:
    return b"".join((_TEMPLATES / f"{name}.typ").read_bytes() for name in (_SHARED, template))
