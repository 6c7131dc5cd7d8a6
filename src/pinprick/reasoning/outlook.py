"""What each open question may bring, and what an answer would do."""

from collections.abc import Collection

import numpy as np
from msgspec import Struct

from pinprick.case.known import Known
from pinprick.knowledge.ids import Who
from pinprick.model.axes import Array, Index, Model
from pinprick.once import once
from pinprick.reasoning.inference import Belief, first_row, known_band


@once
def burdens(model: Model) -> dict[str, float]:
    """What each question costs to answer."""
    return {id_: burden(model, id_) for id_ in model.findings}


@once
def _probabilities(model: Model) -> Array:
    """P(value | unit), tempered, a row for each value, in the order of the model's table."""
    p: Array = np.exp(model.log_p)
    return p


def burden(model: Model, finding: str) -> float:
    """What it costs to answer, relative to a plain question."""
    record = model.knowledge.vocabulary.findings[finding]
    return record.burden * model.knowledge.settings.burden[record.by]


class Outlook(Struct, frozen=True):
    """What each open question may bring.

    `findings` (Q) are the questions; `joint` (R, causes) has a row for each value of each of them:
    P(that answer, cause). Those of question q begin at `first[q]`. `causes` (causes,) is what is
    likely before."""

    findings: tuple[str, ...]
    places: dict[str, int]
    """The place of each finding among them."""
    values: tuple[tuple[str, ...], ...]
    first: Index
    joint: Array
    causes: Array

    def rows(self, finding: str, values: Collection[str]) -> list[int]:
        """The rows of some values of a question; none when it is not open."""
        if finding not in self.places:
            return []
        question = self.places[finding]
        named = enumerate(self.values[question], int(self.first[question]))
        return [row for row, value in named if value in values]


def outlook(
    model: Model, known: Known, belief: Belief, by: Who, closed: Collection[str]
) -> Outlook:
    """What each question that somebody of `by` can answer may bring, given the answers; those that
    are `closed` are not asked for their own value."""
    findings = model.knowledge.vocabulary.findings
    skipped = known.answers.keys() | set(closed)
    open_ = tuple(id_ for id_ in model.findings if id_ not in skipped and findings[id_].by in by)
    band, values = known_band(model, known), tuple(model.values[id_] for id_ in open_)
    lengths = np.array([len(each) for each in values], dtype=np.intp)
    first = np.cumsum(lengths) - lengths
    begins = np.array([first_row(model, known, id_, band) for id_ in open_], dtype=np.intp)
    rows = np.arange(lengths.sum()) + np.repeat(begins - first, lengths)
    joint = np.add.reduceat(_probabilities(model)[rows] * belief.units, model.units.starts, axis=1)
    places = {id_: place for place, id_ in enumerate(open_)}
    return Outlook(open_, places, values, first, joint, belief.causes)


def information(joint: Array, first: Index, groups: Array) -> Array:
    """Mutual information in bits between the answer to each question and a group, shape (Q,).

    `joint` (R, groups) is P(answer, group), the answers to each question from `first` (Q,) on;
    `groups` is P(group)."""
    of_answers = np.add.reduceat(_surprise(joint.sum(axis=1)), first)
    of_both = np.add.reduceat(_surprise(joint).sum(axis=1), first)
    return np.maximum(of_answers + float(_surprise(groups).sum()) - of_both, 0)


def _surprise(p: Array) -> Array:
    """-p log2 p, 0 for 0."""
    bits: Array = -p * np.log2(np.where(p > 0, p, 1))
    return bits


class Effect(Struct, frozen=True):
    """What an answer would do: the probability of the causes after it, by cause id."""

    value: str
    causes: dict[str, float]


def effects(model: Model, known: Known, belief: Belief, finding: str) -> tuple[Effect, ...]:
    """How each possible answer to a question, other than the map and the side, would move the
    causes; without what the answer implies besides."""
    first = first_row(model, known, finding, known_band(model, known))
    joint = np.exp(model.log_p[first : first + len(model.values[finding])]) * belief.units
    by_cause = np.add.reduceat(joint, model.units.starts, axis=1)
    after = by_cause / by_cause.sum(axis=1, keepdims=True)
    named = zip(model.values[finding], after, strict=True)
    return tuple(Effect(value, by_id(model, row)) for value, row in named)


def by_id(model: Model, causes: Array) -> dict[str, float]:
    """Probabilities of causes (causes,) by cause id, `other` among them."""
    return dict(zip(model.causes, map(float, causes), strict=True))
