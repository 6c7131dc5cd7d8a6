"""How old each sign is, told where it is ticked: what follows of the newest, and what never does."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pinprick import interview, urgency
from pinprick.account import account
from pinprick.account.answers import answered
from pinprick.account.note import note
from pinprick.account.telling import whole
from pinprick.assessment import assess
from pinprick.case.answers import Painted
from pinprick.case.case import Case, changed
from pinprick.case.known import Known, of_answers, signs_with_age
from pinprick.knowledge import Level
from pinprick.knowledge.ids import ABSENT, MAP, PRESENT, SIGN_AGE, UNKNOWN
from pinprick.paper import note as notes
from pinprick.problems import ProblemsFound
from pinprick.words.calling import Place
from tests.models import shipped
from tests.rulebook import BY_PERSON, FLAGS, KNOWLEDGE, RED, REGIONS, RULES, SCREEN, VOCABULARY

NEW, WEEKS, OLD = AGES = tuple(VOCABULARY.findings[SIGN_AGE].values)
LONG_NUMB: dict[str, Any] = {"known-for": "years", "onset": "months-years"}
TWO = {**LONG_NUMB, "foot-drop": PRESENT, "unsteady": PRESENT}
IN_WORDS = {region: [f for f in FLAGS if region in VOCABULARY.findings[f].in_words] for region in REGIONS}


def _is_sign(answers: dict[str, Any]) -> bool:
    """Whether somebody who has been numb for years and says this is asked how new it is."""
    return SIGN_AGE in interview.following(KNOWLEDGE, {**LONG_NUMB, **answers})


SIGNS = [flag for flag in FLAGS if _is_sign({flag: PRESENT})]
PLACES = [region for region in REGIONS if _is_sign({MAP: Painted(left=frozenset([region]))})]


def _all_told(answers: dict[str, Any], since: dict[str, str]) -> bool:
    """Whether each sign that is there has an age of its own, or one that says in words where it is."""
    painted = answers[MAP].left if MAP in answers else frozenset()
    flags = all(sign in since for sign in SIGNS if answers.get(sign) == PRESENT)
    return flags and all(set(IN_WORDS[region]) & since.keys() for region in set(PLACES) & painted)


def _age(answers: dict[str, Any], since: dict[str, str]) -> object:
    return of_answers(KNOWLEDGE, answers, since).answers.get(SIGN_AGE)


def _level(known: Known) -> Level:
    return urgency.said_by_rules(RULES, known).level


@st.composite
def told(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, str]]:
    """Signs with other answers, and how old some of them are."""
    signs = draw(st.lists(st.sampled_from(SIGNS), min_size=1, max_size=3, unique=True))
    others = draw(st.lists(st.sampled_from(sorted(BY_PERSON.keys() - {SIGN_AGE, MAP, "age"})), max_size=6, unique=True))
    answers: dict[str, Any] = {}
    for id_ in others:
        finding = VOCABULARY.findings[id_]
        answers[id_] = draw(st.sampled_from(tuple(finding.values) or (PRESENT, ABSENT, UNKNOWN)))
    answers |= dict.fromkeys(signs, PRESENT)
    if draw(st.booleans()):
        answers[MAP] = Painted(left=frozenset(draw(st.sets(st.sampled_from(REGIONS), max_size=2))))
    flags = [id_ for id_, answer in answers.items() if answer == PRESENT]
    aged = draw(st.sets(st.sampled_from(flags)))
    return answers, {flag: draw(st.sampled_from(AGES)) for flag in sorted(aged)}


@given(told())
@example(({**TWO, "fever": PRESENT}, {"foot-drop": OLD, "unsteady": OLD}))
@example(({**TWO, MAP: Painted(left=frozenset(["saddle"]))}, {"foot-drop": OLD, "unsteady": OLD}))
@example(({**LONG_NUMB, "known-for": "days", "onset": "seconds-minutes", "unsteady": PRESENT}, {"unsteady": OLD}))
def test_a_case_is_never_calmer_than_without_ages_unless_every_sign_tells_its_own(
    case: tuple[dict[str, Any], dict[str, str]],
) -> None:
    answers, since = case
    before, after = of_answers(KNOWLEDGE, answers), of_answers(KNOWLEDGE, answers, since)
    assert _level(after) >= _level(before) or (_all_told(answers, since) and _is_asked(answers))
    of_signs = [age for sign, age in since.items() if sign in SIGNS]
    derived = after.answers.get(SIGN_AGE)
    if derived is not None:
        assert derived == min(of_signs, key=AGES.index)
    elif of_signs:
        assert NEW not in of_signs
    if NEW not in of_signs and not (_all_told(answers, since) and _is_asked(answers)):
        assert derived is None


def _is_asked(answers: dict[str, Any]) -> bool:
    return SIGN_AGE in interview.following(KNOWLEDGE, answers)


@pytest.mark.parametrize(
    ("since", "age"),
    [
        ({}, None),
        ({"foot-drop": OLD}, None),
        ({"foot-drop": WEEKS}, None),
        ({"foot-drop": NEW}, NEW),
        ({"foot-drop": OLD, "unsteady": OLD}, OLD),
        ({"foot-drop": OLD, "unsteady": WEEKS}, WEEKS),
        ({"foot-drop": NEW, "unsteady": OLD}, NEW),
        ({"foot-drop": OLD, "unsteady": OLD, "fever": NEW}, OLD),
    ],
)
def test_the_newest_of_all_ages_counts_and_one_that_is_new_is_enough(since: dict[str, str], age: str | None) -> None:
    assert _age(TWO, since) == age
    asked = SIGN_AGE in interview.following(KNOWLEDGE, of_answers(KNOWLEDGE, TWO, since).answers)
    assert asked == (age is None), "it is asked when it does not follow, and only then"


def test_old_signs_say_nothing_where_their_age_would_not_be_asked() -> None:
    """Somebody numb since this morning, with an old sign: that sign excuses nothing of the new numbness."""
    assert _age({**TWO, "known-for": "days", "onset": "hours-days"}, {"foot-drop": OLD, "unsteady": OLD}) is None


def test_what_is_painted_has_the_age_of_the_sign_that_says_it_in_words() -> None:
    numb = {**LONG_NUMB, MAP: Painted(midline=frozenset(["saddle"]))}
    assert _age(numb, {}) is None
    assert _age({**numb, "foot-drop": PRESENT}, {"foot-drop": OLD}) is None
    assert _age({**numb, "numb-saddle": PRESENT}, {"numb-saddle": OLD}) == OLD


def test_of_an_answer_for_all_signs_and_the_ages_of_single_ones_the_newer_counts() -> None:
    for of_all, since, age in (
        (OLD, {"foot-drop": WEEKS}, WEEKS),
        (OLD, {"foot-drop": OLD}, OLD),
        (WEEKS, {"foot-drop": OLD, "unsteady": OLD}, WEEKS),
        (UNKNOWN, {"foot-drop": OLD, "unsteady": OLD}, UNKNOWN),
        (UNKNOWN, {"foot-drop": NEW}, NEW),
    ):
        assert _age({**TWO, SIGN_AGE: of_all}, since) == age, (of_all, since)


def test_every_red_flag_that_a_person_can_tick_has_an_age() -> None:
    assert set(RED) & BY_PERSON.keys() <= signs_with_age(KNOWLEDGE)
    assert set(SIGNS) == signs_with_age(KNOWLEDGE) & BY_PERSON.keys()


def test_a_sign_that_is_taken_back_takes_its_age_along() -> None:
    case = Case.of(shipped(), TWO, since={"foot-drop": OLD, "unsteady": NEW})
    assert changed(shipped(), case, answers={**TWO, "unsteady": ABSENT}).since == {"foot-drop": OLD}
    gone = of_answers(KNOWLEDGE, {**TWO, "unsteady": ABSENT}, case.since)
    assert (gone.since, gone.answers[SIGN_AGE]) == ({"foot-drop": OLD}, OLD)


def test_every_fault_of_the_ages_is_told_at_once() -> None:
    answers = {"age": 40, "fever": ABSENT, "foot-drop": PRESENT, "unsteady": PRESENT, "onset": "weeks"}
    since = {"age": OLD, "fever": OLD, "onset": OLD, "unstedy": OLD, "foot-drop": "over-three-month", "unsteady": 3}
    with pytest.raises(ProblemsFound) as found:
        Case.of(shipped(), answers, since=since)
    said = [str(problem) for problem in found.value.problems]
    for path, what in {
        "age": "is not a flag",
        "fever": "is not answered present",
        "onset": "is not a flag",
        "unstedy": "did you mean unsteady?",
        "foot-drop": "did you mean over-three-months?",
        "unsteady": "it takes within-a-week, within-three-months, over-three-months",
    }.items():
        assert any(f"since.{path}:" in line and what in line for line in said), (path, said)
    assert len(said) == len(since)


def test_what_was_told_is_listed_with_its_age() -> None:
    case = Case.of(shipped(), TWO, "told", since={"foot-drop": WEEKS})
    assessment = assess(shipped(), case)
    told = account(shipped(), assessment, "en", whole(KNOWLEDGE.settings.telling))
    label, age = (words["en"] for words in (VOCABULARY.findings["foot-drop"].label, SCREEN.since.ages[WEEKS]))
    for words in (
        [reason.words for cause in told.causes for reason in (*cause.speaks_for, *cause.speaks_against)],
        [note(KNOWLEDGE, assessment, told, "en")],
        [notes.data(shipped(), assessment, Place(), "en")["present"]],
    ):
        assert any(f"{label}, {age}" in each for each in words)
        assert not any(f"{VOCABULARY.findings['unsteady'].label['en']}, {age}" in each for each in words)
    listed = {one.ask: one.answer for one in answered(KNOWLEDGE, case.answers, case.since, "en")}
    assert listed[VOCABULARY.findings["foot-drop"].ask["en"]] == f"Yes, {age}"
