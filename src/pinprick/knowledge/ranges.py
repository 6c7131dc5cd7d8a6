"""What numbers a field may hold, declared with the field: `Annotated[float, Range(0, 1)]`.

Readers of records know nothing of it; `authoring` holds every number of a file to its range."""

from math import inf
from typing import Annotated

from msgspec import Struct


class Range(Struct, frozen=True):
    """From `least` to `most`, both within, unless `open`: then neither is."""

    least: float
    most: float = inf
    open: bool = False

    def holds(self, number: float) -> bool:
        """Whether a number lies within."""
        if self.open:
            return self.least < number < self.most
        return self.least <= number <= self.most

    def __str__(self) -> str:
        """In words, such as "above 0 and below 1"."""
        if self.open:
            below = "" if self.most == inf else f" and below {self.most:g}"
            return f"above {self.least:g}{below}"
        return f"{self.least:g} or more" if self.most == inf else f"{self.least:g} to {self.most:g}"


Share = Annotated[float, Range(0, 1)]
Between = Annotated[float, Range(0, 1, open=True)]
"""A probability that is neither never nor always."""
Exponent = Annotated[float, Range(0.01, 1)]
"""How much of its evidence a step keeps: some of it, and never more than there is."""
Positive = Annotated[float, Range(0, open=True)]
Weight = Annotated[float, Range(0, 10)]
Count = Annotated[int, Range(1, 100)]
Few = Annotated[int, Range(1, 10)]
