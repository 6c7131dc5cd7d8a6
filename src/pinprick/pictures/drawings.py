"""The drawings of steps, each an SVG that can stand in a page."""

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "drawings"


@cache
def drawing(name: str) -> str:
    """The SVG of a drawing, by its name."""
    return (_FOLDER / f"{name}.svg").read_text(encoding="utf-8")


def names() -> frozenset[str]:
    """The names of all drawings."""
    return frozenset(path.stem for path in _FOLDER.glob("*.svg"))
