"""Cards and services as they are sent: the names of the fields are those of the standard."""

from collections.abc import Sequence

from msgspec import Struct

from pinprick.fhir.systems import ours

INFO, WARNING, CRITICAL = "info", "warning", "critical"
"""How a card is marked, the calmest first."""
LONGEST = 139
"""Characters of the line of a card: the standard has it shorter than 140."""


class Coding(Struct, frozen=True):
    """A code with its words."""

    system: str
    code: str
    display: str


class Source(Struct, frozen=True):
    """Where what a card says comes from."""

    label: str
    url: str
    topic: Coding


class Link(Struct, frozen=True):
    """A page of ours, which is opened as it is."""

    label: str
    url: str
    type: str


class Card(Struct, frozen=True, rename="camel", omit_defaults=True):
    """One card. `detail` is Markdown, of our own words only: nothing of a record is repeated."""

    uuid: str
    summary: str
    indicator: str
    source: Source
    detail: str
    links: tuple[Link, ...] = ()
    override_reasons: tuple[Coding, ...] = ()


class Service(Struct, frozen=True, rename="camel"):
    """What a client may ask, at which moment of its work, and what it should send along."""

    hook: str
    id: str
    title: str
    description: str
    usage_requirements: str
    prefetch: dict[str, str]


def topic(code: str, display: str) -> Coding:
    """What a card is about."""
    return Coding(ours("card-topic"), code, display)


def linked(words: str, url: str) -> str:
    """A link in Markdown."""
    plain = words.replace("[", "(").replace("]", ")")
    return f"[{plain}](<{url}>)"


def bullets(title: str, lines: Sequence[str]) -> str:
    """A part of a detail: a title and its lines; empty where there are none."""
    return "\n".join((f"**{title}**", "", *(f"- {line}" for line in lines))) if lines else ""


def detail(*parts: str) -> str:
    """The parts that say something, one below the other."""
    return "\n\n".join(part for part in parts if part)
