"""The answer in one look: the first cause where it is firm, what to do first, what would be worse."""

from collections.abc import Iterator

from pinprick.account.told import ToldCard, ToldFamily, ToldSign, ToldUrgency
from pinprick.advice import CauseAdvice, is_held, is_offered
from pinprick.assessment import Assessment
from pinprick.knowledge import Knowledge, Level, Telling
from pinprick.words import say, wording
from pinprick.words.wording import text


def card(
    knowledge: Knowledge,
    assessment: Assessment,
    urgency: ToldUrgency,
    families: tuple[ToldFamily, ...],
    language: str,
) -> ToldCard:
    """The card of an assessment that is no emergency.

    While the level is not judged, no cause is named: it would calm before the warning signs are
    asked."""
    if urgency.answer_first:
        do = (urgency.answer_first, *_by_rule(assessment, urgency))
        return ToldCard(None, "", "", do, None, _worse(knowledge, (), language))
    limits = knowledge.settings.telling
    cause, level = firm_cause(knowledge, assessment, limits), assessment.urgency.level
    headline, beside = (
        _named(knowledge, assessment, cause, language)
        if cause
        else _several(knowledge, families, language)
    )
    to_do = dict.fromkeys(_to_do(knowledge, assessment, urgency, cause, language))
    return ToldCard(
        cause=cause,
        headline=headline,
        beside=beside,
        do=tuple(to_do)[: limits.most_to_do],
        routine=_routine(assessment, cause) if level == Level.SELF_CARE else None,
        worry_if=_worse(knowledge, _signs(knowledge, cause, level, language), language),
    )


def firm_cause(knowledge: Knowledge, assessment: Assessment, limits: Telling) -> str | None:
    """The first cause, where it is likely and sure enough to be named at the top, and what defines
    it is known."""
    first = next(iter(assessment.likely))
    likely = assessment.likely[first] >= limits.least_first
    if is_held(knowledge, first, assessment.known):
        return None
    return first if likely and assessment.stable_first >= limits.least_stable else None


def _named(
    knowledge: Knowledge, assessment: Assessment, cause: str, language: str
) -> tuple[str, str]:
    name = knowledge.conditions[cause].name
    odds = wording.frequency(assessment.likely[cause], language)
    return text(name.yours or name.plain, language), odds


def _several(
    knowledge: Knowledge, families: tuple[ToldFamily, ...], language: str
) -> tuple[str, str]:
    """What is said where no cause is firm: what most of them have in common, if they do."""
    least = knowledge.settings.telling.least_first
    common = families[0] if families and families[0].probability >= least else None
    told = (
        say(
            language,
            "card.in-common",
            family=common.name,
            frequency=wording.frequency(common.probability, language),
        )
        if common
        else say(language, "card.nothing-in-common")
    )
    return say(language, "card.several"), told


# ---- what to do


def _to_do(
    knowledge: Knowledge,
    assessment: Assessment,
    urgency: ToldUrgency,
    cause: str | None,
    language: str,
) -> Iterator[str]:
    """What to do, the first thing first: what the level asks for, then what helps or what to ask
    for, then what to bring."""
    level, offered = assessment.urgency.level, assessment.advice
    by_rule = _by_rule(assessment, urgency)
    if by_rule:
        yield from by_rule
    elif level > Level.SELF_CARE:
        yield text(knowledge.urgency.levels[level].first, language)
    if level >= Level.SAME_DAY:
        yield urgency.who
    elif cause or level == Level.SELF_CARE:
        yield from _helping(offered.causes[:1] if cause else offered.causes, language)
    else:
        yield from _asked_for(knowledge, assessment, language)
    if level > Level.SELF_CARE:
        yield from _to_bring(knowledge, assessment, language)


def _by_rule(assessment: Assessment, urgency: ToldUrgency) -> tuple[str, ...]:
    """What the first rule of the level says to do, if a rule asks for the level."""
    level = assessment.urgency.level
    told = (one.tell for one in urgency.reasons if one.rule and one.level == level)
    return tuple(told)[:1]


def _helping(causes: tuple[CauseAdvice, ...], language: str) -> Iterator[str]:
    for one in causes:
        yield from (text(step.do, language) for step in one.self_care)


def _asked_for(knowledge: Knowledge, assessment: Assessment, language: str) -> Iterator[str]:
    """What tells the causes of the likeliest family apart; where nothing does, the first test for
    a first cause that is held back."""
    family = assessment.families[0] if assessment.families else None
    asked = knowledge.families[family.id].ask_for if family else None
    first = assessment.advice.causes[0]
    if asked and asked.sources:
        yield text(asked.do, language)
    elif first.held and first.tests:
        yield say(language, "card.ask-for-test", test=text(first.tests[0].test, language))


def _to_bring(knowledge: Knowledge, assessment: Assessment, language: str) -> Iterator[str]:
    name = knowledge.settings.telling.visit
    routine = knowledge.self_care.routines.get(name)
    if routine and is_offered(knowledge, routine, assessment.known):
        yield from (text(step.do, language) for step in routine.steps)


def _routine(assessment: Assessment, cause: str | None) -> str | None:
    """The first routine for the cause that is named, or for any where none is."""
    for one in assessment.advice.routines:
        if cause is None or cause in one.routine.conditions:
            return one.id
    return None


# ---- what would be worse


def _signs(
    knowledge: Knowledge, cause: str | None, level: Level, language: str
) -> tuple[ToldSign, ...]:
    """For each level above that of the verdict the first sign that makes the cause so urgent."""
    upgrades = knowledge.conditions[cause].urgency.upgrades if cause else ()
    firsts = {upgrade.to: upgrade for upgrade in reversed(upgrades) if upgrade.to > level}
    return tuple(ToldSign(text(firsts[to].says, language), to) for to in sorted(firsts))


def _worse(
    knowledge: Knowledge, signs: tuple[ToldSign, ...], language: str
) -> tuple[ToldSign, ...]:
    """Those signs, and the emergencies that are told to everybody."""
    net = knowledge.urgency.self_care.urgencies
    return (*signs, *(ToldSign(text(sign.says, language), sign.to) for sign in net))
