"""A small knowledge base with forms and places, and people whose numbers are drawn within its ranges."""

import numpy as np
from msgspec.structs import replace

from pinprick.cohort.columns import empty, findings
from pinprick.cohort.labelled import Labelled
from pinprick.knowledge import Background, Condition, Knowledge, Region, Site, Variant, Vocabulary
from pinprick.knowledge.ids import AGE, MAP_PARTS, SIDE
from pinprick.knowledge.quantity import Quantity, number
from pinprick.learning import worth
from pinprick.model.axes import Array, Index, Model
from tests import small
from tests.drawing import quantity

FLAGS = ("tingles", "burns", "worse-at-night", "weak-ankle")
ONSET = ("sudden", "days", "months")
WORTH = 12
"""How many people a distribution of the base is worth."""


def _words(id_: str) -> dict[str, str]:
    return {"en": id_}


def _vocabulary() -> Vocabulary:
    findings = {
        "age": small.finding("number", "person", bins=(18.0, 40.0, 60.0, 75.0)),
        "sex": small.finding("choice", "person", values=("female", "male")),
        "numb-regions": small.finding("regions", "where"),
        "side": small.finding("choice", "where", values=small.SIDE_ANSWERS),
        "onset": small.finding("choice", "feel", values=ONSET),
    }
    findings |= {id_: small.finding("flag", "feel") for id_ in FLAGS}
    regions = {id_: Region(_words(id_), "foot") for id_ in ("toe", "heel")}
    return Vocabulary({**regions, "saddle": Region(_words("saddle"), "rest", midline=True)}, findings, small.GROUPS)


def _site(weak: float, **painted: float) -> Site:
    words = _words("site")
    return Site(words, words, words, painted, "estimate", strength={"weak-ankle": weak})


def _over(**p: float) -> Quantity:
    return quantity(p)


def _condition(id_: str, share: float, sites: Quantity, **findings: Quantity) -> Condition:
    sides = _over(one=0.7, both=0.3)
    age = quantity(dict(zip(small.ADULTS, (0.2, 0.3, 0.3, 0.2), strict=True)))
    bare = small.bare_condition(id_, ("peroneal",))
    female = quantity(0.4, (0.3, 0.55))
    return replace(
        bare, share=quantity(share, (share / 2, share * 1.6)), sites=sites, sides=sides, age=age, female=female,
        findings=findings,
    )  # fmt: skip


def base() -> Knowledge:
    """Three conditions: one at one place, one at two, one with two forms, each with its own onset and tingling, of
    which one has its own places."""
    both = _over(peroneal=0.4, root=0.6)
    onset = quantity(dict(zip(ONSET, (0.34, 0.3, 0.36), strict=True)))
    fast, slow = (
        {"onset": quantity(dict(zip(ONSET, p, strict=True))), "tingles": quantity(tingles)}
        for p, tingles in (((0.7, 0.2, 0.1), 0.6), ((0.1, 11 / 30, 0.9 - 11 / 30), 0.1))
    )
    disc = _condition(
        "disc", 0.3, both, tingles=quantity(0.3, (0.2, 0.45)), onset=onset, **{"weak-ankle": quantity(0.5, (0.3, 0.7))}
    )
    own = quantity({"peroneal": 0.4, "root": 0.6})
    forms = {
        "fast": Variant(_words("fast"), quantity(0.4), findings=fast, sites=own),
        "slow": Variant(_words("slow"), quantity(0.6), findings=slow),
    }
    conditions = [
        _condition(
            "pressure", 0.4, _over(peroneal=1.0), tingles=quantity(0.8, (0.65, 0.9)), burns=quantity(0.1), onset=onset
        ),
        replace(disc, variants=forms),
        _condition("cord", 0.2, both, burns=quantity(0.5, (0.2, 0.8)), **{"weak-ankle": quantity(0.3)}),
    ]
    rest = {
        "age": small.even(*small.ADULTS),
        "sex": small.even("female", "male"),
        "side": small.even(*small.SIDE_ANSWERS),
    }
    usual = {id_: quantity(0.2) for id_ in FLAGS} | {"onset": small.even(*ONSET)}
    spread = {basis: replace(one, concentration=WORTH) for basis, one in small.PLAIN_SETTINGS.spread.items()}
    return small.assemble(
        vocabulary=_vocabulary(),
        conditions={one.id: one for one in conditions},
        sites={"peroneal": _site(0.6, toe=0.9, heel=0.1), "root": _site(0.1, toe=0.2, heel=0.8)},
        background=Background(rest | usual),
        settings=replace(small.PLAIN_SETTINGS, spread=spread),
    )


def people(model: Model, count: int, seed: int) -> Labelled:
    """So many people of a model, labelled, who answer everything; drawn as the numbers stand."""
    generator = np.random.default_rng(seed)
    prior = np.exp(model.hypotheses.log_prior)
    drawn = generator.choice(len(prior), size=count, p=prior / prior.sum())
    unit, side = model.hypotheses.unit[drawn], model.hypotheses.side[drawn]
    coded = empty(model, count)
    for row, id_ in enumerate(findings(model)):
        p = np.exp(model.log_side[:, unit, side]) if id_ == SIDE else model.raw_at(id_, None)[:, unit]
        coded.codes[row] = _one_of(p, generator) + 1
    edges = np.array(model.knowledge.vocabulary.findings[AGE].bins)
    coded.age[:] = edges[coded.codes[findings(model).index(AGE)] - 1]
    raw, pattern = model.patterns.raw, model.hypotheses.pattern[drawn]
    middle = np.array([model.knowledge.vocabulary.regions[id_].midline for id_ in model.regions])
    settings = model.knowledge.settings.map
    wrong, left_out = number(settings.wrong_side), number(settings.left_out)
    for index, part in enumerate(MAP_PARTS):
        if part == "midline":
            shown = np.ones(count)
        else:
            shown = np.where(side == 2, 1 - left_out, np.where(side == index, 1 - wrong, wrong))
        there = (generator.random(count) < shown)[:, None] & (
            generator.random((count, raw.any.shape[1])) < np.exp(raw.any[pattern])
        )
        painted = there[:, model.patterns.of] & (
            generator.random(raw.painted[pattern].shape) < np.exp(raw.painted[pattern])
        )
        bits = painted & (middle if part == "midline" else ~middle)
        getattr(coded, part)[:] = bits @ (1 << np.arange(len(model.regions)))
    coded.shown[:] = True
    return Labelled(coded, model.units.cause[unit], np.ones(count), np.full(count, -1, np.int8))


def _one_of(p: Array, generator: np.random.Generator) -> Index:
    """The index of a value drawn from each column of `p` (values, N)."""
    edges = np.cumsum(p / p.sum(axis=0), axis=0)
    drawn: Index = (generator.random(p.shape[1]) > edges).sum(axis=0)
    return np.minimum(drawn, len(p) - 1)


def truths(knowledge: Knowledge, seed: int) -> Knowledge:
    """The knowledge base with every number of its conditions drawn within what it is worth, as if that
    were so; forms keep theirs."""
    generator = np.random.default_rng([seed, 2])
    conditions = {}
    for id_, one in knowledge.conditions.items():
        stated = {
            name: _drawn(knowledge, getattr(one, name), generator)
            for name in ("share", "sites", "sides", "age", "female")
        }
        own = {key: _drawn(knowledge, q, generator) for key, q in one.findings.items()}
        if one.variants:
            own |= {key: one.findings[key] for form in one.variants.values() for key in form.findings}
            stated["sites"] = one.sites
        conditions[id_] = replace(one, findings=own, **stated)
    return replace(knowledge, conditions=conditions)


def _drawn(knowledge: Knowledge, of: Quantity, generator: np.random.Generator) -> Quantity:
    count = worth.people(knowledge, of)
    if isinstance(of.p, dict):
        p = generator.dirichlet([one * count for one in of.p.values()])
        return replace(of, p=dict(zip(of.p, np.maximum(p, 1e-4) / np.maximum(p, 1e-4).sum(), strict=True)))
    return replace(of, p=float(np.clip(generator.beta(of.p * count, (1 - of.p) * count), 1e-3, 1 - 1e-3)))
