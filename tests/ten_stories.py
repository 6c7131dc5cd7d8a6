"""Ten people as they would tell of themselves: what is true of each; all else they say no to, and of what is neither
yes nor no they do not know."""

from collections.abc import Mapping
from dataclasses import dataclass

from pinprick.case.answers import Answer, Painted
from pinprick.knowledge.ids import ABSENT, MAP, PRESENT
from tests.pages import FINDINGS

FOOT = ("great-toe", "first-web", "dorsum", "little-toe-edge")
SOLE = ("sole-inner", "sole-outer")


@dataclass(frozen=True, slots=True)
class Story:
    """A person: the signs that are true, those of them that come to mind first, what is numb on the left and right, the
    other answers; `about` are questions of which one has to come, `never` what has no place here."""

    true: tuple[str, ...]
    others: Mapping[str, object]
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    midline: tuple[str, ...] = ()
    first: tuple[str, ...] = ("feels-numb",)
    about: tuple[str, ...] = ()
    never: tuple[str, ...] = ("nitrous-oxide",)
    emergency: bool = False
    most_pages: int = 0

    @property
    def painted(self) -> Painted:
        """What is numb."""
        return Painted(frozenset(self.left), frozenset(self.right), frozenset(self.midline))

    @property
    def _others(self) -> dict[str, Answer]:
        return {id_: answer if isinstance(answer, float) else str(answer) for id_, answer in self.others.items()}

    @property
    def told(self) -> dict[str, Answer]:
        """All answers."""
        none: dict[str, Answer] = {id_: ABSENT for id_, one in FINDINGS.items() if one.kind == "flag"}
        return {**none, **dict.fromkeys(self.true, PRESENT), **self._others, MAP: self.painted}


LONG: dict[str, Answer] = {"spread": "fixed", "onset": "weeks", "known-for": "months", "course": "steady"}
STORIES = {
    "a foot asleep after a nap": Story(
        ("feels-numb", "feels-tingling", "on-waking", "woke-with-it", "limb-pressed", "moving-relieves"),
        {"age": 34.0, "sex": "female", "side": "one-side", "spread": "fixed", "onset": "seconds-minutes"}
        | {"known-for": "first-time-today", "course": "single-episode", "episode-length": "2-to-30-minutes"},
        left=(*FOOT, *SOLE),
        first=("feels-tingling", "on-waking", "limb-pressed", "moving-relieves"),
        about=("limb-pressed",),
        most_pages=8,
    ),
    "a woman of 34, both feet at night for months": Story(
        ("feels-numb", "feels-tingling", "worse-at-night", "sleep-disturbed"),
        {"age": 34.0, "sex": "female", "side": "both-sides-equal", **LONG, "spread": "climbing-from-feet"}
        | {"onset": "months-years", "course": "worsening", "episode-length": "constant"},
        left=(*FOOT, *SOLE),
        right=(*FOOT, *SOLE),
        first=("feels-tingling", "worse-at-night"),
        about=("b12-risk",),
        never=(),
    ),
    "a man of 58 with diabetes and burning soles": Story(
        ("feels-numb", "feels-burning", "worse-at-night", "diabetes"),
        {"age": 58.0, "sex": "male", "side": "both-sides-equal", **LONG, "onset": "months-years"}
        | {"known-for": "years", "episode-length": "constant"},
        left=SOLE,
        right=SOLE,
        first=("feels-burning", "worse-at-night"),
        about=("diabetes",),
        never=(),  # both soles numb for years may come from laughing gas too
    ),
    "one side and the face at 67, suddenly": Story(
        ("feels-numb", "one-side-face-arm-leg", "numb-face"),
        {"age": 67.0, "sex": "male", "side": "one-side", "onset": "seconds-minutes"}
        | {"known-for": "first-time-today", "course": "steady", "episode-length": "constant"},
        left=(*FOOT, "face"),
        emergency=True,
    ),
    "an outer thigh and a tight belt at 45": Story(
        ("feels-numb", "feels-burning", "tight-belt-clothing"),
        {"age": 45.0, "sex": "male", "side": "one-side", **LONG, "episode-length": "constant"},
        right=("thigh-outer",),
        first=("feels-numb", "feels-burning"),
        about=("tight-belt-clothing",),
    ),
    "a back, a leg and the big toe at 40": Story(
        ("feels-numb", "low-back-pain", "leg-radiating-pain", "cough-worsens"),
        {"age": 40.0, "sex": "male", "side": "one-side", "spread": "fixed", "onset": "hours-days"}
        | {"known-for": "weeks", "course": "steady", "episode-length": "constant"},
        left=("great-toe", "first-web", "dorsum"),
        first=("feels-numb", "cough-worsens"),
        about=("low-back-pain",),
    ),
    "numb between the legs and no urine": Story(
        ("feels-numb", "numb-saddle", "bladder-retention", "low-back-pain"),
        {"age": 50.0, "sex": "male", "side": "both-sides-equal", "onset": "hours-days"}
        | {"known-for": "days", "course": "worsening", "episode-length": "constant"},
        midline=("saddle",),
        emergency=True,
    ),
    "a runner": Story(
        ("feels-numb", "feels-tingling", "exercise-brings-on", "tight-shoes", "shoe-off-relieves", "rest-relieves"),
        {"age": 29.0, "sex": "female", "side": "both-sides-equal", "spread": "fixed", "onset": "seconds-minutes"}
        | {"known-for": "months", "course": "same-trigger-each-time", "episode-length": "2-to-30-minutes"},
        left=("great-toe", "first-web"),
        right=("great-toe", "first-web"),
        first=("feels-numb", "exercise-brings-on"),
        about=("tight-shoes",),
    ),
    "pregnant at 28, an outer thigh": Story(
        ("feels-numb", "feels-burning", "pregnant", "weight-gain"),
        {"age": 28.0, "sex": "female", "side": "one-side", **LONG, "known-for": "weeks", "episode-length": "constant"},
        left=("thigh-outer",),
        first=("feels-numb", "feels-burning"),
        about=("tight-belt-clothing",),
    ),
    "a girl of 15 who knelt": Story(
        ("feels-numb", "feels-tingling", "squatting-kneeling", "limb-pressed", "moving-relieves"),
        {"age": 15.0, "sex": "female", "side": "one-side", "spread": "fixed", "onset": "seconds-minutes"}
        | {"known-for": "first-time-today", "course": "single-episode", "episode-length": "2-to-30-minutes"},
        right=("shin-outer", "dorsum"),
        first=("feels-tingling", "squatting-kneeling", "moving-relieves"),
        about=("squatting-kneeling", "limb-pressed"),
        never=("nitrous-oxide", "hiv", "heavy-alcohol"),
    ),
}
