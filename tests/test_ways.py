"""The kernel's sums in other ways: those that are here come to the same sums, whatever they take."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.crowd import ANY, FEW, WHOLE, Manner
from benchmarks.ways import weight
from benchmarks.ways.__main__ import APART, apart, compiling, sums_of
from benchmarks.ways.part import Part, part
from benchmarks.ways.ways import NUMPY, WAYS, C, Missing, compiled, file_of, opened, opened_c
from pinprick.cohort.native import library
from tests.models import shipped

COUNT = 300


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("ways")
    library.build()
    try:
        compiled(C, made)
    except Missing:
        pytest.skip("NO COMPILER OF C IS HERE: the ways have nothing to reckon")
    return made


def made_part(folder: Path, manner: Manner) -> Part:
    return part(shipped(), opened_c(file_of(C, folder)), COUNT, manner)


def sums(name: str, folder: Path, its: Part) -> np.ndarray:
    sums_of(its)
    opened(name, folder, its)()
    return sums_of(its)


@pytest.mark.parametrize("name", [name for name in WAYS if name != NUMPY])
def test_a_way_comes_to_the_sums_of_numpy(folder: Path, name: str) -> None:
    try:
        if name != C:
            compiled(name, folder)
        for manner in (FEW, WHOLE, ANY):
            its = made_part(folder, manner)
            assert apart(sums(name, folder, its), sums(NUMPY, folder, its)) < APART
    except Missing as why:
        pytest.skip(f"NOT RACED HERE: {name}, as {why}")


def test_people_of_a_race_take_each_base_and_answer_the_side_in_eights(folder: Path) -> None:
    its = made_part(folder, ANY)
    assert set(its.lists["absent"].tolist()) == {0, 1}
    sides = its.lists["side"].reshape(-1, 8)
    assert (sides == sides[:, :1]).all()
    assert COUNT - 8 * 4 < len(its) <= COUNT


def test_other_sums_are_noticed(folder: Path) -> None:
    its = made_part(folder, FEW)
    ours = sums(C, folder, its)
    assert apart(ours, ours) == 0
    theirs = ours.copy()
    theirs[np.flatnonzero(theirs)[0]] *= 1 + 1e-11
    assert apart(ours, theirs) > APART
    assert np.isnan(apart(ours, np.full_like(ours, np.nan)))


def test_what_is_missing_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CC", raising=False)
    ready, missing = compiling(folder)
    assert missing[C] == "no compiler of C is here"
    assert missing["Rust"] == "rustc is not here"
    assert NUMPY in ready


def test_lines_of_code_are_counted_without_remarks() -> None:
    assert all(weight.lines(name) > 20 for name in WAYS)
    assert weight.lines(NUMPY) < weight.lines(C)
