"""The scores of a table of any length, in sums: of all, of every group, and how well the first cause
is calibrated. No case is kept."""

from collections.abc import Iterable, Mapping
from math import sqrt

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from pinprick.cohort.columns import findings, values
from pinprick.cohort.counted import covered
from pinprick.cohort.labelled import Labelled
from pinprick.cohort.scored import Scored, scored
from pinprick.knowledge import LEVELS
from pinprick.knowledge.ids import AGE, OTHER_CAUSE, SEX
from pinprick.lab.bootstrap import Estimate, logistic
from pinprick.lab.groups import NOT_TOLD, UNDER
from pinprick.model.axes import Array, Model
from pinprick.problems import Problem, ProblemsFound

_LEAST = 1e-9
_NORMAL_95 = 1.96
_CLIP, _BINS, _TENTHS = 1e-6, 4096, 10
MOST_GROUPS = 200
"""Values of a column to group by; one with more names people rather than groups."""

Words = npt.NDArray[np.object_]


class Tally(Struct, frozen=True):
    """So many `cases`, and of each of `FIGURES` of how many it is known, its sum, and that of its
    squares, each of shape (figures,)."""

    cases: int
    known: Array
    sums: Array
    squares: Array


class Tallied(Struct, frozen=True):
    """A table in sums: `all`; the `groups` by what they are of and by their name; and `first`
    (bins, 3): of cases in bins by the log odds of their first cause how many, the sum of the log
    odds, how many are right. `tenths` (10, 3) is the same by probability."""

    all: Tally
    groups: dict[str, dict[str, Tally]]
    first: Array
    tenths: Array


FIGURES = (
    "top1",
    "top3",
    "top5",
    "log_score",
    "brier",
    "safe",
    "over",
    "safe_rules",
    "over_rules",
    "safe_causes",
    "over_causes",
)
"""What is scored of each case, called as in `lab.summary`; of cases without a level six are not."""
MEANS = frozenset({"log_score", "brier"})
"""Those that are no share of the cases."""


def tallied(model: Model, several: Iterable[Labelled], name: str = "") -> Tallied:
    """The scores of all parts of a table, by the engine of a name, else by the fastest.

    Raises:
        ProblemsFound: when there are no cases, or a column to group by has more than `MOST_GROUPS`
            values.
    """
    all_, groups = _nobody(), dict[str, dict[str, Tally]]()
    first, tenths = np.zeros((_BINS, 3)), np.zeros((_TENTHS, 3))
    for part in several:
        if not len(part):
            continue
        of = scored(model, part, name)
        rows = _rows(of, part)
        all_ = _added(all_, _tally(rows))
        _calibrate(of, first, tenths)
        for by, words in _groups(model, part, of).items():
            its = groups.setdefault(by, {})
            for word in dict.fromkeys(words):
                its[word] = _added(its.get(word, _nobody()), _tally(rows[words == word]))
            if len(its) > MOST_GROUPS:
                what = f"has more than {MOST_GROUPS} values; group by a column with fewer"
                raise ProblemsFound([Problem("--by", 0, 0, by, what)])
    if not all_.cases:
        what = "no row names a condition, so there is nothing to score"
        raise ProblemsFound([Problem("", 0, 0, "", what)])
    return Tallied(all_, groups, first, tenths)


def _rows(of: Scored, part: Labelled) -> Array:
    """The figures of each case, (N, figures), nan where they are not known."""
    level = part.level.astype(float)
    level[part.level < 0] = np.nan
    rows = [of.rank <= 1, of.rank <= 3, of.rank <= 5, np.log2(np.maximum(of.p_right, _LEAST))]
    rows.append(of.brier)
    for given in (of.given, of.by_rules, of.by_causes):
        for holds in (given >= level, given > level):
            rows.append(np.where(np.isnan(level), np.nan, holds))
    return np.stack([row.astype(np.float64) for row in rows], axis=1)


def _nobody() -> Tally:
    return Tally(0, *(np.zeros(len(FIGURES)) for _ in range(3)))


def _tally(rows: Array) -> Tally:
    known = ~np.isnan(rows)
    filled = np.where(known, rows, 0.0)
    return Tally(len(rows), known.sum(axis=0), filled.sum(axis=0), (filled**2).sum(axis=0))


def _added(one: Tally, other: Tally) -> Tally:
    return Tally(
        one.cases + other.cases,
        one.known + other.known,
        one.sums + other.sums,
        one.squares + other.squares,
    )


def _groups(model: Model, part: Labelled, of: Scored) -> Mapping[str, Words]:
    """What each case belongs to, by kind of group."""
    coded = part.coded
    causes = np.array([*model.causes[:-1], OTHER_CAUSE], dtype=object)
    level = np.where(part.level < 0, of.given, part.level)
    named = {
        "age": _words(model, AGE, coded.codes),
        "sex": _words(model, SEX, coded.codes),
        "level": np.array([str(one) for one in LEVELS], dtype=object)[level],
        "condition": causes[part.cause],
    }
    edge = model.knowledge.vocabulary.findings[AGE].bins[0]
    named["age"][~np.isnan(coded.age) & (coded.age < edge)] = f"{UNDER}{edge:g}"
    by = {name: np.where(words == "", NOT_TOLD, words) for name, words in part.by.items()}
    return {**named, **by}


def _words(model: Model, id_: str, codes: npt.NDArray[np.uint8]) -> Words:
    row = findings(model).index(id_)
    words = np.full(256, NOT_TOLD, dtype=object)
    its = values(model)[row]
    words[1 : len(its) + 1] = its
    return np.asarray(words[codes[row]])


def _calibrate(of: Scored, first: Array, tenths: Array) -> None:
    """Add cases to the bins of the first cause."""
    p = np.clip(of.p_first, _CLIP, 1 - _CLIP)
    odds, right = np.log(p / (1 - p)), (of.rank == 1).astype(np.float64)
    most = np.log((1 - _CLIP) / _CLIP)
    for bins, place, value in (
        (first, (odds + most) / (2 * most), odds),
        (tenths, of.p_first, of.p_first),
    ):
        at = np.minimum((place * len(bins)).astype(np.intp), len(bins) - 1)
        np.add.at(bins, at, np.stack([np.ones(len(p)), value, right], axis=1))


# ---- in figures


def figures(of: Tally) -> dict[str, Estimate]:
    """The mean of each figure with its 95 % interval: of a share Wilson's, else from its deviation.
    What is known of no case is nan."""
    found = {}
    for index, name in enumerate(FIGURES):
        count, total, squares = (float(each[index]) for each in (of.known, of.sums, of.squares))
        if not count:
            found[name] = Estimate(float("nan"), float("nan"), float("nan"))
        elif name in MEANS:
            mean = total / count
            off = _NORMAL_95 * sqrt(max(squares / count - mean**2, 0.0) / count)
            found[name] = Estimate(mean, mean - off, mean + off)
        else:
            found[name] = wilson(total, count)
    return found


def wilson(yes: float, count: float) -> Estimate:
    """A share with its 95 % interval (Wilson 1927)."""
    p, z = yes / count, _NORMAL_95**2 / count
    middle, off = p + z / 2, sqrt(z * (p * (1 - p) + z / 4))
    return Estimate(p, (middle - off) / (1 + z), (middle + off) / (1 + z))


def calibration(of: Tallied) -> tuple[float, float]:
    """Slope and intercept of the log odds that the first cause is right on those it was given; cases
    of a bin count with their mean, and bins are narrow."""
    count, odds, right = of.first[of.first[:, 0] > 0].T
    x = np.tile(odds / count, 2)
    y = np.repeat([1.0, 0.0], len(count))
    intercept, slope = logistic(x, y, np.concatenate([right, count - right])[None])[0]
    return float(slope), float(intercept)


def shown(groups: Mapping[str, Tally], least: int) -> dict[str, Tally | None]:
    """The groups by name, None for those of which it is not told how many they are: they have fewer
    cases than `least`, or would tell of one that has."""
    away = covered({(name,): one.cases for name, one in groups.items()}, least)
    return {name: None if (name,) in away else groups[name] for name in sorted(groups)}
