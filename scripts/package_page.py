"""Writes docs/package.md, the page of a package index: README.md without what leads to a file beside
it, which leads nowhere there. The project has no public address that links could go to."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "package.md"
_PICTURE = re.compile(r"^<picture>.*</picture>\n+", flags=re.MULTILINE)
_FIGURES = re.compile(r"^<!-- .* -->\n", flags=re.MULTILINE)
_LINK = re.compile(r"\[([^\]]+)\]\((?!https?:|#)([^)]+)\)")


def without_files(text: str) -> str:
    """A page whose links to files are their words; pictures, and marks for figures, are left out."""
    text = _FIGURES.sub("", _PICTURE.sub("", text))
    return _LINK.sub(lambda link: _words(link.group(1), link.group(2)), text)


def _words(words: str, target: str) -> str:
    """What stands for a link: a path as code, other words as they are."""
    is_path = words == target or words.endswith((".md", "/"))
    return f"`{words}`" if is_path else words


if __name__ == "__main__":
    PAGE.write_text(without_files((ROOT / "README.md").read_text(encoding="utf-8")), "utf-8")
