"""What the interview promises, by exhaustion over small abstractions that are named, and against
slow twins."""

from collections.abc import Sequence
from itertools import product
from math import log2
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pinprick import interview, urgency
from pinprick.case.answers import Answer, Answers, Painted
from pinprick.case.known import Known, of_answers
from pinprick.interview import Question
from pinprick.interview.pages import LIST
from pinprick.knowledge import Knowledge, Level
from pinprick.knowledge.ids import ABSENT, MAP, PERSON, PRESENT, UNKNOWN, Who
from pinprick.lab import simulate
from pinprick.model.axes import Model
from pinprick.model.compiler import compile_model
from pinprick.reasoning import inference
from pinprick.reasoning.outlook import effects
from pinprick.rules import holds
from pinprick.rules.language import All, Answered, AnyOf, Expr, Not, Unless
from pinprick.urgency import proofs
from tests import small
from tests.models import shipped

MODEL = shipped()
KNOWLEDGE = MODEL.knowledge
RULES = urgency.parsed(KNOWLEDGE)
SCREEN = KNOWLEDGE.screen.findings
PEOPLE = list(simulate.people(MODEL, 8, seed=11))
few = settings(max_examples=25)


def all_absent() -> dict[str, Answer]:
    return dict.fromkeys([*RULES.asked, *SCREEN], ABSENT)


# ---- (a) no path reaches self-care with a red-flag question open


HARMLESS: dict[str, Answer] = {"limb-pressed": PRESENT, "moving-relieves": PRESENT, "onset": "seconds-minutes"}


def test_self_care_is_within_reach_when_every_red_flag_is_answered() -> None:
    known = of_answers(KNOWLEDGE, {**all_absent(), **HARMLESS})
    assert urgency.said_by_rules(RULES, known).level == Level.SELF_CARE


@pytest.mark.parametrize("open_", RULES.asked)
@pytest.mark.parametrize("how", ["not asked", UNKNOWN])
def test_one_open_red_flag_bars_self_care(open_: str, how: str) -> None:
    """Exhaustive over the abstraction (which red flag is open, how); more open ones open this one
    too.

    `said_by_rules` looks at open flags only through "is any of them unknown", which no further
    answer can undo, and the verdict is the higher of the rules and the causes: so no state of the
    other answers needs to be tried."""
    answers = {**all_absent(), **HARMLESS}
    answers.pop(open_) if how == "not asked" else answers.update({open_: UNKNOWN})
    finished = of_answers(KNOWLEDGE, answers)
    assert finished.get(open_) == UNKNOWN
    assert urgency.said_by_rules(RULES, finished).level > Level.SELF_CARE


def test_the_screen_asks_every_red_flag_that_self_care_needs() -> None:
    in_interview = {*SCREEN, *KNOWLEDGE.screen.asked_also, MAP}
    by_value = {id_ for id_ in MODEL.findings if KNOWLEDGE.vocabulary.findings[id_].by == "person"}
    assert set(RULES.asked) <= in_interview | by_value


# ---- (b) a red flag never lowers the level of the rules, in any state


TRUTHS = (True, False, None)
ORDER = {False: 0, None: 1, True: 2}
TWO: tuple[Expr, Expr] = (Answered("p", frozenset([PRESENT])), Answered("q", frozenset([PRESENT])))


def _holds(expr: Expr, p: bool | None, q: bool | None) -> bool | None:
    words = {True: PRESENT, False: ABSENT, None: UNKNOWN}
    return holds(expr, {"p": words[p], "q": words[q]})


@pytest.mark.parametrize(("p", "q"), list(product(TRUTHS, TRUTHS)))
@pytest.mark.parametrize("more", TRUTHS)
def test_every_operator_is_monotone(p: bool | None, q: bool | None, more: bool | None) -> None:
    """Exhaustive over the truth tables; so the signs of a rule's atoms decide in every state
    (`proofs.lowered`)."""
    if ORDER[more] < ORDER[p]:
        return
    for expr in (All(TWO), AnyOf(TWO), Unless(*TWO)):
        assert ORDER[_holds(expr, more, q)] >= ORDER[_holds(expr, p, q)]
    assert ORDER[_holds(Not(TWO[0]), more, q)] <= ORDER[_holds(Not(TWO[0]), p, q)]
    fires = [_holds(Unless(TWO[1], TWO[0]), each, q) is True for each in (p, more)]
    assert fires[1] <= fires[0]


def test_no_red_flag_has_a_sign_that_lowers() -> None:
    assert proofs.lowered(RULES) == ()


# ---- (c) the interview always ends


def _step(model: Model, answers: Answers) -> interview.Next:
    """What is asked of somebody who does not know the rest of what is asked of everybody first."""
    told = {**dict.fromkeys(_opened(model.knowledge, answers), UNKNOWN), **answers}
    return interview.next_page(model, interview.progress(model, of_answers(model.knowledge, told)))


def _play(answers: dict[str, Answer], reply: Any, model: Model = MODEL) -> tuple[list[interview.Next], interview.Next]:
    """The pages, all answered, and the end."""
    steps: list[interview.Next] = []
    while (step := _step(model, answers)).page is not None:
        steps.append(step)
        answers |= {id_: reply(id_) for id_ in step.findings}
    return steps, step


@pytest.mark.parametrize("which", [0, -1, None])
def test_it_ends_however_it_is_answered(which: int | None) -> None:
    """Each step asks what was not answered; a limit ends it, beyond which only what settles the urgency is asked.
    Checked on the extreme replies."""
    told = {**all_absent(), "age": 50.0, MAP: UNKNOWN}
    steps, end = _play(told, lambda id_: UNKNOWN if which is None else MODEL.values[id_][which])
    assert end.ends
    asked = [id_ for step in steps for id_ in step.findings]
    assert len(asked) == len(set(asked))
    limits = KNOWLEDGE.settings.interview
    assert sum(len(step.findings) for step in steps if step.question is not None) <= limits.most_questions
    most = {True: limits.most_listed, False: 1 + limits.most_beside}
    assert all(len(step.findings) <= most[str(step.page).startswith(LIST)] for step in steps)


def test_after_the_last_question_it_says_so() -> None:
    calm: dict[str, Answer] = {**all_absent(), "known-for": "years", "onset": "months-years", MAP: UNKNOWN}
    assert _play(calm, lambda _: UNKNOWN, _asking(most_questions=20))[1] == interview.Next(None, ends="most-questions")


def test_who_has_told_something_and_knows_no_more_is_asked_less() -> None:
    """Each "I don't know" makes the next question worth less, but only where there was an opening."""
    calm: dict[str, Answer] = {**dict.fromkeys(SCREEN, ABSENT), "feels-numb": PRESENT, MAP: UNKNOWN}
    told = {**dict.fromkeys(_opened(KNOWLEDGE, calm), UNKNOWN), **calm}
    model = _asking(known_before=1.0, most_listed=3, most_questions=30)
    silent, spoken = (_asked_of_who_knows_no_more(model, told, first) for first in ((), ("feels-numb",)))
    assert silent[1] == "most-questions"
    assert spoken[1] == "nothing-to-gain"
    assert len(spoken[0]) < len(silent[0])


def _asking(**limits: float) -> Model:
    """The model with other limits of the interview."""
    asking = replace(KNOWLEDGE.settings.interview, **limits)
    return replace(MODEL, knowledge=replace(KNOWLEDGE, settings=replace(KNOWLEDGE.settings, interview=asking)))


def _asked_of_who_knows_no_more(
    model: Model, answers: dict[str, Answer], first: Sequence[str]
) -> tuple[list[str], str | None]:
    asked = list[str]()
    while True:
        known = of_answers(KNOWLEDGE, {**dict.fromkeys(asked, UNKNOWN), **answers})
        step = interview.next_page(model, interview.progress(model, known), first)
        if step.page is None:
            return asked, step.ends
        asked += step.findings


def test_with_everything_answered_nothing_is_left() -> None:
    everything: dict[str, Answer] = dict.fromkeys(KNOWLEDGE.vocabulary.findings, UNKNOWN)
    now = interview.progress(MODEL, of_answers(KNOWLEDGE, everything))
    assert interview.next_page(MODEL, now, everything).ends == "nothing-left"


# ---- (d) the order of answers never changes the result


@few
@given(small.told(), st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(case: small.Told, random: Any) -> None:
    model = compile_model(case.knowledge)
    shuffled = list(case.answers.items())
    random.shuffle(shuffled)
    assert _step(model, dict(shuffled)) == _step(model, case.answers)


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.id)
def test_nor_on_the_real_knowledge_base(person: Any) -> None:
    backwards = dict(reversed(person.answers.items()))
    assert of_answers(KNOWLEDGE, backwards) == of_answers(KNOWLEDGE, person.answers)
    assert _step(MODEL, backwards) == _step(MODEL, person.answers)


# ---- (e) every question can be asked of somebody


@pytest.mark.exhaustive
def test_every_question_can_be_asked_of_somebody() -> None:
    """A witness for each: somebody for whom, with all else answered, this one is still worth
    asking."""
    of_screen = {*SCREEN, *KNOWLEDGE.screen.asked_also, MAP, *sum(KNOWLEDGE.screen.clarify.values(), ())}
    of_screen |= {*interview.only_following(KNOWLEDGE), *KNOWLEDGE.vocabulary.in_place_of_map}
    person = [id_ for id_, finding in KNOWLEDGE.vocabulary.findings.items() if finding.by == "person"]
    left = {id_ for id_ in person if id_ not in of_screen and not KNOWLEDGE.vocabulary.findings[id_].in_words}
    for finding in sorted(left):
        if any(_asks(finding, cause, start) for start in ({}, all_absent()) for cause in _likeliest(finding)):
            left.discard(finding)
    assert not left


def _likeliest(finding: str) -> list[str]:
    """All conditions, those first that differ most from the background in a finding."""
    usual = KNOWLEDGE.background.findings[finding].p

    def far(id_: str) -> float:
        stated = KNOWLEDGE.conditions[id_].findings.get(finding)
        if stated is None or isinstance(stated.p, dict) or isinstance(usual, dict):
            return 0.5 if stated else 0.0
        return abs(log2(stated.p / (1 - stated.p)) - log2(usual / (1 - usual)))

    return sorted(KNOWLEDGE.conditions, key=far, reverse=True)


def _asks(finding: str, cause: str, start: Answers) -> bool:
    """Whether it is asked of somebody who told what is typical of this cause, one after another, the rarest first."""
    answers, usual = dict(start), KNOWLEDGE.background.findings
    stated = KNOWLEDGE.conditions[cause].findings.items()
    common = {id_: q.p for id_, q in stated if not isinstance(q.p, dict) and q.p > 0.4 and id_ != finding}
    telling = sorted(common, key=lambda id_: common[id_] / float(str(usual[id_].p)), reverse=True)
    for id_ in [*telling[:8], None]:
        worth = {one.finding: one for one in _questions(MODEL, answers)}
        limits = KNOWLEDGE.settings.interview
        if finding in worth and worth[finding].value >= limits.least_value:
            return True
        if id_ is not None and KNOWLEDGE.vocabulary.findings[id_].by == "person":
            answers[id_] = PRESENT
    return False


# ---- what is implied, followed and said


def _questions(model: Model, answers: Answers, by: Who = PERSON) -> list[Question]:
    known = of_answers(model.knowledge, answers)
    return interview.questions(model, known, inference.believe(model, known), by)


def _causes(model: Any, answers: Answers) -> Any:
    return inference.believe(model, of_answers(model.knowledge, answers)).causes


def test_what_is_implied_is_not_asked_and_never_a_no_to_a_red_flag() -> None:
    answers: dict[str, Answer] = {"sex": "male", "chemotherapy": PRESENT}
    known = of_answers(KNOWLEDGE, answers)
    assert (known.get("pregnant"), known.get("cancer")) == (ABSENT, PRESENT)
    assert {"pregnant", "cancer"}.isdisjoint(q.finding for q in _questions(MODEL, answers))
    assert of_answers(KNOWLEDGE, {**answers, "cancer": ABSENT}).get("cancer") == ABSENT, "an answer was overruled"
    implied = [(id_, value) for one in KNOWLEDGE.screen.implies for id_, value in one.then.items()]
    assert not [id_ for id_, value in implied if id_ in RULES.asked and value == ABSENT]


def test_a_fever_alone_gets_its_question_first() -> None:
    assert list(interview.clarifications(KNOWLEDGE, {"fever": PRESENT}))
    assert not list(interview.clarifications(KNOWLEDGE, {"fever": ABSENT}))


@pytest.mark.parametrize(("answer", "asked"), [(PRESENT, True), (ABSENT, False), (UNKNOWN, False)])
def test_whoever_has_pain_down_a_leg_is_asked_whether_it_is_in_both(answer: str, asked: bool) -> None:
    """The side is asked of the numbness, so one numb foot says nothing of the pain."""
    known = of_answers(KNOWLEDGE, {"side": "one-side", "leg-radiating-pain": answer})
    assert ("pain-both-legs" in interview.called_for(KNOWLEDGE, known)) is asked


LONG_NUMB: dict[str, Answer] = {
    **all_absent(), "age": 64.0, "sex": "male", "side": "both-sides-equal", "spread": "fixed", "onset": "months-years",
    "known-for": "years", "course": "steady", "episode-length": "constant",
}  # fmt: skip
AGE_OF_SIGNS = "newest-warning-sign"


def _opened(knowledge: Knowledge, answers: Answers) -> list[str]:
    """The findings that are asked before questions by value, and are not known to the person."""
    told, asked = dict(answers), list[str]()
    while True:
        known = of_answers(knowledge, told)
        page = interview.opening(knowledge, known)
        on_page = interview.findings_of(knowledge, page) if page else interview.called_for(knowledge, known)
        new = [id_ for id_ in on_page if id_ not in told]
        if not new:
            return asked
        asked += new
        told |= dict.fromkeys(new, UNKNOWN)


@pytest.mark.parametrize("flag", RULES.asked)
def test_how_old_a_warning_sign_is_is_asked_once_and_only_of_old_numbness(flag: str) -> None:
    assert _opened(KNOWLEDGE, {**LONG_NUMB, flag: PRESENT}).count(AGE_OF_SIGNS) == 1
    assert AGE_OF_SIGNS not in _opened(KNOWLEDGE, LONG_NUMB)
    new: dict[str, Answer] = {"known-for": "days", "onset": "seconds-minutes"}
    assert AGE_OF_SIGNS not in _opened(KNOWLEDGE, {**LONG_NUMB, **new, flag: PRESENT})


def test_a_numb_seat_that_is_painted_is_asked_about_too() -> None:
    painted: dict[str, Answer] = {MAP: Painted(midline=frozenset(["saddle"]))}
    assert AGE_OF_SIGNS in _opened(KNOWLEDGE, {**LONG_NUMB, **painted})


def test_strength_is_asked_about_when_a_weak_foot_gets_better_by_moving() -> None:
    asleep = {**all_absent(), **HARMLESS, "foot-drop": PRESENT}
    assert "strength-back" in _opened(KNOWLEDGE, asleep)
    assert "strength-back" not in _opened(KNOWLEDGE, {**asleep, "foot-drop": ABSENT})


@pytest.mark.parametrize("who", [{"age": 70.0}, {"age": 40.0, "pregnant": ABSENT}])
def test_a_same_day_alarm_waits_for_no_question_that_is_never_asked(who: dict[str, Answer]) -> None:
    """Nobody of 60 is asked whether they are pregnant; the alarm must come all the same."""
    new: dict[str, Answer] = {"onset": "seconds-minutes", "known-for": "days", "episode-length": "constant"}
    told = {**LONG_NUMB, **new, "foot-drop": PRESENT, **who}
    alarm = interview.alarm(KNOWLEDGE, of_answers(KNOWLEDGE, told))
    assert alarm is not None
    assert alarm.level == "same-day"


def test_what_the_advice_for_the_first_cause_hangs_on_is_asked() -> None:
    """Whoever has an outer thigh that burns is asked for the belt, which is what helps or not."""
    thigh: dict[str, Answer] = {
        **dict.fromkeys(SCREEN, ABSENT), MAP: Painted(left=frozenset(["thigh-outer"])), "age": 45.0, "sex": "male",
        "side": "one-side", "spread": "fixed", "onset": "weeks", "known-for": "months", "course": "steady",
        "episode-length": "constant",
    }  # fmt: skip
    steps, _ = _play(thigh, lambda id_: ABSENT if KNOWLEDGE.vocabulary.findings[id_].kind == "flag" else UNKNOWN)
    causes = _causes(MODEL, thigh)
    assert MODEL.causes[int(causes.argmax())] == "meralgia-paresthetica"
    assert "tight-belt-clothing" in {id_ for step in steps for id_ in step.findings}


def test_what_only_follows_is_never_asked_for_its_value() -> None:
    only = interview.only_following(KNOWLEDGE)
    for answers in ({}, {"anticoagulant": PRESENT, "leg-swelling": PRESENT, "side": "one-side"}):
        assert only.isdisjoint(one.finding for one in _questions(MODEL, answers))


def test_an_age_that_was_said_of_other_signs_excuses_nothing() -> None:
    said: dict[str, Answer] = {**LONG_NUMB, "unsteady": PRESENT, MAP: Painted(), AGE_OF_SIGNS: "over-three-months"}
    again = interview.with_given(KNOWLEDGE, said, {"facial-weakness": PRESENT, "speech-trouble": ABSENT})
    assert AGE_OF_SIGNS not in again
    assert AGE_OF_SIGNS in _opened(KNOWLEDGE, again)
    assert urgency.said_by_rules(RULES, of_answers(KNOWLEDGE, again)).level == Level.EMERGENCY
    assert interview.with_given(KNOWLEDGE, said, {"limb-pressed": PRESENT})[AGE_OF_SIGNS] == "over-three-months"


def test_what_an_answer_would_do_is_what_it_does() -> None:
    """The slow twin: give the answer and reckon anew; a number is any in the middle of its bin."""
    model = shipped()
    told: dict[str, Answer] = {"limb-pressed": "present", "onset": "seconds-minutes"}
    known = of_answers(model.knowledge, told)
    for finding in ("foot-drop", "course", "age"):
        for effect in effects(model, known, inference.believe(model, known), finding):
            value: Answer = {"18-39": 30.0, "40-59": 50.0, "60-74": 70.0, "75+": 80.0}.get(effect.value, effect.value)
            whole = {**told, finding: value}
            bare = Known(whole, {}, (), (), whole)  # without what the answer implies
            after = inference.believe(model, bare).causes
            assert list(effect.causes.values()) == pytest.approx(after, abs=1e-12), (finding, effect.value)
