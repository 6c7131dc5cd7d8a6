"""What is told of an assessment, as records: the one shape that every face translates.

`--json` is these records as they are; so names of fields are the keys of a result.
"""

from msgspec import Struct

from pinprick.knowledge import Level
from pinprick.knowledge.quantity import Basis


class ToldWhy(Struct, frozen=True, omit_defaults=True):
    """Why it is as urgent as it is: a `rule` that fired, or a `condition` that what was told fits;
    the other is None. `findings` are the answers that it rests on, `tell` what to do about it."""

    text: str
    level: Level
    findings: tuple[str, ...]
    tell: str
    rule: str | None = None
    condition: str | None = None


class Label(Struct, frozen=True):
    """A finding by its id and its name."""

    id: str
    name: str


class ToldEmergency(Struct, frozen=True):
    """What to do until help is there, in lines."""

    say: tuple[str, ...]
    until_help_comes: tuple[str, ...]
    do_not: tuple[str, ...]
    take_along: tuple[str, ...]


class ToldUrgency(Struct, frozen=True):
    """How soon to be seen. `tell` is the first thing to do, `why` the reasons as sentences.

    Nothing is judged, and `level` is None, before anything was answered. While a red flag was not
    asked it is not `complete`: the level is the least it may be, and `name` says so. Programs are told
    it only where it can be said by itself, see `verdict.for_programs`."""

    level: Level | None
    name: str
    complete: bool
    by_rules: Level
    by_causes: Level
    rules: tuple[str, ...]
    reasons: tuple[ToldWhy, ...]
    """The reasons of the level that is given, then those of lower rules that fired."""
    tell: str
    why: tuple[str, ...]
    means: str
    answer_first: str
    """What is said while it is not judged; empty when nothing that was not asked could change
    it."""
    who: str
    within: str
    numbers: dict[str, tuple[str, ...]]
    """The numbers to call, by country."""
    elsewhere: str
    """What to do where no number is known; empty where nobody is to be called at once."""
    emergency: ToldEmergency | None
    not_asked: tuple[str, ...]
    open: tuple[Label, ...]
    """The red flags of `not_asked` and those that were answered "unknown", with their names."""
    settles: tuple[str, ...]
    """The questions to which a single answer would make it more urgent."""
    children: str | None
    """What is said where somebody is under 18."""
    safety_net: str


class ToldScope(Struct, frozen=True):
    """What this is not made for, and where to go; it has no say in the verdict."""

    id: str
    says: str
    go: str


class ToldFamily(Struct, frozen=True):
    """Causes that cannot be told apart by the story, taken together."""

    id: str
    name: str
    probability: float
    low: float
    high: float
    odds: str
    causes: tuple[str, ...]


class ToldReason(Struct, frozen=True):
    """One answer's weight for or against a cause, in words and in bits."""

    finding: str
    value: str | float
    words: str
    bits: float
    strength: str
    basis: Basis
    sources: tuple[str, ...]


class ToldCause(Struct, frozen=True, rename={"speaks_for": "for", "speaks_against": "against"}):
    """A cause: how likely, and what speaks for and against it. `odds` and `range` are in words."""

    id: str
    name: str
    clinical: str
    family: str
    probability: float
    low: float
    high: float
    odds: str
    range: str
    prior_bits: float
    basis_share: dict[str, float]
    speaks_for: tuple[ToldReason, ...]
    speaks_against: tuple[ToldReason, ...]


class ToldSecond(Struct, frozen=True, rename={"speaks_for": "for"}):
    """A second cause that is well supported beside the first: it may be there too.

    `probability` is that it is, if the first is; `speaks_for` are the answers that the first does
    not explain, `speaks_for_first` those that the second does not. `text` says it all to the
    person, `note` to a clinician."""

    id: str
    name: str
    clinical: str
    first: str
    probability: float
    speaks_for: tuple[Label, ...]
    speaks_for_first: tuple[Label, ...]
    text: str
    note: str


class ToldWaiting(Struct, frozen=True):
    """A cause that is not listed, as it is not known whether what defines it holds: `findings` are
    what would tell."""

    id: str
    name: str
    findings: tuple[Label, ...]
    text: str


class ToldPlace(Struct, frozen=True):
    """Where along the nerves or vessels it may sit. `where` says the side in words."""

    id: str
    name: str
    clinical: str
    side: str
    where: str
    probability: float
    odds: str


class ToldQuestion(Struct, frozen=True):
    """A question that is left, and what its answer is expected to tell."""

    finding: str
    ask: str
    bits: float
    urgency_bits: float
    value: float


class ToldStep(Struct, frozen=True):
    """A step of a routine; `seconds` is for one repetition."""

    do: str
    seconds: int | None
    repeat: int | None


class ToldRoutine(Struct, frozen=True):
    """Something to do in steps."""

    id: str
    title: str
    steps: tuple[ToldStep, ...]
    cautions: tuple[str, ...]
    seek_help: tuple[str, ...]
    evidence: str


class ToldTest(Struct, frozen=True):
    """A test that a doctor may do, and why."""

    test: str
    why: str


class ToldTreatment(Struct, frozen=True):
    """What may help, and who gives it."""

    what: str
    by: str


class ToldSign(Struct, frozen=True, rename={"sign": "if"}):
    """What makes a cause more urgent, and how urgent it then is."""

    sign: str
    level: Level


class ToldCare(Struct, frozen=True):
    """What is done about a leading cause, and when to come back."""

    condition: str
    about: str
    level: Level
    course: str | None
    self_care: tuple[str, ...]
    tests: tuple[ToldTest, ...]
    treatment: tuple[ToldTreatment, ...]
    come_back_if: tuple[ToldSign, ...]
    held: str
    """Why only tests are told; empty where what defines the cause is known to hold."""


class ToldCaution(Struct, frozen=True):
    """For whom a medicine is a risk, and why."""

    says: str
    why: str


class ToldInteraction(Struct, frozen=True):
    """What a medicine does not go with."""

    other: str
    effect: str


class ToldMedicine(Struct, frozen=True):
    """A medicine that a doctor may talk about, held against the answers."""

    id: str
    name: str
    kind: str
    condition: str
    role: str
    evidence: str
    against: tuple[ToldCaution, ...]
    care: tuple[ToldCaution, ...]
    tell_your_doctor_if: tuple[ToldCaution, ...]
    does_not_go_with: tuple[ToldInteraction, ...]


class ToldCard(Struct, frozen=True):
    """The answer in one look, before all the rest.

    `cause` is the id of the cause that is named, `headline` its name said to the person; None where
    none is firm enough, and `headline` then says so. Both say nothing where the level is not
    judged. `beside` is how likely that is, or what the possible causes have in common."""

    cause: str | None
    headline: str
    beside: str
    do: tuple[str, ...]
    """What to do, the first thing first."""
    routine: str | None
    """The routine to begin with at once, where no visit is needed."""
    worry_if: tuple[ToldSign, ...]
    """What would make it more urgent than it is, the most urgent last."""


class Version(Struct, frozen=True):
    """The knowledge base that it rests on."""

    version: str
    hash: str


class Basis100(Struct, frozen=True):
    """Of 100 parts of the weight for the first cause, how many rest on what."""

    study: int
    review: int
    estimate: int


class Account(Struct, frozen=True, kw_only=True):
    """All that is told of an assessment, in the order in which faces tell it.

    Of an emergency people are told no causes, places, medicines or questions, and no card; nor are
    they of what this is not made for, but for the card."""

    case: str
    title: str
    urgency: ToldUrgency
    scope: tuple[ToldScope, ...] = ()
    card: ToldCard | None = None
    families: tuple[ToldFamily, ...] = ()
    causes: tuple[ToldCause, ...] = ()
    waiting: tuple[ToldWaiting, ...] = ()
    """Likely causes of which it is not known whether what defines them holds; programs and
    clinicians find them among `causes`."""
    second: ToldSecond | None = None
    unexplained: float
    unexplained_low: float
    unexplained_high: float
    unexplained_odds: str
    sites: tuple[ToldPlace, ...] = ()
    do: tuple[ToldRoutine, ...] = ()
    care: tuple[ToldCare, ...] = ()
    medicines: tuple[ToldMedicine, ...] = ()
    next: tuple[ToldQuestion, ...] = ()
    next_for_clinician: tuple[ToldQuestion, ...] = ()
    basis: Basis100
    stable_first: float
    knowledge: Version
