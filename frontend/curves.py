"""Curves through points: Hobby's splines (as in METAPOST), smooth through each point.

Points are complex numbers, y down.
"""

import cmath
import math
from itertools import pairwise


def hobby(z, closed=False):
    """Cubic segments (start, control, control, end) through the points z."""
    n = len(z) if closed else len(z) - 1
    if n == 1:
        return [(z[0], (2 * z[0] + z[1]) / 3, (z[0] + 2 * z[1]) / 3, z[1])]
    step = [z[(k + 1) % len(z)] - z[k] for k in range(n)]
    turn = [cmath.phase(step[k] / step[k - 1]) for k in range(n)]
    turn = turn + turn[:1] if closed else [0.0, *turn[1:], 0.0]
    size = n if closed else n + 1
    rows = [[0.0] * (size + 1) for _ in range(size)]
    for k in range(0 if closed else 1, n):
        before, after = 1 / abs(step[k - 1]), 1 / abs(step[k])
        rows[k][k - 1] += before
        rows[k][k] += 2 * before + 2 * after
        rows[k][(k + 1) % size] += after
        rows[k][size] = -2 * turn[k] * before - turn[k + 1] * after
    if not closed:
        rows[0][0] = rows[0][1] = rows[n][n - 1] = rows[n][n] = 1.0
        rows[0][size] = -turn[1]
    angle = solve(rows)
    segments = []
    for k in range(n):
        out, into = angle[k], -turn[k + 1] - angle[(k + 1) % size]
        a, b = z[k], z[(k + 1) % len(z)]
        segments.append(
            (a, a + step[k] * cmath.rect(reach(out, into), out), b - step[k] * cmath.rect(reach(into, out), -into), b)
        )
    return segments


def reach(a, b):
    """How far a control point lies along its chord: Hobby's formula."""
    sin_a, cos_a, sin_b, cos_b = math.sin(a), math.cos(a), math.sin(b), math.cos(b)
    top = 2 + math.sqrt(2) * (sin_a - sin_b / 16) * (sin_b - sin_a / 16) * (cos_a - cos_b)
    return top / (3 + 1.5 * (math.sqrt(5) - 1) * cos_a + 1.5 * (3 - math.sqrt(5)) * cos_b)


def solve(rows):
    """Gauss with pivots; the last column is the right side."""
    n = len(rows)
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for r in range(n):
            if r != i and rows[r][i]:
                factor = rows[r][i] / rows[i][i]
                rows[r] = [x - factor * y for x, y in zip(rows[r], rows[i], strict=True)]
    return [rows[i][n] / rows[i][i] for i in range(n)]


class Curve:
    """Cubic segments. -c turns it round, a + b joins end to start, c["a>b"] cuts it, c("a") is a named point."""

    def __init__(self, segments, names=()):
        self.segments, self.names = segments, dict(names)

    def __call__(self, name):
        return ([s[0] for s in self.segments] + [self.segments[-1][3]])[self.names[name]]

    def __getitem__(self, cut):
        a, b = (self.names[name] for name in cut.split(">"))
        return Curve(self.segments[a:b] if a < b else self.segments[a:] + self.segments[:b])

    def __neg__(self):
        return Curve([s[::-1] for s in reversed(self.segments)])

    def __add__(self, other):
        assert abs(self.segments[-1][3] - other.segments[0][0]) < 0.1, (self.segments[-1][3], other.segments[0][0])
        return Curve(self.segments + other.segments)

    def map(self, f):
        return Curve([tuple(f(z) for z in s) for s in self.segments], self.names)

    def path(self, closed):
        start, *_ = points = [[complex(round(z.real, 1), round(z.imag, 1)) for z in s] for s in self.segments]
        steps = ("c" + numbers(b - a, c - a, d - a) for a, b, c, d in points)
        return "M" + numbers(start[0]) + "".join(steps) + "Z" * closed


def numbers(*points):
    text = ""
    for value in (v for z in points for v in (z.real, z.imag)):
        word = f"{value:.1f}".removesuffix(".0")
        word = "0" if word == "-0" else word.replace("0.", ".") if abs(value) < 0.96 else word
        text += word if not text or word.startswith("-") else " " + word
    return text


def curve(*parts):
    """A curve through points: "x,y x,y=name …", complex numbers, or (complex, name). A * after the point or its name
    makes a corner; a last "z" closes."""
    z, names, corners, closed = [], {}, [], False
    for part in parts:
        for token in part.split() if isinstance(part, str) else [part]:
            if token == "z":
                closed = True
                continue
            point, name = token if isinstance(token, tuple) else (token, "")
            if isinstance(point, str):
                point, _, name = point.partition("=")
                corner = (point + name).endswith("*")
                point = complex(*(float(v) for v in point.rstrip("*").split(",")))
            else:
                corner = name.endswith("*")
            if corner:
                corners.append(len(z))
            if name.rstrip("*"):
                names[name.rstrip("*")] = len(z)
            z.append(point)
    if closed and not corners:
        return Curve(hobby(z, closed=True), names)
    if closed:  # begin at a corner, then turn back to the first point given
        first, n = corners[0], len(z)
        stops, z = [c - first for c in corners] + [n], z[first:] + z[: first + 1]
        segments = [s for a, b in pairwise(stops) for s in hobby(z[a : b + 1])]
        return Curve(segments[n - first :] + segments[: n - first], names)
    stops = sorted({0, *corners, len(z) - 1})
    return Curve([s for a, b in pairwise(stops) for s in hobby(z[a : b + 1])], names)


def mirror(c):
    return c.map(lambda z: -z.conjugate())


def whole(half):
    """A closed curve from a half that runs from the midline (x = 0) to the midline."""
    return half + -mirror(half)


class Digit:
    """A toe or finger between two web points; at(t, s): t from base 0 to tip 1, s across in widths."""

    def __init__(self, name, left, right, tip, width, neck=0.47):
        self.name, self.base, self.tip, self.width, self.neck = name, (left + right) / 2, tip, width, neck

    def at(self, t, s):
        along = self.tip - self.base
        return self.base + along * t + along / abs(along) * 1j * self.width * s

    def outline(self, across=None):
        across = across or ((0.30, self.neck, "a"), (0.68, 0.5, "b"), (0.92, 0.33, "c"))
        left = [(self.at(t, -s), f"{self.name}-left-{n}") for t, s, n in across]
        right = [(self.at(t, s), f"{self.name}-right-{n}") for t, s, n in across]
        return [*left, (self.tip, self.name), *right[::-1]]

    def closed(self, low, high, side):
        right, left = ([self.at(t, sign * s) for t, s in side] for sign in (1, -1))
        return curve(self.at(low, 0), *right, self.at(high, 0), *left[::-1], "z")

    def nail(self, low=0.64, high=0.93, half=0.29):
        side = ((low + 0.018, 0.8), (low + 0.075, 0.98), (high - 0.07, 0.97), (high - 0.005, 0.48))
        return self.closed(low - 0.02, high + 0.012, [(t, half * s) for t, s in side])

    def pad(self):
        return self.closed(0.36, 0.93, ((0.5, 0.34), (0.76, 0.38)))

    def crease(self, t, half, bow):
        return curve(self.at(t, -half), self.at(t - bow, 0), self.at(t, half))
