"""Simulated people are as common as their causes, answer what a person can, and rehearse the
interview."""

from functools import cache

import numpy as np
import pytest

from pinprick.case.answers import Painted
from pinprick.case.case import Case, changed
from pinprick.knowledge.ids import MAP, UNKNOWN
from pinprick.lab import rehearsal, simulate
from tests.models import shipped


@cache
def people() -> list[Case]:
    """Forty people, always the same."""
    return list(simulate.people(shipped(), 40, seed=11))


def test_the_same_seed_gives_the_same_people() -> None:
    assert list(simulate.people(shipped(), 5, seed=3)) == list(simulate.people(shipped(), 5, seed=3))
    assert list(simulate.people(shipped(), 5, seed=3)) != list(simulate.people(shipped(), 5, seed=4))


def test_simulated_people_are_as_common_as_their_causes() -> None:
    """Causes over 400 people against the shares: each within five standard deviations."""
    drawn = [person.expect.cause[0] for person in simulate.people(shipped(), 400, seed=5, by=()) if person.expect]
    prior = np.exp(shipped().hypotheses.log_prior)
    shares = np.bincount(shipped().hypotheses.cause, weights=prior / prior.sum())
    for id_, share in zip(shipped().causes, shares, strict=True):
        count = drawn.count("other-cause" if id_ == "other" else id_)
        assert abs(count - 400 * share) <= 5 * np.sqrt(400 * share * (1 - share)) + 1, id_


def test_simulated_people_answer_everything_a_person_can() -> None:
    asked = {id_ for id_, finding in shipped().knowledge.vocabulary.findings.items() if finding.by == "person"}
    asked -= {*shipped().knowledge.vocabulary.in_place_of_map}  # they paint
    assert all(set(person.answers) == asked for person in people())
    assert any(UNKNOWN in person.answers.values() for person in people())
    assert all(isinstance(person.answers[MAP], Painted) for person in people())


def test_a_rehearsal_tells_only_what_the_case_knows() -> None:
    played = [rehearsal.play(shipped(), person) for person in people()[:3]]
    told = rehearsal.summary(played)
    assert told["n"] == 3
    assert 0 <= told["questions_median"] <= shipped().knowledge.settings.interview.most_questions


def test_a_rehearsal_is_told_nothing_that_the_case_does_not_know() -> None:
    """With one answer known, what the interview finds is what that answer says."""
    silent = changed(shipped(), people()[0], answers={"age": people()[0].answers["age"]})
    played = rehearsal.play(shipped(), silent)
    assert played.interview.p_right == pytest.approx(played.full.p_right)
    assert played.interview.given == played.full.given
