"""The fastest engine that is there reckons, or the one that was asked for; the outcome names it."""

import pytest

from benchmarks.crowd import FEW, crowd
from pinprick.cohort import engines, kernel
from pinprick.cohort.exact import exact
from pinprick.cohort.kernel import is_ready
from pinprick.cohort.native import library
from tests.models import shipped


def test_the_one_that_the_environment_names_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(engines.ENGINE, "exact")
    assert engines.engine(shipped()) is exact


def test_a_name_that_is_given_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(engines.ENGINE, "kernel")
    assert engines.engine(shipped(), "exact") is exact


def test_the_kernel_is_taken_where_it_is_and_named_in_the_outcome(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(engines.ENGINE, raising=False)
    library.build()
    if not is_ready(shipped()):
        pytest.skip("NO COMPILER OF C IS HERE: the kernel was not taken")
    found = engines.engine(shipped(), threads=2)(shipped(), crowd(shipped(), 3, FEW), 2)
    assert found.engine == "kernel"


def test_another_is_taken_where_the_kernel_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(engines.ENGINE, raising=False)
    monkeypatch.setattr(kernel, "library", lambda: None)
    monkeypatch.setattr(kernel, "is_ready", lambda _: False)
    found = engines.engine(shipped())(shipped(), crowd(shipped(), 3, FEW), 2)
    assert found.engine in ("numpy", "exact")


def test_an_engine_that_is_not_there_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "is_ready", lambda _: False)
    with pytest.raises(ValueError, match=r"kernel is not there; `python -m pinprick.cohort.native` compiles"):
        engines.engine(shipped(), "kernel")


def test_a_name_that_no_engine_has_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(engines.ENGINE, "kernal")
    with pytest.raises(ValueError, match=r"no engine 'kernal'; did you mean kernel\?"):
        engines.engine(shipped())
