"""Writes benchmarks/cohort.md and its plots: `python -m benchmarks.cohort [MOST]`, in minutes. How fast
tables of many cases are assessed, in memory and from file to file; MOST is the most cases, 1,000,000
unless said."""

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks import plots
from benchmarks.cases import ROOT, groups
from benchmarks.cohort_runs import (
    ANSWERS,
    CROWDS,
    TIMES,
    Race,
    by_answers,
    by_cases,
    by_command,
    by_conditions,
    file_to_file,
    kinds,
    of_cases,
    operations,
    race,
    sizes,
)
from benchmarks.engines import ENGINES, beside_pyagrum
from benchmarks.machine import limit
from benchmarks.measured import shipped
from benchmarks.timing import middle
from pinprick.cohort import kernel, many
from scripts.worked import figure, table

PAGE, PLOTS = ROOT / "benchmarks" / "cohort.md", ROOT / "benchmarks" / "cohorts"
_HEAD = """# Cohorts

Written by `python -m benchmarks.cohort`, on {cores} cores ({processor})
that {load:.1f} other processes wanted when it began. Times are the processor's, so those of two threads
are what two free cores would take. People are simulated (`benchmarks/crowd.py`): *few* told 25 things,
*whole* all that a person can tell, with more red flags than people have; both painted the map.
The tests never look at a time.
"""


def main() -> None:
    """Measure all, and write the page."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    model, load = shipped(), os.getloadavg()[0]
    PLOTS.mkdir(exist_ok=True)
    raced = race(model)
    parts = [
        _HEAD.format(cores=os.cpu_count(), processor=processor(), load=load),
        *_engines(raced),
        *_limits(raced),
        *_pyagrum(),
        *_files(),
        *commanded(),
        *_growth(most),
    ]
    PAGE.write_text("\n".join(parts) + "\n", encoding="utf-8")


def _engines(raced: list[Race]) -> Iterator[str]:
    yield "\n## In memory\n"
    yield from _times(raced)
    yield "\nThe kernel as it is compiled for older processors, one thread; all give the same bytes:\n"
    found = [(kind, *(f"{took[name] * 1e6:.3g}" for name in CROWDS)) for kind, took in kinds()]
    yield from table(("processor", *(f"{name}, µs a case" for name in CROWDS)), found)
    fastest = min(one.seconds for one in raced if one.engine == kernel.NAME)
    bars = [
        plots.Bar(_name(one), fastest / one.seconds, f"{1 / one.seconds:,.0f} a second", number % 6)
        for number, one in enumerate(raced)
        if one.crowd == "few"
    ]
    drawing = plots.bars("Cases a second, 25 answers each", bars, 1, "the fastest")
    (PLOTS / "engines.svg").write_text(drawing)
    yield "\n![Cases a second by engine](cohorts/engines.svg)\n"


def _times(raced: Iterable[Race]) -> Iterator[str]:
    """What each engine took, as a table."""
    rows = [
        (
            one.engine,
            str(one.threads),
            one.crowd,
            f"{one.seconds * 1e6:.3g}",
            f"{1 / one.seconds:,.0f}",
        )
        for one in raced
    ]
    yield from table(("engine", "threads", "people", "µs a case", "cases a second"), rows)


def _name(one: Race) -> str:
    return f"{one.engine}, {one.threads} thread{'s' if one.threads > 1 else ''}"


def _limits(raced: list[Race]) -> Iterator[str]:
    most, model = limit(), shipped()
    count, read, moved = operations(model), sizes(model), _one(raced, kernel.NAME, "few")
    yield "\n## The machine's limit\n"
    rows = [
        (f"a core, {name}", f"{value / 1e9:.3g} thousand million a second")
        for name, value in most.items()
    ]
    yield from table(("what", "at most"), rows)
    arithmetic = count / most["operations"]
    yield (
        f"\nA case of *few* takes about {count:,.0f} products and sums, without the ways to take red flags,"
        f" reads about {read['tables']:,.0f} bytes of tables, which lie in the second cache, and {read['case']}"
        f" of its own, and writes {read['outcome']}. The arithmetic alone would take {arithmetic * 1e6:.2g} µs;"
        f" the kernel takes {moved / arithmetic:.1f} times that.\n"
    )


def _one(raced: list[Race], engine: str, crowd: str) -> float:
    return next(
        one.seconds for one in raced if (one.engine, one.crowd, one.threads) == (engine, crowd, 1)
    )


def _pyagrum() -> Iterator[str]:
    cases = groups(shipped(), 12)
    yield "\n## Against pyAgrum, a case\n"
    rows = []
    for name in ("dev", "simulated"):
        its = cases[name][:12]
        compared = [one.seconds for one in beside_pyagrum(shipped(), its, rounds=1)]
        ours = of_cases(shipped(), its)
        for engine in ENGINES:
            theirs = middle(compared, engine)
            rows.append((name, engine, figure(1000 * theirs), f"{theirs / ours:,.0f} ×"))
    yield from table(("cases", "engine", "its posterior, ms", "of the kernel's time"), rows)
    yield "\nThe kernel takes these very cases, in a table, and reckons the urgency too.\n"


def _files() -> Iterator[str]:
    yield "\n## From Parquet to Parquet\n"
    found = list(file_to_file(shipped()))
    yield from _times(found)
    for name in CROWDS:
        whole = {one.engine: one.seconds for one in found if one.crowd == name and one.threads == 1}
        if many.NAME in whole:
            times = whole[many.NAME] / whole[kernel.NAME]
            yield f"\nFrom file to file the kernel gains {times:.1f} times on numpy for *{name}*."
    yield "\nA column of codes a finding and four of masks for the map; the time of all threads.\n"


def commanded() -> Iterator[str]:
    """The section on `pinprick batch`."""
    yield "\n## By the command\n"
    rows = []
    for run in by_command(shipped()):
        each = (run.seconds - run.start) / (run.rows - run.few)
        whole = run.jobs * run.rows / run.seconds
        told = (f"{run.start:.2g}", f"{each * 1e6:.3g}", f"{run.jobs / each:,.0f}", f"{whole:,.0f}")
        rows.append((run.crowd, str(run.jobs), f"{run.rows:,}", *told))
    heads = ("people", "jobs", "rows", "seconds to start", "µs a row", "rows a second")
    yield from table((*heads, "with the start"), rows)
    yield (
        "\n`pinprick batch` from Parquet to Parquet, a column of codes a finding, what was not asked empty; the"
        " time of all its processes, as free cores would share it.\n"
    )


def _growth(most: int) -> Iterator[str]:
    yield "\n## Growth\n"
    cases = by_cases(shipped(), most)
    rows = [(f"{n:,}", f"{each * 1e6:.3g}") for n, each in cases.items()]
    yield from table(("cases in a table", "µs a case"), rows)
    answers = by_answers(shipped())
    yield "\n"
    rows = [(str(n), f"{each * 1e6:.3g}") for n, each in answers.items()]
    yield from table(("answers of each", "µs a case"), rows)
    conditions = by_conditions(shipped())
    yield "\n"
    told = [(f"{n} ×", str(causes), f"{each * 1e6:.3g}") for n, causes, each in conditions]
    yield from table(("conditions", "causes", "µs a case"), told)
    first = conditions[0][2]
    curve = {"a case of the kernel": [each / first for *_, each in conditions]}
    drawing = plots.lines("Time of a case by conditions", "conditions", TIMES, curve)
    (PLOTS / "conditions.svg").write_text(drawing)
    base = answers[ANSWERS[0]]
    steps = [n // ANSWERS[0] for n in ANSWERS]
    curve = {"a case of the kernel": [each / base for each in answers.values()]}
    drawing = plots.lines(
        "Time of a case by answers", f"answers, from {ANSWERS[0]} on", steps, curve
    )
    (PLOTS / "answers.svg").write_text(drawing)
    yield "\n![By conditions](cohorts/conditions.svg)\n![By answers](cohorts/answers.svg)\n"


def processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return "unknown"


if __name__ == "__main__":
    main()
