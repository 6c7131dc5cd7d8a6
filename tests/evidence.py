"""A case as a client of a /v3 interface sends it."""

from typing import Any

from pinprick.case.answers import Answer, Painted
from pinprick.case.case import Case
from pinprick.knowledge import Knowledge
from pinprick.knowledge.ids import ABSENT, AGE, MAP_PARTS, PRESENT, UNKNOWN

Json = dict[str, Any]


def person(knowledge: Knowledge, case: Case) -> Json:
    """What is sent of a case of which the age is known; the ages of single signs cannot be."""
    told = [one for id_, answer in case.answers.items() if id_ != AGE for one in pieces(knowledge, id_, answer)]
    return {"age": {"value": case.answers[AGE]}, "evidence": told}


def pieces(knowledge: Knowledge, finding: str, answer: Answer) -> list[Json]:
    """An answer as pieces of evidence, none of what was not asked."""
    if isinstance(answer, Painted):
        return parts(knowledge, finding, answer)
    record = knowledge.vocabulary.findings[finding]
    if record.kind == "regions":  # "unknown"
        return parts(knowledge, finding, Painted(not_asked=frozenset()), UNKNOWN)
    if record.kind == "choice" and answer == UNKNOWN:
        return [piece(f"{finding}={value}", UNKNOWN) for value in record.values]
    return [piece(f"{finding}={answer}", PRESENT)] if record.kind == "choice" else [piece(finding, str(answer))]


def parts(knowledge: Knowledge, finding: str, painted: Painted, otherwise: str = ABSENT) -> list[Json]:
    """A painted map: every part that was shown is numb or not."""
    return [
        piece(f"{finding}={part}:{region}", PRESENT if region in getattr(painted, part) else otherwise)
        for part in MAP_PARTS
        for region, one in knowledge.vocabulary.regions.items()
        if one.midline == (part == "midline") and region not in painted.not_asked
    ]


def piece(id_: str, state: str = PRESENT) -> Json:
    """A piece of evidence."""
    return {"id": id_, "choice_id": state}
