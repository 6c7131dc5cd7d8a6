"""`pinprick case`: a case in, an assessment out."""

from pathlib import Path

import click

from pinprick import loading
from pinprick.account import Account, account, whole
from pinprick.assessment import Assessment, assess
from pinprick.case.case import Case
from pinprick.cli import details, report
from pinprick.cli.common import (
    content_of,
    country_option,
    fail,
    knowledge_option,
    language_option,
    place_of,
    print_json,
    read_expected,
    spoken,
)
from pinprick.model.axes import Model
from pinprick.problems import Problem, ProblemsFound
from pinprick.words import say
from pinprick.words.calling import Place


@click.command("case")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--json", "form", flag_value="json", help="Print the result as JSON.")
@click.option(
    "--text",
    "form",
    flag_value="text",
    default="text",
    help="Print a report to read (the default).",
)
@click.option(
    "--details",
    "form",
    flag_value="details",
    help="Print all that is told: why, where it sits, what to do, tests, medicines.",
)
@click.option(
    "--explain",
    "form",
    flag_value="explain",
    help="Print every reason in bits, with its basis and sources.",
)
@country_option
@language_option
@knowledge_option
def command(files: tuple[str, ...], form: str, country: str, knowledge: Path | None) -> None:
    """Assess the cases in FILE (YAML or JSON; - is standard input)."""
    try:
        model = loading.load(knowledge)
        language = spoken(model.knowledge)
        place = place_of(model.knowledge.countries, country, language)
        read = _read(files, model, language)
    except ProblemsFound as error:
        fail(error)
    many = len(read) > 1 or any(is_list for _, is_list in read)
    cases = [case for found, _ in read for case in found]
    if form == "json":
        data = [_whole(model, case, language) for case in cases]
        print_json(data if many else data[0])
        return
    for index, case in enumerate(cases):
        shown = _shown(form, model, assess(model, case), place, language)
        click.echo(("\n" + "=" * report.WIDTH + "\n\n" if index else "") + shown, nl=False)


def _shown(form: str, model: Model, assessment: Assessment, place: Place, language: str) -> str:
    if form == "explain":
        return details.explanation(model, assessment, language)
    told = details.details if form == "details" else report.report
    return told(model, assessment, place, language)


def _whole(model: Model, case: Case, language: str) -> Account:
    """Everything, for programs."""
    limits = whole(model.knowledge.settings.telling)
    return account(model, assess(model, case), language, limits)


def _read(files: tuple[str, ...], model: Model, language: str) -> list[tuple[list[Case], bool]]:
    """The cases of each file and whether it holds a list; every problem of every file at once."""
    problems: list[Problem] = []
    read: list[tuple[list[Case], bool]] = []
    for name in files:
        try:
            read.append(read_expected(content_of(name), name, model.knowledge))
        except OSError as error:
            unreadable = say(language, "file.unreadable", reason=error.strerror)
            problems.append(Problem(name, 0, 0, "", unreadable))
        except ProblemsFound as error:
            problems += error.problems
    if problems:
        raise ProblemsFound(problems)
    return read
