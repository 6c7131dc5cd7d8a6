"""account(model, assessment) → Account: what is told, in which order, and from where on.

The limits are data (`telling:` in model.yaml), so that no face decides for itself what to leave
out."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache

from msgspec.structs import replace

from pinprick import advice as offers
from pinprick.account import advice
from pinprick.account.answers import name_of_cause, words_of
from pinprick.account.card import card
from pinprick.account.told import (
    Account,
    Basis100,
    Label,
    ToldCause,
    ToldFamily,
    ToldPlace,
    ToldQuestion,
    ToldReason,
    ToldRoutine,
    ToldScope,
    ToldSecond,
    ToldUrgency,
    ToldWaiting,
    Version,
)
from pinprick.account.verdict import urgency_of
from pinprick.assessment import Assessment, Cause
from pinprick.case.answers import Answers, Painted
from pinprick.case.known import Known
from pinprick.interview import Question
from pinprick.knowledge import Knowledge, Level, Telling
from pinprick.knowledge.ids import MAP
from pinprick.model.axes import Model
from pinprick.reasoning.weights import Reason
from pinprick.scope import out_of_scope, stands_alone
from pinprick.words import say, wording
from pinprick.words.wording import text

_ALL = 10**6
_FEW = 3
"""Signs that are named in a sentence."""


def for_clinicians(limits: Telling) -> Telling:
    """The same limits, with the causes told beside an emergency too, and those of which it is not
    known whether what defines them holds."""
    return replace(limits, beside_emergency=True)


def whole(limits: Telling) -> Telling:
    """The same limits with nothing left out but reasons too faint to tell: for programs."""
    return replace(
        limits,
        least_cause=0.0,
        most_causes=_ALL,
        least_family=0.0,
        most_families=_ALL,
        least_place=0.0,
        most_places=_ALL,
        most_reasons=_ALL,
        most_questions=_ALL,
        most_examined=_ALL,
        beside_emergency=True,
    )


def account(
    model: Model, assessment: Assessment, language: str, limits: Telling | None = None
) -> Account:
    """What is told of an assessment, by the limits of the knowledge base where none are given."""
    knowledge = model.knowledge
    limits = limits or knowledge.settings.telling
    alone = is_alone(knowledge, assessment) and not limits.beside_emergency
    if alone or not assessment.known.given:
        return _verdict_alone(knowledge, assessment, language)
    offered, causes = assessment.advice, causes_told(assessment, limits)
    groups = families(knowledge, assessment, limits, language)
    verdict = urgency(knowledge, assessment, language)
    in_words = reasons(knowledge, assessment.known, language)
    return Account(
        case=assessment.case.id,
        title=assessment.case.title,
        urgency=verdict,
        scope=scope(knowledge, assessment.known.answers, language),
        card=card(knowledge, assessment, verdict, groups, language)
        if assessment.urgency.level != Level.EMERGENCY
        else None,
        families=groups,
        causes=tuple(_cause(knowledge, cause, in_words, limits, language) for cause in causes),
        waiting=waiting(knowledge, assessment, limits, language),
        second=second(knowledge, assessment, language),
        unexplained=assessment.unexplained,
        unexplained_low=assessment.unexplained_interval.low,
        unexplained_high=assessment.unexplained_interval.high,
        unexplained_odds=wording.frequency(assessment.unexplained, language),
        sites=places(knowledge, assessment, limits, language),
        do=routines(assessment, language),
        care=tuple(
            advice.care(knowledge, assessment.known, cause, language) for cause in offered.causes
        ),
        medicines=tuple(advice.medicine(medicine, language) for medicine in offered.medicines),
        next=questions(knowledge, assessment.next[: limits.most_questions], language),
        next_for_clinician=questions(
            knowledge, worth_examining(knowledge, assessment, limits), language
        ),
        basis=_basis(causes[0]),
        stable_first=assessment.comes_first(causes[0].id),
        knowledge=version(knowledge),
    )


def is_alone(knowledge: Knowledge, assessment: Assessment) -> bool:
    """Whether people are told the verdict and nothing of causes: beside an emergency, and where
    what was told is none of what this is made for."""
    apart = stands_alone(knowledge, assessment.known.answers)
    return apart or assessment.urgency.level == Level.EMERGENCY


def version(knowledge: Knowledge) -> Version:
    """The knowledge base that an answer rests on."""
    return Version(knowledge.settings.version, knowledge.hash)


def scope(knowledge: Knowledge, answers: Answers, language: str) -> tuple[ToldScope, ...]:
    """What this is not made for, as far as the answers tell."""
    return tuple(
        ToldScope(id_, text(line.says, language), text(line.go, language))
        for id_, line in out_of_scope(knowledge, answers).items()
    )


def urgency(knowledge: Knowledge, assessment: Assessment, language: str) -> ToldUrgency:
    """How soon to be seen, and why."""
    verdict, likely = assessment.urgency, assessment.likely
    return urgency_of(knowledge, verdict, assessment.known, likely, language)


def _verdict_alone(knowledge: Knowledge, assessment: Assessment, language: str) -> Account:
    """Why, and what to do: of an emergency nothing is told that could keep anybody from help, and
    where nothing was answered nothing else is known."""
    (first,) = assessment.explained(list(assessment.likely)[:1])
    verdict = urgency(knowledge, assessment, language)
    return Account(
        case=assessment.case.id,
        title=assessment.case.title,
        urgency=verdict,
        scope=() if verdict.emergency else scope(knowledge, assessment.known.answers, language),
        card=None if verdict.emergency else card(knowledge, assessment, verdict, (), language),
        unexplained=assessment.unexplained,
        unexplained_low=assessment.unexplained_interval.low,
        unexplained_high=assessment.unexplained_interval.high,
        unexplained_odds=wording.frequency(assessment.unexplained, language),
        do=routines(assessment, language) if verdict.emergency else (),
        basis=_basis(first),
        stable_first=assessment.stable_first,
        knowledge=version(knowledge),
    )


def routines(assessment: Assessment, language: str) -> tuple[ToldRoutine, ...]:
    """What to do in steps."""
    return tuple(advice.routine(routine, language) for routine in assessment.advice.routines)


# ---- causes


def causes_told(assessment: Assessment, limits: Telling) -> tuple[Cause, ...]:
    """The causes that are told, in falling order: the first always is. People are told none of
    which it is not known whether what defines it holds."""
    knowledge, likely = assessment.model.knowledge, assessment.likely
    ranked = [
        id_
        for id_ in likely
        if limits.beside_emergency or not offers.is_held(knowledge, id_, assessment.known)
    ]
    most = how_many_told([likely[id_] for id_ in ranked], limits)
    return assessment.explained(ranked[:most])


def waiting(
    knowledge: Knowledge, assessment: Assessment, limits: Telling, language: str
) -> tuple[ToldWaiting, ...]:
    """The causes that are likely enough to be told, and of which it is not known whether what
    defines them holds; programs and clinicians find them among the causes."""
    if limits.beside_emergency:
        return ()
    return tuple(_waiting(knowledge, assessment, limits, language))


def _waiting(
    knowledge: Knowledge, assessment: Assessment, limits: Telling, language: str
) -> Iterable[ToldWaiting]:
    likely = [id_ for id_, p in assessment.likely.items() if p >= limits.least_cause]
    for id_ in likely[: limits.most_causes]:
        labels = waits_for(knowledge, assessment.known, id_, language)
        if labels:
            name = name_of_cause(knowledge, id_, language)
            signs = wording.listed((one.name for one in labels[:_FEW]), language, "list.or")
            words = say(language, "cause.waits", cause=name, signs=signs)
            yield ToldWaiting(id_, name, labels, words)


def waits_for(
    knowledge: Knowledge, known: Known, condition: str, language: str
) -> tuple[Label, ...]:
    """The findings that would tell whether what defines a condition holds, while it is not known."""
    findings, open_ = (
        knowledge.vocabulary.findings,
        offers.open_findings(knowledge, condition, known),
    )
    return tuple(Label(id_, text(findings[id_].label, language)) for id_ in open_)


def how_many_told(ranked: Sequence[float], limits: Telling) -> int:
    """How many causes are told, given their probabilities in falling order."""
    likely = [p for p in ranked[: limits.most_causes] if p >= limits.least_cause]
    return max(len(likely), 1)


def families(
    knowledge: Knowledge, assessment: Assessment, limits: Telling, language: str
) -> tuple[ToldFamily, ...]:
    """The families of causes that are likely enough to be told."""
    return tuple(_families(knowledge, assessment, limits, language))


def _families(
    knowledge: Knowledge, assessment: Assessment, limits: Telling, language: str
) -> Iterable[ToldFamily]:
    for family in assessment.families[: limits.most_families]:
        if family.probability >= limits.least_family:
            low, high = family.interval.low, family.interval.high
            yield ToldFamily(
                id=family.id,
                name=text(knowledge.families[family.id].name, language),
                probability=family.probability,
                low=low,
                high=high,
                odds=wording.likelihood(family.probability, low, high, language),
                causes=family.causes,
            )


def _cause(
    knowledge: Knowledge,
    cause: Cause,
    in_words: Callable[[Iterable[Reason]], tuple[ToldReason, ...]],
    limits: Telling,
    language: str,
) -> ToldCause:
    condition = knowledge.conditions[cause.id]
    low, high = cause.interval.low, cause.interval.high
    told = in_words(cause.reasons)
    return ToldCause(
        id=cause.id,
        name=name_of_cause(knowledge, cause.id, language),
        clinical=text(condition.name.clinical, language),
        family=condition.family,
        probability=cause.probability,
        low=low,
        high=high,
        odds=wording.frequency(cause.probability, language),
        range=wording.frequency_range(low, high, language),
        prior_bits=cause.prior_bits,
        basis_share=cause.basis_share,
        speaks_for=tuple(reason for reason in told if reason.bits > 0)[: limits.most_reasons],
        speaks_against=tuple(reason for reason in told if reason.bits < 0)[: limits.most_reasons],
    )


def second(knowledge: Knowledge, assessment: Assessment, language: str) -> ToldSecond | None:
    """The cause that is well supported beside the first."""
    one, known = assessment.second, assessment.known
    if one is None:
        return None
    signs, signs_of_first = (
        tuple(Label(id_, words_of(knowledge, known, id_, language)) for id_ in ids)
        for ids in (one.speaks_for, one.speaks_for_first)
    )
    first, other = (knowledge.conditions[id_].name for id_ in (one.first, one.id))
    told = {"signs": _listed(signs, language), "others": _listed(signs_of_first, language)}
    plain = {"first": text(first.plain, language), "second": text(other.plain, language)}
    clinical = {"first": text(first.clinical, language), "second": text(other.clinical, language)}
    return ToldSecond(
        id=one.id,
        name=plain["second"],
        clinical=clinical["second"],
        first=one.first,
        probability=one.probability,
        speaks_for=signs,
        speaks_for_first=signs_of_first,
        text=say(language, "cause.second", **plain, **told),
        note=say(language, "note.second", **clinical, **told),
    )


def _listed(signs: tuple[Label, ...], language: str) -> str:
    return wording.listed((sign.name for sign in signs[:_FEW]), language)


def reasons(
    knowledge: Knowledge, known: Known, language: str
) -> Callable[[Iterable[Reason]], tuple[ToldReason, ...]]:
    """What tells the answers of a case that weigh for or against a cause, but for those too faint to
    tell. An answer is put in words once, as it weighs for and against many causes."""
    faint = knowledge.settings.telling.faint

    @cache
    def worded(finding: str) -> str:
        return words_of(knowledge, known, finding, language)

    def one(reason: Reason) -> ToldReason:
        answer = known.get(reason.finding)
        painted = reason.finding == MAP or isinstance(answer, Painted)
        return ToldReason(
            finding=reason.finding,
            value="painted" if painted else answer,  # type: ignore[arg-type]
            words=worded(reason.finding),
            bits=reason.bits,
            strength=wording.strength(reason.bits, language),
            basis=reason.basis,
            sources=reason.sources,
        )

    return lambda weighed: tuple(one(reason) for reason in weighed if abs(reason.bits) >= faint)


def _basis(first: Cause) -> Basis100:
    shares = first.basis_share
    study, review = (round(100 * shares.get(name, 0.0)) for name in ("study", "review"))
    return Basis100(study, review, 100 - study - review)


# ---- places and questions


def places(
    knowledge: Knowledge, assessment: Assessment, limits: Telling, language: str
) -> tuple[ToldPlace, ...]:
    """The places that are likely enough to be told."""
    return tuple(_places(knowledge, assessment, limits, language))


def _places(
    knowledge: Knowledge, assessment: Assessment, limits: Telling, language: str
) -> Iterable[ToldPlace]:
    for place in assessment.places[: limits.most_places]:
        if place.probability >= limits.least_place:
            site = knowledge.sites[place.site]
            yield ToldPlace(
                id=place.site,
                name=text(site.label, language),
                clinical=text(site.clinical, language),
                side=place.side,
                where=wording.side(site, place.side, language),
                probability=place.probability,
                odds=wording.frequency(place.probability, language),
            )


def worth_examining(
    knowledge: Knowledge, assessment: Assessment, limits: Telling
) -> tuple[Question, ...]:
    """What an examination would tell, as far as it is worth its burden."""
    least = knowledge.settings.interview.least_value
    worth = [question for question in assessment.examine if question.value >= least]
    return tuple(worth[: limits.most_examined])


def questions(
    knowledge: Knowledge, asked: tuple[Question, ...], language: str
) -> tuple[ToldQuestion, ...]:
    """Questions in words."""
    findings = knowledge.vocabulary.findings
    return tuple(
        ToldQuestion(
            finding=question.finding,
            ask=text(findings[question.finding].ask, language),
            bits=question.bits,
            urgency_bits=question.urgency_bits,
            value=question.value,
        )
        for question in asked
    )
