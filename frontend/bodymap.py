"""Draws the body map, on which a person paints where it feels numb: python frontend/bodymap.py

Only one half of each view is placed by hand; the other is its mirror image. Neighbouring regions share their border
curves, so they neither overlap nor leave gaps. Each view is a file of its own in the package, in its own coordinates.
"""

import cmath
import math
from pathlib import Path

from curves import Digit, curve, whole

OUT = Path(__file__).resolve().parent.parent / "src" / "pinprick" / "pictures" / "bodymap"
BOXES = {
    "top": (0, 0, 720, 720),
    "soles": (0, 740, 720, 720),
    "front": (0, 1480, 720, 1240),
    "body": (0, 2740, 360, 860),
    "back": (360, 2740, 360, 860),
}
FIGURES = {"front": (360, 2690, 1.6), "body": (180, 3580, 0.83), "back": (540, 3580, 0.83)}
"""Where the standing body lies in a view: its midline, its floor and its scale."""


# ---------------------------------------------------------------- the left foot: toes up, big toe to the right
def foot_top():
    w45, w34, w23, w12 = 95 + 238j, 136 + 206j, 180 + 184j, 231 + 176j
    toes = [
        Digit("t5", 54 + 252j, w45, 74 + 172j, 43),
        Digit("t4", w45, w34, 116 + 128j, 41),
        Digit("t3", w34, w23, 159 + 95j, 44),
        Digit("t2", w23, w12, 205 + 67j, 47),
        Digit("t1", w12, 313 + 190j, 274 + 50j, 80, 0.475),
    ]
    t5, t4, t3, t2, t1 = (t.outline() for t in toes)
    o = curve(
        "103,720 107,684 108,645 104,602 96,566=ankle-out 83,532 85,503=sural 77,466 62,424 56,384 51,344 43,300 "
        "46,268",
        *t5,
        (w45, "w45*"),
        *t4,
        (w34, "*"),
        *t3,
        (w23, "*"),
        *t2,
        (w12, "*"),
        *t1,
        "320,222=joint 315,262 301,325 289,386 289,436 282,486 285,526 289,556 280,590=ankle-in 268,626 260,660 "
        "258,690 261,720",
    )
    web = curve(
        (o("t1-left-a"), "toe1"),
        "259,172 264,196 260,222=base 246,276 235,316 227,326 219,316 208,276 195,222 192,198 199,174",
        (o("t2-right-a"), "toe2"),
    )
    base = curve((o("joint"), "joint"), "302,238 280,240=dorsum", (web("base"), "web"))
    ankle = curve((o("ankle-out"), "out"), "140,560 190,562=dorsum 240,574", (o("ankle-in"), "in"))
    outer = curve(o("w45"), "98,284 104,340 111,396 114,442 106,480", o("sural"))
    inner = curve(base("dorsum"), "260,294 244,364 236,434 226,504", ankle("dorsum"))
    regions = {
        "great-toe": o["t1-left-a>joint"] + base + -web["toe1>base"],
        "first-web": web + o["t2-right-a>t1-left-a"],
        "dorsum": o["w45>t2-right-a"]
        + -web["base>toe2"]
        + -base["dorsum>web"]
        + inner
        + -ankle["out>dorsum"]
        + o["ankle-out>sural"]
        + -outer,
        "instep": o["joint>ankle-in"] + -ankle["dorsum>in"] + -inner + -base["joint>dorsum"],
        "little-toe-edge": o["sural>w45"] + outer,
    }
    t5, t4, t3, t2, t1 = toes
    lines = [
        t.crease(at, 0.3, -0.03) for t, at in ((t5, 0.46), (t4, 0.46), (t3, 0.45), (t2, 0.45), (t1, 0.47), (t1, 0.40))
    ]
    lines += [t.crease(at, 0.22, -0.02) for t, at in ((t4, 0.36), (t3, 0.36), (t2, 0.37))]
    lines += [
        curve(c)
        for c in (
            "102,550 96,532 101,514",
            "268,566 274,545 268,526",
            "150,540 185,549 222,544",  # ankle, then tendons
            "236,356 220,420 204,480",
            "186,262 186,330 188,410",
            "147,272 156,340 170,414",
            "116,296 131,350 152,418",
        )
    ]
    nails = [t5.nail(0.62, 0.9, 0.27), *(t.nail() for t in (t4, t3, t2, t1))]
    return {"skin": [o], "nail": nails, "line": lines}, regions


def foot_sole():
    """Drawn as a print, seen from above: so left stays on the left, as in every view."""
    w45, w34, w23, w12 = 96 + 220j, 138 + 184j, 183 + 160j, 230 + 152j
    toes = [
        Digit("t5", 52 + 236j, w45, 75 + 164j, 45, 0.44),
        Digit("t4", w45, w34, 116 + 122j, 43, 0.42),
        Digit("t3", w34, w23, 160 + 90j, 45, 0.42),
        Digit("t2", w23, w12, 205 + 62j, 48, 0.42),
        Digit("t1", w12, 316 + 188j, 274 + 44j, 82, 0.46),
    ]
    t5, t4, t3, t2, t1 = (t.outline()[::-1] for t in toes)
    o = curve(
        "46,268 43,302 50,360 60,420 68,480 77,540=heel-out 84,590 100,640 132,676 168,686 206,676 236,640 248,590 "
        "246,540=heel-in 240,484 242,430 260,370 298,305 322,250 320,215",
        *t1,
        (w12, "*"),
        *t2,
        (w23, "*"),
        *t3,
        (w34, "*"),
        *t4,
        (w45, "*"),
        *t5,
        "z",
    )
    web_in = curve(o("t3"), "160,120 165,160 177,200 172,248 140,292")
    web_out = curve(140 + 292j, "105,258 103,214 111,178 116,146", o("t4"))
    heel = curve((o("heel-out"), "out"), "110,515 156,504=middle 204,513", (o("heel-in"), "in"))
    middle = curve(140 + 292j, "135,350 140,430", heel("middle"))
    regions = {
        "third-web": web_in + web_out + -o["t3>t4"],
        "sole-inner": o["heel-in>t3"] + web_in + middle + heel["middle>in"],
        "sole-outer": o["t4>heel-out"] + heel["out>middle"] + -middle + web_out,
        "heel": o["heel-out>heel-in"] + -heel,
    }
    prints = [t.pad() for t in toes]
    prints += [
        curve(
            "304,250 300,286 272,314 222,330 172,368 150,428 160,486 204,518 230,560 229,612 206,654 168,668 "
            "130,655 104,612 96,556 88,500 74,430 66,370 59,312 66,274 92,256 132,230 174,208 216,194 262,194 294,214 z"
        )
    ]
    lines = [
        toes[4].crease(0.30, 0.36, -0.05),
        curve("228,202 222,240 232,276 262,296"),
        curve("214,352 206,410 216,474"),
        curve("240,348 228,400 230,452"),
    ]
    return {"skin": [o], "tone": prints, "line": lines}, regions


# ---------------------------------------------------------------- half a standing body, 1000 high, midline at x = 0
def figure(foot):
    """The outline and the curves that front and back share."""
    wrist, along = 166 + 525j, cmath.rect(1, math.radians(80))

    def hand(down, outward):
        return wrist + along * down - along * 1j * outward

    w1, w2, w3 = hand(54, 11), hand(57, 2), hand(54, -7.5)
    f5, f4, f3, f2 = (
        Digit(name, left, right, tip, 8.5).outline([(0.8, 0.46, "a")])
        for name, left, right, tip in (
            ("f5", hand(50, 20), w1, hand(81, 18)),
            ("f4", w1, w2, hand(95, 8.5)),
            ("f3", w2, w3, hand(100, -2)),
            ("f2", w3, hand(48, -17), hand(92, -13)),
        )
    )
    o = curve(
        "24,104 26,132 33,152 54,166=nape 82,175 108,188=shoulder 128,209 136,248 141,300 147,345 153,380 "
        "163,425 171,472 176,520=wrist-out",
        hand(20, 14),
        hand(38, 18),
        *f5,
        (w1, "*"),
        *f4,
        (w2, "*"),
        *f3,
        (w3, "*"),
        *f2,
        hand(40, -18),
        (hand(33, -18), "*"),
        hand(48, -25),
        hand(58, -29),
        hand(56, -35),
        hand(38, -31),
        hand(18, -19),
        "156,526=wrist-in 148,490 137,445 130,410 123,376 113,328 104,285 96,248=axilla* 92,285=chest 85,335 80,382 "
        "86,428=crest 98,474=hip 105,520=fold 107,570 103,630 95,690=knee-out 90,730=hollow-out 89,766=shin-out 97,812 "
        "96,850 88,900 80,938=ankle-out",
        foot,
        "53,932=ankle-in 44,872 36,822 37,770=shin-in 34,735=hollow-in 31,704=knee-in 21,650 9,592=inner 3,556 "
        "0,540=crotch",
    )
    head = curve(
        "0,2 22,8 38,27 43,58=temple 40,88 32,110 18,127 0,133=chin -18,127 -32,110 -40,88 -43,58 -38,27 -22,8 z"
    )
    neck = curve(-o("nape").conjugate(), "-30,170 0,177=middle 30,170", (o("nape"), "side"))
    shoulder = curve(o("shoulder"), "105,215", o("axilla"))
    wrist = curve(o("wrist-out"), "166,527", o("wrist-in"))
    ankle = curve((o("ankle-out"), "out"), "67,942=middle", (o("ankle-in"), "in"))
    regions = {
        "arm": o["shoulder>wrist-out"] + wrist + o["wrist-in>axilla"] + -shoulder,
        "hand": o["wrist-out>wrist-in"] + -wrist,
    }
    drawn = {
        "outline": o,
        "head": head,
        "ear": curve("42,58 50,60 50,76 41,86"),
        "echo": o["ankle-out>ankle-in"] + -ankle,
    }
    return drawn, neck["middle>side"] + o["nape>shoulder"] + shoulder, ankle, regions


def front():
    drawn, upper, ankle, regions = figure(
        "84,954 86,968 92,981 99,990 101,999 96,1004 91,1001* 87,1006 82,1003* 77,1008 72,1004* 67,1009 61,1005* "
        "52,1010 45,1003 46,990 51,974 52,958 55,944"
    )
    o, head = drawn["outline"], drawn["head"]
    hairline = curve("-43,58 -36,36 -18,27 0,25=middle 18,27 36,36 43,58=temple")
    chest = curve(-o("chest").conjugate(), "-45,290 0,292=middle 45,290", (o("chest"), "side"))
    groin = curve((o("hip"), "hip"), "73,489=outer 45,507=inner 30,520=pubis 13,535", (o("crotch"), "crotch"))
    pubis = curve((groin("pubis"), "side"), "16,507 0,503=middle -16,507", -groin("pubis").conjugate())["side>middle"]
    knee_top = curve((o("knee-out"), "out"), "76,683=outer 62,681 46,686=inner", (o("knee-in"), "in"))
    knee_low = curve((o("shin-out"), "out"), "63,781=middle", (o("shin-in"), "in"))
    outer = curve(groin("outer"), "76,545 74,620", knee_top("outer"))
    inner = curve(groin("inner"), "39,560 40,625", knee_top("inner"))
    shin = curve(knee_low("middle"), "67,840 69,890", ankle("middle"))
    below = groin["hip>pubis"] + pubis
    regions |= {
        "thigh-outer": o["hip>knee-out"] + knee_top["out>outer"] + -outer + -groin["hip>outer"],
        "thigh-front": outer + knee_top["outer>inner"] + -inner + -groin["outer>inner"],
        "thigh-inner": inner + knee_top["inner>in"] + o["knee-in>crotch"] + -groin["inner>crotch"],
        "knee": o["knee-out>shin-out"] + knee_low + o["shin-in>knee-in"] + -knee_top,
        "shin-outer": o["shin-out>ankle-out"] + ankle["out>middle"] + -shin + -knee_low["out>middle"],
        "shin-inner": shin + ankle["middle>in"] + o["ankle-in>shin-in"] + -knee_low["middle>in"],
        "face": hairline["middle>temple"] + head["temple>chin"] + curve(head("chin"), hairline("middle")),
    }
    midline = {
        "trunk": whole(upper + o["axilla>hip"] + below),
        "saddle": whole(-pubis + groin["pubis>crotch"]),
        "trunk below the chest": whole(chest["middle>side"] + o["chest>hip"] + below),
    }
    drawn["lines"] = [
        curve(c)
        for c in (
            "10,186 44,178 84,187",
            "9,66 17,63 25,66",
            "14,310 36,334 56,372",
            "128,372 136,377 144,372",
            "48,726 51,709 63,703 75,709 78,726",
            "53,744 63,751 74,744",
            "79,950 76,956 79,962",
            "57,945 60,951 57,957",
            "91,1001 90,994",
            "82,1003 81,995",
            "72,1004 71,995",
            "61,1005 61,994",
        )
    ]
    drawn["midlines"] = [curve(c) for c in ("-5,424 0,428 5,424", "-10,105 0,108 10,105", "-4,88 0,90 4,88")]
    return drawn, regions, midline


def back():
    drawn, upper, ankle, regions = figure(
        "84,953 84,967 93,984 101,997 97,1004 84,1006 66,1007=floor 55,1001 51,984 52,962 55,945"
    )
    o = drawn["outline"]
    crest = curve((o("crest"), "side"), "58,440 26,456 0,468=middle -26,456")["side>middle"]
    cleft = curve("0,468=top 18,487 33,520 34,548=fold 25,570", (o("inner"), "inner"))
    fold = curve(o("fold"), "90,549 64,563", cleft("fold"))
    hollow = curve(o("hollow-out"), "63,743", o("hollow-in"))
    heel = curve(o("floor"), "77,1003 83,990 82,970 79,954", o("ankle-out"))
    regions |= {
        "buttock": o["crest>fold"] + fold + -cleft["top>fold"] + -crest,
        "thigh-back": o["fold>hollow-out"] + hollow + o["hollow-in>inner"] + -cleft["fold>inner"] + -fold,
        "calf": o["hollow-out>ankle-out"] + ankle + o["ankle-in>hollow-in"] + -hollow,
        "heel": ankle + -o["floor>ankle-in"] + heel,
    }
    drawn["echo"] = o["ankle-out>floor"] + heel
    midline = {"trunk": whole(upper + o["axilla>crest"] + crest), "saddle": whole(cleft + o["inner>crotch"])}
    drawn["lines"] = [
        curve(c)
        for c in (
            "28,224 33,262 50,284 70,270",
            "61,905 63,925 61,942",
            "73,905 72,925 74,942",
            "131,370 139,377 146,370",
        )
    ]
    drawn["midlines"] = [curve("0,200 0,450"), curve("0,482 0,534")]
    return drawn, regions, midline


# ---------------------------------------------------------------- the file
def feet(name, foot, turn, fade=None):
    y = BOXES[name][1]
    drawn, regions = foot

    def left(z):
        return (z - 180 - 600j) * turn + complex(199, 600 + y)

    sides = (("left", left), ("right", lambda z: 720 - left(z).conjugate()))
    mask = shade(name, *fade) if fade else ""
    quiet = [
        (kind, c.map(f), f' mask="url(#{name}-fade)"' * (kind == "skin" and bool(fade)))
        for _, f in sides
        for kind in drawn
        for c in drawn[kind]
    ]
    paths = [(region, side, c.map(f)) for side, f in sides for region, c in regions.items()]
    return name, BOXES[name], mask, quiet, paths, ((34, y + 680, "L"), (686, y + 680, "R"))


def body(name, half, below_chest=False):
    centre, floor, scale = FIGURES[name]
    drawn, regions, midline = half

    def put(z):
        return (z - 1000j) * scale + complex(centre, floor)

    def shown(c):
        start = c.segments[0][0]
        return not below_chest or (start.imag > 292 and start.real < 108)

    sides = (("left", lambda z: put(-z.conjugate())), ("right", put))
    cut, mask = midline.pop("trunk below the chest", None), ""
    if below_chest:
        midline["trunk"] = cut
        regions = {r: c for r, c in regions.items() if r not in ("arm", "hand", "face")}
        mask = shade(name, put(290j).imag, put(255j).imag)
        quiet = [("skin", whole(drawn["outline"]["axilla>crotch"]).map(put), f' mask="url(#{name}-fade)"')]
    else:
        quiet = [("skin", drawn["ear"].map(f), "") for _, f in sides]
        quiet += [("skin", whole(drawn["outline"]).map(put), ""), ("skin", drawn["head"].map(put), "")]
    quiet += [("echo", drawn["echo"].map(f), f' data-echo="foot" data-side="{side}"') for side, f in sides]
    quiet += [("line", c.map(f), "") for _, f in sides for c in drawn["lines"] if shown(c)]
    quiet += [("line", c.map(put), "") for c in drawn["midlines"] if shown(c)]
    paths = [(region, side, c.map(f)) for side, f in sides for region, c in regions.items()]
    paths += [(region, "midline", c.map(put)) for region, c in midline.items()]
    beside = 155 * scale
    return name, BOXES[name], mask, quiet, paths, ((centre - beside, floor - 6, "L"), (centre + beside, floor - 6, "R"))


def shade(name, solid, gone):
    """A mask that lets the skin fade out from height `solid` to height `gone`."""
    return (
        f'<mask id="{name}-fade" maskUnits="userSpaceOnUse" x="0" y="0" width="720" height="4000">'
        f'<linearGradient id="{name}-shade" gradientUnits="userSpaceOnUse" x1="0" x2="0" y1="{solid:g}" y2="{gone:g}">'
        f'<stop stop-color="#fff"/><stop offset="1" stop-color="#000"/></linearGradient>'
        f'<path d="M0 0H720V4000H0Z" fill="url(#{name}-shade)" stroke="none"/></mask>\n'
    )


def view(name, box, mask, quiet, paths, letters):
    """One view as an SVG of its own; names of regions are the page's, not the drawing's."""
    out = [
        f'<svg class="bodymap" viewBox="{" ".join(map(str, box))}" fill="none" '
        f'stroke="currentColor" aria-hidden="true" '
        f'focusable="false" data-view="{name}">',
        f'{mask}<g class="body">',
    ]
    out += [f'<path class="{kind}"{more} d="{c.path(kind in ("nail", "tone", "echo"))}"/>' for kind, c, more in quiet]
    out += [f'<text class="letter" x="{x:g}" y="{y:g}">{letter}</text>' for x, y, letter in letters]
    out.append("</g>")
    for region, side, c in paths:
        out.append(f'<path class="region" data-region="{region}" data-side="{side}" d="{c.path(True)}"/>')
    return "\n".join([*out, "</svg>\n"])


def main():
    views = [
        feet("top", foot_top(), cmath.rect(1.05, math.radians(-3.5)), fade=(640, 712)),
        feet("soles", foot_sole(), cmath.rect(1.04, math.radians(-4))),
        body("front", front(), below_chest=True),
        body("body", front()),
        body("back", back()),
    ]
    OUT.mkdir(exist_ok=True)
    for one in views:
        (OUT / f"{one[0]}.svg").write_text(view(*one), encoding="utf-8")


if __name__ == "__main__":
    main()
