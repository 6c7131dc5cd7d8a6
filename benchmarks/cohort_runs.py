"""What is timed of cohorts: the engines, in memory and from file to file, and how they grow."""

import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from unittest import mock

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec.structs import replace

from benchmarks.crowd import FEW, WHOLE, Manner, crowd
from benchmarks.growth import larger
from benchmarks.timing import seconds
from pinprick import urgency
from pinprick.case.case import Case
from pinprick.cohort import engines, exact, kernel, layout, many
from pinprick.cohort.columns import Coded, empty, encode, findings
from pinprick.cohort.native import library
from pinprick.cohort.native.layout import axes
from pinprick.cohort.outcome import COLUMNS, Outcome
from pinprick.model import compiler
from pinprick.model.axes import Model

CROWDS = {"few": FEW, "whole": WHOLE}
TOP = 5
COUNTS = {kernel.NAME: 65_536, many.NAME: 8_192, exact.NAME: 100}
ANSWERS, TIMES = (5, 15, 50, 150), (1, 3, 10, 30)
MASKS = ("left", "right", "midline", "not_asked")
_ROUNDS, _ROWS = 5, 131_072


@dataclass(frozen=True, slots=True)
class Race:
    """Seconds that an engine takes for a case of a crowd, with so many threads that each have a core:
    the processor's, divided by them."""

    engine: str
    threads: int
    crowd: str
    seconds: float


def timed(what: Callable[[], object], rounds: int = _ROUNDS) -> float:
    """The median of some rounds, after one before, in seconds of the processor in all threads."""
    what()
    return median(seconds(what) for _ in range(rounds))


def there(model: Model) -> Iterator[tuple[str, int]]:
    """The engines that are here, with the threads that each can use."""
    for name in engines.NAMES:
        try:
            engines.engine(model, name)
        except ValueError:
            continue
        yield name, 1
        if name == kernel.NAME:
            yield name, 2


def race(model: Model) -> list[Race]:
    """All engines in memory."""
    found = []
    for name, threads in there(model):
        for people, manner in CROWDS.items():
            coded = crowd(model, COUNTS[name], manner)
            run = partial(engines.engine(model, name, threads), model, coded, TOP)
            taken = timed(run) / threads
            found.append(Race(name, threads, people, taken / len(coded)))
    return found


def kinds() -> Iterator[tuple[str, dict[str, float]]]:
    """The kernels for each kind of processor that runs here, and what each takes for a case of each
    crowd."""
    from benchmarks.measured import shipped

    for kind in library.kinds():
        one = library.opened(library.BUILT / library.file_of(kind))
        if one is None or library.NEWER.get(kind, 0) > one.kernel_processor():
            continue
        with mock.patch.object(kernel, "library", return_value=one):
            yield kind, {name: _of_kernel(shipped(), manner) for name, manner in CROWDS.items()}


# ---- by counting


def sizes(model: Model) -> dict[str, int]:
    """Bytes that a case of *few* reads of the tables and of its own, and writes."""
    its, rows = axes(model), FEW.answers or 0
    patterns = len(model.patterns.site)
    tables = 8 * (rows * len(its.variants) + 4 * len(its.units) + 20 * patterns)
    outcome = kernel.kernel(model, empty(model, 1), TOP)
    written = sum(getattr(outcome, name).nbytes for name in COLUMNS)
    return {"tables": tables, "case": len(findings(model)) + 4 * 5 + 1, "outcome": written}


def operations(model: Model) -> float:
    """Products and sums of a case of *few*, as answered: rows of answers, exponentials of variants,
    units by side, and the map, of which about two segments with two regions each are painted."""
    its, rows = axes(model), FEW.answers or 0
    variants, units, patterns = len(its.variants), len(its.units), len(model.patterns.site)
    return rows * variants + 35 * variants + 14 * units + (6 * 3 + 25 + 3) * patterns


# ---- from file to file


def file_to_file(model: Model) -> Iterator[Race]:
    """Parquet to Parquet by each engine but the exact one."""
    names = [name for name, threads in there(model) if name != exact.NAME and threads == 1]
    with tempfile.TemporaryDirectory() as folder:
        for people, manner in CROWDS.items():
            path = Path(folder) / f"{people}.parquet"
            pq.write_table(_table(model, crowd(model, _ROWS, manner)), path)
            for name in names:
                run = partial(_through, model, path, engines.engine(model, name))
                taken = timed(run, 1 if name == many.NAME else 3)
                yield Race(name, 1, people, taken / _ROWS)


def _table(model: Model, coded: Coded) -> pa.Table:
    columns = dict(zip(findings(model), coded.codes, strict=True))
    columns |= {name: getattr(coded, name) for name in ("age", *MASKS, "shown")}
    return pa.table(columns)


def _through(model: Model, path: Path, engine: engines.Engine) -> None:
    read = pq.ParquetFile(path)
    writer = None
    for group in range(read.num_row_groups):
        rows = read.read_row_group(group)
        outcome = engine(model, _coded(model, rows), TOP)
        told = _told(outcome)
        writer = writer or pq.ParquetWriter(path.with_suffix(".out"), told.schema)
        writer.write_table(told)
    if writer:
        writer.close()


def _coded(model: Model, rows: pa.Table) -> Coded:
    coded = empty(model, rows.num_rows)
    for row, id_ in enumerate(findings(model)):
        if id_ in rows.column_names and id_ != "age":
            coded.codes[row] = rows[id_].to_numpy()
    for name in ("age", *MASKS, "shown"):
        getattr(coded, name)[:] = rows[name].to_numpy()
    return coded


def _told(outcome: Outcome) -> pa.Table:
    columns = {
        f"{name}_{k}": getattr(outcome, name)[:, k]
        for name in ("causes", "probabilities")
        for k in range(outcome.causes.shape[1])
    }
    columns["rules"] = pa.array(np.packbits(outcome.rules, axis=1).tolist())
    return pa.table(
        columns
        | {name: getattr(outcome, name) for name in COLUMNS if getattr(outcome, name).ndim == 1}
    )


# ---- by the command

JOBS = (1, 2)
_TIMES, _BLOCK, _HALF = 8, 65_536, 32_769


@dataclass(frozen=True, slots=True)
class Run:
    """A run of `pinprick batch` over so many `rows` of a crowd: `seconds` of the processor in all of its
    processes, from the start to the end, and those that a table of `few` rows takes to `start`."""

    crowd: str
    jobs: int
    rows: int
    seconds: float
    few: int
    start: float


def by_command(model: Model) -> Iterator[Run]:
    """Parquet to Parquet by `pinprick batch`, by each number of processes."""
    with tempfile.TemporaryDirectory() as folder:
        for people, manner in CROWDS.items():
            table = _as_schema(model, crowd(model, _ROWS, manner))
            whole = _in_blocks(Path(folder) / f"{people}.parquet", [table] * _TIMES)
            few = _in_blocks(Path(folder) / "start.parquet", [table.slice(0, _HALF)] * len(JOBS))
            for jobs in JOBS:
                start, taken = _command(few, jobs), _command(whole, jobs)
                yield Run(people, jobs, _ROWS * _TIMES, taken, _HALF * len(JOBS), start)


def _in_blocks(path: Path, tables: Sequence[pa.Table]) -> Path:
    """Tables as one file; two blocks of half a piece and a row are two pieces."""
    with pq.ParquetWriter(path, tables[0].schema) as writer:
        for table in tables:
            writer.write_table(table, row_group_size=_BLOCK)
    return path


def _command(path: Path, jobs: int) -> float:
    """Seconds of the processor that the command takes in all its processes."""
    out = str(path.with_suffix(".out.parquet"))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "pinprick", "batch", str(path), out, "--jobs", str(jobs)]
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _as_schema(model: Model, coded: Coded) -> pa.Table:
    """Cases in the columns that `pinprick batch --schema` lists, empty where nothing was asked."""
    columns = {
        id_: pa.array(codes, mask=codes == 0)
        for id_, codes in zip(findings(model), coded.codes, strict=True)
    }
    columns["age"] = pa.array(coded.age, mask=np.isnan(coded.age))
    for part, name in layout.MASKS.items():
        columns[name] = pa.array(getattr(coded, part), mask=~coded.shown)
    return pa.table({"id": pa.array(np.arange(len(coded))).cast(pa.string())} | columns)


# ---- growth


def of_cases(model: Model, cases: Sequence[Case]) -> float:
    """Seconds a case of the kernel for these very cases, again and again in a table."""
    coded = _repeated(encode(model, cases), 8_192 // len(cases) * len(cases))
    return timed(partial(kernel.kernel, model, coded, TOP)) / len(coded)


def by_cases(model: Model, most: int) -> dict[int, float]:
    """Seconds a case of the kernel in tables of 1,000 cases, ten times as many, and so on."""
    found, count = {}, 1_000
    while count <= most:
        coded = crowd(model, min(count, 100_000), FEW)
        coded = _repeated(coded, count)
        run = partial(kernel.kernel, model, coded, TOP)
        found[count] = timed(run, 5 if count <= 100_000 else 1) / count
        count *= 10
    return found


def _repeated(coded: Coded, count: int) -> Coded:
    times = count // len(coded)
    arrays = (getattr(coded, name) for name in Coded.__struct_fields__)
    return Coded(*(np.ascontiguousarray(np.tile(array, times)) for array in arrays))


def by_answers(model: Model) -> dict[int, float]:
    """Seconds a case of the kernel by how many answers each has, with the map."""
    return {answers: _of_kernel(model, Manner(answers=answers)) for answers in ANSWERS}


def by_conditions(model: Model) -> list[tuple[int, int, float]]:
    """How many times the conditions, the causes there, and seconds a case of the kernel."""
    found = []
    for times in TIMES:
        knowledge = larger(model.knowledge, times)
        many = compiler.compile_model(knowledge)
        many = replace(many, program=urgency.program(urgency.parsed(knowledge)))
        found.append((times, len(many.causes), _of_kernel(many, FEW)))
    return found


def _of_kernel(model: Model, manner: Manner) -> float:
    count = 8_192
    coded = crowd(model, count, manner)
    return timed(partial(kernel.kernel, model, coded, TOP), 3) / count
