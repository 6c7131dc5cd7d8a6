"""Pages to read that belong to no cause and no story."""

from msgspec import Struct

from pinprick.knowledge.quantity import Text, Texts
from pinprick.knowledge.signs import Sign


class ReadingPart(Struct, frozen=True):
    """A part of a page: its heading and its lines."""

    title: Text
    lines: Texts


class ReadingPage(Struct, frozen=True):
    """`pages.yaml`: a page for a reader whom questions alone do not serve, such as parents."""

    title: Text
    lead: Text
    parts: tuple[ReadingPart, ...]
    sources: tuple[str, ...]
    urgencies: tuple[Sign, ...] = ()
    """Every urgency that the parts name, in their words."""
    note: str = ""
    """What of it is our own judgement, and why."""
