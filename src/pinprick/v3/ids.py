"""Findings under ids of evidence: a sign is its own id, a value of a choice `onset=weeks`, a part of
the map `numb-regions=left:heel`."""

from msgspec import Struct

from pinprick.account.answers import choices
from pinprick.knowledge import Finding, Knowledge
from pinprick.knowledge.ids import MAP_PARTS
from pinprick.once import once
from pinprick.words import say
from pinprick.words.wording import text

SYMPTOM, RISK, TEST, CONDITION = "symptom", "risk_factor", "lab_test", "condition"
"""The kinds of concepts."""
EVIDENCE = (SYMPTOM, RISK, TEST)
_OF, _SIDE = "=", ":"


class Means(Struct, frozen=True):
    """What an id of evidence means: a finding, and its value where it has several, which for the map
    is a side and a region."""

    finding: str
    value: str = ""
    region: str = ""


@once
def meanings(knowledge: Knowledge) -> dict[str, Means]:
    """What each id of evidence means, in the order of the vocabulary."""
    return {
        id_: one
        for finding in knowledge.vocabulary.findings
        for id_, one in _of(knowledge, finding)
    }


def of_finding(knowledge: Knowledge, finding: str) -> tuple[str, ...]:
    """The ids of evidence of a finding; none of a number."""
    return tuple(id_ for id_, _ in _of(knowledge, finding))


def _of(knowledge: Knowledge, finding: str) -> list[tuple[str, Means]]:
    record = knowledge.vocabulary.findings[finding]
    if record.kind == "flag":
        return [(finding, Means(finding))]
    if record.kind == "choice":
        return [(f"{finding}{_OF}{value}", Means(finding, value)) for value in record.values]
    if record.kind == "regions":
        return [
            (f"{finding}{_OF}{part}{_SIDE}{region}", Means(finding, part, region))
            for part in MAP_PARTS
            for region, one in knowledge.vocabulary.regions.items()
            if one.midline == (part == MAP_PARTS[-1])
        ]
    return []


def kind_of(knowledge: Knowledge, finding: str) -> str:
    """The kind of concept that a finding is: a test, something of the person rather than of what is
    felt, or a sign."""
    record = knowledge.vocabulary.findings[finding]
    if record.by == "test":
        return TEST
    second = knowledge.settings.second
    return RISK if second and record.group in second.of_person else SYMPTOM


def label(knowledge: Knowledge, id_: str, language: str) -> str:
    """What an id of evidence means, in words that can stand alone."""
    means = meanings(knowledge)[id_]
    finding = knowledge.vocabulary.findings[means.finding]
    if not means.value:
        return text(finding.label, language)
    return f"{text(finding.label, language)}: {value_of(knowledge, id_, language)}"


def value_of(knowledge: Knowledge, id_: str, language: str) -> str:
    """A value of a choice, or a part of the map, in words."""
    means = meanings(knowledge)[id_]
    if not means.region:
        return text(knowledge.vocabulary.findings[means.finding].values[means.value], language)
    region = text(knowledge.vocabulary.regions[means.region].label, language)
    if means.value == MAP_PARTS[-1]:
        return region
    return say(language, f"answer.marked-{means.value}", region=region)


def states(finding: Finding, language: str) -> dict[str, str]:
    """What can be said to evidence, in words: that it is there, that it is not, that one does not
    know."""
    flag = finding if finding.kind == "flag" else _FLAG
    return choices(flag, language)


_FLAG = Finding(kind="flag", by="person", group="", ask={}, label={})
