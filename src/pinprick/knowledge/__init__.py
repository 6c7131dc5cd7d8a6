"""The knowledge base as frozen records. Every field that a person reads is keyed by language.

A field named `when`, `unless` or `avoid_when` holds an expression of the rule language (see `expression`).
Source keys resolve in the file that uses them.
"""

from pinprick.knowledge.care import Caution, Check, Interaction, Medicine, Medicines, Routine, SelfCare, SideEffects
from pinprick.knowledge.conditions import (
    Background,
    Claim,
    Condition,
    ConditionUrgency,
    Family,
    LookAlike,
    Name,
    Pattern,
    Site,
    Sites,
    Step,
    Test,
    Treatment,
    Upgrade,
    Variant,
)
from pinprick.knowledge.guides import Guide, GuideOptions
from pinprick.knowledge.settings import (
    Harm,
    Interview,
    Knowledge,
    Leading,
    Map,
    Other,
    OtherVariant,
    Segment,
    Settings,
    Spread,
)
from pinprick.knowledge.terms import LEVELS, Expression, Level
from pinprick.knowledge.urgency import Implication, LevelText, Rule, Screen, ScreenGroup, SelfCareGate, Urgency
from pinprick.knowledge.vocabulary import Finding, Region, Vocabulary

__all__ = [
    "LEVELS",
    "Background",
    "Caution",
    "Check",
    "Claim",
    "Condition",
    "ConditionUrgency",
    "Expression",
    "Family",
    "Finding",
    "Guide",
    "GuideOptions",
    "Harm",
    "Implication",
    "Interaction",
    "Interview",
    "Knowledge",
    "Leading",
    "Level",
    "LevelText",
    "LookAlike",
    "Map",
    "Medicine",
    "Medicines",
    "Name",
    "Other",
    "OtherVariant",
    "Pattern",
    "Region",
    "Routine",
    "Rule",
    "Screen",
    "ScreenGroup",
    "Segment",
    "SelfCare",
    "SelfCareGate",
    "Settings",
    "SideEffects",
    "Site",
    "Sites",
    "Spread",
    "Step",
    "Test",
    "Treatment",
    "Upgrade",
    "Urgency",
    "Variant",
    "Vocabulary",
]
