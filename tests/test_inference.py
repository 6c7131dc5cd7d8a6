"""The compiled model against the oracle, and what must hold of any posterior."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pinprick.case.answers import Answers, Painted
from pinprick.case.known import of_answers
from pinprick.knowledge import Knowledge
from pinprick.knowledge.ids import OTHER, SIDES, UNEXPLAINED
from pinprick.model.axes import Array, Model
from pinprick.model.compiler import compile_model
from pinprick.reasoning import inference
from tests import loud, oracle, small

CLOSE = 1e-12
few = settings(max_examples=20)
Place = tuple[str, str, str]


def _belief(model: Model, answers: Answers) -> inference.Belief:
    return inference.believe(model, of_answers(model.knowledge, answers))


def _sides(model: Model, answers: Answers) -> Array:
    return _belief(model, answers).sides


def _by_place(model: Model, sides: Array) -> dict[Place, float]:
    """Posterior by (cause, site, side), of those that there are."""
    sums = dict[Place, float]()
    there = set(zip(model.hypotheses.unit.tolist(), model.hypotheses.side.tolist(), strict=True))
    for unit, side in sorted(there):
        key = (model.causes[model.units.cause[unit]], model.units.site[unit], SIDES[side])
        sums[key] = sums.get(key, 0.0) + float(sides[side, unit])
    return sums


def _expected(case: small.Told) -> tuple[dict[str, float], dict[Place, float]]:
    """The oracle's posterior by cause, and by (cause, site, side)."""
    causes, places = dict[str, float](), dict[Place, float]()
    for state, p in oracle.posterior(case.knowledge, case.answers).items():
        causes[state.cause] = causes.get(state.cause, 0.0) + p
        key = (state.cause, state.site, state.side)
        places[key] = places.get(key, 0.0) + p
    return causes, places


def _check_against_oracle(case: small.Told) -> None:
    model = compile_model(case.knowledge)
    belief = _belief(model, case.answers)
    causes, places = _expected(case)
    by_cause = dict(zip(model.causes, belief.causes, strict=True))
    assert by_cause == pytest.approx(causes, abs=CLOSE, rel=0)
    assert _by_place(model, belief.sides) == pytest.approx(places, abs=CLOSE, rel=0)


@given(small.told())
def test_model_and_oracle_agree(case: small.Told) -> None:
    _check_against_oracle(case)


@given(loud.contradictory)
def test_model_and_oracle_agree_on_evidence_that_is_next_to_impossible(case: small.Told) -> None:
    _check_against_oracle(case)


@settings(max_examples=4)
@given(loud.hopeless)
def test_model_and_oracle_agree_where_every_probability_underflows(case: small.Told) -> None:
    _check_against_oracle(case)


@given(small.told())
def test_each_answer_weighs_as_the_oracle_says(case: small.Told) -> None:
    """Row by row: errors of two answers cannot cancel, and what says nothing has no row."""
    model = compile_model(case.knowledge)
    found = inference.evidence(model, of_answers(model.knowledge, case.answers))
    weighed = list(oracle.weigh(case.knowledge, case.answers))
    assert set(found.findings) == set(weighed[0].answers)
    for finding, row in zip(found.findings, inference.log_likelihoods(model, found), strict=True):
        assert sorted(row) == pytest.approx(sorted(w.answers[finding] for w in weighed), abs=1e-10)


@few
@given(small.told(), st.randoms(use_true_random=False))
def test_the_order_of_answers_never_matters(case: small.Told, random: Random) -> None:
    model = compile_model(case.knowledge)
    order = list(case.answers)
    random.shuffle(order)
    shuffled = {id_: case.answers[id_] for id_ in order}
    assert np.array_equal(_sides(model, case.answers), _sides(model, shuffled))


@few
@given(small.told())
def test_unknown_says_as_much_as_not_asked(case: small.Told) -> None:
    model = compile_model(case.knowledge)
    known = {id_: answer for id_, answer in case.answers.items() if answer != "unknown"}
    every = dict.fromkeys(case.knowledge.vocabulary.findings, "unknown") | case.answers
    assert np.array_equal(_sides(model, known), _sides(model, case.answers))
    assert np.array_equal(_sides(model, known), _sides(model, every))


@few
@given(small.told() | loud.contradictory)
def test_everything_sums_to_one(case: small.Told) -> None:
    model = compile_model(case.knowledge)
    belief = _belief(model, case.answers)
    weights, by_cause = belief.sides, belief.causes
    places = inference.localise(model, belief.sides)
    families = inference.by_family(model, by_cause)
    other = float(by_cause[model.causes.index(OTHER)])
    assert (weights >= 0).all()
    assert float(weights.sum()) == pytest.approx(1, abs=CLOSE)
    assert float(by_cause.sum()) == pytest.approx(1, abs=CLOSE)
    assert sum(place.probability for place in places) + other == pytest.approx(1, abs=CLOSE)
    assert sum(families.values()) == pytest.approx(1, abs=CLOSE)
    assert families["unexplained"] == pytest.approx(other, abs=CLOSE)
    for family, p in families.items():
        members = [c for c in model.causes if _family(case, c) == family]
        assert p == pytest.approx(sum(by_cause[model.causes.index(c)] for c in members), abs=CLOSE)


def _family(case: small.Told, cause: str) -> str:
    return case.knowledge.conditions[cause].family if cause in case.knowledge.conditions else UNEXPLAINED


@few
@given(small.told())
def test_places_and_families_stand_most_probable_first(case: small.Told) -> None:
    model = compile_model(case.knowledge)
    belief = _belief(model, case.answers)
    for ranked in (
        [place.probability for place in inference.localise(model, belief.sides)],
        list(inference.by_family(model, belief.causes).values()),
    ):
        assert ranked == sorted(ranked, reverse=True)


@few
@given(small.knowledge_bases())
def test_the_prior_is_the_shares(knowledge: Knowledge) -> None:
    model = compile_model(knowledge)
    shares = np.array([c.share.p for c in knowledge.conditions.values()] + [knowledge.settings.other.share.p])
    prior = _belief(model, {}).causes
    assert prior == pytest.approx(shares / shares.sum(), abs=CLOSE)


@few
@given(small.told(), st.sampled_from([0.0, 3.0, 17.9]))
def test_a_childs_age_is_no_evidence(case: small.Told, years: float) -> None:
    model = compile_model(case.knowledge)
    without = {id_: answer for id_, answer in case.answers.items() if id_ != "age"}
    assert np.array_equal(_sides(model, without), _sides(model, without | {"age": years}))


@few
@given(small.told())
def test_left_and_right_mirror_each_other(case: small.Told) -> None:
    model = compile_model(case.knowledge)
    painted = case.answers.get("numb-regions")
    if not isinstance(painted, Painted):
        return
    mirrored = replace(painted, left=painted.right, right=painted.left)
    swapped = _by_place(model, _sides(model, case.answers | {"numb-regions": mirrored}))
    other_side = {"left": "right", "right": "left", "both": "both"}
    for (cause, site, side), p in _by_place(model, _sides(model, case.answers)).items():
        assert swapped[cause, site, other_side[side]] == pytest.approx(p, abs=CLOSE)


@few
@given(small.told())
def test_words_say_nothing_where_the_map_was_shown(case: small.Told) -> None:
    model = compile_model(case.knowledge)
    painted = Painted(left=frozenset([small.REGIONS[1]]))
    by_map = case.answers | {"numb-regions": painted, "numb-in-words": "unknown", "numb-where": "unknown"}
    for words in ("present", "absent"):
        both = by_map | {"numb-in-words": words}
        assert np.array_equal(_sides(model, by_map), _sides(model, both))
    for words in ("front", "foot"):
        assert np.array_equal(_sides(model, by_map), _sides(model, by_map | {"numb-where": words}))


@given(small.told(), st.data())
def test_a_belief_that_is_revised_is_the_belief_reckoned_anew(case: small.Told, data: st.DataObject) -> None:
    """The slow twin of a what-if: take any answers away, as if they came last, and believe from the beginning."""
    model = compile_model(case.knowledge)
    kept = data.draw(st.sets(st.sampled_from(sorted(case.answers)))) if case.answers else set()
    was = of_answers(model.knowledge, {id_: answer for id_, answer in case.answers.items() if id_ in kept})
    now = of_answers(model.knowledge, case.answers)
    (revised,) = inference.revised(model, inference.believe(model, was), was, [now])
    anew = inference.believe(model, now)
    assert revised.evidence.findings == anew.evidence.findings
    assert np.array_equal(revised.sides, anew.sides)


@given(small.told() | loud.contradictory)
def test_sums_by_site_and_side_are_those_of_all_hypotheses(case: small.Told) -> None:
    """The slow twin: the formula as it is written, with every pattern of every unit."""
    model = compile_model(case.knowledge)
    belief = _belief(model, case.answers)
    weights, hypotheses = inference.posterior(model, belief.evidence), model.hypotheses
    slow = np.zeros(belief.sides.shape)
    np.add.at(slow, (hypotheses.side, hypotheses.unit), weights)
    assert belief.sides == pytest.approx(slow, abs=CLOSE, rel=0)
