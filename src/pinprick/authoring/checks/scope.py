"""Faults of what it is not made for, and of questions that are held back where they should be
asked."""

from collections.abc import Iterator
from typing import Any

from pinprick.authoring.checks.fault import Fault
from pinprick.authoring.checks.numbers import ids
from pinprick.knowledge import Knowledge, Level
from pinprick.rules import mentioned, parse
from pinprick.yamltext import Path

_FILE = "scope.yaml"


def scope(knowledge: Knowledge) -> Iterator[Fault]:
    """A line without a source and a reason, and a finding held back that the level needs."""
    for id_, line in knowledge.scope.lines.items():
        if not line.sources and not line.note:
            what = "has neither a source nor a `note` that says why"
            yield Fault(_FILE, ("lines", id_), what)
    needed = _needed(knowledge) if knowledge.scope.held_back else {}
    for index, held in enumerate(knowledge.scope.held_back):
        path: Path = ("held_back", index, "findings")
        yield from ids(_FILE, path, held.findings, knowledge.vocabulary.findings, "finding")
        for finding in held.findings:
            if finding in needed:
                what = f"{finding} {needed[finding]}, so it is asked of everybody; take it out"
                yield Fault(_FILE, path, what)


def _needed(knowledge: Knowledge) -> dict[str, str]:
    """The findings that may not be held back, with the reason."""
    urgency, screen = knowledge.urgency, knowledge.screen
    needed: dict[str, str] = {}
    for condition, record in knowledge.conditions.items():
        for upgrade in record.urgency.upgrades:
            _add(knowledge, needed, upgrade.when, f"makes {condition} more urgent")
    for id_, rule in knowledge.rules.items():
        if rule.level < Level.SAME_DAY:  # more urgent ones are asked for before an interview ends
            _add(knowledge, needed, rule.when, f"is asked for by the rule {id_}")
            _add(knowledge, needed, rule.unless, f"is asked for by the rule {id_}")
    gate = urgency.self_care
    for raw in (gate.pattern, *gate.unless):
        _add(knowledge, needed, raw, "is part of the gate of self-care")
    first = (*gate.ask_first, *screen.asked_also, *(f for g in screen.groups for f in g.findings))
    needed |= dict.fromkeys(first, "stands on the first pages")
    for raw in urgency.red_flags:
        _add(knowledge, needed, raw, "is a red flag")
    return needed


def _add(knowledge: Knowledge, needed: dict[str, str], raw: Any, why: str) -> None:
    if raw is not None:
        found = mentioned(parse(raw, knowledge.urgency.definitions))
        needed |= dict.fromkeys(found, why)
