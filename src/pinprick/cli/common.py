"""What several commands share: options, JSON out, problems out."""

import locale
import sys
from collections.abc import Iterable, Iterator, Sized
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click
import msgspec

from pinprick import files
from pinprick.case.case import Case
from pinprick.case.reading import read_cases
from pinprick.knowledge import Countries, Knowledge
from pinprick.knowledge.ids import OTHER_CAUSE
from pinprick.problems import Problem, ProblemsFound, did_you_mean
from pinprick.words import ENGLISH, calling
from pinprick.words.calling import Place
from pinprick.words.offering import caveats, offered, why_not
from pinprick.yamltext import MOST_BYTES

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


LANGUAGE = "pinprick.language"
"""The key under which a command keeps the language that was asked for; `spoken` tells it."""

language_option = click.option(
    "--language",
    default=ENGLISH,
    expose_value=False,
    callback=lambda context, _, code: context.meta.update({LANGUAGE: code}),
    metavar="CODE",
    show_default=True,
    help="Language to answer in, such as zh, where it is offered.",
)


def spoken(knowledge: Knowledge) -> str:
    """The language that this command was asked for; what should be known of it is said once, on standard error.

    Raises:
        ProblemsFound: where it is not offered; it says which are.
    """
    language: str = click.get_current_context().meta[LANGUAGE]
    if language not in offered(knowledge):
        what = why_not(knowledge, language)
        raise ProblemsFound([Problem("--language", 0, 0, "", what)])
    for line in caveats(knowledge, language):
        click.echo(line, err=True)
    return language


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


def read_expected(content: bytes, file: str, knowledge: Knowledge) -> tuple[list[Case], bool]:
    """The cases in a file's content and whether it is a list, held to the causes and families of a
    knowledge base besides.

    Raises:
        ProblemsFound: every fault of it.
    """
    cases, is_list = read_cases(content, file, knowledge.vocabulary)
    unknown = list(islice(_unknown(cases, knowledge), _MOST_UNKNOWN))
    if unknown:
        raise ProblemsFound(Problem(file, 0, 0, path, what) for path, what in unknown)
    return cases, is_list


_MOST_UNKNOWN = 100


def _unknown(cases: Iterable[Case], knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """What is expected and is in no knowledge base, with the cure."""
    known = {"cause": {*knowledge.conditions, OTHER_CAUSE}, "family": {*knowledge.families}}
    expected = (
        (case.id, kind, id_)
        for case in cases
        for kind in known
        for id_ in getattr(case.expect, kind, ())
    )
    for case, kind, id_ in expected:
        if id_ not in known[kind]:
            what = f"no {kind} is {id_}{did_you_mean(id_, known[kind])}"
            yield f"{case}.expect.{kind}".lstrip("."), what


def content_of(name: str) -> bytes:
    """What is in a file, or comes through standard input for `-`; no more than can be used.

    Raises:
        OSError: when it cannot be read; it names the file.
    """
    if name != "-":
        return files.read(Path(name))
    with files.named(Path("-")):
        return sys.stdin.buffer.read(MOST_BYTES + 1)


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
