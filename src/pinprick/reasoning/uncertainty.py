"""How sure is the number? The knowledge base drawn anew a few hundred times, within what its ranges
allow.

A flag is logit-normal, fitted to p and its 90 % range (without a range, to the spread of its
basis); a condition's number moves all its sites alike. A distribution is Dirichlet, with the
concentration of its basis. Every draw is keyed by the path of the number. What no answer changes is
drawn once and kept in the model.

All hypotheses of a unit share its answers, and all of a site share its map: so the patterns of each
site are summed first, then the sides of each unit, and only sums meet the answers."""

from collections.abc import Callable, Mapping

import numpy as np
from msgspec import Struct

from pinprick.case.known import Known
from pinprick.knowledge.ids import ABSENT, SIDE, SIDE_ANSWERS, SIDES, UNKNOWN
from pinprick.model.axes import Array, Drawn, Index, Model
from pinprick.model.rows import Damaged
from pinprick.model.together import correction
from pinprick.once import once
from pinprick.reasoning.drawn_places import places
from pinprick.reasoning.inference import column, known_band
from pinprick.reasoning.sites import Sites, sites

_DEARER = 3
"""So many times dearer a change of the sums is held to be than an answer: they have to be made."""


class Interval(Struct, frozen=True):
    """The middle 90 % of the draws."""

    low: float
    high: float


def draws(model: Model, known: Known) -> Array:
    """P(cause | answers) for each draw of the knowledge base, shape (draws, causes). Where those
    that were kept are not as they were written they are drawn anew."""
    try:
        return _of_causes(model, known, model.drawn or _anew(model))
    except Damaged:
        return _of_causes(model, known, _anew(model))


def _of_causes(model: Model, known: Known, drawn: Drawn) -> Array:
    at = sites(model)
    by_site = _by_site(drawn.patterns[...], places(model, known, drawn), at)
    best = np.maximum(by_site.max(axis=0), np.finfo(np.float64).tiny)
    by_site = by_site / best
    by_side = _by_side(model, known, drawn)
    within = sum(p * of_side[at.of_units] for p, of_side in zip(by_side, by_site, strict=True))
    log_units = _log_answers(model, known, drawn) + np.log(best)[at.of_units]
    top = np.where(within > 0, log_units, -np.inf).max(axis=0)
    weights = np.exp(log_units - top) * within
    by_cause = np.add.reduceat(weights, model.units.starts, axis=0)
    result: Array = np.ascontiguousarray((by_cause / by_cause.sum(axis=0)).T)
    return result


def intervals(drawn: Array, p: Array) -> list[Interval]:
    """The middle 90 % of the draws (draws, n) of some probabilities `p` (n,), each widened to hold
    the probability itself."""
    if not len(p):
        return []
    ranked = np.sort(drawn, axis=0)
    low, high = np.minimum(_quantile(ranked, 0.05), p), np.maximum(_quantile(ranked, 0.95), p)
    return [Interval(*ends) for ends in zip(low.tolist(), high.tolist(), strict=True)]


def _quantile(ranked: Array, share: float) -> Array:
    """The quantile of values (draws, n) that rise along the draws, between two of them in
    proportion.

    That of numpy is the same, but loads its masked arrays first, which takes longer than an
    assessment."""
    place = share * (len(ranked) - 1)
    below = int(place)
    above = min(below + 1, len(ranked) - 1)
    between: Array = ranked[below] + (place - below) * (ranked[above] - ranked[below])
    return between


def stable_first(drawn: Array, first: int) -> float:
    """In which part of the draws the cause at index `first` comes first."""
    return float((drawn.argmax(axis=1) == first).mean())


# ---- units, sites and sides


@once
def _anew(model: Model) -> Drawn:
    from pinprick.model.draws import prior  # needed only where none were kept

    return prior.prepare(model)


def _by_site(patterns: Array, table: Array | None, at: Sites) -> Array:
    """P(what is known of where it is numb | site, side), shape (3 sides, sites + 1, draws)."""
    weights = patterns[None].astype(np.float64) if table is None else table * patterns
    of_sites = np.add.reduceat(weights, at.patterns, axis=1)
    joined = np.concatenate([of_sites, of_sites.sum(axis=1, keepdims=True)], axis=1)
    return np.broadcast_to(joined, (len(SIDES), *joined.shape[1:]))


def _by_side(model: Model, known: Known, drawn: Drawn) -> Array:
    """P(side, the answer to `side` | unit), shape (3 sides, U, draws)."""
    side = known.given.get(SIDE, UNKNOWN)
    if side == UNKNOWN:
        return drawn.sides[...]
    told = np.exp(model.log_side[SIDE_ANSWERS.index(str(side))]).T.astype(np.float32)
    by_side: Array = drawn.sides[...] * told[:, :, None]
    return by_side


def _log_answers(model: Model, known: Known, drawn: Drawn) -> Array:
    """log P(unit, answers), shape (U, draws), up to a constant of the draw."""
    band = known_band(model, known)
    indexes = {id_: column(model, id_, known.get(id_)) for id_ in model.findings}
    told = {id_: index for id_, index in indexes.items() if index is not None}
    begun = _begun(model)(drawn, band, _is_nearly_denied(model, told))
    sums = _Sums(begun.told, begun.of_causes.copy(), begun.of_units.copy())
    _change(model, drawn, band, sums, told)
    result: Array = sums.of_units + sums.of_causes[model.units.cause]
    return result


class _Sums(Struct, frozen=True):
    """What the answers `told`, each by the index of its value, say together: of causes, shape
    (causes, draws), and beside that of their units, shape (U, draws)."""

    told: Mapping[str, int]
    of_causes: Array
    of_units: Array


def _change(
    model: Model, drawn: Drawn, band: int | None, sums: _Sums, told: Mapping[str, int]
) -> None:
    """Adds to sums what answers say that are not among theirs, and takes away what theirs say that
    are not among the answers."""
    for finding in model.findings:
        index, before = told.get(finding), sums.told.get(finding)
        if index == before:
            continue
        own = _own(model)(drawn, finding, band)
        for add, one in ((np.add, index), (np.subtract, before)):
            if one is not None:
                log_p = drawn.numbers[finding].log_p[one]
                said = log_p.take(own.of_causes, axis=0) - log_p[own.chance]
                sums.of_causes[own.causes] = add(sums.of_causes[own.causes], said)
                said = log_p.take(own.of_units, axis=0) - log_p.take(own.instead_of, axis=0)
                sums.of_units[own.units] = add(sums.of_units[own.units], said)
    for finding, pair in model.beside.items():
        both, before_both = ((one.get(finding), one.get(pair.other)) for one in (told, sums.told))
        if pair.leads and both != before_both:
            of_units = sums.of_units
            of_units += _of_both(model)(drawn, finding, *both)
            of_units -= _of_both(model)(drawn, finding, *before_both)


def _is_nearly_denied(model: Model, told: Mapping[str, int]) -> bool:
    """Whether the answers are fewer away from a no to every sign than from nothing."""
    denied = _denied(model)
    same = sum(denied.get(id_) == index for id_, index in told.items())
    return _DEARER * (len(denied) + len(told) - 2 * same) < len(told)


@once
def _denied(model: Model) -> dict[str, int]:
    """The index of a no to every sign."""
    findings = model.knowledge.vocabulary.findings
    return {
        id_: values.index(ABSENT)
        for id_, values in model.values.items()
        if findings[id_].kind == "flag"
    }


@once
def _begun(model: Model) -> Callable[[Drawn, int | None, bool], _Sums]:
    """The sums that a case begins with: of no answer, or at an age band of a no to every sign, which
    most who answer all have nearly said. The latter are reckoned when they are first needed."""
    found: dict[int | None, _Sums] = {}

    def begun(drawn: Drawn, band: int | None, denied: bool) -> _Sums:
        units = drawn.log_units[...]
        nothing = _Sums({}, np.zeros((len(model.causes), units.shape[1])), units)
        if not denied:
            return nothing
        if band not in found:
            sums = _Sums({}, nothing.of_causes, units.copy())
            _change(model, drawn, band, sums, _denied(model))
            found[band] = _Sums(_denied(model), sums.of_causes, sums.of_units)
        return found[band]

    return begun


@once
def _of_both(model: Model) -> Callable[[Drawn, str, int | None, int | None], Array | float]:
    """What two signs that come together say beyond each alone, by the first of them and the indexes
    of both answers, shape (U, draws); 0 where not both were answered. Reckoned once of each."""
    found: dict[tuple[str, int, int], Array] = {}

    def of_both(drawn: Drawn, first: str, value: int | None, other: int | None) -> Array | float:
        if value is None or other is None:
            return 0.0
        apart = _distinct(model)(drawn, first)
        key = first, value, other
        if key not in found:
            one = model.beside[first]
            p, q = (
                np.exp(drawn.numbers[id_].log_p[0].take(of, axis=0))
                for id_, of in zip((first, one.other), apart.of, strict=True)
            )
            found[key] = correction(one.share[apart.units], p, q, (value, other))
        of_units: Array = found[key].take(apart.back, axis=0)
        return of_units

    return of_both


class _Distinct(Struct, frozen=True):
    """Which numbers of the two signs of a pair go together (2, N), a unit of each (N,), and which of
    them is that of every unit (U,)."""

    of: Index
    units: Index
    back: Index


@once
def _distinct(model: Model) -> Callable[[Drawn, str], _Distinct]:
    """What units have for a pair, by its first sign, each once; looked for once."""
    found: dict[str, _Distinct] = {}

    def distinct(drawn: Drawn, first: str) -> _Distinct:
        if first not in found:
            one = model.beside[first]
            of = [drawn.numbers[id_].of[0] for id_ in (first, one.other)]
            # not by numpy.unique, which loads its masked arrays for such values
            shares = sorted(set(one.share.tolist()))
            at = np.array([*of, np.searchsorted(shares, one.share)])
            each, units, back = np.unique(at, axis=1, return_index=True, return_inverse=True)
            found[first] = _Distinct(each[:2], units, back.ravel())
        return found[first]

    return distinct


class _Own(Struct, frozen=True):
    """The causes whose first unit has another number than chance, which tells none of them from
    another, and the units that have another than the first of their cause: which numbers those are."""

    chance: int
    causes: Index
    of_causes: Index
    units: Index
    of_units: Index
    instead_of: Index


@once
def _own(model: Model) -> Callable[[Drawn, str, int | None], _Own]:
    """What has a number of its own for a finding at an age band, looked for once."""
    starts, cause = model.units.starts, model.units.cause
    found: dict[tuple[str, int | None], _Own] = {}

    def own(drawn: Drawn, finding: str, band: int | None) -> _Own:
        if (finding, band) not in found:
            bands = drawn.numbers[finding].of
            of = bands[0 if band is None or bands.shape[0] == 1 else band + 1]
            chance = int(of[starts[-1]])  # the first unit of `other`
            causes = np.flatnonzero(of[starts] != chance)
            units = np.flatnonzero(of != of[starts][cause])
            found[finding, band] = _Own(
                chance, causes, of[starts[causes]], units, of[units], of[starts[cause[units]]]
            )
        return found[finding, band]

    return own
