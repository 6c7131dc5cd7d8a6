"""`pinprick evaluate`: scores against cases with known answers."""

from pathlib import Path

import click

from pinprick import loading
from pinprick.case.case import Case
from pinprick.case.reading import read_cases
from pinprick.cli.common import fail, knowledge_option, print_json, progress
from pinprick.knowledge import Vocabulary
from pinprick.lab import evaluate, rehearsal
from pinprick.lab import report as evaluation_report
from pinprick.model.axes import Model
from pinprick.model.compiler import compile_model
from pinprick.problems import Problem, ProblemsFound
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
    "--interview", "rehearse", is_flag=True, help="Play the interview against the cases instead."
)
@knowledge_option
def command(
    files: tuple[Path, ...],
    as_json: bool,
    write: Path | None,
    rehearse: bool,
    knowledge: Path | None,
) -> None:
    """Score the assessments of CASES, which say what is expected of them."""
    try:
        model = loading.load(knowledge)
        cases = [case for file in files for case in _read(file, model.knowledge.vocabulary)]
    except ProblemsFound as error:
        fail(error)
    if rehearse:
        _rehearse(model, cases, as_json)
        return
    scores = [evaluate.score(model, case) for case in progress(cases, "Scoring")]
    plain_model = compile_model(evaluate.plain(model.knowledge))
    plain = {case.id: evaluate.p_right(plain_model, case) for case in progress(cases, "Comparing")}
    if as_json:
        print_json(evaluation_report.to_data(model.knowledge, scores, plain))
    elif write:
        write.parent.mkdir(parents=True, exist_ok=True)
        write.write_text(evaluation_report.markdown(model.knowledge, scores, ENGLISH, plain))
        click.echo(f"{len(scores)} cases scored; report in {write}")
    else:
        click.echo(evaluation_report.markdown(model.knowledge, scores, ENGLISH, plain), nl=False)


def _rehearse(model: Model, cases: list[Case], as_json: bool) -> None:
    told = rehearsal.summary(
        rehearsal.play(model, case) for case in progress(cases, "Interviewing")
    )
    if as_json:
        print_json(told)
        return
    for key, value in told.items():
        click.echo(f"{key.replace('_', ' '):26} {value}")


def _read(file: Path, vocabulary: Vocabulary) -> list[Case]:
    cases, _ = read_cases(file.read_bytes(), str(file), vocabulary)
    without = [case.id for case in cases if case.expect is None]
    if without:
        what = f"cases without `expect:` cannot be scored: {', '.join(without)}"
        raise ProblemsFound([Problem(str(file), 0, 0, "", what)])
    return cases
