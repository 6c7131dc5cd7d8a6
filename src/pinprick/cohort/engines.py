"""Which engine reckons a cohort: the fastest that is there, or the one that was asked for.

All say the same of every case; `Outcome.engine` names the one that did."""

import os
from collections.abc import Callable
from functools import partial

from pinprick.cohort import exact, kernel, many
from pinprick.cohort.columns import Coded
from pinprick.cohort.outcome import Outcome
from pinprick.model.axes import Model
from pinprick.problems import did_you_mean

ENGINE = "PINPRICK_ENGINE"
"""The environment variable that names the engine to take."""
NAMES = (kernel.NAME, many.NAME, exact.NAME)
"""The engines, the fastest first."""
Engine = Callable[[Model, Coded, int], Outcome]


def engine(model: Model, name: str = "", threads: int = 1) -> Engine:
    """The engine of a name, else the one that the environment names, else the fastest that is there
    and knows the model. So many `threads` work at once in an engine that can.

    Raises:
        ValueError: when there is no engine of that name, or it is not there.
    """
    asked = name or os.environ.get(ENGINE, "")
    if asked and asked not in NAMES:
        raise ValueError(f"there is no engine {asked!r}{did_you_mean(asked, NAMES)}")
    for one in (asked,) if asked else NAMES:
        found = _engine(model, one, threads)
        if found is not None:
            return found
    raise ValueError(
        f"the engine {asked} is not there; `python -m pinprick.cohort.native` compiles the kernel"
    )


def _engine(model: Model, name: str, threads: int) -> Engine | None:
    if name == kernel.NAME:
        ready = kernel.is_ready(model)
        return partial(kernel.kernel, threads=threads) if ready else None
    return exact.exact if name == exact.NAME else many.many
