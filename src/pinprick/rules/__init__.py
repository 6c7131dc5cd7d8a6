"""The language of rules: how an expression is written, checked, and held against answers."""

from pinprick.rules.faults import faults
from pinprick.rules.language import (
    All,
    Answered,
    AnyOf,
    Atom,
    Between,
    Expr,
    Not,
    Paints,
    Unless,
    parse,
)
from pinprick.rules.logic import completes, holds, made_by
from pinprick.rules.shape import atoms, mentioned, signs

__all__ = [
    "All",
    "Answered",
    "AnyOf",
    "Atom",
    "Between",
    "Expr",
    "Not",
    "Paints",
    "Unless",
    "atoms",
    "completes",
    "faults",
    "holds",
    "made_by",
    "mentioned",
    "parse",
    "signs",
]
