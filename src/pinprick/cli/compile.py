"""`pinprick compile`: the kept model written ahead, for images whose cache cannot be written."""

from pathlib import Path

import click

from pinprick import loading
from pinprick.cli.common import fail, knowledge_option, progress
from pinprick.knowledge.folder import FOLDER
from pinprick.model import store
from pinprick.problems import ProblemsFound


@click.command("compile")
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write into DIR instead of the cache; PINPRICK_COMPILED=DIR then finds it there.",
)
@knowledge_option
def command(output: Path | None, knowledge: Path | None) -> None:
    """Check a knowledge base, compile it, and keep the result for every later start."""
    folder = knowledge or FOLDER
    try:
        model = loading.compiled(folder, progress)
    except ProblemsFound as error:
        fail(error)
    file = store.write(folder, model, output)
    click.echo(f"{file}\n{store.arrays_of(file)}")
