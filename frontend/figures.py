"""People in side view, facing right, out of parts: legs, arms, shirt and head, and what they hold and sit on."""

from curves import curve
from ink import Part, box, circle, detail, placed, solid, straight

FLOOR = 168


def framed(origin, along, across):
    """A function from (along, across) to a point, in a frame of its own."""
    return lambda u, v: (origin + u * along + v * across, "")


def unit(z):
    return z / abs(z)


def leg(hip, knee, ankle, toes=1 + 0j):
    """A leg with its foot; `toes` is the direction of the foot."""
    thigh, shin, foot = unit(knee - hip), unit(ankle - knee), unit(toes)
    above = framed(hip, thigh, thigh * -1j)
    at_knee = framed(knee, unit(thigh + shin), unit(thigh + shin) * -1j)
    below = framed(ankle, shin, shin * -1j)
    f = framed(ankle, foot, foot * 1j)
    upper, lower, bend = abs(knee - hip), abs(ankle - knee), abs(thigh - shin)
    outline = curve(
        above(0, 9.5), above(upper * 0.5, 9), at_knee(0, 7 + bend), below(-lower * 0.6, 5.5), below(-lower * 0.25, 4.4),
        f(6, 1), f(13, 3.8), f(19, 4.6), f(22, 7.4), f(19, 9.6), f(9, 9.2), f(-4, 9.6), f(-7.5, 6.5), f(-6, 0),
        below(-lower * 0.25, -4.6), below(-lower * 0.62, -7), at_knee(0, -7 - 3 * bend), above(upper * 0.5, -9.5), above(0, -10),
        "z",
    )  # fmt: skip
    return solid(outline)


def arm(shoulder, elbow, wrist, hand=None, thumb=1):
    """An arm with a mitten hand; `thumb` is 1 when the thumb lies to the left of where the hand points, else -1."""
    upper, fore = unit(elbow - shoulder), unit(wrist - elbow)
    pointing = unit(hand) if hand else fore
    at_shoulder, bend = framed(shoulder, upper, upper * -1j), unit(upper + fore)
    at_elbow = framed(elbow, bend, bend * -1j)
    h = framed(wrist, pointing, pointing * -1j * thumb)
    wide = [at_shoulder(6, 6), at_elbow(0, 4.6), (wrist + fore * -2 + fore * -1j * 3.6, "")]
    back = [(wrist + fore * -2 + fore * 1j * 3.6, ""), at_elbow(0, -4.8), at_shoulder(6, -6)]
    fingers = [h(1.5, 4.5), h(3, 8), h(6, 9), h(6.6, 6), h(7, 4.2), h(11, 4), h(13.5, 1.5), h(12, -2.5), h(4, -4.2)]
    outline = curve(at_shoulder(-5, 0), *wide, *fingers[::thumb], *back, "z")
    return solid(outline)


def head(centre, turn=0.0):
    """A head in profile, with hair, an eye, an ear and a smile."""

    def put(text):
        return placed(curve(text), centre, turn)

    neck = placed(curve("-7.5,6 -7,14* -7,20* 5,20* 4,14* 4.5,8 z"), centre, turn)
    skull = put("0,-13 8.5,-9.5 11.5,-3 14.4,2.4 11.8,4.6 10.6,9 5.5,12.6 0,12 -8.5,9.5 -12.4,2 -10.5,-7.5 z")
    hair = put("9.5,-8.4* 2.5,-6.5 -2.5,-3.5 -4,2 -6,6 -9.5,8.6* -13,2 -11,-8 0,-13.6 z")
    return [
        Part((put("-7.4,7 -7,14 -9,19"), put("4,11.5 4.2,15 6,19")), neck),
        solid(skull),
        Part((put("9.5,-8.4 2.5,-6.5 -2.5,-3.5 -4,2 -6,6 -9.5,8.6"),), hair, width=2, tone=0.3, hides=False),
        detail(put("6.6,-1.4 6.6,-.6"), put("9.6,7 7.5,7.2 5.6,6")),
    ]


def shirt(collar, hem):
    """The trunk from the collar down to the hem, in its shirt."""
    down = unit(hem - collar)
    at = framed(collar, down, down * -1j)
    tall = abs(hem - collar)
    corner = [(z, "*") for z, _ in (at(tall, -12), at(tall, 11))]
    outline = curve(
        at(0, 6), at(7, 10), at(tall * 0.4, 12.5), at(tall * 0.75, 11.5), corner[1], corner[0], at(tall * 0.7, -11),
        at(tall * 0.35, -13.5), at(6, -12), at(-1, -7), at(1, 0), "z",
    )  # fmt: skip
    return solid(outline)


def floor(start, end):
    return Part((straight(complex(start, FLOOR), complex(end, FLOOR)),))


def chair(back, top, seat):
    """A chair to hold on to, its back towards the person."""
    post = curve(
        f"{back},{top}* {back + 6},{top}* {back + 6},{seat}* {back + 44},{seat}* {back + 44},{seat + 6}* "
        f"{back + 42},{seat + 6}* {back + 42},{FLOOR}* {back + 36},{FLOOR}* {back + 36},{seat + 6}* "
        f"{back + 6},{seat + 6}* {back + 6},{FLOOR}* {back},{FLOOR}* z"
    )
    return solid(post)


def bed(edge, top):
    """The end of a bed, from the left edge of the drawing."""
    post = straight(
        *(complex(x, y) for x, y in ((edge - 16, top), (edge - 16, FLOOR), (edge - 9, FLOOR), (edge - 9, top)))
    )
    return [Part((post,)), solid(box(complex(8, top), complex(edge, top + 17), 7))]


def clock(centre, radius):
    """A clock: to stay for a while."""
    return [solid(circle(centre, radius)), detail(straight(centre, centre + 0.55 * radius))]
