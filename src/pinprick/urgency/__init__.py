"""How soon somebody should be seen: two voices, of which the more urgent wins.

The rules look at findings alone and need no probability. The causes weigh the harm of each level
over the posterior.
Neither voice ever grows calmer because a red flag is present: for the rules that is proved from the
signs of their expressions (`faults`), for the causes the level is the highest over all ways to take
the red flags."""

from pinprick.urgency.causes import (
    HarmTable,
    SaidByCauses,
    capped,
    combined,
    harm,
    harm_table,
    least_harm,
    level_by_harm,
    said_by_causes,
    upgrades,
)
from pinprick.urgency.rules import (
    PATTERN,
    Rules,
    SaidByRules,
    barred,
    fired,
    of_rule,
    of_upgrade,
    parsed,
    program,
    said_by_rules,
    stands,
    stands_in,
)
from pinprick.urgency.settling import settling, settling_together
from pinprick.urgency.verdict import Reason, Verdict, judge, level_of

__all__ = [
    "PATTERN",
    "HarmTable",
    "Reason",
    "Rules",
    "SaidByCauses",
    "SaidByRules",
    "Verdict",
    "barred",
    "capped",
    "combined",
    "fired",
    "harm",
    "harm_table",
    "judge",
    "least_harm",
    "level_by_harm",
    "level_of",
    "of_rule",
    "of_upgrade",
    "parsed",
    "program",
    "said_by_causes",
    "said_by_rules",
    "settling",
    "settling_together",
    "stands",
    "stands_in",
    "upgrades",
]
