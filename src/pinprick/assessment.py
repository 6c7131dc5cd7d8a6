"""assess(model, case) → Assessment: everything pinprick says of a case. Every face calls this and
only translates."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from msgspec import Struct

from pinprick import interview
from pinprick.advice import Advice, advise, is_held
from pinprick.case.case import Case
from pinprick.case.known import Known
from pinprick.case.known import known as what_is_known
from pinprick.interview import Question
from pinprick.knowledge.ids import CLINICIAN, OTHER, PERSON, UNEXPLAINED, Who
from pinprick.model.axes import Array, Model
from pinprick.reasoning import inference, uncertainty, weights
from pinprick.reasoning.inference import Belief, Place, believe
from pinprick.reasoning.outlook import by_id
from pinprick.reasoning.second_causes import SecondCause, second_cause
from pinprick.reasoning.uncertainty import Interval
from pinprick.reasoning.weights import Reason
from pinprick.rules.program import Standing
from pinprick.urgency import Verdict, judge, stands_in

_QUESTIONS = 5
_SHORT, _SHORT_PLACES = 5, 3
"""How many causes, rules, sites and questions the printed form of an assessment holds."""


class Cause(Struct, frozen=True):
    """One cause: its probability with the middle 90 % of the draws, and why.

    `prior_bits` plus the bits of all `reasons` is the log2-odds of `probability`. `basis_share`
    says how much of the weight rests on studies, reviews and estimates."""

    id: str
    probability: float
    interval: Interval
    prior_bits: float
    reasons: tuple[Reason, ...]
    basis_share: dict[str, float]


class FamilyOfCauses(Struct, frozen=True):
    """Causes that one cannot tell apart by story, together; `causes` most probable first."""

    id: str
    probability: float
    interval: Interval
    causes: tuple[str, ...]


@dataclass(frozen=True, eq=False, repr=False)
class Assessment:
    """What pinprick says of a case, in parts: each is reckoned when it is first asked for."""

    model: Model
    case: Case
    known: Known
    belief: Belief
    stands: Standing
    """What the answers say of all rules."""
    shown: "Callable[[Assessment], str] | None" = None
    """How a notebook shows it."""

    @cached_property
    def urgency(self) -> Verdict:
        """How urgent it is, and why."""
        return judge(self.model, self.known, self.belief, self.stands)

    @cached_property
    def likely(self) -> dict[str, float]:
        """The probability of each cause without `other`, in falling order; with `unexplained` they
        sum to 1."""
        named = by_id(self.model, self.belief.causes)
        ranked = sorted(named, key=lambda id_: (-named[id_], id_))
        return {id_: named[id_] for id_ in ranked if id_ != OTHER}

    @cached_property
    def causes(self) -> tuple[Cause, ...]:
        """Every cause of `likely` with its range and its reasons."""
        return self.explained(self.likely)

    def explained(self, causes: Iterable[str]) -> tuple[Cause, ...]:
        """Some causes with their ranges and reasons."""
        ids = tuple(causes)
        return tuple(
            Cause(id_, self.likely[id_], interval, start, reasons, weights.basis_share(reasons))
            for id_, interval, (start, reasons) in zip(
                ids, self.ranges(ids), self.weighed(ids), strict=True
            )
        )

    def ranges(self, causes: Iterable[str]) -> tuple[Interval, ...]:
        """The range of each of some causes."""
        columns = [self.model.causes.index(id_) for id_ in causes]
        return tuple(uncertainty.intervals(self._drawn[:, columns], self.belief.causes[columns]))

    def weighed(
        self, causes: Iterable[str], least: float = 0.0
    ) -> Iterator[tuple[float, tuple[Reason, ...]]]:
        """The prior bits and the reasons of each of some causes, those of at least so many bits."""
        model, found, ids = self.model, self.belief.evidence, tuple(causes)
        columns = [model.causes.index(id_) for id_ in ids]
        prior = weights.prior_bits(model)[columns]
        weighed = weights.weights_of_evidence(model, found, ids)
        for id_, start, bits in zip(ids, prior, weighed, strict=True):
            yield float(start), weights.reasons(model, found, bits, id_, least)

    @cached_property
    def second(self) -> SecondCause | None:
        """The cause that is well supported beside the first, as a second one; told beside all the
        rest, which it does not change."""
        knowledge, first = self.model.knowledge, next(iter(self.likely))
        return second_cause(
            self.model,
            self.known,
            self.belief.evidence,
            first,
            lambda cause: is_held(knowledge, cause, self.known),
        )

    @cached_property
    def families(self) -> tuple[FamilyOfCauses, ...]:
        """The families in falling order, without `other`."""
        model, by_cause = self.model, self.belief.causes
        sums = inference.by_family(model, by_cause)
        sums.pop(UNEXPLAINED, None)
        members = [
            [index for index, family in enumerate(model.families) if family == id_] for id_ in sums
        ]
        drawn = np.array([self._drawn[:, of].sum(axis=1) for of in members]).T
        intervals = uncertainty.intervals(drawn, np.array(list(sums.values())))
        return tuple(
            FamilyOfCauses(id_, p, interval, tuple(id_ for id_ in self.likely if id_ in names))
            for (id_, p), interval, names in zip(
                sums.items(), intervals, (self._named(of) for of in members), strict=True
            )
        )

    def _named(self, causes: list[int]) -> frozenset[str]:
        return frozenset(self.model.causes[index] for index in causes)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Where along the nerves or vessels the trouble may sit, most probable first."""
        return inference.localise(self.model, self.belief.sides)

    @property
    def unexplained(self) -> float:
        """The probability that the cause is none of our conditions."""
        return float(self.belief.causes[self._other])

    @property
    def unexplained_interval(self) -> Interval:
        """The range of `unexplained`."""
        (interval,) = uncertainty.intervals(
            self._drawn[:, [self._other]], self.belief.causes[[self._other]]
        )
        return interval

    @property
    def stable_first(self) -> float:
        """In which part of the draws the first cause stays first."""
        return self.comes_first(self.model.causes[int(self.belief.causes.argmax())])

    def comes_first(self, cause: str) -> float:
        """In which part of the draws a cause comes first."""
        return uncertainty.stable_first(self._drawn, self.model.causes.index(cause))

    @cached_property
    def next(self) -> tuple[Question, ...]:
        """What a person could answer, most telling first."""
        return self._questions(PERSON)

    @cached_property
    def examine(self) -> tuple[Question, ...]:
        """What an examiner or a test would tell, most telling first."""
        return self._questions(CLINICIAN)

    @cached_property
    def advice(self) -> Advice:
        """What helps and what to do, for the causes that are likely and the level."""
        return advise(self.model.knowledge, self.known, self.likely, self.urgency.level)

    def _questions(self, by: Who) -> tuple[Question, ...]:
        asked = interview.questions(self.model, self.known, self.belief, by, self.stands)
        return tuple(asked[:_QUESTIONS])

    @cached_property
    def _drawn(self) -> Array:
        return uncertainty.draws(self.model, self.known)

    @property
    def _other(self) -> int:
        return self.model.causes.index(OTHER)

    def __repr__(self) -> str:
        return "\n".join(f"{name:<12}{value}" for name, value in _in_short(self))

    def _repr_html_(self) -> str | None:
        """What a notebook shows; the lines of `repr` where nothing else was said."""
        return self.shown(self) if self.shown else None


def _in_short(assessment: Assessment) -> Iterator[tuple[str, str]]:
    """The first lines of an assessment, in ids and numbers."""
    verdict = assessment.urgency
    open_ = f"at least {verdict.level}: {len(verdict.not_asked)} red flags were not asked"
    yield "urgency", verdict.level if verdict.complete else open_
    if verdict.rules:
        yield "rules", ", ".join(verdict.rules[:_SHORT])
    for number, cause in enumerate(assessment.explained(list(assessment.likely)[:_SHORT])):
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


def assess(
    model: Model, case: Case, shown: Callable[[Assessment], str] | None = None
) -> Assessment:
    """The assessment of a case; the order of its answers does not matter. `shown` is how a notebook
    shows it."""
    known = what_is_known(model.knowledge, case)
    now = stands_in(model, known)
    return Assessment(model, case, known, believe(model, known), now, shown)
