"""A red flag is excused by its own age alone: the proof, the property over any answers, and holes
that were found."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pinprick import urgency
from pinprick.case.answers import Painted
from pinprick.case.known import of_answers
from pinprick.knowledge.ids import MAP
from pinprick.rules.language import Answered
from pinprick.urgency import proofs
from tests.rulebook import (
    EMERGENCY,
    KNOWLEDGE,
    RED,
    ROUTINE,
    RULES,
    SAME_DAY,
    SCREEN,
    SELF_CARE,
    SOON,
    URGENCY,
    VOCABULARY,
    level,
)


def test_nothing_but_its_own_age_excuses_a_red_flag_by_the_shape_of_the_rules() -> None:
    assert proofs.excused_otherwise(RULES) == ()
    assert proofs.not_barring(RULES) == ()


def _rules_with(**changes: dict[str, Any]) -> urgency.Rules:
    """The rules with some of them put otherwise, by id with `_` for `-`."""
    new = {id_.replace("_", "-"): replace(KNOWLEDGE.rules[id_.replace("_", "-")], **c) for id_, c in changes.items()}
    return urgency.parsed(replace(KNOWLEDGE, rules=KNOWLEDGE.rules | new))


@pytest.mark.parametrize(
    ("rule", "unless"),
    [
        ("breathing-or-swallowing", {"known-for": ["months", "years"]}),
        ("breathing-or-swallowing", "old"),
        ("fainting-new", "not-this-week"),
        ("new-foot-drop", "positional"),
        ("chest-pain-alone", {"any": ["sign-old", {"not": {"onset": "seconds-minutes"}}]}),
        ("numb-saddle-or-bladder", {"episode-length": "under-2-minutes"}),
    ],
)
def test_an_exception_by_time_or_comfort_is_found(rule: str, unless: Any) -> None:
    """How the rules were before: each of these let the age of the numbness, or something harmless,
    excuse a flag."""
    excused = proofs.excused_otherwise(_rules_with(**{rule.replace("-", "_"): {"unless": unless}}))
    assert rule in {id_ for id_, _ in excused}


def test_a_flag_that_does_not_bar_self_care_is_found() -> None:
    gate = replace(URGENCY.self_care, unless=({"when": "foot-drop", "unless": "moving-relieves"},))
    open_ = proofs.not_barring(urgency.parsed(replace(KNOWLEDGE, urgency=replace(URGENCY, self_care=gate))))
    assert Answered("foot-drop", frozenset(["present"])) in open_


# ---- whatever else is answered


OWN = set(URGENCY.excused_by)
OTHERS = {
    id_: (*finding.values, "unknown") if finding.kind == "choice" else ("present", "absent", "unknown")
    for id_, finding in VOCABULARY.findings.items()
    if finding.kind in ("flag", "choice") and id_ not in OWN
}
ALONE = {flag: urgency.said_by_rules(RULES, of_answers(KNOWLEDGE, {flag: "present"})).level for flag in RED}
answers_of_any_kind = st.dictionaries(st.sampled_from(sorted(OTHERS)), st.integers(0, 9), max_size=12).map(
    lambda drawn: {id_: OTHERS[id_][index % len(OTHERS[id_])] for id_, index in drawn.items()}
)
HARMLESS = [
    "limb-pressed", "moving-relieves", "on-waking", "long-nap", "anxious-breathing", "tick-bite", "migraine-history",
    "cold-brings-on", "warming-relieves", "tight-shoes", "shoe-off-relieves", "rest-relieves", "exercise-brings-on",
    "toes-change-colour",
]  # fmt: skip
TIMES = st.fixed_dictionaries(
    {},
    optional={
        id_: st.sampled_from([*VOCABULARY.findings[id_].values, "unknown"])
        for id_ in ("known-for", "onset", "course", "episode-length", "side")
    },
)


@settings(max_examples=200)
@given(
    others=answers_of_any_kind, own=st.sampled_from([{}, dict.fromkeys(OWN, "unknown"), {"strength-back": "absent"}])
)
def test_a_red_flag_never_counts_for_less_than_alone(others: dict[str, Any], own: dict[str, Any]) -> None:
    """Over any answers to other flags and choices, while its own age is not known."""
    for flag in RED:
        said = urgency.said_by_rules(RULES, of_answers(KNOWLEDGE, {**others, **own, flag: "present"}))
        assert said.level >= max(ALONE[flag], ROUTINE), flag


@given(times=TIMES, comforts=st.sets(st.sampled_from(HARMLESS)))
def test_neither_time_nor_comfort_lowers_a_red_flag(times: dict[str, Any], comforts: set[str]) -> None:
    eased = {**times, **dict.fromkeys(comforts, "present")}
    for flag in RED:
        said = urgency.said_by_rules(RULES, of_answers(KNOWLEDGE, {**eased, flag: "present"}))
        assert said.level >= max(ALONE[flag], ROUTINE), flag


ACUTE = {
    "sudden-pale-painful": EMERGENCY, "facial-weakness": EMERGENCY, "speech-trouble": EMERGENCY,
    "one-side-face-arm-leg": EMERGENCY, "swallow-breath-trouble": EMERGENCY, "frozen-white-skin": EMERGENCY,
    "weakness-climbing": EMERGENCY, "numb-saddle": EMERGENCY, "chest-pain": SAME_DAY, "fainting": SAME_DAY,
    "recent-spinal-or-epidural": SAME_DAY, "foot-drop": SAME_DAY, "both-legs-weak": SAME_DAY, "dark-urine": SAME_DAY,
    "vision-loss-or-blur": SAME_DAY, "pale-cold-foot": SAME_DAY, "calf-tender-swollen-one": SAME_DAY,
}  # fmt: skip
NUMB_FOR_YEARS = {"known-for": "years", "onset": "months-years", "course": "steady", "episode-length": "constant"}


@pytest.mark.parametrize("flag", sorted(ACUTE))
def test_numb_for_years_does_not_excuse_what_is_new(flag: str) -> None:
    answers: dict[str, Any] = {**NUMB_FOR_YEARS, "diabetes": "present", "feels-numb": "present", flag: "present"}
    assert urgency.said_by_rules(RULES, of_answers(KNOWLEDGE, answers)).level >= ACUTE[flag]
    assert (
        urgency.said_by_rules(RULES, of_answers(KNOWLEDGE, answers | {"newest-warning-sign": "unknown"})).level
        >= ACUTE[flag]
    )
    assert (
        urgency.said_by_rules(RULES, of_answers(KNOWLEDGE, answers | {"newest-warning-sign": "within-a-week"})).level
        >= ACUTE[flag]
    )
    long = urgency.said_by_rules(RULES, of_answers(KNOWLEDGE, answers | {"newest-warning-sign": "over-three-months"}))
    assert long.level >= ROUTINE
    assert "warning-sign-for-long" in long.rules, "what was an alarm is still told of"


def test_what_may_be_old_is_excused_by_its_own_age() -> None:
    for flag, then in [("both-legs-weak", ROUTINE), ("chest-pain", SOON), ("numb-saddle", SOON), ("unsteady", ROUTINE)]:
        old = {**NUMB_FOR_YEARS, flag: "present", "newest-warning-sign": "over-three-months"}
        assert urgency.said_by_rules(RULES, of_answers(KNOWLEDGE, old)).level == then, flag
    for flag in (
        "sudden-pale-painful", "frozen-white-skin", "recent-spinal-or-epidural", "calf-tender-swollen-one",
        "weakness-climbing", "coughing-blood",
    ):  # fmt: skip
        old = {**NUMB_FOR_YEARS, flag: "present", "newest-warning-sign": "over-three-months"}
        assert urgency.said_by_rules(RULES, of_answers(KNOWLEDGE, old)).level >= SAME_DAY, "new by its own words"


# ---- further holes


def test_both_feet_newly_numb() -> None:
    both = {"side": "both-sides-equal", "known_for": "days"}
    assert level("feels-tingling", **both) == SOON, "was routine with nothing else known"
    for more in ("numb-arm-or-hand", "recent-infection", "low-back-pain"):
        assert level("feels-tingling", more, **both) == SAME_DAY
    hands = ("feels-tingling", "numb-arm-or-hand", "anxious-breathing")
    assert level(*hands, **both) == SAME_DAY, "the length is not known"
    assert level(*hands, **both, episode_length="2-to-30-minutes") < SOON
    assert level("limb-pressed", "moving-relieves", "feels-numb", **both) == SELF_CARE


def test_a_suddenly_numb_foot_at_risk_of_stroke() -> None:
    sudden = {"onset": "seconds-minutes", "side": "one-side"}
    for risk in ({"age": 60.0}, {"vascular_disease": "present"}, {"irregular_heartbeat": "present"}):
        assert level("feels-numb", **sudden, **risk, known_for="days") == SAME_DAY
        lasts = {"known_for": "first-time-today", "episode_length": "30-minutes-to-a-day"}
        assert level("feels-numb", **sudden, **risk, **lasts) == EMERGENCY
        asleep = ("limb-pressed", "moving-relieves")
        assert level(*asleep, **sudden, **risk, known_for="days", episode_length="2-to-30-minutes") == SELF_CARE
        assert level(*asleep, **sudden, **risk, known_for="days") == SAME_DAY, "the length is not known"
    assert level("feels-numb", **sudden, age=59.0, known_for="days") == SAME_DAY, "nothing is known to have pressed"
    assert level("feels-numb", **sudden, age=59.0, known_for="days", episode_length="2-to-30-minutes") == ROUTINE


@pytest.mark.parametrize("region", ["great-toe", "heel", "calf", "thigh-outer", "buttock"])
def test_what_is_painted_is_numb(region: str) -> None:
    painted: dict[str, Any] = {MAP: Painted(left=frozenset([region]))}
    for also, rule in [
        ({"diabetes": "present"}, "diabetes-and-feet"),
        ({"chemotherapy": "present"}, "treatment-that-harms-nerves"),
        ({"leg-injury": "present", "known-for": "days"}, "new-injury-with-numbness"),
        ({"side": "both-sides-equal", "onset": "weeks"}, "both-sides-within-weeks"),
        ({"pale-cold-foot": "present", "irregular-heartbeat": "present"}, "limb-without-blood"),
    ]:
        assert rule in urgency.said_by_rules(RULES, of_answers(KNOWLEDGE, painted | also)).rules


def test_a_numb_hand_with_a_numb_foot_is_asked_first_and_alarms() -> None:
    assert "numb-arm-or-hand" in set(SCREEN.findings)
    assert level("numb-arm-or-hand", onset="seconds-minutes", side="one-side") == EMERGENCY
