"""PDF by typst: one of our templates filled with plain data, which never becomes code of the
template."""

import functools
from pathlib import Path
from typing import Any

import msgspec

from pinprick.extras import needed

_TEMPLATES = Path(__file__).parent
_SHARED = "marks"
BOLD, PALE = "\ue000", "\ue001"
"""The marks before and after words that a template prints bold or paler (marks.typ), which no text
of the knowledge base has."""


def bold(words: str) -> str:
    """Words that are printed bold."""
    return f"{BOLD}{words}{BOLD}"


def pdf(template: str, content: dict[str, Any]) -> bytes:
    """A template, by its name without ending, as a tagged PDF (PDF/UA-1)."""
    with needed("paper"):
        import typst  # a large library, needed only here

    inputs = {"data": msgspec.json.encode(content).decode()}
    # A root is named since the folder that a server was started in may be gone by now.
    root: Any = _TEMPLATES
    made = typst.compile(_source(template), root=root, sys_inputs=inputs, pdf_standards=["ua-1"])
    assert isinstance(made, bytes)
    return made


@functools.cache
def _source(template: str) -> bytes:
    return b"".join((_TEMPLATES / f"{name}.typ").read_bytes() for name in (_SHARED, template))
