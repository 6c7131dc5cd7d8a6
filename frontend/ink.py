"""Lines on paper: parts that cover each other, arrows, and the SVG they become.

Nothing is filled, so that a drawing lies on paper of any colour; what a nearer part covers is cut out of the lines
behind it.
"""

import cmath
import math
from dataclasses import dataclass
from itertools import groupby, pairwise

from curves import Curve, curve

STEPS = 16
"""Into how many pieces a cubic is cut to find what is covered."""


@dataclass(frozen=True)
class Part:
    """What is drawn together: its lines, the closed curve that covers what was drawn before, and a faint tone."""

    lines: tuple[Curve, ...]
    cover: Curve | None = None
    width: float = 3
    tone: float = 0
    dashed: bool = False
    hides: bool = True


def solid(outline, *lines, tone=0):
    """A part that is its own cover."""
    return Part((outline, *lines), outline, tone=tone)


def detail(*texts):
    """Thin lines within a part."""
    return Part(tuple(one if isinstance(one, Curve) else curve(one) for one in texts), width=2)


def ghost(*lines):
    """Where something has been or will be."""
    return Part(tuple(lines), width=2, dashed=True)


def paint(parts):
    """The elements of parts that lie one upon the other, the farthest first."""
    out = []
    for place, part in enumerate(parts):
        covers = [polygon(later.cover) for later in parts[place + 1 :] if later.cover and later.hides]
        if part.tone:
            out.append(
                f'<path fill="currentColor" fill-opacity="{part.tone:g}" stroke="none" d="{shape(part.cover)}"/>'
            )
        pieces = list(part.lines)
        for cover in covers:
            pieces = [piece for line in pieces for piece in outside(line, cover)]
        if pieces:
            more = f' stroke-width="{part.width:g}"' if part.width != 3 else ""
            more += ' stroke-dasharray="1 6"' if part.dashed else ""
            out.append(f'<path{more} d="{"".join(shape(piece) for piece in pieces)}"/>')
    return out


def shape(line):
    """The path of a curve, closed where it ends at its start."""
    return line.path(abs(line.segments[0][0] - line.segments[-1][3]) < 0.05)


def moves(kind, elements):
    """What moves when the drawing is played."""
    return [f'<g class="moves {kind}">', *elements, "</g>"]


def outside(line, area):
    """The pieces of a curve that lie outside a polygon."""
    flags = [
        (number, step, within(point(segment, (step + 0.5) / STEPS), area))
        for number, segment in enumerate(line.segments)
        for step in range(STEPS)
    ]
    if not any(inside for *_, inside in flags):
        return [line]
    pieces = []
    for inside, run in groupby(flags, key=lambda flag: flag[2]):
        if inside:
            continue
        kept = [(number, [step for _, step, _ in steps]) for number, steps in groupby(run, key=lambda flag: flag[0])]
        pieces.append(Curve([cut(line.segments[n], steps[0] / STEPS, (steps[-1] + 1) / STEPS) for n, steps in kept]))
    return [piece for piece in pieces if length(piece) > 1.5]


def length(line):
    """About how long a curve is."""
    return sum(abs(segment[3] - segment[0]) for segment in line.segments)


def point(segment, t):
    a, b, c, d = segment
    s = 1 - t
    return s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d


def cut(segment, low, high):
    """The piece of a cubic between two of its parameters."""
    if (low, high) == (0, 1):
        return segment
    third = (high - low) / 3
    start, end = point(segment, low), point(segment, high)
    return start, start + third * slope(segment, low), end - third * slope(segment, high), end


def slope(segment, t):
    a, b, c, d = segment
    s = 1 - t
    return 3 * (s * s * (b - a) + 2 * s * t * (c - b) + t * t * (d - c))


def polygon(line):
    return [point(segment, step / 8) for segment in line.segments for step in range(8)]


def within(z, area):
    """Whether a point lies within a polygon."""
    inside = False
    for a, b in zip(area, area[1:] + area[:1], strict=True):
        if (a.imag > z.imag) != (b.imag > z.imag):
            inside ^= z.real < a.real + (b.real - a.real) * (z.imag - a.imag) / (b.imag - a.imag)
    return inside


# ---------------------------------------------------------------- arrows
def arrow(line, both=False, size=8):
    """A curve with an open head at its end, or at both ends."""
    heads = [head(line.segments[-1], size)] + ([head((-line).segments[-1], size)] if both else [])
    return Part((line, *heads))


def head(segment, size):
    *_, before, end = segment
    back = (before - end) / abs(before - end) * size
    return curve((end + back * cmath.rect(1, 0.6), ""), (end, "*"), (end + back * cmath.rect(1, -0.6), ""))


def arc(centre, radii, start, turn):
    """A piece of an ellipse from an angle onwards, in degrees, clockwise when `turn` is positive."""
    steps = max(2, round(abs(turn) / 30))
    angles = [math.radians(start + turn * step / steps) for step in range(steps + 1)]
    return curve(*((centre + complex(radii[0] * math.cos(a), radii[1] * math.sin(a)), "") for a in angles))


def straight(*points):
    """Straight lines from point to point."""
    return curve(*((z, "*") for z in points))


def box(low, high, corner):
    """A rectangle with round corners, from one corner to the opposite one."""
    a, b, r = low, high, corner
    x, y = complex(r), complex(0, r)
    corners = (
        (a, y, x), (complex(b.real, a.imag), -x, y), (b, -y, -x), (complex(a.real, b.imag), x, -y)
    )  # fmt: skip
    sides = []
    for at, before, after in corners:
        sides.append((at + before, "*"))
        sides.append((at + 0.29 * (before + after), ""))
        sides.append((at + after, "*"))
    return curve(*sides, "z")


def circle(centre, radius):
    """A circle, out of four cubics."""
    ends = [radius * 1j**k for k in range(5)]
    return Curve([tuple(centre + z for z in (a, a + 0.5523j * a, b - 0.5523j * b, b)) for a, b in pairwise(ends)])


def placed(line, at, turn=0.0, size=1.0):
    """A curve moved to a place, turned clockwise by degrees about its origin, and scaled."""
    return line.map(lambda z: at + z * cmath.rect(size, math.radians(turn)))
