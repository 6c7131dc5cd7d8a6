"""What to do, what a doctor may do and which medicines come up, in words."""

from pinprick.account.told import (
    ToldCare,
    ToldCaution,
    ToldInteraction,
    ToldMedicine,
    ToldRoutine,
    ToldSign,
    ToldStep,
    ToldTest,
    ToldTreatment,
)
from pinprick.advice import CauseAdvice, OfferedMedicine, OfferedRoutine, still_to_come
from pinprick.case.known import Known
from pinprick.knowledge import Caution, Knowledge
from pinprick.words import say
from pinprick.words.wording import text, texts


def routine(offered: OfferedRoutine, language: str) -> ToldRoutine:
    """Something to do in steps."""
    record = offered.routine
    steps = (ToldStep(text(s.do, language), s.seconds, s.repeat) for s in record.steps)
    return ToldRoutine(
        id=offered.id,
        title=text(record.title, language),
        steps=tuple(steps),
        cautions=texts(record.cautions, language),
        seek_help=texts(record.seek_help, language),
        evidence=text(record.evidence, language),
    )


def care(knowledge: Knowledge, known: Known, of_cause: CauseAdvice, language: str) -> ToldCare:
    """What is done about a leading cause, and when to come back: not for what is so already."""
    condition = knowledge.conditions[of_cause.condition]
    course = text(condition.course.text, language) if condition.course.sources else None
    tests = (ToldTest(text(t.test, language), text(t.why, language)) for t in of_cause.tests)
    upgrades = still_to_come(knowledge, of_cause.condition, known)
    return ToldCare(
        condition=of_cause.condition,
        about=text(condition.about, language),
        level=condition.urgency.level,
        course=course,
        self_care=tuple(text(step.do, language) for step in of_cause.self_care),
        tests=tuple(tests),
        treatment=tuple(ToldTreatment(text(t.what, language), t.by) for t in of_cause.treatment),
        come_back_if=tuple(ToldSign(text(up.says, language), up.to) for up in upgrades),
        held=say(language, "cause.held") if of_cause.held else "",
    )


def medicine(offered: OfferedMedicine, language: str) -> ToldMedicine:
    """A medicine that a doctor may talk about, held against the answers."""
    record = offered.medicine
    interactions = (
        ToldInteraction(text(i.other, language), text(i.effect, language))
        for i in offered.interactions
    )
    return ToldMedicine(
        id=offered.id,
        name=text(record.name, language),
        kind=text(record.kind, language),
        condition=offered.condition,
        role=record.role,
        evidence=text(record.evidence, language),
        against=_cautions(offered.against, language),
        care=_cautions(offered.care, language),
        tell_your_doctor_if=_cautions(offered.tell, language),
        does_not_go_with=tuple(interactions),
    )


def _cautions(cautions: tuple[Caution, ...], language: str) -> tuple[ToldCaution, ...]:
    return tuple(ToldCaution(text(c.says, language), text(c.why, language)) for c in cautions)
