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
    reader,
)
from pinprick.rules.logic import holds, made_by
from pinprick.rules.shape import atoms, finding_of, mentioned, signs

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
    "faults",
    "finding_of",
    "holds",
    "made_by",
    "mentioned",
    "parse",
    "reader",
    "signs",
]
