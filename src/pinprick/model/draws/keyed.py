"""Random numbers that are functions of a path alone: adding a number to the knowledge base changes
no other's draws."""

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pinprick.model.axes import Array

LEAST = 1e-4
"""Nothing is drawn closer to 0 or 1: a range that touches them has no end on the log-odds scale."""


def key(path: str) -> int:
    """A 64-bit key of a path."""
    return int.from_bytes(hashlib.blake2b(path.encode(), digest_size=8).digest(), "little")


def keys(paths: Sequence[str]) -> npt.NDArray[np.uint64]:
    """The keys of some paths."""
    return np.array([key(path) for path in paths], dtype=np.uint64)


def normal(of: npt.NDArray[np.uint64], count: int) -> Array:
    """Standard normal numbers, shape (count, keys), each column a function of its key alone
    (Box–Muller)."""
    distinct, places = np.unique(of, return_inverse=True)
    steps = np.arange(1, count + 1, dtype=np.uint64)[:, None]
    first = _uniform(distinct + steps * np.uint64(0x9E3779B97F4A7C15))
    second = _uniform(distinct ^ (steps * np.uint64(0xD1B54A32D192ED03)))
    drawn = np.sqrt(-2 * np.log(first)) * np.cos(2 * np.pi * second)
    columns: Array = drawn[:, places]
    return columns


def _uniform(state: npt.NDArray[np.uint64]) -> Array:
    """Numbers in (0, 1) from 64-bit states, by the finaliser of SplitMix64 (Steele, Lea and Flood
    2014)."""
    state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    state = state ^ (state >> np.uint64(31))
    uniform: Array = ((state >> np.uint64(11)).astype(np.float64) + 0.5) / 2.0**53
    return uniform


def dirichlet(path: str, p: Sequence[float], concentration: float, count: int) -> Array:
    """Distributions around `p` (values,), shape (count, values)."""
    generator = np.random.Generator(np.random.Philox(key=key(path)))
    shape = np.maximum(np.array(p) * concentration, 1e-3)
    gamma = np.maximum(generator.standard_gamma(shape, (count, len(shape))), LEAST)
    drawn: Array = gamma / gamma.sum(axis=1, keepdims=True)
    return drawn


def shifted(p: Array, spread: Array, standard: Array) -> Array:
    """Log odds of `p` moved by `spread` times standard normal numbers, kept within those of
    `LEAST`."""
    limit = np.log((1 - LEAST) / LEAST)
    return np.clip(np.log(p / (1 - p)) + spread * standard, -limit, limit)
