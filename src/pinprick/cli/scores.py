"""`pinprick evaluate` of a table: scores of any number of cases, in bounded memory."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from msgspec import Struct

from pinprick import files as keeping
from pinprick.cli.common import print_json, progress
from pinprick.extras import needed
from pinprick.model.axes import Model
from pinprick.problems import Problem, ProblemsFound
from pinprick.words import say

TABLES = (".parquet", ".arrow", ".feather", ".csv", ".ndjson", ".jsonl")
"""How the names of tables end; other files of cases are YAML or JSON."""


class Options(Struct, frozen=True):
    """The options of the command that are for tables alone."""

    label: str
    level: str
    by: tuple[str, ...]
    keep: tuple[str, ...]
    least: int


def options_of(given: Mapping[str, Any]) -> Options:
    """Those of a table among the options of a command, by their names."""
    return Options(**{name: given[name] for name in Options.__struct_fields__})


def is_table(files: tuple[Path, ...]) -> bool:
    """Whether any of the files is a table."""
    return any(file.suffix.lower() in TABLES for file in files)


def score(
    model: Model, files: tuple[Path, ...], options: Options, to: Path | None, language: str
) -> None:
    """Score a table, and write the page to a file, or print it; as JSON where `to` is `-`.

    Raises:
        ProblemsFound: every fault of it, or that it does not stand alone.
    """
    with needed("batch"):
        from pinprick.cohort import scores_page
        from pinprick.cohort.labelled import Labels, parts
        from pinprick.cohort.tallied import tallied
    if len(files) > 1:
        raise ProblemsFound([Problem(str(files[1]), 0, 0, "", say(language, "scores.alone"))])
    labels = Labels(options.label, "", options.level, options.by, options.keep)
    found = tallied(model, progress(parts(model, files[0], labels), "Scoring"))
    if to == Path("-"):
        print_json(scores_page.to_data(found, options.least))
        return
    page = scores_page.markdown(model.knowledge, found, options.least, language)
    if to is None:
        click.echo(page, nl=False)
        return
    to.parent.mkdir(parents=True, exist_ok=True)
    keeping.write(to, page.encode())
    click.echo(say(language, "scores.written", count=found.all.cases, file=str(to)))
