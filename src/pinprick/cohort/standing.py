"""What the rules and upgrades say of many cases: the program of the rules over planes of thousands of
bits, where a bit is a case."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from pinprick.cohort.columns import Codes, Int32, Masks, findings, mask, values
from pinprick.cohort.told import Told, among
from pinprick.knowledge import Level
from pinprick.model.axes import Flags, Model
from pinprick.rules.language import Answered, Atom, Between
from pinprick.rules.program import Program, run
from pinprick.urgency.causes import upgrades
from pinprick.urgency.rules import PATTERN, of_bar, of_rule, parsed, program

Small = npt.NDArray[np.uint8]

ANSWERED, PAINTED, BETWEEN = range(3)
"""The kinds of atoms."""


class Atoms(Struct, frozen=True):
    """The atoms (A) of a program. `kind` (A,) is what an atom asks: whether the code in its `row` is in
    the bits of `holds`, where those of `fails` are the other values; whether its region, a mask in
    `holds`, is painted on any side; or whether the age is at least `least` and less than `under`."""

    kind: Small
    row: Int32
    holds: Masks
    fails: Masks
    least: npt.NDArray[np.float64]
    under: npt.NDArray[np.float64]


class Rulebook(Struct, frozen=True):
    """The program of all rules and upgrades as numbers; `program` is the same as it was made.

    Of the planes the first are those of the atoms, 2a that atom a holds and 2a + 1 that it fails,
    and each of `steps` (3 each: what is done, and the two planes it joins) makes the next one.
    `rules` (R,), `bars` and `pattern` are planes; the rules' levels are `levels` (R,), and `default`
    the one of no rule. Upgrades (G,) raise a `cause` to a level, `to`, where their `plane` holds."""

    program: Program
    atoms: Atoms
    steps: Int32
    rules: Int32
    levels: Small
    default: int
    bars: Int32
    pattern: int
    cause: Int32
    to: Small
    plane: Int32


def rulebook(model: Model) -> Rulebook:
    """The program of a model."""
    rules = parsed(model.knowledge)
    its, found = model.program or program(rules), upgrades(model)
    return Rulebook(
        program=its,
        atoms=_atoms(model, its.atoms),
        steps=np.array(its.steps, dtype=np.int32).reshape(-1, 3),
        rules=np.array([its.holds[of_rule(id_)] for id_ in rules.fires], dtype=np.int32),
        levels=np.array([rules.levels[id_].rank for id_ in rules.fires], dtype=np.uint8),
        default=rules.default.rank,
        bars=np.array([its.holds[of_bar(n)] for n in range(len(rules.bars))], dtype=np.int32),
        pattern=its.holds[PATTERN],
        cause=np.array([cause for cause, _, _ in found], dtype=np.int32),
        to=np.array([level.rank for _, level, _ in found], dtype=np.uint8),
        plane=np.array([its.holds[name] for _, _, name in found], dtype=np.int32),
    )


def _atoms(model: Model, atoms: Iterable[Atom]) -> Atoms:
    row = {id_: n for n, id_ in enumerate(findings(model))}
    made = [_atom(model, row, atom) for atom in atoms]
    kind, rows, holds, fails, least, under = zip(*made, strict=True)
    return Atoms(
        kind=np.array(kind, dtype=np.uint8),
        row=np.array(rows, dtype=np.int32),
        holds=np.array(holds, dtype=np.uint32),
        fails=np.array(fails, dtype=np.uint32),
        least=np.array(least, dtype=np.float64),
        under=np.array(under, dtype=np.float64),
    )


def _atom(model: Model, row: dict[str, int], atom: Atom) -> tuple[int, int, int, int, float, float]:
    if isinstance(atom, Answered):
        at = row[atom.finding]
        its = [value in atom.values for value in values(model)[at]]
        holds, fails = (
            sum(1 << code for code, said in enumerate(its, 1) if said == wanted)
            for wanted in (True, False)
        )
        return ANSWERED, at, holds, fails, 0.0, 0.0
    if isinstance(atom, Between):
        return BETWEEN, row[atom.finding], 0, 0, atom.least, atom.under
    region = mask(model, (atom.region,))
    return PAINTED, -1, region, region, 0.0, 0.0


# ---- held against answers


class Standing(Struct, frozen=True):
    """What the rules say of cases (N): which `fired` (N, R), their level (N,), and whether each
    upgrade holds, (G, N)."""

    fired: Flags
    level: Small
    upgraded: Flags


def standing(book: Rulebook, known: Told) -> Standing:
    """What the rules say of cases; see `urgency.rules.said_by_rules`."""
    count = len(known.codes[0])
    planes = run(book.program, _planes(book.atoms, known))
    fired = _flags(planes, book.rules, count)
    level = np.zeros(count, np.uint8)
    for rank in range(len(Level)):
        its = np.flatnonzero(book.levels == rank)
        if len(its):
            firing = _flags(planes, [_any(planes, book.rules[its])], count, of_plane=False)[0]
            level = np.where(firing, max(rank, book.default), level).astype(np.uint8)
    barred = (known.not_asked > 0) | (known.unsure > 0)
    barred |= _flags(planes, [_any(planes, book.bars)], count, of_plane=False)[0]
    calm = _flags(planes, [book.pattern], count)[0] & ~barred
    silent = np.where(calm, Level.SELF_CARE.rank, book.default)
    level = np.where(fired.any(axis=0), level, silent).astype(np.uint8)
    return Standing(
        fired=np.ascontiguousarray(fired.T), level=level, upgraded=_flags(planes, book.plane, count)
    )


def _planes(atoms: Atoms, known: Told) -> list[int]:
    """The planes of the atoms as whole numbers of Python, bit n the n-th case."""
    given, count = known.given, len(known.given)
    bits = np.empty((2 * len(atoms.kind), count), np.bool_)
    anywhere = np.where(given.shown, given.left | given.right | given.midline, np.uint32(0))
    clear = np.where(given.shown, ~(anywhere | given.not_asked), np.uint32(0))
    told = ~np.isnan(given.age)
    for a, (kind, row, holds, fails) in enumerate(
        zip(atoms.kind, atoms.row, atoms.holds, atoms.fails, strict=True)
    ):
        if kind == ANSWERED:
            bits[2 * a] = among(known.codes[row], int(holds))
            bits[2 * a + 1] = among(known.codes[row], int(fails))
        elif kind == PAINTED:
            bits[2 * a] = (anywhere & holds) > 0
            bits[2 * a + 1] = (clear & fails) > 0
        else:
            inside = (given.age >= atoms.least[a]) & (given.age < atoms.under[a])
            bits[2 * a], bits[2 * a + 1] = inside, told & ~inside
    packed = np.packbits(bits, axis=1, bitorder="little")
    return [int.from_bytes(plane.tobytes(), "little") for plane in packed]


def _any(planes: list[int], which: Codes | Int32) -> int:
    """Where any of some planes holds."""
    together = 0
    for plane in which.tolist():
        together |= planes[plane]
    return together


def _flags(planes: list[int], which: Iterable[int], count: int, *, of_plane: bool = True) -> Flags:
    """Some planes as flags, shape (planes, N)."""
    size = (count + 7) // 8
    chosen = [planes[plane] for plane in which] if of_plane else list(which)
    packed = np.frombuffer(b"".join(plane.to_bytes(size, "little") for plane in chosen), np.uint8)
    flags = np.unpackbits(packed.reshape(-1, size), axis=1, count=count, bitorder="little")
    return flags.view(np.bool_)
