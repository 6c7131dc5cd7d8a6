"""Many expressions as one straight-line program over bit planes, where a bit is a case.

Kleene's three values are two planes, "it holds" and "it fails"; neither bit is "not known". The
second is reckoned only under a `not`. Parts that stand in several expressions are one step. A plane
is a whole number of Python, so one case and a million take the same program.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from pinprick.rules.language import All, AnyOf, Atom, Expr, Not, Unless
from pinprick.rules.logic import atom_holds
from pinprick.rules.shape import finding_of

AND, OR, BUT_NOT = range(3)
Step = tuple[int, int, int]
"""An operation, and the planes that it joins."""


class Program(Struct, frozen=True):
    """The steps that reckon some expressions.

    Of the planes the first are those of the atoms: 2a says that atom a holds, 2a + 1 that it fails.
    Each step makes the next one. `holds` says which plane is that of each expression, by its name.
    """

    atoms: tuple[Atom, ...]
    of_finding: dict[str, tuple[int, ...]]
    """The atoms that look at each finding."""
    steps: tuple[Step, ...]
    holds: dict[str, int]


def compiled(exprs: Mapping[str, Expr]) -> Program:
    """The program of some expressions."""
    maker = _Maker()
    holds = {name: maker.plane(expr, True) for name, expr in exprs.items()}
    atoms, steps = tuple(maker.atoms), tuple(maker.steps)
    # Planes of steps were numbered from -1 downwards, as the number of atoms was not known yet.
    first = 2 * len(atoms)

    def placed(plane: int) -> int:
        return plane if plane >= 0 else first - 1 - plane

    of_finding: dict[str, list[int]] = {}
    for index, atom in enumerate(atoms):
        of_finding.setdefault(finding_of(atom), []).append(index)
    return Program(
        atoms=atoms,
        of_finding={finding: tuple(found) for finding, found in of_finding.items()},
        steps=tuple((operation, placed(a), placed(b)) for operation, a, b in steps),
        holds={name: placed(plane) for name, plane in holds.items()},
    )


class _Maker(Struct):
    """Planes that were asked for, each made once."""

    atoms: dict[Atom, int] = field(default_factory=dict)
    steps: dict[Step, int] = field(default_factory=dict)
    made: dict[tuple[int, bool], tuple[Expr, int]] = field(default_factory=dict)
    """By the identity of a part, as definitions stand in many expressions; the part is kept, so
    that no other takes its identity."""

    def plane(self, expr: Expr, holding: bool) -> int:
        """The plane that says that an expression holds, or that it fails."""
        key = (id(expr), holding)
        if key not in self.made:
            self.made[key] = (expr, self._plane(expr, holding))
        return self.made[key][1]

    def _plane(self, expr: Expr, holding: bool) -> int:
        match expr:
            case All(parts):
                return self._joined(AND if holding else OR, parts, holding)
            case AnyOf(parts):
                return self._joined(OR if holding else AND, parts, holding)
            case Not(part):
                return self.plane(part, not holding)
            case Unless(part, exception):
                excused = self.plane(exception, True)
                operation = BUT_NOT if holding else OR
                return self._step(operation, self.plane(part, holding), excused)
        return 2 * self.atoms.setdefault(expr, len(self.atoms)) + (not holding)

    def _joined(self, operation: int, parts: Sequence[Expr], holding: bool) -> int:
        first, *others = sorted({self.plane(part, holding) for part in parts})
        for other in others:
            first = self._step(operation, first, other)
        return first

    def _step(self, operation: int, left: int, right: int) -> int:
        return self.steps.setdefault((operation, left, right), -1 - len(self.steps))


# ---- running


def run(program: Program, atoms: list[int]) -> list[int]:
    """All planes, from those of the atoms."""
    planes = atoms
    append = planes.append
    for operation, left, right in program.steps:
        if operation == AND:
            append(planes[left] & planes[right])
        elif operation == OR:
            append(planes[left] | planes[right])
        else:
            append(planes[left] & ~planes[right])
    return planes


def _known(program: Program, answers: Mapping[str, Any]) -> Iterator[tuple[int, bool]]:
    """The atoms of which the answers say something, and whether they hold."""
    for finding, answer in answers.items():
        for index in program.of_finding.get(finding, ()):
            holds = atom_holds(program.atoms[index], answer)
            if holds is not None:
                yield index, holds


class Standing(Struct, frozen=True):
    """What answers say of every expression of a program, and which single atoms, coming to hold,
    would make each hold.

    Bit 0 of a plane is the case as it is; bit n the same case with the n-th of the `open` atoms,
    those that are not known, coming to hold."""

    program: Program
    open: tuple[int, ...]
    planes: tuple[int, ...]
    holding: frozenset[str]
    """The names of the expressions that are known to hold."""

    def completes(self, names: Iterable[str]) -> frozenset[Atom]:
        """The atoms of which each, coming to hold, makes one of the expressions hold that does not
        hold yet."""
        together = 0
        for name in names:
            plane = self.planes[self.program.holds[name]]
            if not plane & 1:
                together |= plane
        atoms, open_ = self.program.atoms, self.open
        return frozenset(atoms[open_[bit - 1]] for bit in _bits(together))


def standing(program: Program, answers: Mapping[str, Any]) -> Standing:
    """What the answers say of every expression of a program."""
    known = dict(_known(program, answers))
    open_ = tuple(index for index in range(len(program.atoms)) if index not in known)
    everywhere = (2 << len(open_)) - 1
    planes = [0] * (2 * len(program.atoms))
    for index, holds in known.items():
        planes[2 * index + (not holds)] = everywhere
    for bit, index in enumerate(open_, 1):
        planes[2 * index] = 1 << bit
    run(program, planes)
    holding = frozenset(name for name, plane in program.holds.items() if planes[plane] & 1)
    return Standing(program, open_, tuple(planes), holding)


def completing_pairs(
    now: Standing, names: Iterable[str], among: Iterable[str]
) -> frozenset[frozenset[Atom]]:
    """Two atoms that look at findings of `among` and of which both, coming to hold, make one of the
    expressions hold that neither makes hold alone."""
    program, asked = now.program, set(among)
    looked_at = {index for finding in asked for index in program.of_finding.get(finding, ())}
    open_ = {bit: index for bit, index in enumerate(now.open, 1) if index in looked_at}
    planes, found = _in_pairs(now, list(open_.values())), 0
    for plane in (program.holds[name] for name in names):
        single = now.planes[plane]
        if not single & 1:
            alone = 0
            for bit in _bits(single):
                alone |= planes[2 * open_[bit]] if bit in open_ else 0
            found |= planes[plane] & ~alone
    atoms = [program.atoms[index] for index in open_.values()]
    pairs = (divmod(lane, len(atoms)) for lane in _bits(found))
    return frozenset(frozenset((atoms[one], atoms[other])) for one, other in pairs)


def _in_pairs(now: Standing, open_: Sequence[int]) -> list[int]:
    """All planes, where bit r · n + c is the case with the r-th and the c-th of n open atoms coming
    to hold."""
    count = len(open_)
    everywhere, row = (1 << count * count) - 1, (1 << count) - 1
    column = sum(1 << place * count for place in range(count))
    atoms = [everywhere * (plane & 1) for plane in now.planes[: 2 * len(now.program.atoms)]]
    for place, index in enumerate(open_):
        atoms[2 * index] = row << place * count | column << place
    return run(now.program, atoms)


def _bits(plane: int) -> Iterator[int]:
    """The places of the bits that are set."""
    while plane:
        lowest = plane & -plane
        yield lowest.bit_length() - 1
        plane ^= lowest
