"""The languages that the texts are in, and which of them a language needs before it is offered."""

from collections.abc import Mapping
from fnmatch import fnmatchcase

from msgspec import Struct, field


class Language(Struct, frozen=True):
    """A language besides English: what its readers call it, and its tag for browsers (BCP 47)."""

    name: str
    tag: str
    converted_from: str = ""
    """The language that a program converts to this one, which then has no translators' files."""
    region: str = ""
    """Whose characters and words it converts to: `tw` or `hk`."""
    also: tuple[str, ...] = ()
    """Other tags under which browsers ask for it."""


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
    converted_from: str = ""
    """The language that a program converted to this one."""
    also: tuple[str, ...] = ()
    """Other tags under which browsers ask for it."""

    @property
    def whole(self) -> bool:
        """Whether it has every text that is needed."""
        return not self.needed


def heard_as(spoken: Mapping[str, Spoken], language: str) -> str:
    """The language whose phrases understand what people write in a language: the one that it was
    converted from, if any."""
    return (spoken[language].converted_from if language in spoken else "") or language


def tier_of(languages: Languages, file: str, place: str) -> str:
    """The tier of a text, the first that names it; that of the needed ones which comes first where
    none does, so that nothing is forgotten."""
    for id_, tier in languages.tiers.items():
        for one in tier.texts:
            if fnmatchcase(f"{file}:{place}", one if ":" in one else f"{one}:*"):
                return id_
    return next((id_ for id_, tier in languages.tiers.items() if tier.needed), "")
