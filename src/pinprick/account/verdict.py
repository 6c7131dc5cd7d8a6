"""The verdict in words: the level, the reasons for it, and what was not asked."""

from collections.abc import Iterator

from msgspec.structs import replace

from pinprick.account.answers import name_of_cause, shown, words_of
from pinprick.account.told import Label, ToldEmergency, ToldUrgency, ToldWhy
from pinprick.advice import is_held, is_said, open_findings
from pinprick.case.answers import Painted
from pinprick.case.case import is_child
from pinprick.case.known import Known
from pinprick.knowledge import EmergencyText, Finding, Knowledge, Level, LevelText, Rule
from pinprick.knowledge.quantity import Text
from pinprick.pictures.bodymap import painted_marks
from pinprick.rules import holds
from pinprick.scope import stands_alone
from pinprick.urgency import Reason, Verdict, parsed
from pinprick.words import calling, say, wording
from pinprick.words.wording import text, texts

_FEW = 3
"""Places on the map that are named one by one."""


def urgency_of(
    knowledge: Knowledge, verdict: Verdict, known: Known, likely: dict[str, float], language: str
) -> ToldUrgency:
    """How soon to be seen, and why: every reason in the order of the verdict; none is left out.

    `likely` is the probability of each condition by its id."""
    level, findings = knowledge.urgency.levels[verdict.level], knowledge.vocabulary.findings
    reasons = tuple(
        _reason(knowledge, reason, known, likely, language) for reason in verdict.reasons
    )
    told, answer_first = _is_told(verdict), _answer_first(knowledge, verdict, known, language)
    open_ = (*verdict.not_asked, *verdict.unsure)
    return ToldUrgency(
        level=verdict.level if known.given else None,
        name=_name(knowledge, verdict, language),
        complete=verdict.complete,
        by_rules=verdict.by_rules,
        by_causes=verdict.by_causes,
        rules=verdict.rules,
        reasons=reasons,
        tell=reasons[0].tell if reasons else answer_first or text(level.means, language),
        why=tuple(reason.text for reason in reasons),
        means=text(level.means, language) if told else "",
        answer_first=answer_first,
        who=_who(knowledge, verdict.level, known, language) if told else "",
        within=_within(knowledge, level, known, language) if told else "",
        numbers=calling.numbers(knowledge, verdict.level),
        elsewhere=calling.elsewhere(knowledge, verdict.level, language),
        emergency=_until_help_comes(knowledge, level.emergency, known, language),
        not_asked=verdict.not_asked,
        open=tuple(Label(id_, text(findings[id_].label, language)) for id_ in open_),
        settles=verdict.settles,
        children=text(knowledge.urgency.children, language) if is_child(known.answers) else None,
        safety_net=_safety_net(knowledge, known, language),
    )


def stated(urgency: ToldUrgency, whole: bool = True) -> Level | None:
    """The level where one can be said by itself, as a code; None before anything was answered, and
    while more answers could make a calm one more urgent. What rules say of answers stands, whatever
    is missing. `whole` is that everything that was sent was looked at."""
    if urgency.level is None:
        return None
    final = (urgency.complete and whole) or urgency.level == Level.EMERGENCY
    at_least = bool(urgency.rules) and urgency.level == urgency.by_rules
    return urgency.level if final or at_least else None


def for_programs(urgency: ToldUrgency) -> ToldUrgency:
    """The same with its level only where that can be said by itself: a program may read nothing else."""
    return replace(urgency, level=stated(urgency))


def lesser(urgency: ToldUrgency) -> tuple[ToldWhy, ...]:
    """The reasons of lower rules for people to read, in their order: none that rests on no more
    than what a reason before it was given for, and beside an emergency none that could calm."""
    told = [set(one.findings) for one in urgency.reasons if one.level == urgency.level]
    kept: list[ToldWhy] = []
    for one in urgency.reasons:
        calms = urgency.level == Level.EMERGENCY and one.level < Level.SOON
        again = any(set(one.findings) <= before for before in told)
        if one.level != urgency.level and not calms and not again:
            kept.append(one)
            told.append(set(one.findings))
    return tuple(kept)


def _within(knowledge: Knowledge, level: LevelText, known: Known, language: str) -> str:
    then = (text(one.says, language) for one in level.then if is_said(knowledge, one, known))
    return wording.series((text(level.within, language), *then), language)


def _safety_net(knowledge: Knowledge, known: Known, language: str) -> str:
    """When to see a doctor, as far as no answer contradicts it, and when to call for help."""
    gate = knowledge.urgency.self_care
    lines = [text(one.says, language) for one in gate.safety_net if is_said(knowledge, one, known)]
    for index, danger in enumerate(gate.dangers):
        key = "net.call-too" if index else "net.call"
        lines.append(say(language, key, sign=text(danger.says, language)))
    return wording.together(lines)


def _is_final(verdict: Verdict) -> bool:
    """Whether nothing that was not asked could change what is said."""
    return verdict.complete or verdict.level == Level.EMERGENCY


def _is_told(verdict: Verdict) -> bool:
    """Whether the level says whom to see: a calm one does not until the red flags are asked."""
    return _is_final(verdict) or bool(verdict.reasons)


def _name(knowledge: Knowledge, verdict: Verdict, language: str) -> str:
    """The level as a headline. What only the causes ask for is not judged before the red flags are
    asked, but said: a reason below a bare "not judged" would be one for nothing."""
    words = knowledge.urgency.verdict
    if _is_final(verdict):
        return wording.level_name(verdict.level, language)
    if verdict.level == verdict.by_rules and verdict.rules:
        return _with_level(words.at_least, verdict.level, language)
    if verdict.reasons:
        return _with_level(words.so_far, verdict.level, language)
    return text(words.not_judged, language)


def _answer_first(knowledge: Knowledge, verdict: Verdict, known: Known, language: str) -> str:
    words = knowledge.urgency.verdict
    if _is_final(verdict):
        return ""
    if not known.given:
        return text(words.nothing, language)
    return text(words.answer_first, language)


def _with_level(words: Text, level: Level, language: str) -> str:
    name = wording.small(wording.level_name(level, language))
    return text(words, language).format(level=name)


def _until_help_comes(
    knowledge: Knowledge, lines: EmergencyText | None, known: Known, language: str
) -> ToldEmergency | None:
    if lines is None:
        return None
    do_not = (text(one.says, language) for one in lines.do_not if is_said(knowledge, one, known))
    return ToldEmergency(
        say=texts(lines.say, language),
        until_help_comes=texts(lines.until_help_comes, language),
        do_not=tuple(do_not),
        take_along=texts(lines.take_along, language),
    )


# ---- reasons


def _reason(
    knowledge: Knowledge, reason: Reason, known: Known, likely: dict[str, float], language: str
) -> ToldWhy:
    """A reason in words: it begins with what the person said."""
    said = _said(knowledge, reason, known, language)
    if reason.rule is not None:
        rule = knowledge.rules[reason.rule]
        why = [text(rule.why, language)]
        tell = _tell(knowledge, rule, known, language)
    else:
        assert reason.condition is not None, "a reason is a rule or a condition"
        why = list(_why(knowledge, reason, known, likely, language))
        tell = _who(knowledge, reason.level, known, language)
    return ToldWhy(
        wording.together((*said, *why)),
        reason.level,
        reason.findings,
        tell,
        rule=reason.rule,
        condition=reason.condition,
    )


def _tell(knowledge: Knowledge, rule: Rule, known: Known, language: str) -> str:
    """What a rule says to do; of what this is not made for no more than its level, unless it cannot
    wait, as the rest is of legs."""
    elsewhere = knowledge.urgency.levels[rule.level].elsewhere
    if elsewhere and stands_alone(knowledge, known.answers):
        return text(elsewhere.first, language)
    return text(rule.tell, language)


def _who(knowledge: Knowledge, level: Level, known: Known, language: str) -> str:
    """Whom to see."""
    words = knowledge.urgency.levels[level]
    if words.elsewhere and stands_alone(knowledge, known.answers):
        return text(words.elsewhere.who, language)
    return text(words.who, language)


def _said(knowledge: Knowledge, reason: Reason, known: Known, language: str) -> tuple[str, ...]:
    """The answers that a reason rests on, as a sentence; nothing where they only follow from
    others."""
    phrases = (
        phrase
        for id_ in reason.findings
        if id_ not in known.implied
        for phrase in _phrases(knowledge, known, id_, language)
    )
    told = wording.series(dict.fromkeys(phrases), language)
    return (text(knowledge.urgency.verdict.said, language).format(answers=told),) if told else ()


def _phrases(knowledge: Knowledge, known: Known, finding: str, language: str) -> Iterator[str]:
    """An answer in words; of the map its red flags, else what is painted where that is short."""
    record, answer = knowledge.vocabulary.findings[finding], known.get(finding)
    if isinstance(answer, Painted):
        flags = [one for one in _asked_in_words(knowledge) if any(map(answer.has, one.in_words))]
        yield from (text(one.label, language) for one in flags)
        if not flags and len(painted_marks(answer)) <= _FEW:
            yield shown(knowledge, record, answer, language)
        elif not flags:
            yield words_of(knowledge, known, finding, language)
    elif record.kind == "choice":
        name, value = text(record.label, language), shown(knowledge, record, answer, language)
        yield say(language, "said.choice", finding=name, value=value)
    else:
        yield words_of(knowledge, known, finding, language)


def _asked_in_words(knowledge: Knowledge) -> Iterator[Finding]:
    return (one for one in knowledge.vocabulary.findings.values() if one.in_words)


def _why(
    knowledge: Knowledge, reason: Reason, known: Known, likely: dict[str, float], language: str
) -> Iterator[str]:
    """Why a condition asks for a level. Of an emergency no odds are told, and a milder condition
    that a sign raised is not named: beside a call for an ambulance "foot gone to sleep" would
    calm."""
    assert reason.condition is not None
    words, record = knowledge.urgency.verdict, knowledge.conditions[reason.condition].urgency
    cause = name_of_cause(knowledge, reason.condition, language)
    if reason.level != Level.EMERGENCY and stands_alone(knowledge, known.answers):
        yield text(words.not_ours, language)
        return
    waits = _waits_for(knowledge, reason.condition, known, language)
    if reason.level != Level.EMERGENCY and waits:
        yield say(language, "reason.waits", cause=cause, signs=waits)
        return
    if reason.level != Level.EMERGENCY:
        odds = wording.frequency(likely[reason.condition], language)
        yield text(words.fits, language).format(cause=cause, odds=odds)
    elif record.level == reason.level:
        yield say(language, "reason.could-be", cause=cause)
    yield _what_is_grave(knowledge, reason, reason.condition, known, language)
    if record.level > reason.level and reason.level in words.ruled_out:
        yield text(words.ruled_out[reason.level], language)


def _waits_for(knowledge: Knowledge, condition: str, known: Known, language: str) -> str:
    """What defines a condition and is not known, in words: beside "not listed, as we do not know
    enough" its odds would contradict. Nothing where that is known."""
    if not is_held(knowledge, condition, known):
        return ""
    findings = knowledge.vocabulary.findings
    open_ = open_findings(knowledge, condition, known)[:_FEW]
    return wording.listed(
        (text(findings[id_].label, language) for id_ in open_), language, "list.or"
    )


def _what_is_grave(
    knowledge: Knowledge, reason: Reason, condition: str, known: Known, language: str
) -> str:
    """What raises a condition to the level of a reason, or what it does by itself."""
    words, record = knowledge.urgency.verdict, knowledge.conditions[condition].urgency
    raised = record.level < reason.level
    signs = _signs(knowledge, condition, known, language) if raised else []
    if not signs:
        return text(record.danger or record.why, language)
    return text(words.raised, language).format(sign=wording.listed(signs, language, "list.or"))


def _signs(knowledge: Knowledge, condition: str, known: Known, language: str) -> list[str]:
    """What is known to make a condition more urgent, in words, the most urgent of it."""
    upgrades = knowledge.conditions[condition].urgency.upgrades
    holding = [
        upgrade
        for upgrade, (_, when) in zip(upgrades, parsed(knowledge).upgrades[condition], strict=True)
        if holds(when, known.answers) is True
    ]
    most = max((upgrade.to for upgrade in holding), default=Level.SELF_CARE)
    return [text(upgrade.says, language) for upgrade in holding if upgrade.to == most]
