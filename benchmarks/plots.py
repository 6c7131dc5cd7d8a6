"""Plots as plain SVG on a ground of their own, so that they can be read on a light page and on a dark
one. Only numbers differ from one run to the next."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import log

GROUND, INK, FAINT = "#fbfaf6", "#222222", "#8a8a86"
COLOURS = ("#0060a0", "#b84a00", "#00785a", "#a04a86", "#7a5c00", "#444444")
"""Dark enough on the ground, and told apart by people who do not see red and green apart."""
WIDTH, ROW = 720, 24
_LEFT, _RIGHT, _TOP = 250, 90, 64


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a length, named before it, and what stands behind it; `colour` is an index."""

    name: str
    value: float
    told: str
    colour: int = 0


def bars(title: str, rows: Sequence[Bar], line: float, line_name: str) -> str:
    """Bars below each other, from 0 on, with a line across them all at a value that has a name."""
    room, height = WIDTH - _LEFT - _RIGHT, _TOP + ROW * len(rows) + 12
    most = max(line, *(row.value for row in rows)) * 1.02
    at = _LEFT + room * line / most
    parts = [
        _text(at, _TOP - 12, line_name, "middle", INK),
        f'<path d="M{at:.1f} {_TOP - 6}V{height - 8}" stroke="{INK}" stroke-dasharray="4 3"/>',
    ]
    for number, row in enumerate(rows):
        y, length = _TOP + ROW * number, room * row.value / most
        size = f'x="{_LEFT}" y="{y}" width="{max(length, 1):.1f}" height="{ROW - 8}"'
        parts += [
            f'<rect {size} fill="{COLOURS[row.colour]}"/>',
            _text(_LEFT - 8, y + 12, row.name, "end", INK),
            _text(_LEFT + length + 6, y + 12, row.told, "start", INK),
        ]
    return _drawing(title, height, parts)


def lines(title: str, axis: str, at: Sequence[int], curves: Mapping[str, Sequence[float]]) -> str:
    """Curves over `at`, both axes as logarithms, each named at its end; a dashed line grows as the
    axis does."""
    left, top, room, height = 60, 52, 420, 420
    most = max(max(at), *(max(curve) for curve in curves.values()))
    least = min(1.0, *(min(curve) for curve in curves.values()))

    def x(value: float) -> float:
        return left + room * log(value) / log(max(at))

    def y(value: float) -> float:
        return top + (height - top - 56) * log(most / value) / log(most / least)

    ticks = [value for value in (1, 3, 10, 30, 100) if value <= most]
    parts = [
        f'<path d="M{left} {y(value):.1f}H{left + room}" stroke="#dddad2"/>'
        + _text(left - 8, y(value) + 4, f"{value} ×", "end", INK)
        for value in ticks
    ]
    parts += [_text(x(value), y(least) + 20, f"{value} ×", "middle", INK) for value in at]
    parts.append(_text(left + room / 2, height - 14, axis, "middle", INK))
    parts.append(_curve([(x(value), y(value)) for value in at], FAINT, ' stroke-dasharray="5 4"'))
    ends = [("as many times", float(max(at)), FAINT)]
    for (name, curve), colour in zip(curves.items(), COLOURS, strict=False):
        parts.append(_curve([(x(a), y(b)) for a, b in zip(at, curve, strict=True)], colour, ""))
        ends.append((f"{name}, {curve[-1]:.1f} ×", curve[-1], colour))
    heights = _apart([(y(value), name, colour) for name, value, colour in ends])
    parts += [_text(left + room + 10, place + 4, *rest) for place, *rest in heights]
    return _drawing(title, height, parts)


def _apart(ends: list[tuple[float, str, str]]) -> Iterator[tuple[float, str, str, str]]:
    """Names at their heights, moved down where they would lie over each other."""
    free = 0.0
    for place, name, colour in sorted(ends):
        free = max(place, free)
        yield free, name, "start", colour
        free += 17


def _curve(points: list[tuple[float, float]], colour: str, more: str) -> str:
    told = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points)
    line = f'<polyline points="{told}" fill="none" stroke="{colour}" stroke-width="2"{more}/>'
    return line + ("" if more else dots)


def _text(x: float, y: float, words: str, anchor: str, colour: str) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}"'
    return f"<text {place}>{escape(words)}</text>"


def _drawing(title: str, height: float, parts: Sequence[str]) -> str:
    size = f'viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" height="{height:.0f}"'
    ground = f'<rect width="100%" height="100%" rx="8" fill="{GROUND}"/>'
    name = (
        f'<text x="20" y="28" font-size="15" font-weight="bold" fill="{INK}">{escape(title)}</text>'
    )
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="sans-serif" font-size="13">'
    return "\n".join([head, f"<title>{escape(title)}</title>", ground, name, *parts, "</svg>", ""])
