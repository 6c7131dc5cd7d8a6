"""Which question comes next, and when to stop."""

from pinprick.interview.pages import findings_of, page_of
from pinprick.interview.progress import (
    Ends,
    Next,
    Progress,
    next_page,
    next_question,
    progress,
)
from pinprick.interview.questions import Question, questions
from pinprick.interview.screen import (
    alarm,
    asked_by_value,
    called_for,
    clarifications,
    following,
    only_following,
    opening,
    with_given,
)

__all__ = [
    "Ends",
    "Next",
    "Progress",
    "Question",
    "alarm",
    "asked_by_value",
    "called_for",
    "clarifications",
    "findings_of",
    "following",
    "next_page",
    "next_question",
    "only_following",
    "opening",
    "page_of",
    "progress",
    "questions",
    "with_given",
]
