"""The languages that the texts are in, and which of them a language needs before it is offered."""

from fnmatch import fnmatchcase

from msgspec import Struct, field


class Language(Struct, frozen=True):
    """A language besides English: what its readers call it, and its tag for browsers (BCP 47)."""

    name: str
    tag: str


class Tier(Struct, frozen=True):
    """Texts that belong together, by FILE or FILE:PLACE, * being anything."""

    texts: tuple[str, ...]
    needed: bool = False
    """Whether a language is offered only with all of them."""


class Languages(Struct, frozen=True):
    """`languages.yaml`."""

    languages: dict[str, Language] = field(default_factory=dict)
    tiers: dict[str, Tier] = field(default_factory=dict)


class Spoken(Struct, frozen=True):
    """What a compiled knowledge base has of a language."""

    name: str
    tag: str
    texts: dict[str, int] = field(default_factory=dict)
    """How many texts each tier has in English."""
    missing: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The texts of each tier that this language lacks today, as FILE:PLACE."""
    outdated: int = 0
    """How many of its texts are of an English that is there no more."""
    needed: int = 0
    """How many it lacks of the tiers that are needed."""
    reviewed: bool = False
    """Whether a person has compared every file that holds a needed text with the English."""

    @property
    def whole(self) -> bool:
        """Whether it has every text that is needed."""
        return not self.needed


def tier_of(languages: Languages, file: str, place: str) -> str:
    """The tier of a text, the first that names it; that of the needed ones which comes first where
    none does, so that nothing is forgotten."""
    for id_, tier in languages.tiers.items():
        for one in tier.texts:
            if fnmatchcase(f"{file}:{place}", one if ":" in one else f"{one}:*"):
                return id_
    return next((id_ for id_, tier in languages.tiers.items() if tier.needed), "")
