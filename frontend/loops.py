"""Draws what goes wrong in a nerve as loops of six seconds, and each of them as three stills: python frontend/loops.py

Every impulse passes the nodes of its nerve when the model of an axon says so: mechanisms.json, drawn 2000 times slower.
Only the pauses between impulses are shorter than in the model; the loops would be empty otherwise.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from curves import curve
from ink import Part, box, detail, paint, shape
from mechanisms import OUT as RECKONED
from motion import burst, moved, nodes_of, picture, pulses, sent, shown

OUT = Path(__file__).resolve().parent.parent / "src" / "pinprick" / "pictures" / "loops"
MODEL = json.loads(RECKONED.read_text(encoding="utf-8"))
HURT = range(10, 13)
"""The internodes that are pressed or bare, as in mechanisms.py."""


@dataclass(frozen=True)
class Loop:
    """What is drawn, the farthest first, and the seconds of its three stills."""

    scene: tuple[object, ...]
    stills: tuple[float, float, float]


# ---------------------------------------------------------------- what all loops show
def of(kind, elements):
    return [f'<g class="{kind}">', *elements, "</g>"]


def wrapping(nodes, internodes, kind="wrap"):
    """The wrapped stretches between nodes."""
    ends = [
        (nodes[k] + (nodes[k + 1] - nodes[k]) * 0.34, nodes[k] + (nodes[k + 1] - nodes[k]) * 0.66) for k in internodes
    ]
    return f'<path class="{kind}" d="{"".join(f"M{a.real:.1f} {a.imag:.1f}L{b.real:.1f} {b.imag:.1f}" for a, b in ends)}"/>'


def fibre(nodes, kind="axon"):
    return f'<path class="{kind}" d="M{"L".join(f"{z.real:.1f} {z.imag:.1f}" for z in nodes)}"/>'


def dot(at, radius, kind):
    return f'<circle class="{kind}" cx="{at.real:.1f}" cy="{at.imag:.1f}" r="{radius:g}"/>'


def brain(at, size=1.0):
    """A brain from the side."""
    outline = curve("-26,8 -29,-5 -20,-18 -3,-23 15,-19 26,-7 26,6 17,12 4,13 -8,14 -19,14 z").map(
        lambda z: at + size * z
    )
    stem = curve("3,13 5,20 4,27").map(lambda z: at + size * z), curve("12,13 13,20 12,27").map(lambda z: at + size * z)
    folds = [
        curve(text).map(lambda z: at + size * z)
        for text in (
            "-18,-8 -11,-13 -7,-8 -11,-3",
            "-3,-22 -1,-14 5,-11",
            "6,-16 13,-13 13,-7",
            "-24,4 -14,3 -6,6 3,3 6,-3",
            "12,1 19,-1 20,-7",
        )
    ]
    return paint([Part((outline, *stem), outline, tone=0.07), detail(*folds)])


LEG = (
    "266,44 232,52 196,52 150,53 112,60 90,63 78,52 70,36 66,25 58,21 51,27 50,46 45,72 43,88 49,98 62,99 80,93 98,90 "
    "128,99 156,100 186,90 206,88 236,95 266,100"
)


def lying_leg():
    """A leg that lies with its toes up, from the thigh round the foot."""
    outline = curve(LEG)
    toe, bone = curve("58,30 63,32 65,38"), curve("76,78 79,73 85,74 86,79")
    return [f'<path class="skin" d="{shape(outline)}"/>', *paint([detail(toe, bone)])]


def touches(at, impulses):
    """A touch that starts each of these impulses."""
    return pulses([dot(at, 9, "touch")], [one.passes[0][0] for one in impulses])


def felt(at, impulses, radius=31):
    """The brain lights up when an impulse arrives."""
    return pulses([dot(at, radius, "felt")], [one.passes[-1][0] for one in impulses])


def arrive(impulses):
    return [one for one in impulses if one.passes[-1][1] == len(one.nerve) - 1]


# ---------------------------------------------------------------- a nerve that is pressed
def pressed():
    """The edge of a seat presses on a nerve of the leg: impulses stop. It goes: the nerve fires by itself."""
    head = complex(318, 52)
    nodes = nodes_of(curve("47,84 66,79 100,76 150,76 196,72 240,72 276,70 303,61"))
    before = [sent(nodes, MODEL["whole"], start) for start in (0.15, 0.65)]
    during = [sent(nodes, MODEL["pressed"], start) for start in (2.15, 2.65, 3.15)]
    after = [one for k, times in enumerate(MODEL["released"]) for one in burst(nodes, times, 3.95 + 0.24 * k)]
    edge = shape(box(158 + 96j, 204 + 160j, 9))
    middle = nodes[11] / 2 + nodes[12] / 2
    sore = [wrapping(nodes, HURT, "wrap hurt")]
    scene = (
        felt(head, arrive(before + after)),
        *brain(head),
        *lying_leg(),
        moved(
            [f'<path class="thing" d="{edge}"/>'],
            (0, (0, 26)),
            (1.6, (0, 26)),
            (1.95, (0, -7)),
            (3.55, (0, -7)),
            (3.9, (0, 26)),
        ),
        touches(nodes[0], before + during),
        fibre(nodes),
        wrapping(nodes, [k for k in range(24) if k not in HURT]),
        shown([wrapping(nodes, HURT)], (0, 1), (1.8, 1), (1.95, 0), (3.6, 0), (3.9, 1)),
        shown(sore, (0, 0), (1.8, 0), (1.95, 1), (3.6, 1), (3.9, 0)),
        pulses([dot(middle, 13, "fires")], [3.95 + 0.24 * k for k in range(len(MODEL["released"]))]),
        *before,
        *during,
        *after,
    )
    return Loop(scene, (1.0, 2.75, 4.42))


LOOPS = {"pressed": pressed}


def main(folder=OUT):
    folder = Path(folder)
    folder.mkdir(exist_ok=True)
    for name, make in LOOPS.items():
        loop = make()
        (folder / f"{name}.svg").write_text(picture(loop.scene), encoding="utf-8")
        for number, second in enumerate(loop.stills, start=1):
            (folder / f"{name}-{number}.svg").write_text(picture(loop.scene, second), encoding="utf-8")


if __name__ == "__main__":
    main()
