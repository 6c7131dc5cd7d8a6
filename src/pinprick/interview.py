"""Which question comes next: expected information about the cause, per unit of burden."""

from dataclasses import dataclass

import numpy as np

from pinprick import inference
from pinprick.case import Answers
from pinprick.inference import group_sums
from pinprick.model import Array, Model


@dataclass(frozen=True, slots=True)
class Question:
    """A finding that was not asked, and how many bits its answer is expected to tell about the cause."""

    finding: str
    bits: float
    value: float
    """Bits per unit of burden."""


def questions(model: Model, answers: Answers, weights: Array, by: tuple[str, ...] = ("person",)) -> list[Question]:
    """Unasked findings that somebody of `by` (person, examiner, test) can know, most worth asking first.

    `weights` is the posterior over hypotheses, shape (H,). What was answered "unknown" is not asked again. The map is
    not among them: it is asked by itself.
    """
    units = group_sums(weights, model.hypotheses.unit, len(model.units.cause))
    asked = [
        Question(finding, bits, bits / burden(model, finding))
        for finding in model.findings
        if finding not in answers and model.knowledge.vocabulary.findings[finding].by in by
        for bits in [expected_bits(model, finding, units)]
    ]
    return sorted(asked, key=lambda question: (-question.value, question.finding))


def burden(model: Model, finding: str) -> float:
    """What it costs to answer, relative to a plain question."""
    record = model.knowledge.vocabulary.findings[finding]
    return record.burden * model.knowledge.settings.burden[record.by]


def expected_bits(model: Model, finding: str, units: Array) -> float:
    """Mutual information, in bits, between the cause and the answer, for P(unit) (U,)."""
    joint = group_sums(np.exp(model.log_p[finding]) * units, model.units.cause, len(model.causes))
    independent = joint.sum(axis=0) * joint.sum(axis=1, keepdims=True)
    some = joint > 0
    return float((joint[some] * np.log2(joint[some] / independent[some])).sum())


def next_question(model: Model, answers: Answers, asked: int = 0) -> Question | None:
    """The question most worth asking a person now, after `asked` of them; None when the interview may end."""
    limits = model.knowledge.settings.interview
    if asked >= limits.most_questions:
        return None
    weights = inference.posterior(model, inference.evidence(model, answers))
    worth = [question for question in questions(model, answers, weights) if question.bits >= limits.least_bits]
    return worth[0] if worth else None


@dataclass(frozen=True, slots=True)
class Effect:
    """What an answer would do: the probability of the causes after it, by cause id."""

    value: str
    causes: dict[str, float]


def effects(model: Model, answers: Answers, finding: str) -> tuple[Effect, ...]:
    """How each possible answer to a flag or choice would move the causes."""
    told = []
    for value in model.values[finding]:
        found = inference.evidence(model, {**answers, finding: value})
        causes = inference.by_cause(model, inference.posterior(model, found))
        told.append(Effect(value, dict(zip(model.causes, map(float, causes), strict=True))))
    return tuple(told)
