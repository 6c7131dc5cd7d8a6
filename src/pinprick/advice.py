"""What to do, what a doctor may do, which medicines come up, and when to come back, for this case.

A clinical line without a source is withheld. A caution whose condition is known to hold speaks
against a medicine in this case; one that is not known is said as "tell your doctor if ...", never
taken as absent. Nothing is advised that an answer contradicts, and what helps in a cause waits until
what defines that cause is known to hold."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from pinprick.case.known import Known
from pinprick.knowledge import (
    Caution,
    Clause,
    Interaction,
    Knowledge,
    Level,
    Medicine,
    Routine,
    Step,
    Test,
    Treatment,
    Upgrade,
)
from pinprick.knowledge.ids import UNKNOWN
from pinprick.once import once
from pinprick.rules import Expr, holds, mentioned, reader

ROLES = ("urgent", "first-line", "second-line", "specialist", "limited-evidence", "not-recommended")
"""The roles of medicines in the order in which they are told."""


class OfferedRoutine(Struct, frozen=True):
    """A routine with its id."""

    id: str
    routine: Routine


class OfferedMedicine(Struct, frozen=True):
    """A medicine a doctor may talk about: what in this case speaks against it, and what only the
    person can say."""

    id: str
    medicine: Medicine
    condition: str
    against: tuple[Caution, ...]
    care: tuple[Caution, ...]
    tell: tuple[Caution, ...]
    interactions: tuple[Interaction, ...]


class HeldAgainst(Struct, frozen=True):
    """The cautions of a medicine held against the answers: those known to hold, of which `against`
    speak against it, and those that the answers do not settle. What has no source is withheld."""

    against: tuple[Caution, ...]
    care: tuple[Caution, ...]
    tell: tuple[Caution, ...]


class CauseAdvice(Struct, frozen=True):
    """What helps, what a doctor may test and do, for one leading cause."""

    condition: str
    self_care: tuple[Step, ...]
    tests: tuple[Test, ...]
    treatment: tuple[Treatment, ...]
    held: bool = False
    """What defines the cause is not known to hold: only what tests tell of it is offered."""


class Advice(Struct, frozen=True):
    """All advice for a case; `causes` in the order of their probability."""

    routines: tuple[OfferedRoutine, ...]
    causes: tuple[CauseAdvice, ...]
    medicines: tuple[OfferedMedicine, ...]


def advise(knowledge: Knowledge, known: Known, causes: Mapping[str, float], level: Level) -> Advice:
    """Advice for the leading of `causes` (probability by condition id, without `other`) at a level
    of urgency."""
    leading = leading_causes(knowledge, causes)
    founded = [id_ for id_ in leading if not is_held(knowledge, id_, known)]
    return Advice(
        routines=tuple(_routines(knowledge, known, founded, level)),
        causes=tuple(_for_case(knowledge, id_, known) for id_ in leading),
        medicines=tuple(
            one
            for one in medicines_for(knowledge, known, founded)
            if one.medicine.role != "not-recommended"
            and not _is_avoided(knowledge, one.medicine, known)
        ),
    )


def is_held(knowledge: Knowledge, condition: str, known: Known) -> bool:
    """Whether what defines a condition is not known to hold."""
    needs = knowledge.conditions[condition].needs
    return needs is not None and known_to_hold(knowledge, needs, known) is not True


def open_findings(knowledge: Knowledge, condition: str, known: Known) -> tuple[str, ...]:
    """The findings of which any could make what defines a condition hold, where it is not known
    whether it does."""
    needs = knowledge.conditions[condition].needs
    if needs is None or known_to_hold(knowledge, needs, known) is not None:
        return ()
    asked = mentioned(expression(knowledge)(needs))
    open_ = (id_ for id_ in knowledge.vocabulary.findings if id_ in asked)
    return tuple(id_ for id_ in open_ if known.get(id_) == UNKNOWN)


def still_to_come(knowledge: Knowledge, condition: str, known: Known) -> tuple[Upgrade, ...]:
    """What would make a condition more urgent, without what is known to be so."""
    upgrades = knowledge.conditions[condition].urgency.upgrades
    return tuple(one for one in upgrades if known_to_hold(knowledge, one.when, known) is not True)


def is_said(knowledge: Knowledge, clause: Clause, known: Known) -> bool:
    """Whether no answer contradicts a clause, and what it needs is known to hold."""
    needs = clause.needs
    needed = needs is None or known_to_hold(knowledge, needs, known) is True
    return needed and _fits(knowledge, clause, known)


def _fits(knowledge: Knowledge, line: Step | Treatment | Clause, known: Known) -> bool:
    """Whether no answer contradicts a line of advice."""
    return line.only_when is None or known_to_hold(knowledge, line.only_when, known) is not False


@once
def gates(knowledge: Knowledge) -> dict[str, frozenset[str]]:
    """By condition, the findings that decide which of its advice is given."""
    return {id_: frozenset(_gates(knowledge, id_)) for id_ in knowledge.conditions}


def _gates(knowledge: Knowledge, id_: str) -> Iterator[str]:
    condition, read = knowledge.conditions[id_], expression(knowledge)
    routines = [one for one in knowledge.self_care.routines.values() if id_ in one.conditions]
    steps = (step for routine in routines for step in routine.steps)
    lines: list[Step | Treatment] = [*condition.self_care, *condition.treatment, *steps]
    avoided = (routine.avoid_when for routine in routines)
    for one in (condition.needs, *(line.only_when for line in lines), *avoided):
        if one is not None:
            yield from mentioned(read(one))


def leading_causes(knowledge: Knowledge, causes: Mapping[str, float]) -> tuple[str, ...]:
    """The first cause, and those beside it that are likely enough to be spoken of."""
    limit = knowledge.settings.leading
    ranked = sorted(causes, key=lambda id_: -causes[id_])[: limit.most]
    return tuple(id_ for id_ in ranked if causes[id_] >= limit.least or id_ == ranked[0])


def known_to_hold(knowledge: Knowledge, raw: object, known: Known) -> bool | None:
    """Whether an expression of the knowledge base holds for the answers; None when it is not
    known."""
    return holds(expression(knowledge)(raw), known.answers)


@once
def expression(knowledge: Knowledge) -> Callable[[object], Expr]:
    """What reads the expressions of a knowledge base, each once, when it is first asked for."""
    read = reader(knowledge.urgency.definitions)
    found: dict[int, tuple[object, Expr]] = {}

    def expression_of(raw: object) -> Expr:
        # what was read is kept beside it, so that nothing else takes its identity
        if id(raw) not in found:
            found[id(raw)] = raw, read(raw)
        return found[id(raw)][1]

    return expression_of


def _routines(
    knowledge: Knowledge, known: Known, leading: Iterable[str], level: Level
) -> Iterable[OfferedRoutine]:
    # Beside an urgent level only the first aid of a condition that is as urgent itself is offered.
    calm = level <= Level.SOON
    of_level = [id_ for id_ in leading if calm or knowledge.conditions[id_].urgency.level == level]
    fitting = {
        name: routine
        for id_ in of_level
        for name, routine in knowledge.self_care.routines.items()
        if id_ in routine.conditions
    }
    for name, routine in fitting.items():
        steps = tuple(step for step in routine.steps if _fits(knowledge, step, known))
        if steps and is_offered(knowledge, routine, known):
            yield OfferedRoutine(name, replace(routine, steps=steps))


def is_offered(knowledge: Knowledge, routine: Routine, known: Known) -> bool:
    """Whether a routine has a source and nothing known speaks against it."""
    return bool(routine.sources) and not _is_avoided(knowledge, routine, known)


def _is_avoided(knowledge: Knowledge, what: Routine | Medicine, known: Known) -> bool:
    avoid = what.avoid_when
    return avoid is not None and known_to_hold(knowledge, avoid, known) is True


def of_cause(knowledge: Knowledge, id_: str) -> CauseAdvice:
    """What helps, what a doctor may test and do for one cause; only what a source stands behind."""
    condition = knowledge.conditions[id_]
    return CauseAdvice(
        condition=id_,
        self_care=tuple(step for step in condition.self_care if step.sources),
        tests=tuple(test for test in condition.confirm if test.sources),
        treatment=tuple(treatment for treatment in condition.treatment if treatment.sources),
    )


def _for_case(knowledge: Knowledge, id_: str, known: Known) -> CauseAdvice:
    """The same held against the answers."""
    found = of_cause(knowledge, id_)
    if is_held(knowledge, id_, known):
        return replace(found, self_care=(), treatment=(), held=True)
    return replace(
        found,
        self_care=tuple(one for one in found.self_care if _fits(knowledge, one, known)),
        treatment=tuple(one for one in found.treatment if _fits(knowledge, one, known)),
    )


def medicines_for(
    knowledge: Knowledge, known: Known, leading: Iterable[str]
) -> Iterable[OfferedMedicine]:
    """The medicines that a doctor may talk about for some causes, each once, held against the
    answers."""
    told: set[str] = set()
    by_role = sorted(knowledge.medicines.items(), key=lambda item: ROLES.index(item[1].role))
    for condition in leading:
        for id_, medicine in by_role:
            if condition in medicine.conditions and id_ not in told:
                told.add(id_)
                yield _offered(knowledge, known, id_, condition)


def _offered(knowledge: Knowledge, known: Known, id_: str, condition: str) -> OfferedMedicine:
    medicine = knowledge.medicines[id_]
    held = held_against(knowledge, known, medicine)
    return OfferedMedicine(
        id=id_,
        medicine=medicine,
        condition=condition,
        against=held.against,
        care=held.care,
        tell=held.tell,
        interactions=tuple(one for one in medicine.interactions if one.sources),
    )


def held_against(knowledge: Knowledge, known: Known, medicine: Medicine) -> HeldAgainst:
    """The cautions of a medicine held against the answers."""
    cautions: dict[bool | None, list[Caution]] = {True: [], False: [], None: []}
    for caution in (*medicine.must_not, *medicine.care):
        if caution.sources:
            holds_here = caution.when is not None and known_to_hold(knowledge, caution.when, known)
            cautions[None if caution.when is None else holds_here].append(caution)
    return HeldAgainst(
        against=tuple(caution for caution in cautions[True] if caution in medicine.must_not),
        care=tuple(caution for caution in cautions[True] if caution not in medicine.must_not),
        tell=tuple(cautions[None]),
    )
