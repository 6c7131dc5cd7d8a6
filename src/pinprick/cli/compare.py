"""`pinprick compare`: what two knowledge bases say of the same cases."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from pinprick import loading
from pinprick.case.case import Case
from pinprick.case.reading import read_cases
from pinprick.cli import report
from pinprick.cli.common import content_of, fail, print_json, progress
from pinprick.cli.questions import say as echo
from pinprick.lab import comparing
from pinprick.lab.comparing import PRIOR, Change, Comparison, Moved
from pinprick.model.axes import Model
from pinprick.problems import ProblemsFound
from pinprick.words import ENGLISH, say, wording
from pinprick.words.numbers import figure

_MOST_MOVED = 5


@click.command("compare")
@click.argument("before", metavar="KB_A", type=click.Path(path_type=Path))
@click.argument("after", metavar="KB_B", type=click.Path(path_type=Path))
@click.argument(
    "files", metavar="CASES...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="Print every change as JSON.")
def command(before: Path, after: Path, files: tuple[Path, ...], as_json: bool) -> None:
    """Tell which of CASES are given another level or first cause by the knowledge base in KB_B than
    by that in KB_A, and why: those that are calmer first.

    The exit status is 1 where a case is calmer, else 0.
    """
    try:
        one, other = loading.load(before), loading.load(after)
        cases = list(_read(files, one, other))
    except ProblemsFound as error:
        fail(error)
    found = comparing.compare(one, other, progress(cases, "Comparing"))
    if as_json:
        print_json(found)
    else:
        _tell(found, ENGLISH)
    sys.exit(1 if found.calmer else 0)


def _read(files: tuple[Path, ...], one: Model, other: Model) -> Iterator[tuple[Case, Case]]:
    """The cases as each knowledge base reads them.

    Raises:
        ProblemsFound: every fault of a file, for the knowledge base that has it.
    """
    for file in files:
        content = content_of(str(file))
        read = [
            read_cases(content, str(file), model.knowledge.vocabulary)[0] for model in (one, other)
        ]
        yield from zip(*read, strict=True)


def _tell(found: Comparison, language: str) -> None:
    counts = {name: getattr(found, name) for name in ("calmer", "more_urgent", "first")}
    echo(say(language, "compare.counts", count=found.cases, **counts))
    for change in found.changes:
        echo("")
        for line in _lines(change, language):
            click.echo("\n".join(report.wrapped(line, "    ", "  ")))


def _lines(change: Change, language: str) -> Iterator[str]:
    was, now = change.before, change.after
    levels = [wording.level_name(one.level, language) for one in (was, now)]
    if was.level == now.level:
        yield say(language, "compare.same", case=change.case, level=levels[0])
    else:
        yield say(language, "compare.level", case=change.case, before=levels[0], after=levels[1])
    if was.first != now.first:
        yield say(
            language,
            "compare.first",
            before=was.first,
            after=now.first,
            before_p=figure(was.probability, language, ".2f"),
            after_p=figure(now.probability, language, ".2f"),
        )
    for key, one, other in (
        ("compare.rules-new", now.rules, was.rules),
        ("compare.rules-gone", was.rules, now.rules),
        ("compare.raised-new", now.raised_by, was.raised_by),
        ("compare.raised-gone", was.raised_by, now.raised_by),
    ):
        ids = [id_ for id_ in one if id_ not in other]
        if ids:
            yield say(language, key, ids=wording.listed(ids, language))
    for moved in change.moved[:_MOST_MOVED]:
        yield _weight(moved, language)


def _weight(moved: Moved, language: str) -> str:
    name = say(language, "compare.prior") if moved.finding == PRIOR else moved.finding
    told = say(
        language,
        "compare.moved",
        finding=name,
        before=figure(moved.before, language, "+.2f"),
        after=figure(moved.after, language, "+.2f"),
    )
    numbers = (
        say(
            language,
            "compare.number",
            cause=cause,
            before=_shown(was, language),
            after=_shown(now, language),
        )
        for cause, (was, now) in moved.numbers.items()
    )
    return wording.series((told, *numbers), language)


def _shown(p: float | None, language: str) -> str:
    return say(language, "compare.none") if p is None else figure(p, language)
