"""Writes the figures of benchmarks/README.md, its plots, and the one line of README.md: `make
benchmark`. All is measured in one run; the words between the figures are left as they are."""

import os
import platform
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from statistics import median

from benchmarks import one_case
from benchmarks.cases import ROOT
from benchmarks.cold_start import BARE
from benchmarks.engines import BUILDING, ENGINES, OURS
from benchmarks.goals import Goal, goals
from benchmarks.growth import TIMES
from benchmarks.measured import DEAREST, RESULT, Measured, measured, shipped
from benchmarks.plots import Bar, bars, lines
from benchmarks.timing import middle, times
from pinprick.knowledge.folder import FOLDER, hash_of
from scripts.method import PLACE
from scripts.worked import Lines, figure, table

PAGES = (ROOT / "benchmarks" / "README.md", ROOT / "README.md")
CASES = "cases"


def engines_table(told: Measured) -> Lines:
    """How many times longer than pinprick each engine takes."""
    rows = []
    for name, compared in told.pyagrum.items():
        each = [one.seconds for one in compared]
        ratios = [f"{times(each, engine, OURS):.1f} ×" for engine in ENGINES]
        building = f"{times(each, BUILDING, OURS):.0f} ×"
        apart = f"{max(one.apart for one in compared):.0e}"
        rows.append((name, str(len(compared)), *ratios, building, apart))
    head = (CASES, "how many", *ENGINES, BUILDING, "apart by at most")
    return table(head, rows)


def bayes_table(told: Measured) -> Lines:
    """The same with the flags alone."""
    base = told.bayes[f"{OURS}, one by one"]
    rows = [(name, f"{taken / base:.2f} ×") for name, taken in told.bayes.items()]
    return table(("who", "of the time of pinprick, one by one"), rows)


def parts_table(told: Measured) -> Lines:
    """The parts of an assessment as multiples of the posterior."""
    rows = []
    for name, each in told.parts.items():
        answers = f"{median(len(case.answers) for case in told.cases[name]):.0f}"
        ratios = [f"{times(each, part, one_case.POSTERIOR):.1f} ×" for part in _parts(told)[1:]]
        rows.append((name, answers, *ratios))
    return table((CASES, "answers", *_parts(told)[1:]), rows)


def growth_table(told: Measured) -> Lines:
    """Every measure as a multiple of what it is with the knowledge base that ships."""
    first = told.grown[0].measured
    rows = [
        (f"{one.times} ×", str(one.causes), *(f"{one.measured[n] / first[n]:.1f} ×" for n in first))
        for one in told.grown
    ]
    return table(("conditions", "causes", *first), rows)


def dearest_table(told: Measured) -> Lines:
    """The dearest request beside the usual one, and the memory before and after many."""
    one, ratio = told.dearest, told.pages[DEAREST] / told.pages[RESULT]
    _, before, after = (resident for resident, _ in one.megabytes.values())
    rows = [
        (f"a result of ten red flags ({one.size} bytes), of the worked case's", f"{ratio:.1f} ×"),
        ("memory after all of them, of that after one usual result", f"{after / before:.2f} ×"),
    ]
    return table(("what", "ratio"), rows)


def goals_table(told: Measured) -> Lines:
    """What was to be reached, what is, and whether."""
    rows = [
        (
            one.what,
            _goal(one),
            f"{figure(one.measured)} {one.unit}".strip(),
            "yes" if one.met else "no",
        )
        for one in goals(told)
    ]
    return table(("what", "goal", "measured", "met"), rows)


def _goal(one: Goal) -> str:
    return f"{'at least' if one.least else 'at most'} {one.goal:g} {one.unit}".strip()


def times_table(told: Measured) -> Lines:
    """Milliseconds of the parts of a case, and of the engines."""
    rows = []
    for name, each in told.parts.items():
        compared = [one.seconds for one in told.pyagrum[name]]
        ours = [_ms(middle(each, part)) for part in _parts(told)]
        rows.append((name, *ours, *(_ms(middle(compared, engine)) for engine in ENGINES)))
    return table((CASES, *_parts(told), *ENGINES), rows)


def others_table(told: Measured) -> Lines:
    """Milliseconds of all else."""
    rows = [(f"page: {name}", _ms(taken)) for name, taken in told.pages.items()]
    rows += [(f"command: {name}", _ms(taken)) for name, taken in told.cold.items()]
    rows += [(f"flags alone, a person: {name}", _ms(taken)) for name, taken in told.bayes.items()]
    rows += [
        ("a step of the interview", _ms(told.step)),
        ("a dearest request, in the server", _ms(told.dearest.seconds)),
    ]
    return table(("what", "CPU ms"), rows)


def memory_table(told: Measured) -> Lines:
    """What a process of the server holds."""
    rows = [
        (name, f"{resident:.0f} MB", f"{own:.0f} MB")
        for name, (resident, own) in told.dearest.megabytes.items()
    ]
    return table(("a process of the server", "resident", "of it its own"), rows)


def grown_table(told: Measured) -> Lines:
    """The growth in milliseconds and megabytes."""
    first = told.grown[0].measured
    rows = [
        (f"{one.times} ×", *(_size(name, value) for name, value in one.measured.items()))
        for one in told.grown
    ]
    return table(("conditions", *first), rows)


def run_table(told: Measured) -> Lines:
    """On what it was measured, with nothing that names a machine or its place."""
    cores = f"{_processor()}, {os.cpu_count()} cores"
    packages = ("numpy", "pyagrum", "scikit-learn", "starlette")
    rows = [
        ("command", "`make benchmark`"),
        ("processor", cores),
        ("processes that wanted it when the run began", f"{told.load:.1f}"),
        (
            "system",
            f"{platform.system()}, {platform.python_implementation()} {platform.python_version()}",
        ),
        ("packages", ", ".join(f"{name} {version(name)}" for name in packages)),
        ("pinprick", f"{version('pinprick')}, knowledge base {hash_of(FOLDER)}"),
    ]
    return table(("what", "which"), rows)


def line_of_readme(told: Measured) -> Lines:
    """What README.md says of it."""
    ratios = [
        min(times([one.seconds for one in compared], engine, OURS) for engine in ENGINES)
        for compared in told.pyagrum.values()
    ]
    cold = told.cold["pinprick case"] / told.cold[BARE]
    return [
        f"How fast it is: the probabilities of all causes {min(ratios):.0f} to {max(ratios):.0f} times as fast as"
        f" by pyAgrum's engines, a case from a cold start {cold:.1f} times as long as `import numpy`."
        " [benchmarks](benchmarks/README.md) measures it, with plots."
    ]


def _ms(seconds: float) -> str:
    return figure(1000 * seconds)


def _size(name: str, value: float) -> str:
    return f"{value / 1e6:.0f} MB" if name == "kept files" else f"{_ms(value)} ms"


def _parts(told: Measured) -> list[str]:
    return list(told.parts["dev"][0])


def _processor() -> str:
    """The name of the processor; nothing else of the machine."""
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def drawings(told: Measured) -> dict[str, str]:
    """The plots by their files."""
    beside = [
        Bar(f"{name}: {engine}", ratio, f"{ratio:.1f} ×", number)
        for number, (name, compared) in enumerate(told.pyagrum.items())
        for engine in ENGINES
        for ratio in [times([one.seconds for one in compared], engine, OURS)]
    ]
    parts = [
        Bar(one.what, part, f"{part:.2f}", 0 if one.met else 1)
        for one in goals(told)
        for part in [one.part]
    ]
    first = told.grown[0].measured
    curves = {name: [one.measured[name] / first[name] for one in told.grown] for name in first}
    title = "Times the time of pinprick for the same posterior"
    return {
        "engines.svg": bars(title, beside, 20, "goal: 20 ×"),
        "goals.svg": bars("Each goal is 1: what is shorter is met", parts, 1, "goal"),
        "growth.svg": lines("Growth with the knowledge base", "conditions", TIMES, curves),
    }


FIGURES: dict[str, Callable[[Measured], Lines]] = {
    "engines": engines_table,
    "bayes": bayes_table,
    "parts": parts_table,
    "growth": growth_table,
    "dearest": dearest_table,
    "goals": goals_table,
    "times": times_table,
    "others": others_table,
    "memory": memory_table,
    "grown": grown_table,
    "run": run_table,
    "speed": line_of_readme,
}


def main() -> None:
    told = measured(shipped())
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        page.write_text(PLACE.sub(lambda place: _filled(place[1], place[2], told), text))
    for name, drawing in drawings(told).items():
        (ROOT / "benchmarks" / name).write_text(drawing)


def _filled(start: str, name: str, told: Measured) -> str:
    return start + "\n".join(FIGURES[name](told)) + "\n<!-- end -->"


if __name__ == "__main__":
    main()
