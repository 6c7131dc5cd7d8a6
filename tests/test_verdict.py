"""The verdict of the knowledge base that ships: reasoned, never an alarm by ignorance, one in every state."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pinprick import urgency
from pinprick.account.verdict import urgency_of
from pinprick.advice import is_held, open_findings
from pinprick.case.answers import Answer, Answers
from pinprick.case.known import of_answers
from pinprick.case.reading import read_cases
from pinprick.knowledge import Level
from pinprick.knowledge.ids import ABSENT, AGE, PRESENT
from pinprick.lab import simulate
from pinprick.reasoning.inference import believe
from pinprick.reasoning.outlook import by_id
from pinprick.rules import holds
from tests.answers import answers
from tests.house.files import ROOT
from tests.models import shipped

MODEL = shipped()
KNOWLEDGE = MODEL.knowledge
FINDINGS = KNOWLEDGE.vocabulary.findings
RULES = urgency.parsed(KNOWLEDGE)
SCREEN = list(KNOWLEDGE.screen.findings)
PEOPLE = [case.answers for case in simulate.people(MODEL, 60, seed=12)]


def judged(given_: Answers) -> urgency.Verdict:
    known = of_answers(KNOWLEDGE, given_)
    return urgency.judge(MODEL, known, believe(MODEL, known))


def with_nothing_else_on_the_screen(given_: Answers) -> Answers:
    return {**dict.fromkeys([*SCREEN, *RULES.asked], ABSENT), **given_}


def is_reasoned(given_: Answers) -> None:
    """Level, reasons and words of a verdict go together."""
    known = of_answers(KNOWLEDGE, given_)
    belief = believe(MODEL, known)
    verdict = urgency.judge(MODEL, known, belief)
    level = verdict.level
    assert verdict.complete == (not known.not_asked)
    assert verdict.complete or level > Level.SELF_CARE
    if level >= Level.SOON:
        assert verdict.reasons
        assert verdict.reasons[0].level == verdict.level
    assert [reason.level for reason in verdict.reasons] == sorted(
        (reason.level for reason in verdict.reasons), reverse=True
    )
    told = urgency_of(KNOWLEDGE, verdict, known, by_id(MODEL, belief.causes), "en")
    for reason in told.reasons:
        assert (reason.rule is None) != (reason.condition is None)
        assert reason.text
        assert reason.tell
        assert set(reason.findings) <= known.answers.keys() | {"numb-regions"}
    assert bool(told.answer_first) == (not verdict.complete and verdict.level != "emergency")


@pytest.mark.parametrize("condition", [id_ for id_, one in KNOWLEDGE.conditions.items() if one.needs is not None])
def test_a_cause_of_which_nothing_is_known_is_urgent_only_if_it_is_one(condition: str) -> None:
    """What would make it worse is told of as such only where what defines the cause is known."""
    sayings = [upgrade.says["en"] for upgrade in KNOWLEDGE.conditions[condition].urgency.upgrades]
    for flag in (id_ for id_, one in FINDINGS.items() if one.kind == "flag"):
        known = of_answers(KNOWLEDGE, {flag: PRESENT})
        if not is_held(KNOWLEDGE, condition, known) or not open_findings(KNOWLEDGE, condition, known):
            continue
        reason = urgency.Reason(Level.SAME_DAY, (flag,), condition=condition)
        verdict = replace(urgency.judge(MODEL, known, believe(MODEL, known)), reasons=(reason,))
        (told,) = urgency_of(KNOWLEDGE, verdict, known, {condition: 0.2}, "en").why
        assert "if this is the cause" in told
        assert not [says for says in sayings if says in told], flag


@settings(max_examples=150, deadline=None)
@given(answers())
def test_every_level_from_soon_on_has_its_reason(given_: dict[str, Answer]) -> None:
    is_reasoned(given_)
    is_reasoned(with_nothing_else_on_the_screen(given_))


@pytest.mark.parametrize("file", sorted((ROOT / "evaluation").glob("*.yaml")), ids=lambda file: file.stem)
def test_published_cases_are_given_the_reason(file: Path) -> None:
    for case in read_cases(file.read_bytes(), file.name, KNOWLEDGE.vocabulary)[0]:
        is_reasoned(case.answers)
        is_reasoned(with_nothing_else_on_the_screen(case.answers))


@pytest.mark.parametrize("index", range(0, len(PEOPLE), 6))
def test_simulated_people_are_given_the_reason(index: int) -> None:
    for person in PEOPLE[index : index + 6]:
        is_reasoned(person)


def single_answers() -> Iterator[tuple[str, Answer]]:
    for id_, finding in FINDINGS.items():
        if finding.kind == "flag":
            yield from ((id_, PRESENT), (id_, ABSENT))
        elif finding.kind == "choice":
            yield from ((id_, value) for value in finding.values)
    yield from ((AGE, age) for age in (5.0, 30.0, 50.0, 66.0, 80.0))


def test_no_single_answer_is_an_emergency_unless_a_rule_says_so() -> None:
    for one in single_answers():
        verdict = judged(dict([one]))
        assert verdict.level != "emergency" or verdict.by_rules == "emergency", one


def test_no_two_answers_are_an_emergency_unless_a_rule_says_so() -> None:
    """Causes can only say emergency where a condition is raised to one: no pair raises any while red flags are open.
    So of all pairs those alone need to be judged that leave none open, and none does."""
    for first, second in itertools.combinations(single_answers(), 2):
        if first[0] != second[0]:
            known = of_answers(KNOWLEDGE, dict((first, second)))
            assert known.not_asked
    some = st.lists(st.sampled_from(list(single_answers())), min_size=2, max_size=2)

    @settings(max_examples=200, deadline=None)
    @given(some)
    def judge(pair: list[tuple[str, Answer]]) -> None:
        verdict = judged(dict(pair))
        assert verdict.level != "emergency" or verdict.by_rules == "emergency"

    judge()


@settings(max_examples=150, deadline=None)
@given(answers(), st.sampled_from(sorted(RULES.asked)))
@example({"knee-reflex-low": PRESENT, "thigh-severe-pain-first": PRESENT}, "numb-face")  # a flag within the map's row
def test_a_red_flag_from_no_to_yes_never_lowers_the_level(given_: dict[str, Answer], flag: str) -> None:
    for state in (given_, with_nothing_else_on_the_screen(given_)):
        no, yes = (judged({**state, flag: answer}) for answer in (ABSENT, PRESENT))
        assert yes.level >= no.level


@settings(max_examples=100, deadline=None)
@given(answers())
def test_the_findings_of_a_rule_make_it_fire_by_themselves(given_: dict[str, Answer]) -> None:
    known = of_answers(KNOWLEDGE, given_)
    for reason in judged(given_).reasons:
        if reason.rule:
            alone = {id_: known.answers[id_] for id_ in reason.findings}
            assert holds(RULES.fires[reason.rule], alone) is True


@settings(max_examples=100, deadline=None)
@given(answers())
def test_what_settles_makes_it_more_urgent(given_: dict[str, Answer]) -> None:
    """Each question of `settles` has an answer that makes a more urgent rule fire at once, and no other
    flag has."""
    verdict = judged(given_)

    def raises(id_: str, value: Answer) -> bool:
        said = urgency.said_by_rules(RULES, of_answers(KNOWLEDGE, {**given_, id_: value}))
        return said.level > verdict.level and said.level >= Level.SAME_DAY

    for id_ in verdict.settles:
        finding = FINDINGS[id_]
        if finding.kind in ("flag", "choice"):
            assert any(raises(id_, value) for value in (finding.values or (PRESENT,)))
    flags = [id_ for id_ in MODEL.findings if FINDINGS[id_].kind == "flag" and FINDINGS[id_].by == "person"]
    for id_ in set(flags) - of_answers(KNOWLEDGE, given_).answers.keys() - set(verdict.settles):
        assert not raises(id_, PRESENT) or _implies_more(id_, given_)


def _implies_more(id_: str, given_: Answers) -> bool:
    """Whether the answer implies others: those may complete a rule that it does not complete alone."""
    before = of_answers(KNOWLEDGE, given_).implied
    return of_answers(KNOWLEDGE, {**given_, id_: PRESENT}).implied != before


@pytest.mark.parametrize("person", range(0, 60, 6))
def test_a_level_alone_is_that_of_the_verdict(person: int) -> None:
    known = of_answers(KNOWLEDGE, PEOPLE[person])
    belief = believe(MODEL, known)
    assert urgency.level_of(MODEL, known, belief) == urgency.judge(MODEL, known, belief).level
