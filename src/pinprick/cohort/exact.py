"""Many cases one after the other, each as every face of pinprick assesses it.

The slow twin that the other engines are held to, and the way of the few cases that they leave to
it."""

import numpy as np

from pinprick.assessment import assess
from pinprick.cohort.columns import Coded, decode
from pinprick.cohort.outcome import Outcome, blank, kept, places, rules
from pinprick.knowledge.ids import SIDES
from pinprick.model.axes import Model

NAME = "exact"


def exact(model: Model, coded: Coded, top: int) -> Outcome:
    """The assessments of cases, with the `top` causes of each."""
    found = blank(model, len(coded), top, NAME)
    for n in range(len(coded)):
        _one(model, coded, n, found)
    return found


def _one(model: Model, coded: Coded, n: int, into: Outcome) -> None:
    """Assess the n-th case and write what is said of it."""
    told = assess(model, decode(model, coded, n))
    first = list(told.likely)[: kept(model, into.causes.shape[1])]
    into.causes[n] = [model.causes.index(id_) for id_ in first]
    into.probabilities[n] = [told.likely[id_] for id_ in first]
    into.unexplained[n] = told.unexplained
    verdict, place = told.urgency, told.places[0]
    into.level[n], into.by_rules[n] = verdict.level.rank, verdict.by_rules.rank
    into.by_causes[n] = verdict.by_causes.rank
    into.rules[n] = np.isin(rules(model), verdict.rules)
    into.complete[n], into.not_asked[n] = verdict.complete, len(verdict.not_asked)
    into.site[n] = places(model).index(place.site)
    into.side[n], into.site_probability[n] = SIDES.index(place.side), place.probability
