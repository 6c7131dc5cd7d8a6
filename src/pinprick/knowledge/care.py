"""Medicines and self-care."""

from typing import Literal

from msgspec import Struct, field

from pinprick.knowledge.conditions import Claim, Step
from pinprick.knowledge.quantity import Text, Texts
from pinprick.knowledge.signs import Sign
from pinprick.knowledge.terms import Expression


class Caution(Struct, frozen=True):
    """For whom a medicine is a risk. Without `when` it is only said, never computed."""

    says: Text
    why: Text
    sources: tuple[str, ...] = ()
    when: Expression = None
    usual: bool = False
    """It holds of any medicine, such as an allergy to it, and is asked of every one: no card of an
    order is shown for its sake alone."""


class Interaction(Struct, frozen=True):
    """A medicine that does not go with another."""

    other: Text
    effect: Text
    sources: tuple[str, ...] = ()


class Check(Struct, frozen=True):
    """What is measured before or during treatment."""

    check: Text
    at: Text
    sources: tuple[str, ...] = ()


class SideEffects(Struct, frozen=True):
    """What a medicine can do besides."""

    common: Texts
    serious: Texts


class Medicine(Struct, frozen=True):
    """`medicines/*.yaml`: a medicine that a doctor may talk about."""

    name: Text
    kind: Text
    conditions: tuple[str, ...]
    role: Literal[
        "first-line", "second-line", "specialist", "urgent", "not-recommended", "limited-evidence"
    ]
    evidence: Text
    side_effects: SideEffects
    sources: tuple[str, ...]
    atc: str = ""
    """Its codes in the classification of the WHO, joined by commas."""
    rxnorm: tuple[str, ...] = ()
    """The ids of its ingredients in RxNorm."""
    ingredients: tuple[str, ...] = ()
    """The names of its ingredients, by which an order is found whose codes are not known."""
    also_called: tuple[str, ...] = ()
    """Names of brands and other names, by which people look for it."""
    named_by_article: bool = False
    avoid_when: Expression = None
    """It is not offered where this is known to hold, as a medicine for pain where there is none."""
    must_not: tuple[Caution, ...] = ()
    care: tuple[Caution, ...] = ()
    interactions: tuple[Interaction, ...] = ()
    checks: tuple[Check, ...] = ()
    stop_and_seek_help: Texts = field(default_factory=dict)
    urgencies: tuple[Sign, ...] = ()
    """Every urgency that `stop_and_seek_help` names, in its words."""
    skin: tuple[str, ...] = ()
    """What it says of a colour is told for brown and black skin by these of `skin.yaml`."""


class Routine(Struct, frozen=True):
    """Something to do in steps, for some conditions."""

    conditions: tuple[str, ...]
    title: Text
    steps: tuple[Step, ...]
    evidence: Text
    avoid_when: Expression = None
    cautions: Texts = field(default_factory=dict)
    seek_help: Texts = field(default_factory=dict)
    urgencies: tuple[Sign, ...] = ()
    """Every urgency that steps, cautions and `seek_help` name, in their words."""
    sources: tuple[str, ...] = ()
    skin: tuple[str, ...] = ()
    """What it says of a colour is told for brown and black skin by these of `skin.yaml`."""


class SelfCare(Struct, frozen=True):
    """`self_care.yaml`."""

    routines: dict[str, Routine]
    article: tuple[Claim, ...]
