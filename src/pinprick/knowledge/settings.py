"""How the model weighs, and the whole knowledge base."""

from typing import Annotated, Literal

from msgspec import Struct, field

from pinprick.knowledge.care import Medicine, SelfCare
from pinprick.knowledge.codes import Records
from pinprick.knowledge.conditions import Background, Condition, Family, Mechanism, Site
from pinprick.knowledge.countries import Countries
from pinprick.knowledge.guides import Guide
from pinprick.knowledge.hosts import Hosts
from pinprick.knowledge.languages import Spoken
from pinprick.knowledge.likeness import Weights
from pinprick.knowledge.promises import Promises
from pinprick.knowledge.quantity import Quantity, Source, Text
from pinprick.knowledge.ranges import (
    Between,
    Count,
    Exponent,
    Few,
    Positive,
    Range,
    Share,
    Weight,
)
from pinprick.knowledge.reading import ReadingPage
from pinprick.knowledge.said import Said
from pinprick.knowledge.scope import Scope
from pinprick.knowledge.signs import OnSkin
from pinprick.knowledge.terms import Expression, Level
from pinprick.knowledge.urgency import Rule, Screen, Urgency
from pinprick.knowledge.vocabulary import Vocabulary


class OtherVariant(Struct, frozen=True):
    """One way in which a cause that is none of our conditions shows: the background, its numbers
    shrunk towards even by `alpha`."""

    share: Share
    alpha: Share


class Other(Struct, frozen=True):
    """The share of causes that are none of our conditions."""

    share: Quantity
    variants: dict[str, OtherVariant]
    akin: Share
    """The part of `share` that is an illness like those of one of our families; the variants have the
    rest."""
    worrying: Between
    """Above this probability of "other", the case itself is a reason to be seen ..."""
    level: Level
    """... at this level at least."""


class Segment(Struct, frozen=True):
    """Exponents of a part of the body: `whether` anything of it is painted, and `where` in it,
    which of its regions."""

    whether: Exponent
    where: Exponent


class Map(Struct, frozen=True):
    """How people paint; see `painting`.

    `stray`: a region that the pattern does not name. `vague`: people who paint whole segments.
    `wrong_side`: a side that is not affected, in words or on the map. `left_out`: one of two
    affected sides is not painted. `core`: the most that any region is painted when its segment is.
    `elsewhere`: a region of a segment that the pattern does not name, when something of it is
    painted. `loosely`: how often no more is said than "my foot" or "my leg".
    `second_side`: the exponent of either side when both are affected."""

    stray: Quantity
    vague: Quantity
    wrong_side: Quantity
    left_out: Quantity
    core: Quantity
    elsewhere: Quantity
    loosely: Quantity
    second_side: Exponent
    segments: dict[str, Segment]


class Together(Struct, frozen=True):
    """Two signs of one trouble: in which share of people they are one, where a cause brings both
    (`brought`), and where one of them is there by chance (`by_chance`)."""

    signs: tuple[str, str]
    brought: Quantity
    by_chance: Quantity


class Spread(Struct, frozen=True):
    """How far a number may be off where no range is given: log-odds standard deviation and
    Dirichlet concentration."""

    log_odds: Annotated[float, Range(0.01, 3)]
    concentration: Annotated[float, Range(1, 10_000)]


class Harm(Struct, frozen=True):
    """Cost of giving a level (inner key) to somebody whose condition has another (outer key)."""

    cost: dict[Level, dict[Level, Annotated[float, Range(0)]]]
    missed: dict[str, Annotated[float, Range(1, 100)]] = field(default_factory=dict)
    """A condition's own factor on the cost of giving it too low a level."""
    most_red_flags: Annotated[int, Range(1, 8)] = 6
    """Of more red flags present than this only so many are taken in every way, of which there are
    three for each."""
    least_raised: Between = 0.05
    """How probable a condition must be that an upgrade made an emergency, for causes to say so."""
    most_carriers: Few = 2
    """How many conditions are told as the reason for a level, at most."""
    most_pointing: Few = 3
    """How many answers are told as pointing to one of them, at most."""


class Leading(Struct, frozen=True):
    """Which causes advice is given for: those above `least` probability, at most `most` of them."""

    least: Between
    most: Few


class Telling(Struct, frozen=True):
    """What is told of an assessment, and from where on; every face tells by the same limits.

    Causes, families and places below their `least` probability are not told, nor more than `most`
    of them; the first cause always is. `faint` is the least weight in bits of a reason that is
    told. `expected` and `sometimes`: from which part of the people with a lesion there a map shows
    a region so. `moves`: from which change of the probability of a first cause an answer is told as
    a what-if."""

    least_cause: Between
    most_causes: Count
    least_family: Between
    most_families: Count
    least_place: Between
    most_places: Count
    faint: Weight
    most_reasons: Count
    most_questions: Count
    most_examined: Count
    most_what_ifs: Count
    moves: Between
    expected: Between
    sometimes: Between
    least_first: Between
    """How probable the first cause must be to be named at the top; else several are possible ..."""
    least_stable: Between
    """... and in which part of the draws it must stay first."""
    least_pictured: Between
    """How probable a place must be to be drawn there."""
    most_to_do: Count
    most_dangers: Count
    """How many of the dangers that anybody is told stand there, once all warning signs were asked."""
    visit: str = ""
    """The routine that says what to bring to a visit, if there is one."""
    beside_emergency: bool = False
    """Whether more than what to do is told beside an emergency: to programs and clinicians."""


class Second(Struct, frozen=True):
    """When a second cause is told beside the first.

    Findings of the groups `of_person` make causes likelier and are not brought by them. Both causes
    are told where the second is at least as probable as `least_odds` against the first alone, and
    each is pointed to by a sign that is `least_own` bits likelier with both than with the other
    alone."""

    of_person: tuple[str, ...]
    least_odds: Positive
    least_own: Weight


class Cards(Struct, frozen=True):
    """When a card is shown beside a record.

    A finding of the groups `of_person`, which somebody had or has besides, points to a condition where
    it alone makes it likelier by `least_bits` (log2-odds); at most `most_conditions` are told of each.
    `least_things` such findings are a reason for a card, or one beside a finding of the groups
    `complaint`, which say that something is numb. They are no signs: a rule that rests on them alone
    is told only beside such a complaint."""

    least_bits: Weight
    least_things: Few
    most_conditions: Few
    complaint: tuple[str, ...]
    of_person: tuple[str, ...]


class Interview(Struct, frozen=True):
    """When an interview ends: no question is worth `least_value` bits per unit of burden any more
    and none has a chance of `least_chance` to change the level, or `most_questions` were asked.
    A sign worth `least_listed` bits stands on a list that is asked anyway.

    `urgency_weight` is how many bits about the cause a bit about the urgency is worth,
    `chance_weight` how many the certainty that the answer changes the level would be."""

    least_value: Between
    least_listed: Between
    least_chance: Annotated[float, Range(0, 0.2, open=True)]
    urgency_weight: Weight
    chance_weight: Weight
    most_questions: Count
    most_beside: Annotated[int, Range(0, 8)]
    """How many more questions stand on the page of the best one."""
    most_listed: Count
    """How many signs stand on a list to tick."""
    do_not_know: Annotated[float, Range(0, 0.9)]
    """How often a simulated person does not know the answer to a plain question."""
    known_before: Positive
    """How many answers the guess is worth that a person who has told something knows all but
    `do_not_know` of the rest."""


class SignAge(Struct, frozen=True):
    """How old a warning sign is that the condition itself brings, when `when` holds of the
    numbness."""

    when: Expression
    age: Quantity


class Simulation(Struct, frozen=True):
    """How old the newest warning sign of a simulated person is: the answer to `finding`, whose
    values stand from the newest to the oldest.

    A sign that the condition brings has the first `own` age whose `when` holds; one that is there
    by chance, or for which none holds, has a `chance` age."""

    finding: str
    own: tuple[SignAge, ...]
    chance: Quantity


GoalSet = Literal[
    "published", "stories", "simulated", "simulated-harmless", "simulated-emergencies"
]
"""Sets of evaluation cases: published ones, stories that people told, and simulated people: all,
those whose condition is self-care or routine, those of whom it is an emergency."""

GoalShare = Literal[
    "safe",
    "safe-screen-none",
    "over",
    "over-screen-none",
    "at-most-routine",
    "at-least-same-day",
    "emergency",
]
"""Shares of a set: safe or too urgent verdicts, as told and with the red-flag page answered "none",
and verdicts by level."""


class Goal(Struct, frozen=True):
    """What the evaluation should show: a share of each of some sets, `p` at least or at most."""

    of: tuple[GoalSet, ...]
    share: GoalShare
    at: Literal["least", "most"]
    p: float


class Settings(Struct, frozen=True):
    """`model.yaml`: everything numeric that belongs to no condition."""

    version: str
    date: str
    """When the knowledge base was last gone through, as YYYY-MM-DD."""
    other: Other
    map: Map
    alpha: dict[str, Exponent]
    """How much the findings of a group are tempered; 1 is not at all. A group that is not named is
    not tempered."""
    spread: dict[Literal["study", "review", "estimate"], Spread]
    draws: Annotated[int, Range(1, 10_000)]
    harm: Harm
    words: dict[str, tuple[Annotated[float, Range(0.001, 1)], Text]]
    """Frequency words for what was not counted: the highest probability each is used for."""
    burden: dict[Literal["person", "examiner", "test"], Positive]
    leading: Leading
    telling: Telling
    interview: Interview
    together: dict[str, Together] = field(default_factory=dict)
    """Signs that come together, so that they are no two proofs; each stands in one pair."""
    second: Second | None = None
    """Without it no second cause is told."""
    cards: Cards | None = None
    """Without it no card tells what of a record leads to numb feet."""
    simulation: Simulation | None = None
    """Without it simulated people do not know how old their warning signs are."""
    goals: tuple[Goal, ...] = ()


class Order(Struct, frozen=True):
    """`order.yaml`: the order of what stands in a file of its own, by the names of the files."""

    findings: tuple[str, ...]
    rules: tuple[str, ...]
    sites: tuple[str, ...]
    medicines: tuple[str, ...]


class Knowledge(Struct, frozen=True):
    """The whole knowledge base."""

    hash: str
    vocabulary: Vocabulary
    families: dict[str, Family]
    mechanisms: dict[str, Mechanism]
    conditions: dict[str, Condition]
    sites: dict[str, Site]
    background: Background
    medicines: dict[str, Medicine]
    self_care: SelfCare
    urgency: Urgency
    countries: Countries
    rules: dict[str, Rule]
    screen: Screen
    guides: dict[str, Guide]
    settings: Settings
    sources: dict[str, Source]
    scope: Scope = field(default_factory=Scope)
    """What it is not made for."""
    codes: Records = field(default_factory=Records)
    """Which codes of a clinical record stand for which answer."""
    skin: dict[str, OnSkin] = field(default_factory=dict)
    """How a colour of the skin looks on brown and black skin; the texts that name it end with it."""
    pages: dict[str, ReadingPage] = field(default_factory=dict)
    """Pages to read that belong to no cause and no story."""
    said: dict[str, Said] = field(default_factory=dict)
    """The files of own words, as LANGUAGE/NAME; checked with the rest, and a compiled knowledge
    base keeps none: they are read when words are to be understood."""
    likeness: dict[str, Weights] = field(default_factory=dict)
    """By language, what the likeness of own words is reckoned with; kept as little as `said`."""
    promises: Promises = field(default_factory=Promises)
    """Held to when the knowledge base is checked or compiled; a compiled one keeps none."""
    hosts: Hosts = field(default_factory=Hosts)
    """Whose page an address is; told when the knowledge base is checked."""
    spoken: dict[str, Spoken] = field(default_factory=dict)
    """What there is of each language besides English, by its id."""
