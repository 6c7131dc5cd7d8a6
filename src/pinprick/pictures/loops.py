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


def printed(name: str, number: int) -> str:
    """A still with its colours in itself, for paper: there is no style sheet beside it."""
    head, _, rest = still(name, number).partition(">")
    return f'{head} color="{_LINE}"><style>{_STYLE}</style>{rest}'


_LINE, _WRAP, _AXON, _SPARK, _HURT = "#444444", "#cfa050", "#7a4700", "#0f7f8c", "#a3211c"
_DRAWN = {
    ".skin,.bone": f"fill:#fff;stroke:{_LINE}",
    ".thing": f"fill:#eef4f4;stroke:{_LINE}",
    ".axon": f"stroke:{_AXON};stroke-width:1.5",
    ".wrap": f"stroke:{_WRAP};stroke-width:6",
    ".wrap.thick": "stroke-width:10",
    ".wrap.thin": "stroke-width:3.2",
    ".wrap.hurt": f"stroke:{_HURT};stroke-width:3.6",
    ".axon.hurt": f"stroke:{_HURT};stroke-dasharray:1 4",
    ".axon.bare": f"stroke:{_HURT};stroke-width:1.8",
    ".lost": f"fill:none;stroke:{_HURT};stroke-width:1.6;stroke-dasharray:2 4",
    ".numb": f"fill:{_HURT};fill-opacity:.17;stroke:none",
    ".seems": f"fill:{_HURT};fill-opacity:.2;stroke:none",
    ".fires": f"fill:{_HURT};fill-opacity:.28;stroke:none",
    ".sore": f"fill:{_HURT};fill-opacity:.22;stroke:{_HURT}",
    ".spark": f"fill:{_SPARK};stroke:#fff;stroke-width:.8",
    ".felt,.touch": f"fill:{_SPARK};fill-opacity:.24;stroke:none",
}
"""The colours of frontend/_drawings.scss as they are printed."""
_STYLE = "".join(f"{what}{{{how}}}" for what, how in _DRAWN.items())
