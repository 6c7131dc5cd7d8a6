"""Cards for a record that is opened: signs in it that should not wait, and what in it is known to
lead to numb feet."""

import math
from collections.abc import Iterable
from uuid import uuid4

from msgspec import Struct

from pinprick.account.answers import name_of_finding
from pinprick.assessment import Assessment, assess
from pinprick.case.answers import Answers
from pinprick.case.case import Case, is_child
from pinprick.case.known import of_answers
from pinprick.hooks.asked import Asked
from pinprick.hooks.cards import (
    CRITICAL,
    INFO,
    LONGEST,
    WARNING,
    Card,
    Link,
    Source,
    bullets,
    detail,
    topic,
)
from pinprick.hooks.services import FEET
from pinprick.knowledge import Cards, Finding, Knowledge, Level
from pinprick.knowledge.ids import OTHER, PRESENT
from pinprick.model.axes import Model
from pinprick.reasoning.inference import believe
from pinprick.reasoning.outlook import by_id
from pinprick.urgency import Reason
from pinprick.words import say, wording
from pinprick.words.wording import text


class Thing(Struct, frozen=True):
    """A finding of a record, and the conditions that it points to, the likeliest first."""

    finding: str
    conditions: tuple[str, ...]


class Shown(Struct, frozen=True):
    """What every card for a record has: its source, and the pages that it leads to."""

    source: Source
    links: tuple[Link, ...]


def cards(model: Model, asked: Asked, address: str, language: str) -> tuple[Card, ...]:
    """The cards for a record; none where nothing in it is a reason for one."""
    limits = model.knowledge.settings.cards
    if asked.has_died or limits is None:
        return ()
    found = assess(model, Case.of(model, asked.answers))
    shown = _shown(address, language)
    fired = _urgent(found, limits)
    first = (_urgent_card(found, fired, shown, language),) if fired else ()
    # beside an emergency nothing else is told; of a child nothing is known of what leads to numb feet
    urgent = bool(fired) and fired[0].level == Level.EMERGENCY
    if urgent or is_child(found.known.answers):
        return first
    told = things(found, limits)
    if len(told) < (1 if _complains(found, limits) else limits.least_things):
        return first
    return (*first, _things_card(found.model.knowledge, told, asked, shown, language))


def _shown(address: str, language: str) -> Shown:
    pages = {"interview": "/interview", "clinician": "/clinician"}
    links = (
        Link(say(language, f"hooks.link.{name}"), f"{address}{path}", "absolute")
        for name, path in pages.items()
    )
    of = topic(FEET, say(language, "hooks.numb-feet.title"))
    return Shown(Source(say(language, "hooks.source"), f"{address}/about", of), tuple(links))


# ---- what should not wait


def _urgent(found: Assessment, limits: Cards) -> tuple[Reason, ...]:
    """The most urgent rules that what is in the record fires, from `soon` on. A calmer level is never
    told: nobody was asked. Rules take for granted that something is numb; where the record does not
    say so, they need a sign."""
    complains = _complains(found, limits)
    fired = [
        one
        for one in found.urgency.reasons
        if one.rule and one.level >= Level.SOON
        if complains or _signs(found.model.knowledge, one, limits)
    ]
    return tuple(one for one in fired if one.level == max(other.level for other in fired))


def _signs(knowledge: Knowledge, reason: Reason, limits: Cards) -> list[str]:
    """What a reason rests on but what somebody had or has besides."""
    findings = knowledge.vocabulary.findings
    return [id_ for id_ in reason.findings if findings[id_].group not in limits.of_person]


def _urgent_card(found: Assessment, fired: tuple[Reason, ...], shown: Shown, language: str) -> Card:
    knowledge, most = found.model.knowledge, fired[0].level
    names = dict.fromkeys(id_ for one in fired for id_ in one.findings)
    level = wording.small(wording.level_name(most, language))
    lines = [
        say(
            language,
            "hooks.urgent.rule",
            why=text(rule.why, language),
            tell=text(rule.tell, language),
        )
        for rule in (knowledge.rules[one.rule] for one in fired if one.rule)
    ]
    return Card(
        uuid=str(uuid4()),
        summary=say(language, "hooks.urgent.summary", count=len(names), level=level),
        indicator=CRITICAL if most == Level.EMERGENCY else WARNING,
        source=shown.source,
        detail=detail(
            say(language, "hooks.urgent.now"),
            bullets(
                say(language, "hooks.urgent.signs"),
                [name_of_finding(knowledge, id_, language) for id_ in names],
            ),
            bullets(say(language, "hooks.urgent.rules"), lines),
            say(language, "hooks.not-asked"),
        ),
        links=shown.links,
    )


# ---- what leads to numb feet


def _things_card(
    knowledge: Knowledge, told: tuple[Thing, ...], asked: Asked, shown: Shown, language: str
) -> Card:
    names = [name_of_finding(knowledge, one.finding, language) for one in told]
    lines = [_line(knowledge, one, language) for one in told]
    return Card(
        uuid=str(uuid4()),
        summary=_summary(names, language),
        indicator=INFO,
        source=shown.source,
        detail=detail(
            bullets(say(language, "hooks.things"), lines),
            say(language, "hooks.not-asked"),
            say(language, "hooks.in-part") if asked.in_part else "",
        ),
        links=shown.links,
    )


def _there(found: Assessment) -> dict[str, Finding]:
    """The flags that the record says yes to."""
    findings = found.model.knowledge.vocabulary.findings
    return {id_: findings[id_] for id_, answer in found.known.given.items() if answer == PRESENT}


def _complains(found: Assessment, limits: Cards) -> bool:
    """Whether the record says that something is numb."""
    return any(finding.group in limits.complaint for finding in _there(found).values())


def things(found: Assessment, limits: Cards) -> tuple[Thing, ...]:
    """What somebody had or has besides that points to some condition by itself, whatever else the
    record holds."""
    model = found.model
    before = _bits(model, {})
    told = []
    for id_, finding in _there(found).items():
        if finding.group not in limits.of_person:
            continue
        after = _bits(model, {id_: PRESENT})
        raised = [one for one in after if after[one] - before[one] >= limits.least_bits]
        if raised:
            first = sorted(raised, key=lambda one: -after[one])[: limits.most_conditions]
            told.append(Thing(id_, tuple(first)))
    return tuple(told)


def _bits(model: Model, answers: Answers) -> dict[str, float]:
    """The log2-odds of each condition, given some answers."""
    likely = by_id(model, believe(model, of_answers(model.knowledge, answers)).causes)
    return {id_: math.log2(p / (1 - p)) for id_, p in likely.items() if id_ != OTHER}


def _line(knowledge: Knowledge, one: Thing, language: str) -> str:
    named = [text(knowledge.conditions[id_].name.plain, language) for id_ in one.conditions]
    causes = wording.listed((wording.small(name) for name in named), language)
    name = name_of_finding(knowledge, one.finding, language)
    return say(language, "hooks.thing", finding=name, causes=causes)


def _summary(names: Iterable[str], language: str) -> str:
    """The line of the card, with as many of the names as fit."""
    listed = list(names)
    for told in range(len(listed), 0, -1):
        left = len(listed) - told
        rest = [say(language, "hooks.more", count=left)] if left else []
        things = wording.series([*listed[:told], *rest], language)
        words = say(language, "hooks.summary", count=len(listed), things=things)
        if len(words) <= LONGEST:
            return words
    return say(language, "hooks.summary-short", count=len(listed))
