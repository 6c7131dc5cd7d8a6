"""Whom to call, by country."""

from msgspec import Struct, field

from pinprick.knowledge.quantity import Statement, Text


class Country(Struct, frozen=True):
    """The telephone numbers of a country, as they are dialled there; the first is tried first."""

    name: Text
    where: Text
    """Its name after a number: "in the Netherlands"."""
    emergency: tuple[str, ...]
    """What calls an ambulance."""
    sources: tuple[str, ...]
    also: tuple[str, ...] = ()
    """Other names that people give it."""
    advice: str = ""
    """The line for medical help that is no emergency, empty where none was read of."""
    advice_where: Text = field(default_factory=dict)
    """Where that line is answered, when it is not in the whole country."""


class Countries(Struct, frozen=True):
    """`countries.yaml`, by two-letter codes of ISO 3166-1."""

    unknown: Statement
    """Said where no number is known."""
    elsewhere: Statement
    """Said beside the number of a country that is only guessed."""
    countries: dict[str, Country]
    others: tuple[str, ...]
    """The codes of all other countries."""
