"""What goes wrong in a nerve, drawn: as a picture that moves for six seconds, and as three stills."""

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "loops"
STILLS = (1, 2, 3)


@cache
def moving(name: str) -> str:
    """The SVG that moves, by the name of its mechanism; it is still until a script plays it."""
    return (_FOLDER / f"{name}.svg").read_text(encoding="utf-8")


@cache
def still(name: str, number: int) -> str:
    """One of the three stills of a mechanism, counted from 1."""
    return (_FOLDER / f"{name}-{number}.svg").read_text(encoding="utf-8")


def names() -> frozenset[str]:
    """The mechanisms that are drawn."""
    return frozenset(path.stem for path in _FOLDER.glob("*[a-z].svg"))
