"""Draws what goes wrong in a nerve as loops of six seconds, and each of them as three stills: python frontend/loops.py

Every impulse passes the nodes of its nerve when the model of an axon says so: mechanisms.json, drawn 2000 times slower.
Only the pauses between impulses are shorter than in the model; the loops would be empty otherwise.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from curves import curve
from ink import Part, box, detail, paint, polygon, shape
from mechanisms import OUT as RECKONED
from motion import burst, moved, nodes_of, picture, pulses, sent, shown

OUT = Path(__file__).resolve().parent.parent / "src" / "pinprick" / "pictures" / "loops"
MODEL = json.loads(RECKONED.read_text(encoding="utf-8"))
HURT = range(10, 13)
"""The internodes that are pressed or bare, as in mechanisms.py."""


@dataclass(frozen=True)
class Loop:
    """What is drawn, the farthest first, the seconds of its three stills, and the heights between which it lies."""

    scene: tuple[object, ...]
    stills: tuple[float, float, float]
    rows: tuple[int, int] = (0, 150)


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


LEG = (
    "266,44 232,52 196,52 150,53 112,60 90,63 78,52 70,36 66,25 58,21 51,27 50,46 45,72 43,88 49,98 62,99 80,93 98,90 "
    "128,99 156,100 186,90 206,88 236,95 266,100"
)


def same(z):
    return z


def lying_leg(put=same):
    """A leg that lies with its toes up, from the thigh round the foot; `put` moves it and makes it smaller."""
    toe, bone = (curve(text).map(put) for text in ("58,30 63,32 65,38", "76,78 79,73 85,74 86,79"))
    return [f'<path class="skin" d="{shape(curve(LEG).map(put))}"/>', *paint([detail(toe, bone)])]


def numb(upto, put=same):
    """The leg from the toes up to where it can feel."""
    edge = [z for z in polygon(curve(LEG)) if z.real <= upto]
    return f'<path class="numb" d="M{"L".join(f"{z.real:.0f} {z.imag:.0f}" for z in map(put, edge))}Z"/>'


def at(place, size):
    """Where a leg goes that is smaller, its heel first."""
    return lambda z: place + size * (z - complex(43, 88))


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
    return Loop(scene, (1.0, 2.75, 4.42), (10, 146))


# ---------------------------------------------------------------- nerves that die back
def dying_back():
    """The longest nerves wither from their ends: first the toes feel nothing, then the foot and the shin."""
    head = complex(318, 52)
    nodes = nodes_of(curve("58,30 56,54 62,78 84,79 110,76 150,76 196,72 240,72 276,70 303,61"))
    whole, early, late = MODEL["withered"]
    toes = [sent(nodes, whole["toes"], start) for start in (0.15, 0.7)]
    ankle = [sent(nodes, early["above"], start) for start in (2.45, 3.0)]
    shin = [sent(nodes, late["above"], start) for start in (4.5, 5.0)]
    foot, calf = early["dead"], late["dead"]
    ends = curve((nodes[foot], ""), "92,90"), curve((nodes[calf], ""), "154,98")
    return Loop(
        (
            felt(head, toes + ankle + shin),
            *brain(head),
            *lying_leg(),
            shown([numb(80)], (0, 0), (1.9, 0), (2.3, 1), (3.9, 1), (4.3, 0)),
            shown([numb(140)], (0, 0), (3.9, 0), (4.3, 1)),
            touches(nodes[0], toes),
            pulses([dot(nodes[0], 9, "lost")], (2.45, 3.0, 4.5, 5.0)),
            pulses([dot(92 + 90j, 9, "touch")], (2.4, 2.95)),
            pulses([dot(92 + 90j, 9, "lost")], (4.5, 5.0)),
            pulses([dot(154 + 98j, 9, "touch")], (4.45, 4.95)),
            shown([f'<path class="axon" d="{shape(ends[0])}"/>'], (0, 1), (3.9, 1), (4.3, 0)),
            shown([f'<path class="axon hurt" d="{shape(ends[0])}"/>'], (0, 0), (3.9, 0), (4.3, 1)),
            f'<path class="axon" d="{shape(ends[1])}"/>',
            fibre(nodes[calf:]),
            wrapping(nodes, range(calf, 24)),
            *withers(nodes, range(foot), 1.9),
            *withers(nodes, range(foot, calf), 3.9),
            *toes,
            *ankle,
            *shin,
        ),
        (1.1, 3.05, 5.05),
        (10, 116),
    )


def withers(nodes, internodes, second):
    """A stretch of a nerve that is whole, and from a second on is not."""
    stretch = nodes[internodes[0] : internodes[-1] + 2]
    return [
        shown([fibre(stretch), wrapping(nodes, internodes)], (0, 1), (second, 1), (second + 0.4, 0)),
        shown([fibre(stretch, "axon hurt")], (0, 0), (second, 0), (second + 0.4, 1)),
    ]


# ---------------------------------------------------------------- a root in the back
def root():
    """A disc bulges onto a root: signals from a strip of the leg stop there. The sore root also fires by itself."""
    head, leg = complex(318, 62), at(complex(10, 118), 0.62)
    stretches = (
        curve("13,116 32,112 70,110 110,110 146,106 172,98 183,86"),
        curve("183,86 182,74 183,60"),
        curve("183,60 187,38 206,20 240,17 276,34 303,71"),
    )
    nodes = [*nodes_of(stretches[0], 11)[:-1], *nodes_of(stretches[1], 4)[:-1], *nodes_of(stretches[2], 12)]
    before = [sent(nodes, MODEL["whole"], start) for start in (0.15, 0.65)]
    during = [sent(nodes, MODEL["pressed"], start) for start in (2.15, 2.7, 3.25)]
    after = [one for k, times in enumerate(MODEL["irritated"]) for one in burst(nodes, times, 4.1 + 0.27 * k)]
    bones = [box(complex(198, y), complex(248, y + 33), 6) for y in (32, 80, 128)]
    discs = [box(complex(201, y), complex(245, y + 12), 5) for y in (66.5, 114.5)]
    bulge = shape(curve("212,66.5 199,67.5 192,72.5 199,78 212,78.5 z"))
    return Loop(
        (
            felt(head, arrive(before + after)),
            *brain(head),
            *lying_leg(leg),
            moved([f'<path class="thing" d="{bulge}"/>'], (0, (9, 0)), (1.6, (9, 0)), (2.0, (-5, 0))),
            *of("thing", [f'<path d="{shape(one)}"/>' for one in discs]),
            *of("bone", [f'<path d="{shape(one)}"/>' for one in bones]),
            touches(nodes[0], before + during),
            pulses([dot(leg(complex(60, 60)), 30, "seems")], [4.6 + 0.27 * k for k in range(len(MODEL["irritated"]))]),
            fibre(nodes),
            wrapping(nodes, [k for k in range(24) if k not in HURT]),
            shown([wrapping(nodes, HURT)], (0, 1), (1.8, 1), (2.0, 0)),
            shown([wrapping(nodes, HURT, "wrap hurt")], (0, 0), (1.8, 0), (2.0, 1)),
            pulses([dot(nodes[12], 13, "fires")], [4.1 + 0.27 * k for k in range(len(MODEL["irritated"]))]),
            *before,
            *during,
            *after,
        ),
        (1.0, 2.8, 4.75),
    )


# ---------------------------------------------------------------- lost wrapping
def lost_wrapping():
    """The wrapping of a nerve gets thin: signals come late. It is gone: they stop."""
    head, leg = complex(320, 44), at(complex(8, 96), 0.4)
    stretches = (
        curve("10,94 34,90 66,88 96,86"),
        curve("96,86 130,92 180,100 226,92 254,80"),
        curve("254,80 270,72 288,60 305,53"),
    )
    nodes = [*nodes_of(stretches[0], 8)[:-1], *nodes_of(stretches[1], 10)[:-1], *nodes_of(stretches[2], 9)]
    near, far = range(7, 16), [k for k in range(24) if not 7 <= k < 16]
    fast = [sent(nodes, MODEL["whole"], start) for start in (0.15, 0.65)]
    slow = [sent(nodes, MODEL["thin"], start) for start in (2.1, 2.6)]
    gone = [sent(nodes, MODEL["bare"], start) for start in (4.4, 4.85, 5.3)]
    around = [k for k in near if k not in HURT]
    return Loop(
        (
            felt(head, fast + slow),
            *brain(head),
            *lying_leg(leg),
            touches(nodes[0], fast + slow + gone),
            fibre(nodes),
            wrapping(nodes, far),
            wrapping(nodes, around, "wrap thick"),
            shown([wrapping(nodes, HURT, "wrap thick")], (0, 1), (1.6, 1), (2.0, 0)),
            shown([wrapping(nodes, HURT, "wrap thin")], (0, 0), (1.6, 0), (2.0, 1), (3.95, 1), (4.3, 0)),
            shown([fibre(nodes[HURT[0] : HURT[-1] + 2], "axon bare")], (0, 0), (3.95, 0), (4.3, 1)),
            *fast,
            *slow,
            *gone,
        ),
        (1.0, 3.2, 5.15),
        (8, 120),
    )


# ---------------------------------------------------------------- the crossing in the brain
def crossing():
    """Signals cross to the other side of the brain. Where a part of it is hurt, those that come there go nowhere."""
    legs = at(complex(8, 52), 0.4), at(complex(8, 132), 0.4)
    one = nodes_of(curve("10,50 40,47 78,47 118,56 160,66 196,68 222,75 246,90 270,100 302,100"))
    other = nodes_of(curve("10,130 40,127 78,126 118,112 160,86 196,83 222,75 246,60 270,50 302,50"))
    both = [sent(nodes, MODEL["whole"], start) for start in (0.15, 0.7) for nodes in (one, other)]
    stopped = [sent(one, MODEL["starved"], start) for start in (2.2, 2.75, 4.2, 4.8)]
    whole = [sent(other, MODEL["whole"], start) for start in (2.2, 2.75, 4.2, 4.8)]
    return Loop(
        (
            felt(one[-1], [x for x in both if x.nerve[0] == one[0]], 20),
            felt(other[-1], [x for x in both + whole if x.nerve[0] == other[0]], 20),
            *brain_from_above(complex(292, 75)),
            *paint([Part((curve("108,46 150,57 190,58 226,58"), curve("108,122 150,98 190,93 226,92")), width=2)]),
            *lying_leg(legs[0]),
            *lying_leg(legs[1]),
            shown([dot((one[22] + one[23]) / 2 + 2, 22, "sore")], (0, 0), (1.7, 0), (2.1, 1)),
            shown([numb(270, legs[0])], (0, 0), (3.7, 0), (4.1, 1)),
            touches(one[0], [x for x in both + stopped if x.nerve[0] == one[0]]),
            touches(other[0], [x for x in both + whole if x.nerve[0] == other[0]]),
            *(part for nodes in (one, other) for part in (fibre(nodes), wrapping(nodes, range(24)))),
            *both,
            *stopped,
            *whole,
        ),
        (1.1, 3.2, 5.4),
        (14, 144),
    )


def brain_from_above(at):
    """A brain from above, its front to the right."""
    half = curve("-46,0* -46,-20 -32,-39 -6,-45 22,-41 42,-26 46,-8 46,0*").map(lambda z: at + z)
    folds = (
        "-34,-12 -24,-18 -26,-28",
        "-14,-42 -12,-30 -2,-26",
        "10,-42 12,-32 22,-30",
        "34,-28 28,-20 36,-12",
        "-10,-10 0,-14 8,-8",
        "16,-14 24,-10 22,-4",
    )
    turned = [curve(text).map(lambda z, s=s: at + complex(z.real, s * z.imag)) for text in folds for s in (1, -1)]
    outline = half + -half.map(lambda z: at + (z - at).conjugate())
    return paint([Part((outline,), outline, tone=0.07), detail(*turned), detail(curve((at - 46, "*"), (at + 46, "*")))])


LOOPS = {
    "pressed": pressed,
    "dying-back": dying_back,
    "root": root,
    "lost-wrapping": lost_wrapping,
    "crossing": crossing,
}


def main(folder=OUT):
    folder = Path(folder)
    folder.mkdir(exist_ok=True)
    for name, make in LOOPS.items():
        loop = make()
        (folder / f"{name}.svg").write_text(picture(loop.scene, loop.rows), encoding="utf-8")
        for number, second in enumerate(loop.stills, start=1):
            (folder / f"{name}-{number}.svg").write_text(picture(loop.scene, loop.rows, second), encoding="utf-8")


if __name__ == "__main__":
    main()
