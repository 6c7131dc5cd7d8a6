"""Where each part of the feet is pressed on the first page, as shapes in percent: python frontend/touch.py

The picture itself cannot be a control of a form, so a button lies over each part, cut to its shape. The left foot is enough: the
right one is its mirror image."""

import re
from pathlib import Path

HERE = Path(__file__).resolve().parent
PICTURE = HERE.parent / "src" / "pinprick" / "pictures" / "bodymap" / "top.svg"
OUT = HERE / "_touch_parts.scss"
HALF, HEIGHT = 360, 720
STEPS, NEAR = 8, 2.5
"""Into how many pieces a cubic is cut, and how far a corner that is left out may lie from the line that stays."""
_REGION = re.compile(r'class="region" data-region="([\w-]+)" data-side="left" d="([^"]+)"')
_NUMBER = re.compile(r"[a-zA-Z]|-?\d*\.?\d+")


def corners(path):
    """The corners of a path of relative cubics, as complex numbers."""
    tokens = _NUMBER.findall(path)
    at, out, index = complex(float(tokens[1]), float(tokens[2])), [], 3
    out.append(at)
    while index < len(tokens) and tokens[index] not in "Zz":
        if tokens[index] == "c":
            index += 1
        near, far, end = (at + complex(float(tokens[index + i]), float(tokens[index + i + 1])) for i in (0, 2, 4))
        for step in range(1, STEPS + 1):
            t = step / STEPS
            out.append((1 - t) ** 3 * at + 3 * (1 - t) ** 2 * t * near + 3 * (1 - t) * t**2 * far + t**3 * end)
        at, index = end, index + 6
    return out


def simple(line):
    """A line without the corners that hardly bend it (Ramer 1972, Douglas and Peucker 1973)."""
    first, last = line[0], line[-1]
    along = last - first

    def away(z):
        if not along:
            return abs(z - first)
        t = max(0, min(1, ((z - first) * along.conjugate()).real / abs(along) ** 2))
        return abs(z - first - t * along)

    farthest = max(range(1, len(line) - 1), key=lambda i: away(line[i]), default=0)
    if not farthest or away(line[farthest]) <= NEAR:
        return [first, last]
    return simple(line[: farthest + 1])[:-1] + simple(line[farthest:])


def rule(name, line, above):
    """The place of a button and its shape within it; `above` is how many lie below it."""
    left, top = min(z.real for z in line), min(z.imag for z in line)
    wide, tall = max(z.real for z in line) - left, max(z.imag for z in line) - top
    points = ",".join(f"{100 * (z.real - left) / wide:.0f}% {100 * (z.imag - top) / tall:.0f}%" for z in line)
    place = (100 * left / HALF, 100 * top / HEIGHT, 100 * wide / HALF, 100 * tall / HEIGHT)
    left, top, wide, tall = (f"{one:.1f}%" for one in place)
    return f".touch__part--{name} {{ left: {left}; top: {top}; width: {wide}; height: {tall}; z-index: {above}; clip-path: polygon({points}); }}"


def rules():
    """The rules of all parts."""
    found = {name: simple(corners(path)) for name, path in _REGION.findall(PICTURE.read_text(encoding="utf-8"))}
    largest = sorted(found, key=lambda name: -extent(found[name]))
    return "\n".join(
        ["// Made by touch.py.", *(rule(name, found[name], above) for above, name in enumerate(largest)), ""]
    )


def extent(line):
    """The size of the box round a shape: a small part lies over a large one, so that its box is free too."""
    wide, tall = (max(part) - min(part) for part in ([z.real for z in line], [z.imag for z in line]))
    return wide * tall


if __name__ == "__main__":
    OUT.write_text(rules(), encoding="utf-8")
