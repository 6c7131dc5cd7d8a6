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

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from msgspec import Struct

from pinprick.case.known import Known
from pinprick.knowledge import Second
from pinprick.knowledge.ids import MAP, OTHER, PRESENT, SIDE
from pinprick.model.axes import ORIGINS, Array, Flags, Index, Model
from pinprick.once import once
from pinprick.reasoning.inference import Evidence, column, known_band, log_sides, log_sum_exp
from pinprick.reasoning.one_picture import log_place

_DIGITS = 9
"""A sign just twice as likely is so, whatever order its numbers were added in."""
_RUN = 32
"""So many probabilities of one in a thousand million may be multiplied."""


class Beside(Struct, frozen=True):
    """Some causes beside one, the first.

    `own` are the units of the first, `units` (V,) those of the others, cause by cause; `joint`
    (own, V) is log P(both units, all answers). `log_odds` has the log odds that each of the causes
    is there too, against the first alone, by its index. Of each of the `signs` that are present
    `of_both` (F, own, V) is log P(present | both units), `of_one` (F, U) that of one alone."""

    own: slice
    units: Index
    joint: Array
    log_odds: dict[int, float]
    signs: tuple[str, ...]
    of_both: Array
    of_one: Array


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
    at = model.causes.index(first)
    pointed = _pointed_to(model, known, found, at)
    others = [cause for cause in pointed if not is_held(model.causes[cause])]
    if not others:
        return None
    every = beside(model, known, found, at, others)
    for cause in sorted(others, key=lambda cause: (-every.log_odds[cause], cause)):
        odds, id_ = float(np.exp(every.log_odds[cause])), model.causes[cause]
        if odds < limits.least_odds:
            return None
        own, own_of_first = _apart(
            *(_strongest(limits, every.signs, gain) for gain in _gains(model, every, cause))
        )
        if own and own_of_first:
            return SecondCause(id_, first, odds / (1 + odds), own, own_of_first)
    return None


def _pointed_to(model: Model, known: Known, found: Evidence, first: int) -> list[int]:
    """The causes beside which the first could have a sign of its own, and they beside it: no other
    is told, and these are few."""
    limits = model.knowledge.settings.second
    signs = _by_kind(model, known, found).signs
    if limits is None or not signs:
        return []
    own = _units(model, first)
    both = _of_signs(model, known, signs, own, slice(None))
    least = np.exp2(limits.least_own - 10.0**-_DIGITS)
    alone = least * np.exp(model.log_p[list(signs.values())])
    beside_first = (both >= alone[:, own, None]).any(axis=(0, 1))
    beside_other = (both >= alone[:, None]).any(axis=(0, 1))
    either, other = (set(model.units.cause[at].tolist()) for at in (beside_first, beside_other))
    return sorted((either & other) - {first, model.causes.index(OTHER)})


def _gains(model: Model, every: Beside, cause: int) -> tuple[Array, Array]:
    """By how much, in nats, the first and another together explain each sign better than the first
    alone, and than the other alone, each (F,)."""
    its = np.flatnonzero(model.units.cause[every.units] == cause)
    weights = np.exp(every.joint[:, its] - log_sum_exp(every.joint[:, its].ravel()))
    means = (every.of_both[:, :, its] * weights).sum(axis=(1, 2))
    first: Array = means - every.of_one[:, every.own] @ weights.sum(axis=1)
    second: Array = means - every.of_one[:, every.units[its]] @ weights.sum(axis=0)
    return first, second


def _strongest(limits: Second, signs: tuple[str, ...], gain: Array) -> tuple[str, ...]:
    """The signs that are explained better by so much, the strongest first."""
    bits = (gain / np.log(2)).round(_DIGITS)
    ranked = (int(at) for at in np.argsort(-bits, kind="stable") if bits[at] >= limits.least_own)
    return tuple(signs[at] for at in ranked)


def _apart(
    own: tuple[str, ...], of_first: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The signs of each without those that only both together explain: they point to neither."""
    shared = set(own) & set(of_first)
    return tuple(id_ for id_ in own if id_ not in shared), tuple(
        id_ for id_ in of_first if id_ not in shared
    )


def beside(
    model: Model, known: Known, found: Evidence, first: int, others: Sequence[int]
) -> Beside:
    """Other causes beside the first, each by its index, given the answers."""
    own = _units(model, first)
    units = np.flatnonzero(np.isin(model.units.cause, others))
    kinds = _by_kind(model, known, found)
    of_both = np.log(_of_signs(model, known, kinds.signs, own, units))
    prior = model.units.log_prior
    joint = prior[own, None] + prior[units] + _lift(model)[own, units] + of_both.sum(axis=0)
    joint += _log_denied(model, kinds.denied, own, units)
    joint += _log_product(_of_person_flags(model, known, kinds.not_so, own, units))
    joint += _log_choices(model, known, kinds.choices, own, units)
    joint += log_place(model, known, found, own, units)
    alone = prior[own] + log_sum_exp(log_sides(model, found)[:, own], axis=0)
    alone += model.log_p[found.rows, own].sum(axis=0)
    of_first = log_sum_exp(alone)
    odds = {
        cause: float(log_sum_exp(joint[:, model.units.cause[units] == cause].ravel()) - of_first)
        for cause in others
    }
    of_one = model.log_p[list(kinds.signs.values())]
    return Beside(own, units, joint, odds, tuple(kinds.signs), of_both, of_one)


def _units(model: Model, cause: int) -> slice:
    """The units of a cause."""
    ends = [*model.units.starts.tolist(), len(model.units.cause)]
    return slice(ends[cause], ends[cause + 1])


class _Kinds(Struct, frozen=True):
    """The answers but those of place, with their rows in the table of the model: `signs` that are
    there, with what is true of the person; signs that are `denied`; what is `not_so` of the person;
    and choices."""

    signs: dict[str, int]
    denied: dict[str, int]
    not_so: dict[str, int]
    choices: dict[str, int]


def _by_kind(model: Model, known: Known, found: Evidence) -> _Kinds:
    kinds = _Kinds({}, {}, {}, {})
    for finding, row in zip(found.findings, found.rows.tolist(), strict=True):
        if finding in (MAP, SIDE):
            continue
        if not _is_flag(model, finding):
            kinds.choices[finding] = row
        elif known.get(finding) == PRESENT:
            kinds.signs[finding] = row
        elif _is_of_person(model, finding):
            kinds.not_so[finding] = row
        else:
            kinds.denied[finding] = row
    return kinds


# ---- answers of one kind, given units of the first (own,) and of the second (V,)


def _of_signs(
    model: Model, known: Known, signs: Mapping[str, int], own: slice, units: Index | slice
) -> Array:
    """P(present | both) of each, shape (F, own, V)."""
    p = np.exp(model.log_p[list(signs.values())])
    both = _of_flag(p[:, own, None], p[:, None, units], p[:, _ordinary(model), None, None])
    of_person = {id_: row for id_, row in signs.items() if _is_of_person(model, id_)}
    at = [index for index, id_ in enumerate(signs) if id_ in of_person]
    both[at] = _of_person_flags(model, known, of_person, own, units)
    return both


def _log_denied(model: Model, denied: Mapping[str, int], own: slice, units: Index) -> Array:
    """Of what neither brings, log P(absent | both) = log(1 - l μ_u μ_v) + log(1-λ_u) + log(1-λ_v),
    shape (own, V)."""
    p = 1 - np.exp(model.log_p[list(denied.values())])
    chance = p[:, [_ordinary(model)]]
    left = np.sqrt(chance) * np.minimum(1, p / chance)
    not_added = np.log1p(-np.maximum(0, (p - chance) / (1 - chance))).sum(axis=0)
    by_chance = _log_product(1 - left[:, own, None] * left[:, None, units])
    total: Array = by_chance + not_added[own, None] + not_added[units]
    return total


def _of_person_flags(
    model: Model, known: Known, flags: Mapping[str, int], own: slice, units: Index | slice
) -> Array:
    """P(what is said of each | both), which both tilt, shape (F, own, V)."""
    given = np.array([column(model, id_, known.get(id_)) for id_ in flags], dtype=int)
    firsts = np.array(list(flags.values()), dtype=int) - given
    p = np.exp(model.log_p[firsts + np.arange(2)[:, None]])
    chance = p[:, :, _ordinary(model), None, None]
    of_values = _of_person(p[:, :, own, None], p[:, :, None, units], chance)
    of_given: Array = np.take_along_axis(of_values, given[None, :, None, None], axis=0)[0]
    return of_given


def _log_choices(
    model: Model, known: Known, choices: Mapping[str, int], own: slice, units: Index
) -> Array:
    """Of the choices, shape (own, V)."""
    total, band = np.zeros((own.stop - own.start, len(units))), known_band(model, known)
    for finding, row in choices.items():
        if _is_of_person(model, finding):
            p = np.exp(model.log_p_at(finding, band))
            chance = p[:, _ordinary(model), None, None]
            of_values = _of_person(p[:, own, None], p[:, None, units], chance)
            total += np.log(of_values[row - model.row(finding, 0, band)])
        else:
            of, stated = np.exp(model.log_p[row]), _stated(model, finding)
            first, second = stated[own, None], stated[units]
            total += np.log(_of_either(of[own, None], of[units], first, second))
    return total


def _log_product(p: Array) -> Array:
    """log of the product along the first axis, in runs that are too short to underflow."""
    runs: Array = np.log(np.multiply.reduceat(p, np.arange(0, len(p), _RUN), axis=0)).sum(axis=0)
    return runs


# ---- one answer


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


def _of_flag(first: Array, second: Array, chance: Array | float) -> Array:
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
    others = [
        at
        for at, (cause, way) in enumerate(zip(model.units.cause, model.units.variant, strict=True))
        if model.causes[cause] == OTHER and way in ways
    ]
    return max(others, key=lambda at: ways[model.units.variant[at]].alpha)
