"""`pinprick learn`: numbers counted anew from cases whose cause is known."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from msgspec import Struct

from pinprick import files as keeping
from pinprick import loading
from pinprick.cli.common import fail, knowledge_option, progress
from pinprick.extras import needed
from pinprick.knowledge.folder import FOLDER
from pinprick.knowledge.quantity import Source
from pinprick.model.axes import Model
from pinprick.problems import Problem, ProblemsFound
from pinprick.words import ENGLISH, say

with needed("batch"):
    from pinprick.cohort.labelled import Labels, parts, whole
    from pinprick.learning import folds as folding
    from pinprick.learning import learned, noted, report, writing
    from pinprick.learning.learned import Number


@click.command("learn")
@click.argument("cases", metavar="CASES", type=click.Path(path_type=Path))
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--name", required=True, help="What the data set is called; numbers name it.")
@click.option("--url", required=True, help="A page that tells how the data set came about.")
@click.option(
    "--label",
    default="condition",
    show_default=True,
    metavar="COLUMN",
    help="The column with the id of the condition, or other-cause for none of ours.",
)
@click.option("--weight", default="", metavar="COLUMN", help="A column of weights of sampling.")
@click.option("--keep", multiple=True, metavar="COLUMN", help="A column that is passed over.")
@click.option(
    "--keep-shares",
    is_flag=True,
    help="Leave alone how common conditions are: the people were chosen.",
)
@click.option(
    "--folds",
    default=5,
    show_default=True,
    type=click.IntRange(0, 50),
    help="How often a part is held out to see whether it is better; 0 is never.",
)
@click.option(
    "--write", type=click.Path(path_type=Path), metavar="FILE", help="Write the report to FILE."
)
@knowledge_option
def command(cases: Path, out: Path, **options: Any) -> None:
    """Count the numbers of the knowledge base anew from CASES, a table (.parquet, .arrow, .csv,
    .ndjson) with the columns of findings and one that names the condition, and write a knowledge
    base with them into the folder OUT.

    What is known already weighs as many people as its range says. Nothing is written but OUT and
    the report, and nothing is sent.
    """
    try:
        _learn(cases, out, _Options(**options), ENGLISH)
    except ProblemsFound as error:
        fail(error)


class _Options(Struct, frozen=True):
    """The options of the command."""

    name: str
    url: str
    label: str
    weight: str
    keep: tuple[str, ...]
    keep_shares: bool
    folds: int
    write: Path | None
    knowledge: Path | None


def _learn(cases: Path, out: Path, options: _Options, language: str) -> None:
    model = loading.load(options.knowledge)
    data = _data_set(model, out, options, language)
    labels = Labels(condition=options.label, weight=options.weight, kept=options.keep)
    read = list(progress(parts(model, cases, labels), "Reading"))
    labelled = whole(read) if read else None
    counted, held = list[Number](), None
    if labelled is not None and len(labelled):
        how = learned.Data(data.key, shares=not options.keep_shares)
        counted = list(noted.noted(learned.numbers(model, labelled, how, progress), data, language))
        if options.folds > 1:
            held = folding.held(model, labelled, how, options.folds, progress)
        source = noted.source(model, labelled, data, language)
    else:
        source = Source(data.name, data.url, "")
    writing.write(options.knowledge or FOLDER, out, counted, (data.key, source))
    told = report.Told(counted, labelled, held, not options.keep_shares, data.name)
    page = report.markdown(model, told, language)
    if options.write is None:
        click.echo(page, nl=False)
        return
    options.write.parent.mkdir(parents=True, exist_ok=True)
    keeping.write(options.write, page.encode())
    file = str(options.write)
    click.echo(say(language, "learn.written", count=len(counted), folder=str(out), report=file))


def _data_set(model: Model, out: Path, options: _Options, language: str) -> noted.DataSet:
    """The data set as it is to be named, and a place for the folder.

    Raises:
        ProblemsFound: whatever cannot be used of what was given.
    """
    key = "-".join(re.findall(r"[a-z0-9]+", options.name.lower()))
    problems = [
        Problem(where, 0, 0, "", what)
        for where, what in _faults(model, key, out, options, language)
    ]
    if problems:
        raise ProblemsFound(problems)
    return noted.DataSet(options.name, options.url, key)


def _faults(
    model: Model, key: str, out: Path, options: _Options, language: str
) -> Iterator[tuple[str, str]]:
    if not writing.is_free(out):
        yield str(out), say(language, "learn.not-free")
    if not key:
        yield "--name", say(language, "learn.no-key")
    if key in model.knowledge.sources:
        yield "--name", say(language, "learn.known-source", key=key)
    if not options.url.startswith(("https://", "http://")):
        yield "--url", say(language, "learn.no-address")
    for one, source in model.knowledge.sources.items():
        if source.url.lower() == options.url.lower():
            yield "--url", say(language, "learn.known-address", key=one)
    if options.folds == 1:
        yield "--folds", say(language, "learn.one-fold")
