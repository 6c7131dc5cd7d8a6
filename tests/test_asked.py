"""Asked, not only written: an interview does not end before what an urgent rule needs was asked.

Every same-day and emergency rule is made true by the fewest answers, in different ways; everything else is "no".
The interview is played to its end with that person, and ends no lower than the rules say of the whole truth.
"""

from collections.abc import Iterator
from itertools import islice

import pytest

from pinprick import urgency
from pinprick.case.answers import Answer, Answers
from pinprick.case.known import implied, of_answers
from pinprick.interview import next_page, progress
from pinprick.knowledge import Level
from pinprick.knowledge.ids import ABSENT, MAP, PRESENT, UNKNOWN
from pinprick.reasoning.inference import believe
from pinprick.urgency.proofs import answers_that, ways
from tests.models import shipped
from tests.tiers import one_in

MODEL = shipped()
KNOWLEDGE = MODEL.knowledge
FINDINGS = KNOWLEDGE.vocabulary.findings
RULES = urgency.parsed(KNOWLEDGE)
PERSON = frozenset(id_ for id_, finding in FINDINGS.items() if finding.by == "person")
FIRST = (*KNOWLEDGE.screen.findings, *KNOWLEDGE.screen.asked_also, MAP)
URGENT = [id_ for id_, level in RULES.levels.items() if level >= Level.SAME_DAY]
STORIES_A_RULE = 3


def least_true(rule: str) -> Iterator[Answers]:
    """Answers that alone make a rule fire, spread over all the ways to do so."""
    some = [story for way in islice(ways(RULES.fires[rule], PERSON), 4000) if (story := answers_that(way))]
    some.sort(key=len)
    yield from some[:: max(1, len(some) // STORIES_A_RULE)][:STORIES_A_RULE]


def whole_truth(story: Answers) -> dict[str, Answer]:
    none: dict[str, Answer] = {id_: ABSENT for id_ in PERSON if FINDINGS[id_].kind == "flag"}
    painted = story.get(MAP)
    if painted is not None:
        shown = {id_: finding.in_words for id_, finding in FINDINGS.items() if finding.in_words}
        none |= {id_: PRESENT for id_, words in shown.items() if any(painted.has(one) for one in words)}  # type: ignore[union-attr]
    truth = {**none, **story}
    return {**truth, **{id_: value for id_, value in implied(KNOWLEDGE, truth).items() if id_ not in story}}


def heard(truth: Answers) -> dict[str, Answer]:
    """All that the interview asks of a person of whom this is the truth; what is no part of it is not known."""
    answers = {id_: truth.get(id_, UNKNOWN) for id_ in FIRST}
    while asked := next_page(MODEL, progress(MODEL, of_answers(KNOWLEDGE, answers))).findings:
        answers |= {id_: truth.get(id_, UNKNOWN) for id_ in asked}
    return answers


@pytest.mark.parametrize("rule", one_in(4, URGENT))
def test_an_interview_ends_no_lower_than_the_rules_say_of_the_truth(rule: str) -> None:
    for story in least_true(rule):
        truth = whole_truth(story)
        full = urgency.said_by_rules(RULES, of_answers(KNOWLEDGE, truth))
        known = of_answers(KNOWLEDGE, heard(truth))
        said = urgency.judge(MODEL, known, believe(MODEL, known)).level
        assert said >= full.level, (story, said, full.rules)
