"""Whether the evaluation shows what it should: the goals of model.yaml, for the sets that are
given."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct

from pinprick.knowledge import Goal, GoalSet, GoalShare, Knowledge, Level
from pinprick.lab.bootstrap import Estimate
from pinprick.lab.evaluate import Score
from pinprick.lab.simulate import SIMULATED
from pinprick.lab.summary import figures

STORY = "story"
"""The kind of source of what people told themselves."""


class Reached(Struct, frozen=True):
    """How one goal stands for one set of `n` cases."""

    goal: Goal
    of: GoalSet
    n: int
    share: Estimate

    @property
    def met(self) -> bool:
        """Whether the share itself is as it should be, whatever its interval."""
        least = self.goal.at == "least"
        return self.share.value >= self.goal.p if least else self.share.value <= self.goal.p


def reached(knowledge: Knowledge, scores: Sequence[Score]) -> Iterator[Reached]:
    """Every goal for each of its sets of which there are cases, in the order of model.yaml."""
    sets = {name: [one for one in scores if is_in(one)] for name, is_in in _SETS.items()}
    for goal in knowledge.settings.goals:
        for of in goal.of:
            if sets[of]:
                share = figures(sets[of], {goal.share: _SHARES[goal.share]})[goal.share]
                yield Reached(goal, of, len(sets[of]), share)


def _is_simulated(one: Score) -> bool:
    return one.case.stage == SIMULATED


def _is_story(one: Score) -> bool:
    return one.case.source.get("kind") == STORY


def _at_least(level: Level, least: Level) -> bool:
    return level >= least


_SETS: Mapping[GoalSet, Callable[[Score], bool]] = {
    "published": lambda one: not _is_simulated(one) and not _is_story(one),
    "stories": lambda one: not _is_simulated(one) and _is_story(one),
    "simulated": _is_simulated,
    "simulated-harmless": lambda one: (
        _is_simulated(one) and not _at_least(one.expect.at_most, Level.SOON)
    ),
    "simulated-emergencies": lambda one: (
        _is_simulated(one) and one.expect.at_least == Level.EMERGENCY
    ),
}

_SHARES: Mapping[GoalShare, Callable[[Score], bool]] = {
    "safe": lambda one: one.safe(one.given),
    "safe-screen-none": lambda one: one.safe(one.screen_none),
    "over": lambda one: one.over(one.given),
    "over-screen-none": lambda one: one.over(one.screen_none),
    "at-most-routine": lambda one: not _at_least(one.given, Level.SOON),
    "at-least-same-day": lambda one: _at_least(one.given, Level.SAME_DAY),
    "emergency": lambda one: one.given == Level.EMERGENCY,
}
