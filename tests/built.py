"""The documentation site, built once for all tests that look at it, and what its pages hold."""

from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from scripts import site

LOADING = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "iframe": ("src",),
    "link": ("href",),
    "form": ("action",),
    "object": ("data",),
}
"""Attributes by which a page asks for something as soon as it is shown."""
_REL_ONLY_TOLD = {"canonical", "prev", "next"}


class Page(HTMLParser):
    """A built page: its anchors, where its links lead, and what it loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = {""}
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take what one element says."""
        told = {name: value or "" for name, value in attrs}
        self.anchors |= {told[name] for name in ("id", "name") if name in told}
        if tag == "a" and "href" in told:
            self.links.append(told["href"])
        if told.get("rel") not in _REL_ONLY_TOLD:
            self.loads += [told[name] for name in LOADING.get(tag, ()) if name in told]


def pages(folder: Path) -> dict[Path, Page]:
    """Every page of a built site."""
    found = sorted(folder.rglob("*.html"))
    return {path: Page(path.read_text(encoding="utf-8")) for path in found}


@cache
def built(folder: Path) -> Path:
    """The site, built in a folder."""
    return site.build(folder)


def elsewhere(address: str) -> bool:
    """Whether an address is of another site."""
    return bool(urlsplit(address).netloc)


def broken(folder: Path, read: dict[Path, Page]) -> Iterator[str]:
    """Links within the site that lead to no page, no file, or no place on a page."""
    for path, page in read.items():
        for link in (*page.links, *page.loads):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            to = _reached(folder, path, unquote(parts.path))
            if not to.is_file():
                yield f"{path.relative_to(folder)} leads to {link}: no such page"
            elif to in read and unquote(parts.fragment) not in read[to].anchors:
                yield f"{path.relative_to(folder)} leads to {link}: no such place there"


def _reached(folder: Path, path: Path, link: str) -> Path:
    base = folder if link.startswith("/") else path.parent
    to = (base / link.lstrip("/")).resolve() if link else path
    return to / "index.html" if to.is_dir() else to
