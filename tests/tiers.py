"""Which of many alike `make quick` takes; `make test` takes all."""

from collections.abc import Iterable
from typing import Any

import pytest


def one_in(every: int, things: Iterable[Any]) -> list[Any]:
    """All of them as parameters of a test; all but each `every`-th, from the first on, are exhaustive."""
    return [
        pytest.param(thing, marks=[pytest.mark.exhaustive] if index % every else [])
        for index, thing in enumerate(things)
    ]
