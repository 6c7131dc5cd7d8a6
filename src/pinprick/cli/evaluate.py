"""`pinprick evaluate`: scores against cases with known answers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from pinprick import files as keeping
from pinprick import loading
from pinprick.case.case import Case
from pinprick.cli import scores
from pinprick.cli.common import (
    content_of,
    fail,
    knowledge_option,
    print_json,
    progress,
    read_expected,
)
from pinprick.knowledge import Knowledge
from pinprick.knowledge.languages import heard_as
from pinprick.lab import evaluate, own_words, rehearsal
from pinprick.lab import report as evaluation_report
from pinprick.model.axes import Model
from pinprick.model.compiler import compile_model
from pinprick.problems import Problem, ProblemsFound
from pinprick.story import lexicon
from pinprick.story.lexicon import Lexicon
from pinprick.words import ENGLISH


@click.command("evaluate")
@click.argument(
    "files", metavar="CASES...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="Print the scores as JSON.")
@click.option(
    "--write",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the report, with the misses, to FILE.",
)
@click.option(
    "--interview",
    "other",
    flag_value="interview",
    help="Play the interview against the cases: as told, with symptoms said first, completed.",
)
@click.option(
    "--words",
    "other",
    flag_value="words",
    help="CASES are stories in own words: score what is understood of them.",
)
@click.option(
    "--notes",
    "other",
    flag_value="notes",
    help="CASES are notes by clinicians: score what is understood of them.",
)
@click.option(
    "--language",
    default=ENGLISH,
    show_default=True,
    help="Of stories in own words and notes: the language they are told in, such as zh.",
)
@click.option(
    "--label",
    default="condition",
    show_default=True,
    metavar="COLUMN",
    help="Of a table: the column with the id of the right condition, or other-cause.",
)
@click.option(
    "--level", default="", metavar="COLUMN", help="Of a table: the column with the right level."
)
@click.option(
    "--by", multiple=True, metavar="COLUMN", help="Of a table: a column to group by as well."
)
@click.option(
    "--keep", multiple=True, metavar="COLUMN", help="Of a table: a column that is passed over."
)
@click.option(
    "--least",
    default=5,
    show_default=True,
    type=click.IntRange(0),
    help="Of a table: groups of fewer cases are hidden.",
)
@knowledge_option
def command(
    files: tuple[Path, ...],
    as_json: bool,
    write: Path | None,
    knowledge: Path | None,
    **more: Any,
) -> None:
    """Score the assessments of CASES, which say what is expected of them: files of cases, or one table
    (.parquet, .arrow, .csv, .ndjson) of any length with a column that names the right condition."""
    try:
        model = loading.load(knowledge)
        if scores.is_table(files):
            to = Path("-") if as_json else write
            scores.score(model, files, scores.options_of(more), to, ENGLISH)
            return
        if more["other"] in ("words", "notes"):
            language = heard_as(model.knowledge.spoken, more["language"])
            known = lexicon.load(knowledge, language, notes=more["other"] == "notes")
            _tell(_heard_figures(model.knowledge, files, known), as_json)
            return
        cases = [case for file in files for case in _read(file, model.knowledge)]
    except ProblemsFound as error:
        fail(error)
    if more["other"] == "interview":
        _rehearse(model, cases, as_json)
        return
    scored = [evaluate.score(model, case) for case in progress(cases, "Scoring")]
    plain_model = compile_model(evaluate.plain(model.knowledge))
    plain = {case.id: evaluate.p_right(plain_model, case) for case in progress(cases, "Comparing")}
    if as_json:
        print_json(evaluation_report.to_data(model.knowledge, scored, plain))
    elif write:
        write.parent.mkdir(parents=True, exist_ok=True)
        report = evaluation_report.markdown(model.knowledge, scored, ENGLISH, plain)
        keeping.write(write, report.encode())
        click.echo(f"{len(scored)} cases scored; report in {write}")
    else:
        click.echo(evaluation_report.markdown(model.knowledge, scored, ENGLISH, plain), nl=False)


def _heard_figures(
    knowledge: Knowledge, files: tuple[Path, ...], known: Lexicon
) -> dict[str, dict[str, float]]:
    """How well stories or notes are understood; of notes also what examiners and tests find."""
    heard = list(_hear(knowledge, files, known))
    figures = own_words.summary(knowledge, heard)
    if known.said.notes:
        found = own_words.summary(knowledge, own_words.of_examination(knowledge, heard))
        figures |= {f"{part}, examined or tested": its for part, its in found.items()}
    return figures


def _hear(
    knowledge: Knowledge, files: tuple[Path, ...], known: Lexicon
) -> Iterator[own_words.Heard]:
    """What is understood of every story or note."""
    read = [own_words.read(content_of(str(file)), str(file), knowledge) for file in files]
    for story in progress([story for stories in read for story in stories], "Listening"):
        yield own_words.heard(knowledge, known, story)


def _tell(figures: dict[str, dict[str, Any]], as_json: bool) -> None:
    """Figures by part, as JSON or in lines."""
    if as_json:
        print_json(figures)
        return
    for part, its in figures.items():
        click.echo(part)
        for key, value in its.items():
            shown = f"{value:.4g}" if isinstance(value, float) else value
            click.echo(f"  {key.replace('_', ' '):26} {shown}")


def _rehearse(model: Model, cases: list[Case], as_json: bool) -> None:
    played = (
        one for case in progress(cases, "Interviewing") for one in rehearsal.rehearse(model, case)
    )
    _tell(rehearsal.summaries(played), as_json)


def _read(file: Path, knowledge: Knowledge) -> list[Case]:
    cases, _ = read_expected(content_of(str(file)), str(file), knowledge)
    without = [case.id for case in cases if case.expect is None]
    if without:
        what = f"cases without `expect:` cannot be scored: {', '.join(without)}"
        raise ProblemsFound([Problem(str(file), 0, 0, "", what)])
    return cases
