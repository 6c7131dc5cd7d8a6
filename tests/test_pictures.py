"""The pictures of the README: there in light and dark, small, and each told in words."""

import re

import pytest

from scripts.pictures import FOLDER, MOST, SCHEMES
from tests.house.files import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
SHOWN = sorted(set(re.findall(r"docs/pictures/(\w+)-light\.png", README)))


def test_the_readme_shows_the_map_the_card_and_the_emergency() -> None:
    assert SHOWN == ["card", "emergency", "map"]
    assert {path.name for path in FOLDER.iterdir()} == {f"{one}-{scheme}.png" for one in SHOWN for scheme in SCHEMES}
    alts = re.findall(r'<img src="docs/pictures/[^>]* alt="([^"]*)"', README)
    assert len(set(alts)) == len(SHOWN)
    assert all(alts)


def chunks(content: bytes) -> list[str]:
    """The kinds of the parts of a PNG."""
    kinds, at = [], len(b"\x89PNG\r\n\x1a\n")
    while at < len(content):
        kinds.append(content[at + 4 : at + 8].decode("ascii"))
        at += 12 + int.from_bytes(content[at : at + 4], "big")
    return kinds


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", SHOWN)
def test_a_picture_is_small_and_stands_in_its_scheme(name: str, scheme: str) -> None:
    content = (FOLDER / f"{name}-{scheme}.png").read_bytes()
    assert content.startswith(b"\x89PNG")
    assert len(content) < MOST
    assert set(chunks(content)) <= {"IHDR", "sRGB", "sBIT", "pHYs", "IDAT", "IEND"}, "pixels, and no words"
    dark = f'media="(prefers-color-scheme: dark)" srcset="docs/pictures/{name}-dark.png"'
    assert dark in README
