"""Draws the steps of a routine as plain lines, for the page and for paper: python frontend/drawings.py"""

from pathlib import Path

from care import CARE
from curves import curve
from feet import calf_hand, forefoot, lower_leg, shin, side_foot, sole_hand, top_foot
from figures import arm, bed, chair, clock, floor, head, leg, shirt
from ink import Part, arc, arrow, box, circle, detail, ghost, moves, paint, placed, solid, straight

OUT = Path(__file__).resolve().parent.parent / "src" / "pinprick" / "pictures" / "drawings"


# ---------------------------------------------------------------- lying
def straighten_legs():
    """Somebody lies on a bed, seen from above, the legs straight; in dots the leg that lay across."""
    mattress = [solid(box(5 + 14j, 235 + 166j, 12)), solid(box(13 + 46j, 58 + 134j, 10))]
    across = curve("152,76 172,92 192,116 200,122 203,131 198,138 189,137 184,130 164,106 146,90")
    person = [
        solid(curve("52,84* 68,84* 68,96* 52,96* z")),
        *(sided("113,2.5 150,4 188,6.5 200,4 211,6.5 214,14 209,21 200,18 188,18.5 150,22 113,25 z", side) for side in (-1, 1)),
        solid(curve("66,85 62,76* 67,64 80,62 97,66 122,64* 122,116* 97,114 80,118 67,116 62,104* 66,95 z")),
        *(sided("74,18 70,25 77,32 98,39 128,44 139,46 145,43 139,38.5 144,34 139,32.5 128,35 102,29 84,22 z", side)
          for side in (-1, 1)),
        *face_up(38 + 90j),
    ]  # fmt: skip
    return [
        *paint([*mattress, *person, ghost(across)]),
        *moves("straighten", paint([arrow(curve("208,137 223,124 225,100 221,80"), size=7)])),
    ]


def sided(points, side):
    """What lies to one side of the midline of somebody who lies on the back: points "x,y …", y outward."""
    pairs = (pair.split(",") for pair in points.removesuffix(" z").split())
    return solid(curve(*((complex(float(x), 90 + side * float(y)), "") for x, y in pairs), "z"))


def face_up(centre):
    """The head of somebody who lies on the back, from above."""
    hair = curve("-10,-13.5* -6,-9 -7,0 -6,9 -10,13.5* -17,0 z")
    return [
        solid(circle(centre, 17)),
        Part((placed(curve("-10,-13.5 -6,-9 -7,0 -6,9 -10,13.5"), centre),), placed(hair, centre), 2, 0.3, hides=False),
        detail(
            *(placed(curve(text), centre) for text in ("-1,-5.5 -.2,-5.5", "-1,5.5 -.2,5.5", "7.5,-4.5 9.2,0 7.5,4.5"))
        ),
    ]


def circles(turn):
    """Both feet as their owner sees them, each with an arrow round it."""
    kind = "circle-clockwise" if turn > 0 else "circle-anticlockwise"
    out = []
    for at, right in ((60 + 134j, False), (180 + 134j, True)):
        out += moves(kind, paint(top_foot(at, 0.192, right=right)))
        start = 90 + 38 if turn > 0 else 90 - 38
        out += paint([shin(at, 0.192, 178), arrow(arc(at - 64j, (53, 58), start, turn))])
    return out


def feet_at_night():
    """Both feet as their owner sees them in bed, and the moon."""
    feet = [
        part
        for at, right in ((56 + 128j, False), (132 + 128j, True))
        for part in (*top_foot(at, 0.19, right=right), shin(at, 0.19, 176))
    ]
    return paint(
        [
            *feet,
            solid(curve("214,12 198,20 190,38 196,56 212,66 226,64 216,52 210,38 212,24 z")),
            detail("182,80 182,81", "226,88 226,89", "172,18 172,19"),
        ]
    )


def flex():
    """A foot pulled towards the shin, and in dots the foot pointed away."""
    ankle, size = 150 + 114j, 0.98
    foot = side_foot(ankle, -102, size, -90)
    behind = paint([ghost(forefoot(ankle, -46, size)), foot[0]])[:1]
    return [
        *paint([Part((straight(8 + 155j, 232 + 155j),)), lower_leg(ankle, size, -90)]),
        *behind,
        *moves("flex", paint(foot)),
        *paint([arrow(arc(ankle, (92, 92), -98, 56), both=True)]),
    ]


def curl():
    """A foot with its toes curled, and one with its toes spread."""
    return [
        *paint([lower_leg(42 + 108j, 0.95, 0, 100), *side_foot(42 + 108j, 0, 0.95, 0, "curled")]),
        *paint([arrow(curve("80,56 108,45 136,56"), both=True)]),
        *moves("curl", paint(top_foot(190 + 132j, 0.215, 1))),
        *paint([shin(190 + 132j, 0.215, 178)]),
    ]


def rub():
    """A lying leg, a hand on its calf and a hand on its sole."""
    ankle, size = 158 + 88j, 0.98
    outline, _, nail = side_foot(ankle, -90, size, -90)
    calf, sole = calf_hand(66 + 104j), sole_hand(187 + 80j)
    covers = [Part((), hand[0].cover) for hand in (calf, sole)]
    return [
        *paint([lower_leg(ankle, size, -90), outline, nail, *covers]),
        *moves("rub", paint(calf)),
        *moves("rub along-sole", paint(sole)),
        *paint([arrow(curve("34,50* 98,50"), both=True), arrow(curve("222,28* 222,84"), both=True)]),
    ]


# ---------------------------------------------------------------- sitting
def sit():
    """Somebody who has sat up on the edge of a bed, and a clock: stay a while."""
    person = [
        leg(94 + 122j, 130 + 122j, 131 + 158.4j),
        leg(90 + 123j, 124 + 123j, 122 + 158.4j),
        *head(91 + 51j),
        shirt(88 + 67j, 87 + 127j),
        arm(86 + 78j, 85 + 102j, 104 + 113j, 1 + 0.15j, 1),
    ]
    return [
        *paint([floor(8, 232), *bed(102, 133), *person]),
        *moves("sit", paint([arrow(curve("26,112 32,82 54,58"))])),
        *paint(clock(190 + 52j, 21)),
        *moves("tick", paint([Part((straight(190 + 52j, 190 + 38j),), width=2)])),
    ]


def check():
    """Three looks at a foot on the floor: the sole is felt, the front is lifted, the toes press."""
    size = 0.64
    ankles = 26 + 121j, 104 + 118.4j, 181 + 121j
    lifted = side_foot(ankles[1], -24, size)
    still = [part for ankle in (ankles[0], ankles[2]) for part in side_foot(ankle, 0, size)]
    return [
        *paint([Part((straight(8 + 139j, 232 + 139j),)), *(lower_leg(ankle, size, 0) for ankle in ankles), *still]),
        *moves("flex lift", paint(lifted)),
        *paint([
            detail("12,147 8,154", "26,148 25,156", "41,148 42,156", "56,147 60,154", "219,148 219,156",
                   "209,147 206,154", "228,147 231,154"),
            arrow(curve("144,86* 144,60"), size=7),
            arrow(curve("221,84* 221,112"), size=7),
        ]),
    ]  # fmt: skip


# ---------------------------------------------------------------- standing
def standing(x, lift=0, toes=1 + 0j):
    """Somebody who stands with one hand on the back of a chair."""
    y = -lift * 1j
    step = -0.4 * lift
    return [
        arm(x + 10 + 54j + y, x + 30 + 78j + y * 0.8, x + 53 + 86j, 1 + 0.25j, -1),
        leg(x + 5 + 96j + y, x + 8 + 128j + y, x + 7 + step + 158.4j + y, toes),
        leg(x - 1 + 96j + y, x + 2 + 128j + y, x - 2 + step + 158.4j + y, toes),
        *head(x + 5 + 28j + y),
        shirt(x + 2 + 44j + y, x + 98j + y),
        arm(x + 54j + y, x - 2 + 80j + y, x + 6 + 102j + y, 0.3 + 1j, -1),
    ]


def stand_up():
    return [
        *paint([floor(8, 232), *bed(64, 132), chair(155, 92, 130)]),
        *moves("rise", paint(standing(98))),
        *paint([arrow(curve("56,118 66,92 67,60"))]),
    ]


def tiptoe():
    return [
        *paint([floor(8, 232), chair(115, 92, 130)]),
        *moves("tiptoe", paint(standing(58, 9, 0.82 + 0.57j))),
        *paint([arrow(curve("34,162* 34,138"), both=True)]),
    ]


def walk():
    person = [
        arm(116 + 54j, 130 + 75j, 146 + 90j, 1 + 0.3j, 1),
        leg(112 + 96j, 108 + 127j, 86 + 150j, 0.8 + 0.6j),
        leg(109 + 96j, 122 + 126j, 130 + 156j, 1 - 0.22j),
        *head(117 + 28j),
        shirt(114 + 44j, 110 + 98j),
        arm(112 + 54j, 100 + 76j, 96 + 99j, 0.1 + 1j, -1),
    ]
    lamp = [
        Part((straight(196 + 8j, 196 + 26j),)),
        solid(curve("188,26* 204,26* 212,42* 180,42* z")),
        Part((arc(196 + 43j, (7, 7), 0, 180),)),
        detail("178,54 172,62", "196,58 196,68", "214,54 220,62"),
    ]
    return [
        *paint([floor(8, 232), *lamp]),
        *moves("step", paint(person)),
        *paint([arrow(curve("164,126* 206,126"))]),
    ]


DRAWINGS = {
    "straighten-legs": straighten_legs,
    "circle-clockwise": lambda: circles(284),
    "circle-anticlockwise": lambda: circles(-284),
    "flex-foot": flex,
    "curl-toes": curl,
    "rub-leg": rub,
    "sit-on-edge": sit,
    "check-feet": check,
    "feet-at-night": feet_at_night,
    "stand-up": stand_up,
    "tiptoe": tiptoe,
    "walk": walk,
    **CARE,
}


def drawing(elements):
    """A drawing as an SVG of its own."""
    return "\n".join(
        [
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 180" fill="none" stroke="currentColor" '
            'stroke-width="3" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">',
            *elements,
            "</svg>\n",
        ]
    )


def main():
    OUT.mkdir(exist_ok=True)
    for name, make in DRAWINGS.items():
        (OUT / f"{name}.svg").write_text(drawing(make()), encoding="utf-8")


if __name__ == "__main__":
    main()
