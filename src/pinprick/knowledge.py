"""The knowledge base as frozen records. Every field that a person reads is keyed by language.

A field named `when`, `unless` or `avoid_when` holds an expression of the rule language (see `expression`).
Source keys resolve in the file that uses them.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

from pinprick.quantity import Quantity, Source, Statement, Text, Texts

Level = Literal["self-care", "routine", "soon", "same-day", "emergency"]
LEVELS: tuple[Level, ...] = ("self-care", "routine", "soon", "same-day", "emergency")
"""Levels of urgency, least urgent first."""

Expression = Any
"""An expression of the rule language as it stands in the file; `expression.parse` reads it."""


# ---- the vocabulary: what can be known of a person


@dataclass(frozen=True, slots=True)
class Region:
    """A patch of the body map. `midline` regions have no side."""

    label: Text
    surface: Literal["dorsum", "sole", "front", "back"]
    segment: str
    midline: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that can be known. `label` is a noun phrase before which "no" can stand."""

    kind: Literal["flag", "choice", "number", "regions"]
    by: Literal["person", "examiner", "test"]
    group: str
    ask: Text
    label: Text
    values: dict[str, Text] = field(default_factory=dict)
    unit: str = ""
    bins: tuple[float, ...] = ()
    most: float | None = None
    in_words: tuple[str, ...] = ()
    """Regions that this flag asks about in words, on either side."""
    burden: float = 1.0


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`findings.yaml`."""

    regions: dict[str, Region]
    findings: dict[str, Finding]


# ---- causes and places


@dataclass(frozen=True, slots=True)
class Name:
    """What a condition is called."""

    plain: Text
    clinical: Text
    synonyms: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Variant:
    """A sub-population of a condition: what it states stands in place of the condition's own numbers."""

    label: Text
    share: Quantity
    age: Quantity | None = None
    female: Quantity | None = None
    sites: Quantity | None = None
    findings: dict[str, Quantity] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What makes a condition more urgent. Without `when` it is only said, never computed."""

    says: Text
    to: Level
    when: Expression = None


@dataclass(frozen=True, slots=True)
class ConditionUrgency:
    """How soon somebody with this condition should be seen, and why."""

    level: Level
    why: Text
    upgrades: tuple[Upgrade, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Test:
    """An examination or test that can confirm the condition."""

    test: Text
    why: Text
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do. `seconds` is for one repetition; untimed steps have none."""

    do: Text
    seconds: int | None = None
    repeat: int | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Treatment:
    """What helps, and who gives it."""

    what: Text
    by: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Another condition that is easily taken for this one, and what tells them apart."""

    id: str
    tell_apart: Text


@dataclass(frozen=True, slots=True)
class Claim:
    """What the article that pinprick began with claims, and what the evidence says of it."""

    claim: Text
    verdict: Literal["supported", "partly", "unsupported", "wrong"]
    note: Text = field(default_factory=dict)
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """A cause that can be named: one file in `conditions/`."""

    id: str
    family: str
    name: Name
    codes: dict[str, tuple[str, ...]]
    about: Text
    share: Quantity
    sites: Quantity
    sides: Quantity
    age: Quantity
    female: Quantity
    findings: dict[str, Quantity]
    urgency: ConditionUrgency
    course: Statement
    sources: dict[str, Source]
    variants: dict[str, Variant] = field(default_factory=dict)
    confirm: tuple[Test, ...] = ()
    self_care: tuple[Step, ...] = ()
    treatment: tuple[Treatment, ...] = ()
    look_alikes: tuple[LookAlike, ...] = ()
    article: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """One typical way a site shows on the map."""

    label: Text
    weight: float
    regions: dict[str, float]


@dataclass(frozen=True, slots=True)
class Site:
    """Where a lesion can lie, and what is felt and found when it lies there.

    `regions` are P(painted | the lesion is there); `strength` and `reflexes` are P(finding | the lesion is there).
    One basis holds for all numbers of a site.
    """

    label: Text
    clinical: Text
    part_of: str
    supplies: Text
    side_rule: Literal["one", "both", "either"]
    regions: dict[str, float]
    basis: Literal["study", "review", "estimate"]
    strength: dict[str, float] = field(default_factory=dict)
    reflexes: dict[str, float] = field(default_factory=dict)
    patterns: tuple[Pattern, ...] = ()
    sources: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sites:
    """`sites.yaml`."""

    sites: dict[str, Site]
    sources: dict[str, Source]


@dataclass(frozen=True, slots=True)
class Family:
    """Conditions that one cannot tell apart by story."""

    name: Text


@dataclass(frozen=True, slots=True)
class Background:
    """`background.yaml`: how common a finding is when none of our conditions is the cause."""

    findings: dict[str, Quantity]
    sources: dict[str, Source]


# ---- medicines and self-care


@dataclass(frozen=True, slots=True)
class Caution:
    """For whom a medicine is a risk. Without `when` it is only said, never computed."""

    says: Text
    why: Text
    sources: tuple[str, ...] = ()
    when: Expression = None


@dataclass(frozen=True, slots=True)
class Interaction:
    """A medicine that does not go with another."""

    other: Text
    effect: Text
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """What is measured before or during treatment."""

    check: Text
    at: Text
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SideEffects:
    """What a medicine can do besides."""

    common: Texts
    serious: Texts


@dataclass(frozen=True, slots=True)
class Medicine:
    """A medicine that a doctor may talk about."""

    name: Text
    kind: Text
    conditions: tuple[str, ...]
    role: Literal["first-line", "second-line", "specialist", "urgent", "not-recommended", "limited-evidence"]
    evidence: Text
    side_effects: SideEffects
    sources: tuple[str, ...]
    atc: str = ""
    named_by_article: bool = False
    must_not: tuple[Caution, ...] = ()
    care: tuple[Caution, ...] = ()
    interactions: tuple[Interaction, ...] = ()
    checks: tuple[Check, ...] = ()
    stop_and_seek_help: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Medicines:
    """`medicines.yaml`."""

    medicines: dict[str, Medicine]
    sources: dict[str, Source]


@dataclass(frozen=True, slots=True)
class Routine:
    """Something to do in steps, for some conditions."""

    conditions: tuple[str, ...]
    title: Text
    steps: tuple[Step, ...]
    evidence: Text
    avoid_when: Expression = None
    cautions: Texts = field(default_factory=dict)
    seek_help: Texts = field(default_factory=dict)
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SelfCare:
    """`self_care.yaml`."""

    routines: dict[str, Routine]
    article: tuple[Claim, ...]
    sources: dict[str, Source]


# ---- urgency


@dataclass(frozen=True, slots=True)
class LevelText:
    """What a level means, whom to see, how soon, and the number to call by country."""

    means: Text
    who: Text
    within: Text
    numbers: dict[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """An urgency rule: it fires when `when` is known to hold and `unless` is not known to hold."""

    when: Expression
    level: Level
    tell: Text
    why: Text
    basis: Literal["guideline", "review", "judgement"]
    unless: Expression = None
    think_of: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SelfCareGate:
    """When self-care may be said: `pattern` is known to hold, and nothing of `unless` is known to hold."""

    pattern: Expression
    unless: tuple[Expression, ...]
    ask_first: tuple[str, ...]
    safety_net: Text


@dataclass(frozen=True, slots=True)
class Urgency:
    """`urgency.yaml`. `red_flags` are findings, or `region: saddle` written as `{region: saddle}`."""

    definitions: dict[str, Expression]
    red_flags: tuple[Expression, ...]
    levels: dict[Level, LevelText]
    default: Level
    rules: dict[str, Rule]
    self_care: SelfCareGate
    sources: dict[str, Source]


@dataclass(frozen=True, slots=True)
class ScreenGroup:
    """Tick boxes that belong together."""

    title: Text
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """`screen.yaml`: the red flags, asked first, on one page; `also` are choices asked beside them."""

    title: Text
    intro: Text
    groups: tuple[ScreenGroup, ...]
    also: tuple[str, ...]


# ---- how the model weighs


@dataclass(frozen=True, slots=True)
class OtherVariant:
    """One way in which "none of ours" shows: the background, its numbers shrunk towards even by `alpha`."""

    share: float
    alpha: float


@dataclass(frozen=True, slots=True)
class Other:
    """The share of causes that are none of ours."""

    share: Quantity
    variants: dict[str, OtherVariant]
    worrying: float
    """Above this probability of "other", the case itself is a reason to be seen ..."""
    level: Level
    """... at this level at least."""


@dataclass(frozen=True, slots=True)
class Map:
    """How people paint. `stray`: a region outside the pattern. `vague`: the share of people who paint whole segments."""

    stray: Quantity
    vague: Quantity
    wrong_side: Quantity
    segments: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Spread:
    """How far a number may be off where no range is given: log-odds standard deviation and Dirichlet concentration."""

    log_odds: float
    concentration: float


@dataclass(frozen=True, slots=True)
class Harm:
    """Cost of giving a level (inner key) to somebody whose condition has another (outer key)."""

    cost: dict[Level, dict[Level, float]]
    missed: dict[str, float] = field(default_factory=dict)
    """A condition's own factor on the cost of giving it too low a level."""
    most_red_flags: int = 10
    """With more red flags present than this, the level is `emergency` without computing."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`model.yaml`: everything numeric that belongs to no condition."""

    version: str
    other: Other
    map: Map
    alpha: dict[str, float]
    """How much the findings of a group are tempered; 1 is not at all. A group that is not named is not tempered."""
    spread: dict[Literal["study", "review", "estimate"], Spread]
    draws: int
    harm: Harm
    words: dict[str, tuple[float, Text]]
    """Frequency words for what was not counted: the highest probability each is used for."""
    burden: dict[Literal["person", "examiner", "test"], float]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The whole knowledge base."""

    hash: str
    vocabulary: Vocabulary
    families: dict[str, Family]
    conditions: dict[str, Condition]
    sites: Sites
    background: Background
    medicines: Medicines
    self_care: SelfCare
    urgency: Urgency
    screen: Screen
    settings: Settings
