"""What can be known of a person: findings and regions of the body map."""

from typing import Literal

from msgspec import Struct, field

from pinprick.knowledge.quantity import Text
from pinprick.knowledge.ranges import Positive


class Region(Struct, frozen=True):
    """A patch of the body map. `midline` regions have no side."""

    label: Text
    segment: str
    midline: bool = False


class Finding(Struct, frozen=True):
    """One thing that can be known. `label` is a noun phrase before which "no" can stand."""

    kind: Literal["flag", "choice", "number", "regions"]
    by: Literal["person", "examiner", "test"]
    group: str
    ask: Text
    label: Text
    values: dict[str, Text] = field(default_factory=dict)
    unit: Text = field(default_factory=dict)
    bins: tuple[Positive, ...] = ()
    most: Positive | None = None
    in_words: tuple[str, ...] = ()
    """Regions that this flag asks about in words, on either side."""
    areas: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The regions that a value of this choice stands for, on an affected side; it stands in place
    of a map that was not painted."""
    loosely: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Values that say no more than that it is one of other values: "my leg"."""
    burden: Positive = 1.0
    clinical: Text = field(default_factory=dict)
    """The label as clinicians say it, only where the plain words would mislead them."""
    skin: tuple[str, ...] = ()
    """What `ask` says of a colour is told for brown and black skin by these of `skin.yaml`."""

    @property
    def written_unit(self) -> str:
        """The unit as it was written, for faults and programs; empty where it is none."""
        return next(iter(self.unit.values()), "")


class FindingGroup(Struct, frozen=True):
    """`findings/*.yaml`: findings that belong together on a page and are tempered together."""

    title: Text
    findings: dict[str, Finding]


class Vocabulary(Struct, frozen=True):
    """All that can be known: `regions.yaml` and the groups of `findings/`, in their order."""

    regions: dict[str, Region]
    findings: dict[str, Finding]
    groups: dict[str, Text]
    """The title of each group of findings."""

    @property
    def in_place_of_map(self) -> tuple[str, ...]:
        """The findings that tell in words where it is when the map was not painted."""
        return tuple(id_ for id_, finding in self.findings.items() if finding.areas)
