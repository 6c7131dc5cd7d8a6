"""Two causes at once: how well a second cause beside the first explains what was answered.

What is of the person x (age, sex, history) makes each cause likelier for itself, so two causes are
there together as often as

    P(u, v) = P(u) P(v) Π_x Σ_value P(x | u) P(x | v) / P(x)

and what is then answered is as follows. With P(x) the background:

- of the person: P(x | u, v) ∝ P(x | u) P(x | v) / P(x)
- a flag is absent when neither cause brings it and chance does not. With the background `l`, what a
  cause adds `λ = max(0, (p-l) / (1-l))` and what it leaves of chance `μ = min(1, p/l)`:
  P(absent | u, v) = (1 - l μ_u μ_v) (1-λ_u) (1-λ_v)
- of a choice a person tells as it is with one of the two, each half of the time; with the one that
  states it where the other does not
- map and side: see `one_picture`

So a second cause that says nothing of an answer leaves it as it is with the first alone. The odds
that the second is there too are exact: every unit of the first is weighed with every one of the
other."""

from collections.abc import Callable

import numpy as np
from msgspec import Struct

from pinprick.case.known import Known
from pinprick.knowledge import Second
from pinprick.knowledge.ids import MAP, OTHER, PRESENT, SIDE
from pinprick.model.axes import ORIGINS, Array, Flags, Model
from pinprick.once import once
from pinprick.reasoning.inference import Evidence, known_band, log_sides, log_sum_exp
from pinprick.reasoning.one_picture import log_place


class Beside(Struct, frozen=True):
    """Every cause beside one, the first.

    `log_odds` (causes,) are the log odds that it is there too, against the first alone; -inf for
    the first itself and for `other`. `own` are the units of the first. `of_both` (F, own, U) is log
    P(answer | both units) of each of `findings`, `of_one` (F, U) that of one alone, and `joint`
    (own, U) log P(both units, all answers)."""

    findings: tuple[str, ...]
    log_odds: Array
    own: slice
    of_both: Array
    of_one: Array
    joint: Array


class SecondCause(Struct, frozen=True):
    """A cause that is well supported beside the first: how probable it is that it is there too, if
    the first is, and the answers that speak for either and that the other does not explain."""

    id: str
    first: str
    probability: float
    speaks_for: tuple[str, ...]
    speaks_for_first: tuple[str, ...]


def second_cause(
    model: Model, known: Known, found: Evidence, first: str, is_held: Callable[[str], bool]
) -> SecondCause | None:
    """The likeliest second cause that is well supported; neither it nor the first `is_held`. The
    settings say what that is, and without them there is none."""
    limits = model.knowledge.settings.second
    if limits is None or is_held(first):
        return None
    every = beside(model, known, found, first)
    for index in map(int, np.argsort(-every.log_odds, kind="stable")):
        odds, cause = float(np.exp(every.log_odds[index])), model.causes[index]
        if odds < limits.least_odds:
            return None
        own, own_of_first = _apart(
            *(_signs(limits, known, every, gain) for gain in _gains(model, every, index))
        )
        if own and own_of_first and not is_held(cause):
            return SecondCause(cause, first, odds / (1 + odds), own, own_of_first)
    return None


def _gains(model: Model, every: Beside, index: int) -> tuple[Array, Array]:
    """By how much, in nats, the first and the cause at `index` together explain each answer better
    than the first alone, and than the other alone, each (F,)."""
    ends = [*model.units.starts.tolist(), len(model.units.cause)]
    its = slice(ends[index], ends[index + 1])
    weights = np.exp(every.joint[:, its] - log_sum_exp(every.joint[:, its].ravel()))
    means = (every.of_both[:, :, its] * weights).sum(axis=(1, 2))
    first: Array = means - every.of_one[:, every.own] @ weights.sum(axis=1)
    second: Array = means - every.of_one[:, its] @ weights.sum(axis=0)
    return first, second


def _signs(limits: Second, known: Known, every: Beside, gain: Array) -> tuple[str, ...]:
    """The signs that are there and are explained better by so much, the strongest first."""
    bits = gain / np.log(2)
    ranked = (int(at) for at in np.argsort(-bits, kind="stable") if bits[at] >= limits.least_own)
    signs = (every.findings[at] for at in ranked)
    return tuple(id_ for id_ in signs if known.get(id_) == PRESENT)


def _apart(
    own: tuple[str, ...], of_first: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The signs of each without those that only both together explain: they point to neither."""
    shared = set(own) & set(of_first)
    return tuple(id_ for id_ in own if id_ not in shared), tuple(
        id_ for id_ in of_first if id_ not in shared
    )


def beside(model: Model, known: Known, found: Evidence, first: str) -> Beside:
    """Every cause beside the first, given the answers."""
    at = model.causes.index(first)
    ends = [*model.units.starts.tolist(), len(model.units.cause)]
    own = slice(ends[at], ends[at + 1])
    asked = [
        (finding, int(row))
        for finding, row in zip(found.findings, found.rows, strict=True)
        if finding not in (MAP, SIDE)
    ]
    p = [_of_answer(model, known, finding, row, own) for finding, row in asked]
    shape = (len(asked), own.stop - own.start, len(model.units.cause))
    of_both = np.log(np.array(p).reshape(shape))
    of_one = model.log_p[[row for _, row in asked]]
    prior, place = model.units.log_prior, log_place(model, known, found, own)
    joint = prior[own, None] + prior + _lift(model)[own] + of_both.sum(axis=0) + place
    alone = prior + of_one.sum(axis=0) + log_sum_exp(log_sides(model, found), axis=0)
    odds = _by_cause(model, joint) - log_sum_exp(alone[own])
    odds[[at, model.causes.index(OTHER)]] = -np.inf
    return Beside(tuple(finding for finding, _ in asked), odds, own, of_both, of_one, joint)


def _by_cause(model: Model, joint: Array) -> Array:
    """log of the sums of `joint` (own units, U) by the cause of the second, shape (causes,)."""
    top = joint.max(axis=0)
    of_units = top + np.log(np.exp(joint - top).sum(axis=0))
    tops = np.maximum.reduceat(of_units, model.units.starts)
    shares = np.exp(of_units - tops[model.units.cause])
    total: Array = tops + np.log(np.add.reduceat(shares, model.units.starts))
    return total


# ---- one answer


def _of_answer(model: Model, known: Known, finding: str, row: int, own: slice) -> Array:
    """P(answer | unit of the first, unit of the second), shape (own units, U); `row` is that of the
    answer in the table of the model."""
    ordinary = _ordinary(model)
    if _is_of_person(model, finding):
        band = known_band(model, known)
        p = np.exp(model.log_p_at(finding, band))
        of_values = _of_person(p[:, own, None], p[:, None, :], p[:, ordinary, None, None])
        of_answer: Array = of_values[row - model.row(finding, 0, band)]
        return of_answer
    p = np.exp(model.log_p[row])
    if _is_flag(model, finding):
        present = known.get(finding) == PRESENT
        p = p if present else 1 - p
        p_present = _of_flag(p[own, None], p, float(p[ordinary]))
        return p_present if present else 1 - p_present
    stated = _stated(model, finding)
    return _of_either(p[own, None], p, stated[own, None], stated)


def of_two(model: Model, finding: str, band: int | None, first: int, second: int) -> Array:
    """P(value | two units) before tempering, shape (values,), at an age band."""
    p = model.raw_at(finding, band)
    one, other, chance = p[:, first], p[:, second], p[:, _ordinary(model)]
    if _is_of_person(model, finding):
        return _of_person(one, other, chance)
    if _is_flag(model, finding):
        present = _of_flag(one[:1], other[:1], float(chance[0]))
        return np.concatenate([present, 1 - present])
    stated = _stated(model, finding)
    return _of_either(one, other, stated[first], stated[second])


def _is_of_person(model: Model, finding: str) -> bool:
    limits = model.knowledge.settings.second
    return (
        limits is not None
        and model.knowledge.vocabulary.findings[finding].group in limits.of_person
    )


def _is_flag(model: Model, finding: str) -> bool:
    return model.knowledge.vocabulary.findings[finding].kind == "flag"


def _of_person(first: Array, second: Array, chance: Array) -> Array:
    """P(value | both) of what is of the person; the first axis is the values."""
    tilted = first * second / chance
    p: Array = tilted / tilted.sum(axis=0)
    return p


def _of_flag(first: Array, second: Array, chance: float) -> Array:
    """P(a flag is present | both), from what each alone and chance make of it."""
    by_chance = chance * np.minimum(1, first / chance) * np.minimum(1, second / chance)
    added = [np.maximum(0, (p - chance) / (1 - chance)) for p in (first, second)]
    p: Array = 1 - (1 - by_chance) * (1 - added[0]) * (1 - added[1])
    return p


def _of_either(first: Array, second: Array, first_states: Flags, second_states: Flags) -> Array:
    """P(value | both) of what is told of one of them, and of that which states it where only one
    does."""
    one = np.where(second_states, second, first)
    both = first_states & second_states
    p: Array = np.where(both, (first + second) / 2, np.where(first_states, first, one))
    return p


@once
def _lift(model: Model) -> Array:
    """log of how much oftener two units are there together than by chance, shape (U, U), as both
    are likelier in the same people."""
    total = np.zeros(2 * (len(model.units.cause),))
    for finding in model.findings:
        if _is_of_person(model, finding):
            p = np.exp(model.log_p_at(finding, None))
            total += np.log(p.T @ (p / p[:, [_ordinary(model)]]))
    return total


def _stated(model: Model, finding: str) -> Flags:
    """Whether each unit says of a finding more than that it is as in the background, shape (U,)."""
    origin = model.units.origin[:, model.findings.index(finding)]
    stated: Flags = origin != ORIGINS.index("background")
    return stated


@once
def _ordinary(model: Model) -> int:
    """The unit that has every finding at its background, or as near it as any."""
    ways = model.knowledge.settings.other.variants
    others = [at for at, cause in enumerate(model.units.cause) if model.causes[cause] == OTHER]
    return max(others, key=lambda at: ways[model.units.variant[at]].alpha)
