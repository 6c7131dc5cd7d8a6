"""The answers in the shapes that clients of a `/v3` interface read. What such clients do not know stands
under `extras`, where theirs leaves room for more."""

from typing import Literal

from msgspec import Struct

from pinprick.account.told import Label, ToldUrgency, Version

Triage = Literal["emergency_ambulance", "consultation_24", "consultation", "self_care"]
RootCause = Literal[
    "emergency_evidence_present",
    "emergency_condition_likely",
    "serious_evidence_present",
    "consultation_condition_likely",
    "self_care_sufficient",
    "diagnosis_unknown",
]


class Extras(Struct, frozen=True):
    """What has to be shown with an answer. `says` comes first: how urgent it is, and that warning signs
    were not asked, or that something was sent which is not known here.

    `ignored` are ids of evidence that are not known here and were not looked at, `unused` keys."""

    says: str
    tell: str
    """What to do."""
    alarm: str
    """What to do at once, before the next question; empty where nothing is that urgent."""
    not_asked: tuple[Label, ...]
    """Warning signs that were not asked: as many as `says` counts."""
    open: tuple[Label, ...]
    """The same, and those of which somebody does not know."""
    notices: tuple[str, ...]
    ignored: tuple[str, ...]
    unused: tuple[str, ...]
    urgency: ToldUrgency
    knowledge: Version


# ---- an interview


class Choice(Struct, frozen=True):
    """What can be said to an item."""

    id: str
    label: str


class Item(Struct, frozen=True):
    """A piece of evidence that is asked for."""

    id: str
    name: str
    choices: tuple[Choice, ...]


class Question(Struct, frozen=True):
    """A question: `single` takes one answer, of `group_single` one item is chosen, of
    `group_multiple` every item is answered."""

    type: Literal["single", "group_single", "group_multiple"]
    text: str
    items: tuple[Item, ...]


class Likely(Struct, frozen=True):
    """A condition, and how likely it is."""

    id: str
    name: str
    common_name: str
    probability: float


class Diagnosis(Struct, frozen=True):
    """The next question, None where nothing is left to ask, and how it looks so far. Beside an
    emergency no condition is told."""

    question: Question | None
    conditions: tuple[Likely, ...]
    should_stop: bool
    has_emergency_evidence: bool
    extras: Extras


class Evidence(Struct, frozen=True):
    """A piece of evidence by its id."""

    id: str
    name: str
    common_name: str


class Rationale(Struct, frozen=True):
    """Why the next question is asked: what it asks for may belong to conditions that are considered.
    `why` says it in sentences."""

    type: Literal["r1"]
    observation_params: tuple[Evidence, ...]
    condition_params: tuple[Evidence, ...]
    why: tuple[str, ...]
    extras: Extras


# ---- how urgent


class Serious(Struct, frozen=True):
    """Something that was told and makes it urgent."""

    id: str
    name: str
    common_name: str
    seriousness: Literal["serious", "emergency_ambulance"]
    is_emergency: bool


class Urgency(Struct, frozen=True):
    """How urgent it is. `triage_level` is None while it cannot be said, and never calmer than
    what is known; `extras` says what is missing and comes first."""

    extras: Extras
    triage_level: Triage | None
    serious: tuple[Serious, ...]
    root_cause: RootCause
    teleconsultation_applicable: bool


class Specialist(Struct, frozen=True):
    """Whom to see."""

    id: str
    name: str


class Recommended(Struct, frozen=True):
    """Whom to see; None in an emergency, where nobody has to be seen, and while it cannot be said."""

    extras: Extras
    recommended_specialist: Specialist | None
    recommended_channel: Literal["personal_visit"] | None


# ---- why


class Weighed(Struct, frozen=True):
    """What was told and speaks for or against a condition, how strongly, and on which sources."""

    id: str
    name: str
    common_name: str
    strength: str
    sources: tuple[str, ...]


class Explained(Struct, frozen=True):
    """What speaks for and against a condition, and what would tell whether what defines it holds;
    nothing beside an emergency, as of every person."""

    supporting_evidence: tuple[Weighed, ...]
    conflicting_evidence: tuple[Weighed, ...]
    unconfirmed_evidence: tuple[Evidence, ...]
    extras: Extras


# ---- words


class Mention(Struct, frozen=True):
    """What some words may mean, to be confirmed by the person who said them."""

    id: str
    name: str
    common_name: str
    orth: str
    choice_id: str
    type: str


class Aside(Struct, frozen=True):
    """Something that the words name and that is no evidence yet: it was denied, or is of somebody
    else, feared or past. It counts as not asked."""

    finding: str
    why: str
    words: str


class Heard(Struct, frozen=True):
    """What of a text was not taken: `aside`, and parts of which nothing was understood."""

    says: str
    aside: tuple[Aside, ...]
    not_understood: tuple[str, ...]
    knowledge: Version


class Parsed(Struct, frozen=True):
    """What a text may mean. It is never `obvious`: the person confirms each mention."""

    mentions: tuple[Mention, ...]
    obvious: bool
    extras: Heard


# ---- what there is


class Concept(Struct, frozen=True):
    """Something that has an id."""

    id: str
    type: str
    name: str
    common_name: str


class Found(Struct, frozen=True):
    """A piece of evidence that words may mean."""

    id: str
    label: str
    type: str


class AboutCondition(Struct, frozen=True):
    """What stands beside a condition."""

    hint: str
    icd10_code: str


class Condition(Struct, frozen=True):
    """A condition, and how urgent it is by itself, whatever else is told."""

    id: str
    name: str
    common_name: str
    categories: tuple[str, ...]
    triage_level: Triage
    extras: AboutCondition


class AboutObservation(Struct, frozen=True):
    """What stands beside evidence: whether it is a warning sign, and who can know it."""

    red_flag: bool
    by: str


class Observation(Struct, frozen=True):
    """A piece of evidence, and how it is asked for."""

    id: str
    name: str
    common_name: str
    question: str
    category: str
    extras: AboutObservation


class Result(Struct, frozen=True):
    """A result of a test, which is evidence."""

    id: str
    name: str


class LabTest(Struct, frozen=True):
    """A test, and its results."""

    id: str
    name: str
    common_name: str
    category: str
    results: tuple[Result, ...]


class Info(Struct, frozen=True):
    """How much there is, and of which day."""

    updated_at: str
    conditions_count: int
    symptoms_count: int
    risk_factors_count: int
    lab_tests_count: int
    knowledge: Version
