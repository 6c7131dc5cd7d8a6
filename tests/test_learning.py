"""Numbers counted anew: what was drawn is found again as surely as is said, what is known weighs what its range
says, and nothing changes without people."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from scipy import special

from pinprick.authoring.checks.conditions import conditions as faults_of_conditions
from pinprick.cohort.columns import findings
from pinprick.cohort.labelled import Labelled, some
from pinprick.knowledge import Knowledge
from pinprick.knowledge.quantity import Quantity, number
from pinprick.learning import folds, learned, worth
from pinprick.learning.learned import Data, Number, changed
from pinprick.learning.tilting import tilted
from pinprick.model.axes import Array, Model
from pinprick.model.compiler import compile_model
from tests import counting

BASE = counting.base()
MODEL = compile_model(BASE)
DATA = Data("counted")


def asked_in_turn(model: Model, whole: Labelled, seed: int) -> Labelled:
    """The same people: some answers are left out at random, and three are mostly asked of those who gave an answer
    before that makes them worth asking."""
    generator = np.random.default_rng([seed, 1])
    codes, row = whole.coded.codes.copy(), {id_: n for n, id_ in enumerate(findings(model))}
    codes[generator.random(codes.shape) < 0.2] = 0
    sudden = codes[row["onset"]] == 1
    codes[row["tingles"], ~sudden & (generator.random(len(whole)) < 0.9)] = 0
    codes[row["weak-ankle"], ~sudden] = 0
    codes[row["burns"], codes[row["tingles"]] != 1] = 0
    return replace(whole, coded=replace(whole.coded, codes=codes))


def named(numbers: list[Number]) -> dict[tuple[str, ...], Number]:
    return {(one.file, *map(str, one.path)): one for one in numbers}


# ---- what is found again


def within(true: Quantity, found: Quantity) -> Iterator[bool]:
    """Whether each value that is true lies in the range that was found."""
    if isinstance(true.p, dict):
        assert isinstance(found.p, dict)
        assert found.people is not None
        for value, p in found.p.items():
            low, high = worth.range_of(p, found.people)
            yield low <= true.p[value] <= high
    else:
        assert found.range is not None
        yield found.range[0] <= true.p <= found.range[1]


def compared(truth: Knowledge, numbers: dict[tuple[str, ...], Number]) -> Iterator[tuple[str, bool]]:
    """Each number that was drawn, and whether it lies where it is said to lie."""
    shares = {id_: number(one.share) for id_, one in truth.conditions.items()}
    total = sum(shares.values()) + number(truth.settings.other.share)
    for id_, one in truth.conditions.items():
        file = f"conditions/{id_}.yaml"
        drawn: dict[tuple[str, ...], Quantity] = {
            ("share",): replace(one.share, p=shares[id_] / total),
            ("female",): one.female,
            ("age",): one.age,
            ("sides",): one.sides,
        }
        drawn |= {("findings", name): its for name, its in one.findings.items()}
        drawn |= {("sites",): one.sites} if len(one.sites.p) > 1 and not one.variants else {}  # type: ignore[arg-type]
        for form in one.variants.values():
            for name in form.findings:
                drawn.pop(("findings", name), None)
        for path, its in drawn.items():
            if (file, *path) in numbers:  # some are asked of nobody
                yield from ((path[-1], inside) for inside in within(its, numbers[file, *path].after))


def test_what_was_drawn_lies_in_its_range_as_often_as_is_said() -> None:
    found = list[tuple[str, bool]]()
    for seed in range(25):
        truth = counting.truths(BASE, seed)
        people = asked_in_turn(MODEL, counting.people(compile_model(truth), 150, seed), seed)
        found += compared(truth, named(learned.numbers(MODEL, people, DATA)))
    inside = np.array([one for _, one in found])
    assert len(inside) > 700
    assert 0.86 < inside.mean() < 0.94, inside.mean()
    for name in {name for name, _ in found}:
        its = np.array([one for each, one in found if each == name])
        assert its.mean() > 0.75, name


def test_many_people_tell_the_truth_whatever_was_known() -> None:
    truth = counting.truths(BASE, 3)
    people = asked_in_turn(MODEL, counting.people(compile_model(truth), 40_000, 3), 3)
    after = changed(BASE, learned.numbers(MODEL, people, DATA))
    for id_, one in truth.conditions.items():
        new = after.conditions[id_]
        for name, its in one.findings.items():
            low, high = new.findings[name].range or (0.0, 0.0)  # few are asked the last of all
            near = max(0.02, high - low)
            assert np.allclose(_values(new.findings[name]), _values(its), atol=near), (id_, name)
        for was, now in ((one.sites, new.sites), (one.sides, new.sides), (one.age, new.age)):
            assert np.allclose(_values(now), _values(was), atol=0.02), id_


def _values(of: Quantity) -> list[float]:
    return list(of.p.values()) if isinstance(of.p, dict) else [of.p]


# ---- what is known before


def test_nobody_changes_nothing() -> None:
    assert learned.numbers(MODEL, some(counting.people(MODEL, 5, 1), np.zeros(5, np.bool_)), DATA) == []


def test_a_plain_number_is_the_mean_of_those_counted_and_those_known() -> None:
    people = asked_in_turn(MODEL, counting.people(MODEL, 80, 1), 1)
    counted = named(learned.numbers(MODEL, people, DATA))
    one = counted["conditions/pressure.yaml", "findings", "tingles"]
    codes = people.coded.codes[findings(MODEL).index("tingles"), people.cause == MODEL.causes.index("pressure")]
    yes, no = (codes == 1).sum(), (codes == 2).sum()
    known = worth.people(BASE, one.before)
    assert one.counted == {"present": yes, "absent": no}
    assert one.after.p == pytest.approx((yes + 0.8 * known) / (yes + no + known), abs=1e-4)


def test_twice_as_many_of_the_same_people_move_every_number_further() -> None:
    people = asked_in_turn(MODEL, counting.people(compile_model(counting.truths(BASE, 8)), 60, 8), 8)
    once, twice = (named(learned.numbers(MODEL, some(people, np.tile(np.arange(60), n)), DATA)) for n in (1, 2))
    for path, one in once.items():
        if not isinstance(one.before.p, dict) and path[-1] != "share" and one.people:
            before, after, further = (number(its) for its in (one.before, one.after, twice[path].after))
            assert abs(further - before) >= abs(after - before) - 1e-4
            assert np.ptp(_odds(twice[path].after)) < np.ptp(_odds(one.after))


def _odds(of: Quantity) -> Array:
    p = np.array(of.range)
    odds: Array = np.log(p / (1 - p))
    return odds


def test_the_order_of_people_changes_nothing() -> None:
    people = asked_in_turn(MODEL, counting.people(MODEL, 120, 2), 2)
    back = some(people, np.arange(120)[::-1])
    there, back_ = (learned.numbers(MODEL, each, DATA) for each in (people, back))
    assert [(one.path, one.after) for one in there] == [(one.path, one.after) for one in back_]
    one, other = (folds.held(MODEL, each, DATA, 3) for each in (people, back))
    assert np.allclose(one.after.p_right, other.after.p_right[::-1])


def test_people_counted_one_half_after_the_other_are_as_good_as_all_at_once() -> None:
    people = counting.people(compile_model(counting.truths(BASE, 4)), 200, 4)
    only = replace(BASE, conditions={id_: BASE.conditions[id_] for id_ in ("pressure", "disc")})
    model, part = compile_model(only), some(people, people.cause < 2)
    half = len(part) // 2
    first = changed(only, learned.numbers(model, some(part, np.arange(half)), DATA))
    halves = changed(first, learned.numbers(compile_model(first), some(part, np.arange(half, len(part))), DATA))
    whole = changed(only, learned.numbers(model, part, DATA))
    for name, one in whole.conditions["pressure"].findings.items():
        other = halves.conditions["pressure"].findings[name]
        assert np.allclose(_values(one), _values(other), atol=1e-3), name
        assert one.people is None or one.people == pytest.approx(other.people, rel=1e-3)
        assert one.range is None or one.range == pytest.approx(other.range, rel=0.02)


def test_weights_only_tell_whom_there_are_too_many_of() -> None:
    people = counting.people(MODEL, 90, 5)
    same = learned.numbers(MODEL, replace(people, weight=np.full(90, 7.0)), DATA)
    plain = learned.numbers(MODEL, people, DATA)
    assert [one.after.p for one in same] == [one.after.p for one in plain]
    uneven = learned.numbers(MODEL, replace(people, weight=np.where(np.arange(90) < 3, 1e6, 1.0)), DATA)
    assert uneven[0].people == pytest.approx(3, abs=0.01)


def test_shares_are_left_alone_where_people_were_chosen() -> None:
    people = counting.people(MODEL, 90, 5)
    kept = learned.numbers(MODEL, people, Data("counted", shares=False))
    assert {one.path for one in learned.numbers(MODEL, people, DATA)} - {one.path for one in kept} == {
        ("share",),
        ("other", "share"),
    }


def test_a_study_is_named_where_more_were_counted_than_known() -> None:
    for one in learned.numbers(MODEL, counting.people(MODEL, 90, 5), DATA):
        if one.people:
            assert one.after.sources == ("counted",)
            assert one.after.basis == ("study" if one.people >= one.worth else "estimate")


@settings(max_examples=12)
@given(st.integers(0, 1000), st.integers(1, 400))
def test_forms_keep_the_mean_of_the_whole(seed: int, count: int) -> None:
    truth = compile_model(counting.truths(BASE, seed))
    numbers = learned.numbers(MODEL, counting.people(truth, count, seed), DATA)
    assert not list(faults_of_conditions(changed(BASE, numbers)))
    for one in numbers:
        values = _values(one.after)
        assert min(values) > 0
        assert sum(values) == pytest.approx(1) if isinstance(one.after.p, dict) else max(values) < 1


def test_places_count_for_no_more_than_is_told_of_them() -> None:
    people = counting.people(MODEL, 400, 6)
    hidden = np.zeros(400, np.uint32)
    coded = replace(people.coded, shown=np.zeros(400, np.bool_), left=hidden, right=hidden, midline=hidden)
    coded.codes[findings(MODEL).index("weak-ankle")] = 0
    path = ("conditions/cord.yaml", "sites")
    silent = named(learned.numbers(MODEL, replace(people, coded=coded), DATA))[path]
    assert silent.people == pytest.approx(0, abs=1e-6)
    assert silent.after.p == pytest.approx(silent.before.p, abs=1e-5)
    drawn = named(learned.numbers(MODEL, counting.people(MODEL, 400, 6), DATA))[path]
    assert 20 < drawn.people < (people.cause == 2).sum()


# ---- held out


def test_numbers_nearer_to_the_truth_are_better_for_whom_they_were_not_counted_from() -> None:
    truth = compile_model(counting.truths(BASE, 21))
    people = counting.people(truth, 600, 21)
    more, low, high = folds.gained(folds.held(MODEL, people, DATA, 4))
    assert 0 < low < more < high
    same = folds.gained(folds.held(truth, people, DATA, 4))
    assert same[1] < 0.0, "what is already true gets no better"


def test_who_is_alike_is_in_one_fold() -> None:
    people = counting.people(MODEL, 50, 1)
    twice = some(people, np.tile(np.arange(50), 2))
    fold = folds.fold_of(twice.coded, 5)
    assert (fold[:50] == fold[50:]).all()
    assert set(fold) == set(range(5))


# ---- the arithmetic


@given(st.floats(0.01, 1e6))
def test_digamma_and_trigamma_are_those_of_scipy(x: float) -> None:
    assert worth.digamma(x) == pytest.approx(special.digamma(x), rel=1e-8, abs=1e-8)
    assert worth.trigamma(x) == pytest.approx(special.polygamma(1, x), rel=1e-8)


@given(st.floats(0.002, 0.998), st.floats(5, 1e4))
def test_a_range_is_read_as_the_people_it_was_written_for(p: float, count: float) -> None:
    read = worth.people(BASE, Quantity(p, "estimate", (), worth.range_of(p, count)))
    low, _ = worth.range_of(p, count)
    if low > min(1e-3, p / 10) and worth.range_of(p, count)[1] < 1 - min(1e-3, (1 - p) / 10):
        assert read == pytest.approx(count, rel=1e-4)


@given(st.floats(0.05, 0.95), st.floats(8, 500))
def test_nine_in_ten_of_a_beta_lie_in_its_range(p: float, count: float) -> None:
    low, high = worth.range_of(p, count)
    if min(p, 1 - p) * count > 1:
        inside = special.betainc(p * count, (1 - p) * count, [low, high])
        assert inside[1] - inside[0] == pytest.approx(0.9, abs=0.03)


@given(st.integers(0, 10_000), st.integers(2, 5), st.integers(1, 5))
def test_what_is_moved_together_has_the_mean_that_was_asked_for(seed: int, values: int, units: int) -> None:
    generator = np.random.default_rng([seed, 1])
    p, weights, target = (generator.dirichlet(np.ones(n), m) for n, m in ((values, units), (units, 1), (values, 1)))
    moved = tilted(p.T, weights[0], target[0])
    assert moved @ weights[0] == pytest.approx(target[0], abs=1e-6)
    assert moved.sum(axis=0) == pytest.approx(1)
