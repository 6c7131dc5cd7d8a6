"""Lines that tell people how urgent something is, tied to the rules that compute it; and how a
sign looks on brown and black skin."""

from msgspec import Struct

from pinprick.knowledge.quantity import Text
from pinprick.knowledge.terms import Expression, Level


class Sign(Struct, frozen=True):
    """A line that names an urgency, and what computes it.

    Every rule of `rules` says just the level `to`. `when` is the case that the line tells, where
    its rules tell more: each of its alternatives makes one of them fire, and is judged at `to`.
    A line that no rule computes says in `apart` why none does."""

    says: Text
    to: Level
    rules: tuple[str, ...] = ()
    when: Expression = None
    apart: str = ""


class OnSkin(Struct, frozen=True):
    """How a colour looks on brown and black skin; `after` is the same in a row of such lines, of
    which the one before has said of what skin it is."""

    text: Text
    after: Text
    sources: tuple[str, ...] = ()
