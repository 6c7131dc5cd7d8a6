"""The model as flat arrays, for engines that take many cases at once.

Nothing is reckoned here a second time: what the compiler, the painting of the map and the voice of
the causes make is laid out so that a case only looks up rows. All arrays are contiguous, so that an
engine in another language can take them as they are; each module says the shapes of its own:

- `told`: what is implied, first of all, in numpy for every engine;
- `sums`: log P(answers | unit); `places`: P(map, words, side | unit); their product with the prior
  is the posterior: w[u] = exp(log_prior[u] + Σ rows) · Σ_side of_units[side, u];
- `standing`: the rules and upgrades as a program over planes of bits;
- `taken`: the ways to take red flags, for the voice of the causes.
"""

import numpy as np
from msgspec import Struct

from pinprick.cohort.columns import Int32, findings
from pinprick.cohort.places import Places, places
from pinprick.cohort.standing import Rulebook, rulebook
from pinprick.cohort.sums import AllSums, Ways, sums, ways
from pinprick.cohort.taken import Taken, taken
from pinprick.knowledge.ids import AGE, OTHER
from pinprick.model.axes import Array, Model
from pinprick.once import once
from pinprick.urgency.causes import settled


class Harm(Struct, frozen=True):
    """What a wrong level costs: `levels` (C,) are the ranks of the causes' own levels, `cost` (5, 5)
    is by the level of a cause and the level given, and a level too low costs `missed` (C,) times as
    much. An emergency by causes needs one that an upgrade made so and that is as probable as
    `least_raised`. Where `other` is more probable than `worrying`, the level is at least its own,
    `worried`."""

    levels: Int32
    cost: Array
    missed: Array
    least_raised: float
    worrying: float
    worried: int


class Tables(Struct, frozen=True):
    """A model of U units and C causes, of which the last is `other`.

    `age` is the row of its codes, and `together` (B, 2) are those of signs that come together.
    `cause` (U,) is the cause of a unit, `starts` (C,) where the units of a cause begin; both `ways`
    and units stand in the order of their causes. `by_id` (C - 1,) are the causes but `other` in the
    order of their ids, in which equal ones are told. `site_order` (U',) are the units of our
    conditions in the order of their sites and `site_starts` (S',) where those of each begin, sites
    in the order in which `reasoning.inference.localise` ranks equal ones; `site` (S',) is each as an
    index into `outcome.places`.
    """

    age: int
    together: Int32
    cause: Int32
    starts: Int32
    log_prior: Array
    ways: Ways
    sums: AllSums
    places: Places
    rulebook: Rulebook
    taken: Taken
    harm: Harm
    by_id: Int32
    site_order: Int32
    site_starts: Int32
    site: Int32


@once
def tables(model: Model) -> Tables:
    """The tables of a model."""
    ours = range(len(model.causes) - 1)
    order, starts, site = _sites(model)
    row = {id_: n for n, id_ in enumerate(findings(model))}
    pairs = [(id_, one.other) for id_, one in model.beside.items() if one.leads]
    return Tables(
        age=row[AGE],
        together=np.array([[row[one] for one in pair] for pair in pairs], np.int32).reshape(-1, 2),
        cause=model.units.cause.astype(np.int32),
        starts=model.units.starts.astype(np.int32),
        log_prior=model.units.log_prior,
        ways=ways(model),
        sums=sums(model),
        places=places(model),
        rulebook=rulebook(model),
        taken=taken(model),
        harm=_harm(model),
        by_id=np.array(sorted(ours, key=lambda cause: model.causes[cause]), dtype=np.int32),
        site_order=order,
        site_starts=starts,
        site=site,
    )


def _harm(model: Model) -> Harm:
    its, settings = settled(model), model.knowledge.settings
    return Harm(
        levels=its.levels.astype(np.int32),
        cost=np.ascontiguousarray(its.cost, dtype=np.float64),
        missed=its.missed,
        least_raised=settings.harm.least_raised,
        worrying=settings.other.worrying,
        worried=settings.other.level.rank,
    )


def _sites(model: Model) -> tuple[Int32, Int32, Int32]:
    """The units of our conditions by site."""
    assert model.causes[-1] == OTHER
    names = model.units.site[: int(model.units.starts[-1])]
    sites = list(dict.fromkeys(names))
    of = np.array([sites.index(name) for name in names])
    order = np.argsort(of, kind="stable").astype(np.int32)
    starts = np.flatnonzero(np.diff(of[order], prepend=-1)).astype(np.int32)
    known = list(model.knowledge.sites)
    return order, starts, np.array([known.index(name) for name in sites], dtype=np.int32)
