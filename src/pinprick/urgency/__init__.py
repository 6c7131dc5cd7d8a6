"""How soon somebody should be seen: two voices, of which the more urgent wins.

The rules look at findings alone and need no probability. The causes weigh the harm of each level
over the posterior. Levels are indices into `knowledge.LEVELS`, 0 (self-care) to 4 (emergency).
Neither voice ever grows calmer because a red flag is present: for the rules that is proved from the
signs of their expressions (`faults`), for the causes the level is the highest over all subsets of
the red flags."""

from dataclasses import dataclass

from pinprick.case.known import Known
from pinprick.knowledge import LEVELS, Level
from pinprick.model.axes import Model
from pinprick.reasoning.inference import Belief
from pinprick.urgency.causes import (
    HarmTable,
    Weighed,
    harm,
    harm_table,
    highest_over_subsets,
    least_harm,
    level_by_harm,
    said_by_causes,
)
from pinprick.urgency.proofs import (
    cost_faults,
    excused,
    excused_otherwise,
    faults,
    least_level,
    lowered,
    not_barring,
    unreachable,
    witness,
)
from pinprick.urgency.rules import (
    EMERGENCY,
    SELF_CARE,
    Rules,
    SaidByRules,
    barred,
    fired,
    parsed,
    said_by_rules,
)

__all__ = [
    "EMERGENCY",
    "SELF_CARE",
    "HarmTable",
    "Rules",
    "SaidByRules",
    "Verdict",
    "Weighed",
    "barred",
    "cost_faults",
    "excused",
    "excused_otherwise",
    "faults",
    "fired",
    "harm",
    "harm_table",
    "highest_over_subsets",
    "judge",
    "least_harm",
    "least_level",
    "level_by_harm",
    "lowered",
    "not_barring",
    "parsed",
    "said_by_causes",
    "said_by_rules",
    "unreachable",
    "witness",
]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How urgent it is: the more urgent of `by_rules` and `by_causes`; the rest is as the rules
    say."""

    level: Level
    by_rules: Level
    by_causes: Level
    rules: tuple[str, ...]
    provisional: bool
    """The level is self-care, but only provided that none of `not_asked` is true."""
    not_asked: tuple[str, ...]


def judge(model: Model, known: Known, belief: Belief) -> Verdict:
    """How urgent it is, by the rules and by the causes; `belief` is that of the same answers."""
    rules = parsed(model.knowledge)
    said = said_by_rules(rules, known)
    by_causes = said_by_causes(model, rules, known, belief)
    level = max(said.level, by_causes)
    return Verdict(
        level=LEVELS[level],
        by_rules=LEVELS[said.level],
        by_causes=LEVELS[by_causes],
        rules=said.rules,
        provisional=level == SELF_CARE and bool(said.not_asked),
        not_asked=said.not_asked,
    )
