"""Spoilt files and spoilt requests: nothing fails, hangs or grows. `make fuzz` tries a hundred thousand."""

import subprocess
import sys

import pytest

from tests.fuzzing import run
from tests.fuzzing.targets import TARGETS

COUNTS = {"case": 300, "file": 600, "base": 5, "asgi": 300, "raw": 150}
"""How many inputs a target is given here; `make fuzz` gives it other ones."""


@pytest.mark.parametrize("name", TARGETS)
def test_no_input_is_a_fault(name: str) -> None:
    call = [sys.executable, "-m", "tests.fuzzing.run", name, str(COUNTS[name]), "--seed", "1000000"]
    told = subprocess.run(call, capture_output=True, text=True, check=False, timeout=600)
    assert told.returncode == 0, told.stdout + told.stderr


def _fails(seed: int) -> str:
    if seed == 3:
        raise KeyError("expected")
    if seed == 5:
        while True:
            pass
    return "refused"


def test_a_fault_and_a_hang_are_told_by_their_seeds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "MOST_SECONDS", 0.2)
    tally = run.Tally()
    assert len(list(run.tried(_fails, range(10), tally))) == 10
    assert tally.ended == {"refused": 8, "fault": 2}
    assert "KeyError: 'expected'" in tally.faults[3]
    assert "took more than 0.2 s" in tally.faults[5]
    assert tally.longest[1] == 5


def test_an_input_can_be_made_again() -> None:
    target = TARGETS["file"]
    assert [target(seed) for seed in range(40)] == [target(seed) for seed in range(40)]
