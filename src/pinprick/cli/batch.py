"""`pinprick batch`: a table of cases becomes a table of assessments."""

import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path
from typing import Any

import click
import msgspec

from pinprick.cli.common import fail, knowledge_option, print_json
from pinprick.extras import needed
from pinprick.model.axes import Model
from pinprick.problems import Problem, ProblemsFound
from pinprick.words import ENGLISH, say
from pinprick.words.numbers import figure

with needed("batch"):
    from pyarrow.types import is_nested as nested

    from pinprick.cohort import layout, sources, table
    from pinprick.cohort.arrow import engine_name, schema
    from pinprick.cohort.hands import Hands, cores, processes
    from pinprick.cohort.work import OtherKnowledge, Work, loaded

_SOME_REFUSED, _INTERRUPTED = 1, 130
"""How the command ends where rows were refused, and where it was broken off."""
_OFTEN, _SELDOM = 0.2, 10.0
"""Seconds between two lines of progress, on a terminal and elsewhere."""
_PATH = click.Path(path_type=Path)


@click.command("batch")
@click.argument("table_in", metavar="IN", required=False, type=_PATH)
@click.argument("out", metavar="OUT", required=False, type=_PATH)
@click.option("--schema", is_flag=True, help="Print the columns that IN may have and OUT has.")
@click.option("--json", "as_json", is_flag=True, help="Print the columns as JSON.")
@click.option("--id", default="id", show_default=True, help="The column that names a case.")
@click.option("--keep", multiple=True, metavar="COLUMN", help="Copy a column as it is.")
@click.option(
    "--top", default=5, show_default=True, type=click.IntRange(1, 50), help="Causes told."
)
@click.option("--table", default="", help="The table of a DuckDB file that is read.")
@click.option("--summary", is_flag=True, help="Write counts by age and sex, and no person.")
@click.option(
    "--least",
    default=10,
    show_default=True,
    type=click.IntRange(0),
    help="The smallest count that a summary shows.",
)
@click.option("--jobs", type=click.IntRange(1), help="Processes; as many as cores unless said.")
@click.option(
    "--dask", default="", metavar="ADDRESS", help="Work on a Dask cluster: tcp://host:8786."
)
@click.option("--progress", is_flag=True, help="Tell how far it is where there is no terminal too.")
@click.option("--restart", is_flag=True, help="Throw away the parts of a run that was stopped.")
@knowledge_option
def command(knowledge: Path | None, **given: Any) -> None:
    """Assess the cases in the table IN, one a row, and write the table OUT: Parquet, Arrow, CSV, NDJSON
    or DuckDB, by the ending of the name.

    A run that was stopped goes on where it was when it is called again. Rows that cannot be read go to
    OUT.rejects.ndjson; then the exit status is 1, and 2 where nothing could be done.
    """
    try:
        folder = "" if knowledge is None else str(knowledge.resolve())
        model = loaded(folder)
        wanted = layout.Wanted(given["id"], (*dict.fromkeys(given["keep"]),), given["top"])
        if given["schema"]:
            _print_schema(model, wanted, given["as_json"], ENGLISH)
            return
        order = _order(model, wanted, folder, given | {"language": ENGLISH})
        done = _written(order, given, ENGLISH)
    except ProblemsFound as error:
        fail(error)
    except KeyboardInterrupt:
        click.echo(say(ENGLISH, "batch.stopped"), err=True)
        sys.exit(_INTERRUPTED)
    if done.refused:
        rejects = str(table.rejects_of(given["out"]))
        told = say(ENGLISH, "batch.refused", count=done.refused, rows=done.rows, file=rejects)
        click.echo(told, err=True)
        sys.exit(_SOME_REFUSED)


# ---- what is ordered


def _order(model: Model, wanted: layout.Wanted, folder: str, given: dict[str, Any]) -> table.Order:
    """What is to be done, when nothing is wrong with it.

    Raises:
        ProblemsFound: everything that is.
    """
    read, out, language = given["table_in"], given["out"], given["language"]
    if read is None or out is None:
        raise _problem("pinprick batch", say(language, "batch.names"))
    engine = _engine(model, wanted)
    wanted = msgspec.structs.replace(wanted, engine=engine)
    problems: list[Problem] = []
    known = _tried(problems, lambda: sources.known(read, given["table"], wanted))
    kind = _tried(problems, lambda: sources.kind_of(out))
    if known is not None:
        _tried(problems, lambda: layout.check(model, known.schema, wanted, str(read)))
        names = [*schema(model, known.schema, wanted).names]
        twice = {name for name in names if names.count(name) > 1}
        problems += [_of(read, say(language, "batch.twice"), name) for name in twice]
        if kind == sources.CSV:
            names = [field.name for field in known.schema if nested(field.type)]
            deep = {*names} & {*wanted.keep}
            problems += [_of(out, say(language, "batch.nested"), name) for name in deep]
    if out.exists() and (out.samefile(read) if read.exists() else False):
        problems.append(_of(out, say(language, "batch.same")))
    if kind == sources.DUCKDB and out.exists():
        problems.append(_of(out, say(language, "batch.database-there")))
    if problems or known is None:
        raise ProblemsFound(problems)
    work = Work(folder, model.knowledge.hash, wanted, given["summary"])
    return table.Order(known, work, out, given["least"])


def _tried(problems: list[Problem], what: Callable[[], Any]) -> Any:
    """What comes of something; its problems go to the others."""
    try:
        return what()
    except ProblemsFound as error:
        problems += error.problems
        return None


def _engine(model: Model, wanted: layout.Wanted) -> str:
    try:
        return engine_name(model, wanted)
    except ValueError as error:
        raise _problem("PINPRICK_ENGINE", str(error)) from None


def _of(file: Path, what: str, path: str = "") -> Problem:
    return Problem(str(file), 0, 0, path, what)


def _problem(file: str, what: str) -> ProblemsFound:
    return ProblemsFound([Problem(file, 0, 0, "", what)])


def _written(order: table.Order, given: dict[str, Any], language: str) -> table.Written:
    """Do it, and tell how far it is."""
    tell = _progress(order.known.weight, given["progress"], language)
    try:
        with _hands(order, given) as hands:
            return table.written(order, hands, given["restart"], tell)
    except BrokenProcessPool:
        raise _problem(str(order.out), say(language, "batch.lost")) from None
    except OtherKnowledge as error:
        raise _problem(given["dask"] or str(order.out), str(error)) from None


def _hands(order: table.Order, given: dict[str, Any]) -> AbstractContextManager[Hands]:
    if not given["dask"]:
        several = len([*islice(sources.pieces(order.known.source), 2)]) > 1
        return processes((given["jobs"] or cores()) if several else 1)
    from pinprick.cohort.on_dask import workers

    return workers(given["dask"])


# ---- how far it is


def _progress(whole: int, asked: bool, language: str) -> Callable[[table.Far], None]:
    """Tells on standard error how far it is, how fast it goes, and how long it will take yet."""
    here = sys.stderr.isatty()
    begun = last = time.monotonic()

    def tell(far: table.Far) -> None:
        nonlocal last
        now = time.monotonic()
        ended = far.weight >= whole
        if now - last < (_OFTEN if here else _SELDOM) and not ended:
            return
        last = now
        rate = (far.rows - far.rows_before) / max(now - begun, 1e-9)
        left = (whole - far.weight) * (now - begun) / max(far.weight - far.weight_before, 1)
        told = say(
            language,
            "batch.progress",
            percent=100 * far.weight // max(whole, 1),
            rows=figure(far.rows, language, ","),
            rate=figure(rate, language, ",.0f"),
            left=_duration(left),
        )
        click.echo(f"\r{told}\x1b[K" if here else told, err=True, nl=ended or not here)

    return tell if here or asked else lambda far: None


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"


# ---- the columns


def _print_schema(model: Model, wanted: layout.Wanted, as_json: bool, language: str) -> None:
    """Print the columns of the table that is read and of the one that is written."""
    read = [msgspec.structs.asdict(one) for one in layout.columns(model)]
    read.insert(0, {"name": wanted.id, "type": "any", "takes": say(language, "batch.id")})
    out = schema(model, layout.schema(model).empty_table().select([]).schema, wanted)
    written = [{"name": field.name, "type": str(field.type)} for field in out][:-1]
    if as_json:
        print_json({"in": read, "out": written, "regions": list(model.regions)})
        return
    click.echo(say(language, "batch.schema-in"))
    _lines(read)
    click.echo("\n" + say(language, "batch.schema-out"))
    _lines(written)


def _lines(columns: list[dict[str, str]]) -> None:
    """Columns under each other, one a line."""
    for line in _padded(columns):
        click.echo(line.rstrip())


def _padded(columns: list[dict[str, str]]) -> Iterator[str]:
    widths = [max(len(one[key]) for one in columns) for key in ("name", "type")]
    for one in columns:
        yield f"  {one['name']:{widths[0]}}  {one['type']:{widths[1]}}  {one.get('takes', '')}"
