"""A condition that we do not know is not fitted into what there is: whoever has it is told more often that it
may be none of ours, and what they get for it calms nobody."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pinprick.knowledge import OtherVariant
from pinprick.knowledge.ids import OTHER
from pinprick.lab import evaluate, left_out, simulate
from pinprick.model.axes import Model
from pinprick.model.compiler import compile_model
from pinprick.urgency.causes import with_and_without_other
from tests.models import shipped

PEOPLE = 4
"""People with each condition that is left out."""
EACH = 17
"""Each so many-th condition is left out; `scripts/left_out.py` leaves out all."""


@cache
def without_akin() -> Model:
    """The shipped model without illnesses akin to ours, which leaves the other ways their shares."""
    knowledge, other = shipped().knowledge, shipped().knowledge.settings.other
    rest = 1 - other.akin
    share = replace(other.share, p=float(str(other.share.p)) * rest, range=None)
    ways = {id_: OtherVariant(way.share / rest, way.alpha) for id_, way in other.variants.items()}
    plain = replace(other, share=share, variants=ways, akin=0.0)
    return compile_model(replace(knowledge, settings=replace(knowledge.settings, other=plain)))


def test_whoever_has_what_is_left_out_is_told_more_often_that_it_may_be_none_of_ours() -> None:
    """In the middle at least five times as often; never less often."""
    chances = []
    for cause in list(shipped().knowledge.conditions)[::EACH]:
        people = list(simulate.people_with(shipped(), cause, PEOPLE, seed=1))
        models = [left_out.without(model, {cause}) for model in (shipped(), without_akin())]
        chances += [[left_out.chance_of_none(model, one) for model in models] for one in people]
    with_it, without_it = np.array(chances).T
    assert (with_it > without_it).all()
    assert np.median(with_it) >= 5 * np.median(without_it)


def test_whoever_has_one_of_ours_is_still_told_of_it() -> None:
    """Of simulated people as many are told of theirs first, but for two in a hundred."""
    people = list(simulate.people(shipped(), 150, seed=4))
    firsts = [sum(evaluate.score(model, one).rank == 1 for one in people) for model in (shipped(), without_akin())]
    assert firsts[0] >= firsts[1] - 0.02 * len(people)


def test_people_with_a_condition_all_have_it() -> None:
    people = simulate.people_with(shipped(), "chilblains", 3, seed=1)
    assert [one.expect and one.expect.cause for one in people] == [("chilblains",)] * 3


def test_each_number_of_an_unknown_illness_is_the_mean_of_its_family() -> None:
    family = "foot-bones"
    members = [one for one in shipped().knowledge.conditions.values() if one.family == family]
    stated = [one.findings["forefoot-pain"].p for one in members]
    assert all(isinstance(p, float) for p in stated)
    mean = np.mean([float(str(p)) for p in stated])
    assert shipped().akin[family].findings["forefoot-pain"].p == pytest.approx(mean)
    assert shipped().akin[family].share == pytest.approx(
        shipped().knowledge.settings.other.akin * len(members) / len(shipped().knowledge.conditions)
    )


def test_the_ways_of_other_come_to_its_share() -> None:
    model = shipped()
    own = slice(model.units.starts[-1], None)
    assert model.causes[-1] == OTHER
    total = sum(float(str(one.share.p)) for one in model.knowledge.conditions.values())
    share = float(str(model.knowledge.settings.other.share.p))
    assert np.exp(model.units.log_prior[own]).sum() == pytest.approx(share / (total + share))


@given(st.lists(st.floats(0.001, 1), min_size=3, max_size=6))
def test_what_we_do_not_know_leaves_the_rest_as_likely_to_one_another(weights: list[float]) -> None:
    way = np.array([weights]) / sum(weights)
    both = with_and_without_other(way)
    assert both[0] == pytest.approx(way[0])
    assert both[1, -1] == 0
    assert both[1].sum() == pytest.approx(1)
    assert both[1, 0] * way[0, 1] == pytest.approx(both[1, 1] * way[0, 0])
