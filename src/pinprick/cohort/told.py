"""What many cases come to: what was answered with what follows from it, as codes.

The same as `case.known` says of one, for all at once. Every engine begins with this."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from pinprick.case.known import asking_for_age, implications, red_flags_to_ask, signs_asked_about
from pinprick.cohort.columns import (
    DO_NOT_KNOW,
    NOT_ASKED,
    Coded,
    Codes,
    aged,
    ages,
    findings,
    mask,
    values,
)
from pinprick.knowledge.ids import SIDE, SIGN_AGE
from pinprick.model.axes import Flags, Model
from pinprick.once import once
from pinprick.rules import All, Answered, AnyOf, Between, Expr, Not, Paints, Unless

Small = npt.NDArray[np.uint8]
Kleene = tuple[Flags, Flags]
"""Where an expression is known to hold, and where it is known to fail."""


class Told(Struct, frozen=True):
    """What is known of cases (N). `codes` (F, N) are those of `Coded.codes` with what is implied, and
    `side` (N,) the code of `side` as it was answered: what follows from the map weighs nothing
    beside it. Of the red flags that a person can answer, `not_asked` (N,) are open and `unsure` (N,)
    were answered "unknown"."""

    given: Coded
    codes: Codes
    side: Codes
    not_asked: Small
    unsure: Small

    @property
    def complete(self) -> Flags:
        """Whether every red flag was asked."""
        complete: Flags = self.not_asked == 0
        return complete


def told(model: Model, coded: Coded) -> Told:
    """What cases come to."""
    codes = coded.codes.copy()
    row = _row(model)
    side = row.get(SIDE)
    if side is not None:
        codes[side] = np.where(codes[side] == NOT_ASKED, _side_painted(coded), codes[side])
    _imply(model, coded, codes)
    if coded.since.any():
        _set_sign_age(model, coded, codes)
    not_asked, unsure = _open(model, coded, codes)
    return Told(
        given=coded,
        codes=codes,
        side=coded.codes[side] if side is not None else np.zeros(len(coded), np.uint8),
        not_asked=not_asked,
        unsure=unsure,
    )


@once
def _row(model: Model) -> dict[str, int]:
    """The row of each finding."""
    return {id_: row for row, id_ in enumerate(findings(model))}


# ---- what follows


def _side_painted(coded: Coded) -> Codes:
    """The code of `side` where both sides are painted, else 0: alike is its second answer, not alike its
    third."""
    both = (coded.left > 0) & (coded.right > 0)
    return np.where(both, np.where(coded.left == coded.right, 2, 3), 0).astype(np.uint8)


def _imply(model: Model, coded: Coded, codes: Codes) -> None:
    """Write what holds by definition. What was answered stays, and so does what both sides of the
    map say while others are looked at, as `case.known` has it."""
    row, before = _row(model), codes.copy()
    found: dict[int, Codes] = {}
    for when, then in implications(model.knowledge):
        holds, _ = kleene(model, when, coded, codes)
        for id_, value in then.items():
            at = row[id_]
            code = np.uint8(values(model)[at].index(value) + 1)
            found[at] = np.where(holds, code, found.get(at, np.uint8(NOT_ASKED)))
            codes[at] = np.where(before[at] == NOT_ASKED, found[at], before[at])
    for at, implied in found.items():
        open_ = (coded.codes[at] == NOT_ASKED) & (implied != NOT_ASKED)
        codes[at] = np.where(open_, implied, codes[at])


def _set_sign_age(model: Model, coded: Coded, codes: Codes) -> None:
    """Write how old the newest sign is, as far as the ages of single signs tell."""
    for when in asking_for_age(model.knowledge):
        newest, all_told = _newest_told(model, coded, codes)
        at = _row(model)[SIGN_AGE]
        answered, oldest = codes[at], len(ages(model))
        older = (answered > newest) & (answered <= oldest)
        asked, _ = kleene(model, when, coded, codes)
        unanswered = (answered == NOT_ASKED) & all_told & asked
        taken = (newest > 0) & ((newest == 1) | older | unanswered)
        codes[at] = np.where(taken, newest, answered)


def _newest_told(model: Model, coded: Coded, codes: Codes) -> tuple[Codes, Flags]:
    """The age of the newest of the signs that are there, 0 where none tells it, and whether each of
    them does."""
    newest = np.full(len(coded), DO_NOT_KNOW, np.uint8)
    all_told = np.ones(len(coded), np.bool_)
    row, words = _row(model), model.knowledge.vocabulary.findings
    since = {
        id_: np.where(codes[row[id_]] == 1, its, 0)
        for id_, its in zip(aged(model), coded.since, strict=False)
    }
    for sign in signs_asked_about(model.knowledge):
        there, _ = kleene(model, sign, coded, codes)
        if isinstance(sign, Paints):
            telling = [its for id_, its in since.items() if sign.region in words[id_].in_words]
        else:
            telling = [since[sign.finding]] if sign.finding in since else []
        tells = np.zeros(len(coded), np.bool_)
        for its in telling:
            tells |= its > 0
            newest = np.where(there & (its > 0), np.minimum(newest, its), newest)
        all_told &= ~there | tells
    return np.where(newest == DO_NOT_KNOW, 0, newest).astype(np.uint8), all_told


# ---- what is open


def _open(model: Model, coded: Coded, codes: Codes) -> tuple[Small, Small]:
    """How many red flags were not asked, and how many were answered "unknown"."""
    not_asked, unsure = np.zeros(len(coded), np.uint8), np.zeros(len(coded), np.uint8)
    for at, regions in asked(model):
        its = codes[at]
        painted = coded.shown & ((coded.not_asked & np.uint32(regions)) == 0)
        not_asked += (its == NOT_ASKED) & ~(painted & (regions > 0))
        unsure += its == DO_NOT_KNOW
    return not_asked, unsure


@once
def asked(model: Model) -> tuple[tuple[int, int], ...]:
    """The red flags that a person can answer: the row of each, and the mask of the regions that it
    asks about in words, for which the map answers."""
    row = _row(model)
    return tuple(
        (row[id_], mask(model, finding.in_words))
        for id_, finding in red_flags_to_ask(model.knowledge).items()
    )


# ---- expressions


def kleene(model: Model, expr: Expr, coded: Coded, codes: Codes) -> Kleene:
    """Where an expression holds and where it fails, each shape (N,), by these codes."""
    match expr:
        case All(parts) | AnyOf(parts):
            each = _each(model, parts, coded, codes)
            return _joined(each, isinstance(expr, All))
        case Not(part):
            holds, fails = kleene(model, part, coded, codes)
            return fails, holds
        case Unless(part, exception):
            holds, fails = kleene(model, part, coded, codes)
            excused, _ = kleene(model, exception, coded, codes)
            return holds & ~excused, fails | excused
        case Answered(finding, of):
            at = _row(model)[finding]
            its, said = codes[at], [v in of for v in values(model)[at]]
            return says(its, said)
        case Between(_, least, under):
            inside = (coded.age >= least) & (coded.age < under)
            return inside, ~inside & ~np.isnan(coded.age)
    region = np.uint32(mask(model, (expr.region,)))
    painted = ((coded.left | coded.right | coded.midline) & region) > 0
    return coded.shown & painted, coded.shown & ~painted & ((coded.not_asked & region) == 0)


def _each(model: Model, parts: tuple[Expr, ...], coded: Coded, codes: Codes) -> Iterator[Kleene]:
    for part in parts:
        yield kleene(model, part, coded, codes)


def _joined(each: Iterator[Kleene], all_: bool) -> Kleene:
    holds, fails = next(each)
    for other, otherwise in each:
        if all_:
            holds, fails = holds & other, fails | otherwise
        else:
            holds, fails = holds | other, fails & otherwise
    return holds, fails


def says(its: Codes, said: list[bool]) -> Kleene:
    """Where codes are of a value that is `said`, and where of another; `said` is by value."""
    holding = np.zeros(256, np.bool_)
    failing = holding.copy()
    holding[1 : len(said) + 1] = said
    failing[1 : len(said) + 1] = np.logical_not(said)
    return holding[its], failing[its]


def among(codes: Codes, bits: int) -> Flags:
    """Where a code is among some bits."""
    found = np.zeros(len(codes), np.bool_)
    for code in range(1, bits.bit_length()):
        if bits >> code & 1:
            found |= codes == code
    return found
