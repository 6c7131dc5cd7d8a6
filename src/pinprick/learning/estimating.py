"""One condition counted anew: its people, with what was known as people beside them.

A number is the mean of those who were counted and those whom it was worth before. How many of the
people have which form, place and side is not told but believed, so what is counted and what is
believed are reckoned in turn until neither moves (expectation and maximisation). The mean of a Beta
is its mode on the log-odds scale, so that ends at the most probable numbers there.
"""

from collections.abc import Callable, Iterator
from functools import partial
from operator import attrgetter

import numpy as np
from msgspec import Struct

from pinprick.cohort.labelled import Labelled
from pinprick.knowledge import Condition, Variant
from pinprick.knowledge.ids import AGE, PRESENT, SEX, SIDE, SIDE_ANSWERS
from pinprick.knowledge.quantity import Quantity, distribution
from pinprick.learning.people import People, of_condition, of_sides, row_of
from pinprick.learning.tilting import moved
from pinprick.learning.worth import people as worth
from pinprick.model.axes import Array, Flags, Index, Model

SITES, SIDES_OF = "sites", "sides"
_STEPS = 200
_SETTLED = 1e-7
_ONE = ("one", "both")


class Count(Struct, frozen=True):
    """One number of a condition, counted: `name` as the condition has it ("sites", "age", "female"
    or a finding), its `values` (V), `before` and `after` (V,), each summing to 1; `counted` (V,) who
    answered each, of them all `people` are known as well as if they had been told, and `worth` is
    what the number was worth before. `variants` (V, variants) are those of the forms, after."""

    name: str
    values: tuple[str, ...]
    before: Array
    after: Array
    counted: Array
    people: float
    worth: float
    variants: Array


class _Asked(Struct, frozen=True):
    """One number while it is counted: its `values`, that of the `whole` condition (V,), what it is
    `worth`, what units say before, `p` (V, U), and which of them have a number of their `own` (U,);
    the index of the answer of each of the people, -1 for none, as they gave it, `answer` (N,), and
    with what follows, `known` (N,); and whether units differ."""

    name: str
    values: tuple[str, ...]
    whole: Array
    worth: float
    p: Array
    own: Flags
    answer: Index
    known: Index
    differs: bool


class _Forms(Struct, frozen=True):
    """The units (U) of a condition: the index of the variant of each (there is one without a name
    where it has none), the share of each variant, the names of the sites (S) and the site of each
    unit; P(site | variant), 0 where a variant has none there (S, variants), and P(one side, both | variant)."""

    variant: Index
    share: Array
    sites: tuple[str, ...]
    site: Index
    p_site: Array
    p_sides: Array


def counts(model: Model, labelled: Labelled, cause: int) -> Iterator[Count]:
    """Every number of a condition, by the index of its cause, that its people say something of."""
    if not (labelled.cause == cause).any():
        return
    people = of_condition(model, labelled, cause)
    condition = model.knowledge.conditions[model.causes[cause]]
    forms, asked = _forms(model, cause), list(_asked(model, condition, cause, people))
    answered = of_sides(model, cause)[1]
    believed, p, settled = np.zeros(0), {one.name: one.p for one in asked}, forms
    for _ in range(_STEPS):
        now = _believed(people, settled, answered, [(one, p[one.name]) for one in asked])
        moved = np.abs(now - believed).max() if believed.size else np.inf
        believed = now
        if moved < _SETTLED:
            break
        settled = _settled(model, condition, forms, people, believed)
        for one in asked:
            if one.differs:
                p[one.name] = _moved(one, people, believed.sum(axis=1), settled)
    units = believed.sum(axis=1)
    yield from _of_forms(model, condition, (forms, settled), people, believed)
    for one in asked:
        yield from _counted(one, people, units, settled)


# ---- what is believed of forms, places and sides


def _forms(model: Model, cause: int) -> _Forms:
    condition = model.knowledge.conditions[model.causes[cause]]
    here = np.flatnonzero(model.units.cause == cause)
    names = list(condition.variants) or [""]
    variant = np.array([names.index(model.units.variant[unit]) for unit in here])
    sites = tuple(dict.fromkeys(model.units.site[unit] for unit in here))
    site = np.array([sites.index(model.units.site[unit]) for unit in here])
    prior = np.exp(model.units.log_prior[here])
    p_site = np.zeros((len(sites), len(names)))
    p_site[site, variant] = prior
    share = p_site.sum(axis=0)
    one_or_both = of_sides(model, cause)[0]
    p_sides = np.array([one_or_both[:2].sum(axis=0), one_or_both[2]])
    first = [int(np.flatnonzero(variant == index)[0]) for index in range(len(names))]
    return _Forms(variant, share / share.sum(), sites, site, p_site / share, p_sides[:, first])


def _units(forms: _Forms) -> Array:
    """P(unit | condition), shape (U,)."""
    p: Array = forms.share[forms.variant] * forms.p_site[forms.site, forms.variant]
    return p


def _believed(
    people: People, forms: _Forms, answered: Array, asked: list[tuple[_Asked, Array]]
) -> Array:
    """P(side, unit | answers) of each of the people, shape (N, 3, U)."""
    one, both = forms.p_sides[:, forms.variant]
    sided = np.array([one / 2, one / 2, both]) * _units(forms)
    weights: Array = people.place * sided * answered[np.where(people.side < 4, people.side, 0)]
    for each, p in asked:
        if each.differs:
            said = np.vstack([p, np.ones(p.shape[1])])[each.known]
            weights = weights * said[:, None, :]
            weights /= weights.max(axis=(1, 2), keepdims=True)
    p_of_each: Array = weights / weights.sum(axis=(1, 2), keepdims=True)
    return p_of_each


def _settled(
    model: Model, condition: Condition, before: _Forms, people: People, believed: Array
) -> _Forms:
    """P(site | variant) and P(sides | variant) as the people are believed to have them."""
    found = believed * people.weight[:, None, None]
    of_units = found.sum(axis=(0, 1))
    of_sides = np.array([found[:, :2].sum(axis=(0, 1)), found[:, 2].sum(axis=0)])
    count = len(before.share)
    by_variant = np.bincount(before.variant, of_units, minlength=count)
    sites = np.bincount(before.site, of_units, minlength=len(before.sites))
    sides = of_sides.sum(axis=1)
    p = []
    for name, its, told in ((SITES, before.p_site, sites), (SIDES_OF, before.p_sides, sides)):
        known = worth(model.knowledge, getattr(condition, name))
        own = _own(condition, attrgetter(name))
        mean = its @ before.share
        target = (told + known * mean) / (told.sum() + known)
        weights = (by_variant + known * before.share) / (told.sum() + known)
        p.append(moved(its, own, weights, before.share, target))
    return _Forms(before.variant, before.share, before.sites, before.site, *p)


def _of_forms(
    model: Model,
    condition: Condition,
    forms: tuple[_Forms, _Forms],
    people: People,
    believed: Array,
) -> Iterator[Count]:
    """The numbers of sites and sides, of which `forms` are those before and after. Who is believed to
    be half at one place and half at another counts for as much as the belief tells."""
    before, after = forms
    by_site = np.zeros((len(people), len(before.sites)))
    np.add.at(by_site.T, before.site, believed.sum(axis=1).T)
    one = believed[:, :2].sum(axis=(1, 2))
    by_side = np.stack([one, 1 - one], axis=1)
    for name, values, sure, its, now in (
        (SITES, before.sites, by_site, before.p_site, after.p_site),
        (SIDES_OF, _ONE, by_side, before.p_sides, after.p_sides),
    ):
        if len(values) > 1:
            mean, own = now @ after.share, _own(condition, attrgetter(name))
            yield Count(
                name=name,
                values=values,
                before=its @ before.share,
                after=_mean(now, own, after.share),
                counted=people.weight @ sure,
                people=float(people.weight.sum() * _told_part(sure, people.weight, mean)),
                worth=worth(model.knowledge, getattr(condition, name)),
                variants=now,
            )


def _mean(p: Array, own: Flags, share: Array) -> Array:
    """The number of the whole: the mean of those that are stated, shape (values,)."""
    weights = np.where(own, share, 0.0) if own.any() else share
    mean: Array = p @ weights / weights.sum()
    return mean


def _told_part(sure: Array, weight: Array, mean: Array) -> float:
    """How much of what would be known if places were told is known as they are believed: 1 less the
    part that stays open (Louis 1982)."""
    open_ = (weight @ (sure * (1 - sure))).sum() / weight.sum()
    return float(max(0.0, 1 - open_ / max((mean * (1 - mean)).sum(), 1e-12)))


# ---- what was answered


def _asked(model: Model, condition: Condition, cause: int, people: People) -> Iterator[_Asked]:
    """The numbers that a condition states of what people answer."""
    stated = {AGE: condition.age, SEX: condition.female, **condition.findings}
    here = model.units.cause == cause
    names = [model.units.variant[unit] for unit in np.flatnonzero(here)]
    of = [list(condition.variants).index(name) if name else 0 for name in names]
    for id_, quantity in stated.items():
        values: tuple[str, ...]
        if id_ == SIDE:
            values, p = SIDE_ANSWERS, _of_side(condition, names)
        else:
            values, p = model.values[id_], model.raw_at(id_, None)[:, here]
        row = row_of(model, id_)
        answer, known = (
            _answers(codes[row], len(values)) for codes in (people.codes, people.known)
        )
        whole = np.array(_whole(id_, quantity, values))
        differs = id_ != SIDE and bool(np.ptp(p, axis=1).max() > 0)
        own = _own(condition, partial(_of_variant, id_))[of]
        yield _Asked(
            id_, values, whole, worth(model.knowledge, quantity), p, own, answer, known, differs
        )


def _own(condition: Condition, number: Callable[[Variant], Quantity | None]) -> Flags:
    """Which variants state a number of their own, shape (variants,)."""
    return np.array([number(one) is not None for one in condition.variants.values()] or [True])


def _of_variant(id_: str, variant: Variant) -> Quantity | None:
    if id_ == AGE:
        return variant.age
    return variant.female if id_ == SEX else variant.findings.get(id_)


def _of_side(condition: Condition, names: list[str]) -> Array:
    """P(answer to `side` | unit) as the condition or its variant states it."""
    own = [condition.variants[name].findings.get(SIDE) if name else None for name in names]
    each = [distribution(one or condition.findings[SIDE]) for one in own]
    return np.array([[p[value] for p in each] for value in SIDE_ANSWERS])


def _whole(id_: str, quantity: Quantity, values: tuple[str, ...]) -> list[float]:
    """The number of the condition over its values."""
    if isinstance(quantity.p, dict):
        p = distribution(quantity)
        return [p[value] for value in values]
    first = values.index("female") if id_ == SEX else values.index(PRESENT)
    return [quantity.p if index == first else 1 - quantity.p for index in range(len(values))]


def _answers(codes: Array, count: int) -> Index:
    """The index of the value of each code, -1 for none."""
    found: Index = np.where((codes > 0) & (codes <= count), codes.astype(np.intp) - 1, -1)
    return found


def _masses(one: _Asked, people: People, units: Array) -> tuple[Array, Array]:
    """How many gave each answer (V,), and of which units those are who gave one (U,)."""
    there = one.answer >= 0
    told = np.bincount(one.answer[there], people.weight[there], minlength=len(one.values))
    of_units: Array = people.weight[there] @ units[there]
    return told.astype(np.float64), of_units


def _moved(one: _Asked, people: People, units: Array, forms: _Forms) -> Array:
    """What units say of a number after counting, shape (V, U)."""
    told, of_units = _masses(one, people, units)
    total = told.sum() + one.worth
    weights = (of_units + one.worth * _units(forms)) / total
    target = (told + one.worth * one.whole) / total
    return moved(one.p, one.own, weights, _units(forms), target)


def _counted(one: _Asked, people: People, units: Array, forms: _Forms) -> Iterator[Count]:
    told, _ = _masses(one, people, units)
    if not told.sum():
        return
    after, weights = _moved(one, people, units, forms), _units(forms)
    of_variants = np.zeros((len(one.values), len(forms.share)))
    np.add.at(of_variants.T, forms.variant, (after * weights).T)
    yield Count(
        name=one.name,
        values=one.values,
        before=one.whole,
        after=_mean(after, one.own, weights),
        counted=told,
        people=float(told.sum()),
        worth=one.worth,
        variants=of_variants / forms.share,
    )
