"""Drawings of the steps of daily care, of shoes, of sitting and of stretching."""

from curves import curve
from feet import lower_leg, side_foot, top_foot
from figures import FLOOR, arm, chair, floor, head, leg, shirt
from ink import Part, arc, arrow, box, circle, detail, ghost, paint, placed, solid, straight


def grown(part, size):
    """A part made larger about the corner of the drawing."""
    return solid(placed(part.cover, 0, 0, size))


def basin(left, right, top, bottom):
    """A basin from the side: its near wall, which covers what is in it, and its rim."""
    low = (right - left) / 8
    wall = straight(
        complex(left, top), complex(left + low, bottom), complex(right - low, bottom), complex(right, top),
        complex(left, top),
    )  # fmt: skip
    return solid(wall)


def steam(*places):
    return [detail(curve((at, ""), (at + 4 - 8j, ""), (at - 16j, ""), (at + 4 - 24j, ""))) for at in places]


# ---------------------------------------------------------------- daily care
def look_at_soles():
    """A foot above a mirror, and an eye that looks at the sole in it."""
    ankle, size = 76 + 70j, 0.95
    eye = 196 + 40j
    lids = curve((eye - 22, "*"), (eye - 12j, ""), (eye + 22, "*"), (eye + 12j, ""), (eye - 22, "*"))
    mirror = straight(24 + 164j, 136 + 164j, 170 + 124j, 58 + 124j, 24 + 164j)
    return paint(
        [
            lower_leg(ankle, size, 0),
            *side_foot(ankle, 0, size),
            solid(mirror),
            detail("50,156 70,132", "62,156 74,142"),
            Part((lids,)),
            solid(circle(eye, 7)),
            ghost(straight(eye - 8 + 18j, 116 + 142j), straight(108 + 136j, 100 + 104j)),
        ]
    )  # fmt: skip


def try_water():
    """An elbow dipped into a basin of water, with a thermometer."""
    bent = grown(arm(22 + 8j, 49 + 55j, 84 + 22j, 1 - 0.5j, 1), 2)
    tube = box(200 + 74j, 212 + 146j, 6)
    return [
        *paint([bent, basin(32, 164, 104, 166), Part((curve("42,116 62,112 82,118 102,112 122,118 142,112 154,115"),), width=2)]),
        *paint([solid(tube), solid(circle(206 + 152j, 11)), Part((straight(206 + 116j, 206 + 146j),))]),
        *paint([detail(*(straight(complex(216, y), complex(224, y)) for y in (86, 100, 114, 128)))]),
    ]  # fmt: skip


def shoe(at, size=1.0):
    """A low shoe from the side, its toe to the right, its sole and laces."""
    upper = curve("-52,-50* -54,-20 -52,6* 74,6* 76,-6 66,-18 44,-24 20,-32 0,-46 -4,-56* -28,-46 -52,-50* z")
    sole = curve("-54,6* 76,6* 76,16* -54,16* z")
    return [
        solid(placed(upper, at, 0, size)),
        solid(placed(sole, at, 0, size)),
        detail(*(placed(curve(text), at, 0, size) for text in ("4,-30 14,-40", "14,-25 25,-34", "25,-20 36,-29"))),
    ]


def feel_inside():
    """A hand that feels inside a shoe before it is put on."""
    reaching = grown(arm(4 + 2j, 24 + 16j, 40 + 42j, 0.9 + 0.5j, -1), 2)
    return [
        *paint([Part((straight(8 + FLOOR * 1j, 232 + FLOOR * 1j),)), reaching, *shoe(110 + 150j, 1.2)]),
        *paint([arrow(curve("112,52* 94,84"), size=7)]),
    ]


# ---------------------------------------------------------------- shoes
def shoe_room():
    """A foot in the outline of a shoe that leaves a thumb's width before the toes."""
    outline = curve(
        "108,172 92,150 86,112 80,80 78,50 92,22 118,12 144,20 154,46 152,84 146,120 142,152 132,172 120,176 z"
    )
    foot = top_foot(118 + 136j, 0.175)
    return [
        *paint([foot[0], foot[1], Part((outline,), None)]),
        *paint([arrow(straight(188 + 13j, 188 + 36j), both=True, size=6), ghost(straight(124 + 13j, 200 + 13j), straight(142 + 37j, 200 + 37j))]),
    ]  # fmt: skip


def low_heel():
    """A low shoe, and a high pointed one crossed out."""
    pointed = curve(
        "140,62* 150,96 154,118* 157,146* 164,146* 164,112* 184,128 200,146* 234,146* 236,142 214,136 190,104 168,84 152,76 146,62* z"
    )
    return [
        *paint([Part((straight(8 + 146j, 236 + 146j),)), *shoe(58 + 132j, 0.85)]),
        *paint([Part((pointed,), width=2)]),
        *paint([Part((straight(142 + 52j, 234 + 152j), straight(234 + 52j, 142 + 152j)))]),
        *paint([Part((curve("40,48* 52,62* 78,30*"),))]),
    ]


def skip_eyelet():
    """A shoe from above whose laces leave out the eyelets over the sore place."""
    outline = curve("120,174 88,168 76,132 72,84 78,40 98,14 120,8 142,14 162,40 168,84 164,132 152,168 z")
    rows = (78, 94, 110, 126, 142)
    left, right = ([complex(x, y) for y in rows] for x in (98, 142))
    laced = [straight(left[0], right[0])]
    for above, below in ((0, 1), (3, 4)):
        laced += [straight(left[above], right[below]), straight(right[above], left[below])]
    laced += [straight(left[1], left[3]), straight(right[1], right[3])]
    return [
        *paint([solid(outline), Part((curve("92,160* 92,70 120,58 148,70 148,160*"),), width=2)]),
        *paint([Part(tuple(laced))]),
        *paint([Part(tuple(circle(z, 3) for z in (*left, *right)), width=2)]),
        *paint([ghost(arc(120 + 110j, (15, 13), 0, 360))]),
        *paint([arrow(curve("212,84 190,92 140,107"), size=7)]),
    ]


def rub_forefoot():
    """A shoe taken off, and a foot whose toes are spread."""
    return [
        *paint(shoe(64 + 150j, 0.75)),
        *paint(top_foot(176 + 150j, 0.23, 1)),
        *paint([arrow(curve("136,26 172,8 214,22"), both=True, size=7)]),
    ]


def pad_behind_ball():
    """A sole with a soft pad just behind the ball of the foot."""
    foot = top_foot(110 + 150j, 0.24)[0]
    pad = arc(106 + 94j, (12, 16), 0, 360)
    return [
        *paint([foot, Part((pad,), pad, tone=0.3)]),
        *paint([Part((curve("80,80 92,70 112,66 136,74"),), width=2)]),
        *paint([arrow(curve("196,106 164,106 126,98"), size=7)]),
    ]


# ---------------------------------------------------------------- warmth
def warm_water():
    """Two feet in a basin of warm water."""
    legs = [lower_leg(complex(x, 128), 0.8, 0, 150) for x in (92, 144)]
    return [
        *paint([Part((straight(8 + FLOOR * 1j, 232 + FLOOR * 1j),)), *legs, basin(36, 210, 100, FLOOR - 1)]),
        *paint([Part((curve("46,112 66,108 86,114 106,108 126,114 146,108 166,114 186,108 200,112"),), width=2)]),
        *paint(steam(56 + 88j, 184 + 88j)),
    ]


def warm_socks():
    """A foot in a thick sock over a thin one."""
    ankle, size = 84 + 118j, 1.15
    foot = side_foot(ankle, 0, size)[0]
    cuff = straight(50 + 48j, 112 + 48j, 110 + 70j, 56 + 70j, 50 + 48j)
    ribs = [straight(complex(x, 50), complex(x + (2 if x < 80 else -1), 68)) for x in (62, 74, 86, 98)]
    return paint(
        [
            Part((straight(54 + 14j, 56 + 46j), straight(106 + 14j, 106 + 46j))),
            foot,
            solid(cuff),
            detail(*ribs, "70,120 78,136 74,146", "136,124 144,132 142,146"),
        ]
    )


# ---------------------------------------------------------------- sitting
def seated(x, *arms):
    """Somebody who sits on a chair with both feet on the floor; `x` is the place of the hip."""
    at = complex(x, 0)
    return [
        floor(8, 232),
        chair(x - 24, 72, 134),
        leg(at + 4 + 122j, at + 42 + 122j, at + 43 + 158.4j),
        leg(at + 123j, at + 36 + 123j, at + 35 + 158.4j),
        *head(at + 1 + 51j),
        shirt(at - 2 + 67j, at - 3 + 127j),
        *arms,
    ]


def sit_well():
    """Both feet on the floor, the knees bent at a right angle, nothing pressed."""
    rest = arm(88 + 78j, 88 + 102j, 108 + 112j, 1 + 0.15j, 1)
    return [
        *paint(seated(92, rest)),
        *paint([arrow(straight(162 + 128j, 162 + 160j), size=7)]),
        *paint([Part((curve("190,84* 202,98* 226,66*"),))]),
    ]


def hand_on_belly():
    """Somebody sits with a hand on the belly and breathes slowly."""
    return [
        *paint(seated(80, arm(76 + 78j, 70 + 104j, 88 + 108j, 1 - 0.1j, 1))),
        *paint([arrow(curve("104,58 124,60 142,54"), size=7), arrow(curve("142,70 124,72 106,66"), size=7)]),
    ]


def knee_pad():
    """A bent leg with a soft sleeve round the knee."""
    bent = grown(leg(-14 + 38j, 62 + 38j, 63 + 72j), 2)
    band = curve("112,66* 120,58 132,60 140,68 143,80 140,92* 114,92 106,84 z")
    return [
        *paint([Part((straight(8 + FLOOR * 1j, 232 + FLOOR * 1j),)), bent, Part((band,), band, tone=0.25)]),
        *paint([arrow(curve("204,52 178,58 150,72"), size=7)]),
    ]


def loose_belt():
    """A belt that is let out at the waist."""
    body = [curve("70,8 74,40 64,76 52,110 48,172"), curve("170,8 166,40 176,76 188,110 192,172")]
    belt = box(56 + 66j, 184 + 88j, 4)
    return [
        *paint([Part(tuple(body)), Part((curve("112,172 116,140 120,124 124,140 128,172"),)), solid(belt)]),
        *paint([solid(box(106 + 61j, 134 + 93j, 4)), detail(straight(120 + 77j, 134 + 77j))]),
        *paint([arrow(straight(44 + 77j, 16 + 77j), size=7), arrow(straight(196 + 77j, 224 + 77j), size=7)]),
    ]


# ---------------------------------------------------------------- stretching
def towel_stretch():
    """A lying leg, its foot pulled up by a towel round the ball."""
    ankle, size = 158 + 122j, 0.9
    foot = side_foot(ankle, -100, size, -90)
    towel = curve("34,54* 172,54* 182,61 172,68* 34,68*")
    return [
        *paint(
            [
                Part((straight(8 + 158j, 232 + 158j),)),
                lower_leg(ankle, size, -90),
                *foot,
                Part((towel,), curve("34,54* 172,54* 182,61 172,68* 34,68* z")),
                arrow(straight(70 + 36j, 32 + 36j), size=7),
            ]
        ),
    ]


def knee_to_chest():
    """Somebody lies on the back and draws one knee to the chest."""
    y = 150
    return [
        *paint([
            Part((straight(8 + FLOOR * 1j, 232 + FLOOR * 1j),)),
            leg(116 + 1j * y, 166 + 1j * y, 212 + 152j, -1j),
            *head(34 + 148j, -90),
            shirt(52 + 1j * y, 112 + 1j * y),
            leg(114 + 144j, 96 + 98j, 138 + 92j, 0.3 - 1j),
            arm(64 + 143j, 78 + 118j, 100 + 104j, 1 - 0.6j, 1),
        ]),
        *paint([arrow(curve("138,70 116,60 92,70"), size=7)]),
    ]  # fmt: skip


def bend_back():
    """Somebody stands with the hands on the small of the back and bends backwards."""
    return [
        *paint([
            floor(8, 232),
            leg(124 + 100j, 128 + 130j, 124 + 158.4j),
            leg(118 + 100j, 122 + 130j, 115 + 158.4j),
            *head(100 + 32j, -18),
            shirt(106 + 48j, 119 + 101j),
            arm(103 + 58j, 84 + 80j, 106 + 92j, 1 + 0.2j, -1),
        ]),
        *paint([arrow(curve("84,16 66,26 54,44"), size=7)]),
    ]  # fmt: skip


def calf_stretch():
    """Somebody leans against a wall, one leg back with its heel down."""
    return [
        *paint([
            floor(8, 232),
            Part((straight(206 + 8j, 206 + FLOOR * 1j),)),
            arm(132 + 62j, 162 + 64j, 192 + 58j, 0.5 - 1j, 1),
            leg(112 + 100j, 146 + 124j, 142 + 158.4j),
            leg(108 + 101j, 84 + 128j, 58 + 156j, 1 + 0.12j),
            *head(146 + 36j, 18),
            shirt(136 + 52j, 110 + 103j),
            arm(129 + 63j, 160 + 72j, 192 + 66j, 0.5 - 1j, 1),
        ]),
        *paint([arrow(straight(36 + 128j, 36 + 158j), size=7)]),
    ]  # fmt: skip


# ---------------------------------------------------------------- an emergency
def call():
    """A telephone, ringing."""
    return [
        *paint([solid(box(86 + 14j, 154 + 166j, 12)), solid(box(94 + 30j, 146 + 142j, 3)), Part((circle(120 + 154j, 5),), width=2)]),
        *paint([Part((arc(120 + 90j, (58, 58), -30, 60), arc(120 + 90j, (78, 78), -30, 60))),
                Part((arc(120 + 90j, (58, 58), 150, 60), arc(120 + 90j, (78, 78), 150, 60)))]),
        *paint([Part((straight(120 + 66j, 120 + 106j), straight(100 + 86j, 140 + 86j)), width=5)]),
    ]  # fmt: skip


CARE = {
    "look-at-soles": look_at_soles,
    "try-water": try_water,
    "feel-inside": feel_inside,
    "shoe-room": shoe_room,
    "low-heel": low_heel,
    "skip-eyelet": skip_eyelet,
    "rub-forefoot": rub_forefoot,
    "pad-behind-ball": pad_behind_ball,
    "warm-water": warm_water,
    "warm-socks": warm_socks,
    "sit-well": sit_well,
    "hand-on-belly": hand_on_belly,
    "knee-pad": knee_pad,
    "loose-belt": loose_belt,
    "towel-stretch": towel_stretch,
    "knee-to-chest": knee_to_chest,
    "bend-back": bend_back,
    "calf-stretch": calf_stretch,
    "call": call,
}
