"""Lines with our own marks, written as Markdown or as text for a terminal."""

import re
from collections.abc import Iterable, Iterator

from pinprick.words.lines import wrapped

WIDTH = 80
"""Columns of a line where nothing else is said."""
_STRONG, _EMPHASIS = "\ue000", "\ue001"
"""Our own marks while a page is put together, which no text of the knowledge base has."""
_SIGNS = re.compile(r"(https?://\S+)|([\\*_`]|<(?!https?://))")
"""Addresses, which stay as they are; and what Markdown would read as a sign of its own."""


def strong(words: str) -> str:
    """Words that stand out."""
    return f"{_STRONG}{words}{_STRONG}"


def emphasis(words: str) -> str:
    """Words that are set apart."""
    return f"{_EMPHASIS}{words}{_EMPHASIS}"


def markdown(lines: Iterable[str]) -> str:
    """Lines as Markdown. What the knowledge base says is escaped, so that it is read as it is."""
    escaped = (_SIGNS.sub(_as_it_is, line) for line in lines)
    marked = "\n".join(escaped).replace(_STRONG, "**").replace(_EMPHASIS, "*").rstrip("\n")
    return f"{marked}\n"


def _as_it_is(found: re.Match[str]) -> str:
    address, sign = found.groups()
    return address or f"\\{sign}"


def plain(lines: Iterable[str], columns: int = WIDTH) -> str:
    """Lines as text for a terminal: without their marks, in lines of at most so many columns."""
    laid = (line for raw in lines for line in _plain_line(raw, columns))
    return "\n".join(laid).rstrip("\n") + "\n"


def _plain_line(raw: str, columns: int) -> Iterator[str]:
    line = raw.replace(_STRONG, "").replace(_EMPHASIS, "")
    if line.startswith("#"):
        words = line.lstrip("# ")
        line = words if line.startswith("###") else words.upper()
    start, _, rest = line.partition(". ")
    numbered = start.isdigit() and rest
    hang = len(start) + 2 if numbered else 2 if line.startswith(("- ", "  ")) else 0
    yield from wrapped(line, columns, " " * hang, "") or [""]
