"""Draws the courses of nerves, roots and arteries over the body map: python frontend/nerves.py [folder]

Lines are placed for the left side only; where a site is on both sides or on the right, the page mirrors them about the
midline of the view (x = 360 for top, soles and front, 180 for body, 540 for back). Lines of the standing body are in
the coordinates of its figure, see bodymap.py: 1000 high, the midline at x = 0, x grows outward, so a point with a
negative x lies on the other side. Lines of the feet are in the coordinates of their view.

In the views from the front (`front` and `body`) nerves that run at the back are drawn as if the body were glass.
"""

import json
import sys
from pathlib import Path

from bodymap import FIGURES, OUT
from curves import Curve, curve

UNPLACED = {
    "none.changing": "the numb area shifts or fits no nerve, so there is no place to point at",
    "bone.forefoot": "it is a bone, and only nerves and vessels are drawn",
}
"""Sites that cannot be drawn, each with the reason."""

TRUNK = {
    "cord": "0,106 0,180 0,260 0,330 0,372",
    "arm": "2,160 28,172 68,190 100,216 119,268 131,335 141,390 154,455 166,526",
    "thumb": "166,526 158,538 151,555 146,582",
    "index": "166,526 168,560 168,604",
    "middle": "166,526 173,566 179,608",
    "ring": "166,526 179,562 189,603",
    "little": "166,526 182,555 194,590",
    "ulnar": "4,172 28,178 64,196 96,224 110,268 121,335 127,372 142,430 164,500 182,550 194,590",
    "rib": "2,258 14,264 42,276 72,300",
}
"""Lines that look the same from the front and from the back."""

FRONT = TRUNK | {
    "root-l2": "0,362 5,376 18,408 38,462 51,502",
    "root-l3": "0,388 5,402 16,428 36,470 51,502",
    "root-l4": "0,404 5,418 21,447 40,478 51,502",
    "femoral": "8,392 20,420 40,470 51,502",
    "femoral-front": "51,502 62,540 72,610 72,675",
    "femoral-inner": "51,502 54,550 56,610 54,668",
    "saphenous-thigh": "51,502 52,530 48,580 42,635 36,690",
    "saphenous": "36,690 37,725 42,770 47,825 53,890 57,935 58,962",
    "infrapatellar": "36,702 42,732 61,758",
    "lateral-femoral": "10,382 32,415 60,454 77,482 85,525 88,585 86,655",
    "lateral-femoral-behind": "77,482 90,520 96,575",
    "obturator": "8,400 13,445 21,488 28,516",
    "obturator-thigh": "28,516 30,548 32,600 36,655",
    "obturator-short": "28,516 36,550 42,590",
    "ilioinguinal": "8,362 34,388 50,420 40,462 26,492 18,508",
    "ilioinguinal-thigh": "26,492 34,520 36,550",
    "peroneal": "90,740 88,757 83,776",
    "deep-peroneal": "83,776 77,802 71,850 69,905 67,945 64,972 61,995",
    "superficial-peroneal": "83,776 85,815 83,865 78,910",
    "superficial-peroneal-inner": "78,910 72,945 66,968 55,995",
    "superficial-peroneal-outer": "78,910 77,945 80,970 84,992",
    "brain-leg": "-7,12 -12,42 -6,78 0,106",
    "brain-half": "-22,36 -12,58 -4,80 0,106",
    "face": "0,92 10,100 22,104",
    "face-across": "-12,60 2,84 20,100",
    "long": "0,372 2,395 9,425 25,464 45,510 57,565 63,640 67,710 71,780 69,860 67,930 66,962",
    "toe-1": "66,962 58,980 54,1002",
    "toe-2": "66,962 65,982 66,1000",
    "toe-3": "66,962 72,980 77,998",
    "toe-4": "66,962 77,976 86,996",
    "toe-5": "66,962 82,972 95,994",
    "aorta": "0,345 0,380 0,410",
    "iliac": "3,428 14,449 32,479 43,506",
    "femoral-artery": "43,506 47,545 45,600 47,655 55,705 62,742 65,765",
    "tibial-artery-front": "65,765 71,790 72,835 68,895 65,945 63,975 61,995",
    "tibial-artery-behind": "65,765 61,800 55,850 53,900 56,935 59,955",
    "great-saphenous": "59,962 57,932 51,885 45,825 40,765 36,715 40,650 46,570 47,515",
}

BACK = TRUNK | {
    "root-l2": "0,362 5,376 18,390 32,402",
    "root-l3": "0,388 5,402 18,418 32,432",
    "root-l4": "0,404 5,418 18,434 32,448",
    "root-l5": "0,422 5,438 15,466 29,497",
    "root-s1": "0,440 5,457 14,478 29,497",
    "root-s2": "0,458 7,472 17,486 29,497",
    "saddle-root": "0,372 1,430 7,490 18,534",
    "sciatic": "29,497 44,516 55,548 60,600 62,655",
    "peroneal": "62,655 67,698 77,733 89,764",
    "tibial": "62,655 62,743 62,800 60,860 57,905 55,935",
    "ankle-inner": "55,935 57,955 63,975",
    "sural": "62,725 63,752 66,800 71,860 75,905 77,940 83,970 92,990",
    "posterior-cutaneous": "27,495 41,522 50,555 55,620 59,690 61,748",
    "buttock-branch": "41,522 49,547 59,557 74,556",
    "seat-branch": "50,555 46,568 36,574 23,573",
    "pudendal": "5,462 14,478 25,500 24,518 16,532",
    "pudendal-front": "16,532 12,544 8,556",
    "pudendal-anal": "16,532 10,534 4,532",
    "heel": "55,935 59,960 68,985",
    "vein": "56,930 58,860 61,800 62,743 62,690 58,620 52,560",
    "vein-small": "77,935 74,890 69,820 62,743 62,690",
    "strand-l2": "0,372 3,388 12,402 28,413",
    "strand-l3": "0,372 2,400 12,424 29,441",
    "strand-l5": "0,372 2,415 13,462 29,497",
    "ankle-behind": "59,880 56,912 55,935",
    "sciatic-low": "61,615 62,655",
    "calf": "62,655 62,725",
}

TOP = {
    "deep-peroneal": "204,702 206,620 206,550 212,450 222,340 228,255 229,215",
    "first-web-1": "229,215 236,170 240,112",
    "first-web-2": "229,215 221,170 211,118",
    "superficial-inner": "160,702 166,620 180,540 198,460",
    "superficial-1": "198,460 232,360 264,265 283,190 288,115",
    "superficial-2": "198,460 194,380 184,290 176,225 174,180",
    "superficial-outer": "163,650 150,565 140,470",
    "superficial-3": "140,470 136,370 130,280 127,208",
    "superficial-4": "140,470 122,380 101,310 89,240",
    "sural": "140,702 122,620 107,550 104,495 86,425 64,350 52,280 52,215 50,178",
    "saphenous": "272,702 280,610 285,545 286,470 286,400 290,330",
    "toe-1": "200,480 226,370 252,250 263,160 264,78",
    "toe-2": "200,480 205,360 198,240 193,92",
    "toe-3": "200,480 184,370 158,250 146,124",
    "toe-4": "200,480 162,380 122,270 103,160",
    "toe-5": "200,480 148,390 88,300 62,206",
    "ankle": "202,702 204,600 200,480",
    "digital-3": "150,400 138,320 129,250",
    "digital-3-inner": "129,250 131,200 139,145",
    "digital-3-outer": "129,250 124,205 112,165",
    "dorsal-artery": "206,702 208,600 208,520 216,450 222,402",
    "arch": "222,402 204,384 160,366 120,344 84,290 62,206",
    "digit-1": "222,402 244,310 260,200 264,78",
    "digit-2": "198,380 197,290 193,92",
    "digit-3": "170,372 156,260 146,124",
    "digit-4": "136,354 116,270 103,160",
}

SOLES = {
    "tibial": "266,1296 258,1266 246,1238",
    "medial-plantar": "246,1238 233,1180 222,1110 216,1060",
    "medial-1": "216,1060 250,990 276,925 284,850",
    "medial-2": "216,1060 222,990 220,925 217,880",
    "medial-3": "216,1060 192,990 176,935 170,893",
    "medial-4": "216,1060 170,1010 138,962 126,920",
    "lateral-plantar": "246,1238 200,1205 142,1160 104,1100 92,1060",
    "lateral-5": "92,1060 66,1010 50,960 42,920",
    "lateral-4": "92,1060 88,1010 84,962",
    "calcaneal": "268,1318 250,1338 222,1358 186,1372",
    "calcaneal-short": "268,1318 240,1327 200,1322",
    "digital-3": "196,1070 166,1010 140,962",
    "digital-3-inner": "140,962 130,920 135,870",
    "digital-3-outer": "140,962 124,930 109,892",
    "sural": "92,1300 78,1220 62,1130 46,1050 44,980 46,925",
    "toe-1": "246,1238 230,1120 246,990 262,880 260,800",
    "toe-2": "246,1238 218,1120 206,1000 192,890 188,815",
    "toe-3": "246,1238 206,1130 172,1010 150,920 142,845",
    "toe-4": "246,1238 196,1150 138,1040 108,950 100,880",
    "toe-5": "246,1238 188,1170 108,1070 72,980 60,920",
    "arch": "246,1238 150,1176 88,1112 112,1068 160,1054 212,1038 254,970 264,890 260,800",
    "digit-2": "196,1046 202,970 188,815",
    "digit-3": "158,1057 150,960 142,845",
    "digit-4": "124,1064 106,970 100,880",
    "digit-5": "92,1084 70,1000 60,920",
}
LINES = {"top": TOP, "soles": SOLES, "front": FRONT, "body": FRONT, "back": BACK}

TOES = "toe-1 toe-2 toe-3 toe-4 toe-5"
TOP_ARTERIES = "dorsal-artery+digit-1 dorsal-artery+arch digit-2 digit-3 digit-4"
SOLE_ARTERIES = "arch digit-2 digit-3 digit-4 digit-5"
TOPS = "264,58 192,72 146,104 103,140 62,186"
PADS = "260,800 188,813 142,841 100,878 60,919"
HAND = "arm+middle arm+thumb arm+index arm+ring arm+little"
FINGERS = "thumb index middle ring little"
ENDS_OF_FOOT = "56,1000 90,994"
ENDS_OF_HAND = "146,582 180,604"
LONG_TOES = "long+toe-3 long+toe-1 long+toe-2 long+toe-4 long+toe-5"
CORD_TOES = " ".join(f"cord+{line}" for line in LONG_TOES.split())
TOP_TOES = "ankle+toe-1 ankle+toe-2 ankle+toe-3 ankle+toe-4 ankle+toe-5"
SOLE_TOES = "tibial+toe-1 tibial+toe-2 tibial+toe-3 tibial+toe-4 tibial+toe-5"
MEDIAL = " ".join(f"tibial+medial-plantar+medial-{number}" for number in (1, 2, 3, 4))
LATERAL = "tibial+lateral-plantar+lateral-5 tibial+lateral-plantar+lateral-4"
SOLE = f"{MEDIAL} {LATERAL} calcaneal"
INSTEP = "superficial-inner+superficial-1 superficial-inner+superficial-2"
SUPERFICIAL = f"{INSTEP} superficial-outer+superficial-3 superficial-outer+superficial-4"
SHIN = " ".join(f"peroneal+superficial-peroneal+superficial-peroneal-{end}" for end in ("inner", "outer"))
DEEP = "peroneal+deep-peroneal"
FIRST_WEB = "deep-peroneal+first-web-1 deep-peroneal+first-web-2"
SAPHENOUS = "saphenous-thigh+saphenous saphenous-thigh+infrapatellar"
BACK_OF_LEG = "cord+strand-l5+sciatic+peroneal cord+strand-l5+sciatic+tibial+ankle-inner"
"""Lines that go together. With a + lines are joined into one smooth curve, so that branches leave it without a bend."""


BRAIN_AND_CORD = {
    "brain.leg-area": {"body": (" ".join(f"brain-leg+{line}" for line in CORD_TOES.split()), "-7,12")},
    "brain.hemisphere": {"body": (f"brain-half face-across {HAND} {CORD_TOES}", "-16,48")},
    "brain.brainstem": {"body": (f"face {HAND} {CORD_TOES}", "0,92")},
    "cord.cervical": {
        "back": (f"{HAND} {BACK_OF_LEG}", "0,156"),
        "body": (f"{HAND} {CORD_TOES}", "0,156"),
    },
    "cord.thoracic": {"back": (BACK_OF_LEG, "0,265"), "body": (CORD_TOES, "0,265")},
    "cord.conus": {"back": ("cord+saddle-root cord+strand-l5+sciatic+tibial+ankle-inner", "0,368")},
}

ROOTS = {
    "root.cauda-equina": {
        "back": (
            "strand-l2 strand-l3 saddle-root strand-l5+sciatic+tibial+ankle-inner strand-l5+sciatic+calf+sural",
            "0,425",
        )
    },
    "root.l2-l3": {
        "front": ("root-l2+femoral-front root-l3+femoral-inner", "5,376 5,402"),
        "back": ("root-l2 root-l3", "5,376 5,402"),
    },
    "root.l4": {
        "front": ("root-l4+saphenous-thigh+saphenous root-l4+saphenous-thigh+infrapatellar", "5,418"),
        "back": ("root-l4", "5,418"),
        "top": ("saphenous", ""),
    },
    "root.l5": {
        "back": ("root-l5+sciatic+peroneal", "5,438"),
        "front": (f"{DEEP} {SHIN}", ""),
        "top": (f"{INSTEP} {FIRST_WEB}", ""),
    },
    "root.s1": {
        "back": ("root-s1+sciatic+tibial+ankle-inner root-s1+sciatic+calf+sural", "5,457"),
        "soles": ("sural tibial+lateral-plantar+lateral-4 calcaneal", ""),
        "top": ("sural", ""),
    },
    "root.cervical": {"body": (HAND, "5,161"), "back": (HAND, "5,161")},
    "root.many": {
        "back": (
            "root-l3 root-l4 root-s2 root-l5+sciatic+peroneal root-s1+sciatic+tibial+ankle-inner "
            "root-s1+sciatic+calf+sural",
            "5,402 5,429 5,456",
        )
    },
    "plexus.lumbosacral": {
        "front": (
            "root-l2+femoral-front root-l3+femoral-inner root-l4+saphenous-thigh+saphenous obturator+obturator-thigh",
            "28,450",
        ),
        "back": ("root-l5+sciatic+peroneal root-s1+sciatic+tibial+ankle-inner root-s2", "25,489"),
    },
}

THIGH = {
    "nerve.femoral": {
        "front": (
            "femoral+femoral-front femoral+femoral-inner femoral+saphenous-thigh+saphenous "
            "femoral+saphenous-thigh+infrapatellar",
            "51,502",
        ),
        "top": ("saphenous", ""),
    },
    "nerve.lateral-femoral-cutaneous": {"front": ("lateral-femoral lateral-femoral-behind", "77,482")},
    "nerve.obturator": {"front": ("obturator+obturator-thigh obturator+obturator-short", "28,516")},
    "nerve.ilioinguinal": {"front": ("ilioinguinal ilioinguinal-thigh", "34,478")},
    "nerve.saphenous": {"front": (SAPHENOUS, "36,694"), "top": ("saphenous", "")},
    "nerve.sciatic": {
        "back": ("sciatic+peroneal sciatic+tibial+ankle-inner sciatic+calf+sural", "46,520"),
        "top": (f"{SUPERFICIAL} {FIRST_WEB} sural", ""),
        "soles": (SOLE, ""),
    },
    "nerve.posterior-femoral-cutaneous": {"back": ("posterior-cutaneous buttock-branch seat-branch", "44,530")},
    "nerve.pudendal": {"back": ("pudendal+pudendal-front pudendal+pudendal-anal", "24,518")},
}

FOOT = {
    "nerve.common-peroneal": {
        "front": (f"{DEEP} {SHIN}", "87,757"),
        "back": ("sciatic-low+peroneal", "87,757"),
        "top": (f"{SUPERFICIAL} {FIRST_WEB}", ""),
    },
    "nerve.superficial-peroneal": {"front": (SHIN, "83,872"), "top": (SUPERFICIAL, "")},
    "nerve.deep-peroneal": {"top": (FIRST_WEB, "206,552"), "front": (DEEP, "67,942")},
    "nerve.tibial-knee": {
        "back": ("sciatic-low+tibial+ankle-inner sciatic-low+calf+sural", "62,748"),
        "soles": (SOLE, ""),
    },
    "nerve.tibial-tarsal-tunnel": {
        "soles": (SOLE, "259,1280"),
        "back": ("sciatic-low+tibial+ankle-inner", "55,938"),
    },
    "nerve.medial-plantar": {"soles": (MEDIAL, "238,1200")},
    "nerve.lateral-plantar": {"soles": (LATERAL, "208,1211")},
    "nerve.calcaneal": {"soles": ("calcaneal calcaneal-short", "252,1334"), "back": ("ankle-behind+heel", "57,950")},
    "nerve.interdigital": {
        "soles": ("digital-3+digital-3-inner digital-3+digital-3-outer", "138,958"),
        "top": ("digital-3+digital-3-inner digital-3+digital-3-outer", "129,250"),
    },
    "nerve.sural": {"back": ("sural", "77,937"), "top": ("sural", "106,540"), "soles": ("sural", "")},
}

SEVERAL = {
    "nerves.length-dependent": {
        "top": (TOP_TOES, TOPS),
        "soles": (SOLE_TOES, PADS),
        "body": (LONG_TOES, ENDS_OF_FOOT),
    },
    "nerves.patchy": {
        "body": (f"ulnar {DEEP}", "127,372 87,757"),
        "front": (f"{DEEP} {SHIN} {SAPHENOUS}", "87,757 36,694"),
        "back": ("ulnar sural", "127,372 77,937"),
    },
    "nerves.proximal-and-distal": {
        "body": (f"{HAND} {LONG_TOES}", f"12,165 6,412 {ENDS_OF_FOOT} {ENDS_OF_HAND}"),
        "top": (TOP_TOES, TOPS),
        "soles": (SOLE_TOES, PADS),
    },
    "nerves.ganglia": {
        "back": (
            f"{HAND} rib root-l2 root-l3 root-l5+sciatic+peroneal root-l5+sciatic+tibial+ankle-inner",
            "14,165 14,264 14,386 14,414 14,464",
        ),
        "body": (f"{HAND} rib {LONG_TOES}", "14,165 14,264 9,425"),
    },
    "flow.artery-leg": {
        "front": (
            "aorta+iliac+femoral-artery+tibial-artery-front aorta+iliac+femoral-artery+tibial-artery-behind",
            "16,455 44,640",
        ),
        "top": (TOP_ARTERIES, ""),
    },
    "flow.toes": {"top": (TOP_ARTERIES, TOPS), "soles": (SOLE_ARTERIES, PADS)},
    "flow.vein": {"back": ("vein vein-small", "62,815"), "front": ("great-saphenous", "43,800")},
    "muscle.leg-compartment": {"front": (f"{DEEP} {SHIN}", "77,830"), "top": (FIRST_WEB, "")},
    "body.acral": {
        "body": (f"{FINGERS} {TOES}", f"0,106 {ENDS_OF_HAND} {ENDS_OF_FOOT}"),
        "top": (TOES, TOPS),
        "soles": (TOES, PADS),
    },
}

SITES = BRAIN_AND_CORD | ROOTS | THIGH | FOOT | SEVERAL


def place(view):
    """From the coordinates that lines are given in to those of a view."""
    if view not in FIGURES:
        return lambda z: z
    centre, floor, scale = FIGURES[view]
    return lambda z: complex(centre, floor) + (-z.conjugate() - 1000j) * scale


def points(text):
    return [complex(*(float(v) for v in point.split(","))) for point in text.split()]


def route(view, names):
    """The points of lines that are joined, each point once."""
    found = points(" ".join(LINES[view][name] for name in names.split("+")))
    return [z for before, z in zip([None, *found], found, strict=False) if z != before]


def branches(routes):
    """A smooth curve for each route, without the stretch that an earlier route has drawn already."""
    for number, points_of_route in enumerate(routes):
        drawn_already = max((shared(points_of_route, earlier) for earlier in routes[:number]), default=1)
        yield Curve(curve(*points_of_route).segments[max(drawn_already - 1, 0) :])


def shared(one, other):
    """How many points two routes have in common from their start."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def drawn(view, lines, at):
    put = place(view)
    spots = [put(z) for z in points(at)]
    return {
        "course": [c.map(put).path(False) for c in branches([route(view, names) for names in lines.split()])],
        "at": [[round(z.real, 1), round(z.imag, 1)] for z in spots],
    }


def main(folder=OUT):
    nerves = {site: {view: drawn(view, *what) for view, what in views.items()} for site, views in SITES.items()}
    (Path(folder) / "nerves.json").write_text(json.dumps(nerves, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
