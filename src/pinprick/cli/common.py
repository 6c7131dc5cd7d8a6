"""What several commands share: options, JSON out, problems out."""

import locale
import sys
from collections.abc import Iterable, Iterator, Sized
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click
import msgspec

from pinprick.knowledge import Countries
from pinprick.problems import Problem, ProblemsFound
from pinprick.words import calling
from pinprick.words.calling import Place

Thing = TypeVar("Thing")

knowledge_option = click.option(
    "--knowledge",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Use the knowledge base in DIR instead of the one that ships with pinprick.",
)


country_option = click.option(
    "--country",
    default="",
    metavar="CODE",
    help="Country you are in, such as AU, GB or IN: its telephone numbers are shown; ZZ "
    "for one that is not in the list. Without it the locale is a guess, and is told as one.",
)


def place_of(countries: Countries, code: str, language: str) -> Place:
    """Where somebody is: the country that was given, else a guess from the locale.

    Raises:
        ProblemsFound: where the code is that of no country.
    """
    if not code:
        region = (locale.getlocale()[0] or "").partition("_")[2][:2].upper()
        return Place(region, guessed=True)
    if not calling.is_known(countries, code.upper()):
        raise ProblemsFound(
            [Problem("--country", 0, 0, "", calling.fault(countries, code, language))]
        )
    return Place(code.upper())


def fail(error: ProblemsFound) -> NoReturn:
    """Print every problem, one a line, and exit with status 2."""
    for problem in error.problems:
        click.echo(str(problem), err=True)
    sys.exit(2)


def print_json(data: Any) -> None:
    """Print data as indented JSON."""
    click.echo(msgspec.json.format(msgspec.json.encode(data), indent=1).decode())


def progress(things: Iterable[Thing], label: str, count: int | None = None) -> Iterator[Thing]:
    """The same things, with a bar on standard error while one goes through them, where that is a
    terminal. `count` says how many they are where they cannot be counted."""
    length = len(things) if isinstance(things, Sized) else count
    hidden = not sys.stderr.isatty()
    with click.progressbar(things, length, label, file=sys.stderr, hidden=hidden) as shown:
        yield from shown
