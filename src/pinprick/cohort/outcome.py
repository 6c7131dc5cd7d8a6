"""What every engine of the room says of many cases, as columns; the first axis is the cases."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from pinprick.model.axes import Array, Flags, Model

Small = npt.NDArray[np.uint8]
Short = npt.NDArray[np.int16]


class Outcome(Struct, frozen=True):
    """The assessments of cases (N).

    `causes` (N, K) are indexes into `model.causes` without `other`, the most probable first and of
    equal ones the first by its id, and `probabilities` (N, K) theirs; `unexplained` (N,) is that of
    `other`. `level`, `by_rules` and `by_causes` (N,) are ranks of a level. `rules` (N, R) says which
    rules fired, in the order of `model.knowledge.rules`. `complete` (N,) is whether every red flag
    was asked, `not_asked` (N,) how many were not.

    `site` (N,) is the likeliest place as an index into `places(model)`, `side` (N,) its index among
    `SIDES`, and `site_probability` (N,) its probability. `engine` names what reckoned the numbers.
    """

    causes: Short
    probabilities: Array
    unexplained: Array
    level: Small
    by_rules: Small
    by_causes: Small
    rules: Flags
    complete: Flags
    not_asked: Small
    site: Short
    side: Small
    site_probability: Array
    engine: str

    def __len__(self) -> int:
        return len(self.level)


COLUMNS = tuple(name for name in Outcome.__struct_fields__ if name != "engine")
"""The fields that are arrays."""


def rules(model: Model) -> tuple[str, ...]:
    """The ids of the second axis of `Outcome.rules`."""
    return tuple(model.knowledge.rules)


def places(model: Model) -> tuple[str, ...]:
    """The sites that `Outcome.site` points to."""
    return tuple(model.knowledge.sites)


def kept(model: Model, top: int) -> int:
    """How many causes an outcome holds where `top` are asked for: no more than there are."""
    return min(top, len(model.causes) - 1)


def blank(model: Model, count: int, top: int, engine: str) -> Outcome:
    """The outcome of so many cases, to be written into."""
    small = {
        name: np.zeros(count, np.uint8)
        for name in ("level", "by_rules", "by_causes", "not_asked", "side")
    }
    return Outcome(
        causes=np.zeros((count, kept(model, top)), np.int16),
        probabilities=np.zeros((count, kept(model, top))),
        unexplained=np.zeros(count),
        rules=np.zeros((count, len(rules(model))), np.bool_),
        complete=np.zeros(count, np.bool_),
        site=np.zeros(count, np.int16),
        site_probability=np.zeros(count),
        engine=engine,
        **small,
    )


def write(into: Outcome, where: slice | npt.NDArray[np.intp], part: Outcome) -> None:
    """Write the outcome of some cases in their places."""
    for name in COLUMNS:
        getattr(into, name)[where] = getattr(part, name)


def joined(parts: Sequence[Outcome]) -> Outcome:
    """The outcomes of blocks of cases, one after the other; there is at least one."""
    whole = {name: np.concatenate([getattr(part, name) for part in parts]) for name in COLUMNS}
    return Outcome(**whole, engine=parts[0].engine)
