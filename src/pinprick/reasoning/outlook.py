"""What each open question may bring, and what an answer would do."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from pinprick.case.known import Known
from pinprick.knowledge.ids import ABSENT, PRESENT, Who
from pinprick.model.axes import Array, Index, Model, starts
from pinprick.once import once
from pinprick.reasoning.inference import Belief, known_band


@dataclass(frozen=True, slots=True)
class Table:
    """P(present | unit) of every flag, ready to be weighed at once.

    `row` is the row of each flag in `present` (F, U); `unit_starts` (causes,) is where the units of
    each cause start."""

    row: dict[str, int]
    present: Array
    unit_starts: Index
    burden: dict[str, float]


@once
def table(model: Model) -> Table:
    """The tables of a model, made once."""
    flags = [id_ for id_ in model.findings if model.values[id_] == (PRESENT, ABSENT)]
    return Table(
        row={id_: index for index, id_ in enumerate(flags)},
        present=np.exp([model.log_p[id_][0] for id_ in flags]),
        unit_starts=starts(model.units.cause),
        burden={id_: burden(model, id_) for id_ in model.findings},
    )


def burden(model: Model, finding: str) -> float:
    """What it costs to answer, relative to a plain question."""
    record = model.knowledge.vocabulary.findings[finding]
    return record.burden * model.knowledge.settings.burden[record.by]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What each open question may bring: for question q, value v of it and cause c.

    `findings` (Q); `joint` (Q, V, causes): P(answer v, cause c); V is the most values of any,
    absent ones have 0."""

    findings: tuple[str, ...]
    places: dict[str, int]
    """The place of each finding among them."""
    values: tuple[tuple[str, ...], ...]
    joint: Array


def outlook(
    model: Model, known: Known, belief: Belief, by: Who, closed: Collection[str]
) -> Outlook:
    """What each question that somebody of `by` can answer may bring, given the answers; those that
    are `closed` are not asked for their own value."""
    ready, units = table(model), belief.units
    findings = model.knowledge.vocabulary.findings
    skipped = known.answers.keys() | set(closed)
    open_ = [id_ for id_ in model.findings if id_ not in skipped and findings[id_].by in by]
    flags = [id_ for id_ in open_ if id_ in ready.row]
    others = [id_ for id_ in open_ if id_ not in ready.row]
    most = max([2, *(len(model.values[id_]) for id_ in others)])
    causes = np.add.reduceat(units, ready.unit_starts)
    joint = np.zeros((len(open_), most, len(causes)))
    present = _present(model, flags, known_band(model, known))
    joint[: len(flags), 0] = np.add.reduceat(present * units, ready.unit_starts, axis=1)
    joint[: len(flags), 1] = np.maximum(causes - joint[: len(flags), 0], 0)
    for index, id_ in enumerate(others, len(flags)):
        p = np.exp(model.log_p[id_])
        joint[index, : len(p)] = np.add.reduceat(p * units, ready.unit_starts, axis=1)
    order = (*flags, *others)
    return Outlook(
        findings=order,
        places={id_: index for index, id_ in enumerate(order)},
        values=tuple(model.values[id_] for id_ in order),
        joint=joint,
    )


def _present(model: Model, flags: Sequence[str], band: int | None) -> Array:
    """P(present | unit) of some flags at the person's age, shape (flags, U)."""
    ready = table(model)
    present = ready.present[[ready.row[id_] for id_ in flags]]
    for index, id_ in enumerate(flags):
        if id_ in model.log_p_by_age:
            present[index] = np.exp(model.log_p_at(id_, band)[0])
    return present


def information(joint: Array) -> Array:
    """Mutual information in bits between answer and group, for joint (Q, V, groups); shape (Q,)."""

    def entropy(p: Array, axes: tuple[int, ...]) -> Array:
        total: Array = -(p * np.log2(np.where(p > 0, p, 1))).sum(axis=axes)
        return total

    return np.maximum(
        entropy(joint.sum(axis=2), (1,))
        + entropy(joint.sum(axis=1), (1,))
        - entropy(joint, (1, 2)),
        0,
    )


@dataclass(frozen=True, slots=True)
class Effect:
    """What an answer would do: the probability of the causes after it, by cause id."""

    value: str
    causes: dict[str, float]


def effects(model: Model, known: Known, belief: Belief, finding: str) -> tuple[Effect, ...]:
    """How each possible answer to a question, other than the map and the side, would move the
    causes; without what the answer implies besides."""
    joint = np.exp(model.log_p_at(finding, known_band(model, known))) * belief.units
    by_cause = np.add.reduceat(joint, table(model).unit_starts, axis=1)
    after = by_cause / by_cause.sum(axis=1, keepdims=True)
    named = zip(model.values[finding], after, strict=True)
    return tuple(Effect(value, by_id(model, row)) for value, row in named)


def by_id(model: Model, causes: Array) -> dict[str, float]:
    """Probabilities of causes (causes,) by cause id, `other` among them."""
    return dict(zip(model.causes, map(float, causes), strict=True))
