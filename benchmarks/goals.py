"""The goals of speed, each with what is measured now."""

from dataclasses import dataclass

from benchmarks import one_case
from benchmarks.cold_start import BARE
from benchmarks.engines import ENGINES, OURS
from benchmarks.measured import GUIDE, RESULT, Measured
from benchmarks.timing import middle, times


@dataclass(frozen=True, slots=True)
class Goal:
    """At most `goal` of a unit, or at `least` so much."""

    what: str
    goal: float
    unit: str
    measured: float
    least: bool = False

    @property
    def part(self) -> float:
        """How far it is from the goal: up to 1 it is met."""
        return self.goal / self.measured if self.least else self.measured / self.goal

    @property
    def met(self) -> bool:
        """Whether it is reached."""
        return self.part <= 1


def goals(told: Measured) -> list[Goal]:
    """All of them, times in CPU milliseconds."""
    dev = told.parts["dev"]
    cold = told.cold["pinprick case"] / told.cold[BARE]
    memory = [resident for resident, _ in told.dearest.megabytes.values()]
    return [
        Goal("posterior beside pyAgrum", 20, "×", least_ratio(told), least=True),
        Goal("verdict and causes, dev", 1, "ms", 1000 * middle(dev, one_case.LIGHT)),
        Goal("whole assessment, dev", 10, "ms", 1000 * middle(dev, one_case.WHOLE)),
        Goal("result page", 30, "ms", 1000 * told.pages[RESULT]),
        Goal("guide", 2, "ms", 1000 * told.pages[GUIDE]),
        Goal("step of the interview", 1.5, "ms", 1000 * told.step),
        Goal("case, cold, of import numpy", 2.2, "×", cold),
        Goal("evaluate 90 cases", 3, "s", told.cold["pinprick evaluate"]),
        Goal("server process, start page", 70, "MB", memory[0]),
        Goal("server process, after a result", 70, "MB", memory[1]),
    ]


def least_ratio(told: Measured) -> float:
    """How many times longer than pinprick the fastest engine takes for the cases where it does
    best."""
    return min(
        times([one.seconds for one in compared], engine, OURS)
        for compared in told.pyagrum.values()
        for engine in ENGINES
    )
