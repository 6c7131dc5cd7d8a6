"""Guides: a question as people ask it → a page, from what the asker has said by asking.
Deterministic.

Every sentence of the page is a record of the knowledge base; only the words that join them are
`wording`'s."""

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from pinprick import advice, interview
from pinprick.account import Account, account, for_clinicians
from pinprick.account.telling import how_many_told
from pinprick.advice import CauseAdvice, OfferedMedicine, OfferedRoutine
from pinprick.assessment import Assessment, Cause, assess
from pinprick.case.answers import Answers
from pinprick.case.case import Case, changed
from pinprick.case.known import Known, known
from pinprick.knowledge import (
    LEVELS,
    Claim,
    Condition,
    Guide,
    Knowledge,
    Level,
    Step,
    Test,
    Treatment,
    cited,
    sources_of,
)
from pinprick.knowledge.ids import ABSENT, PERSON, PRESENT
from pinprick.knowledge.quantity import Quantity, Source
from pinprick.model.axes import Array, Model
from pinprick.reasoning.outlook import Outlook, outlook
from pinprick.words import say, wording
from pinprick.words.wording import text

_USUAL = 2.0
"""From how many times as common as with the other causes of the story a finding is told as going
with a cause."""
_RARE = 0.34
"""Up to which part of how common it is with the other causes a finding is told as speaking against
a cause."""
_TOLD = 0.25
_COMMON = 0.04
"""How common a finding must be with the cause, or with the others, to be worth telling."""
_MOST_WITH, _MOST_AGAINST = 6, 4
_FEW = 0.01
"""Below this probability a cause is told briefly, and its medicines are not, unless the article
names it."""


class GoesWith(Struct, frozen=True):
    """A finding, and how often it is there with a cause: a word, or a count where it was
    counted."""

    finding: str
    label: str
    often: str
    sources: tuple[Source, ...]


class GuideCause(Struct, frozen=True):
    """A cause as a guide tells it; `brief` where so few have it that a line is enough."""

    id: str
    brief: bool
    cause: Cause
    condition: Condition
    odds: str
    goes_with: tuple[GoesWith, ...]
    against: tuple[GoesWith, ...]
    advice: CauseAdvice


class GuideMedicine(Struct, frozen=True):
    """A medicine, and the plain names of the told causes that it is for, the likeliest first."""

    offered: OfferedMedicine
    causes: tuple[str, ...]


class SeenOf(Struct, frozen=True):
    """What a cause adds to a level of urgency: why it is that urgent itself (or nothing), and what
    makes it so.

    `name` is its plain name, as a sign of one cause may mean nothing beside another.
    """

    cause: str
    name: str
    why: str
    signs: tuple[str, ...]


class SeenWhen(Struct, frozen=True):
    """When somebody should be seen at a level of urgency: for any of `signs`, and by cause."""

    level: Level
    signs: tuple[str, ...]
    of_causes: tuple[SeenOf, ...]


class Judged(Struct, frozen=True):
    """A claim of the article that pinprick began with, what is known of it, and where that
    stands."""

    about: str
    where: str
    """The file of the knowledge base that says so."""
    claim: str
    verdict: str
    note: str
    sources: tuple[Source, ...]


class GuidePage(Struct, frozen=True):
    """A compiled guide in a language. `numbers` counts the numbers of its causes by what they rest
    on."""

    id: str
    language: str
    guide: Guide
    answers: Answers
    assessment: Assessment
    told: Account
    causes: tuple[GuideCause, ...]
    rest: float
    """How likely the causes of ours are together that are not told."""
    medicines: tuple[GuideMedicine, ...]
    routines: tuple[OfferedRoutine, ...]
    seen: tuple[SeenWhen, ...]
    claims: tuple[Judged, ...]
    numbers: dict[str, int]
    sources: tuple[Source, ...]


def without_warning_signs(model: Model, case: Case) -> Case:
    """The case as a guide takes its story: no warning sign is true but those that it tells. The
    guide says so where it says how urgent that is."""
    none = dict.fromkeys(known(model.knowledge, case).not_asked, ABSENT)
    return changed(model, case, answers={**none, **case.answers})


def page(model: Model, id_: str, language: str) -> GuidePage:
    """The page of a guide, by its id."""
    knowledge = model.knowledge
    guide = knowledge.guides[id_]
    case = Case.of(model, guide.story, id_, text(guide.title, language))
    assessment = assess(model, without_warning_signs(model, case))
    causes = tuple(_causes(model, guide, assessment, language))
    conditions = [cause.condition for cause in causes]
    return GuidePage(
        id=id_,
        language=language,
        guide=guide,
        answers=case.answers,
        assessment=assessment,
        told=account(model, assessment, language, for_clinicians(knowledge.settings.telling)),
        causes=causes,
        rest=1 - assessment.unexplained - sum(one.cause.probability for one in causes),
        medicines=tuple(_medicines(knowledge, assessment.known, causes, language)),
        routines=tuple(_routines(knowledge, guide, assessment)),
        seen=tuple(_seen(knowledge, conditions, assessment.urgency.level, language)),
        claims=_in_order(knowledge, conditions, language) if guide.options.claims else (),
        numbers=_numbers(conditions),
        sources=tuple(_sources(knowledge, guide, causes)),
    )


# ---- causes


def _causes(
    model: Model, guide: Guide, assessment: Assessment, language: str
) -> Iterator[GuideCause]:
    knowledge = model.knowledge
    limits = knowledge.settings.telling
    told = how_many_told(list(assessment.likely.values()), limits)
    most, ranked = max(guide.options.causes, told), list(assessment.likely)
    at_length = {*ranked[: guide.options.causes], *guide.options.also}
    named = {*ranked[:most], *guide.options.also}
    closed = interview.only_following(knowledge)
    ahead = outlook(model, assessment.known, assessment.belief, PERSON, closed)
    for cause in assessment.explained(id_ for id_ in ranked if id_ in named):
        condition = knowledge.conditions[cause.id]
        likelier = _ratios(model, ahead, cause.id)
        yield GuideCause(
            id=cause.id,
            brief=cause.id not in at_length
            or (cause.probability < _FEW and not (guide.options.claims and condition.article)),
            cause=cause,
            condition=condition,
            odds=wording.likelihood(
                cause.probability, cause.interval.low, cause.interval.high, language
            ),
            goes_with=tuple(_goes_with(knowledge, condition, likelier, language)),
            against=tuple(_against(knowledge, condition, likelier, language)),
            advice=_advice(knowledge, condition, assessment.urgency.level),
        )


def _advice(knowledge: Knowledge, condition: Condition, level: Level) -> CauseAdvice:
    """What is done about a cause; beside an emergency nobody is told to treat a calmer cause by
    themselves."""
    found = advice.of_cause(knowledge, condition.id)
    calmer = level == Level.EMERGENCY != condition.urgency.level
    return replace(found, self_care=()) if calmer else found


Likelier = dict[str, tuple[float, float]]
"""By finding: how common it is with the other causes of the story, and how many times as common
with this one."""


def _ratios(model: Model, ahead: Outlook, cause: str) -> Likelier:
    of_cause = ahead.joint[:, model.causes.index(cause)]
    others = ahead.joint.sum(axis=1) - of_cause
    flags = [
        (id_, int(first))
        for id_, values, first in zip(ahead.findings, ahead.values, ahead.first, strict=True)
        if values[0] == PRESENT
    ]
    return {id_: _likelier(of_cause[row : row + 2], others[row : row + 2]) for id_, row in flags}


def _likelier(of_cause: Array, others: Array) -> tuple[float, float]:
    """From the weights of "present" and "absent" with one cause, and with all others."""
    p, of_others = of_cause[0] / of_cause.sum(), others[0] / others.sum()
    return float(of_others), float(p / of_others)


def _goes_with(
    knowledge: Knowledge, condition: Condition, likelier: Likelier, language: str
) -> Iterable[GoesWith]:
    usual = [
        id_
        for id_, (_, ratio) in likelier.items()
        if ratio >= _USUAL and _p(condition, id_) >= _TOLD
    ]
    usual.sort(key=lambda id_: (-likelier[id_][1] * _p(condition, id_), id_))
    return [_often(knowledge, condition, id_, language) for id_ in usual[:_MOST_WITH]]


def _against(
    knowledge: Knowledge, condition: Condition, likelier: Likelier, language: str
) -> Iterable[GoesWith]:
    stated = {id_: likelier[id_] for id_ in condition.findings if id_ in likelier}
    rare = [id_ for id_, (p, ratio) in stated.items() if ratio <= _RARE and p >= _COMMON]
    rare.sort(key=lambda id_: (likelier[id_][1], id_))
    return [_often(knowledge, condition, id_, language) for id_ in rare[:_MOST_AGAINST]]


def _p(condition: Condition, finding: str) -> float:
    """How often the condition itself says that a finding is there; 0 where it is silent."""
    number = condition.findings.get(finding)
    return number.p if number is not None and not isinstance(number.p, dict) else 0.0


def _often(knowledge: Knowledge, condition: Condition, finding: str, language: str) -> GoesWith:
    label = text(knowledge.vocabulary.findings[finding].label, language)
    number = condition.findings[finding]
    sources = cited(knowledge, number.sources)
    return GoesWith(finding, label, wording.how_often(knowledge, number, None, language), sources)


# ---- what to do, and when to be seen


def _routines(
    knowledge: Knowledge, guide: Guide, assessment: Assessment
) -> Iterator[OfferedRoutine]:
    """The routines that the guide names, then those that fit its causes."""
    for name in guide.options.routines:
        yield OfferedRoutine(name, knowledge.self_care.routines[name])
    yield from (one for one in assessment.advice.routines if one.id not in guide.options.routines)


def _seen(
    knowledge: Knowledge, conditions: list[Condition], level: Level, language: str
) -> Iterator[SeenWhen]:
    """What is more urgent than the story alone, most urgent first; each sign once, at its most
    urgent.

    What is an emergency is always told; beside a story that is one by itself no cause may seem to
    need more."""
    told: set[str] = set()
    for at in reversed(LEVELS):
        if at == Level.EMERGENCY or at > level:
            box = knowledge.screen.call_at_once if at == Level.EMERGENCY else ()
            signs = tuple(text(sign.says, language) for sign in box)
            causes = [] if level == Level.EMERGENCY else conditions
            of_causes = tuple(filter(None, [_seen_of(one, at, told, language) for one in causes]))
            if signs or of_causes:
                yield SeenWhen(at, signs, of_causes)


def _seen_of(condition: Condition, level: Level, told: set[str], language: str) -> SeenOf | None:
    own = condition.urgency.level == level
    signs = [text(up.says, language) for up in condition.urgency.upgrades if up.to == level]
    fresh = [sign for sign in dict.fromkeys(signs) if sign not in told]
    told |= set(fresh)
    if not own and not fresh:
        return None
    why = text(condition.urgency.why, language) if own else ""
    return SeenOf(condition.id, text(condition.name.plain, language), why, tuple(fresh))


def _medicines(
    knowledge: Knowledge, known: Known, causes: Iterable[GuideCause], language: str
) -> Iterator[GuideMedicine]:
    """The medicines for the causes that are told at length, each once."""
    names: dict[str, list[str]] = {}
    offered: dict[str, OfferedMedicine] = {}
    for cause in causes:
        for one in advice.medicines_for(knowledge, known, [] if cause.brief else [cause.id]):
            if one.medicine.role == "not-recommended":
                continue  # the list is of what a doctor may give
            offered.setdefault(one.id, one)
            names.setdefault(one.id, []).append(text(cause.condition.name.plain, language))
    yield from (GuideMedicine(one, tuple(names[id_])) for id_, one in offered.items())


# ---- how it is founded


def _numbers(conditions: Iterable[Condition]) -> dict[str, int]:
    counted = {"study": 0, "review": 0, "estimate": 0}
    for condition in conditions:
        whole = (condition.share, condition.age, condition.female, condition.sides, condition.sites)
        for number in (*whole, *condition.findings.values()):
            if isinstance(number, Quantity):
                counted[number.basis] += 1
    return counted


def _sources(knowledge: Knowledge, guide: Guide, causes: Iterable[GuideCause]) -> Iterator[Source]:
    """What the page cites, in the order in which it does, each once."""
    named = [*sources_of(knowledge, guide)]
    for cause in causes:
        named += cited_by(knowledge, cause)
    yield from {source.url: source for source in named}.values()


def cited_by(knowledge: Knowledge, cause: GuideCause) -> Iterator[Source]:
    """The sources of what a guide tells of a cause."""
    yield from (source for one in (*cause.goes_with, *cause.against) for source in one.sources)
    care = cause.advice
    lines: tuple[Step | Test | Treatment, ...] = (*care.self_care, *care.tests, *care.treatment)
    for line in (*lines, cause.condition.course, cause.condition.urgency):
        yield from cited(knowledge, line.sources)


# ---- the article


_OF_SELF_CARE = "self_care.yaml"


def claims(knowledge: Knowledge, language: str) -> Iterator[Judged]:
    """Everything that the article claims, with what is known of it."""
    about = say(language, "guide.about-self-care")
    for claim in knowledge.self_care.article:
        yield _judged(knowledge, about, _OF_SELF_CARE, claim, language)
    for condition in knowledge.conditions.values():
        name, where = text(condition.name.plain, language), _file_of(condition)
        yield from (_judged(knowledge, name, where, claim, language) for claim in condition.article)


def _file_of(condition: Condition) -> str:
    return f"conditions/{condition.id}.yaml"


def _in_order(
    knowledge: Knowledge, conditions: list[Condition], language: str
) -> tuple[Judged, ...]:
    """All claims by what they are about: self-care first, then the causes as they are told, then
    the rest."""
    files = [_OF_SELF_CARE, *map(_file_of, conditions)]
    place = {file: number for number, file in enumerate(files)}
    judged = claims(knowledge, language)
    return tuple(sorted(judged, key=lambda one: place.get(one.where, len(files))))


def _judged(knowledge: Knowledge, about: str, where: str, claim: Claim, language: str) -> Judged:
    sources = cited(knowledge, claim.sources)
    note = text(claim.note, language) if claim.note else ""
    return Judged(about, where, text(claim.claim, language), claim.verdict, note, sources)
