"""`pinprick omop`: records in the OMOP common data model as a table of cases."""

import os
from datetime import date, datetime
from pathlib import Path

import click

from pinprick import loading
from pinprick.cli.common import fail, knowledge_option
from pinprick.cohort import omop
from pinprick.extras import needed
from pinprick.problems import Problem, ProblemsFound
from pinprick.words import ENGLISH, say

_FORMATS = {".parquet": "parquet", ".csv": "csv"}


@click.command("omop")
@click.argument("database", required=False, type=click.Path(path_type=Path))
@click.argument("output", required=False, metavar="[OUT]", type=click.Path(path_type=Path))
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day on which people are asked; today without it.",
)
@knowledge_option
def command(
    database: Path | None, output: Path | None, day: datetime | None, knowledge: Path | None
) -> None:
    """Write the people of DATABASE, a DuckDB file with OMOP tables, as cases into OUT (.parquet or .csv), for
    `pinprick batch`. Without DATABASE print the SQL that does it.

    A record never says no: what it does not hold was not asked. The database is only read.
    """
    try:
        model = loading.load(knowledge)
        script = omop.script(model.knowledge, day.date() if day else date.today())
        if database is None:
            click.echo(script)
        else:
            click.echo(_written(database, output, script, ENGLISH))
    except ProblemsFound as error:
        fail(error)


def _written(database: Path, output: Path | None, script: str, language: str) -> str:
    """What was written, in words.

    Raises:
        ProblemsFound: when there is no such file, it is no database with these tables, or the kind of OUT is not known.
    """
    if output is None or output.suffix not in _FORMATS:
        raise _problem(output or Path("OUT"), say(language, "omop.kind"))
    if not database.is_file():
        raise _problem(database, say(language, "omop.no-file"))
    with needed("batch"):
        import duckdb
    part = output.with_name(f".{output.name}.part")
    quoted = str(part).replace("'", "''")
    try:
        with duckdb.connect(str(database), read_only=True) as open_:
            open_.execute(script)
            open_.execute(f"COPY pinprick_cases TO '{quoted}' (FORMAT {_FORMATS[output.suffix]})")
            (count,) = open_.execute("SELECT count(*) FROM pinprick_cases").fetchall()[0]
        os.replace(part, output)
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise _problem(database, say(language, "omop.no-tables", reason=reason)) from None
    finally:
        part.unlink(missing_ok=True)
    return say(language, "omop.written", count=count, file=str(output))


def _problem(file: Path, what: str) -> ProblemsFound:
    return ProblemsFound([Problem(str(file), 0, 0, "", what)])
