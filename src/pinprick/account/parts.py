"""An account of which a program asks for parts, so that what it does not need is not reckoned."""

from collections.abc import Collection, Iterable
from typing import Literal, get_args

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from pinprick.account import advice, telling
from pinprick.account.answers import name_of_cause
from pinprick.account.card import card
from pinprick.account.told import (
    Label,
    ToldCard,
    ToldCare,
    ToldFamily,
    ToldMedicine,
    ToldPlace,
    ToldQuestion,
    ToldReason,
    ToldRoutine,
    ToldScope,
    ToldSecond,
    ToldUrgency,
    Version,
)
from pinprick.account.verdict import for_programs
from pinprick.assessment import Assessment
from pinprick.knowledge import Knowledge, Level, Telling
from pinprick.model.axes import Model
from pinprick.reasoning.uncertainty import Interval
from pinprick.words import wording
from pinprick.words.wording import text

Part = Literal["verdict", "causes", "ranges", "reasons", "places", "questions", "advice"]
PARTS: tuple[Part, ...] = get_args(Part)
"""What can be asked for. `ranges` and `reasons` are of the causes, and bring them."""


class AskedCause(
    Struct, frozen=True, kw_only=True, rename={"speaks_for": "for", "speaks_against": "against"}
):
    """A cause: how likely it is; its range and its reasons where they were asked for. `prior_bits`
    and the bits of all reasons are the log2-odds of `probability`. `waits_for` are the findings that
    would tell whether what defines it holds, while that is not known: people are not told such a
    cause as an answer. Codes may mean more than the cause; `exact` names the systems whose one code
    means just it."""

    id: str
    name: str
    clinical: str
    family: str
    icd10: tuple[str, ...]
    icd10cm: tuple[str, ...]
    snomed: tuple[str, ...]
    exact: tuple[str, ...]
    probability: float
    odds: str
    waits_for: tuple[Label, ...] = ()
    low: float | UnsetType = UNSET
    high: float | UnsetType = UNSET
    range: str | UnsetType = UNSET
    prior_bits: float | UnsetType = UNSET
    speaks_for: tuple[ToldReason, ...] | UnsetType = UNSET
    speaks_against: tuple[ToldReason, ...] | UnsetType = UNSET


class Unexplained(Struct, frozen=True):
    """That the cause is none of the conditions that are known here."""

    probability: float
    odds: str
    low: float | UnsetType = UNSET
    high: float | UnsetType = UNSET


class Questions(Struct, frozen=True):
    """What is most worth asking, and what an examination would tell."""

    person: tuple[ToldQuestion, ...]
    clinician: tuple[ToldQuestion, ...]


class ToldAdvice(Struct, frozen=True):
    """What to do, what a doctor may do, and which medicines come up; `card` is the answer in one
    look, and None of an emergency."""

    card: ToldCard | None
    do: tuple[ToldRoutine, ...]
    care: tuple[ToldCare, ...]
    medicines: tuple[ToldMedicine, ...]


class Assessed(Struct, frozen=True, kw_only=True):
    """The parts of an assessment that were asked for."""

    knowledge: Version
    urgency: ToldUrgency | UnsetType = UNSET
    scope: tuple[ToldScope, ...] | UnsetType = UNSET
    causes: tuple[AskedCause, ...] | UnsetType = UNSET
    unexplained: Unexplained | UnsetType = UNSET
    families: tuple[ToldFamily, ...] | UnsetType = UNSET
    second: ToldSecond | UnsetType | None = UNSET
    stable_first: float | UnsetType = UNSET
    places: tuple[ToldPlace, ...] | UnsetType = UNSET
    questions: Questions | UnsetType = UNSET
    advice: ToldAdvice | UnsetType = UNSET


def assessed(
    model: Model, assessment: Assessment, asked: Collection[Part], most: int, language: str
) -> Assessed:
    """The parts of an assessment that were asked for; of the causes the `most` likeliest."""
    knowledge, parts = model.knowledge, frozenset(asked)
    causes, ranges = bool(parts & {"causes", "ranges", "reasons"}), "ranges" in parts
    limits = telling.whole(knowledge.settings.telling)
    words = (knowledge, assessment, language)
    limited = (knowledge, assessment, limits, language)
    verdict = telling.urgency(*words)
    return Assessed(
        knowledge=telling.version(knowledge),
        urgency=for_programs(verdict) if "verdict" in parts else UNSET,
        scope=telling.scope(knowledge, assessment.known.answers, language)
        if "verdict" in parts
        else UNSET,
        causes=tuple(_causes(model, assessment, parts, most, language)) if causes else UNSET,
        unexplained=_unexplained(assessment, ranges, language) if causes else UNSET,
        families=telling.families(*limited) if ranges else UNSET,
        stable_first=assessment.stable_first if ranges else UNSET,
        second=telling.second(*words) if "reasons" in parts else UNSET,
        places=telling.places(*limited) if "places" in parts else UNSET,
        questions=_questions(*limited) if "questions" in parts else UNSET,
        advice=_advice(knowledge, assessment, verdict, language) if "advice" in parts else UNSET,
    )


def of_person(assessment: Assessment, asked: Collection[Part]) -> tuple[Part, ...]:
    """Of the parts that were asked for those that a person is told: beside an emergency, where what
    was told is none of what this is made for, and before anything was answered, the verdict alone,
    as on every page."""
    alone = telling.is_alone(assessment.model.knowledge, assessment) or not assessment.known.given
    return tuple(part for part in asked if part == "verdict" or not alone)


def _causes(
    model: Model, assessment: Assessment, parts: Collection[Part], most: int, language: str
) -> Iterable[AskedCause]:
    knowledge, ids = model.knowledge, list(assessment.likely)[:most]
    causes = [_cause(knowledge, assessment, id_, language) for id_ in ids]
    if "ranges" in parts:
        ranges = assessment.ranges(ids)
        causes = [_with_range(one, of, language) for one, of in zip(causes, ranges, strict=True)]
    if "reasons" in parts:
        weighed = assessment.weighed(ids, knowledge.settings.telling.faint)
        in_words = telling.reasons(knowledge, assessment.known, language)
        causes = [
            _with_reasons(one, bits, in_words(of))
            for one, (bits, of) in zip(causes, weighed, strict=True)
        ]
    return causes


def _cause(knowledge: Knowledge, assessment: Assessment, id_: str, language: str) -> AskedCause:
    condition, probability = knowledge.conditions[id_], assessment.likely[id_]
    return AskedCause(
        id=id_,
        name=name_of_cause(knowledge, id_, language),
        clinical=text(condition.name.clinical, language),
        family=condition.family,
        icd10=condition.codes.get("icd10", ()),
        icd10cm=condition.codes.get("icd10cm", ()),
        snomed=condition.codes.get("snomed", ()),
        exact=condition.exact,
        probability=probability,
        odds=wording.frequency(probability, language),
        waits_for=telling.waits_for(knowledge, assessment.known, id_, language),
    )


def _with_range(cause: AskedCause, interval: Interval, language: str) -> AskedCause:
    low, high = interval.low, interval.high
    return replace(cause, low=low, high=high, range=wording.frequency_range(low, high, language))


def _with_reasons(
    cause: AskedCause, prior_bits: float, reasons: tuple[ToldReason, ...]
) -> AskedCause:
    return replace(
        cause,
        prior_bits=prior_bits,
        speaks_for=tuple(one for one in reasons if one.bits > 0),
        speaks_against=tuple(one for one in reasons if one.bits < 0),
    )


def _unexplained(assessment: Assessment, ranges: bool, language: str) -> Unexplained:
    p = assessment.unexplained
    interval = assessment.unexplained_interval if ranges else None
    low, high = (interval.low, interval.high) if interval else (UNSET, UNSET)
    return Unexplained(p, wording.frequency(p, language), low, high)


def _questions(
    knowledge: Knowledge, assessment: Assessment, limits: Telling, language: str
) -> Questions:
    examined = telling.worth_examining(knowledge, assessment, limits)
    return Questions(
        person=telling.questions(knowledge, assessment.next, language),
        clinician=telling.questions(knowledge, examined, language),
    )


def _advice(
    knowledge: Knowledge, assessment: Assessment, verdict: ToldUrgency, language: str
) -> ToldAdvice:
    """As the account of a person has it: beside an emergency what to do alone, and nothing to do
    where nothing was answered."""
    do = telling.routines(assessment, language)
    if assessment.urgency.level == Level.EMERGENCY:
        return ToldAdvice(card=None, do=do, care=(), medicines=())
    if not assessment.known.given or telling.is_alone(knowledge, assessment):
        nothing = card(knowledge, assessment, verdict, (), language)
        return ToldAdvice(card=nothing, do=(), care=(), medicines=())
    offered, limits = assessment.advice, knowledge.settings.telling
    groups = telling.families(knowledge, assessment, limits, language)
    return ToldAdvice(
        card=card(knowledge, assessment, verdict, groups, language),
        do=do,
        care=tuple(
            advice.care(knowledge, assessment.known, cause, language) for cause in offered.causes
        ),
        medicines=tuple(advice.medicine(one, language) for one in offered.medicines),
    )
