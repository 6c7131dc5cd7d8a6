"""Causes, the places where they sit, and how common findings are without them."""

from typing import Annotated, Literal

from msgspec import Struct, field

from pinprick.knowledge.quantity import Quantity, Statement, Text, Texts
from pinprick.knowledge.ranges import Range
from pinprick.knowledge.signs import Sign
from pinprick.knowledge.terms import Expression, Level


class Name(Struct, frozen=True):
    """What a condition is called."""

    plain: Text
    clinical: Text
    synonyms: Texts = field(default_factory=dict)
    yours: Text = field(default_factory=dict)
    """The same said to the person who has it, a sentence: "Your foot went to sleep"."""


class Variant(Struct, frozen=True):
    """A sub-population of a condition: what it states stands in place of the condition's own
    numbers."""

    label: Text
    share: Quantity
    age: Quantity | None = None
    female: Quantity | None = None
    sites: Quantity | None = None
    sides: Quantity | None = None
    findings: dict[str, Quantity] = field(default_factory=dict)


class Upgrade(Struct, frozen=True):
    """What makes a condition more urgent: the level that it then has, and when that is computed."""

    says: Text
    to: Level
    when: Expression


class ConditionUrgency(Struct, frozen=True):
    """How soon somebody with this condition should be seen, and why."""

    level: Level
    why: Text
    danger: Text | None = None
    """What it does when nobody looks in time, in a sentence: told where a verdict rests on it."""
    upgrades: tuple[Upgrade, ...] = ()
    urgencies: tuple[Sign, ...] = ()
    """What `why` names beside the condition's own level."""
    sources: tuple[str, ...] = ()
    skin: tuple[str, ...] = ()
    """What `why` or an upgrade says of a colour is told for brown and black skin by these of
    `skin.yaml`."""


class Test(Struct, frozen=True):
    """An examination or test that can confirm the condition."""

    test: Text
    why: Text
    sources: tuple[str, ...] = ()


class Step(Struct, frozen=True):
    """Something to do. `seconds` is for one repetition; untimed steps have none."""

    do: Text
    seconds: Annotated[int, Range(1, 3600)] | None = None
    repeat: Annotated[int, Range(1, 100)] | None = None
    sources: tuple[str, ...] = ()
    drawing: str = ""
    """A drawing of the step, by the name of its file."""
    only_when: Expression = None
    """The step is left out where this is known not to hold: who does not smoke stops nothing."""


class Treatment(Struct, frozen=True):
    """What helps, and who gives it."""

    what: Text
    by: str
    sources: tuple[str, ...] = ()
    only_when: Expression = None
    """It is left out where this is known not to hold."""


class LookAlike(Struct, frozen=True):
    """Another condition that is easily taken for this one, and what tells them apart."""

    id: str
    tell_apart: Text


class Claim(Struct, frozen=True):
    """What the article that pinprick began with claims, and what the evidence says of it."""

    claim: Text
    verdict: Literal["supported", "partly", "unsupported", "wrong"]
    note: Text = field(default_factory=dict)
    sources: tuple[str, ...] = ()


class Shown(Struct, frozen=True):
    """A step of a mechanism: what one sees, in words that can stand in its place."""

    says: Text


ConditionSystem = Literal["icd10", "icd10cm", "snomed", "icd11", "orpha", "hpo", "mondo"]


class Condition(Struct, frozen=True):
    """A cause that can be named: one file in `conditions/`."""

    id: str
    family: str
    name: Name
    codes: dict[ConditionSystem, tuple[str, ...]]
    """What classifications and vocabularies call it, and often more than it. `icd10` is that of the
    WHO, `icd10cm` that of the United States."""
    about: Text
    share: Quantity
    sites: Quantity
    sides: Quantity
    age: Quantity
    female: Quantity
    findings: dict[str, Quantity]
    urgency: ConditionUrgency
    course: Statement
    exact: tuple[ConditionSystem, ...] = ()
    """The systems whose one code means just this and no more, so that it can stand for it."""
    needs: Expression = None
    """What defines it, such as diabetes. Until that is known to hold, it is not named at the top, and
    instead of what helps the tests are told."""
    variants: dict[str, Variant] = field(default_factory=dict)
    confirm: tuple[Test, ...] = ()
    self_care: tuple[Step, ...] = ()
    treatment: tuple[Treatment, ...] = ()
    look_alikes: tuple[LookAlike, ...] = ()
    article: tuple[Claim, ...] = ()
    reviewed: str = ""
    """The day (YYYY-MM-DD) on which its texts were last looked through against sources; none where
    nobody has noted one."""
    mechanism: str = ""
    """What it does to a nerve, one of `mechanisms.yaml`; none where none of them fits."""
    skin: tuple[str, ...] = ()
    """What `about` says of a colour is told for brown and black skin by these of `skin.yaml`."""


class Mechanism(Struct, frozen=True):
    """What goes wrong in a nerve, told in three steps. The drawing of its name shows the same."""

    title: Text
    steps: tuple[Shown, Shown, Shown]
    reckoned: Text
    """What the drawing rests on, and what of it is our own estimate."""
    sources: tuple[str, ...]


class Pattern(Struct, frozen=True):
    """One typical way a site shows on the map."""

    label: Text
    weight: float
    regions: dict[str, float]


class Site(Struct, frozen=True):
    """`sites/*.yaml`: where a lesion can lie, and what is felt and found when it lies there.

    `regions` are P(painted | the lesion is there); `strength` and `reflexes` are P(finding | the
    lesion is there). One basis holds for all numbers of a site."""

    label: Text
    clinical: Text
    supplies: Text
    regions: dict[str, float]
    basis: Literal["study", "review", "estimate"]
    strength: dict[str, float] = field(default_factory=dict)
    reflexes: dict[str, float] = field(default_factory=dict)
    patterns: tuple[Pattern, ...] = ()
    sources: tuple[str, ...] = ()
    note: str = ""
    crossed: bool = False
    """What is felt lies on the other side of the body, as the paths to the brain cross."""


class Family(Struct, frozen=True):
    """Conditions that one cannot tell apart by story, and what tells them apart then."""

    name: Text
    ask_for: Step | None = None
    alike: bool = True
    """Whether its conditions have something in common that can be said of a case."""


class Background(Struct, frozen=True):
    """`background.yaml`: how common a finding is when none of our conditions is the cause.

    `by_age` are flags that chance brings the more often the older people are: P(present) by age
    band. It stands in place of the number in `findings` as soon as the age is known."""

    findings: dict[str, Quantity]
    by_age: dict[str, Quantity] = field(default_factory=dict)
