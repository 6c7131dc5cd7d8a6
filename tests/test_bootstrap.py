"""Figures with their intervals: all resamples at once are what one resample after the other gives."""

import numpy as np
import pytest

from pinprick.lab import bootstrap
from tests import slow_bootstrap

GENERATOR = np.random.default_rng(4)
FITS = 300
MANY = 2500
"""More cases than fit into one block of counts."""


def flat(*estimates: bootstrap.Estimate) -> list[list[float]]:
    return [[one.value, one.low, one.high] for one in estimates]


@pytest.mark.parametrize("cases", [1, 7, MANY])
def test_means_are_those_of_one_resample_after_the_other(cases: int) -> None:
    values = GENERATOR.normal(size=(cases, 3))
    slow = slow_bootstrap.interval(values, lambda some: some.mean(axis=0))
    assert np.array(flat(*bootstrap.means(values))) == pytest.approx(slow.T, abs=1e-9)


@pytest.mark.parametrize("right", ["as given", "all", "none", "apart"])
def test_the_calibration_is_that_of_one_resample_after_the_other(right: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where every case is right, or right and wrong ones lie apart, only the ridge ends the fit. Each resample is a
    fit of its own, so the first few hundred of them are enough."""
    monkeypatch.setattr(bootstrap, "_RESAMPLES", FITS)
    p = GENERATOR.uniform(0.02, 0.98, size=35)
    hits = {"as given": GENERATOR.random(35) < p, "all": p > 0, "none": p > 1, "apart": p > 0.5}[right]
    slow = slow_bootstrap.interval(np.stack([np.log(p / (1 - p)), hits], axis=1), slow_bootstrap.logistic, FITS)
    intercept, slope = slow.T
    slope_now, intercept_now = flat(*bootstrap.calibration(list(p), list(hits)))
    assert slope_now == pytest.approx(slope, abs=1e-9)
    assert intercept_now == pytest.approx(intercept, abs=1e-9)


def test_blocks_of_resamples_are_one_draw() -> None:
    counts = np.concatenate(list(bootstrap.resamples(MANY)))
    drawn = np.random.default_rng(slow_bootstrap.SEED).integers(MANY, size=(len(counts), MANY))
    assert len(list(bootstrap.resamples(MANY))) > 1
    assert np.array_equal(counts[-1], np.bincount(drawn[-1], minlength=MANY))


def test_figures_of_no_case_are_none() -> None:
    (mean,), calibration = bootstrap.means(np.empty((0, 1))), bootstrap.calibration([], [])
    assert all(np.isnan(one.value) and np.isnan(one.low) for one in (mean, *calibration))


def test_a_paired_difference_is_of_each_case() -> None:
    assert flat(bootstrap.paired_difference([1.0, 3.0], [0.0, 2.0])) == [[1.0, 1.0, 1.0]]
