"""Many cases as columns, and what is said of them one after the other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinprick import assess
from pinprick.case.answers import Answer, Painted
from pinprick.case.case import Case, made
from pinprick.cohort import columns, outcome
from pinprick.cohort.exact import exact
from pinprick.knowledge import LEVELS
from pinprick.knowledge.ids import AGE, MAP, PRESENT, SIDES, UNKNOWN
from tests.cohorts import cases
from tests.models import shipped
from tests.published import CASES


def _case(given_: dict[str, Answer]) -> Case:
    return made(given_, {})


# ---- columns


@given(st.lists(cases(), max_size=4))
def test_a_case_comes_back_as_it_was(several: list[Case]) -> None:
    coded = columns.encode(shipped(), several)
    assert len(coded) == len(several)
    for n, case in enumerate(several):
        back = columns.decode(shipped(), coded, n)
        assert dict(back.answers) == dict(case.answers)
        assert dict(back.since) == dict(case.since)


def test_nothing_asked_is_all_zeros() -> None:
    coded = columns.encode(shipped(), [_case({})])
    blank = columns.empty(shipped(), 1)
    for name in columns.Coded.__struct_fields__:
        np.testing.assert_array_equal(getattr(coded, name), getattr(blank, name))
    assert not coded.codes.any()
    assert np.isnan(coded.age[0])


def test_unknown_is_a_code_of_its_own() -> None:
    coded = columns.encode(shipped(), [_case({AGE: UNKNOWN, "foot-drop": UNKNOWN})])
    names = columns.findings(shipped())
    assert coded.codes[names.index(AGE), 0] == columns.DO_NOT_KNOW
    assert coded.codes[names.index("foot-drop"), 0] == columns.DO_NOT_KNOW
    assert (coded.codes > 0).sum() == 2


@pytest.mark.parametrize(
    ("age", "band"),
    [(0.0, 0), (17.999999999, 0), (18.0, 1), (39.9999999999, 1), (40.0, 2), (59.9, 2), (75.0, 4), (120.0, 4)],
)
def test_no_age_crosses_the_edge_of_its_band(age: float, band: int) -> None:
    coded = columns.encode(shipped(), [_case({AGE: age})])
    assert coded.codes[columns.findings(shipped()).index(AGE), 0] == band
    assert age - 1e-5 < float(coded.age[0]) <= age


def test_a_map_on_which_nothing_is_painted_was_shown() -> None:
    coded = columns.encode(shipped(), [_case({MAP: Painted()}), _case({MAP: UNKNOWN})])
    assert coded.shown.tolist() == [True, False]
    assert columns.decode(shipped(), coded, 0).answers == {MAP: Painted()}
    assert columns.decode(shipped(), coded, 1).answers == {}


def test_the_bits_are_those_of_the_regions() -> None:
    painted = Painted(left=frozenset({"heel"}), not_asked=frozenset({"saddle", "face"}))
    coded = columns.encode(shipped(), [_case({MAP: painted})])
    assert coded.left[0] == 1 << shipped().regions.index("heel")
    assert coded.right[0] == 0
    assert coded.not_asked[0] == columns.mask(shipped(), ("saddle", "face"))


def test_there_is_room_for_every_region_and_value() -> None:
    assert len(shipped().regions) <= 32
    assert max(map(len, columns.values(shipped()))) < columns.DO_NOT_KNOW


def test_some_of_the_cases_are_those() -> None:
    three = columns.encode(shipped(), [_case({AGE: float(age)}) for age in (20, 50, 80)])
    assert columns.chosen(three, slice(1, 3)).age.tolist() == [50, 80]
    assert columns.chosen(three, np.array([2, 0])).codes[0].tolist() == three.codes[0, [2, 0]].tolist()


# ---- one after the other


def test_exact_says_what_an_assessment_says() -> None:
    model, several = shipped(), CASES[:6]
    found = exact(model, columns.encode(model, several), 4)
    assert found.causes.shape == found.probabilities.shape == (6, 4)
    for n, case in enumerate(several):
        told = assess(model, case)
        likely = list(told.likely.items())[:4]
        named = [model.causes[index] for index in found.causes[n]]
        assert list(zip(named, found.probabilities[n].tolist(), strict=True)) == likely
        assert found.unexplained[n] == told.unexplained
        levels = (told.urgency.level, told.urgency.by_rules, told.urgency.by_causes)
        assert (LEVELS[found.level[n]], LEVELS[found.by_rules[n]], LEVELS[found.by_causes[n]]) == levels
        fired = {id_ for id_, on in zip(outcome.rules(model), found.rules[n], strict=True) if on}
        assert fired == set(told.urgency.rules)
        assert found.complete[n] == told.urgency.complete
        assert found.not_asked[n] == len(told.urgency.not_asked)
        place = told.places[0]
        assert outcome.places(model)[found.site[n]] == place.site
        assert SIDES[found.side[n]] == place.side
        assert found.site_probability[n] == place.probability


def test_no_more_causes_are_told_than_there_are() -> None:
    found = exact(shipped(), columns.encode(shipped(), [_case({})]), 10_000)
    assert found.causes.shape == (1, len(shipped().causes) - 1)
    assert found.probabilities.sum() + found.unexplained[0] == pytest.approx(1)


def test_no_cases_are_no_outcome() -> None:
    found = exact(shipped(), columns.encode(shipped(), []), 3)
    assert len(found) == 0
    assert found.causes.shape == (0, 3)


def test_parts_join_in_their_order() -> None:
    coded = columns.encode(shipped(), [_case({"foot-drop": PRESENT}), _case({}), _case({AGE: 30.0})])
    whole = exact(shipped(), coded, 2)
    parts = [exact(shipped(), columns.chosen(coded, slice(n, n + 1)), 2) for n in range(3)]
    again = outcome.blank(shipped(), 3, 2, "exact")
    for n, part in enumerate(parts):
        outcome.write(again, np.array([n]), part)
    for other in (outcome.joined(parts), again):
        for name in outcome.COLUMNS:
            np.testing.assert_array_equal(getattr(whole, name), getattr(other, name))
