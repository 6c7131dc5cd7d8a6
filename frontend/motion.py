"""Pictures that move for six seconds, and the same held still: impulses that run over nodes, things that come, go and move.

Motion is in the SVG itself, so that a page needs no style for it, and plays only when a script says so.
"""

import cmath
import math
from bisect import bisect
from dataclasses import dataclass
from itertools import pairwise

from ink import point

LASTS = 6.0
SLOWER = 2.0
"""Seconds in the drawing for each millisecond of the model."""
WIDE = 360
FADE = 0.22


# ---------------------------------------------------------------- nerves and what runs along them
def nodes_of(line, count=25):
    """So many points on a curve, each as far from the next."""
    fine = [point(segment, step / 40) for segment in line.segments for step in range(40)] + [line.segments[-1][3]]
    ways = [0.0]
    for a, b in pairwise(fine):
        ways.append(ways[-1] + abs(b - a))
    return [along(fine, ways, ways[-1] * k / (count - 1)) for k in range(count)]


def along(points, ways, way):
    k = min(max(bisect(ways, way) - 1, 0), len(points) - 2)
    part = (way - ways[k]) / (ways[k + 1] - ways[k])
    return points[k] + (points[k + 1] - points[k]) * part


@dataclass(frozen=True)
class Impulse:
    """What runs over nodes: pairs of a second of the loop and a node, in the order in which it passes them."""

    nerve: tuple[complex, ...]
    passes: tuple[tuple[float, int], ...]

    @property
    def stops(self):
        """Whether it ends on the way."""
        return self.passes[-1][1] not in (0, len(self.nerve) - 1)


def sent(nerve, times, start):
    """The impulse that a run of the model makes from its first node on; that one fires at a second of the loop."""
    fires = [(time, node) for node, time in enumerate(times) if time is not None]
    return passing(nerve, fires, start, fires[0][0])


def burst(nerve, times, start):
    """The two impulses of one that begins in the middle: to the foot and to the brain."""
    middle, fires = len(times) // 2, [(time, node) for node, time in enumerate(times) if time is not None]
    brain = [one for one in fires if one[1] >= middle]
    foot = [one for one in fires if one[1] < middle][::-1]
    begun = min(fires)[0]
    return [passing(nerve, half[half.index(min(half)) :], start, begun) for half in (foot, brain)]


def passing(nerve, fires, start, begun):
    return Impulse(tuple(nerve), tuple((start + SLOWER * (time - begun), node) for time, node in fires))


# ---------------------------------------------------------------- what changes
@dataclass(frozen=True)
class Change:
    """Elements that come, go or move: pairs of a second and an opacity or a place (x, y)."""

    elements: tuple[str, ...]
    keys: tuple[tuple[float, object], ...]
    moves: bool = False


def shown(elements, *keys):
    return Change(tuple(elements), keys)


def moved(elements, *keys):
    return Change(tuple(elements), keys, True)


def pulses(elements, seconds, up=0.12, down=0.35):
    """Elements that light up at these seconds."""
    keys = [(0.0, 0.0)]
    for second in sorted(seconds):
        if second - up > keys[-1][0]:
            keys += [(second - up, 0.0), (second, 1.0), (second + down, 0.0)]
    return Change(tuple(elements), tuple(keys))


def at(change, second):
    """The value of a change at a second."""
    keys = change.keys
    if second <= keys[0][0]:
        return keys[0][1]
    for (a, before), (b, after) in pairwise(keys):
        if second <= b:
            part = (second - a) / (b - a) if b > a else 1
            mixed = [x + (y - x) * part for x, y in zip(tuples(before), tuples(after), strict=True)]
            return tuple(mixed) if change.moves else mixed[0]
    return keys[-1][1]


def tuples(value):
    return value if isinstance(value, tuple) else (value,)


# ---------------------------------------------------------------- SVG
def number(value):
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def values(keys, write):
    """The attributes of keys over the whole loop."""
    filled = [(0.0, keys[0][1]), *[key for key in keys if 0 < key[0] < LASTS]]
    filled.append(
        (LASTS, keys[-1][1] if keys[-1][0] < LASTS else at(Change((), keys, isinstance(keys[0][1], tuple)), LASTS))
    )
    times = ";".join(f"{second / LASTS:.4f}".rstrip("0").rstrip(".") for second, _ in filled)
    return f'keyTimes="{times}"', ";".join(write(value) for _, value in filled)


def animated(change):
    if change.moves:
        times, listed = values(change.keys, lambda value: " ".join(number(v) for v in value))
        how = f'<animateTransform attributeName="transform" type="translate" dur="6s" fill="freeze" {times} values="{listed}"/>'
    else:
        times, listed = values(change.keys, lambda value: f"{value:g}")
        how = f'<animate attributeName="opacity" dur="6s" fill="freeze" {times} values="{listed}"/>'
    return ["<g>", *change.elements, how, "</g>"]


def still(change, second):
    value = at(change, second)
    if change.moves:
        x, y = (number(v) for v in value)
        return [f'<g transform="translate({x} {y})">', *change.elements, "</g>"]
    return [f'<g opacity="{value:.2g}">', *change.elements, "</g>"] if value > 0.03 else []


COMET = '<path class="spark" d="M-17 0C-9-1.2-4-4 0-4A4 4 0 0 1 0 4C-4 4-9 1.2-17 0Z"/>'


def running(impulse):
    """An impulse that moves: it passes each node in its second."""
    line = "M" + "L".join(f"{number(z.real)} {number(z.imag)}" for z in impulse.nerve)
    ways = [0.0]
    for a, b in pairwise(impulse.nerve):
        ways.append(ways[-1] + abs(b - a))
    first, last = impulse.passes[0], impulse.passes[-1]
    keys = [(0.0, first[1]), *impulse.passes, (LASTS, last[1])]
    keys = [key for k, key in enumerate(keys) if key[0] <= LASTS and (k == 0 or key[0] > keys[k - 1][0])]
    times = ";".join(f"{second / LASTS:.4f}".rstrip("0").rstrip(".") for second, _ in keys)
    points = ";".join(f"{ways[node] / ways[-1]:.4f}".rstrip("0").rstrip(".") for _, node in keys)
    turn = "auto" if last[1] > first[1] else "auto-reverse"
    seen = ((0.0, 0), (first[0], 0), (first[0] + 0.04, 1), (last[0], 1), (min(last[0] + FADE, LASTS), 0))
    stamps, listed = values(seen, lambda value: f"{value:g}")
    return [
        f'<g opacity="0">{COMET}<animateMotion dur="6s" fill="freeze" calcMode="linear" rotate="{turn}" '
        f'keyTimes="{times}" keyPoints="{points}" path="{line}"/>'
        f'<animate attributeName="opacity" dur="6s" fill="freeze" {stamps} values="{listed}"/></g>'
    ]  # fmt: skip


def caught(impulse, second):
    """An impulse as it is at a second, if it runs then."""
    passes = impulse.passes
    if not passes[0][0] <= second <= passes[-1][0] + FADE:
        return []
    second = min(second, passes[-1][0])
    for (a, one), (b, other) in pairwise(passes):
        if second <= b:
            start, end = impulse.nerve[one], impulse.nerve[other]
            place = start + (end - start) * ((second - a) / (b - a) if b > a else 1)
            turn = round(math.degrees(cmath.phase(end - start)))
            return [f'<g transform="translate({number(place.real)} {number(place.imag)}) rotate({turn})">{COMET}</g>']
    return []


def picture(scene, rows, second=None):
    """A scene between two heights as an SVG: moving, or as it is at a second."""
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 {rows[0]} {WIDE} {rows[1] - rows[0]}" fill="none" stroke="currentColor" '
        'stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
    ]
    for one in scene:
        if isinstance(one, str):
            out.append(one)
        elif isinstance(one, Impulse):
            out += running(one) if second is None else caught(one, second)
        else:
            out += animated(one) if second is None else still(one, second)
    return "\n".join([*out, "</svg>\n"])
