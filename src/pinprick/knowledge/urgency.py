"""How urgent it is: rules, the gate of self-care, the screen."""

from typing import Literal

from msgspec import Struct, field

from pinprick.knowledge.quantity import Text, Texts
from pinprick.knowledge.signs import Sign
from pinprick.knowledge.terms import Expression, Level


class Clause(Struct, frozen=True):
    """Words that some answers contradict: not told where `only_when` is known not to hold, nor
    before `needs` is known to hold."""

    says: Text
    only_when: Expression = None
    needs: Expression = None


class EmergencyText(Struct, frozen=True):
    """What to say to the call taker, and what to do until help comes, in lines; some fit not
    everybody, as sugar is the treatment where it is low."""

    say: Texts
    until_help_comes: Texts
    do_not: tuple[Clause, ...]
    take_along: Texts
    sources: tuple[str, ...]


class Elsewhere(Struct, frozen=True):
    """Whom to see and what to do first where what was told is none of what this is made for."""

    who: Text
    first: Text


class LevelText(Struct, frozen=True):
    """What a level means, whom to see, how soon, what to do first, and which number of
    `countries.yaml` to call. What fits the answers of `then` follows `within`."""

    means: Text
    who: Text
    within: Text
    then: tuple[Clause, ...] = ()
    first: Text = field(default_factory=dict)
    """What to do first, where no rule says more; nothing where no visit is needed."""
    elsewhere: Elsewhere | None = None
    call: Literal["emergency", "advice"] | None = None
    sources: tuple[str, ...] = ()
    emergency: EmergencyText | None = None
    """Of the level `emergency` only, which needs it."""


class VerdictText(Struct, frozen=True):
    """How a verdict is told; `{cause}`, `{odds}`, `{answers}`, `{sign}` and `{level}` are filled
    in. `ruled_out`, by level, explains a level below that of the condition that is its reason."""

    nothing: Text
    not_judged: Text
    at_least: Text
    so_far: Text
    answer_first: Text
    fits: Text
    said: Text
    raised: Text
    ruled_out: dict[Level, Text]
    not_ours: Text
    """Said of a cause as reason where what is told is none of what this is made for."""


class Rule(Struct, frozen=True):
    """An urgency rule: it fires when `when` is known to hold and `unless` is not known to hold."""

    when: Expression
    level: Level
    tell: Text
    why: Text
    basis: Literal["guideline", "review", "judgement"]
    unless: Expression = None
    think_of: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    skin: tuple[str, ...] = ()
    """What `tell` says of a colour is told for brown and black skin by these of `skin.yaml`."""


class System(Struct, frozen=True):
    """`rules/*.yaml`: the urgency rules of one system of the body."""

    rules: dict[str, Rule]


class SelfCareGate(Struct, frozen=True):
    """When self-care may be said: `pattern` is known to hold, and nothing of `unless` is known to
    hold."""

    pattern: Expression
    unless: tuple[Expression, ...]
    ask_first: tuple[str, ...]
    safety_net: tuple[Clause, ...] = ()
    """When to see a doctor, in sentences."""
    dangers: tuple[Sign, ...] = ()
    """For what anybody should call the emergency number."""


class Urgency(Struct, frozen=True):
    """`urgency.yaml`: what all rules share. `red_flags` are findings, or `region: saddle` written
    as `{region: saddle}`."""

    definitions: dict[str, Expression]
    red_flags: tuple[Expression, ...]
    levels: dict[Level, LevelText]
    default: Level
    verdict: VerdictText
    self_care: SelfCareGate
    children: Text
    """Said of everybody under 18: shares and most numbers are of adults."""
    medicine_help: Text
    """How soon to get help for what a medicine does, where its line names no time."""
    upgrades_excused_by: Expression = None
    """When this is known to hold, no upgrade makes a condition an emergency."""
    excused_by: tuple[str, ...] = ()
    """The findings that may excuse a red flag: its own age, and that it is over."""


class NamedSigns(Struct, frozen=True):
    """Red flags, and the words that name them in the line of their group."""

    says: Text
    findings: tuple[str, ...]


class SignGroup(Struct, frozen=True):
    """Red flags that stand together, closed at first: its line names each of them, so that who says
    "none of all these" was asked for all."""

    title: Text
    signs: tuple[NamedSigns, ...]
    picture: str = ""
    how: Text = field(default_factory=dict)
    """How to try what nobody knows before having tried."""

    @property
    def findings(self) -> tuple[str, ...]:
        """The findings that are asked for in it."""
        return tuple(id_ for one in self.signs for id_ in one.findings)


class QuestionGroup(Struct, frozen=True):
    """Questions that belong together on a page."""

    title: Text
    findings: tuple[str, ...]


class Tried(Struct, frozen=True):
    """Signs that nobody knows before having tried: they are listed by themselves, below how to try
    them."""

    title: Text = field(default_factory=dict)
    how: Text = field(default_factory=dict)
    findings: dict[str, Text] = field(default_factory=dict)
    """Each sign with how to try it, which is told where it is asked."""
    unless: Text = field(default_factory=dict)


class Follow(Struct, frozen=True):
    """What is asked after the map as soon as `when` holds, and never otherwise."""

    when: Expression
    ask: tuple[str, ...]


class Implication(Struct, frozen=True):
    """What holds by definition when something else does: it is taken as known in an interview and
    never asked."""

    when: Expression
    then: dict[str, str]


class Notice(Struct, frozen=True):
    """What people notice first: a finding that is there, in the words of somebody who has it."""

    finding: str
    says: Text


class StoryCard(Struct, frozen=True):
    """A guide as the first page shows it: its drawing, and where it is numb in that, ellipses by
    centre and radii in the measures of the drawing."""

    guide: str
    drawing: str
    numb: tuple[tuple[float, float, float, float], ...]


class Since(Struct, frozen=True):
    """How the age of a sign is asked where the sign is ticked, in the words of each age; nobody is
    asked where there are none."""

    ask: Text = field(default_factory=dict)
    ages: dict[str, Text] = field(default_factory=dict)


class Screen(Struct, frozen=True):
    """`screen.yaml`: the red flags, asked first, on one page; `also` are pages of questions asked
    after the map."""

    title: Text
    intro: Text
    groups: tuple[SignGroup, ...]
    also: tuple[QuestionGroup, ...]
    more: Text = field(default_factory=dict)
    """The title of a page of questions that are not of one group."""
    listed: Text = field(default_factory=dict)
    """The title of a list of signs to tick."""
    tried: Tried = field(default_factory=Tried)
    call_at_once: tuple[Sign, ...] = ()
    """Signs for which nobody should read on but call."""
    clarify: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Questions that follow a yes on the screen before it alarms anybody."""
    follow: tuple[Follow, ...] = ()
    since: Since = field(default_factory=Since)
    early: tuple[str, ...] = ()
    """What defines a condition rather than hints at it; asked before other questions when it is
    worth asking."""
    implies: tuple[Implication, ...] = ()
    never_both: tuple[Expression, ...] = ()
    """Expressions of what cannot be so together."""
    drawing: Text = field(default_factory=dict)
    """The body map drawn in characters, its regions numbered in the order of the vocabulary, 38
    columns wide."""
    notice: tuple[Notice, ...] = ()
    """What is offered before the first question, none of it a red flag."""
    stories: tuple[StoryCard, ...] = ()
    """The guides that the first page shows before all others."""

    @property
    def findings(self) -> tuple[str, ...]:
        """The red flags of all groups."""
        return tuple(id_ for group in self.groups for id_ in group.findings)

    @property
    def asked_also(self) -> tuple[str, ...]:
        """The findings of the pages of `also`."""
        return tuple(id_ for page in self.also for id_ in page.findings)
