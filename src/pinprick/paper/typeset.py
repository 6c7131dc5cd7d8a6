"""PDF by typst: one of our templates filled with plain data, which never becomes code of the
template."""

import functools
from pathlib import Path
from typing import Any

import msgspec

from pinprick.extras import needed

_TEMPLATES = Path(__file__).parent


def pdf(template: str, content: dict[str, Any]) -> bytes:
    """A template, by its name without ending, as a tagged PDF (PDF/UA-1)."""
    with needed("paper"):
        import typst  # a large library, needed only here

    inputs = {"data": msgspec.json.encode(content).decode()}
    made = typst.compile(_source(template), sys_inputs=inputs, pdf_standards=["ua-1"])
    assert isinstance(made, bytes)
    return made


@functools.cache
def _source(template: str) -> bytes:
    return (_TEMPLATES / f"{template}.typ").read_bytes()
