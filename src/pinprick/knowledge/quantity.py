"""A number of the knowledge base: its value, how sure it is, and where it comes from."""

from typing import Annotated, Literal

from msgspec import Struct

from pinprick.knowledge.ranges import Range

Basis = Literal["study", "review", "estimate"]
"""`study`: counted, and the source reports it. `review`: a figure or a frequency word of a review,
guideline or textbook. `estimate`: nobody's figure, our own judgement."""

Text = dict[str, str]
"""Words for people, keyed by language: `{"en": "..."}`."""

Texts = dict[str, tuple[str, ...]]
"""A list of such words, keyed by language."""


def text(words: Text, language: str) -> str:
    """Words in a language, in English where that language has none, on one line."""
    return " ".join((words.get(language) or words["en"]).split())


def texts(words: Texts, language: str) -> tuple[str, ...]:
    """A list of words in a language, in English where that language has none."""
    return words.get(language) or words.get("en", ())


class Quantity(Struct, frozen=True):
    """One probability, or one distribution over named values, with its 90 % range and its
    provenance."""

    p: float | dict[str, float]
    basis: Basis
    sources: tuple[str, ...] = ()
    range: tuple[float, float] | None = None
    note: str = ""
    people: Annotated[float, Range(0, open=True)] | None = None
    """Of a distribution: how many people's answers it is worth, where that is known; else the basis
    says how sure it is."""


def number(quantity: Quantity) -> float:
    """The value of a single probability; the checks hold that it is one."""
    assert not isinstance(quantity.p, dict)
    return quantity.p


def distribution(quantity: Quantity) -> dict[str, float]:
    """The values of a distribution, which the checks hold it to be; rounding in the file is scaled
    away."""
    assert isinstance(quantity.p, dict)
    total = sum(quantity.p.values())
    return {value: p / total for value, p in quantity.p.items()}


class Source(Struct, frozen=True):
    """A page or paper that was read. `says` tells in our own words what it says that we use; `doi`,
    `pmid` and `nice` find it again wherever it may move."""

    title: str
    url: str
    says: str
    publisher: str = ""
    year: int | None = None
    doi: str = ""
    pmid: str = ""
    nice: str = ""
    """The guideline of NICE, as NG127."""
    read: Literal["abstract"] | None = None
    """`abstract`: no more than that was read."""


class Statement(Struct, frozen=True):
    """A sentence for people with the sources it rests on; without sources it is withheld from what
    users see."""

    text: Text
    sources: tuple[str, ...] = ()
