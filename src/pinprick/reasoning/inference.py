"""What the answers say of each hypothesis, and what follows for causes, families, sites and
variants.

Exact always: every hypothesis is weighed, those that differ in the pattern alone together; sums of
probabilities are taken in log space. The first axis is the cases, and one case is a batch of one.
"""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from pinprick.case.answers import Answer
from pinprick.case.known import Known
from pinprick.knowledge.ids import AGE, MAP, OTHER, SIDE, SIDE_ANSWERS, SIDES, UNKNOWN
from pinprick.model.axes import Array, Index, Model
from pinprick.once import once
from pinprick.reasoning.painting import log_map, with_words
from pinprick.reasoning.sites import by_site, sites


class Evidence(Struct, frozen=True):
    """The answers of a case that say something: `findings` (F) in the order of the vocabulary.

    `rows` (F,) are their rows in the table of the model; those of the side and of the map say
    nothing there. `side` is the index of the answer to it, None when there is none. `places` (P, 3)
    is what the map and the answers in words for it say of patterns and sides, under the one finding
    `numb-regions`; `of_map` is what the map alone says."""

    findings: tuple[str, ...]
    rows: Index
    side: int | None
    places: Array | None
    of_map: Array | None


class Place(Struct, frozen=True):
    """Where the trouble may sit: a site, on which side, with its probability."""

    site: str
    side: str
    probability: float


class Belief(Struct, frozen=True):
    """What the answers make likely, reckoned once for everybody who asks: P(side, unit | known),
    shape (3, U), and its sums by unit (U,) and by cause (causes,), each summing to 1."""

    evidence: Evidence
    sides: Array
    units: Array
    causes: Array


# ---- what the answers say


def evidence(model: Model, known: Known) -> Evidence:
    """What the answers say; what is unknown or was not asked is left out."""
    return _evidence(model, known, log_map(model, known))


def _evidence(model: Model, known: Known, of_map: Array | None) -> Evidence:
    """The same, where `log_map` is known already."""
    places = with_words(model, known, of_map)
    band, silent = known_band(model, known), len(model.log_p) - 1
    rows = {} if places is None else {MAP: silent}
    said = _rows(model)
    for finding, answer in known.answers.items():
        row = said.get((finding, answer))
        if row is not None:
            rows[finding] = row
    for finding in (AGE, *model.by_age):
        index = column(model, finding, known.get(finding))
        if index is not None:
            rows[finding] = model.row(finding, index, band)
    for finding, one in model.beside.items():
        if not one.leads and finding in rows and one.other in rows:
            given, index = (column(model, id_, known.get(id_)) for id_ in (one.other, finding))
            assert given is not None
            assert index is not None
            rows[finding] = model.row_beside(finding, index, given)
    # what follows from the map weighs nothing beside it
    side = known.given.get(SIDE, UNKNOWN)
    if side != UNKNOWN:
        rows[SIDE] = silent
    order = _order(model)
    findings = tuple(sorted(rows, key=order.__getitem__))
    return Evidence(
        findings=findings,
        rows=np.array([rows[finding] for finding in findings], dtype=np.intp),
        side=None if side == UNKNOWN else SIDE_ANSWERS.index(str(side)),
        places=places,
        of_map=of_map,
    )


@once
def _rows(model: Model) -> dict[tuple[str, Answer], int]:
    """The row of each answer that says the same at every age."""
    return {
        (finding, value): model.first[finding] + index
        for finding in model.findings
        if finding != AGE and finding not in model.by_age
        for index, value in enumerate(model.values[finding])
    }


@once
def _order(model: Model) -> dict[str, int]:
    """The place of each finding in the vocabulary."""
    return {id_: place for place, id_ in enumerate(model.knowledge.vocabulary.findings)}


def known_band(model: Model, known: Known) -> int | None:
    """The index of the person's age band; None when it is not known, or below the first."""
    return column(model, AGE, known.get(AGE)) if AGE in model.first else None


def column(model: Model, finding: str, answer: Answer) -> int | None:
    """The index of an answer among the values of its finding; None when it says nothing of its
    own."""
    if finding not in model.first or answer == UNKNOWN:
        return None
    if finding == AGE:
        return age_band(float(str(answer)), model.knowledge.vocabulary.findings[AGE].bins)
    return model.values[finding].index(str(answer))


def first_row(model: Model, known: Known, finding: str, band: int | None) -> int:
    """Where the values of a finding begin, at an age band and beside the answer to the sign it comes
    together with."""
    if finding in model.beside:
        other = model.beside[finding].other
        given = column(model, other, known.get(other))
        if given is not None:
            return model.row_beside(finding, 0, given)
    return model.row(finding, 0, band)


def age_band(years: float, bins: Sequence[float]) -> int | None:
    """The index of the age band, bands starting at each of `bins`; None below the first: shares are
    of adults."""
    below = [index for index, edge in enumerate(bins) if years >= edge]
    return below[-1] if below else None


def log_units(model: Model, many: Sequence[Evidence]) -> Array:
    """log P(answers but side and map | unit) of each case, shape (N, U)."""
    most = max((len(one.rows) for one in many), default=0)
    rows = np.full((len(many), most), len(model.log_p) - 1)
    for index, one in enumerate(many):
        rows[index, : len(one.rows)] = one.rows
    total: Array = model.log_p[rows].sum(axis=1)
    return total


def log_sides(model: Model, found: Evidence) -> Array:
    """log P(side, answer to it, map | unit), shape (3, U); -inf where there is no such
    hypothesis."""
    at = sites(model)
    logs = at.log_sides
    if found.side is not None:
        logs = logs + model.log_side[found.side].T
    if found.places is not None:
        logs = logs + by_site(model, found.places, np.ones(1)).log_p[0][:, at.of_units]
    return logs


def log_within(model: Model, found: Evidence) -> Array:
    """log P(unit, answer to the side, map), shape (U,)."""
    total: Array = model.units.log_prior + log_sum_exp(log_sides(model, found), axis=0)
    return total


def log_likelihoods(model: Model, found: Evidence) -> Array:
    """log P(answer | hypothesis) of each answer, shape (F, H)."""
    hypotheses = model.hypotheses
    table = model.log_p[found.rows][:, hypotheses.unit]
    for index, finding in enumerate(found.findings):
        if finding == SIDE and found.side is not None:
            table[index] = model.log_side[found.side][hypotheses.unit, hypotheses.side]
        elif finding == MAP and found.places is not None:
            table[index] = found.places[hypotheses.pattern, hypotheses.side]
    return table


# ---- what follows


def log_sum_exp(values: Array, axis: int = -1) -> Array:
    """log Σ exp(values) along an axis, safe for values far below zero."""
    top = values.max(axis=axis, keepdims=True)
    total: Array = np.squeeze(top, axis) + np.log(np.exp(values - top).sum(axis=axis))
    return total


def posterior(model: Model, found: Evidence) -> Array:
    """P(hypothesis | answers) of one case, shape (H,), summing to 1: the formula as it is written,
    every hypothesis with every answer."""
    joint = model.hypotheses.log_prior + log_likelihoods(model, found).sum(axis=0)
    weights: Array = np.exp(joint - joint.max())
    return weights / float(weights.sum())


def posteriors(model: Model, many: Sequence[Evidence]) -> Array:
    """P(side, unit | answers) of each case, shape (N, 3, U), each summing to 1."""
    sided = np.array([log_sides(model, one) for one in many])
    joint = (log_units(model, many) + model.units.log_prior)[:, None, :] + sided
    weights: Array = np.exp(joint - joint.max(axis=(1, 2), keepdims=True))
    weights /= weights.sum(axis=(1, 2), keepdims=True)
    return weights


def believe(model: Model, known: Known) -> Belief:
    """What is likely, given what is known."""
    return beliefs(model, [evidence(model, known)])[0]


def revised(model: Model, before: Belief, was: Known, many: Sequence[Known]) -> list[Belief]:
    """What is likely in each of `many` cases that differ from one, which `was` known, in some
    answers; what was painted is not reckoned again where they leave it."""
    of_map, found = before.evidence.of_map, []
    for known in many:
        same = known.get(MAP) == was.get(MAP)
        found.append(_evidence(model, known, of_map if same else log_map(model, known)))
    return beliefs(model, found)


def beliefs(model: Model, many: Sequence[Evidence]) -> list[Belief]:
    """What is likely in each of some cases."""
    if not many:
        return []
    sides = posteriors(model, many)
    units: Array = sides.sum(axis=1)
    causes = np.minimum(np.add.reduceat(units, model.units.starts, axis=1), 1.0)
    return [Belief(*each) for each in zip(many, sides, units, causes, strict=True)]


def by_family(model: Model, causes: Array) -> dict[str, float]:
    """Probabilities of causes (causes,) summed by family, most probable first."""
    sums: dict[str, float] = {}
    for family, p in zip(model.families, causes, strict=True):
        sums[family] = sums.get(family, 0.0) + float(p)
    return dict(sorted(sums.items(), key=lambda item: -item[1]))


def localise(model: Model, sides: Array) -> tuple[Place, ...]:
    """Where along the nerves or vessels the trouble sits, most probable first; `other` has no
    place. `sides` (3, U) is P(side, unit)."""
    places, of_sides = _places(model)
    sums = np.bincount(of_sides, weights=sides.ravel(), minlength=len(places))
    ranked = sorted(range(len(places)), key=lambda index: -sums[index])
    named = ((places[index], float(sums[index])) for index in ranked)
    return tuple(Place(*place, p) for place, p in named if place[0] in model.knowledge.sites)


@once
def _places(model: Model) -> tuple[tuple[tuple[str, str], ...], Index]:
    """The sites with their sides in the order of the units, and which of them each side of each
    unit is."""
    ours = model.units.starts[-1]  # the last cause is `other`
    named = [site if unit < ours else OTHER for unit, site in enumerate(model.units.site)]
    each = [(site, side) for side in SIDES for site in named]
    numbers = {place: number for number, place in enumerate(dict.fromkeys(each))}
    return tuple(numbers), np.array([numbers[place] for place in each])
