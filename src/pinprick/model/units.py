"""A unit before it is a row of arrays, and the conditions as each of their variants has them."""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from pinprick.knowledge import Condition
from pinprick.knowledge.quantity import number
from pinprick.model.axes import Array

ANYWHERE = "anywhere"
"""The site of `other`: a flat mixture of the maps of all sites."""


class Unit(Struct, frozen=True):
    """One row of the model before it is an array: `p` is P(value | unit) of each finding, `origin`
    whose number that is."""

    cause: str
    variant: str
    site: str
    prior: float
    p: dict[str, Array]
    origin: dict[str, int]


def views(condition: Condition) -> Iterator[tuple[str, float, Condition]]:
    """The condition as each of its variants has it: (name, share within the condition,
    condition)."""
    if not condition.variants:
        yield "", 1.0, condition
    for name, variant in condition.variants.items():
        yield (
            name,
            number(variant.share),
            replace(
                condition,
                age=variant.age or condition.age,
                female=variant.female or condition.female,
                sites=variant.sites or condition.sites,
                sides=variant.sides or condition.sides,
                findings=condition.findings | variant.findings,
            ),
        )
