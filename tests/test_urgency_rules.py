"""The promises of urgency: no red flag lowers it, nothing harmless excuses an emergency, every hole
found is closed."""

import random
from functools import cache
from itertools import combinations
from typing import Any

import pytest

from pinprick import urgency
from pinprick.case.answers import Painted
from pinprick.case.known import of_answers
from pinprick.knowledge import Level
from pinprick.knowledge.ids import MAP
from pinprick.rules import holds, mentioned
from pinprick.urgency import proofs
from tests.rulebook import (
    ANSWERS,
    BENIGN,
    CHOICES,
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
from tests.tiers import one_in

# ---- the holes that were found


@pytest.mark.parametrize(
    "sign", ["one-side-face-arm-leg", "speech-trouble", "facial-weakness", "swallow-breath-trouble"]
)
@pytest.mark.parametrize("benign", [("on-waking", "moving-relieves"), ("long-nap", "moving-relieves", "limb-pressed")])
@pytest.mark.parametrize("also", [(), ("anxious-breathing",), ("tick-bite",), ("migraine-history", "visual-aura")])
def test_nothing_harmless_excuses_stroke_or_swallowing(
    sign: str, benign: tuple[str, ...], also: tuple[str, ...]
) -> None:
    assert level(sign, *benign, *also) == EMERGENCY
    assert level(sign, *benign, *also, episode_length="under-2-minutes") == EMERGENCY


def test_both_legs_weak_is_seen_today_and_at_once_when_it_came_fast() -> None:
    assert level("both-legs-weak") >= SAME_DAY
    assert level("both-legs-weak", "on-waking", "moving-relieves") >= SAME_DAY
    for onset in ("seconds-minutes", "hours-days"):
        assert level("both-legs-weak", onset=onset) == EMERGENCY
        assert level("both-legs-weak", "moving-relieves", "limb-pressed", "rest-relieves", onset=onset) == EMERGENCY
    assert level("both-legs-weak", onset="months-years", known_for="years") == SAME_DAY, "only the numbness is old"
    long = {"onset": "months-years", "known_for": "years"}
    assert level("both-legs-weak", **long, newest_warning_sign="within-three-months") == SAME_DAY
    assert level("both-legs-weak", **long, newest_warning_sign="over-three-months") == ROUTINE


def test_a_pale_cold_foot_is_never_self_care() -> None:
    raynaud = ("cold-brings-on", "toes-change-colour")
    assert level(*raynaud) == SELF_CARE
    assert level(*raynaud, "warming-relieves", side="both-sides-equal") == SELF_CARE
    assert level(*raynaud, "pale-cold-foot") == SAME_DAY
    both = {"side": "both-sides-equal", "known_for": "years"}
    assert level(*raynaud, "pale-cold-foot", "warming-relieves", **both) == SAME_DAY, "nothing harmless excuses it"
    assert level(*raynaud, "pale-cold-foot", **both, newest_warning_sign="over-three-months") == ROUTINE
    assert level("pale-cold-foot", "severe-pain", "warming-relieves", *raynaud, side="both-sides-equal") == EMERGENCY


@pytest.mark.parametrize(
    "benign", ["moving-relieves", "anxious-breathing", "tick-bite", "night-back-pain", "rest-relieves"]
)
@pytest.mark.parametrize(
    "emergency",
    [
        {"facial-weakness": "present"},
        {"foot-drop": "present", "onset": "seconds-minutes", "headache": "present"},
        {"unsteady": "present", "onset": "seconds-minutes", "age": 70.0},
        {"vision-loss-or-blur": "present", "onset": "seconds-minutes"},
        {"swallow-breath-trouble": "present", "known-for": "days"},
        {"tense-limb-after-injury": "present", "known-for": "weeks"},
        {"numb-saddle": "present", "exercise-brings-on": "present", "episode-length": "under-2-minutes"},
    ],
)
def test_none_of_these_lowers_an_emergency(benign: str, emergency: dict[str, Any]) -> None:
    assert urgency.said_by_rules(RULES, of_answers(KNOWLEDGE, emergency)).level == EMERGENCY
    assert (
        urgency.said_by_rules(
            RULES, of_answers(KNOWLEDGE, emergency | {benign: "present", "on-waking": "present"})
        ).level
        == EMERGENCY
    )


def test_more_holes() -> None:
    assert level("speech-trouble", known_for="months") == EMERGENCY, "was routine, then soon"
    assert level("speech-trouble", known_for="months", newest_warning_sign="within-three-months") == SOON
    assert level("thigh-weak") == SOON, "was routine"
    assert level("hand-clumsy") == SOON, "was routine"
    assert level("numb-trunk") == SOON, "was routine"
    at_rest = ("pale-cold-foot", "diabetes", "hanging-leg-relieves", "severe-pain")
    assert level(*at_rest, known_for="months") == EMERGENCY, "the cold foot may be new"
    assert level(*at_rest, known_for="months", newest_warning_sign="over-three-months") == SAME_DAY
    assert level("bladder-urgency", "night-back-pain") == EMERGENCY, "only low back pain counted"
    assert level("anticoagulant", "low-back-pain", "foot-drop") == EMERGENCY, "needed the onset to be asked"
    assert level("cancer", "thigh-weak", "low-back-pain") == EMERGENCY


def test_findings_that_are_new_to_the_vocabulary() -> None:
    for sign in ("anticoagulant", "foot-drop", "unsteady", "speech-trouble", "numb-face", "jerking-or-blackout"):
        assert level("head-injury", sign) == EMERGENCY
    for sign in ("leg-swelling", "calf-tender-swollen-one", "swallow-breath-trouble"):
        assert level("chest-pain", sign) == EMERGENCY
    assert level("coughing-blood", "calf-tender-swollen-one") == EMERGENCY
    for sign in ("deep-sedated-sleep", "severe-pain", "leg-swelling"):
        assert level("dark-urine", sign) == EMERGENCY
    for sign in ("both-legs-weak", "bladder-retention", "low-back-pain", "numb-saddle"):
        assert level("recent-spinal-or-epidural", sign) == EMERGENCY
    assert level("recent-spinal-or-epidural", side="both-sides-equal") == EMERGENCY
    assert level("fainting", "irregular-heartbeat") == EMERGENCY
    for flag in ("head-injury", "chest-pain", "coughing-blood", "dark-urine", "recent-spinal-or-epidural", "fainting"):
        assert level(flag, "limb-pressed", "moving-relieves") == SAME_DAY


def test_a_foot_that_fell_asleep_is_self_care() -> None:
    asleep = ("limb-pressed", "moving-relieves", "feels-numb", "feels-tingling")
    assert level(*asleep, onset="seconds-minutes", episode_length="2-to-30-minutes") == SELF_CARE
    for weak in ("foot-drop", "unsteady"):
        short = {"onset": "seconds-minutes", "episode_length": "2-to-30-minutes"}
        assert level(*asleep, weak, "strength-back", **short) == SELF_CARE
        assert level(*asleep, weak, **short, strength_back="unknown") >= SOON
        assert level(*asleep, weak, "strength-back", onset="seconds-minutes") >= SOON, "the length is not known"
        assert level(weak, "strength-back", **short) >= SOON, "nothing had pressed"
    assert level(*asleep, "foot-drop", onset="seconds-minutes") == SAME_DAY
    assert level(*asleep, age=12.0) == ROUTINE, "never below routine under 18"
    assert level("limb-pressed", "feels-numb", episode_length="constant") == SOON
    assert level() == ROUTINE, "nothing known"


# ---- proofs over the whole rule set


def test_no_red_flag_may_lower_the_level_by_its_signs() -> None:
    assert proofs.lowered(RULES) == ()


def test_only_time_excuses_an_emergency_by_the_signs() -> None:
    assert proofs.excused(RULES) == ()


def test_every_red_flag_is_on_the_screen_and_asked_before_self_care() -> None:
    on_screen = set(SCREEN.findings)
    assert set(RULES.asked) <= set(URGENCY.self_care.ask_first)
    assert set(RULES.asked) <= on_screen


@pytest.mark.parametrize("id_", sorted(RULES.fires))
def test_every_rule_can_fire(id_: str) -> None:
    answers = proofs.witness(RULES.fires[id_], frozenset(VOCABULARY.findings))
    assert id_ in urgency.said_by_rules(RULES, of_answers(KNOWLEDGE, answers)).rules


def test_every_emergency_rule_that_a_person_can_trigger_is_reachable_from_the_screen() -> None:
    assert proofs.unreachable(RULES, VOCABULARY, SCREEN) == ()


# ---- the search that found the holes


@cache
def _rules_by_finding() -> dict[str, frozenset[str]]:
    by: dict[str, set[str]] = {}
    for id_, expr in RULES.fires.items():
        for finding in mentioned(expr):
            by.setdefault(finding, set()).add(id_)
    return {finding: frozenset(ids) for finding, ids in by.items()}


@cache
def _fires(id_: str, answers: frozenset[tuple[str, Any]]) -> bool:
    return holds(RULES.fires[id_], dict(answers)) is True


@cache
def _mentioned(id_: str) -> frozenset[str]:
    return mentioned(RULES.fires[id_])


def _by_rules(*answers: tuple[str, Any]) -> Level:
    """The level of the rules alone, with what each rule says remembered; an unmentioned answer
    changes no rule."""
    heard = {id_ for finding, _ in answers for id_ in _rules_by_finding().get(finding, ())}
    return max(
        (
            RULES.levels[id_]
            for id_ in heard
            if _fires(id_, frozenset(pair for pair in answers if pair[0] in _mentioned(id_)))
        ),
        default=RULES.default,
    )


def _stays(answers: tuple[tuple[str, Any], ...], more: tuple[str, ...]) -> bool:
    """Whether the level of the rules stays as high when findings are present as well.

    A rule of that level which mentions none of them fires as before, and the default is the lowest;
    else all is read."""
    before, firing = _before(answers)
    if before == RULES.default or any(_mentioned(id_).isdisjoint(more) for id_ in firing):
        return True
    return _by_rules(*answers, *((finding, "present") for finding in more)) >= before


@cache
def _before(answers: tuple[tuple[str, Any], ...]) -> tuple[Level, tuple[str, ...]]:
    """The level of the rules and those that say it."""
    level = _by_rules(*answers)
    return level, tuple(
        id_
        for id_ in urgency.said_by_rules(RULES, of_answers(KNOWLEDGE, dict(answers))).rules
        if RULES.levels[id_] == level
    )


def _once(*answers: tuple[str, Any]) -> bool:
    return len({finding for finding, _ in answers}) == len(answers)


@pytest.mark.exhaustive
def test_no_harmless_finding_lowers_an_emergency_of_any_pair() -> None:
    for first, second in combinations(ANSWERS, 2):
        if not _once(first, second) or _by_rules(first, second) != EMERGENCY:
            continue
        for benign in BENIGN:
            assert _stays((first, second), (benign,)), (first, second, benign)


@pytest.mark.exhaustive
def test_no_two_harmless_findings_lower_an_emergency() -> None:
    some = random.Random(2)
    emergencies = [pair for pair in combinations(ANSWERS, 2) if _once(*pair) and _by_rules(*pair) == EMERGENCY]
    for _ in range(20_000):
        pair, benign = some.choice(emergencies), some.sample(BENIGN, 2)
        assert _by_rules(*pair, *((flag, "present") for flag in benign)) == EMERGENCY, (pair, benign)


GRAVE = [
    "one-side-face-arm-leg", "facial-weakness", "speech-trouble", "vision-loss-or-blur", "double-vision",
    "swallow-breath-trouble", "both-legs-weak", "weakness-climbing", "numb-saddle", "numb-trunk", "bladder-retention",
    "bladder-urgency", "bowel-incontinence", "sexual-numbness",
]  # fmt: skip


@pytest.mark.parametrize("flag", one_in(4, GRAVE))
def test_nothing_harmless_lowers_any_level_of_grave_findings(flag: str) -> None:
    grave = (flag, "present")
    for choice in [None, *CHOICES]:
        given = (grave,) if choice is None else (grave, choice)
        for pair in combinations(BENIGN, 2):
            assert _stays(given, pair), (given, pair)


@pytest.mark.exhaustive
def test_no_red_flag_lowers_the_level_of_anything_else_known() -> None:
    for known in [(), *((answer,) for answer in ANSWERS)]:
        before = urgency.said_by_rules(RULES, of_answers(KNOWLEDGE, dict(known))).level
        for flag in RED:
            assert (
                urgency.said_by_rules(RULES, of_answers(KNOWLEDGE, dict(known) | {flag: "present"})).level >= before
            ), (known, flag)


@pytest.mark.exhaustive
def test_no_red_flag_lowers_the_level_of_what_is_known_and_more() -> None:
    some = random.Random(1)
    for _ in range(3_000):
        known = dict(some.sample(ANSWERS, some.randint(2, 8)))
        before = urgency.said_by_rules(RULES, of_answers(KNOWLEDGE, known)).level
        flag = some.choice(RED)
        assert urgency.said_by_rules(RULES, of_answers(KNOWLEDGE, known | {flag: "present"})).level >= before, (
            known,
            flag,
        )


def test_the_level_does_not_depend_on_the_order_of_answers() -> None:
    some = random.Random(3)
    for _ in range(300):
        known = some.sample(ANSWERS, 6)
        if _once(*known):
            ordered = sorted(known, key=str)
            forwards = urgency.said_by_rules(RULES, of_answers(KNOWLEDGE, dict(ordered)))
            assert urgency.said_by_rules(RULES, of_answers(KNOWLEDGE, dict(reversed(ordered)))) == forwards


# ---- what was not asked


ASLEEP = {"limb-pressed": "present", "moving-relieves": "present"}


def test_self_care_needs_every_red_flag_asked() -> None:
    known = of_answers(KNOWLEDGE, ASLEEP)
    assert urgency.said_by_rules(RULES, known).level == ROUTINE
    assert set(known.not_asked) == set(RULES.asked)
    asked = of_answers(KNOWLEDGE, ASLEEP | dict.fromkeys(RULES.asked, "absent"))
    assert urgency.said_by_rules(RULES, asked).level == SELF_CARE
    assert asked.not_asked == ()


@pytest.mark.parametrize("flag", sorted(RULES.asked))
def test_a_red_flag_that_is_not_known_bars_self_care(flag: str) -> None:
    known = of_answers(KNOWLEDGE, ASLEEP | dict.fromkeys(RULES.asked, "absent") | {flag: "unknown"})
    assert urgency.said_by_rules(RULES, known).level == ROUTINE
    assert (known.not_asked, known.unsure) == ((), (flag,))


def test_a_map_answers_for_the_regions_it_shows() -> None:
    shown = Painted(left=frozenset(["heel"]), not_asked=frozenset(["face"]))
    not_asked = of_answers(KNOWLEDGE, {MAP: shown}).not_asked
    assert "numb-face" in not_asked
    assert "numb-saddle" not in not_asked


def test_a_neck_or_back_injury_is_an_emergency_until_it_is_known_to_be_old() -> None:
    for sign in ("foot-drop", "hand-clumsy", "numb-arm-or-hand", "numb-trunk", "bladder-urgency"):
        assert level("back-injury", sign) == EMERGENCY, sign
    assert level("back-injury", side="both-sides-equal", onset="seconds-minutes") == EMERGENCY
    assert level("back-injury", "feels-numb", side="both-sides-equal", known_for="years") < EMERGENCY
    assert level("low-back-pain", side="both-sides-equal", onset="seconds-minutes") == EMERGENCY


def test_a_foot_asleep_and_over_is_no_matter_for_the_cancer_team() -> None:
    asleep = ("after-sitting", "moving-relieves")
    short = {"episode_length": "2-to-30-minutes"}
    assert level("cancer", *asleep, "strength-back", **short) == ROUTINE
    assert level("cancer", *asleep, **short) == SOON, "strength was not asked"
    assert level("cancer", *asleep, "strength-back") == SOON, "the length is not known"
    assert level("cancer", *asleep, "strength-back", "low-back-pain", **short) >= SAME_DAY


def test_a_hand_in_spasm_from_fast_breathing_is_seen_within_days() -> None:
    panic = ("anxious-breathing", "muscle-spasm-hands", "numb-face", "numb-arm-or-hand")
    assert level(*panic) == SOON
    assert level(*panic[1:]) == SAME_DAY, "fast breathing is not known"
    for reason in ("neck-surgery", "irregular-heartbeat", "kidney-disease", "gut-upset", "jerking-or-blackout"):
        assert level(*panic, reason) >= SAME_DAY, reason


def test_chilblains_explain_new_numbness_of_both_feet_and_nothing_more() -> None:
    new = {"side": "both-sides-equal", "known_for": "days", "onset": "hours-days"}
    toes = ("feels-numb", "itchy-red-toes")
    assert level("feels-numb", **new) == SOON
    assert level(*toes, **new, numb_arm_or_hand="absent") <= ROUTINE
    assert level(*toes, **new, numb_arm_or_hand="unknown") == SOON, "what is not known excuses nothing"
    assert level(*toes, **new, numb_arm_or_hand="absent", spread="climbing-from-feet") == SAME_DAY
    assert level(*toes, "numb-arm-or-hand", **new) == SAME_DAY
