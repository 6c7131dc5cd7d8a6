"""What several commands share: options, JSON out, problems out."""

import locale
import sys
from pathlib import Path
from typing import Any, NoReturn

import click
import msgspec

from pinprick.problems import ProblemsFound

knowledge_option = click.option(
    "--knowledge",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Use the knowledge base in DIR instead of the one that ships with pinprick.",
)


def _country() -> str:
    name = locale.getlocale()[0] or ""
    return name.partition("_")[2][:2].upper()


country_option = click.option(
    "--country",
    default=_country,
    metavar="CODE",
    help="Country whose telephone numbers are shown, such as GB, US or CN. [default: from the locale]",
)


def fail(error: ProblemsFound) -> NoReturn:
    """Print every problem, one a line, and exit with status 2."""
    for problem in error.problems:
        click.echo(str(problem), err=True)
    sys.exit(2)


def print_json(data: Any) -> None:
    """Print data as indented JSON."""
    click.echo(msgspec.json.format(msgspec.json.encode(data), indent=1).decode())
