"""Work that is done once for each thing it is about, such as reading the rules of a knowledge
base."""

from collections.abc import Callable
from functools import lru_cache
from typing import Generic, TypeVar

Thing = TypeVar("Thing")
Made = TypeVar("Made")
_KEPT = 4
"""For how many things the result is kept, the latest ones."""


class _Same(Generic[Thing]):
    """A thing as the key of a cache: the same one, not an equal one, so nothing is compared or
    hashed."""

    __slots__ = ("thing",)

    def __init__(self, thing: Thing) -> None:
        self.thing = thing

    def __hash__(self) -> int:
        return id(self.thing)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.thing is other.thing


def once(make: Callable[[Thing], Made]) -> Callable[[Thing], Made]:
    """A function that makes its result once for each thing, and then gives the same result
    again."""
    cached = lru_cache(maxsize=_KEPT)(lambda same: make(same.thing))

    def made(thing: Thing) -> Made:
        return cached(_Same(thing))

    made.__doc__ = make.__doc__
    return made
