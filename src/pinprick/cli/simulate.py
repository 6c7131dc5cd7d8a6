"""`pinprick simulate`: cases drawn from the knowledge base itself."""

import sys
from pathlib import Path
from typing import Any

import click
import msgspec

from pinprick import loading
from pinprick.case.case import Case
from pinprick.case.reading import to_data
from pinprick.cli.common import fail, knowledge_option, progress
from pinprick.knowledge.ids import CLINICIAN, PERSON
from pinprick.lab import simulate
from pinprick.problems import ProblemsFound


@click.command("simulate")
@click.argument("count", metavar="N", type=click.IntRange(1, 10_000_000))
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    help="The same seed gives the same people.",
)
@click.option("--examined", is_flag=True, help="Give the findings of examiners and tests too.")
@knowledge_option
def command(count: int, seed: int, examined: bool, knowledge: Path | None) -> None:
    """Draw N cases and print them as a list of cases (JSON), one a line."""
    try:
        model = loading.load(knowledge)
    except ProblemsFound as error:
        fail(error)
    by = PERSON + (CLINICIAN if examined else ())
    drawn = simulate.people(model, count, seed, by)
    if not sys.stdout.isatty():  # a bar among the cases would be in the way
        drawn = progress(drawn, "Drawing", count)
    click.echo("[", nl=False)
    for index, case in enumerate(drawn):
        click.echo(
            ("," if index else "") + "\n" + msgspec.json.encode(_data(case)).decode(), nl=False
        )
    click.echo("\n]")


def _data(case: Case) -> dict[str, Any]:
    assert case.expect is not None  # every simulated case has one
    urgency = {"at_least": case.expect.at_least, "at_most": case.expect.at_most}
    return to_data(case) | {"expect": {"cause": list(case.expect.cause), "urgency": urgency}}
