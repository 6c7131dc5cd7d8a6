"""Simulated people as columns, all at once: what the cohort's engines are timed and held on.

Each has the answers that their cause, side and pattern bring, as in `lab.simulate`, but each answer
for itself: signs that come together are drawn apart here, so both ways to have them occur."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pinprick.cohort.columns import DO_NOT_KNOW, Coded, Codes, empty, findings, mask, values
from pinprick.knowledge.ids import AGE, MAP_PARTS, SIDE, SIDES
from pinprick.knowledge.quantity import number
from pinprick.model.axes import Array, Index, Model

_OLDEST = 96
"""Years under which the people of the last band are."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How people are asked: `answers` at most of each, None for all; `by` who can know them; the part
    that was shown no map, and the part that was shown it without some regions."""

    answers: int | None = None
    by: tuple[str, ...] = ("person",)
    no_map: float = 0.0
    hidden: float = 0.0


WHOLE, FEW = Manner(), Manner(answers=25)
"""All that a person can tell, with the map; and 25 answers with the map."""
ANY = Manner(by=("person", "examiner", "test"), no_map=0.3, hidden=0.4)
"""Anything, by anybody, with a map, a part of it, or none."""


def crowd(model: Model, count: int, manner: Manner, seed: int = 1) -> Coded:
    """So many people. With `ANY` each was asked a random number of findings."""
    g, coded = np.random.default_rng(seed), empty(model, count)
    hypotheses = model.hypotheses
    prior = np.exp(hypotheses.log_prior)
    which = g.choice(len(prior), size=count, p=prior / prior.sum())
    unit, side = hypotheses.unit[which], hypotheses.side[which]
    _answer(model, coded, g, manner, unit)
    row = findings(model).index(SIDE)
    coded.codes[row] = _drawn(np.exp(model.log_side[:, unit, side]), g)
    _paint(model, coded, g, hypotheses.pattern[which], side)
    _hide(model, coded, g, manner)
    _say(model, coded, g)
    known = (coded.codes > 0) & (g.random(coded.codes.shape) < 0.03)
    coded.codes[known] = DO_NOT_KNOW
    _forget(coded, g, manner)
    _age(model, coded, g)
    return coded


def _drawn(shares: Array, g: np.random.Generator) -> Codes:
    """The code of a value for each case, of shares (values, N)."""
    summed = np.cumsum(shares, axis=0)
    drawn = (g.random(shares.shape[1]) * summed[-1] > summed).sum(axis=0)
    codes: Codes = np.minimum(drawn + 1, len(shares)).astype(np.uint8)
    return codes


def _answer(
    model: Model, coded: Coded, g: np.random.Generator, manner: Manner, unit: Index
) -> None:
    place = {id_: row for row, id_ in enumerate(findings(model))}
    for id_ in model.findings:
        if model.knowledge.vocabulary.findings[id_].by in manner.by:
            coded.codes[place[id_]] = _drawn(model.raw_at(id_, None)[:, unit], g)


def _paint(model: Model, coded: Coded, g: np.random.Generator, pattern: Index, side: Index) -> None:
    settings, raw = model.knowledge.settings.map, model.patterns.raw
    wrong, left_out = number(settings.wrong_side), number(settings.left_out)
    named, of = model.knowledge.vocabulary.regions, model.patterns.of
    midline = np.array([named[region].midline for region in model.regions])
    bits = 1 << np.arange(len(model.regions), dtype=np.uint64)
    for index, part in enumerate(MAP_PARTS):
        affected = np.where(
            side == SIDES.index("both"), 1 - left_out, np.where(side == index, 1 - wrong, wrong)
        )
        shown = g.random(len(side)) < (1.0 if part == "midline" else affected)
        segments = g.random((len(side), raw.any.shape[1])) < np.exp(raw.any)[pattern]
        painted = g.random((len(side), len(bits))) < np.exp(raw.painted)[pattern]
        painted &= segments[:, of] & shown[:, None] & (midline == (part == "midline"))
        getattr(coded, part)[:] = painted @ bits
    coded.shown[:] = True


def _hide(model: Model, coded: Coded, g: np.random.Generator, manner: Manner) -> None:
    """Take the map from some, and some of its regions from others."""
    count = len(coded)
    without, hidden = g.random(count) < manner.no_map, g.random(count) < manner.hidden
    regions = (g.random((count, len(model.regions))) < g.random((count, 1))) @ (
        1 << np.arange(len(model.regions), dtype=np.uint64)
    )
    painted = coded.left | coded.right | coded.midline
    coded.not_asked[:] = np.where(hidden, regions & ~painted.astype(np.uint64), 0)
    coded.shown[:] = ~without
    for name in (*MAP_PARTS, "not_asked"):
        getattr(coded, name)[without] = 0


def _say(model: Model, coded: Coded, g: np.random.Generator) -> None:
    """Answer in words what the map would tell, now and then otherwise than it was painted."""
    named, painted = model.knowledge.vocabulary, coded.left | coded.right | coded.midline
    for row, (id_, its) in enumerate(zip(findings(model), values(model), strict=True)):
        words = named.findings[id_].in_words
        if words:
            told = (painted & np.uint32(mask(model, words))) > 0
            told ^= g.random(len(coded)) < 0.05
            coded.codes[row] = np.where(told, 1, 2)
        elif id_ in named.in_place_of_map:
            coded.codes[row] = g.integers(0, len(its) + 1, len(coded))


def _forget(coded: Coded, g: np.random.Generator, manner: Manner) -> None:
    """Keep only so many answers of each."""
    count, place = len(coded), g.random(coded.codes.shape)
    if manner.answers is not None:
        most: npt.NDArray[np.int64] = np.full(count, manner.answers)
    elif manner == ANY:
        most = np.array([5, 15, 40, 100, len(coded.codes)])[g.integers(0, 5, count)]
    else:
        return
    order = np.argsort(np.where(coded.codes > 0, place, 2.0), axis=0)
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(len(coded.codes))[:, None], axis=0)
    coded.codes[ranks >= most] = 0


def _age(model: Model, coded: Coded, g: np.random.Generator) -> None:
    """Years within the band, where it was told; with `ANY` some are children."""
    edges = np.array([*model.knowledge.vocabulary.findings[AGE].bins, _OLDEST])
    row = findings(model).index(AGE)
    band = coded.codes[row].astype(np.intp)
    told = (band > 0) & (band < DO_NOT_KNOW)
    low = edges[np.where(told, band - 1, 0)]
    high = edges[np.where(told, band, 1)]
    years = np.floor(low + g.random(len(coded)) * (high - low))
    coded.age[:] = np.where(told, years, np.nan)
