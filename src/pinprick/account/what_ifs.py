"""What would change the answer: answers that were not given, and what each would come to."""

from collections.abc import Sequence

from msgspec import Struct

from pinprick import urgency
from pinprick.account.answers import name_of_cause, shown
from pinprick.assessment import Assessment
from pinprick.case.answers import Answers
from pinprick.case.known import with_answers
from pinprick.knowledge import Level
from pinprick.knowledge.ids import AGE
from pinprick.model.axes import Model
from pinprick.reasoning.inference import revised
from pinprick.reasoning.outlook import by_id
from pinprick.words import wording
from pinprick.words.wording import text


class Change(Struct, frozen=True):
    """What some answers would come to: the level, and the causes by id, `other` among them."""

    level: Level
    causes: dict[str, float]


class WhatIf(Struct, frozen=True):
    """An answer that was not given, and what it would change."""

    finding: str
    ask: str
    answer: str
    level: Level
    level_name: str
    raises: bool
    changes_level: bool
    first: str
    odds: str


def changes(model: Model, assessment: Assessment, many: Sequence[Answers]) -> list[Change]:
    """What would be said if each of some answers, checked before, were given besides."""
    known = [with_answers(model.knowledge, assessment.known, given) for given in many]
    beliefs = revised(model, assessment.belief, assessment.known, known)
    return [
        Change(urgency.level_of(model, now, belief), by_id(model, belief.causes))
        for now, belief in zip(known, beliefs, strict=True)
    ]


def what_ifs(model: Model, assessment: Assessment, language: str) -> tuple[WhatIf, ...]:
    """Answers to the questions that are worth most, those that would change the urgency or the
    first cause; those that raise the urgency first."""
    asked = [
        (question.finding, value)
        for question in assessment.next
        if question.finding in model.values and question.finding != AGE
        for value in model.values[question.finding]
    ]
    after = changes(model, assessment, [{finding: value} for finding, value in asked])
    answers, telling = assessment.case.answers, model.knowledge.settings.telling
    told = [
        one
        for (finding, value), change in zip(asked, after, strict=True)
        if (one := _told(model, assessment, (finding, value), change, language))
    ]
    told.sort(key=lambda one: (not one.raises, answers.get(one.finding) is not None))
    return tuple(told[: telling.most_what_ifs])


def _told(
    model: Model, assessment: Assessment, answer: tuple[str, str], after: Change, language: str
) -> WhatIf | None:
    """What is told of an answer; None where it would change nothing, or might talk somebody out of
    being seen today."""
    knowledge, (finding, value) = model.knowledge, answer
    record, given = knowledge.vocabulary.findings[finding], assessment.urgency.level
    first = max(knowledge.conditions, key=lambda id_: after.causes[id_])
    before, p = next(iter(assessment.likely.items()))
    calmer = given >= Level.SAME_DAY and after.level < given
    moved = first != before or abs(after.causes[first] - p) >= knowledge.settings.telling.moves
    if calmer or not (after.level != given or moved):
        return None
    return WhatIf(
        finding=finding,
        ask=text(record.ask, language),
        answer=shown(knowledge, record, value, language),
        level=after.level,
        level_name=wording.level_name(after.level, language),
        raises=after.level > given,
        changes_level=after.level != given,
        first=name_of_cause(knowledge, first, language),
        odds=wording.frequency(after.causes[first], language),
    )
