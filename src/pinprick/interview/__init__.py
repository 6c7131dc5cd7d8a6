"""Which question comes next, and when to stop."""

from pinprick.interview.questions import Ends, Question, Step, next_step, questions
from pinprick.interview.screen import (
    alarm,
    asked_by_value,
    clarifications,
    finished,
    following,
    implied,
    known,
    only_following,
    opening,
    with_given,
)
from pinprick.reasoning.outlook import (
    Effect,
    Outlook,
    causes,
    effects,
    outlook,
    table,
    unit_weights,
)

__all__ = [
    "Effect",
    "Ends",
    "Outlook",
    "Question",
    "Step",
    "alarm",
    "asked_by_value",
    "causes",
    "clarifications",
    "effects",
    "finished",
    "following",
    "implied",
    "known",
    "next_step",
    "only_following",
    "opening",
    "outlook",
    "questions",
    "table",
    "unit_weights",
    "with_given",
]
