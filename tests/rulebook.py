"""The rules of urgency that ship, and every answer that a person can give to them."""

from typing import Any

from pinprick import urgency
from pinprick.case.answers import Painted
from pinprick.case.known import of_answers
from pinprick.knowledge import LEVELS, Level
from pinprick.knowledge.ids import MAP
from pinprick.rules import signs
from pinprick.rules.language import Answered, Paints
from tests.models import shipped

SELF_CARE, ROUTINE, SOON, SAME_DAY, EMERGENCY = LEVELS

KNOWLEDGE = shipped().knowledge
URGENCY, VOCABULARY, SCREEN = KNOWLEDGE.urgency, KNOWLEDGE.vocabulary, KNOWLEDGE.screen
RULES = urgency.parsed(KNOWLEDGE)

BY_PERSON = {id_: finding for id_, finding in VOCABULARY.findings.items() if finding.by == "person"}
FLAGS = sorted(id_ for id_, finding in BY_PERSON.items() if finding.kind == "flag")
RED = sorted(flag.finding for flag in RULES.red_flags if isinstance(flag, Answered))
BENIGN = sorted(set(FLAGS) - set(RED))
REGIONS = sorted({atom.region for expr in RULES.fires.values() for atom in signs(expr) if isinstance(atom, Paints)})
CHOICES: list[tuple[str, Any]] = [
    (id_, value) for id_, finding in sorted(BY_PERSON.items()) if finding.kind == "choice" for value in finding.values
]
ANSWERS: list[tuple[str, Any]] = [
    *((flag, "present") for flag in FLAGS),
    *CHOICES,
    *((MAP, Painted(left=frozenset([region]))) for region in REGIONS),
    *(("age", years) for years in (10.0, 40.0, 80.0)),
]


def level(*flags: str, **choices: Any) -> Level:
    """The level of the rules for flags that are present and choices by name with `_` for `-`; every other red
    flag was asked and is not there, as self-care needs."""
    answers = dict.fromkeys(flags, "present") | {id_.replace("_", "-"): value for id_, value in choices.items()}
    none = dict.fromkeys(of_answers(KNOWLEDGE, answers).not_asked, "absent")
    return urgency.said_by_rules(RULES, of_answers(KNOWLEDGE, answers | none)).level
