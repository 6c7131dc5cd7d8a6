"""What it is not made for, and which questions are not for everybody."""

from msgspec import Struct, field

from pinprick.knowledge.quantity import Text
from pinprick.knowledge.terms import Expression


class OutOfScope(Struct, frozen=True):
    """A situation that this is not made for: what does not fit, and where to go instead. It holds
    when `when` is known to hold and `unless` is not. Without sources `note` says why. Where it is
    `alone` no cause, place, advice or medicine suits it, and people are told none beside it."""

    when: Expression
    says: Text
    go: Text
    unless: Expression = None
    alone: bool = False
    sources: tuple[str, ...] = ()
    note: str = ""


class HeldBack(Struct, frozen=True):
    """Questions that are not asked for their own value while `when` is known to hold; `note` says
    why."""

    when: Expression
    findings: tuple[str, ...]
    note: str


class Scope(Struct, frozen=True):
    """`scope.yaml`."""

    lines: dict[str, OutOfScope] = field(default_factory=dict)
    held_back: tuple[HeldBack, ...] = ()
