"""assess(model, case) → Assessment: everything pinprick says of a case. Every face calls this and
only translates."""

from dataclasses import dataclass

from pinprick import advice, interview, urgency
from pinprick.advice import Advice
from pinprick.case.case import Case
from pinprick.interview.questions import Question
from pinprick.knowledge.ids import CLINICIAN, OTHER, UNEXPLAINED
from pinprick.model.axes import Array, Model
from pinprick.reasoning import inference, uncertainty
from pinprick.reasoning import weights as explain
from pinprick.reasoning.inference import Evidence, Place
from pinprick.reasoning.uncertainty import Interval
from pinprick.reasoning.weights import Reason

_QUESTIONS = 5


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


@dataclass(frozen=True, slots=True)
class Assessment:
    """What pinprick says of a case. `causes` and `families` are whole and in falling order, without
    `other`.

    `unexplained` is the probability that the cause is none of ours; with it the probabilities of
    `causes` sum to 1. `stable_first` says in which part of the draws the first cause stays first.
    """

    case: Case
    urgency: urgency.Verdict
    causes: tuple[Cause, ...]
    families: tuple[FamilyOfCauses, ...]
    places: tuple[Place, ...]
    unexplained: float
    unexplained_interval: Interval
    stable_first: float
    next: tuple[Question, ...]
    examine: tuple[Question, ...]
    """What an examiner or a test would tell most."""
    advice: Advice


def assess(model: Model, case: Case) -> Assessment:
    """The assessment of a case; the order of its answers does not matter."""
    found = inference.evidence(model, case.answers)
    weights = inference.posterior(model, found)
    by_cause = inference.by_cause(model, weights)
    drawn = uncertainty.draws(model, case.answers)
    verdict = urgency.judge(model, case.answers, found)
    of_ours = {id_: float(p) for id_, p in zip(model.causes, by_cause, strict=True) if id_ != OTHER}
    other = model.causes.index(OTHER)
    return Assessment(
        case=case,
        urgency=verdict,
        causes=_causes(model, found, by_cause, drawn),
        families=_families(model, by_cause, drawn),
        places=inference.localise(model, weights),
        unexplained=float(by_cause[other]),
        unexplained_interval=uncertainty.interval(drawn[:, other], float(by_cause[other])),
        stable_first=uncertainty.stable_first(drawn, int(by_cause.argmax())),
        next=tuple(interview.questions(model, case.answers)[:_QUESTIONS]),
        examine=tuple(interview.questions(model, case.answers, CLINICIAN)[:_QUESTIONS]),
        advice=advice.advise(model.knowledge, case.answers, of_ours, verdict.level),
    )


def _causes(model: Model, found: Evidence, by_cause: Array, drawn: Array) -> tuple[Cause, ...]:
    bits = explain.weights_of_evidence(model, found)
    prior = explain.prior_bits(model)
    causes = []
    for index, id_ in enumerate(model.causes):
        if id_ != OTHER:
            p = float(by_cause[index])
            reasons = explain.reasons(model, found, bits, id_)
            interval = uncertainty.interval(drawn[:, index], p)
            causes.append(
                Cause(id_, p, interval, float(prior[index]), reasons, explain.basis_share(reasons))
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
