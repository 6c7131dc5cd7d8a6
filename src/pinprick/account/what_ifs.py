"""What would change the answer: answers that were not given, and what each would come to."""

from collections.abc import Iterator
from dataclasses import dataclass

from pinprick import urgency
from pinprick.account.answers import name_of_cause, shown
from pinprick.assessment import Assessment
from pinprick.case.answers import Answers
from pinprick.case.known import with_answers
from pinprick.knowledge import LEVELS, Level
from pinprick.knowledge.ids import AGE
from pinprick.model.axes import Model
from pinprick.reasoning.inference import revised
from pinprick.reasoning.outlook import by_id
from pinprick.words import wording
from pinprick.words.wording import text

_URGENT = LEVELS.index("same-day")


@dataclass(frozen=True, slots=True)
class Change:
    """What some answers would come to: the level, and the causes by id, `other` among them."""

    level: Level
    causes: dict[str, float]


@dataclass(frozen=True, slots=True)
class WhatIf:
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


def change(model: Model, assessment: Assessment, given: Answers) -> Change:
    """What would be said if these answers, checked before, were given besides."""
    known = with_answers(model.knowledge, assessment.known, given)
    belief = revised(model, assessment.belief, assessment.known, known)
    return Change(urgency.judge(model, known, belief).level, by_id(model, belief.causes))


def what_ifs(model: Model, assessment: Assessment, language: str) -> tuple[WhatIf, ...]:
    """Answers to the questions that are worth most, those that would change the urgency or the
    first cause; those that raise the urgency first."""
    asked = [
        question.finding
        for question in assessment.next
        if question.finding in model.values and question.finding != AGE
    ]
    answers = assessment.case.answers
    told = [one for finding in asked for one in _changes(model, assessment, finding, language)]
    told.sort(key=lambda one: (not one.raises, answers.get(one.finding) is not None))
    return tuple(told[: model.knowledge.settings.telling.most_what_ifs])


def _changes(model: Model, assessment: Assessment, finding: str, language: str) -> Iterator[WhatIf]:
    knowledge, given = model.knowledge, assessment.urgency.level
    record, before = knowledge.vocabulary.findings[finding], assessment.causes[0]
    for value in model.values[finding]:
        after = change(model, assessment, {finding: value})
        first = max(knowledge.conditions, key=lambda id_: after.causes[id_])
        moved = abs(after.causes[first] - before.probability)
        step = LEVELS.index(after.level) - LEVELS.index(given)
        if LEVELS.index(given) >= _URGENT and step < 0:
            continue  # no single answer should talk anybody out of being seen today
        if step or first != before.id or moved >= knowledge.settings.telling.moves:
            yield WhatIf(
                finding=finding,
                ask=text(record.ask, language),
                answer=shown(knowledge, record, value, language),
                level=after.level,
                level_name=wording.level_name(after.level, language),
                raises=step > 0,
                changes_level=step != 0,
                first=name_of_cause(knowledge, first, language),
                odds=wording.frequency(after.causes[first], language),
            )
