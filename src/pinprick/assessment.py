"""assess(model, case) → Assessment: everything pinprick says of a case. Every face calls this and
only translates."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from pinprick import advice, interview, urgency
from pinprick.advice import Advice
from pinprick.case.case import Case
from pinprick.case.known import Known
from pinprick.case.known import known as what_is_known
from pinprick.interview import Question
from pinprick.knowledge.ids import CLINICIAN, OTHER, UNEXPLAINED
from pinprick.model.axes import Array, Model
from pinprick.reasoning import inference, uncertainty, weights
from pinprick.reasoning.inference import Belief, Place, believe
from pinprick.reasoning.outlook import by_id
from pinprick.reasoning.uncertainty import Interval
from pinprick.reasoning.weights import Reason

_QUESTIONS = 5
_SHORT, _SHORT_PLACES = 5, 3
"""How many causes, rules, sites and questions the printed form of an assessment holds."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause: its probability with the middle 90 % of the draws, and why.

    `prior_bits` plus the bits of all `reasons` is the log2-odds of `probability`. `basis_share`
    says how much of the weight rests on studies, reviews and estimates."""

    id: str
    probability: float
    interval: Interval
    prior_bits: float
    reasons: tuple[Reason, ...]
    basis_share: dict[str, float]


@dataclass(frozen=True, slots=True)
class FamilyOfCauses:
    """Causes that one cannot tell apart by story, together; `causes` most probable first."""

    id: str
    probability: float
    interval: Interval
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Assessment:
    """What pinprick says of a case. `causes` and `families` are whole and in falling order, without
    `other`.

    `unexplained` is the probability that the cause is none of our conditions; with it the
    probabilities of `causes` sum to 1. `stable_first` says in which part of the draws the first
    cause stays first.
    """

    case: Case
    known: Known
    belief: Belief
    urgency: urgency.Verdict
    causes: tuple[Cause, ...]
    families: tuple[FamilyOfCauses, ...]
    places: tuple[Place, ...]
    unexplained: float
    unexplained_interval: Interval
    stable_first: float
    next: tuple[Question, ...]
    """What a person could answer, most telling first."""
    examine: tuple[Question, ...]
    """What an examiner or a test would tell, most telling first."""
    advice: Advice

    def __repr__(self) -> str:
        return "\n".join(f"{name:<12}{value}" for name, value in _in_short(self))

    def _repr_html_(self) -> str:
        """A table for notebooks."""
        cells = ((escape(name), escape(value)) for name, value in _in_short(self))
        rows = "".join(f"<tr><th>{name}</th><td>{value}</td></tr>" for name, value in cells)
        return f"<table>{rows}</table>"


def _in_short(assessment: Assessment) -> Iterator[tuple[str, str]]:
    """The first lines of an assessment, in ids and numbers."""
    verdict = assessment.urgency
    open_ = f"at least {verdict.level}: {len(verdict.not_asked)} red flags were not asked"
    yield "urgency", verdict.level if verdict.complete else open_
    if verdict.rules:
        yield "rules", ", ".join(verdict.rules[:_SHORT])
    for number, cause in enumerate(assessment.causes[:_SHORT]):
        low, high = cause.interval.low, cause.interval.high
        told = f"{cause.probability:.3f} ({low:.3f} to {high:.3f}) {cause.id}"
        yield "" if number else "causes", told
    yield "unexplained", f"{assessment.unexplained:.3f}"
    for number, place in enumerate(assessment.places[:_SHORT_PLACES]):
        yield "" if number else "sites", f"{place.probability:.3f} {place.site}, {place.side}"
    if assessment.next:
        yield (
            "ask next",
            ", ".join(question.finding for question in assessment.next[:_SHORT_PLACES]),
        )


def assess(model: Model, case: Case) -> Assessment:
    """The assessment of a case; the order of its answers does not matter."""
    known = what_is_known(model.knowledge, case)
    return assess_known(model, case, known, believe(model, known))


def assess_known(model: Model, case: Case, known: Known, belief: Belief) -> Assessment:
    """The assessment of a case whose `belief` somebody has reckoned already."""
    drawn = uncertainty.draws(model, known)
    verdict = urgency.judge(model, known, belief)
    other = model.causes.index(OTHER)
    likely = {id_: p for id_, p in by_id(model, belief.causes).items() if id_ != OTHER}
    return Assessment(
        case=case,
        known=known,
        belief=belief,
        urgency=verdict,
        causes=_causes(model, belief, drawn),
        families=_families(model, belief.causes, drawn),
        places=inference.localise(model, belief.hypotheses),
        unexplained=float(belief.causes[other]),
        unexplained_interval=uncertainty.interval(drawn[:, other], float(belief.causes[other])),
        stable_first=uncertainty.stable_first(drawn, int(belief.causes.argmax())),
        next=tuple(interview.questions(model, known, belief)[:_QUESTIONS]),
        examine=tuple(interview.questions(model, known, belief, CLINICIAN)[:_QUESTIONS]),
        advice=advice.advise(model.knowledge, known, likely, verdict.level),
    )


def _causes(model: Model, belief: Belief, drawn: Array) -> tuple[Cause, ...]:
    found, by_cause = belief.evidence, belief.causes
    bits = weights.weights_of_evidence(model, found)
    prior = weights.prior_bits(model)
    causes = []
    for index, id_ in enumerate(model.causes):
        if id_ != OTHER:
            p = float(by_cause[index])
            reasons = weights.reasons(model, found, bits, id_)
            interval = uncertainty.interval(drawn[:, index], p)
            causes.append(
                Cause(id_, p, interval, float(prior[index]), reasons, weights.basis_share(reasons))
            )
    return tuple(sorted(causes, key=lambda cause: (-cause.probability, cause.id)))


def _families(model: Model, by_cause: Array, drawn: Array) -> tuple[FamilyOfCauses, ...]:
    families = []
    for id_, p in inference.by_family(model, by_cause).items():
        if id_ == UNEXPLAINED:
            continue
        members = [index for index, family in enumerate(model.families) if family == id_]
        ranked = sorted(members, key=lambda index: -by_cause[index])
        interval = uncertainty.interval(drawn[:, members].sum(axis=1), p)
        families.append(
            FamilyOfCauses(id_, p, interval, tuple(model.causes[index] for index in ranked))
        )
    return tuple(families)
