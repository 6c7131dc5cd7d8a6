"""Feet, lower legs and hands from near, out of parts."""

import cmath
import math

from curves import Curve, Digit, curve, mirror
from ink import Part, detail, placed, polygon

TOE = {
    "flat": "59,24 66,26.5 73,25.5 76,19.5 72.5,14 65,11.5 54,9",
    "bent": "56,16.8 63.3,14.8 68.4,10 67.5,3.4 61.5,.9 53.9,3.1 46,3",
    "curled": "53,31 53,39 59,43 66,40 71,28 69,15 62,8 52,5.5",
}
"""The big toe from the ball to the instep. The ankle is the origin, the toes lie to the right, the foot is 100 long."""
NAIL = {"flat": "64.5,11.5 68,15 75,16", "bent": "53.5,3 58.3,4.6 64.2,1.5", "curled": "71,25 67,29 67.5,38.5"}


def side_foot(ankle, turn, size, leg_turn=0.0, toe="flat"):
    """The outline of a foot from the inner side, its ankle bone and its nail; turned clockwise by degrees.

    The outline ends in the lower leg, which is turned by `leg_turn`.
    """
    outline = curve(
        *placed_points("-27,-75 -17.5,-46 -16,-32", ankle, leg_turn, size),
        *placed_points("-19.5,-8 -26.5,6 -26.5,18 -20,26 0,24.5 14,20.5 30,22 43,27", ankle, turn, size),
        *placed_points(TOE[toe] + " 38,-1 22,-12", ankle, turn, size),
        *placed_points("15,-32 16,-46 19,-75", ankle, leg_turn, size),
    )
    outline = Curve(outline.segments[1:-1])
    bone, nail = (curve(*placed_points(text, ankle, turn, size)) for text in ("-9,2 -8,-5 -1,-7 4,-2", NAIL[toe]))
    return [Part((outline,), outline), detail(bone), detail(nail)]


def placed_points(text, at, turn, size):
    """Points "x,y x,y …" moved to a place, turned and scaled."""
    pairs = (pair.split(",") for pair in text.split())
    return [(at + complex(float(x), float(y)) * cmath.rect(size, math.radians(turn)), "") for x, y in pairs]


def lower_leg(ankle, size, turn, knee=150):
    """The two lines of the lower leg that lead to a foot, from `knee` above the ankle."""
    upper = ("-36,-105 ", "22,-105 ") if knee > 110 else ("", "")
    calf = curve(*placed_points(f"-32,{-knee} {upper[0]}-27,-75 -17.5,-46 -16,-32", ankle, turn, size))
    front = curve(*placed_points(f"22,{-knee} {upper[1]}19,-75 16,-46 15,-32", ankle, turn, size))
    return Part((Curve(calf.segments[:-1]), Curve(front.segments[:-1])))


def forefoot(ankle, turn, size):
    """The outline of a foot without its heel."""
    return curve(*placed_points(f"14,20.5 30,22 43,27 {TOE['flat']} 38,-1 22,-12", ankle, turn, size))


# ---------------------------------------------------------------- from above
TOES = (
    ("t5", 54 + 252j, 95 + 238j, 70 + 172j, 43, 0.47),
    ("t4", 95 + 238j, 136 + 206j, 112 + 128j, 41, 0.47),
    ("t3", 136 + 206j, 180 + 184j, 157 + 95j, 44, 0.47),
    ("t2", 180 + 184j, 231 + 176j, 206 + 67j, 47, 0.47),
    ("t1", 231 + 176j, 313 + 190j, 278 + 50j, 80, 0.475),
)
FAN = {"t5": -24, "t4": -13, "t3": -3, "t2": 7, "t1": 14}
"""How far each toe turns when they are spread, in degrees clockwise."""


def toes(spread):
    """The toes of a left foot from above, in the coordinates of the body map."""
    made = []
    for name, left, right, tip, width, neck in TOES:
        base = (left + right) / 2
        turned = base + (tip - base) * cmath.rect(1, math.radians(FAN[name] * spread))
        made.append(Digit(name, left, right, turned, width, neck))
    return made


def top_foot(at, size, spread=0.0, right=False):
    """A left or right foot from above with the end of its lower leg; `at` is the middle of the ankle."""
    t5, t4, t3, t2, t1 = digits = toes(spread)
    webs = [[(left, "*")] for _, left, *_ in TOES[1:]]
    outline = curve(
        "118,760 118,700 113,650 101,600 97,565 84,500 66,430 54,350 44,300 46,268", *t5.outline(), *webs[0], *t4.outline(),
        *webs[1], *t3.outline(), *webs[2], *t2.outline(), *webs[3], *t1.outline(),
        "320,222 315,262 301,325 289,386 284,440 284,510 290,550 282,590 264,645 256,700 256,760",
    )  # fmt: skip
    nails = [digit.nail(0.62, 0.93, 0.27) for digit in digits]

    def put(line):
        line = line.map(lambda z: z - (187 + 600j))
        return placed(mirror(line) if right else line, at, 0, size)

    bones = [curve("120,602 112,585 117,566"), curve("262,584 271,564 264,545")]
    return [
        Part((put(outline),), put(outline)),
        Part(tuple(put(nail) for nail in nails), width=1.5),
        detail(*map(put, bones)),
    ]


def shin(at, size, end):
    """The two lines of the lower leg below a foot from above, down to a height."""
    foot, half = at + 160j * size, 69 * size
    middle = (foot.imag + end) / 2
    lines = (
        curve((foot + side * half, ""), (complex(foot.real + side * half * 1.04, middle), ""),
              (complex(foot.real + side * half * 1.14, end), ""))
        for side in (-1, 1)
    )  # fmt: skip
    return Part(tuple(lines))


# ---------------------------------------------------------------- hands
def calf_hand(at):
    """A right hand from below that lies on a calf, its fingers up and its thumb spread."""
    outline = curve(
        "-17,66 -17,48 -21,30 -22.5,12 -23,-10 -22,-19 -17.5,-22.5 -13,-20 -12,-17* -11.5,-25 -7,-30 -2.5,-26 "
        "-1.5,-19* -.5,-26 4,-30.5 8.5,-26 9.5,-16* 10.5,-21 15,-24.5 19,-20 20.5,-2 21.5,10* 31,-1 38,-4.5 41.5,0 "
        "37,10 27,26 18,44 16,54 16,66"
    )
    lines = detail("-12,-17 -12,8", "-1.5,-19 -1,8", "9.5,-16 9.5,8", "21.5,10 17,18").lines
    return hand_at(at, outline, lines)


def sole_hand(at):
    """A hand from the side that lies along a sole, its fingers up and its thumb over the arch."""
    outline = curve(
        "22,74 20,60 12,40 -2,22* -16,17 -27,15 -30,8.5 -25,4 -12,3 -1,5* 0,-14 1,-34 3,-50 8,-55 13,-50 14,-34 "
        "16,-12 24,14 37,38 44,54 48,68"
    )
    return hand_at(at, outline, ())


def hand_at(at, outline, lines):
    """A hand in its place; its open wrist is closed to cover what lies behind it."""
    outline, *lines = (placed(line, at) for line in (outline, *lines))
    cover = curve(*((z, "*") for z in polygon(outline)), (outline.segments[-1][3], "*"), "z")
    return [Part((outline,), cover), Part(tuple(lines), width=2)]
