"""Two signs of one trouble: who has the rarer mostly has the commoner, so they are no two proofs.

P(first, second | unit) = (1 - s) · P(first) P(second) + s · (both decided by one draw), with `s` the
share in which they are one trouble. Each sign alone keeps its own probability."""

from collections.abc import Mapping

import numpy as np

from pinprick.knowledge import Knowledge
from pinprick.knowledge.quantity import number
from pinprick.model.axes import ORIGINS, Array, Flags

_BACKGROUND = ORIGINS.index("background")


def brought(origin: Mapping[str, Array], first: str, second: str) -> Flags:
    """Whether each unit (U,) brings both signs, and does not have one of them by chance."""
    both: Flags = (origin[first] != _BACKGROUND) & (origin[second] != _BACKGROUND)
    return both


def shares(knowledge: Knowledge, name: str, brings: Flags) -> Array:
    """The share in which a pair is one trouble, shape (U,)."""
    of = knowledge.settings.together[name]
    return np.where(brings, number(of.brought), number(of.by_chance))


def joint(first: Array, second: Array, share: Array) -> Array:
    """P(first, second) of two flags, of which `first` and `second` (...) are P(present), shape (2
    values of the first, 2 of the second, ...); the value 0 is present."""
    both = (1 - share) * first * second + share * np.minimum(first, second)
    only_first, only_second = (
        (1 - share) * p * (1 - other) + share * np.maximum(p - other, 0)
        for p, other in ((first, second), (second, first))
    )
    neither = (1 - share) * (1 - first) * (1 - second) + share * (1 - np.maximum(first, second))
    return np.array([[both, only_first], [only_second, neither]])


def given(first: Array, second: Array, share: Array) -> Array:
    """P(second | first), shape (2 values of the first, 2 of the second, ...)."""
    conditional: Array = joint(first, second, share) / np.array([first, 1 - first])[:, None]
    return conditional


def correction(share: Array, first: Array, second: Array, values: tuple[int, int]) -> Array:
    """log P(both answers) less that of each alone, where P(present) of the two are drawn, shape
    (N, D), of a `share` (N,); `values` are the indexes of the answers."""
    one, other = (
        p.astype(np.float64) if value == 0 else 1 - p.astype(np.float64)
        for p, value in zip((first, second), values, strict=True)
    )
    # by one draw those alike go together as far as they can, those unlike as little as they must
    drawn = np.minimum(one, other) if values[0] == values[1] else np.maximum(one + other - 1, 0)
    logs: Array = np.log1p(share[:, None] * (drawn / (one * other) - 1))
    return logs
