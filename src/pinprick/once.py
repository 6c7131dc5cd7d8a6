"""Values that are made once: one for each object, such as the rules of a knowledge base, or each part
of a mapping when it is first asked for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Generic, TypeVar

Thing = TypeVar("Thing")
Made = TypeVar("Made")
_KEPT = 4
"""For how many objects a function keeps its value, the latest ones."""


class _Same(Generic[Thing]):
    """An object as the key of a cache, by identity: its content is never compared or hashed."""

    __slots__ = ("thing",)

    def __init__(self, thing: Thing) -> None:
        self.thing = thing

    def __hash__(self) -> int:
        return id(self.thing)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.thing is other.thing


def once(make: Callable[[Thing], Made]) -> Callable[[Thing], Made]:
    """A function that computes its value once per object, and then returns the same value again."""
    cached = lru_cache(maxsize=_KEPT)(lambda same: make(same.thing))

    def made(thing: Thing) -> Made:
        return cached(_Same(thing))

    made.__doc__ = make.__doc__
    return made


class Lazily(Mapping[str, Made]):
    """A mapping of which each value is made when it is first asked for."""

    __slots__ = ("_make", "_names")

    def __init__(self, names: Iterable[str], make: Callable[[str], Made]) -> None:
        self._names, self._make = dict.fromkeys(names), cache(make)

    def __getitem__(self, name: str) -> Made:
        if name not in self._names:
            raise KeyError(name)
        return self._make(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
