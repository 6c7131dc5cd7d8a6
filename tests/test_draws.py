"""The draws of a case are those of the slow way, but for the rounding of float32."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from pinprick.case.answers import Answers, Painted
from pinprick.case.known import of_answers
from pinprick.case.reading import read_cases
from pinprick.knowledge.folder import FOLDER
from pinprick.lab import simulate
from pinprick.model.compiler import compile_model
from pinprick.reasoning import uncertainty
from tests import loud, small
from tests.house.files import ROOT
from tests.models import shipped
from tests.slow_draws import SlowDraws

ROUNDING = 2e-6
WORDED = ("numb-saddle", "numb-face", "numb-trunk", "numb-arm-or-hand")
HIDDEN = frozenset({"saddle", "face", "trunk", "arm", "hand"})
LEG = frozenset({"calf", "dorsum", "great-toe"})


@cache
def slow() -> SlowDraws:
    """The slow way of the model that ships."""
    return SlowDraws(shipped())


def _farthest(cases: Iterable[Answers]) -> float:
    """How far a draw of any of some cases is from that of the slow way."""
    known = [of_answers(shipped().knowledge, answers) for answers in cases]
    assert known
    return max(float(np.abs(uncertainty.draws(shipped(), one) - slow().draws(one)).max()) for one in known)


def _of_file(path: Path) -> Iterator[Answers]:
    cases, _ = read_cases(path.read_bytes(), path.name, shipped().knowledge.vocabulary)
    return (case.answers for case in cases)


@pytest.mark.parametrize(
    "path",
    [*sorted((FOLDER / "cases").glob("*.yaml")), *sorted((ROOT / "evaluation").glob("*.yaml"))],
    ids=lambda path: path.stem,
)
def test_published_cases_are_drawn_as_the_slow_way_draws_them(path: Path) -> None:
    assert _farthest(_of_file(path)) < ROUNDING


def test_simulated_people_are_drawn_as_the_slow_way_draws_them() -> None:
    assert _farthest(person.answers for person in simulate.people(shipped(), 12, seed=5)) < ROUNDING


def _maps() -> Iterator[Painted]:
    every = frozenset(shipped().regions)
    midline = frozenset(id_ for id_, region in shipped().knowledge.vocabulary.regions.items() if region.midline)
    nothing: frozenset[str] = frozenset()
    yield Painted(nothing, nothing, nothing, nothing)
    yield Painted(LEG, nothing, nothing, nothing)
    yield Painted(every - midline, every - midline, midline, nothing)
    yield Painted(every - midline, nothing, midline, nothing)
    yield Painted(LEG, LEG, nothing, HIDDEN)
    yield Painted(nothing, LEG, nothing, HIDDEN - {"face"})
    yield Painted(nothing, nothing, nothing, every)
    yield Painted(nothing, LEG, nothing, every - LEG)


def test_a_map_and_words_beside_it_are_drawn_as_the_slow_way_draws_them() -> None:
    """The whole map, half of it, none of it; words for what it did not show, said and denied."""
    words: list[Answers] = [{}, dict.fromkeys(WORDED, "absent"), dict.fromkeys(WORDED, "present")]
    words += [{id_: "present"} for id_ in WORDED]
    maps: list[Answers] = [{}, *({"numb-regions": shown} for shown in _maps())]
    assert _farthest({**shown, **said} for shown in maps for said in words) < ROUNDING


def test_words_in_place_of_the_map_are_drawn_as_the_slow_way_draws_them() -> None:
    values = shipped().knowledge.vocabulary.findings["numb-where"].values
    assert _farthest({"numb-where": value, "numb-saddle": "present"} for value in values) < ROUNDING


def test_sides_are_drawn_as_the_slow_way_draws_them() -> None:
    values = shipped().knowledge.vocabulary.findings["side"].values
    assert _farthest({"side": value} for value in values) < ROUNDING


def test_what_chance_brings_by_age_is_drawn_as_the_slow_way_draws_it() -> None:
    signs: Answers = dict.fromkeys(shipped().by_age, "present")
    assert len(signs) > 1
    assert _farthest({"age": age, **signs} for age in (12.0, 20.0, 50.0, 70.0, 90.0)) < ROUNDING


@settings(max_examples=40)
@given(small.told() | loud.contradictory)
def test_random_knowledge_is_drawn_as_the_slow_way_draws_it(case: small.Told) -> None:
    model = compile_model(case.knowledge)
    known = of_answers(model.knowledge, case.answers)
    assert uncertainty.draws(model, known) == pytest.approx(SlowDraws(model).draws(known), abs=5 * ROUNDING)


def test_intervals_and_what_comes_first_are_those_of_the_slow_way() -> None:
    for answers in _of_file(ROOT / "evaluation" / "dev.yaml"):
        known = of_answers(shipped().knowledge, answers)
        fast, exact = uncertainty.draws(shipped(), known), slow().draws(known)
        assert np.quantile(fast, (0.05, 0.95), axis=0) == pytest.approx(
            np.quantile(exact, (0.05, 0.95), axis=0), abs=ROUNDING
        )
        for first in range(len(shipped().causes)):
            assert uncertainty.stable_first(fast, first) == uncertainty.stable_first(exact, first)
