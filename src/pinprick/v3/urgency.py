"""How urgent it is, in the shapes of a triage, and what speaks for and against a condition."""

from collections.abc import Iterator
from typing import Literal

from pinprick.account import parts, telling
from pinprick.account.parts import Part
from pinprick.account.told import ToldReason, ToldUrgency
from pinprick.account.verdict import for_programs, stated
from pinprick.assessment import Assessment, assess
from pinprick.assistants.told import first_line
from pinprick.knowledge import Knowledge, Level
from pinprick.knowledge.ids import PRESENT
from pinprick.model.axes import Model
from pinprick.v3 import ids
from pinprick.v3.evidence import Sent
from pinprick.v3.shapes import (
    Evidence,
    Explained,
    Extras,
    Recommended,
    RootCause,
    Serious,
    Specialist,
    Triage,
    Urgency,
    Weighed,
)
from pinprick.words import say, wording

LEVELS: dict[Level, Triage] = {
    Level.EMERGENCY: "emergency_ambulance",
    Level.SAME_DAY: "consultation_24",
    Level.SOON: "consultation",
    Level.ROUTINE: "consultation",
    Level.SELF_CARE: "self_care",
}
"""What each level is in a triage of five."""
_GRAVE: dict[bool, Literal["serious", "emergency_ambulance"]] = {
    False: "serious",
    True: "emergency_ambulance",
}
_REASONS: tuple[Part, ...] = ("reasons",)
_VISITS = (Level.SAME_DAY, Level.SOON, Level.ROUTINE)
"""The levels at which somebody has to be seen, and not at once."""


def extras(
    knowledge: Knowledge,
    urgency: ToldUrgency,
    sent: Sent,
    besides: tuple[str, tuple[str, ...]],
    language: str,
) -> Extras:
    """What has to be shown with an answer; `besides` is an alarm and what else is noticed."""
    alarm, notices = besides
    return Extras(
        says=_first(urgency, sent, language),
        tell=urgency.tell,
        alarm=alarm,
        not_asked=tuple(one for one in urgency.open if one.id in urgency.not_asked),
        open=urgency.open,
        notices=notices,
        ignored=sent.ignored,
        unused=sent.unused,
        urgency=for_programs(urgency),
        knowledge=telling.version(knowledge),
    )


def _first(urgency: ToldUrgency, sent: Sent, language: str) -> str:
    """The level; that it is the least it may be; and that not all that was sent was looked at."""
    first = first_line(urgency, language)
    if not sent.ignored:
        return first
    ignored = say(language, "v3.ignored", count=len(sent.ignored))
    return wording.together((first, ignored))


# ---- how urgent


def triage(model: Model, sent: Sent, language: str) -> Urgency:
    """How urgent it is. What was sent and is not known here could be a warning sign, so that a calm
    level cannot be said beside it."""
    return triage_of(assess(model, sent.case), sent, language)


def triage_of(assessment: Assessment, sent: Sent, language: str) -> Urgency:
    """The same of what was sent and is assessed already."""
    knowledge = assessment.model.knowledge
    told = telling.urgency(knowledge, assessment, language)
    level = stated(told, whole=not sent.ignored)
    notices = _notices(knowledge, sent, told, language)
    return Urgency(
        extras=extras(knowledge, told, sent, ("", notices), language),
        triage_level=None if level is None else LEVELS[level],
        serious=tuple(_serious(knowledge, sent, told, language)),
        root_cause=_root_cause(told, level),
        teleconsultation_applicable=False,
    )


def _notices(
    knowledge: Knowledge, sent: Sent, urgency: ToldUrgency, language: str
) -> tuple[str, ...]:
    """That it is made for adults, and what it is not made for."""
    scope = telling.scope(knowledge, sent.case.answers, language)
    children = (urgency.children,) if urgency.children else ()
    return (*children, *(wording.together((one.says, one.go)) for one in scope))


def _root_cause(urgency: ToldUrgency, level: Level | None) -> RootCause:
    if level is None:
        return "diagnosis_unknown"
    by_rule = bool(urgency.reasons) and urgency.reasons[0].rule is not None
    if level == Level.EMERGENCY:
        return "emergency_evidence_present" if by_rule else "emergency_condition_likely"
    if by_rule and level == Level.SAME_DAY:
        return "serious_evidence_present"
    return "self_care_sufficient" if level == Level.SELF_CARE else "consultation_condition_likely"


def _serious(
    knowledge: Knowledge, sent: Sent, urgency: ToldUrgency, language: str
) -> Iterator[Serious]:
    """What was sent as present and is a reason for an urgent level, each once, the most urgent
    first."""
    known, said = ids.meanings(knowledge), dict[str, None]()
    there = [id_ for id_, state in sent.told.items() if state == PRESENT]
    for reason in urgency.reasons:
        emergency = reason.level == Level.EMERGENCY
        if reason.level < Level.SAME_DAY:
            continue
        signs = _signs(knowledge, reason.findings)
        for id_ in (one for one in there if known[one].finding in signs):
            if id_ not in said:
                said[id_] = None
                name = ids.label(knowledge, id_, language)
                yield Serious(id_, name, name, _GRAVE[emergency], emergency)


def _signs(knowledge: Knowledge, findings: tuple[str, ...]) -> tuple[str, ...]:
    """Of the findings of a reason those that are there or not; what was chosen of several, such as
    since when, is grave by itself only where nothing else is named."""
    of_kind = knowledge.vocabulary.findings
    return tuple(id_ for id_ in findings if of_kind[id_].kind != "choice") or findings


def recommended(model: Model, sent: Sent, language: str) -> Recommended:
    """Whom to see, of a level at which somebody has to be seen."""
    told = triage(model, sent, language)
    urgency = told.extras.urgency
    visit = stated(urgency, whole=not sent.ignored) in _VISITS and urgency.level is not None
    return Recommended(
        extras=told.extras,
        recommended_specialist=Specialist(str(urgency.level), urgency.who) if visit else None,
        recommended_channel="personal_visit" if visit else None,
    )


# ---- why


def explained(model: Model, sent: Sent, target: str, language: str) -> Explained:
    """What speaks for and against a condition. Beside an emergency, and before anything was
    answered, a person is told nothing but the verdict."""
    knowledge, assessment = model.knowledge, assess(model, sent.case)
    weighed: tuple[ToldReason, ...] = ()
    if parts.of_person(assessment, _REASONS):
        ((_, reasons),) = assessment.weighed([target])
        weighed = telling.reasons(knowledge, assessment.known, language)(reasons)
    told = telling.urgency(knowledge, assessment, language)
    notices = _notices(knowledge, sent, told, language)
    return Explained(
        supporting_evidence=tuple(_weighed(knowledge, one) for one in weighed if one.bits > 0),
        conflicting_evidence=tuple(_weighed(knowledge, one) for one in weighed if one.bits < 0),
        unconfirmed_evidence=tuple(
            Evidence(one.id, one.name, one.name)
            for one in telling.waits_for(knowledge, assessment.known, target, language)
        )
        if weighed
        else (),
        extras=extras(knowledge, told, sent, ("", notices), language),
    )


def _weighed(knowledge: Knowledge, reason: ToldReason) -> Weighed:
    of_value = f"{reason.finding}={reason.value}"
    id_ = of_value if of_value in ids.meanings(knowledge) else reason.finding
    return Weighed(id_, reason.words, reason.words, reason.strength, reason.sources)
