"""The answer in one look: the first cause where it is firm, what to do first, what would be worse."""

from collections.abc import Iterator

from pinprick.account.told import ToldCard, ToldFamily, ToldSign, ToldUrgency
from pinprick.advice import (
    CauseAdvice,
    expression,
    is_held,
    is_offered,
    open_findings,
    still_to_come,
)
from pinprick.assessment import Assessment
from pinprick.knowledge import Knowledge, Level, Sign, Telling
from pinprick.rules import mentioned
from pinprick.scope import stands_alone
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
    asked. Nor is one where what was told is none of what this is made for."""
    limits = knowledge.settings.telling
    if urgency.answer_first:
        do = (urgency.answer_first, *_by_rule(assessment, urgency))
        return ToldCard(None, "", "", do, None, _worse(knowledge, assessment, None, language))
    if stands_alone(knowledge, assessment.known.answers):
        do = tuple(dict.fromkeys(_to_have_seen(knowledge, assessment, urgency, language)))
        worse = _worse(knowledge, assessment, None, language)
        return ToldCard(None, "", "", do[: limits.most_to_do], None, worse)
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
        worry_if=_worse(knowledge, assessment, cause, language),
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
    first = families[0] if families and families[0].probability >= least else None
    common = first if first and knowledge.families[first.id].alike else None
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


def _to_have_seen(
    knowledge: Knowledge, assessment: Assessment, urgency: ToldUrgency, language: str
) -> Iterator[str]:
    """What the level asks for, and what to bring."""
    level = knowledge.urgency.levels[assessment.urgency.level]
    first = level.elsewhere.first if level.elsewhere else level.first or level.means
    yield from _by_rule(assessment, urgency) or (text(first, language),)
    if assessment.urgency.level > Level.SELF_CARE:
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
    elif first.held and first.tests and _is_told_by_a_test(knowledge, assessment, first.condition):
        yield say(language, "card.ask-for-test", test=text(first.tests[0].test, language))


def _is_told_by_a_test(knowledge: Knowledge, assessment: Assessment, condition: str) -> bool:
    """Whether a test could tell if what defines a condition holds, and not an answer alone."""
    open_ = open_findings(knowledge, condition, assessment.known)
    return any(knowledge.vocabulary.findings[id_].by == "test" for id_ in open_)


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


def _worse(
    knowledge: Knowledge, assessment: Assessment, cause: str | None, language: str
) -> tuple[ToldSign, ...]:
    """For each level above that of the verdict the first sign that makes the cause so urgent, then
    the dangers of this story; while warning signs were not asked, and where no cause of ours fits,
    all dangers."""
    upgrades = still_to_come(knowledge, cause, assessment.known) if cause else ()
    level, most = assessment.urgency.level, knowledge.settings.telling.most_dangers
    firsts = {one.to: one for one in reversed(upgrades) if one.to > level}
    own = [firsts[to] for to in sorted(firsts)]
    told = frozenset(id_ for one in own for id_ in _asked(knowledge, one.when))
    dangers = [
        one for one in _dangers(knowledge, assessment) if not _asked(knowledge, one.when) <= told
    ]
    if assessment.urgency.complete and not stands_alone(knowledge, assessment.known.answers):
        dangers = dangers[: max(most - sum(one.to == Level.EMERGENCY for one in own), 0)]
    lines = [(one.says, one.to) for one in own] + [(one.says, one.to) for one in dangers]
    return tuple(ToldSign(text(says, language), to) for says, to in lines)


def _dangers(knowledge: Knowledge, assessment: Assessment) -> list[Sign]:
    """The dangers that are told to anybody, those first whose causes are likeliest in this story."""

    def likely(danger: Sign) -> float:
        thought = {id_ for rule in danger.rules for id_ in knowledge.rules[rule].think_of}
        return sum(assessment.likely[id_] for id_ in thought)

    return sorted(knowledge.urgency.self_care.dangers, key=likely, reverse=True)


def _asked(knowledge: Knowledge, when: object) -> frozenset[str]:
    """The findings that an expression asks for."""
    return mentioned(expression(knowledge)(when))
