"""The kernel says what the exact engine says, on every processor, however the cases are cut."""

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.cases import of_files
from benchmarks.crowd import ANY, FEW, WHOLE, Manner, crowd
from pinprick.assessment import assess
from pinprick.case.case import Case
from pinprick.cohort import kernel as face
from pinprick.cohort.columns import Coded, chosen, decode, encode
from pinprick.cohort.exact import exact
from pinprick.cohort.kernel import kernel
from pinprick.cohort.native import library
from pinprick.cohort.native.block import Bytes, aligned, block, fields
from pinprick.cohort.outcome import COLUMNS, Outcome, places
from pinprick.knowledge.folder import FOLDER
from pinprick.knowledge.ids import SIDES
from pinprick.model.axes import Model
from tests.cohorts import cases
from tests.models import shipped

SAME = ("level", "by_rules", "by_causes", "rules", "complete", "not_asked")
NUMBERS = ("probabilities", "unexplained", "site_probability")
TIE = 1e-9
ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True, scope="module")
def _built() -> None:
    """Compile the kernel; where no compiler is, say so, and fail where checks must not be left out."""
    if not library.build() or not face.is_ready(shipped()):
        if os.environ.get("CI"):
            pytest.fail("the kernel could not be compiled: is gcc there?")
        pytest.skip("NO COMPILER OF C IS HERE: the kernel was not tested")


def compare(coded: Coded, ours: Outcome, theirs: Outcome) -> None:
    """Fail where two outcomes say otherwise. What is as probable as another may stand in its place."""
    for name in SAME:
        assert np.array_equal(getattr(ours, name), getattr(theirs, name)), name
    for name in NUMBERS:
        assert getattr(ours, name) == pytest.approx(getattr(theirs, name), abs=TIE), name
    placed = (ours.site != theirs.site) | (ours.side != theirs.side)
    ranked = (ours.causes != theirs.causes).any(axis=1)
    for n in np.flatnonzero(placed | ranked):
        told = assess(shipped(), decode(shipped(), coded, int(n)))
        named = [shipped().causes[cause] for cause in ours.causes[n]]
        assert [told.likely[id_] for id_ in named] == pytest.approx(theirs.probabilities[n], abs=TIE)
        likely = {(place.site, place.side): place.probability for place in told.places}
        said = (places(shipped())[ours.site[n]], SIDES[ours.side[n]])
        assert likely[said] == pytest.approx(told.places[0].probability, abs=TIE)


def holds(coded: Coded, top: int = 5) -> None:
    compare(coded, kernel(shipped(), coded, top), exact(shipped(), coded, top))


def test_published_and_worked_cases_are_assessed_alike() -> None:
    files = [*sorted((FOLDER / "cases").glob("*.yaml")), *sorted((ROOT / "evaluation").glob("*.yaml"))]
    holds(encode(shipped(), of_files(shipped(), files)), top=200)


@pytest.mark.parametrize(("manner", "count"), [(FEW, 60), (WHOLE, 40), (ANY, 150)])
def test_people_are_assessed_alike(manner: Manner, count: int) -> None:
    holds(crowd(shipped(), count, manner, seed=7))


@settings(max_examples=25)
@given(st.lists(cases(), min_size=1, max_size=12))
def test_any_cases_are_assessed_alike(drawn: list[Case]) -> None:
    holds(encode(shipped(), drawn))


def test_a_case_comes_to_the_same_bytes_alone_in_a_crowd_and_by_two_threads() -> None:
    coded = crowd(shipped(), 9000, ANY)
    whole, threads = kernel(shipped(), coded, 5), kernel(shipped(), coded, 5, threads=2)
    for name in COLUMNS:
        assert getattr(whole, name).tobytes() == getattr(threads, name).tobytes()
    for n in (0, 255, 256, 8999):
        alone = kernel(shipped(), chosen(coded, np.array([n])), 5)
        for name in COLUMNS:
            assert getattr(whole, name)[[n]].tobytes() == getattr(alone, name).tobytes()


def test_arrays_that_are_views_of_others_are_read_as_they_are() -> None:
    coded = crowd(shipped(), 600, ANY)
    views = Coded(*(getattr(coded, name)[..., ::2] for name in Coded.__struct_fields__))
    expected = kernel(shipped(), chosen(coded, np.arange(0, 600, 2)), 5)
    for name in COLUMNS:
        assert getattr(kernel(shipped(), views, 5), name).tobytes() == getattr(expected, name).tobytes()


def test_older_processors_come_to_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    coded, best = crowd(shipped(), 600, ANY), library.library()
    expected = kernel(shipped(), coded, 5)
    for kind in library.kinds():
        older = library.opened(library.BUILT / library.file_of(kind))
        assert older is not None
        if library.NEWER.get(kind, 0) > older.kernel_processor():
            continue
        assert best is not None
        monkeypatch.setattr(face, "library", lambda older=older: older)
        found = kernel(shipped(), coded, 5)
        for name in COLUMNS:
            assert getattr(found, name).tobytes() == getattr(expected, name).tobytes(), kind


def test_a_case_of_which_the_kernel_cannot_be_sure_is_left_to_the_exact_engine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    coded, left = crowd(shipped(), 40, WHOLE), list[int]()
    # `other` worries from just the probability on that it has in one of the cases
    worrying = exact(shipped(), coded, 1).unexplained[3]
    monkeypatch.setattr(face, "tables", lambda _: with_worrying(float(worrying)))

    def noting(model: Model, some: Coded, top: int) -> Outcome:
        left.append(len(some))
        return exact(model, some, top)

    monkeypatch.setattr(face, "exact", noting)
    kernel(shipped(), coded, 5)
    assert left == [1]


def with_worrying(probability: float) -> Bytes:
    """The tables with another probability from which on `other` worries."""
    of = library.library()
    assert of is not None
    whole = block(shipped(), of.kernel_layout().decode())
    settings_ = np.array(fields(shipped())["settings"], dtype=np.float64)
    at = whole.tobytes().find(settings_.tobytes())
    changed = aligned(len(whole))
    changed[:] = whole
    changed[at : at + settings_.nbytes].view(np.float64)[2] = probability
    return changed


def test_a_kernel_of_other_source_is_never_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in library.kinds():
        stale = library.BUILT / library.file_of(kind)
        (tmp_path / stale.name.replace(library.source_hash(), "0" * 16)).write_bytes(stale.read_bytes())
    monkeypatch.setattr(library, "source_hash", lambda: "0" * 16)
    assert library.library(tmp_path) is None


def test_without_a_compiler_nothing_is_built_and_nothing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CC", raising=False)
    assert library.build(tmp_path) == ()
    assert library.library(tmp_path) is None


def test_a_compiler_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CC", "false")
    assert library.build(tmp_path) == ()
    assert list(tmp_path.iterdir()) == []


def test_the_kernel_refuses_tables_that_it_has_no_room_for() -> None:
    of = library.library()
    assert of is not None
    whole = block(shipped(), of.kernel_layout().decode())
    larger = aligned(len(whole))
    larger[:] = whole
    offsets = larger[:8].view(np.int64)
    larger[offsets[0] : offsets[0] + 4].view(np.int32)[0] = 100_000
    assert of.kernel_workspace(larger.ctypes.data) == 0
